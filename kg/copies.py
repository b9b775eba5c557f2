"""Finds documents that are copies: the same article twice, or a wire report in several outlets, from small sketches.

A text is taken as the set of its shingles, runs of words (Broder 1997, On the resemblance and containment of
documents). A sketch holds the smallest hashes of that set: a fair sample of it, the same in every copy.
"""

from __future__ import annotations

import hashlib
import re
import struct
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Assertion, Document, Span

# Words in a shingle. News shares runs of three words by the thousand ("the prime minister"), of five only what was
# copied or quoted; an edited word spoils five shingles, so a longer run would lose edited copies.
SHINGLE = 5
# Hashes in a sketch: with 16 bytes about the whole text, 512 bytes.
SIZE = 124
# The share of the shorter text's shingles that a copy has in common with its original. Wire reports come with another
# headline and dateline, and cut or lengthened: containment forgives all three, resemblance does not. Made-up copies in
# tests/test_copies.py have .85 and more. Of the 12,561 pairs of texts in Wikinews, GUM and RE3D, interviews that put
# the same questions to different candidates share up to .59, all others up to .14.
LEAST_SHARE = 0.8
# Shorter texts are copies only if their words are the same: two briefs of one sentence may well agree by chance.
LEAST_WORDS = 50
# A share of fewer hashes says little: it is so few where one text is more than ten times as long as the other.
_LEAST_SAMPLE = 12
# The smallest hashes of a text, which are looked up to find what it may be a copy of. A copy of a tenth of the
# length shares some with a chance of nine in ten, one of a quarter with more than 99 in a hundred.
_ANCHORS = 32
# What more originals than these begin or end with is the furniture of an outlet, and leads to no copy.
_FURNITURE = 64
_WORD = re.compile(r"\w+")
_HEAD = struct.Struct("<8sII")


@dataclass(frozen=True, slots=True)
class Sketched:
    """What has to be known of a document to find its copies; `sketch` is what `make_sketch` gives for its text."""

    id: str
    published: str | None
    source: str
    sketch: bytes

    @property
    def age(self) -> tuple[bool, str, str, str]:
        """Sorts by date, what has none last; then by source and identifier."""
        return self.published is None, self.published or "", self.source, self.id


def make_sketch(text: str) -> bytes:
    """Return the sketch of a text, at most 512 bytes: a digest of its words, their number, that of shingles, hashes.

    Case, punctuation and white space do not count.

    >>> len(make_sketch("word " * 10_000)) <= len(make_sketch(" ".join(map(str, range(10_000)))))  <= 512
    True
    """
    words = _WORD.findall(text.casefold())
    hashes = {_hash(" ".join(words[start : start + SHINGLE])) for start in range(len(words) - SHINGLE + 1)}
    smallest = array("I", sorted(hashes)[:SIZE])
    return _HEAD.pack(_digest(words), len(words), len(hashes)) + _little(smallest).tobytes()


def sentence_keys(document: Document, sentences: Iterable[Span]) -> frozenset[int]:
    """Return the keys of the sentences of a document, for `drop_repeated`."""
    return frozenset(_key(span.quote(document.text)) for span in sentences)


def drop_repeated(assertions: Iterable[Assertion], original: frozenset[int]) -> Iterator[Assertion]:
    """Yield the assertions of a copy but those whose sentence, word for word, stands in the original too.

    `original` are the keys of the original's sentences. What a person added is kept.
    """
    for assertion in assertions:
        if assertion.is_decided or _key(assertion.sentence) not in original:
            yield assertion


