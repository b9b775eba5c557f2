"""Joins dates that are the same words, or stand beside each other as one: "Monday, March 5"."""

from __future__ import annotations

from kg.coreference.chains import Chains
from kg.grammar.times import find_duration
from kg.model import EntityType


def join_dates(chains: Chains) -> None:
    """Join the points in time of a document that are told alike; spans of time ("two years") are told apart."""
    first: dict[str, int] = {}
    heads: dict[tuple[int, int], int] = {}
    for mention in chains.mentions:
        if mention.type is not EntityType.DATE or find_duration(mention.name) is not None:
            continue
        chains.join(first.setdefault(mention.name.lower(), mention.index), mention.index)
        heads[mention.sentence, mention.head] = mention.index
    for (sentence, head), index in heads.items():
        token = chains.trees[sentence].token(head)
        if token.relation == "appos" and (sentence, token.head) in heads:
            chains.join(heads[sentence, token.head], index)
