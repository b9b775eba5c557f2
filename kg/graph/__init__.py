"""`Graph`: one graph folder as a Python object, to build, read, query, analyse and export."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import KGError
from kg.graph.lookup import Facts, find_assertions, find_entity, find_facts
from kg.model import Assertion, Document, Entity, Metadata, Settings

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.pipeline import BuildReport, Progress
    from kg.store import EmbeddedStore, QueryResult

__all__ = ["Facts", "Graph", "Statistics", "open_graph"]

_TOP_PREDICATES = 15


@dataclass(frozen=True)
class Statistics:
    """The counts of a graph; each mapping has the largest count first."""

    documents: int
    sentences: int
    entities: Mapping[str, int]
    assertions: Mapping[str, int]
    relations: int
    predicates: Mapping[str, int]


class Graph:
    """One graph folder. Nothing is opened until it is asked for, so the folder may still have to be built.

    Every reading method raises `GraphError` if the folder holds no graph. They read the state that
    was published when the first of them was called, so another build neither blocks nor shows
    through; after `build` or `close` they read the newest.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._store: EmbeddedStore | None = None

    def __repr__(self) -> str:
        return f"Graph({str(self.path)!r})"

    def build(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        date: str | None = None,
        publisher: str | None = None,
        url: str | None = None,
        metadata: str | Path | None = None,
        base: str | None = None,
        prune: bool = False,
        workers: int | None = None,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> BuildReport:
        """Read files and folders into the graph, and return what was done.

        Unchanged files are skipped, edited ones replaced; with `prune` those that vanished are
        forgotten. `date`, `publisher` and `url` hold for every document, `metadata` is a table of
        them (TSV), `base` the IRI that the graph's names stand under, `workers` the number of processes.
        """
        from kg.documents import checked_date
        from kg.pipeline import build

        published = checked_date(date, "date") if date else None
        self.close()
        return build(
            self.path,
            [paths] if isinstance(paths, str | Path) else paths,
            settings=Settings(base=base) if base else None,
            metadata=Path(metadata) if metadata else None,
            overrides=Metadata(published=published, publisher=publisher, url=url),
            prune=prune,
            workers=workers,
            progress=progress,
            stdin=stdin,
        )

    # Reading

    def query(self, sparql: str, *, only_asserted: bool = False) -> QueryResult:
        """Return the result of a SPARQL query over the union of all graphs; it has `.df()`.

        With `only_asserted` what is merely reported is left out. Raises `QueryError` for a query
        that cannot be run.
        """
        return self._open_store().query(sparql, only_asserted=only_asserted)

    def entities(self) -> list[Entity]:
        """Return all entities, by slug."""
        from kg import rdf

        return rdf.entities(self._open_store(), self.settings)

    def entity(self, name: str) -> Entity:
        """Return the entity of that name: label, other name, slug or `ent:` identifier.

        Raises `EntityNotFound`, with near names, or `AmbiguousEntity`, with the choices.
        """
        return find_entity(self.entities(), name)

    def assertions(
        self,
        *,
        status: str | Iterable[str] | None = None,
        types: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
    ) -> list[Assertion]:
        """Return the assertions of every status, or those that all filters let through, document by document.

        `status` and `types` are one or several, `since` and `until` bound the date of the document.
        """
        from kg.projection import make_filter

        return list(filter(make_filter(status, types, since, until, min_confidence), self._read_assertions()))

    def _read_assertions(self) -> Iterator[Assertion]:
        from kg import rdf

        return rdf.assertions(self._open_store(), self.settings)

    def facts(self, name: str) -> Facts:
        """Return the assertions about an entity: as subject, as object, and inside the name of another thing."""
        entities = self.entities()
        return find_facts(find_entity(entities, name), entities, self._read_assertions())

    def why(self, *words: str) -> list[Assertion]:
        """Return the assertions that `words` name: subject, predicate and object, or an identifier or its beginning.

        Each holds the sentence behind it. Raises `KGError` if there is none.
        """
        if len(words) not in (1, 3):
            raise KGError("give SUBJECT PREDICATE OBJECT, or the identifier of an assertion")
        found = list(find_assertions(self._read_assertions(), self.entities(), words))
        if not found:
            raise KGError(f"no document says: {' | '.join(words)}; kg show lists what is said of an entity")
        return found

    def document(self, name: str) -> Document:
        """Return the document of that source path, or its end, or beginning of an identifier.

        Raises `KGError` if there is none, or if there are several.
        """
        from kg.archive import open_archive

        with open_archive(self.path) as archive:
            found = archive.find_documents(name)
        if len(found) > 1:
            lines = [f"  {document.id}  {document.source}" for document in found]
            raise KGError("\n".join([f"{name!r} may be one of {len(found)}; name one by its identifier:", *lines]))
        if not found:
            raise KGError(f"no document is named {name!r}; name one by its path, the end of it, or its identifier")
        return found[0]

    def statistics(self) -> Statistics:
        """Return the counts of the graph."""
        from kg.archive import open_archive

        with open_archive(self.path) as archive:
            documents, sentences = archive.counts()
        assertions = self.assertions()
        predicates = _count(assertion.predicate for assertion in assertions)
        return Statistics(
            documents,
            sentences,
            _count(entity.type.value for entity in self.entities()),
            _count(assertion.status.value for assertion in assertions),
            len({assertion.predicate_id for assertion in assertions}),
            dict(list(predicates.items())[:_TOP_PREDICATES]),
        )

    # Handing on

    def to_networkx(
        self,
        *,
        status: str | Iterable[str] | None = ("asserted", "reported"),
        types: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
    ) -> networkx.MultiDiGraph[str]:
        """Return entities as nodes and assertions as edges, with their status, source and quote as attributes.

        The filters are those of `assertions`; without one, what is asserted or reported is taken, and
        `status=None` takes everything. `graph.graph["left_out"]` counts assertions that are no edges.
        """
        from kg.projection import project

        return project(
            self._open_store(), self.settings, status=status, types=types, since=since, until=until,
            min_confidence=min_confidence,
        )  # fmt: skip

    def export(
        self,
        target: str | Path | BinaryIO,
        *,
        format: str | None = None,
        status: str | Iterable[str] | None = None,
        types: str | Iterable[str] | None = None,
        since: str | None = None,
        until: str | None = None,
        min_confidence: float = 0.0,
    ) -> None:
        """Write the graph to a file or a binary stream, in `format` or that of the file's suffix.

        The filters hold for graphml, csv and jsonl. Raises `ExportError` where it cannot be written.
        """
        from kg.export import export

        export(
            self._open_store(), target, self.settings, format=format, status=status, types=types, since=since,
            until=until, min_confidence=min_confidence,
        )  # fmt: skip

    @property
    def settings(self) -> Settings:
        """The settings that the graph was last built with."""
        from kg.archive import open_archive
        from kg.pipeline import read_settings

        with open_archive(self.path) as archive:
            return read_settings(archive)

    @property
    def rdf(self) -> rdflib.Dataset:
        """A live, read-only `rdflib.Dataset` over the graph, with the union of all graphs as default graph."""
        return self._open_store().rdf_dataset()

    def close(self) -> None:
        """Let go of the published state that was opened; the next call that reads opens the newest."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _open_store(self) -> EmbeddedStore:
        if self._store is None:
            from kg.pipeline import RDF_NAME
            from kg.store import open_store

            self._store = open_store(self.path / RDF_NAME, settings=self.settings)
        return self._store


def _count(names: Iterable[str]) -> dict[str, int]:
    counts = Counter(names)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def open_graph(path: str | Path = "graph.kg") -> Graph:
    """Return the graph in a folder; one that does not exist yet can be built."""
    return Graph(path)
