"""Keeps and queries quads: `EmbeddedStore`, an Oxigraph directory with a live store and published checkpoints.

rdf/live/               the store that a build writes; nobody else opens it
rdf/published/000007/   a checkpoint: `all`, and `asserted`, which lacks kg:reported (hard links, so small)
rdf/published/000007.lock   readers hold it shared, so that a checkpoint in use is not deleted
rdf/CURRENT             the name of the newest checkpoint, replaced by a rename
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pyoxigraph as ox

from kg.errors import GraphError, GraphLocked, MissingExtra, QueryError
from kg.model import Settings
from kg.vocabulary import REPORTED_GRAPH, XSD, Namespaces

if TYPE_CHECKING:
    import pandas
    import rdflib

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# 10,000 quads load as fast by quad as larger batches do, and a batch stays within a few megabytes.
BATCH = 10_000
# What may stand at a place in SPARQL can fill a screen.
LONGEST_REASON = 200
_INTEGERS = {XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_REALS = {XSD + name for name in ("decimal", "double", "float")}


class Store(Protocol):
    """Keeps quads and answers SPARQL."""

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads; those already there stay as they are."""
        ...

    def remove_graph(self, graph: str) -> None:
        """Remove a named graph, by its IRI, and all that stands in it."""
        ...

    def query(self, sparql: str, *, only_asserted: bool = False) -> QueryResult:
        """Return what a SPARQL query finds in the union of all graphs; QueryError if it cannot be run."""
        ...

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of one predicate, or all, in no order."""
        ...


@dataclass(frozen=True)
class QueryResult:
    """What a query found; equal if the terms are, in their order.

    `columns` are the variables of a SELECT in their order; subject, predicate and object of a CONSTRUCT
    or DESCRIBE; none of an ASK, whose answer is `answer`. `terms` are the rows as RDF terms.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    namespaces: Namespaces
    answer: bool | None = None
    is_graph: bool = False

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """Return the answer to an ASK; of other queries, whether anything was found."""
        return bool(self.terms) if self.answer is None else self.answer

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows as Python values.

        An IRI is its prefixed name where there is one; a number an int or a float; a truth value a bool;
        dates and all other literals are their characters; what is unbound is None.
        """
        return [tuple(to_python(term, self.namespaces) for term in row) for row in self.terms]

    def df(self) -> pandas.DataFrame:
        """Return the rows as a DataFrame, one column a variable; MissingExtra without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("A DataFrame needs pandas: pip install 'kg-builder[notebook]'") from error
        if self.answer is not None:
            return pandas.DataFrame({"answer": [self.answer]})
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def serialize(self, format: str) -> str:
        """Return the result in a W3C format: `json`, `csv`, `tsv`, or `turtle` for a graph.

        QueryError if the format does not fit: only CONSTRUCT and DESCRIBE give a graph, and ASK no table.
        """
        if format == "turtle" and self.is_graph:
            triples = [ox.Triple(*row) for row in self.terms]  # type: ignore[arg-type]
            prefixes = self.namespaces.prefixes
            return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
        if format == "json":
            return json.dumps(self._json(), ensure_ascii=False)
        if format not in ("csv", "tsv") or self.answer is not None:
            kind = "a graph" if self.is_graph else "a table" if self.answer is None else "a yes or no"
            raise QueryError(f"The query gives {kind}, which {format} cannot hold; json can.")
        return self._csv() if format == "csv" else self._tsv()

    def _csv(self) -> str:
        out = io.StringIO()
        writer = csv.writer(out)  # its line ends are those the W3C asks for
        writer.writerow(self.columns)
        writer.writerows([_characters(term) for term in row] for row in self.terms)
        return out.getvalue()

    def _tsv(self) -> str:
        lines = ["\t".join("?" + column for column in self.columns)]
        lines += ["\t".join("" if term is None else _escaped(term) for term in row) for row in self.terms]
        return "\n".join(lines) + "\n"

    def _json(self) -> dict[str, object]:
        if self.answer is not None:
            return {"head": {}, "boolean": self.answer}
        bindings = [
            {column: _json_term(term) for column, term in zip(self.columns, row, strict=True) if term is not None}
            for row in self.terms
        ]
        return {"head": {"vars": list(self.columns)}, "results": {"bindings": bindings}}


