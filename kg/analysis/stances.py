"""Who says what about whom: who is for or against what, according to which source, and the facts that say so."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kg.analysis.named import Parts, in_order, is_specific
from kg.analysis.results import Results
from kg.lexicon import is_listed, names_person, read_table
from kg.model import EntityType, Status
from kg.rdf import Fact, Thing

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

# What follows the noun that tells what a concept is: "supporters | of the plan", "factions | loyal to Ann".
_AFTER_HEAD = re.compile(
    r",| (?=(?:of|in|from|for|by|to|at|on|with|against|among|within|who|that|which|loyal|close|opposed) )"
)
_SAID = (Status.ASSERTED, Status.REPORTED, Status.NEGATED)


@dataclass(frozen=True)
class Saying:
    """What one source says of one holder and one target: in how many facts the holder is for it, against it, neither.

    The source is the speaker to whom the texts credit it, or, where they state it themselves, the outlet, which has no
    identifier. `facts` names those that take a side, `others` those that do not; `relations` are those of `facts`, in
    their order, or of the others where there is none, with "not" before what is denied.
    """

    source: str
    source_id: str | None
    is_outlet: bool
    holder: str
    holder_id: str
    target: str
    target_id: str
    positive: int
    negative: int
    neutral: int
    relations: tuple[str, ...]
    facts: tuple[str, ...]
    others: tuple[str, ...]


@dataclass(frozen=True)
class Sayings(Results[Saying]):
    """Who says that who is for or against what."""

    row_type: ClassVar = Saying

    def _draw(self, ax: Axes) -> Axes:
        return _draw_sides(ax, self, [f"{row.source}: {row.holder} → {row.target}" for row in self])


@dataclass(frozen=True)
class Stance:
    """In how many facts a holder is for a target, against it, or neither; `sources` say so, those of most facts first.

    `is_specific` tells whether either has a name or holds one: "the measure" may be another one in each document.
    Nothing is reckoned from the counts: `facts` are those that take a side, `others` those that do not, and `sayings`
    tell which source has which.
    """

    holder: str
    holder_id: str
    target: str
    target_id: str
    positive: int
    negative: int
    neutral: int
    is_specific: bool
    sources: tuple[str, ...]
    relations: tuple[str, ...]
    facts: tuple[str, ...]
    others: tuple[str, ...]
    sayings: tuple[Saying, ...]


@dataclass(frozen=True)
class Stances(Results[Stance]):
    """Who is for or against what: what has names first, then those of the most facts; `neutral` counts the others."""

    neutral: int = 0

    row_type: ClassVar = Stance

    def by_source(self) -> Sayings:
        """Return the same with a row for each source, as the texts credit it."""
        return Sayings(tuple(saying for row in self for saying in row.sayings), self.note)

    def to_networkx(self) -> networkx.DiGraph[str]:
        """Return holders and targets as nodes, and each row as an edge from the one to the other.

        Edges have `positive`, `negative` and `facts`, the identifiers parted by blanks.
        """
        import networkx

        graph: networkx.DiGraph[str] = networkx.DiGraph()
        for row in self:
            graph.add_node(row.holder_id, label=row.holder)
            graph.add_node(row.target_id, label=row.target)
            facts = " ".join(row.facts)
            graph.add_edge(row.holder_id, row.target_id, positive=row.positive, negative=row.negative, facts=facts)
        return graph

    def _draw(self, ax: Axes) -> Axes:
        return _draw_sides(ax, self, [f"{row.holder} → {row.target}" for row in self])


def _draw_sides(ax: Axes, rows: Stances | Sayings, labels: Sequence[str]) -> Axes:
    from kg.analysis.plots import draw_sides

    positive, negative = [row.positive for row in rows], [row.negative for row in rows]
    return draw_sides(ax, labels, positive, negative, title="Who is for and against what", axis="facts")


class Source(NamedTuple):
    """Who says something: a name, its identifier if it is an entity, and whether it is the outlet itself."""

    name: str
    id: str | None
    is_outlet: bool


class _Told(NamedTuple):
    """A fact as it counts here: its side, its relation, "not" before what is denied, and its identifier."""

    side: int
    relation: str
    id: str


@dataclass
class _Pair:
    """What is said of one holder and one target, while the facts pass by."""

    holder: Thing
    target: Thing
    told: dict[Source, list[_Told]] = field(default_factory=lambda: defaultdict(list))

    def add(self, fact: Fact) -> None:
        relation = f"not {fact.predicate}" if fact.status == Status.NEGATED else fact.predicate
        self.told[source_of(fact)].append(_Told(side_of(fact), relation, fact.id))

    def count(self, side: int) -> int:
        return sum(told.side == side for facts in self.told.values() for told in facts)

    @property
    def weight(self) -> int:
        """How many facts take a side."""
        return self.count(1) + self.count(-1)

    def sayings(self) -> list[Saying]:
        """Return what each source says, those first who have most facts that take a side."""
        rows = [self._say(source, facts) for source, facts in self.told.items()]
        return sorted(rows, key=lambda row: (-len(row.facts), -len(row.others), row.source, row.source_id or ""))

    def _say(self, source: Source, facts: Sequence[_Told]) -> Saying:
        sided, others = [told for told in facts if told.side], [told for told in facts if not told.side]
        return Saying(
            *source, self.holder.label, self.holder.id, self.target.label, self.target.id,
            sum(told.side == 1 for told in facts), sum(told.side == -1 for told in facts), len(others),
            tuple(told.relation for told in sided or others), tuple(told.id for told in sided),
            tuple(told.id for told in others),
        )  # fmt: skip


def find_stance(predicate: str, target: EntityType | None = None) -> int:
    """Return 1 for a canonical predicate by which the subject is for an object of this type, -1 against it, else 0.

    >>> find_stance("support"), find_stance("vote against"), find_stance("meet")
    (1, -1, 0)

    What is denied is a claim; to deny somebody is to refuse him something.

    >>> find_stance("deny", EntityType.CONCEPT), find_stance("deny", EntityType.PERSON)
    (-1, 0)
    """
    side, only, _ = _sides().get(predicate, (0, None, False))
    return 0 if only is not None and target is not None and target is not only else side


def can_hold(holder: Thing) -> bool:
    """Whether somebody may be for or against something: who has a name, people, and what consists of them.

    >>> names = ("rebel leaders of Aceh", "gunships", "Sunnis")
    >>> [can_hold(Thing("", name, EntityType.CONCEPT, None)) for name in names]
    [True, False, True]
    """
    if holder.type is not EntityType.CONCEPT:
        return True
    words = _AFTER_HEAD.split(holder.label, maxsplit=1)[0].split()
    noun = words[-1] if words else ""
    return noun[:1].isupper() or any(_is_holder(form) for form in _singulars(noun.lower()))


def _is_holder(noun: str) -> bool:
    return names_person(noun) or is_listed("bodies", noun) or is_listed("holders", noun)


def _singulars(noun: str) -> Iterator[str]:
    """Yield what a noun may be in the singular: itself, "ally" for "allies", "gunman" for "gunmen"."""
    yield noun
    for plural, singular in (("ies", "y"), ("men", "man"), ("es", ""), ("s", "")):
        if noun.endswith(plural):
            yield noun.removesuffix(plural) + singular


@cache
def _sides() -> dict[str, tuple[int, EntityType | None, bool]]:
    """Return for each predicate its side, the only type of object for which it takes one, and whether things do it."""
    return {
        predicate: (int(side), EntityType(more[0]) if more[:1] not in ([], ["-"]) else None, "holder" in more)
        for predicate, side, *more in read_table("stances")
    }


def stances(facts: Iterable[Fact], parts: Parts | None = None, *, is_all: bool = False) -> Stances:
    """Return who is for or against what; what is denied counts for the other side.

    "Russia did not support the plan" is against it. What is hypothetical is left out: who may support a plan has not
    taken a side. `parts` tells what names stand inside others; without it, only names themselves are specific. With
    `is_all` there is also a row for what is said of a holder and a target without a side.
    """
    found: dict[tuple[str, str], _Pair] = {}
    for fact in in_order(facts):
        if fact.status in _SAID and fact.object is not None:
            found.setdefault((fact.subject.id, fact.object.id), _Pair(fact.subject, fact.object)).add(fact)
    taken = [pair for pair in found.values() if is_all or pair.weight]
    rows = _make_rows(taken, parts or {}, is_all=is_all)
    sided, neutral = sum(len(row.facts) for row in rows), sum(pair.count(0) for pair in found.values())
    return Stances(rows, f"facts that take a side: {sided:,}; neutral: {neutral:,}", neutral)


def side_of(fact: Fact) -> int:
    """Return 1 if the subject of a fact is for its object, -1 if against it, else 0; a denial turns the sides."""
    if fact.object is None:
        return 0
    side = find_stance(fact.predicate, fact.object.type)
    if side and _sides()[fact.predicate][2] and not can_hold(fact.subject):
        return 0
    return -side if fact.status == Status.NEGATED else side


def source_of(fact: Fact) -> Source:
    """Return who says so: the speaker that the text credits, else the outlet, or the document that names none."""
    if fact.said_by:
        return Source(fact.said_by, fact.speaker.id if fact.speaker is not None else None, False)
    return Source(fact.text.publisher or fact.text.source, None, True)


def _make_rows(pairs: Sequence[_Pair], parts: Parts, *, is_all: bool) -> tuple[Stance, ...]:
    """Return a row for each pair; of equal ones those first whose holder and target take part in most facts."""
    shares = Counter[str]()
    for pair in pairs:
        shares.update({pair.holder.id: pair.weight, pair.target.id: pair.weight})
    rows = [_make_row(pair, parts, is_all=is_all) for pair in pairs]
    return tuple(sorted(rows, key=lambda row: _place(row, shares)))


def _place(row: Stance, shares: Mapping[str, int]) -> tuple[object, ...]:
    share = shares[row.holder_id] + shares[row.target_id]
    return not row.facts, not row.is_specific, -len(row.facts), -share, -len(row.others), row.holder_id, row.target_id


def _make_row(pair: _Pair, parts: Parts, *, is_all: bool) -> Stance:
    every = pair.sayings()
    sided = [saying for saying in every if saying.facts]
    sayings = every if is_all else sided
    return Stance(
        pair.holder.label, pair.holder.id, pair.target.label, pair.target.id, pair.count(1), pair.count(-1),
        pair.count(0), is_specific(pair.holder, parts) and is_specific(pair.target, parts),
        tuple(saying.source for saying in sayings),
        tuple(dict.fromkeys(relation for saying in sided or every for relation in saying.relations)),
        tuple(identifier for saying in sayings for identifier in saying.facts),
        tuple(identifier for saying in every for identifier in saying.others), tuple(sayings),
    )  # fmt: skip
