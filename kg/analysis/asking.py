"""`Analysis`: the questions of this package, asked of one graph, whose facts are read once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from kg.analysis.agreement import (
    Contradictions,
    Corroboration,
    Corroborations,
    Disputes,
    contradictions,
    corroborations,
    disputes,
)
from kg.analysis.brokers import Bridges, Brokers, bridges, brokers
from kg.analysis.centrality import Betweenness, Centralities, betweenness, centralities
from kg.analysis.groups import Communities, find_communities
from kg.analysis.named import NAMED, Parts, join_things
from kg.analysis.paths import Paths, find_paths
from kg.analysis.stances import Stances, stances
from kg.analysis.timeline import Timeline, timeline
from kg.model import Settings, Status
from kg.projection import Filter, make_filter, open_rows

if TYPE_CHECKING:
    import networkx

    from kg.rdf import Fact, QuadSource

_PAGE = 24
"""Periods of the timeline on a page of all answers."""


class Corpus:
    """The facts of a graph, and which names stand inside others; both are read when they are first asked for."""

    def __init__(self, source: QuadSource, settings: Settings) -> None:
        self._source, self._settings = source, settings

    @cached_property
    def _read(self) -> tuple[list[Fact], Parts]:
        reader = open_rows(self._source, self._settings)
        return list(reader.read_facts(reader.texts)), reader.read_parts()

    @property
    def facts(self) -> list[Fact]:
        """All facts of every status, document by document."""
        return self._read[0]

    @property
    def parts(self) -> Parts:
        """The things whose name stands inside another one's, by identifier of that one."""
        return self._read[1]


@dataclass(frozen=True)
class Overview:
    """All answers, as one page shows them."""

    centrality: Centralities
    communities: Communities
    brokers: Brokers
    stances: Stances
    disputes: Disputes
    contradictions: Contradictions
    corroborations: Corroborations
    timeline: Timeline

    @property
    def happenings(self) -> list[Corroboration]:
        """The corroborated facts of what was done, said or wanted: no offices, nothing that is so, all with names."""
        return [row for row in self.corroborations if row.is_specific and not _is_background(row)]


