"""Doubtful merges and near misses as questions for a person: a sentence of each name, the weightiest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

from kg.decisions import Different, Reference, Same, name_key
from kg.entities import Doubt, index_entities
from kg.entities.clustering import THRESHOLD
from kg.model import Document, Entity, Mention, MentionKind, Span
from kg.pipeline.deciding import State
from kg.pipeline.naming import Names


@dataclass(frozen=True)
class Side:
    """One of two names in doubt: where it is mentioned, and how many assertions are about it under this name."""

    reference: Reference
    entity: Entity
    document: Document
    sentence: Span
    mention: Mention
    assertions: int


@dataclass(frozen=True)
class Question:
    """Whether two names are one thing; `merged` tells what the graph takes them for now, `weight` what is at stake.

    The weight is how near the score comes to the line between one and two, from 0 to 1, times the number of assertions
    of the smaller side: about so many are wrong if the graph is.
    """

    left: Side
    right: Side
    merged: bool
    score: float
    reasons: tuple[str, ...]
    weight: float


def find_questions(state: State) -> list[Question]:
    """Return what a person has not decided yet, the weightiest first."""
    decided = [*state.decisions.same, *state.decisions.different]
    asker = _Asker(state)
    questions = [
        asker.ask(doubt) for doubt in state.outcome.doubts
        if not any(_is_pair(doubt, left, right) for left, right in decided)
    ]  # fmt: skip
    return sorted(questions, key=lambda question: (-question.weight, question.left.reference, question.right.reference))


def answer(question: Question, *, same: bool) -> Same | Different:
    """Return the decision on a question."""
    pair = (question.left.reference, question.right.reference)
    return Same(*pair) if same else Different(*pair)


def _is_pair(doubt: Doubt, left: Reference, right: Reference) -> bool:
    pairs = ((left, right), (right, left))
    return any(one.covers(doubt.left) and other.covers(doubt.right) for one, other in pairs)


class _Asker:
    """Turns doubts into questions."""

    def __init__(self, state: State) -> None:
        self._pairs = {document.id: (document, extraction) for document, extraction in state.pairs}
        self._index = index_entities(state.dataset.entities)
        self._counts = self._count(state)
        self._names = Names(state)

    def ask(self, doubt: Doubt) -> Question:
        """Return the question that a doubt raises."""
        left, right = (
            self._side(reference, place, is_part=doubt.merged)
            for reference, place in zip((doubt.left, doubt.right), doubt.evidence, strict=True)
        )
        closeness = max(0.0, 1 - 2 * abs(doubt.score - THRESHOLD))
        weight = closeness * min(left.assertions, right.assertions)
        return Question(left, right, doubt.merged, doubt.score, doubt.reasons, round(weight, 4))

    def _side(self, reference: Reference, place: tuple[str, int], *, is_part: bool) -> Side:
        """Return one side; where both are one entity now, only what is said under its name is counted."""
        document, extraction = self._pairs[place[0]]
        mention, entity = extraction.mentions[place[1]], self._index[place]
        if reference.document is None:
            reference = self._names.refer(entity, reference.name, document)
        found = self._counts[entity.slug].items()
        count = sum(
            number for (name, identifier), number in found
            if (not is_part or name == name_key(reference.name, None))
            and (reference.document is None or identifier == document.id)
        )  # fmt: skip
        return Side(reference, entity, document, extraction.sentences[mention.sentence], mention, count)

    def _count(self, state: State) -> dict[str, Counter[tuple[str, str]]]:
        """Return how many facts are about each entity, by name and document; a pronoun counts for its antecedent."""
        counts: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
        for document, extraction in state.pairs:
            ends = (
                {number for number in (triple.subject, triple.object) if number is not None}
                for proposition in extraction.propositions for triple in proposition.triples
            )  # fmt: skip
            for number in (number for pair in ends for number in sorted(pair)):
                entity, mention = self._index.get((document.id, number)), extraction.mentions[number]
                if entity is None:
                    continue
                if mention.kind is not MentionKind.NAME and mention.antecedent is not None:
                    mention = extraction.mentions[mention.antecedent]
                counts[entity.slug][name_key(mention.name, None), document.id] += 1
        return counts
