"""How fast quads go into a store, beside pyoxigraph's own batches."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.store import BATCH, LINES, EmbeddedStore

from .children import clock, run_child
from .made_up import Size, make_quads
from .measures import Measure

LEAST = 0.7
"""The share of pyoxigraph's rate that ours has to reach."""


def measure(quads: int) -> Iterator[Measure]:
    """Yield the rates of about so many quads into stores on disk, and their ratios."""
    made = list(make_quads(Size.of_quads(quads)))
    with tempfile.TemporaryDirectory() as folder:
        _, reference = clock(lambda: _extend(made, Path(folder) / "theirs"))
        _, added = clock(lambda: _add(made, Path(folder) / "ours"))
        lines = [f"{quad} .\n" for quad in made]
        _, loaded = clock(lambda: _load(lines, Path(folder) / "loaded"))
        for where in ("ours", "loaded"):
            with EmbeddedStore.open(Path(folder) / where, write=True) as store:
                if len(store.oxigraph) != len(made):
                    raise SystemExit(f"{len(made):,} quads were to be written and {len(store.oxigraph):,} were")
    for name, seconds in (("extend of pyoxigraph", reference), ("add", added), ("load of lines", loaded)):
        yield Measure(name, "quads/s", round(len(made) / seconds), examples=len(made), is_gated=False)
    for name, seconds in (("add", added), ("load of lines into an empty store", loaded)):
        yield Measure(
            f"{name}, rate beside pyoxigraph's", "ratio", round(reference / seconds, 2), examples=len(made), limit=LEAST
        )


def _extend(quads: list[ox.Quad], where: Path) -> None:
    store = ox.Store(str(where))
    for start in range(0, len(quads), BATCH):
        store.extend(quads[start : start + BATCH])
    store.flush()


def _add(quads: list[ox.Quad], where: Path) -> None:
    with EmbeddedStore.open(where, write=True) as store:
        store.add(quads)
        store.oxigraph.flush()


def _load(lines: list[str], where: Path) -> None:
    with EmbeddedStore.open(where, write=True) as store:
        for start in range(0, len(lines), LINES):
            store.load("".join(lines[start : start + LINES]))
        store.oxigraph.flush()


@contextmanager
def made_up_store(size: Size) -> Iterator[Path]:
    """Give the directory of a published store of that size, made in a process of its own; it is removed after."""
    with tempfile.TemporaryDirectory() as folder:
        run_child("tests.benchmark.made_up", Path(folder) / "rdf", size.assertions, size.entities, int(size.is_dense))
        yield Path(folder) / "rdf"