class Analysis:
    """What a graph tells when it is looked at as a whole.

    Central things, communities, brokers and paths are those of `network`, the graph of named things. Each answer is a
    sequence of rows, with `note`, `.df()` and `.plot()`; facts in it are identifiers, which `g.why` takes.
    """

    def __init__(self, corpus: Corpus, wanted: Filter | None = None) -> None:
        self._corpus, self._wanted = corpus, wanted or Filter()

    def only(
        self,
        *,
        status: str | Iterable[str] | None = None,
        types: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
    ) -> Analysis:
        """Return the analysis of those facts alone that the filters let through, which are those of `Graph.assertions`.

        `types` are also what the network has as nodes, instead of named things.
        """
        return Analysis(self._corpus, make_filter(status, types, since, until, min_confidence))

    @cached_property
    def network(self) -> networkx.Graph[str]:
        """The named things that asserted or reported facts join, as `join_things` describes it."""
        wanted = self._wanted
        return join_things(self._of_status(wanted.statuses), self._corpus.parts, wanted.types or NAMED)

    @cached_property
    def _dated(self) -> list[Fact]:
        """The facts of wanted dates and confidence, of any status and between things of any type."""
        wanted = self._wanted
        return [
            fact
            for fact in self._corpus.facts
            if fact.confidence >= wanted.min_confidence and wanted.takes_date(fact.text.published)
        ]

    def _of_status(self, statuses: frozenset[Status]) -> list[Fact]:
        return [fact for fact in self._dated if not statuses or fact.status in statuses]

    def facts(
        self,
        entities: Sequence[str] = (),
        relations: Sequence[str] = (),
        *,
        beside: frozenset[Status] = frozenset(),
    ) -> list[Fact]:
        """Return the facts that the filters let through, in which each of the `entities` has a part.

        As subject, object or speaker, or by its name inside that of another thing. Both are identifiers: `ent:russia`,
        and one of `relations` such as `rel:oppose`. Where statuses are chosen, those of `beside` are taken as well.
        """
        types, statuses = self._wanted.types, self._wanted.statuses
        found = self._of_status(statuses | beside if statuses else statuses)
        found = [fact for fact in found if not types or _types_of(fact) <= types]
        if relations:
            found = [fact for fact in found if fact.predicate_id in relations]
        return [fact for fact in found if self._names_in(fact).issuperset(entities)] if entities else found

    def _names_in(self, fact: Fact) -> set[str]:
        things = [thing for thing in (fact.subject, fact.object, fact.speaker) if thing is not None]
        parts = self._corpus.parts
        return {thing.id for thing in things} | {part.id for thing in things for part in parts.get(thing.id, ())}

    def centrality(self, by: str = "pagerank") -> Centralities:
        """Return the things of the network, the most central first by one of `MEASURES`."""
        return centralities(self.network, by=by, between=self._betweenness)

    @cached_property
    def _betweenness(self) -> Betweenness:
        return betweenness(self.network)

    @cached_property
    def _communities(self) -> Communities:
        return find_communities(self.network)

    def communities(self) -> Communities:
        """Return the communities of the network, the largest first, each named by its most central members."""
        return self._communities

    def brokers(self) -> Brokers:
        """Return the things that lie between others, and which communities each joins."""
        return brokers(self.network, self._communities, self._betweenness)

    def bridges(self) -> Bridges:
        """Return the pairs that alone join two parts of the network."""
        return bridges(self.network)

    def paths(self, start: str, end: str, *, limit: int = 3, is_strongest: bool = False) -> Paths:
        """Return chains between two things of the network, by identifier; `Graph.paths` gives them with quotes."""
        return find_paths(self.network, start, end, limit=limit, is_strongest=is_strongest)

    def stances(self, entities: Sequence[str] = (), relations: Sequence[str] = (), *, is_all: bool = False) -> Stances:
        """Return who is for or against what; its `by_source()` has a row for each source that says so.

        With `is_all` there are rows for what takes no side, too.
        """
        return stances(self.facts(entities, relations), self._corpus.parts, is_all=is_all)

    def contradictions(self, entities: Sequence[str] = (), relations: Sequence[str] = ()) -> Contradictions:
        """Return the facts that are both said and denied; what is denied counts whatever statuses are chosen."""
        denied = frozenset({Status.NEGATED})
        return contradictions(self.facts(entities, relations, beside=denied), self._corpus.parts)

    def disputes(self, entities: Sequence[str] = (), relations: Sequence[str] = ()) -> Disputes:
        """Return who is for what somebody else is against."""
        return disputes(self.facts(entities, relations), self._corpus.parts)

    def corroborations(self, entities: Sequence[str] = (), relations: Sequence[str] = ()) -> Corroborations:
        """Return the facts that several documents tell, with the outlets that do so independently."""
        return corroborations(self.facts(entities, relations), self._corpus.parts)

    def timeline(
        self,
        entities: Sequence[str] = (),
        relations: Sequence[str] = (),
        *,
        unit: str | None = None,
        clock: str = "published",
    ) -> Timeline:
        """Return how much is told in each day, month or year, or of each."""
        return timeline(self.facts(entities, relations), unit=unit, clock=clock)

    def overview(self) -> Overview:
        """Return all answers at once."""
        return Overview(
            self.centrality(), self.communities(), self.brokers(), self.stances(), self.disputes(),
            self.contradictions(), self.corroborations(), timeline(self.facts(), most=_PAGE),
        )  # fmt: skip


def _is_background(row: Corroboration) -> bool:
    """Whether a fact tells what somebody or something is: "Ann is a minister", "Oslo is located in Norway"."""
    return row.kind == "office" or (row.kind == "state" and row.predicate.split()[0] == "be")


def _types_of(fact: Fact) -> frozenset[object]:
    return frozenset({fact.subject.type, (fact.object or fact.subject).type})
