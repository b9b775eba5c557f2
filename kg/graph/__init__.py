"""`Graph`: one graph folder, or a SPARQL server, as a Python object, to build, read, query, analyse and export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

from kg.errors import GraphError, QueryError
from kg.graph.answers import Assertions, Chains, Entities, Relations
from kg.graph.display import show_in_notebooks
from kg.graph.facts import Facts, find_assertions, find_facts
from kg.graph.lookup import Relation, find_entity, find_relation, read_relations
from kg.graph.opening import open_published, read_settings
from kg.graph.paths import Chain, Hop, find_chains
from kg.graph.queries import find_query
from kg.graph.search import Found, search
from kg.graph.statistics import Statistics, count
from kg.model import Assertion, Document, Entity, Metadata, Settings, Status
from kg.vocabulary import KG

if TYPE_CHECKING:
    import networkx
    import rdflib

    from kg.analysis import Analysis
    from kg.analysis.drawing import Network
    from kg.archive import Archive
    from kg.graph.differences import Differences
    from kg.graph.pictures import Picture
    from kg.pipeline import BuildReport, Progress
    from kg.pipeline.backup import Backup
    from kg.pipeline.maintenance import Removal
    from kg.projection import Filter
    from kg.store import EmbeddedStore, QueryResult, Store
    from kg.store.pushing import PushReport
    from kg.store.remote import RemoteStore

__all__ = [
    "Assertions",
    "Chain",
    "Chains",
    "Entities",
    "Facts",
    "Found",
    "Graph",
    "Hop",
    "Relation",
    "Relations",
    "Statistics",
    "open_graph",
]

class Graph:
    """One graph folder. Nothing is opened until it is asked for, so the folder may still have to be built.

    With `store`, the address of a SPARQL server, the graph there is read instead; without a `path` beside it,
    there are no texts to search and to show, and nothing can be built.

    Every reading method raises `GraphError` if the folder holds no graph. They read the state that
    was published when the first of them was called, so another build neither blocks nor shows
    through; after `build` or `close` they read the newest.
    """

    def __init__(self, path: str | Path | None = None, store: str | None = None) -> None:
        self._path = None if path is None else Path(path)
        self.address = store
        self._store: EmbeddedStore | None = None
        self._remote: RemoteStore | None = None
        self._analysis: Analysis | None = None
        # What `show` drew last: a second look at a large graph is quick.
        self._drawn: tuple[Filter, Network] | None = None
        show_in_notebooks()

    def __repr__(self) -> str:
        parts = [] if self._path is None else [repr(str(self._path))]
        return f"Graph({', '.join(parts + ([] if self.address is None else [f'store={self.address!r}']))})"

    @property
    def path(self) -> Path:
        """The graph folder; GraphError if the graph is only on a server."""
        if self._path is None:
            raise GraphError(
                f"{self.address} holds no texts: these are in the archive of the graph folder, which -g DIR names"
            )
        return self._path

    @property
    def has_texts(self) -> bool:
        """Whether there is a folder, whose archive has the texts of the documents."""
        return self._path is not None

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
        gazetteer: str | Path | None = None,
        workers: int | None = None,
        time_limit: float | None = None,
        memory_limit: int | None = None,
        engine: Literal["local", "dask"] = "local",
        scheduler: str | None = None,
        shards: str | None = None,
        progress: Progress | None = None,
        stdin: BinaryIO | None = None,
    ) -> BuildReport:
        """Read files and folders into the graph, and return what was done.

        Unchanged files are skipped, edited ones replaced; with `prune` those that vanished are
        forgotten. `date`, `publisher` and `url` hold for every document, `metadata` is a table of
        them (TSV), `base` the IRI that the graph's names stand under, `workers` the number of processes.
        `gazetteer` is a table of your own names (CSV: id, name, aliases, type) that later builds use too; an
        empty string drops it. No text is read anew for it. A document that takes longer than `time_limit` (300
        seconds) or needs more than `memory_limit` (2,000 MB, with the language model) is left out.
        With the `engine` "dask" the workers of a Dask cluster read the documents: of that whose `scheduler` is given,
        else of one on this machine; they leave what they read at the URL `shards`, by default in the graph folder.
        """
        from kg.documents import checked_date
        from kg.pipeline import Limits, build

        published = checked_date(date, "date") if date else None
        self.close()
        return build(
            self.path,
            [paths] if isinstance(paths, str | Path) else paths,
            settings=Settings(base=base) if base else None,
            metadata=Path(metadata) if metadata else None,
            overrides=Metadata(published=published, publisher=publisher, url=url),
            prune=prune,
            gazetteer=Path(gazetteer) if gazetteer else None,
            forget_gazetteer=gazetteer == "",
            workers=workers,
            limits=Limits.of(time_limit, memory_limit),
            engine=engine,
            scheduler=scheduler,
            shards=shards,
            progress=progress,
            stdin=stdin,
        )

    def remove(self, *names: str, workers: int | None = None, progress: Progress | None = None) -> Removal:
        """Forget documents, named as `document` finds them, and return what was forgotten.

        The graph is then as a fresh build without them makes it; where a file still lies under the
        sources, the next build reads it again. Raises `KGError` for a name that means none or several.
        """
        from kg.pipeline.maintenance import remove

        self.close()
        return remove(self.path, names, workers=workers, progress=progress)

    def rebuild(
        self, *, extract: bool = False, workers: int | None = None, time_limit: float | None = None,
        memory_limit: int | None = None, progress: Progress | None = None,
    ) -> BuildReport:  # fmt: skip
        """Derive the graph anew from the archived texts and what was extracted, and return what was done.

        With `extract`, all archived texts are read anew, within the limits that `build` explains.
        """
        from kg.pipeline import Limits
        from kg.pipeline.maintenance import rebuild

        self.close()
        limits = Limits.of(time_limit, memory_limit)
        return rebuild(self.path, extract=extract, workers=workers, limits=limits, progress=progress)

    def backup(self, target: str | Path, *, force: bool = False) -> Backup:
        """Copy the graph folder to `target`, whatever reads or builds meanwhile, and return what was copied.

        The copy is a graph folder and can be opened as one; to restore it, copy it back. With `force` it replaces an
        earlier one. Raises `GraphError` if `target` exists or cannot be written.
        """
        from kg.pipeline.backup import back_up

        return back_up(self.path, target, force=force)

    # Reading

    def query(self, sparql: str, *values: str, only_asserted: bool = False) -> QueryResult:
        """Return the result of a SPARQL query over the union of all graphs; it has `.df()`.

        `sparql` may be "@" and the name of a sample query (`kg query @` lists them); `values` are then
        names of entities, relations or a status for its parameters, in their order. With
        `only_asserted` what is merely reported is left out. Raises `QueryError` for a query that
        cannot be run, and for a name `EntityNotFound` or `AmbiguousEntity`.
        """
        store = self.store
        if not sparql.startswith("@"):
            if values:
                raise QueryError("only a sample query, such as @about, takes values")
            return store.query(sparql, only_asserted=only_asserted)
        named = find_query(sparql)
        expand = store.namespaces.expand
        bindings = named.bind(values, {
            "entity": lambda name: expand(f"ent:{self.entity(name).slug}"),
            "relation": lambda name: expand(find_relation(self.relations(), name).id),
            "status": lambda name: KG + checked_status(name),
        })  # fmt: skip
        if only_asserted:
            bindings |= named.bind_status(KG + Status.ASSERTED)
        return store.query(named.sparql, only_asserted=only_asserted, bindings=bindings)

    def find(self, text: str, *, limit: int = 10) -> Found:
        """Return up to `limit` entities, relations and sentences each that hold words beginning as those of `text`.

        If no name does, those that are written much like it. Sentences are those of the archive: there are none
        if the graph is only on a server.
        """
        if self._path is None:
            return search(self.store, None, self.entities(), self.relations(), text, limit=limit)
        with self._open_archive() as archive:
            return search(self.store, archive, self.entities(), self.relations(), text, limit=limit)

    def _open_archive(self) -> AbstractContextManager[Archive]:
        from kg.archive import open_archive

        return open_archive(self.path)

    def paths(
        self,
        start: str,
        end: str,
        *,
        max_length: int = 4,
        limit: int = 3,
        status: Iterable[str] = ("asserted", "reported"),
    ) -> Chains:
        """Return up to `limit` chains of facts between two entities, each of at most `max_length`, the shortest first.

        Each step has its assertions, with their sentences. Raises `EntityNotFound` or `AmbiguousEntity` for
        a name, and `KGError` if there is no such chain.
        """
        entities = self.entities()
        ends = find_entity(entities, start), find_entity(entities, end)
        return Chains(find_chains(
            self.store, self.settings, entities, ends, statuses=status, max_length=max_length, limit=limit
        ))  # fmt: skip

    def relations(self) -> Relations:
        """Return all relations, by identifier."""
        store = self.store
        return Relations(read_relations(store, store.namespaces))

    def entities(self) -> Entities:
        """Return all entities, by slug."""
        from kg import rdf

        return Entities(rdf.entities(self.store, self.settings))

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
    ) -> Assertions:
        """Return the assertions of every status, or those that all filters let through, document by document.

        `status` and `types` are one or several, `since` and `until` bound the date of the document.
        """
        from kg.projection import make_filter

        return Assertions(filter(make_filter(status, types, since, until, min_confidence), self._read_assertions()))

    def _read_assertions(self) -> Iterator[Assertion]:
        from kg import rdf

        return rdf.assertions(self.store, self.settings)

    def facts(self, name: str) -> Facts:
        """Return the assertions about an entity: as subject, as object, and inside the name of another thing."""
        return find_facts(self.store, self.settings, self.entity(name))

    def why(self, *words: str) -> Assertions:
        """Return the assertions that `words` name: subject, predicate and object, or an identifier or its beginning.

        Without an object, all that subject and predicate say. Each holds the sentence behind it.
        Raises `KGError` if there is none.
        """
        return Assertions(find_assertions(self.store, self.settings, self.entities(), words))

    def document(self, name: str) -> Document:
        """Return the document of that source path, or its end, or beginning of an identifier.

        Raises `KGError` if there is none, or if there are several.
        """
        from kg.pipeline.maintenance import find_document

        with self._open_archive() as archive:
            return find_document(archive, name)

    def statistics(self) -> Statistics:
        """Return the counts of the graph."""
        if self.address is not None:
            return count(self.store)
        with self._open_archive() as archive:
            return count(self.store, archive)

    @property
    def analysis(self) -> Analysis:
        """What the graph tells as a whole: centrality, communities, brokers, stances, agreement, timeline.

        All facts are read when the first question is asked, and kept until `build` or `close`.
        """
        from kg.analysis import Analysis, Corpus

        if self._analysis is None:
            self._analysis = Analysis(Corpus(self.store, self.settings))
        return self._analysis

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
            self.store, self.settings, status=status, types=types, since=since, until=until,
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
        only_asserted: bool = False,
    ) -> None:
        """Write the graph to a file or a binary stream, in `format` or that of the file's suffix.

        The filters choose assertions; `only_asserted` leaves out what is merely reported. Raises
        `ExportError` where it cannot be written.
        """
        from kg.export import export

        export(
            self.store, target, self.settings, format=format, status=status, types=types, since=since,
            until=until, min_confidence=min_confidence, only_asserted=only_asserted,
        )  # fmt: skip

    def show(
        self, *names: str, depth: int = 1, status: str | Iterable[str] | None = None, height: int = 500
    ) -> Picture:
        """Return a picture that a notebook displays: the entities of these names with what is near them, or the whole.

        Nothing is fetched from anywhere: the page that `kg export graph.html` writes stands in a frame. Neighbours
        are `depth` facts away, 1 or 2; where there are hundreds the most important are shown, and the picture says of
        how many. It holds facts of all four statuses unless `status` says otherwise, and begins with those that
        `status` names, else with the asserted and reported. `save` writes it to a file. Raises `EntityNotFound` or
        `AmbiguousEntity` for a name, and `KGError` if the front end is not built.
        """
        from kg.analysis.drawing import read_network
        from kg.graph.pictures import draw
        from kg.projection import make_filter

        entities = [find_entity(self.entities(), name) for name in names]
        wanted = make_filter(status)
        if self._drawn is None or self._drawn[0] != wanted:
            self._drawn = wanted, read_network(self.store, self.settings, wanted=wanted, has_quotes=True)
        return draw(
            self._drawn[1], [f"ent:{entity.slug}" for entity in entities], [entity.label for entity in entities],
            depth=depth, statuses=sorted(wanted.statuses), height=height,
        )  # fmt: skip

    def push(
        self,
        endpoint: str,
        *,
        update: str | None = None,
        graphs: str | None = None,
        dry_run: bool = False,
        check: bool = False,
        progress: Progress | None = None,
    ) -> PushReport:
        """Make a SPARQL server hold the published graph, and return what was done.

        `endpoint` is the address for queries or of the server, `update` and `graphs` those for updates and for whole
        graphs, where they are not found by themselves. Only what differs is sent; with `check` all that the server
        holds is compared, and with `dry_run` nothing is written. Graphs of others on the server stay as they are.
        """
        from kg.store.pushing import open_record, push
        from kg.store.remote import RemoteStore

        with (
            open_published(self.path) as source,
            RemoteStore.open(endpoint, update=update, graphs=graphs, settings=read_settings(self.path)) as target,
            open_record(self.path, target.endpoint.query) as record,
        ):
            return push(source, target, record, dry_run=dry_run, check=check, progress=progress)

    def diff(self, other: Graph, *, progress: Progress | None = None) -> Differences:
        """Return what changed from this graph to another: facts, entities and documents, by what they say.

        As text it is a summary; `facts()` yields each fact that was gained or lost or has another status, and
        `overview()` counts them. Both graphs have to stay open meanwhile.
        """
        from kg.graph.differences import Differences

        return Differences(self, other, progress)

    @property
    def store(self) -> Store:
        """The published state or the server, opened on first use; `GraphError` if there is no finished graph.

        A store of a folder that is missing or damaged is derived anew from the archive.
        """
        if self.address is not None:
            return self._server
        if self._store is None:
            self._store = open_published(self.path)
        return self._store

    @property
    def _server(self) -> RemoteStore:
        """The server, asked on first use; GraphError without one."""
        if self._remote is None:
            from kg.store.remote import RemoteStore

            self._remote = RemoteStore.open(self.address or "")
        return self._remote

    @property
    def settings(self) -> Settings:
        """The settings that the graph was last built with."""
        return read_settings(self.path) if self.address is None else self._server.settings

    @property
    def rdf(self) -> rdflib.Dataset:
        """A live, read-only `rdflib.Dataset` over the graph, with the union of all graphs as default graph."""
        return self.store.rdf_dataset()

    def close(self) -> None:
        """Let go of the published state that was opened; the next call that reads opens the newest."""
        for store in (self._store, self._remote):
            if store is not None:
                store.close()
        self._store = self._remote = self._analysis = self._drawn = None

    def __enter__(self) -> Graph:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def checked_status(name: str) -> Status:
    """Return the status of that name; `QueryError` if there is none."""
    try:
        return Status(name.removeprefix("kg:"))
    except ValueError as error:
        raise QueryError(f"{name!r} is no status; they are {', '.join(Status)}") from error


def open_graph(path: str | Path | None = None, store: str | None = None) -> Graph:
    """Return the graph in a folder, `graph.kg` unless given; one that does not exist yet can be built.

    With `store`, the address of a SPARQL server, or with such an address as `path`, the graph there; a folder is then
    needed for its texts only.
    """
    if store is None and str(path).startswith(("http://", "https://")):
        return Graph(None, str(path))
    return Graph("graph.kg" if path is None and store is None else path, store)
