"""Training sentences as padded tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.language.lemmas import KEEP, find_rule
from kg.language.words import WordPieces
from kg.training.data import NAME_SOURCES, Example, vary_example
from kg.training.labels import NAMES, Labels
from kg.training.names import UNKNOWN, allowed_labels

PIECES = 1200
LONGEST_PIECES = 300
"""Sentences of more pieces (tables of signs and addresses) are left out; the encoder has 512 positions."""
IGNORED = -100
IMPOSSIBLE = -1e4
"""Log probability of what cannot be."""


@dataclass(frozen=True)
class Batch:
    """Sentences of like length: what the network reads and what it should answer (`IGNORED` where unknown).

    `allowed` (sentences, words, name labels) is 0 for labels that the gold allows and `IMPOSSIBLE` for others; `soft`
    has what teachers found likely, where they were asked: `head` (sentences, words, words and root), `deprel`
    (sentences, words, relations) and `names` (sentences, words, name labels).
    """

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    places: Tensor
    words: Tensor
    source: Tensor
    gold: dict[str, Tensor]
    allowed: Tensor
    soft: dict[str, Tensor] | None


class BatchMaker:
    """Turns examples into batches under one inventory of labels."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self._pieces = pieces
        names = ("upos", "xpos", "feats", "lemma", "deprel")
        self._index = {name: {label: i for i, label in enumerate(getattr(labels, name))} for name in names}
        self._tags: dict[str, int] = {}
        self._masks: list[list[float]] = []
        self._tag(UNKNOWN)

    def _tag(self, tag: str) -> int:
        """The number of the row in the table of what tags allow."""
        if tag not in self._tags:
            allowed = allowed_labels(tag)
            self._tags[tag] = len(self._masks)
            self._masks.append([0.0 if not allowed or name in allowed else IMPOSSIBLE for name in NAMES])
        return self._tags[tag]

    def batches(self, examples: Sequence[Example], chance: random.Random, vary: bool = True) -> list[list[Example]]:
        """Return the examples varied, sorted by length with some noise, cut into batches in random order.

        Sentences with and without the word of teachers are in batches of their own.
        """
        varied = [vary_example(example, chance) for example in examples] if vary else list(examples)
        lengths = {id(example): sum(len(self._pieces.pieces(word)) for word in example.words) for example in varied}
        varied = [example for example in varied if lengths[id(example)] <= LONGEST_PIECES]
        varied.sort(key=lambda example: lengths[id(example)] + chance.random() * 3)
        found: list[list[Example]] = []
        for taught in (False, True):
            found.append([])
            for example in varied:
                if (example.soft is not None) == taught:
                    if found[-1] and (len(found[-1]) + 1) * (lengths[id(example)] + 2) > PIECES:
                        found.append([])
                    found[-1].append(example)
        found = [batch for batch in found if batch]
        chance.shuffle(found)
        return found

    def tensors(self, examples: Sequence[Example]) -> Batch:
        """Return the batch of the examples."""
        encoded = [self._pieces.encode(list(example.words)) for example in examples]
        ids = padded([ids for ids, _, _ in encoded], 0)
        columns = [self._gold(example) for example in examples]
        tags = [[self._tag(tag) for tag in example.names or [UNKNOWN] * len(example.words)] for example in examples]
        return Batch(
            ids=ids,
            shapes=padded([shapes for _, shapes, _ in encoded], 0),
            mask=padded([[1] * len(ids) for ids, _, _ in encoded], 0),
            places=padded([places for _, _, places in encoded], 0),
            words=padded([[1] * len(example.words) for example in examples], 0),
            source=torch.tensor([NAME_SOURCES.index(example.source) for example in examples]),
            gold={name: padded([column[name] for column in columns], IGNORED) for name in columns[0]},
            allowed=torch.tensor(self._masks)[padded(tags, 0)],
            soft=_soft(examples),
        )

    def _gold(self, example: Example) -> dict[str, list[int]]:
        unknown = [IGNORED] * len(example.words)
        index = self._index
        gold = {name: unknown for name in ("upos", "xpos", "feats", "lemma", "head", "deprel")}
        if example.soft is not None:
            gold |= {name: values.tolist() for name, values in example.soft.labels.items()}
        if example.rows is not None:
            rows = example.rows
            rules = [find_rule(row.form, row.lemma, row.upos) for row in rows]
            gold["upos"] = [index["upos"][row.upos] for row in rows]
            gold["xpos"] = [index["xpos"].get(row.xpos, IGNORED) for row in rows]
            gold["feats"] = [index["feats"].get(row.feats, IGNORED) for row in rows]
            gold["lemma"] = [index["lemma"].get(rule, index["lemma"][KEEP]) for rule in rules]
            gold["head"] = [row.head for row in rows]
            gold["deprel"] = [self._deprel(row.deprel) for row in rows]
        return gold

    def _deprel(self, deprel: str) -> int:
        found = self._index["deprel"].get(deprel)
        return self._index["deprel"].get(deprel.split(":")[0], IGNORED) if found is None else found


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Return the rows as one tensor, short ones filled up at the end."""
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *([filler] * (longest - len(row)))] for row in rows])


def _soft(examples: Sequence[Example]) -> dict[str, Tensor] | None:
    """What the teachers of the sentences found likely, filled up with zeros; None where they were not asked.

    Names are zero, too, where the sentence has names of its own.
    """
    given = [example.soft for example in examples if example.soft is not None]
    if len(given) < len(examples):
        return None
    longest = max(len(example.words) for example in examples)
    found = {
        "head": torch.zeros(len(given), longest, longest + 1),
        "deprel": torch.zeros(len(given), longest, given[0].deprel.shape[1]),
        "names": torch.zeros(len(given), longest, len(NAMES)),
    }
    for number, (example, soft) in enumerate(zip(examples, given, strict=True)):
        count = len(example.words)
        found["head"][number, :count, : count + 1] = torch.from_numpy(soft.head)
        found["deprel"][number, :count] = torch.from_numpy(soft.deprel)
        if example.names is None:
            found["names"][number, :count] = torch.from_numpy(soft.names)
    return found
