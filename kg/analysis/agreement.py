"""Where the texts agree and where not: corroborated facts, contradicted facts, and those who take opposite sides.

Each is what a sample query of the same name finds, put together: a row a fact instead of a row a sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, ClassVar

from kg.analysis.named import Parts, Statement, in_order, is_specific, statement_of
from kg.analysis.results import Results
from kg.analysis.stances import side_of, source_of
from kg.analysis.timeline import bounds_of
from kg.model import Status
from kg.projection import SHOWN, find_kind
from kg.rdf import Fact

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True)
class Contradiction:
    """A fact that some source states and some source denies: the same subject, relation and object.

    `said_by` and `denied_by` are the sources, each once: speakers, or outlets where these state it themselves. `said`
    and `denied` are the facts, and `said_on`, `denied_on` the first dates of their documents, None if not known.
    `is_same_time` is False where the texts tell of times that lie apart, and `is_specific` where subject or object have
    no name and no document both says and denies it, so that they may be others: then both may be right.
    """

    subject: str
    subject_id: str
    predicate: str
    predicate_id: str
    object: str
    object_id: str
    said_by: tuple[str, ...]
    denied_by: tuple[str, ...]
    said_on: str | None
    denied_on: str | None
    is_same_time: bool
    is_specific: bool
    said: tuple[str, ...]
    denied: tuple[str, ...]


@dataclass(frozen=True)
class Contradictions(Results[Contradiction]):
    """The facts that are stated and denied: what surely is one fact of one time first, then those of most sources."""

    row_type: ClassVar = Contradiction

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_sides

        return draw_sides(
            ax, [f"{row.subject} | {row.predicate} | {row.object}" for row in self],
            [len(row.said) for row in self], [len(row.denied) for row in self],
            title="What is said and denied", axis="facts", sides=("denied", "said"),
        )  # fmt: skip


@dataclass(frozen=True)
class Corroboration:
    """A fact that several documents state or report, copies of one article counted once.

    `outlets` are the publishers, or documents where these name none, that tell it independently of each other;
    `documents` counts the articles. `is_specific` tells whether subject and object have a name or hold one: if several
    tell that gunmen open fire, it need not be one fact. `kind` is what `find_kind` tells of the relation. `status` is
    asserted if one of them states it itself, else reported. `first` and `last` are the dates of the documents.
    """

    subject: str
    subject_id: str
    predicate: str
    predicate_id: str
    object: str
    object_id: str
    kind: str
    is_specific: bool
    status: str
    outlets: tuple[str, ...]
    documents: int
    first: str | None
    last: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Corroborations(Results[Corroboration]):
    """The facts that several documents tell: what surely is one fact first, then those of the most outlets."""

    row_type: ClassVar = Corroboration

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_bars

        return draw_bars(
            ax, [f"{row.subject} | {row.predicate} | {row.object}" for row in self],
            [row.documents for row in self], within=[len(row.outlets) for row in self],
            title="Facts that several documents tell", axis="documents (dark: independent outlets)",
        )  # fmt: skip


@dataclass(frozen=True)
class Dispute:
    """Two things of which one is for, the other against the same target; both in facts that are stated or reported.

    `is_specific` tells whether the target has a name, or holds one, or both stand in one document.
    """

    target: str
    target_id: str
    supporter: str
    supporter_id: str
    opponent: str
    opponent_id: str
    is_specific: bool
    relations: tuple[str, ...]
    supporting: tuple[str, ...]
    opposing: tuple[str, ...]


@dataclass(frozen=True)
class Disputes(Results[Dispute]):
    """Who is for what somebody else is against: what surely is one target first, then those of the most facts."""

    row_type: ClassVar = Dispute

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_sides

        return draw_sides(
            ax, [f"{row.target}: {row.supporter} for, {row.opponent} against" for row in self],
            [len(row.supporting) for row in self], [len(row.opposing) for row in self],
            title="Who is for what another is against", axis="facts",
        )  # fmt: skip


def contradictions(facts: Iterable[Fact], parts: Parts | None = None) -> Contradictions:
    """Return the facts that one source states or reports and another, or the same one elsewhere, denies.

    `parts` tells what names stand inside others; without it, only names themselves are specific.
    """
    groups = _group(fact for fact in facts if fact.object is not None and fact.status != Status.HYPOTHETICAL)
    rows = []
    for told in groups.values():
        said = [fact for fact in told if fact.status in SHOWN]
        denied = [fact for fact in told if fact.status == Status.NEGATED]
        if said and denied:
            rows.append(_contradict(said, denied, parts or {}))
    rows.sort(key=_place_of_contradiction)
    unsure = sum(not (row.is_same_time and row.is_specific) for row in rows)
    told_apart = f", {unsure:,} of them perhaps of other things or times" if unsure else ""
    return Contradictions(tuple(rows), f"facts both said and denied: {len(rows):,}{told_apart}")


def _place_of_contradiction(row: Contradiction) -> tuple[object, ...]:
    sources = {*row.said_by, *row.denied_by}
    return not row.is_same_time, not row.is_specific, -len(sources), *_name_of(row)


def corroborations(facts: Iterable[Fact], parts: Parts | None = None) -> Corroborations:
    """Return the facts that at least two documents state or report, one and its copies counting as one.

    `parts` tells what names stand inside others; without it, only names themselves are specific.
    """
    publishers = _Publishers()
    said = in_order(fact for fact in facts if fact.status in SHOWN and fact.object is not None)
    groups = _group(publishers.noting(said))
    rows = []
    for told in groups.values():
        documents = {fact.text.original for fact in told}
        if len(documents) > 1:
            outlets = {publishers.outlet_of(document) for document in documents}
            rows.append(_corroborate(told, tuple(sorted(outlets)), len(documents), parts or {}))
    rows.sort(key=lambda row: (not row.is_specific, -len(row.outlets), -row.documents, *_name_of(row)))
    alone, unsure = len(groups) - len(rows), sum(not row.is_specific for row in rows)
    told_apart = f", {unsure:,} of them without names, so perhaps of different things" if unsure else ""
    note = f"facts in several documents: {len(rows):,}{told_apart}; in one alone: {alone:,}{publishers.note}"
    return Corroborations(tuple(rows), note)


def disputes(facts: Iterable[Fact], parts: Parts | None = None) -> Disputes:
    """Return who is for what somebody else is against, by facts that are stated or reported.

    `parts` tells what names stand inside others; without it, only names themselves are specific.
    """
    sides: dict[str, dict[int, dict[str, list[Fact]]]] = {}
    for fact in in_order(facts):
        side = side_of(fact) if fact.status in SHOWN else 0
        if side and fact.object is not None:
            holders = sides.setdefault(fact.object.id, {1: defaultdict(list), -1: defaultdict(list)})[side]
            holders[fact.subject.id].append(fact)
    rows = [_dispute(*pair, parts or {}) for side in sides.values() for pair in _pairs(side)]
    rows.sort(key=_place_of_dispute)
    unsure = sum(not row.is_specific for row in rows)
    told_apart = f", {unsure:,} of them perhaps of different targets" if unsure else ""
    return Disputes(tuple(rows), f"pairs that take opposite sides: {len(rows):,}{told_apart}")


def _place_of_dispute(row: Dispute) -> tuple[object, ...]:
    facts = row.supporting + row.opposing
    return not row.is_specific, -len(facts), row.target_id, row.supporter_id, row.opponent_id


def _pairs(sides: Mapping[int, Mapping[str, list[Fact]]]) -> Iterator[tuple[list[Fact], list[Fact]]]:
    for one, other in product(sides[1], sides[-1]):
        if one != other:
            yield sides[1][one], sides[-1][other]


def _dispute(supporting: Sequence[Fact], opposing: Sequence[Fact], parts: Parts) -> Dispute:
    target, one, other = supporting[0].object, supporting[0].subject, opposing[0].subject
    assert target is not None  # only facts with an object take a side
    relations = dict.fromkeys(fact.predicate for fact in (*supporting, *opposing))
    is_one = is_specific(target, parts) or _share_document(supporting, opposing)
    return Dispute(
        target.label, target.id, one.label, one.id, other.label, other.id, is_one, tuple(relations),
        _ids(supporting), _ids(opposing),
    )  # fmt: skip


def _share_document(some: Iterable[Fact], others: Iterable[Fact]) -> bool:
    return not {fact.text.id for fact in some}.isdisjoint(fact.text.id for fact in others)


def _are_specific(fact: Fact, parts: Parts) -> bool:
    """Whether subject and object are the same in every document."""
    return all(is_specific(thing, parts) for thing in (fact.subject, fact.object) if thing is not None)


def _group(facts: Iterable[Fact]) -> dict[Statement, list[Fact]]:
    """Return the facts that say the same, by date of their documents, then by identifier."""
    groups: dict[Statement, list[Fact]] = defaultdict(list)
    for fact in in_order(facts):
        groups[statement_of(fact)].append(fact)
    return groups


def _contradict(said: Sequence[Fact], denied: Sequence[Fact], parts: Parts) -> Contradiction:
    fact = said[0]
    assert fact.object is not None  # those without are passed over
    is_same_time = any(_may_be_at_once(one, other) for one, other in product(said, denied))
    return Contradiction(
        fact.subject.label, fact.subject.id, fact.predicate, fact.predicate_id, fact.object.label, fact.object.id,
        _names(said), _names(denied), said[0].text.published, denied[0].text.published, is_same_time,
        _are_specific(fact, parts) or _share_document(said, denied), _ids(said), _ids(denied),
    )  # fmt: skip


def _may_be_at_once(one: Fact, other: Fact) -> bool:
    """Whether the times of two facts overlap, as far as they are known."""
    times = bounds_of(one.time), bounds_of(other.time)
    if times[0] is None or times[1] is None:
        return True
    (start, end), (other_start, other_end) = times[0], times[1]
    return start <= other_end and other_start <= end


def _corroborate(told: Sequence[Fact], outlets: tuple[str, ...], documents: int, parts: Parts) -> Corroboration:
    fact = told[0]
    status = Status.ASSERTED if any(fact.status == Status.ASSERTED for fact in told) else Status.REPORTED
    dates = sorted(fact.text.published for fact in told if fact.text.published)
    assert fact.object is not None  # those without are passed over
    return Corroboration(
        fact.subject.label, fact.subject.id, fact.predicate, fact.predicate_id, fact.object.label, fact.object.id,
        find_kind(fact.predicate), _are_specific(fact, parts), status.value, outlets, documents,
        dates[0] if dates else None, dates[-1] if dates else None, _ids(told),
    )  # fmt: skip


class _Publishers:
    """Who published each original: a copy in another outlet is not that outlet's own word."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}
        self._unknown: set[str] = set()

    def noting(self, facts: Iterable[Fact]) -> Iterator[Fact]:
        """Yield the facts, and keep who published their documents."""
        for fact in facts:
            text = fact.text
            if text.id == text.original or text.original not in self._known:
                self._known[text.original] = text.publisher or text.source
                (self._unknown.discard if text.publisher else self._unknown.add)(text.original)
            yield fact

    @property
    def note(self) -> str:
        """What to know of the outlets: documents without a publisher may be of one, and count as several."""
        if not self._unknown:
            return ""
        return f"; documents of no known publisher, each taken for an outlet: {len(self._unknown):,}"

    def outlet_of(self, original: str) -> str:
        return self._known[original]


def _ids(facts: Iterable[Fact]) -> tuple[str, ...]:
    return tuple(fact.id for fact in facts)


def _names(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Return who says so, each once, in the order of the facts."""
    return tuple(dict.fromkeys(source_of(fact).name for fact in facts))


def _name_of(row: Contradiction | Corroboration) -> tuple[str, str, str]:
    return row.subject_id, row.predicate_id, row.object_id
