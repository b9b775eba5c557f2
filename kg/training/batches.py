"""Training sentences as padded tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from kg.language.lemmas import KEEP, find_rule
from kg.language.words import WordPieces
from kg.training.data import NAME_SOURCES, WITHOUT_MISC, Example, vary
from kg.training.labels import Labels

PIECES = 1200
LONGEST_PIECES = 300
"""Sentences of more pieces (tables of signs and addresses) are left out; the encoder has 512 positions."""
IGNORED = -100


@dataclass(frozen=True)
class Batch:
    """Sentences of like length: what the network reads and what it should answer (`IGNORED` where unknown)."""

    ids: Tensor
    shapes: Tensor
    mask: Tensor
    places: Tensor
    words: Tensor
    source: Tensor
    gold: dict[str, Tensor]


class BatchMaker:
    """Turns examples into batches under one inventory of labels."""

    def __init__(self, pieces: WordPieces, labels: Labels) -> None:
        self._pieces = pieces
        names = ("upos", "xpos", "feats", "lemma", "deprel", "names")
        self._index = {name: {label: i for i, label in enumerate(getattr(labels, name))} for name in names}

    def batches(self, examples: Sequence[Example], chance: random.Random) -> list[list[Example]]:
        """Return the examples varied, sorted by length with some noise, cut into batches in random order."""
        varied = [vary(example, chance) for example in examples]
        lengths = {id(example): sum(len(self._pieces.pieces(word)) for word in example.words) for example in varied}
        varied = [example for example in varied if lengths[id(example)] <= LONGEST_PIECES]
        varied.sort(key=lambda example: lengths[id(example)] + chance.random() * 3)
        found: list[list[Example]] = [[]]
        for example in varied:
            if found[-1] and (len(found[-1]) + 1) * (lengths[id(example)] + 2) > PIECES:
                found.append([])
            found[-1].append(example)
        chance.shuffle(found)
        return found

    def tensors(self, examples: Sequence[Example]) -> Batch:
        """Return the batch of the examples."""
        encoded = [self._pieces.encode(list(example.words)) for example in examples]
        ids = padded([ids for ids, _, _ in encoded], 0)
        columns = [self._gold(example) for example in examples]
        return Batch(
            ids=ids,
            shapes=padded([shapes for _, shapes, _ in encoded], 0),
            mask=padded([[1] * len(ids) for ids, _, _ in encoded], 0),
            places=padded([places for _, _, places in encoded], 0),
            words=padded([[1] * len(example.words) for example in examples], 0),
            source=torch.tensor([NAME_SOURCES.index(example.source) for example in examples]),
            gold={name: padded([column[name] for column in columns], IGNORED) for name in columns[0]},
        )

    def _gold(self, example: Example) -> dict[str, list[int]]:
        unknown = [IGNORED] * len(example.words)
        index = self._index
        gold = {name: unknown for name in ("upos", "xpos", "feats", "lemma", "head", "deprel", "names")}
        if example.rows is not None:
            rows = example.rows
            rules = [find_rule(row.form, row.lemma, row.upos) for row in rows]
            gold["upos"] = [index["upos"][row.upos] for row in rows]
            gold["xpos"] = [index["xpos"].get(row.xpos, IGNORED) for row in rows]
            gold["feats"] = [index["feats"].get(row.feats, IGNORED) for row in rows]
            gold["lemma"] = [index["lemma"].get(rule, index["lemma"][KEEP]) for rule in rules]
            gold["head"] = [row.head for row in rows]
            gold["deprel"] = [self._deprel(row.deprel) for row in rows]
        if example.names is not None:
            gold["names"] = [index["names"][tag] for tag in example.names]
        return gold

    def _deprel(self, deprel: str) -> int:
        found = self._index["deprel"].get(deprel)
        return self._index["deprel"].get(deprel.split(":")[0], IGNORED) if found is None else found


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Return the rows as one tensor, short ones filled up at the end."""
    longest = max(len(row) for row in rows)
    return torch.tensor([[*row, *([filler] * (longest - len(row)))] for row in rows])


def lacks_misc(source: Tensor) -> Tensor:
    """Return which of the sources have no type MISC."""
    lacking = torch.tensor([name in WITHOUT_MISC for name in NAME_SOURCES])
    return lacking[source]
