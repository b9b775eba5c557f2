"""What the training minimises."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from kg.training.batches import IGNORED, Batch, lacks_misc
from kg.training.labels import NAMES
from kg.training.network import Network

WEIGHTS = {"head": 1.0, "deprel": 1.0, "upos": 0.5, "lemma": 0.5, "xpos": 0.3, "feats": 0.3, "names": 2.0}
OUTSIDE = tuple(i for i, name in enumerate(NAMES) if name == "O" or name.endswith("MISC"))
SOURCE_DROPPED = 0.25


def losses(network: Network, batch: Batch, by_source: bool) -> dict[str, Tensor]:
    """Return each task's sum of cross-entropies over the words, divided by the words of the batch."""
    scores = network(batch.ids, batch.shapes, batch.mask, batch.places)
    count = batch.words.sum()
    found = {name: _cross_entropy(scores[name], batch.gold[name]) for name in ("upos", "xpos", "feats", "lemma")}
    padding = torch.cat([torch.ones_like(batch.words[:, :1]), batch.words], dim=1) == 0
    arcs = scores["arcs"].float().masked_fill(padding[:, None, :], -1e4)
    found["head"] = _cross_entropy(arcs, batch.gold["head"])
    relations = network.relations(scores, batch.gold["head"].clamp(min=0))
    found["deprel"] = _cross_entropy(relations, batch.gold["deprel"])
    found["names"] = _names(network, scores, batch, by_source)
    return {name: value / count for name, value in found.items()}


def _cross_entropy(scores: Tensor, gold: Tensor) -> Tensor:
    return functional.cross_entropy(scores.float().flatten(0, 1), gold.flatten(), ignore_index=IGNORED, reduction="sum")


def _names(network: Network, scores: dict[str, Tensor], batch: Batch, by_source: bool) -> Tensor:
    """O counts as "O or MISC" where a source has no MISC; a source's own layer is added, and dropped now and then."""
    logits = scores["name"].float()
    if by_source:
        own = torch.matmul(scores["name_hidden"], network.name_sources[batch.source].to(scores["name_hidden"].dtype))
        kept = (torch.rand(len(batch.source)) >= SOURCE_DROPPED).float()
        logits = logits + own.float() * kept[:, None, None]
    chances = torch.log_softmax(logits, dim=-1)
    outside = torch.logsumexp(chances[..., list(OUTSIDE)], dim=-1)
    gold = batch.gold["names"]
    exact = torch.gather(chances, 2, gold.clamp(min=0)[..., None]).squeeze(-1)
    vague = (gold == 0) & lacks_misc(batch.source)[:, None]
    known = gold != IGNORED
    return -(torch.where(vague, outside, exact) * known).sum()


def total(found: dict[str, Tensor]) -> Tensor:
    """Return the weighted sum of the losses."""
    return sum((found[name] * weight for name, weight in WEIGHTS.items()), torch.zeros(()))
