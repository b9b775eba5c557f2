"""Builds the propositions that nouns and marks state: one subject, one predicate, one object."""

from __future__ import annotations

from collections.abc import Iterable

from kg.grammar.trees import Tree, spans_of
from kg.lexicon import find_canonical
from kg.model import Argument, Mention, Modality, Proposition, Token, Triple


def make_fact(
    tree: Tree,
    head: Token,
    predicate: str,
    tokens: Iterable[Token],
    subject: Mention,
    target: Mention,
    *,
    time: str | None = None,
    modality: Modality = Modality.CERTAIN,
) -> Proposition:
    """Return the proposition that `tokens` state, its one triple with it; the clause is numbered later."""
    spans = spans_of(tokens)
    words = " ".join(token.form for token in tree.under(spans))
    triple = Triple(subject.index, find_canonical(predicate), target.index, words, spans)
    arguments = (Argument("nsubj", subject.index), Argument("obj", target.index))
    return Proposition(
        sentence=tree.sentence.index, clause=0, head=head.id, lemma=predicate, spans=spans,
        arguments=arguments, modality=modality, time=time, triples=(triple,),
    )  # fmt: skip
