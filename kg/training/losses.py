"""What the training minimises."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from kg.training.batches import IGNORED, Batch
from kg.training.network import Network

WEIGHTS = {"head": 1.0, "deprel": 1.0, "upos": 0.5, "lemma": 0.5, "xpos": 0.3, "feats": 0.3, "names": 2.0}
SOURCE_DROPPED = 0.25


def losses(network: Network, batch: Batch, by_source: bool) -> dict[str, Tensor]:
    """Return each task's sum of cross-entropies over the words, divided by the words of the batch.

    Where teachers were asked, heads, relations and names are learned from their probabilities (Hinton et al. 2015).
    """
    scores = network(batch.ids, batch.shapes, batch.mask, batch.places)
    count = batch.words.sum()
    found = {name: _cross_entropy(scores[name], batch.gold[name]) for name in ("upos", "xpos", "feats", "lemma")}
    padding = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], dim=1) == 0
    arcs = scores["arcs"].float().masked_fill(padding[:, None, :], -1e4)
    relations = network.relations(scores, batch.gold["head"].clamp(min=0))
    if batch.soft is None:
        found["head"] = _cross_entropy(arcs, batch.gold["head"])
        found["deprel"] = _cross_entropy(relations, batch.gold["deprel"])
    else:
        found["head"] = _distillation(arcs, batch.soft["head"])
        found["deprel"] = _distillation(relations, batch.soft["deprel"])
    found["names"] = _names(network, scores, batch, by_source)
    return {name: value / count for name, value in found.items()}


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum")


def _distillation(scores: Tensor, likely: Tensor) -> Tensor:
    return -(torch.log_softmax(scores.float(), dim=-1) * likely).sum()


def _names(network: Network, scores: dict[str, Tensor], batch: Batch, by_source: bool) -> Tensor:
    """What the gold allows should be likely; a source's own layer is added, and dropped now and then."""
    logits = scores["name"].float()
    if by_source:
        own = torch.matmul(scores["name_hidden"], network.name_sources[batch.source].to(scores["name_hidden"].dtype))
        kept = (torch.rand(len(batch.source)) >= SOURCE_DROPPED).float()
        logits = logits + own.float() * kept[:, None, None]
    loss = -torch.logsumexp(torch.log_softmax(logits, dim=-1) + batch.allowed, dim=-1).sum()
    return loss if batch.soft is None else loss + _distillation(logits, batch.soft["names"])


def total(found: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the losses."""
    return sum((found[name] * weight for name, weight in WEIGHTS.items()), torch.zeros(()))
