"""Makes a SPARQL server hold what a store holds, sending only what differs."""

from __future__ import annotations

import hashlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.store import EmbeddedStore
from kg.store.remote import RemoteStore
from kg.store.remote_writing import MOST_BYTES
from kg.vocabulary import ASSERTED_GRAPH, REPORTED_GRAPH

RECORD_NAME = "pushed.sqlite"
"""The file, beside the archive, that tells what was sent where; without it, what the server holds is read."""

_PLAIN = (REPORTED_GRAPH, ASSERTED_GRAPH)
Progress = Callable[[str, int, int], None]
"""Is told the stage, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class PushReport:
    """What a push did: how many graphs were sent, were there already, and were removed; and how many triples went."""

    sent: int
    unchanged: int
    removed: int
    triples: int
    seconds: float


class Record:
    """What was sent to one server: a digest of each graph. It saves reading; the server has the last word."""

    def __init__(self, connection: sqlite3.Connection, server: str) -> None:
        self._connection = connection
        self._server = server

    def digests(self) -> dict[str, str]:
        """Return the digest of each graph that was sent whole."""
        rows = self._connection.execute("SELECT graph, digest FROM pushed WHERE server = ?", (self._server,))
        return dict(rows)

    def put(self, digests: Mapping[str, str]) -> None:
        """Note that the server holds graphs, each with its digest."""
        rows = [(self._server, graph, digest) for graph, digest in digests.items()]
        with self._connection as connection:
            connection.executemany("INSERT OR REPLACE INTO pushed VALUES (?, ?, ?)", rows)

    def forget(self, graphs: Iterable[str]) -> None:
        """Note that what the server holds of some graphs is not known."""
        rows = [(self._server, graph) for graph in graphs]
        with self._connection as connection:
            connection.executemany("DELETE FROM pushed WHERE server = ? AND graph = ?", rows)


@contextmanager
def open_record(folder: Path, server: str) -> Iterator[Record]:
    """Yield the record of what was sent to a server from a graph folder."""
    connection = sqlite3.connect(folder / RECORD_NAME, timeout=30)
    try:
        with connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS pushed (server TEXT, graph TEXT, digest TEXT NOT NULL,"
                " PRIMARY KEY (server, graph)) WITHOUT ROWID"
            )
        yield Record(connection, server)
    finally:
        connection.close()


def push(
    source: EmbeddedStore, target: RemoteStore, record: Record, *, dry_run: bool = False, check: bool = False,
    progress: Progress | None = None,
) -> PushReport:  # fmt: skip
    """Make the server hold the graphs of `source` and no other of ours, and return what was done.

    A graph is there already if the server has as many triples of it, and either the record says that these were
    sent, or reading them back shows it; with `check` all are read. What documents share grows first and shrinks last,
    so a reader in between finds every name; the document graphs are replaced one by one. With `dry_run` nothing is
    written. What an interrupted push left, the next one completes.
    """
    start = time.monotonic()
    work = _Push(source, target, record, dry_run=dry_run, check=check, progress=progress)
    work.run()
    return PushReport(work.sent, work.unchanged, len(work.gone), work.triples, time.monotonic() - start)


class _Push:
    """One push, step by step."""

    def __init__(
        self, source: EmbeddedStore, target: RemoteStore, record: Record, *, dry_run: bool, check: bool,
        progress: Progress | None,
    ) -> None:  # fmt: skip
        self._source, self._target, self._record = source, target, record
        self._dry_run, self._progress = dry_run, progress
        self._known = {} if check else record.digests()
        self._counts = target.counts()
        self._names = source.graphs()
        self.gone = sorted(set(self._counts) - set(self._names))
        self.sent = self.unchanged = self.triples = self._done = 0

    def run(self) -> None:
        """Take all steps, in the order that leaves a reader in between the most."""
        prefix = self._source.namespaces.document("")
        documents = [name for name in self._names if name.startswith(prefix)]
        described = [name for name in self._names if name not in documents and name not in _PLAIN]
        surplus = [(name, digest, self._grow(name, triples)) for name, digest, triples in self._differing(described)]
        self._replace(documents)
        for name, digest, triples in self._differing([name for name in _PLAIN if name in self._names]):
            self._shrink(name, digest, self._grow(name, triples))
        if self.gone and not self._dry_run:
            self._record.forget(self.gone)
            for start in range(0, len(self.gone), 100):
                self._target.writer.drop(self.gone[start : start + 100])
        for name, digest, triples in surplus:
            self._shrink(name, digest, triples)

    def _differing(self, names: list[str]) -> Iterator[tuple[str, str, set[ox.Triple]]]:
        """Yield the graphs that the server does not hold so, with their digest and triples."""
        for name in names:
            triples = {quad.triple for quad in self._source.quads(graph=name)}
            digest = _digest(triples)
            if self._is_there(name, digest, triples):
                self.unchanged += 1
            else:
                self.sent += 1
                yield name, digest, triples
            self._done += 1
            if self._progress:
                self._progress("graphs", self._done, len(self._names))

    def _is_there(self, name: str, digest: str, triples: set[ox.Triple]) -> bool:
        if self._counts.get(name) != len(triples):
            return False
        if self._known.get(name) == digest:
            return True
        is_there = self._read(name) == triples
        if is_there and not self._dry_run:
            self._record.put({name: digest})
        return is_there

    def _read(self, name: str) -> set[ox.Triple]:
        return {quad.triple for quad in self._target.quads(graph=name)}

    def _grow(self, name: str, triples: set[ox.Triple]) -> set[ox.Triple]:
        """Add what a graph lacks, and return what it has too much."""
        present = self._read(name) if self._counts.get(name) else set()
        self.triples += len(triples ^ present)
        if not self._dry_run:
            self._record.forget([name])
            self._target.writer.insert(name, sorted(triples - present, key=str))
        return present - triples

    def _shrink(self, name: str, digest: str, triples: set[ox.Triple]) -> None:
        if not self._dry_run:
            self._target.writer.delete(name, sorted(triples, key=str))
            self._record.put({name: digest})

    def _replace(self, documents: list[str]) -> None:
        """Replace the graphs of the documents that differ, several in a request."""
        waiting: dict[str, tuple[str, list[ox.Triple]]] = {}
        size = 0
        for name, digest, triples in self._differing(documents):
            self.triples += len(triples)
            if self._dry_run:
                continue
            waiting[name] = digest, sorted(triples, key=str)
            size += sum(len(str(triple)) for triple in triples)
            if size > MOST_BYTES // 2:
                self._send(waiting)
                waiting, size = {}, 0
        self._send(waiting)

    def _send(self, waiting: dict[str, tuple[str, list[ox.Triple]]]) -> None:
        if waiting:
            self._record.forget(waiting)
            self._target.writer.replace({name: triples for name, (_, triples) in waiting.items()})
            self._record.put({name: digest for name, (digest, _) in waiting.items()})


def _digest(triples: set[ox.Triple]) -> str:
    """Return a digest of triples, whatever their order."""
    lines = sorted(str(triple) for triple in triples)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
