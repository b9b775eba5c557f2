"""Who says what about whom: for each source, who is for or against what, and the facts that say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kg.analysis.results import Results
from kg.lexicon import read_mapping
from kg.model import Status
from kg.rdf import Fact, Thing

if TYPE_CHECKING:
    import networkx
    from matplotlib.axes import Axes

_SAID = (Status.ASSERTED, Status.REPORTED, Status.NEGATED)


@dataclass(frozen=True)
class Stance:
    """What one source says of one holder and one target: in how many facts the holder is for it, against it, neither.

    The source is the speaker to whom the texts credit it, or, where they state it themselves, the outlet, which has
    no identifier. Nothing is reckoned from the counts: `facts` names what is for or against, in the order of
    `relations`, "not" before those that the source denies.
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


@dataclass(frozen=True)
class Stances(Results[Stance]):
    """Who is for or against what, according to whom: those of the most facts first; `neutral` counts the others."""

    neutral: int = 0

    row_type: ClassVar = Stance

    def to_networkx(self) -> networkx.MultiDiGraph[str]:
        """Return holders and targets as nodes, and each row as an edge from the one to the other.

        Edges have `source`, `positive`, `negative` and `facts`, parted by blanks.
        """
        import networkx

        graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph()
        for row in self:
            graph.add_node(row.holder_id, label=row.holder)
            graph.add_node(row.target_id, label=row.target)
            graph.add_edge(
                row.holder_id, row.target_id, source=row.source, positive=row.positive, negative=row.negative,
                facts=" ".join(row.facts),
            )  # fmt: skip
        return graph

    def _draw(self, ax: Axes) -> Axes:
        from kg.analysis.plots import draw_sides

        return draw_sides(
            ax, [f"{row.holder} → {row.target}" for row in self], [row.positive for row in self],
            [row.negative for row in self], [f"according to {row.source}" for row in self],
            title="Who is for and against what", axis="facts",
        )  # fmt: skip


def find_stance(predicate: str) -> int:
    """Return 1 for a canonical predicate by which the subject is for the object, -1 against it, else 0.

    >>> find_stance("support"), find_stance("vote against"), find_stance("meet")
    (1, -1, 0)
    """
    return int(read_mapping("stances").get(predicate, 0))


@dataclass
class _Said:
    """What one source says of one holder and one target, while the facts pass by."""

    source: Source
    holder: Thing
    target: Thing
    sides: Counter[int] = field(default_factory=Counter)
    told: list[tuple[str, str]] = field(default_factory=list)
    """Relation and identifier of each fact that takes a side."""


def stances(facts: Iterable[Fact]) -> Stances:
    """Return who is for or against what, for each source; what is denied counts for the other side.

    "Russia did not support the plan" is against it. What is hypothetical is left out: who may support a plan has not
    taken a side. Those of the most facts come first, then those whose holder and target take part in most.
    """
    found: dict[tuple[Source, str, str], _Said] = {}
    for fact in facts:
        if fact.status in _SAID and fact.object is not None:
            source = source_of(fact)
            said = found.setdefault((source, fact.subject.id, fact.object.id), _Said(source, fact.subject, fact.object))
            is_denied = fact.status == Status.NEGATED
            side = -find_stance(fact.predicate) if is_denied else find_stance(fact.predicate)
            said.sides[side] += 1
            if side:
                said.told.append((f"not {fact.predicate}" if is_denied else fact.predicate, fact.id))
    rows = tuple(_make_row(said) for said in _order([said for said in found.values() if said.told]))
    neutral = sum(said.sides[0] for said in found.values())
    sided = sum(row.positive + row.negative for row in rows)
    return Stances(rows, f"{sided:,} facts take a side, {neutral:,} are neutral", neutral)


class Source(NamedTuple):
    """Who says something: a name, its identifier if it is an entity, and whether it is the outlet itself."""

    name: str
    id: str | None
    is_outlet: bool


def source_of(fact: Fact) -> Source:
    """Return who says so: the speaker that the text credits, else the outlet, or the document that names none."""
    if fact.said_by:
        return Source(fact.said_by, fact.speaker.id if fact.speaker is not None else None, False)
    return Source(fact.text.publisher or fact.text.source, None, True)


def _order(found: Iterable[_Said]) -> list[_Said]:
    taken, weights = list(found), Counter[str]()
    for said in taken:
        weights.update({said.holder.id: len(said.told), said.target.id: len(said.told)})

    def place(said: _Said) -> tuple[object, ...]:
        weight = weights[said.holder.id] + weights[said.target.id]
        return -len(said.told), -weight, said.holder.id, said.target.id, said.source.name, said.source.id or ""

    return sorted(taken, key=place)


def _make_row(said: _Said) -> Stance:
    source, holder, target = said.source, said.holder, said.target
    return Stance(
        source.name, source.id, source.is_outlet, holder.label, holder.id, target.label, target.id,
        said.sides[1], said.sides[-1], said.sides[0], tuple(relation for relation, _ in said.told),
        tuple(identifier for _, identifier in said.told),
    )  # fmt: skip
