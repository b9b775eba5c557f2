"""One published state of a graph, with what is computed of it once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Lock
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode

from kg import rdf
from kg.analysis.drawing import Network, NetworkMaker
from kg.archive import Archive, open_archive
from kg.graph import Graph, Statistics
from kg.graph.lookup import Relation, read_relations
from kg.graph.paths import read_graph
from kg.model import Entity, EntityType
from kg.projection import SHOWN
from kg.store.tables import Term
from kg.web.state.facts import Fact, Facts, find_facts_about
from kg.web.state.names import NameIndex, fold_words
from kg.web.state.once import Once
from kg.web.state.reading import ReadStore
from kg.web.state.records import Records

if TYPE_CHECKING:
    import networkx

_COUNTS = {
    "subjects": "SELECT ?thing (COUNT(*) AS ?count) { ?fact rdf:subject ?thing } GROUP BY ?thing",
    "objects": "SELECT ?thing (COUNT(*) AS ?count) { ?fact rdf:object ?thing } GROUP BY ?thing",
    "relations": "SELECT ?thing (COUNT(*) AS ?count) { ?fact rdf:predicate ?thing } GROUP BY ?thing",
    "documents": "SELECT ?thing (COUNT(*) AS ?count) { ?fact prov:wasDerivedFrom ?thing } GROUP BY ?thing",
}


@dataclass(frozen=True)
class Drawn:
    """What one pass over all assertions gives: the facts about each thing, and the network of things."""

    facts: Facts
    network: Network


class State:
    """One state of a graph, as it was when it was opened, whatever a build publishes meanwhile.

    What takes long is computed when it is first asked for, and kept; `prepare` asks for all of it. `mark` tells this
    state from others. After `is_stopped` is set, whatever reads the store raises GraphError.
    """

    def __init__(self, graph: Graph, mark: str, is_stopped: Event) -> None:
        self.graph, self.mark = graph, mark
        self.store = ReadStore(graph.store, is_stopped)
        self.settings = graph.settings
        self.records = Records(self.store, self.settings)
        self.answers: dict[int, bytes] = {}
        """The whole graph as it is sent, by the limit that was asked for."""
        self.answers_lock = Lock()

    def prepare(self) -> None:
        """Compute what every page needs, in the order in which they ask for it."""
        for name in ("names", "fact_counts", "statistics", "drawn", "document_counts", "paths", "relation_names"):
            getattr(self, name)

    @property
    def has_texts(self) -> bool:
        """Whether there are texts to search and to show."""
        return self.graph.has_texts

    @property
    def name(self) -> str:
        """What the graph is called: the name of its folder, or the address of its server."""
        return self.graph.address or self.graph.path.resolve().name

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """Give the archive with the texts; GraphError if there is none."""
        with open_archive(self.graph.path) as archive:
            yield archive

    @Once
    def statistics(self) -> Statistics:
        """The counts of the graph."""
        return self.graph.statistics()

    @Once
    def entities(self) -> dict[str, Entity]:
        """All entities by their prefixed names."""
        return {f"ent:{entity.slug}": entity for entity in rdf.entities(self.store, self.settings)}

    @Once
    def fact_counts(self) -> Counter[str]:
        """How many assertions have each thing as subject or object, by its prefixed name."""
        return self._count("subjects") + self._count("objects")

    @Once
    def names(self) -> NameIndex[Entity]:
        """The names of all entities: those last that no fact tells of, concepts before them; most facts first."""
        return _index_entities(self._ranked)

    @Once
    def near_names(self) -> NameIndex[Entity]:
        """The names of all that is no concept, for slips of the pen: concepts have any word."""
        return _index_entities(entity for entity in self._ranked if entity.type is not EntityType.CONCEPT)

    @property
    def _ranked(self) -> list[Entity]:
        counts = self.fact_counts

        def order(entity: Entity) -> tuple[bool, bool, int, str]:
            facts = counts[f"ent:{entity.slug}"]
            return not facts, entity.type is EntityType.CONCEPT, -facts, entity.slug

        return sorted(self.entities.values(), key=order)

    @Once
    def relation_counts(self) -> Counter[str]:
        """How many assertions have each relation, by its prefixed name."""
        return self._count("relations")

    @Once
    def relation_names(self) -> NameIndex[Relation]:
        """The labels of all relations, and the phrases that state them; those first that most facts have."""
        counts = self.relation_counts
        relations = read_relations(self.store, self.store.namespaces)
        ranked = sorted(relations, key=lambda relation: (-counts[relation.id], relation.id))
        return NameIndex((relation, (relation.label, *relation.phrases)) for relation in ranked)

    @Once
    def rows(self) -> rdf.RowReader:
        """What reads assertions, and has the documents."""
        expand = self.store.namespaces.expand
        things = {
            expand(name): rdf.Thing(name, entity.label, entity.type, entity.wikidata)
            for name, entity in self.entities.items()
        }
        return rdf.RowReader(self.store, self.settings, things)

    @Once
    def texts(self) -> dict[str, rdf.Text]:
        """What RDF tells of each document, by identifier, in the order of their paths."""
        return {text.id: text for text in self.rows.texts}

    @Once
    def document_words(self) -> dict[str, tuple[str, ...]]:
        """The words of title, path and publisher of each document, by identifier; the newest document first."""
        ordered = sorted(self.texts.values(), key=lambda text: text.published or "", reverse=True)
        told = ((text.id, " ".join(filter(None, (text.title, text.source, text.publisher)))) for text in ordered)
        return {identifier: fold_words(words) for identifier, words in told}

    @Once
    def document_counts(self) -> Counter[str]:
        """How many assertions each document has, by its identifier."""
        return Counter({
            name.removeprefix(self.store.namespaces.document("")): count
            for name, count in self._count_terms("documents").items()
        })  # fmt: skip

    @Once
    def wholes(self) -> Mapping[str, Sequence[str]]:
        """The things that have an entity in their name, by its prefixed name."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, entity in self.entities.items():
            for part in entity.parts:
                found[f"ent:{part}"].append(name)
        return dict(found)

    def facts_about(self, thing: str) -> list[tuple[str, Fact]]:
        """Return what is said of a thing, as `Facts.about` does; while all facts are still being read, its own are."""
        if not State.drawn.is_there(self):
            iris = find_facts_about(self.store, [thing, *self.wholes.get(thing, ())])
            facts = Facts(self.wholes)
            facts.add(self.rows.select(iris, rdf.Detail.EDGE))
            return facts.about(thing)
        return self.drawn.facts.about(thing)

    @Once
    def drawn(self) -> Drawn:
        """The facts about each thing, and the network of all things."""
        facts, maker = Facts(self.wholes), NetworkMaker()
        for text, rows in self.rows.read(self.rows.texts, frozenset(), rdf.Detail.EDGE):
            facts.add(rows)
            maker.add(text, rows)
        return Drawn(facts, maker.finish())

    @Once
    def paths(self) -> networkx.Graph[str]:
        """What chains of facts are sought in."""
        return read_graph(self.store, SHOWN)

    def _count(self, what: str) -> Counter[str]:
        shorten = self.store.namespaces.shorten
        return Counter({shorten(name): count for name, count in self._count_terms(what).items()})

    def _count_terms(self, what: str) -> dict[str, int]:
        """Return the counts of the things that are no literals, by IRI."""
        rows = self.store.query(_COUNTS[what]).terms
        return {thing.value: int(_text(count)) for thing, count in rows if isinstance(thing, NamedNode)}


def _index_entities(entities: Iterable[Entity]) -> NameIndex[Entity]:
    return NameIndex((entity, (entity.label, *entity.names)) for entity in entities)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, Literal) else ""
