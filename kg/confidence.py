"""How likely each triple is right: the parser's doubt about its arcs, and what kind of triple it is."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from kg.grammar.trees import Tree
from kg.lexicon import read_mapping
from kg.model import Mention, MentionKind, Proposition, Token, Triple

# One arc tells no more than this, in nats, however unlikely the parser thinks it: about 1 in 20.
MOST_DOUBT = 3.0
# Words of a sentence, beyond which it is no harder to read: few of those that were judged are longer.
LONGEST = 100
# Kinds of triples by predicate; rules of their own make them, and they are right more often than others.
KINDS = {"hold position": "office", "be located in": "place", "be": "copula"}


def weigh(trees: Sequence[Tree], mentions: Sequence[Mention], propositions: Iterable[Proposition]) -> list[Proposition]:
    """Return the propositions with the confidence of their triples, from 0 to 1, to two digits.

    `trees` are those of all sentences of the document, `mentions` all of its mentions, pronouns resolved.
    """
    return [
        replace(one, triples=tuple(_weigh(trees[one.sentence], mentions, one, triple) for triple in one.triples))
        if one.triples
        else one
        for one in propositions
    ]


def _weigh(tree: Tree, mentions: Sequence[Mention], proposition: Proposition, triple: Triple) -> Triple:
    features = describe(tree, mentions, proposition, triple)
    chance = estimate(features, read_weights("confidence"))
    return replace(triple, confidence=min(max(round(chance, 2), 0.01), 0.99))  # nothing is quite sure, or quite lost


def estimate(features: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability that logistic regression gives; features without a weight count nothing.

    >>> round(estimate({"bias": 1.0, "doubt": 2.0}, {"bias": 2.0, "doubt": -0.5}), 2)
    0.73
    """
    return 1 / (1 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in features.items())))


@cache
def read_weights(table: str) -> Mapping[str, float]:
    """Return the weights of the features in a table of `kg/words`."""
    return {name: float(weight) for name, weight in read_mapping(table).items()}


def describe_words(slots: Iterable[Sequence[Token]], *, heads_only: bool = False) -> dict[str, float]:
    """Return what speaks for and against a fact in words of its sentence; the first slot is its relation.

    In a long argument only the arcs of its heads matter (`heads_only`): CaRB forgives what is wrong inside.
    """
    relation, *arguments = slots
    words = [token for slot in (relation, *arguments) for token in slot if token.upos not in ("DET", "PUNCT")]
    if heads_only:
        return {"bias": 1.0, "doubt": sum(doubt(head) for slot in (relation, *arguments) for head in _heads(slot))}
    return {"bias": 1.0, "doubt": sum(map(doubt, words)), "words": float(len(relation))}


def _heads(slot: Sequence[Token]) -> list[Token]:
    """Return the words of a slot whose heads stand outside of it."""
    inside = {token.id for token in slot}
    return [token for token in slot if token.head not in inside]


def doubt(token: Token) -> float:
    """Return the negative log probability of the arc above a token, no more than `MOST_DOUBT`."""
    return min(MOST_DOUBT, -math.log(max(token.head_probability, 1e-9)))


def describe(tree: Tree, mentions: Sequence[Mention], proposition: Proposition, triple: Triple) -> dict[str, float]:
    """Return what speaks for and against a triple, by name.

    `doubt` is what the parser thinks of the arcs between predicate, subject and object: the sum of their negative log
    probabilities; `weakest` that of the worst of them. The others are 1 or 0, or counts.
    """
    ends = [mentions[index] for index in (triple.subject, triple.object) if index is not None]
    doubts = [doubt for end in ends for doubt in _doubts(tree, tree.token(proposition.head), tree.token(end.head))]
    kind = KINDS.get(triple.predicate)
    found = {
        "bias": 1.0,
        "doubt": sum(doubts),
        "weakest": max(doubts, default=0.0),
        "pronoun": float(sum(end.kind is MentionKind.PRONOUN for end in ends)),
        "name": float(sum(end.kind is MentionKind.NAME for end in ends)),
        "alone": float(triple.object is None),
        "phrase": float(kind is None and " " in triple.predicate),
        "credited": float(bool(proposition.attribution)),
        "length": min(len(tree.tokens), LONGEST) / 40,
    }
    return {**found, kind: 1.0} if kind else found


def _doubts(tree: Tree, head: Token, end: Token) -> Iterator[float]:
    """Yield the negative log probability of each arc on the way from one word to another, over what governs both."""
    above, below = [head, *tree.ancestors(head)], [end, *tree.ancestors(end)]
    shared = {token.id for token in above}.intersection([token.id for token in below])
    for token in (*above, *below):
        if token.id not in shared:
            yield doubt(token)