def find_copies(read: Callable[[], Iterable[Sketched]]) -> dict[str, str]:
    """Return the original of each copy, by identifiers; `read` gives all documents, in any order, and is called twice.

    The original is the earliest of its copies by `Sketched.age`, and never a copy itself. A copy has the very words of
    its original, or both have `LEAST_WORDS` words and share `LEAST_SHARE` of the shingles of the shorter. One that is
    near several originals is a copy of the earliest.
    """
    repeated, digests = _find_repeated(read())
    found: dict[str, str] = {}
    originals: list[_Opened] = []
    by_digest: dict[bytes, _Opened] = {}
    by_anchor: dict[int, list[int]] = defaultdict(list)
    opened = (_Opened(document) for document in read())
    possible = (text for text in opened if text.digest in digests or not repeated.isdisjoint(text.anchors))
    for document in sorted(possible, key=_age):
        anchors = [anchor for anchor in document.anchors if anchor in repeated]
        original = by_digest.get(document.digest)
        if original is None:
            places = {place for anchor in anchors for place in by_anchor[anchor]}
            original = next((originals[p] for p in sorted(places) if _is_copy(originals[p], document)), None)
        if original is not None:
            found[document.id] = original.id
            continue
        by_digest[document.digest] = document
        for anchor in anchors:
            if len(by_anchor[anchor]) < _FURNITURE:
                by_anchor[anchor].append(len(originals))
        originals.append(document)
    return dict(sorted(found.items()))


class _Opened:
    """A sketch taken apart."""

    __slots__ = ("age", "digest", "hashes", "id", "shingles", "words")

    def __init__(self, document: Sketched) -> None:
        self.id, self.age = document.id, document.age
        self.digest, self.words, self.shingles = _HEAD.unpack_from(document.sketch)
        self.hashes = _little(array("I", document.sketch[_HEAD.size :]))

    @property
    def anchors(self) -> Sequence[int]:
        """The smallest hashes; none of a text so short that only its very words can be copied."""
        return self.hashes[:_ANCHORS] if self.words >= LEAST_WORDS else ()


def _age(document: _Opened) -> tuple[bool, str, str, str]:
    return document.age


def _is_copy(one: _Opened, other: _Opened) -> bool:
    """Whether the shorter of two texts is copied from the longer, or the other way about."""
    share = _estimate_share(one, other)
    return share is not None and min(one.words, other.words) >= LEAST_WORDS and share >= LEAST_SHARE


def _estimate_share(one: _Opened, other: _Opened) -> float | None:
    """Return the estimated share of the shorter text's shingles that the longer has, None if too little is known.

    Up to the smaller of the two largest hashes both sketches are whole: there the shorter one is a sample.
    """
    shorter, longer = sorted((one, other), key=lambda text: (text.shingles, text.id))
    ends = [text.hashes[-1] for text in (one, other) if text.shingles > len(text.hashes)]
    sample = [value for value in shorter.hashes if not ends or value <= min(ends)]
    if len(sample) < _LEAST_SAMPLE:
        return None
    return len(frozenset(longer.hashes).intersection(sample)) / len(sample)


def _find_repeated(documents: Iterable[Sketched]) -> tuple[frozenset[int], frozenset[bytes]]:
    """Return the anchors and the digests that stand in more than one document, from arrays: there are millions."""
    import numpy as np

    anchors, digests = array("I"), array("Q")
    for document in documents:
        opened = _Opened(document)
        anchors.extend(opened.anchors)
        digests.append(int.from_bytes(opened.digest, "little"))
    repeated = []
    for values in (np.frombuffer(anchors, dtype=np.uint32), np.frombuffer(digests, dtype=np.uint64)):
        ordered = np.sort(values)
        repeated.append(np.unique(ordered[1:][ordered[1:] == ordered[:-1]]).tolist())
    return frozenset(repeated[0]), frozenset(value.to_bytes(8, "little") for value in repeated[1])


def _hash(shingle: str) -> int:
    return int.from_bytes(hashlib.blake2b(shingle.encode("utf-8", "replace"), digest_size=4).digest(), "little")


def _digest(words: Iterable[str]) -> bytes:
    return hashlib.blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest()


def _key(sentence: str) -> int:
    return int.from_bytes(_digest(_WORD.findall(sentence.casefold())), "little")


def _little(numbers: array[int]) -> array[int]:
    """Return numbers as they stand in a file, the same on every machine; and back."""
    import sys

    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
