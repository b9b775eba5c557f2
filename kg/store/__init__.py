"""Keeps and queries quads: `EmbeddedStore`, an Oxigraph directory with a live store and published checkpoints.

`RemoteStore`, in `kg.store.remote`, is the other kind: a SPARQL server.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, overload

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.model import Settings
from kg.store.checkpoints import hold_checkpoint, open_live, publish, read_stamp
from kg.store.clauses import names_dataset
from kg.store.ordering import make_sortable
from kg.store.results import QueryResult, collect
from kg.store.syntax import explain
from kg.store.tables import Term
from kg.vocabulary import REPORTED_GRAPH, Namespaces

if TYPE_CHECKING:
    import rdflib

    from kg.store.remote import RemoteStore

__all__ = ["Answer", "EmbeddedStore", "QueryResult", "Store", "open_store"]

Answer = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
"""What Oxigraph finds: it is looked for as it is read."""

# 10,000 quads load as fast by quad as larger batches do, and a batch stays within a few megabytes.
BATCH = 10_000
LINES = 50_000
"""Lines that are best loaded at once: so many take 60 MB while they are sorted into Oxigraph's files, and twice as many
are a tenth faster.
"""


class Store(Protocol):
    """Keeps quads and answers SPARQL."""

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads; those already there stay as they are."""
        ...

    def remove_graph(self, graph: str) -> None:
        """Remove a named graph, by its IRI, and all that stands in it."""
        ...

    def query(
        self, sparql: str, *, only_asserted: bool = False, bindings: Mapping[str, str] | None = None
    ) -> QueryResult:
        """Return what a SPARQL query finds in the union of all graphs; QueryError if it cannot be run."""
        ...

    def quads(
        self, *, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:  # fmt: skip
        """Yield the quads that have these IRIs, whatever is not given, in no order."""
        ...

    def describe(self, subjects: Iterable[str], graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of several subjects, in one graph or in any."""
        ...

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        ...

    @property
    def namespaces(self) -> Namespaces:
        """The namespaces that the names of the graph stand under."""
        ...

    def rdf_dataset(self) -> rdflib.Dataset:
        """Return a live `rdflib.Dataset`, its default graph the union of all graphs, with the prefixes bound."""
        ...

    def close(self) -> None:
        """Let go of the store; closing twice is fine."""
        ...


class EmbeddedStore:
    """An Oxigraph store: in memory, or in a directory, live for one writer or a checkpoint for readers.

    A context manager: closing it frees the lock. Use `in_memory` or `open`.
    """

    def __init__(self, store: ox.Store, settings: Settings | None, where: Path | None, lock: int | None = None) -> None:
        self._store: ox.Store | None = store
        self._asserted: ox.Store | None = None
        self._where = where
        self._lock = lock
        self._namespaces = Namespaces((settings or Settings()).base)

    @classmethod
    def in_memory(cls, quads: Iterable[ox.Quad] = (), *, settings: Settings | None = None) -> EmbeddedStore:
        """Return a store in memory that holds `quads`."""
        store = cls(ox.Store(), settings, None)
        store.add(quads)
        return store

    @classmethod
    def open(cls, directory: str | Path, *, write: bool = False, settings: Settings | None = None) -> EmbeddedStore:
        """Open the newest checkpoint of a directory for reading; with `write`, the live store, made if missing.

        A reader keeps what it opened, whatever a build publishes meanwhile. Raises `GraphLocked` if
        another process writes, `GraphError` if nothing is published or the directory cannot be used.
        """
        directory = Path(directory)
        if write:
            return cls(open_live(directory / "live"), settings, directory)
        checkpoint, lock = hold_checkpoint(directory)
        try:
            return cls(ox.Store.read_only(str(checkpoint / "all")), settings, checkpoint, lock)
        except (OSError, RuntimeError) as error:  # RuntimeError: a damaged file
            os.close(lock)
            raise GraphError(f"Cannot open {checkpoint}: {error}. `kg rebuild` makes it anew.") from error

    def __enter__(self) -> EmbeddedStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def close(self) -> None:
        """Free the store and its lock; closing twice is fine."""
        self._store = self._asserted = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    @property
    def namespaces(self) -> Namespaces:
        """The namespaces that the names of the graph stand under."""
        return self._namespaces

    @property
    def oxigraph(self) -> ox.Store:
        """The Oxigraph store itself, for hot paths; GraphError once closed."""
        if self._store is None:
            raise GraphError("The graph is closed; open it again.")
        return self._store

    def _for_writing(self) -> ox.Store:
        if self._lock is not None:
            raise GraphError(f"The graph in {self._where} is open for reading only: open it with write=True.")
        return self.oxigraph

    def __len__(self) -> int:
        return len(self.oxigraph)

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, in batches that are each written whole or not at all."""
        store, remaining = self._for_writing(), iter(quads)
        while batch := list(islice(remaining, BATCH)):
            store.extend(batch)

    def remove_graph(self, graph: str) -> None:
        """Remove a named graph, by its IRI, and all that stands in it; nothing happens if there is none."""
        self._for_writing().remove_graph(ox.NamedNode(graph))

    def quads(
        self, *, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:  # fmt: skip
        """Yield the quads that have these IRIs, whatever is not given, in no order; an index finds them."""
        wanted = [None if iri is None else ox.NamedNode(iri) for iri in (subject, predicate, object, graph)]
        yield from self.oxigraph.quads_for_pattern(*wanted)

    def describe(self, subjects: Iterable[str], graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of several subjects, in one graph or in any."""
        for subject in subjects:
            yield from self.quads(subject=subject, graph=graph)

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self.oxigraph.named_graphs() if isinstance(name, ox.NamedNode))

    def is_empty(self) -> bool:
        """Whether there is no quad at all."""
        return next(self.oxigraph.quads_for_pattern(None, None, None, None), None) is None

    def load(self, lines: str) -> None:
        """Add lines of N-Quads, all or none of them: the fastest way for tens of thousands; memory grows with them.

        IRIs are not checked: the lines have to be ours.
        """
        self._for_writing().bulk_load(lines.encode(), format=ox.RdfFormat.N_QUADS, lenient=True)

    def replace_graph(self, name: str, lines: Callable[[], Iterable[str]]) -> tuple[int, int]:
        """Make a named graph say exactly what lines of N-Quads do, writing only what differs.

        Returns how many quads were added and removed. The difference is taken from what is really there; of that, and
        not of the lines, two numbers a quad are kept in memory.
        """
        store, graph = self._for_writing(), ox.NamedNode(name)
        present = {hash(str(quad)) for quad in store.quads_for_pattern(None, None, None, graph)}
        kept = {number for line in lines() if (number := _number(line)) in present}
        gone = present - kept
        if gone:  # first: a line that is written in another way may add the same quad again
            found = store.quads_for_pattern(None, None, None, graph)
            for quad in [quad for quad in found if hash(str(quad)) in gone]:
                store.remove(quad)
        added = 0
        new = (line for line in lines() if _number(line) not in present)
        while batch := list(islice(new, BATCH)):
            store.extend(ox.parse("".join(batch).encode(), format=ox.RdfFormat.N_QUADS))
            added += len(batch)
        return added, len(gone)

    @property
    def stamp(self) -> str | None:
        """What the checkpoint that is read was stamped with when it was published."""
        return read_stamp(self._where) if self._lock is not None and self._where is not None else None

    def publish(self, stamp: str | None = None) -> Path:
        """Publish a checkpoint of the live store for readers, and return its directory; `GraphError` if it fails.

        `stamp` tells of which state of the archive it was made.

        Until the last step, a rename, readers see the checkpoint before; older ones that nobody has open are deleted.
        """
        if self._where is None:
            raise GraphError("A graph in memory cannot be published.")
        try:
            return publish(self._for_writing(), self._where, stamp)
        except (OSError, RuntimeError) as error:
            raise GraphError(f"Cannot publish the graph in {self._where}: {error}. Is the disk full?") from error

    def query(
        self, sparql: str, *, only_asserted: bool = False, bindings: Mapping[str, str] | None = None
    ) -> QueryResult:
        """Return what a SPARQL query finds; its default graph is the union of all graphs, or what it names by FROM.

        The prefixes ent rel kg schema skos prov nif rdf rdfs xsd dcterms are declared unless the query does.
        With `only_asserted`, the graph kg:reported is left out: the plain triples `s rel:p o` that no
        document states itself. The nodes of reported assertions stay, with their kg:status.
        `bindings` give variables that the query selects, by name, the IRI that they have to be.
        Raises `QueryError` with the message and its line and column.
        """
        given: dict[ox.Variable, Term] = {
            ox.Variable(name): ox.NamedNode(iri) for name, iri in (bindings or {}).items()
        }
        try:
            ask = self._ask_asserted if only_asserted else self._ask_all
            return collect(self._try(sparql, partial(ask, substitutions=given)), self.namespaces)
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query failed: {error}.") from error

    def answer(
        self, sparql: str, *, default_graphs: Iterable[str] | None = None, named_graphs: Iterable[str] | None = None
    ) -> Answer:
        """Return what a query finds, as Oxigraph gives it: piece by piece, and with its errors where that fails.

        The dataset is that of the graphs given; without any, that which the query names by FROM, else the union of all
        graphs, as in `query`. Raises `QueryError` if the query is no SPARQL.
        """
        if default_graphs is None and named_graphs is None:
            return self._try(sparql, self._ask_all)
        default, named = ([ox.NamedNode(name) for name in names or ()] for names in (default_graphs, named_graphs))
        return self._try(sparql, partial(self._ask, self.oxigraph, default_graph=[*default], named_graphs=[*named]))

    def _try(self, sparql: str, ask: Callable[[str], Answer]) -> Answer:
        """Return what is found, with the sorts of the query made safe; `QueryError` if it is no SPARQL."""
        try:
            try:
                return ask(make_sortable(sparql))
            except SyntaxError:  # once more, for the place of the error in the query as it was written
                return ask(sparql)
        except SyntaxError as error:
            raise QueryError(explain(str(error), sparql, self.namespaces)) from error

    def _ask(self, store: ox.Store, sparql: str, **options: Any) -> Answer:
        return store.query(sparql, prefixes=self.namespaces.prefixes, **options)

    def _ask_all(self, sparql: str, **options: Any) -> Answer:
        """Return what is found in the graphs that the query names by FROM, else in the union of all."""
        return self._ask(self.oxigraph, sparql, use_default_graph_as_union=not names_dataset(sparql), **options)

    def _ask_asserted(self, sparql: str, **options: Any) -> Answer:
        """Return what is found where kg:reported is left out."""
        store = self._asserted_checkpoint()
        if store is not None:
            return self._ask(store, sparql, use_default_graph_as_union=not names_dataset(sparql), **options)
        graphs = [ox.NamedNode(name) for name in self.graphs() if name != REPORTED_GRAPH]
        return self._ask(self.oxigraph, sparql, default_graph=[*graphs], named_graphs=[*graphs], **options)

    def _asserted_checkpoint(self) -> ox.Store | None:
        """Return the checkpoint without kg:reported, or None where there is none.

        A list of default graphs would do, but Oxigraph tries each for each pattern: 100 times
        slower with 5,000 documents.
        """
        if self._asserted is None and self._lock is not None and self._where is not None:
            self._asserted = ox.Store.read_only(str(self._where / "asserted"))
        return self._asserted

    def rdf_dataset(self) -> rdflib.Dataset:
        """Return a live `rdflib.Dataset` of the store, its default graph the union of all, with the prefixes bound."""
        from kg.store.view import open_view

        return open_view(self.oxigraph, self.namespaces, keep=self)


def _number(line: str) -> int:
    """Return what a line has in common with the quad it states, as pyoxigraph shows it."""
    return hash(line.removesuffix(" .\n"))


@overload
def open_store(where: Path, *, write: bool = False, settings: Settings | None = None) -> EmbeddedStore: ...


@overload
def open_store(
    where: str | Path, *, write: bool = False, settings: Settings | None = None
) -> EmbeddedStore | RemoteStore: ...


def open_store(
    where: str | Path, *, write: bool = False, settings: Settings | None = None
) -> EmbeddedStore | RemoteStore:
    """Return the store in a directory, as `EmbeddedStore.open` does, or at an address, as `RemoteStore.open` does."""
    if str(where).startswith(("http://", "https://")):
        from kg.store.remote import RemoteStore

        return RemoteStore.open(str(where), settings=settings)
    return EmbeddedStore.open(where, write=write, settings=settings)
