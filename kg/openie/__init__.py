"""Sentences → facts in their very words: open information extraction, for benchmarks and for comparison.

The graph view resolves names and canonicalises predicates; these views do neither: no coreference, only explicit words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.confidence import describe_words, estimate, read_weights
from kg.errors import KGError
from kg.grammar.descriptions import mended_tree
from kg.grammar.frames import Words
from kg.grammar.trees import Tree
from kg.language.tokenizer import find_tokens
from kg.openie.maximal import find_relations
from kg.openie.minimal import find_facts
from kg.sentences import parse_tokens

# Penn Treebank spellings that the language model has hardly seen, and what it knows instead.
_PENN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_BATCH = 256

View = Callable[[Tree], Iterator[tuple[Words, ...]]]
"""Yields relation and arguments of what a sentence says, each in words of the sentence."""


def extract_lines(lines: Iterable[str], *, style: str, pretokenized: bool) -> Iterator[str]:
    r"""Yield a tab-separated line for each fact in `lines`, which hold `id TAB sentence`.

    With the style `minimal`: id, subject, relation, object, confidence; with `maximal`: sentence, confidence,
    relation, arguments. Words are those of the sentence, parted by blanks: as it stands if `pretokenized`, else as
    our tokenizer cuts it. Raises `KGError` for another style and for a line without a tab, with its number.

    >>> list(extract_lines(["7\tClinton met Putin in Sochi ."], style="minimal", pretokenized=True))
    ['7\tClinton\tmet\tPutin\t0.81', '7\tClinton\tmet Putin in\tSochi\t0.77']
    """
    if style not in STYLES:
        raise KGError(f"there is no style {style!r}; styles are {', '.join(STYLES)}")
    batch: list[tuple[str, str]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        name, tab, sentence = line.rstrip("\r\n").partition("\t")
        if not tab:
            raise KGError(f"line {number} has no tab; each line is: identifier, tab, sentence")
        batch.append((name, sentence.replace("\t", " ")))
        if len(batch) == _BATCH:
            yield from _extract(batch, style, pretokenized=pretokenized)
            batch.clear()
    yield from _extract(batch, style, pretokenized=pretokenized)


def _extract(batch: list[tuple[str, str]], style: str, *, pretokenized: bool) -> Iterator[str]:
    words = [sentence.split() if pretokenized else _cut(sentence) for _, sentence in batch]
    parsed = parse_tokens([[_PENN.get(word, word) for word in row] for row in words])
    for (name, text), forms, sentence in zip(batch, words, parsed, strict=True):
        for slots in STYLES[style](mended_tree(sentence)):
            relation, *arguments = [" ".join(forms[token.id - 1] for token in slot) for slot in slots]
            features = describe_words(slots, heads_only=style == "maximal")
            confidence = f"{estimate(features, read_weights('confidence_views')):.2f}".rstrip("0")
            if style == "minimal":
                yield "\t".join([name, arguments[0], relation, arguments[1], confidence])
            else:
                yield "\t".join([text, confidence, relation, *arguments])


def _cut(sentence: str) -> list[str]:
    return [sentence[start:end] for start, end in find_tokens(sentence)]


def _minimal(tree: Tree) -> Iterator[tuple[Words, ...]]:
    for fact in find_facts(tree):
        yield fact.relation, fact.subject, fact.object


def _maximal(tree: Tree) -> Iterator[tuple[Words, ...]]:
    for found in find_relations(tree):
        yield found.words, *found.arguments


STYLES: dict[str, View] = {"minimal": _minimal, "maximal": _maximal}
