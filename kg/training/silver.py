"""Raw sentences for silver trees and names, and the file that keeps what teachers said of them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.language.boundaries import find_boundaries
from kg.language.tokenizer import find_tokens
from kg.training.sources import dev_runs, word_runs

SHORTEST, LONGEST = 4, 80
"""Silver sentences have so many words."""
Probabilities = NDArray[np.float16]


@dataclass(frozen=True, eq=False)
class Soft:
    """What teachers find likely for one sentence of n words.

    `head` (n, n + 1) and, for the head that the tree of their mean has, `deprel` (n, relations); `names` (n, labels);
    `labels` are the tree's heads and the best tags, as numbers.
    """

    head: Probabilities
    deprel: Probabilities
    names: Probabilities
    labels: dict[str, NDArray[np.int16]]


@dataclass(frozen=True, eq=False)
class SilverSentence:
    """A sentence of raw text with what teachers say of it."""

    words: tuple[str, ...]
    soft: Soft


def read_raw_sentences(shared: Path) -> list[tuple[str, ...]]:
    """Return the words of the free raw sentences: news of the Groningen Meaning Bank, Wikipedia of relation sets.

    Sentences that occur twice, or that share eight words in a row with a dev part, are left out.
    """
    known = dev_runs(shared)
    found: dict[str, tuple[str, ...]] = {}
    for text in _texts(shared):
        for start, end in find_boundaries(text):
            sentence = text[start:end]
            words = tuple(sentence[first:last] for first, last in find_tokens(sentence))
            if SHORTEST <= len(words) <= LONGEST and known.isdisjoint(word_runs(words)):
                found.setdefault(" ".join(words), words)
    return list(found.values())


def _texts(shared: Path) -> Iterator[str]:
    with gzip.open(shared / "corpus" / "scale" / "gmb-sentences.txt.gz", "rt", encoding="utf-8") as lines:
        yield from (line.strip() for line in lines)
    relations = shared / "relations"
    for path in sorted((relations / "text2kgbench").glob("train/*.jsonl.gz")):
        yield from (row["sent"] for row in _read_rows(path) if row["sent"].isascii())
    yield from (row["text"] for row in _read_rows(relations / "knowledgenet" / "train.jsonl.gz"))


def _read_rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def write_silver(path: Path, sentences: Sequence[SilverSentence]) -> None:
    """Write the sentences to one `.npz` file of flat arrays."""
    arrays: dict[str, NDArray[Any]] = {
        "words": np.array(json.dumps([sentence.words for sentence in sentences])),
        "head": np.concatenate([sentence.soft.head.reshape(-1) for sentence in sentences]),
    }
    for name in ("deprel", "names"):
        arrays[name] = np.concatenate([getattr(sentence.soft, name) for sentence in sentences])
    for name in sentences[0].soft.labels:
        arrays[f"label-{name}"] = np.concatenate([sentence.soft.labels[name] for sentence in sentences])
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
    part.replace(path)


def read_silver(path: Path) -> list[SilverSentence]:
    """Return the sentences of a file that `write_silver` wrote."""
    with np.load(path) as given:
        arrays = {name: given[name] for name in given.files}
    labels = [name for name in arrays if name.startswith("label-")]
    found, word, cell = [], 0, 0
    for words in json.loads(str(arrays["words"])):
        count = len(words)
        here, cells = slice(word, word + count), count * (count + 1)
        soft = Soft(
            head=arrays["head"][cell : cell + cells].reshape(count, count + 1),
            deprel=arrays["deprel"][here],
            names=arrays["names"][here],
            labels={name.removeprefix("label-"): arrays[name][here] for name in labels},
        )
        found.append(SilverSentence(tuple(words), soft))
        word, cell = word + count, cell + cells
    return found
