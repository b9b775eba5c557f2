"""Which fact of a document is which in another version of it, and what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kg.graph.alignment import Alignment, places_in_sentence
from kg.model import Assertion, Span, Status


class FactKind(StrEnum):
    """What became of a fact."""

    CHANGED = "changed"
    GAINED = "gained"
    LOST = "lost"


@dataclass(frozen=True)
class FactChange:
    """What became of what one sentence states; there is none `before` a gained fact, and none `after` a lost one.

    `fields` are those in which a changed fact differs: `status`, `polarity`, `modality`, `attributed_to`, `time`,
    `place`. `elsewhere` is the status that other documents give the same words in the graph that lacks it here: a
    lost fact that is still *asserted* or *reported* there, a gained one that was so before; None if none of them does.
    """

    kind: FactKind
    before: Assertion | None
    after: Assertion | None
    fields: tuple[str, ...] = ()
    elsewhere: Status | None = None

    @property
    def assertion(self) -> Assertion:
        """The fact as it is now, else as it was."""
        assertion = self.after or self.before
        assert assertion is not None
        return assertion

    @property
    def statuses(self) -> frozenset[Status]:
        """The status before and the status after."""
        return frozenset(fact.status for fact in (self.before, self.after) if fact is not None)


# What may differ in a fact that is still the same: subject, predicate and object are what it is.
_PLAIN_FIELDS = ("status", "polarity", "modality", "time")


def match_facts(before: Sequence[Assertion], after: Sequence[Assertion], alignment: Alignment) -> list[FactChange]:
    """Return what became of the facts of a document, in the order of its text; those that are the same are left out.

    A fact is the same if subject, predicate and object are. Of several that could be, those in the same sentence go
    together, then those of the same words in it, then those of the same status.
    """
    pairs = _pair_facts(before, after, alignment)
    changes = [
        FactChange(FactKind.CHANGED, before[one], after[other], fields)
        for one, other in pairs.items()
        if (fields := _compare(before[one], after[other], alignment))
    ]
    matched = set(pairs.values())
    changes += [FactChange(FactKind.LOST, fact, None) for number, fact in enumerate(before) if number not in pairs]
    changes += [FactChange(FactKind.GAINED, None, fact) for number, fact in enumerate(after) if number not in matched]
    return sorted(changes, key=_place_in_text)


def _pair_facts(before: Sequence[Assertion], after: Sequence[Assertion], alignment: Alignment) -> dict[int, int]:
    """Return the place among those after of each fact before that is among them; the closest are paired first."""
    with_predicate: dict[str, list[int]] = defaultdict(list)
    for other, fact in enumerate(after):
        with_predicate[fact.predicate_id].append(other)
    candidates = sorted(
        (_distance(fact, after[other]), one, other)
        for one, fact in enumerate(before)
        for other in with_predicate[fact.predicate_id]
        if _says_same(fact, after[other], alignment)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, one, other in candidates:
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _says_same(before: Assertion, after: Assertion, alignment: Alignment) -> bool:
    """Whether subject and object mean the same; the predicate is known to."""
    subjects = (before.subject_id, before.subject), (after.subject_id, after.subject)
    objects = (before.object_id, before.object), (after.object_id, after.object)
    return all(_is_same(one, other, alignment) for one, other in (subjects, objects))


def _is_same(
    before: tuple[str | None, str | None], after: tuple[str | None, str | None], alignment: Alignment
) -> bool:
    """Whether two things mean the same, each an identifier or else words, or nothing."""
    if before[0] and after[0]:
        return alignment.is_same(before[0].removeprefix("ent:"), after[0].removeprefix("ent:"))
    return before[1] == after[1]


def _distance(before: Assertion, after: Assertion) -> tuple[bool, bool, bool]:
    return before.sentence != after.sentence, _words(before) != _words(after), before.status is not after.status


def _words(assertion: Assertion) -> list[object]:
    """Return where the words of a fact stand in its sentence."""
    spans: tuple[tuple[Span, ...], ...] = (assertion.subject_span, assertion.predicate_span, assertion.object_span)
    return [places_in_sentence(assertion, group) for group in spans]


def _compare(before: Assertion, after: Assertion, alignment: Alignment) -> tuple[str, ...]:
    """Return the names of the fields in which two forms of a fact differ; of a source or place, the words count too."""
    fields = [name for name in _PLAIN_FIELDS if getattr(before, name) != getattr(after, name)]
    sources = (before.attributed_to_id, before.attributed_to), (after.attributed_to_id, after.attributed_to)
    places = (before.place_id, before.place), (after.place_id, after.place)
    for name, (one, other) in (("attributed_to", sources), ("place", places)):
        if one[1] != other[1] and not _is_same(one, other, alignment):
            fields.append(name)
    return tuple(fields)


def _place_in_text(change: FactChange) -> tuple[int, tuple[Span, ...], str, str]:
    fact = change.assertion
    return fact.start, fact.predicate_span, change.kind, fact.id