class EmbeddedStore:
    """An Oxigraph store: in memory, or in a directory, live for one writer or a checkpoint for readers.

    A context manager: closing it frees the lock. Use `in_memory` or `open`.
    """

    def __init__(self, store: ox.Store, settings: Settings | None, where: Path | None, lock: int | None = None) -> None:
        self._store: ox.Store | None = store
        self._asserted: ox.Store | None = None
        self._where = where
        self._lock = lock
        self.namespaces = Namespaces((settings or Settings()).base)

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
            return cls(_open_live(directory / "live"), settings, directory)
        checkpoint, lock = _hold_checkpoint(directory)
        try:
            return cls(ox.Store.read_only(str(checkpoint / "all")), settings, checkpoint, lock)
        except OSError as error:
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

    def quads(self, *, graph: str | None = None, predicate: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of one graph, or of one predicate, or all, in no order."""
        wanted = None if predicate is None else ox.NamedNode(predicate)
        yield from self.oxigraph.quads_for_pattern(None, wanted, None, None if graph is None else ox.NamedNode(graph))

    def graphs(self) -> list[str]:
        """Return the IRIs of the named graphs, sorted."""
        return sorted(name.value for name in self.oxigraph.named_graphs() if isinstance(name, ox.NamedNode))

    def replace_all(self, quads: Iterable[ox.Quad]) -> tuple[int, int]:
        """Make the store hold exactly `quads`, writing only what differs; return how many were added and removed.

        `quads` come graph by graph, as `rdf.quads` yields them; ValueError if a graph comes twice. The
        difference is taken from what is really there, so the next call repairs what a killed one left.
        """
        store, done, added, removed = self._for_writing(), set[str](), 0, 0
        if len(store) == 0:
            store.bulk_extend(quads)  # five times as fast, and a quarter of the disk
            return len(store), 0
        for name, group in groupby(quads, key=lambda quad: str(quad.graph_name)):
            wanted = set(group)
            graph = next(iter(wanted)).graph_name
            if name in done:
                raise ValueError(f"The quads of {name} do not come together; sort them by graph.")
            done.add(name)
            present = set(store.quads_for_pattern(None, None, None, graph))
            for quad in present - wanted:
                store.remove(quad)
            self.add(wanted - present)
            added, removed = added + len(wanted - present), removed + len(present - wanted)
        for gone in [graph for graph in store.named_graphs() if str(graph) not in done]:
            removed += sum(1 for _ in store.quads_for_pattern(None, None, None, gone))
            store.remove_graph(gone)
        return added, removed

    def publish(self) -> Path:
        """Publish a checkpoint of the live store for readers, and return its directory; `GraphError` if it fails.

        Until the last step, a rename, readers see the checkpoint before; older ones that nobody has open are deleted.
        """
        if self._where is None:
            raise GraphError("A graph in memory cannot be published.")
        try:
            return _publish(self._for_writing(), self._where)
        except (OSError, RuntimeError) as error:
            raise GraphError(f"Cannot publish the graph in {self._where}: {error}. Is the disk full?") from error

    def query(self, sparql: str, *, only_asserted: bool = False) -> QueryResult:
        """Return what a SPARQL query finds; its default graph is the union of all graphs.

        The prefixes ent rel kg schema skos prov nif rdf rdfs xsd dcterms are declared unless the query does.
        With `only_asserted`, the graph kg:reported is left out: the plain triples `s rel:p o` that no
        document states itself. The nodes of reported assertions stay, with their kg:status.
        Raises `QueryError` with the message and its line and column.
        """
        prefixes = self.namespaces.prefixes
        try:
            if not only_asserted:
                found = self.oxigraph.query(sparql, prefixes=prefixes, use_default_graph_as_union=True)
            elif (store := self._asserted_checkpoint()) is not None:
                found = store.query(sparql, prefixes=prefixes, use_default_graph_as_union=True)
            else:
                graphs = [ox.NamedNode(name) for name in self.graphs() if name != REPORTED_GRAPH]
                found = self.oxigraph.query(sparql, prefixes=prefixes, default_graph=[*graphs], named_graphs=[*graphs])
            return _collect(found, self.namespaces)
        except SyntaxError as error:
            raise QueryError(_explain(str(error), sparql, self.namespaces)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query failed: {error}.") from error

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
        import rdflib
        from oxrdflib import OxigraphStore

        view = OxigraphStore(store=self.oxigraph)
        vars(view)["embedded"] = self  # so that the checkpoint stays locked as long as the view lives
        dataset = rdflib.Dataset(store=view, default_union=True)
        for prefix, namespace in self.namespaces.prefixes.items():
            dataset.bind(prefix, namespace, override=True, replace=True)
        return dataset


def open_store(where: str | Path, *, write: bool = False, settings: Settings | None = None) -> EmbeddedStore:
    """Return the store in a directory, as `EmbeddedStore.open` does; `GraphError` for the address of an endpoint."""
    if str(where).startswith(("http://", "https://")):
        raise GraphError(f"{where} is a SPARQL endpoint, which comes later; give a directory.")
    return EmbeddedStore.open(where, write=write, settings=settings)


def to_python(term: Term | None, namespaces: Namespaces) -> object:
    """Return a term as `QueryResult.rows` gives it."""
    if isinstance(term, ox.NamedNode):
        return namespaces.shorten(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    try:
        if term.datatype.value in _INTEGERS:
            return int(term.value)
        if term.datatype.value in _REALS:
            return float(term.value)
    except ValueError:  # a literal such as "many"^^xsd:integer is legal RDF
        return term.value
    if term.datatype.value == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value


def _open_live(directory: Path) -> ox.Store:
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        return ox.Store(str(directory))
    except OSError as error:
        # RocksDB says "lock hold by current process" or "Resource temporarily unavailable".
        if "lock hold" in str(error) or "temporarily unavailable" in str(error):
            raise GraphLocked(f"Another process writes to {directory.parent}; wait until it is done.") from error
        raise GraphError(f"Cannot open {directory} for writing: {error}.") from error


def _hold_checkpoint(directory: Path) -> tuple[Path, int]:
    """Return the newest checkpoint and a shared lock on it, so that no build deletes it while it is read."""
    for _ in range(100):  # a build may publish, and clean up, between two of the steps
        try:
            name = (directory / "CURRENT").read_text(encoding="ascii").strip()
            lock = os.open(directory / "published" / f"{name}.lock", os.O_RDONLY)
        except FileNotFoundError:
            if not (directory / "CURRENT").exists():
                break
            continue
        fcntl.flock(lock, fcntl.LOCK_SH)
        checkpoint = directory / "published" / name
        if checkpoint.is_dir():
            return checkpoint, lock
        os.close(lock)
    raise GraphError(f"No graph is published in {directory}: run `kg build` first.")


def _publish(store: ox.Store, directory: Path) -> Path:
    published = directory / "published"
    published.mkdir(exist_ok=True)
    for stray in published.glob("*.tmp"):  # what a killed build left
        shutil.rmtree(stray)
    numbers = [int(path.name) for path in published.iterdir() if path.name.isdigit()]
    name = f"{max(numbers, default=0) + 1:06}"
    work = published / f"{name}.tmp"
    work.mkdir()
    store.flush()
    store.backup(str(work / "all"))
    store.backup(str(work / "asserted"))
    asserted = ox.Store(str(work / "asserted"))
    asserted.remove_graph(ox.NamedNode(REPORTED_GRAPH))
    asserted.flush()
    del asserted  # closes it
    (published / f"{name}.lock").touch()
    work.rename(published / name)
    pointer = directory / "CURRENT.tmp"
    pointer.write_text(name + "\n", encoding="ascii")
    pointer.replace(directory / "CURRENT")
    _remove_stale(published, current=name)
    return published / name


def _remove_stale(published: Path, *, current: str) -> None:
    """Remove the checkpoints that are not current and that no reader has open."""
    for path in sorted(published.glob("*.lock")):
        if path.stem == current:
            continue
        lock = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(published / path.stem, ignore_errors=True)
            path.unlink()
        except BlockingIOError:  # somebody reads it
            continue
        finally:
            os.close(lock)


def _collect(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, namespaces: Namespaces) -> QueryResult:
    if isinstance(found, ox.QueryBoolean):
        return QueryResult((), (), namespaces, answer=bool(found))
    if isinstance(found, ox.QueryTriples):
        triples = sorted({(triple.subject, triple.predicate, triple.object) for triple in found}, key=str)
        return QueryResult(("subject", "predicate", "object"), tuple(triples), namespaces, is_graph=True)
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(solution[column] for column in columns) for solution in found)
    return QueryResult(columns, rows, namespaces)


def _explain(message: str, sparql: str, namespaces: Namespaces) -> str:
    """Return where a query goes wrong, after which word, and what was expected there."""
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if place is None:
        return f"The query is not SPARQL: {message}."
    line, column, reason = int(place[1]), int(place[2]), " ".join(place[3].split())
    before = "".join(sparql.splitlines()[line - 1 : line])[: column - 1].split()
    if "Prefix not found" in reason:  # the rest lists all characters that a name may hold
        reason = f"that prefix is not declared; declared are {', '.join(namespaces.prefixes)}"
    after = f", after {before[-1]!r}" if before else ""
    return f"The query is not SPARQL at line {line}, column {column}{after}: {reason[:LONGEST_REASON]}."


def _characters(term: Term | None) -> str:
    """Return what a CSV cell shows: an IRI without brackets, a literal without its datatype."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else "" if term is None else str(term)


def _escaped(term: Term) -> str:
    """Return a term as N-Triples writes it; its line breaks are escaped, tabs we escape here."""
    return str(term).replace("\t", "\\t")


def _json_term(term: Term) -> dict[str, str]:
    """Return a term as SPARQL 1.1 Query Results JSON writes it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": str(term).removeprefix("_:")}
    written = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype.value != XSD + "string":
        written["datatype"] = term.datatype.value
    return written
