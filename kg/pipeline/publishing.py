"""Graphs as lines of N-Quads → RDF store: writes those that changed, and publishes the store for readers."""

from __future__ import annotations

import hashlib
import logging
import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from kg.archive import FULL_DISK, RDF_NAME
from kg.errors import GraphError, GraphLocked
from kg.model import Settings
from kg.pipeline.derived import Derived
from kg.store import LINES, EmbeddedStore, open_store
from kg.store.checkpoints import sweep

_log = logging.getLogger(__name__)

# About how long a line is.
_LINE = 180


class StoreDamaged(GraphError):
    """The live store could not be read or written, though there is room on the disk."""


class Publisher:
    """The live store of a graph folder, while it is written; a context manager, which has to be entered for that.

    A store that cannot be opened is damaged, and is written anew. Raises `GraphLocked` if another process writes to it,
    `StoreDamaged` if the damage shows later, and `GraphError` if it cannot be written, such as to a full disk; readers
    then keep what was published before.
    """

    def __init__(self, folder: Path, settings: Settings, derived: Derived) -> None:
        self._folder, self._settings, self._derived = folder, settings, derived
        self._store: EmbeddedStore | None = None
        self._known: dict[str, str] = {}
        self._present: set[str] = set()
        self._waiting: list[str] = []
        self._names: dict[str, str] = {}
        self._is_new = False

    def is_published(self, stamp: str) -> bool:
        """Whether readers find a state of that stamp, and what a killed build left beside is removed."""
        directory = self._folder / RDF_NAME
        try:
            with open_store(directory, settings=self._settings) as store:
                found = store.stamp
        except GraphError:
            return False
        sweep(directory)
        return found == stamp and (directory / "live").is_dir()

    def __enter__(self) -> Publisher:
        try:
            self._store = self._open()
        except GraphLocked:
            raise
        except GraphError as error:
            self._refuse_full(error)
            self.start_anew(error)
            self._store = self._open()
        return self

    def start_anew(self, error: GraphError) -> None:
        """Delete a damaged store, so that all is written once more."""
        _log.warning("the store in %s is damaged, and is written anew (%s)", self._folder / RDF_NAME, error)
        shutil.rmtree(self._folder / RDF_NAME / "live", ignore_errors=True)
        self._present.clear()
        self._waiting.clear()
        self._names.clear()

    def _open(self) -> EmbeddedStore:
        store = open_store(self._folder / RDF_NAME, write=True, settings=self._settings)
        self._is_new = store.is_empty()
        if self._is_new:
            self._derived.forget_graphs()
        self._known = self._derived.digests()
        return store

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        self.store.close()
        if isinstance(error, OSError | RuntimeError | GraphError | sqlite3.Error):
            self._refuse_full(error)
        if isinstance(error, OSError | RuntimeError | sqlite3.Error):
            raise StoreDamaged(f"the graph in {self._folder} cannot be written: {error}") from error

    @property
    def store(self) -> EmbeddedStore:
        """The live store."""
        if self._store is None:
            raise GraphError("the store is not open for writing")
        return self._store

    def _refuse_full(self, error: Exception) -> None:
        """Raise `GraphError` if a disk is full, which Oxigraph and SQLite say in words only."""
        if any(words in str(error) for words in ("No space left", "File too large", "disk is full")):
            raise GraphError(f"the graph in {self._folder} cannot be written: {FULL_DISK}") from error

    def put_all(self, graphs: Iterable[tuple[str, str, str]]) -> None:
        """Write graphs, each given by its name, its lines and a digest of them, as far as they changed."""
        changed = []
        for name, lines, digest in graphs:
            self._present.add(name)
            if self._known.get(name) != digest:
                changed.append((name, lines, digest))
        if not changed:
            return
        if self._is_new:
            for name, lines, digest in changed:
                self._waiting.append(lines)
                self._names[name] = digest
            if sum(map(len, self._waiting)) > LINES * _LINE:
                self._load()
            return
        self._derived.doubt(name for name, _, _ in changed)
        for name, lines, digest in changed:
            self.store.replace_graph(name, partial(_split, lines))
            self._names[name] = digest

    def _load(self) -> None:
        """Load what waits into a store that has none of it."""
        self.store.load("".join(self._waiting))
        self._derived.note(self._names)
        self._waiting.clear()
        self._names.clear()

    def put_large(self, name: str, lines: Callable[[], Iterable[str]]) -> None:
        """Write a graph that need not fit into memory, if it changed; `lines` gives it each time it is called."""
        self._present.add(name)
        digest = hashlib.blake2b(digest_size=16)
        for batch in _batches(lines()):
            digest.update("".join(batch).encode("utf-8", "surrogatepass"))
        if self._known.get(name) == digest.hexdigest():
            return
        if self._is_new:
            self._load()
            for batch in _batches(lines()):
                self.store.load("".join(batch))
            self._derived.note({name: digest.hexdigest()})
        else:
            self._derived.doubt([name])
            self.store.replace_graph(name, lines)
            self._names[name] = digest.hexdigest()

    def finish(self, stamp: str) -> None:
        """Remove the graphs that are there no more, and publish the store for readers with a stamp."""
        if self._is_new:
            self._load()
        gone = [name for name in self.store.graphs() if name not in self._present]
        self._derived.doubt({*gone, *(name for name in self._known if name not in self._present)})
        for name in gone:
            self.store.remove_graph(name)
        self.store.publish(stamp)
        self._derived.note(self._names)


def _split(lines: str) -> list[str]:
    return [f"{line}\n" for line in lines.split("\n")[:-1]]  # other breaks of lines may stand in literals


def _batches(lines: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(lines)
    while batch := list(islice(remaining, LINES)):
        yield batch
