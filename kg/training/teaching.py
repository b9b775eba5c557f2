"""Asks several trained networks for trees and names of raw text.

Teachers of different seeds make different slips. The mean of their probabilities is right more often than any of them,
and tells how sure they are; a student that learns these probabilities instead of hard labels gets most of that
(Hinton et al. 2015, "Distilling the Knowledge in a Neural Network"; for parsers Kuncoro et al. 2016).
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from kg.errors import KGError
from kg.language.decoding import find_heads
from kg.language.words import WordPieces
from kg.training.batches import IMPOSSIBLE, Batch, BatchMaker
from kg.training.data import Example
from kg.training.labels import collect_labels
from kg.training.network import Network
from kg.training.silver import SilverSentence, Soft, read_raw_sentences, write_silver
from kg.training.sources import read_examples
from kg.training.train import encoder_folder, sizes_of

logger = logging.getLogger(__name__)

TAGS = ("upos", "xpos", "feats", "lemma")


@dataclass(frozen=True)
class Teacher:
    """A trained network, and whether its types of names are ours."""

    network: Network
    knows_names: bool


def teach(paths: Sequence[Path], shared: Path, out: Path, threads: int = 2, limit: int = 0) -> None:
    """Write to `out` what the teachers of these files say of the raw text and of sentences that have names alone."""
    from tokenizers import Tokenizer

    torch.set_num_threads(threads)
    examples = read_examples(shared, "train")
    labels = collect_labels(example.rows for example in examples if example.rows is not None)
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    teachers = [load_teacher(path, Network(sizes_of(labels), tokenizer.get_vocab_size())) for path in paths]
    if not any(teacher.knows_names for teacher in teachers):
        raise KGError("no teacher knows the types of names that are trained now; train one of them anew")
    asked = dict.fromkeys(example.words for example in examples if example.rows is None)
    asked |= dict.fromkeys(read_raw_sentences(shared))
    sentences = [Example(words, None, None, "silver") for words in list(asked)[: limit or None]]
    write_silver(out, list(ask(sentences, teachers, BatchMaker(WordPieces(tokenizer), labels))))


def ask(examples: Sequence[Example], teachers: Sequence[Teacher], maker: BatchMaker) -> Iterator[SilverSentence]:
    """Yield the sentences, in another order, with the mean of what the teachers find likely.

    Names come from those teachers that know all our types.
    """
    batches = maker.batches(examples, random.Random(0), vary=False)
    for number, chosen in enumerate(batches):
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            yield from _teach_batch(chosen, teachers, maker.tensors(chosen))
        if number % 100 == 0:
            logger.info("taught %d of %d batches", number, len(batches))


def _teach_batch(examples: Sequence[Example], teachers: Sequence[Teacher], batch: Batch) -> Iterator[SilverSentence]:
    padding = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], dim=1) == 0
    scores = [teacher.network(batch.ids, batch.shapes, batch.mask, batch.places) for teacher in teachers]
    arcs = [one["arcs"].float().masked_fill(padding[:, None, :], IMPOSSIBLE) for one in scores]
    head = _mean(arcs).numpy()
    tags = {name: _mean([one[name] for one in scores]).argmax(dim=-1).numpy() for name in TAGS}
    named = [one["name"] for teacher, one in zip(teachers, scores, strict=True) if teacher.knows_names]
    names = _mean(named).numpy()
    counts = [len(example.words) for example in examples]
    heads = np.zeros(head.shape[:2], dtype=np.int64)
    for place, count in enumerate(counts):
        chances = np.log(np.maximum(head[place, :count, : count + 1], 1e-9)).astype(np.float32)
        heads[place, :count] = find_heads(chances)
    deprel = _mean(
        [teacher.network.relations(one, torch.from_numpy(heads)) for teacher, one in zip(teachers, scores, strict=True)]
    ).numpy()
    for place, (example, count) in enumerate(zip(examples, counts, strict=True)):
        soft = Soft(
            head=head[place, :count, : count + 1].astype(np.float16),
            deprel=deprel[place, :count].astype(np.float16),
            names=names[place, :count].astype(np.float16),
            labels={
                "head": heads[place, :count].astype(np.int16),
                **{name: tags[name][place, :count].astype(np.int16) for name in TAGS},
            },
        )
        yield SilverSentence(example.words, soft)


def _mean(scores: Sequence[Tensor]) -> Tensor:
    return torch.stack([torch.softmax(one.float(), dim=-1) for one in scores]).mean(dim=0)


def load_teacher(path: Path, network: Network) -> Teacher:
    """Return the network with the weights of a file that training saved, ready to be asked."""
    state = torch.load(path, weights_only=True)
    own = network.state_dict()
    fitting = {name: value for name, value in state.items() if value.shape == own[name].shape}
    network.load_state_dict(fitting, strict=False)
    return Teacher(network.eval(), knows_names="name.weight" in fitting)
