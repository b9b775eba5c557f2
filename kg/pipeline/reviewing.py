"""Doubtful merges and near misses as questions for a person: a sentence of each name, the weightiest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.decisions import Different, Reference, Same, name_key
from kg.entities import Doubt, index_entities
from kg.entities.clustering import THRESHOLD
from kg.model import Document, Entity, Mention, Span
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


def _narrow(side: Side) -> Side:
    return replace(side, reference=replace(side.reference, document=side.document.source))


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
        if left.reference.is_like(right.reference):  # two spellings, which compare as equal
            left, right = (_narrow(side) for side in (left, right))
        closeness = max(0.0, 1 - 2 * abs(doubt.score - THRESHOLD))
        weight = closeness * min(left.assertions, right.assertions)
        return Question(left, right, doubt.merged, doubt.score, doubt.reasons, round(weight, 4))

    def _side(self, reference: Reference, place: tuple[str, int], *, is_part: bool) -> Side:
        """Return one side; where both are one entity now, what is said in documents that call it so is counted."""
        document, extraction = self._pairs[place[0]]
        entity, mention = self._index[place], extraction.mentions[place[1]]
        wanted = name_key(reference.name, None)
        mention = next(self._named(entity, document, wanted), mention)
        is_narrow = reference.document is not None
        if not is_narrow:
            reference = self._names.refer(entity, reference.name, document)
        count = 0
        for identifier, number in self._counts[entity.slug].items():
            called = self._names.within(entity, self._pairs[identifier][0])[:1]
            is_called = any(name_key(name, None) == wanted for name in called)
            count += number if (identifier == document.id if is_narrow else is_called or not is_part) else 0
        return Side(reference, entity, document, extraction.sentences[mention.sentence], mention, count)

    def _count(self, state: State) -> dict[str, Counter[str]]:
        """Return how many facts are about each entity, by document."""
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for document, extraction in state.pairs:
            for triple in (triple for proposition in extraction.propositions for triple in proposition.triples):
                ends = ((document.id, end) for end in (triple.subject, triple.object) if end is not None)
                for slug in {self._index[place].slug for place in ends if place in self._index}:
                    counts[slug][document.id] += 1
        return counts

    def _named(self, entity: Entity, document: Document, wanted: str) -> Iterator[Mention]:
        """Yield where an entity has a name in the running text of a document, whose headline says less."""
        mentions = self._pairs[document.id][1].mentions
        for identifier, number in entity.mentions:
            is_text = identifier == document.id and mentions[number].start >= document.headline_end
            if is_text and name_key(mentions[number].name, None) == wanted:
                yield mentions[number]
