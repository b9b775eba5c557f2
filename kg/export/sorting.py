"""Sorting of more statements than memory should hold: runs are sorted one by one, written to disk and merged."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from heapq import merge
from itertools import chain, groupby, islice
from typing import IO, TypeVar

import pyoxigraph as ox

Statement = TypeVar("Statement", ox.Triple, ox.Quad)

RUN = 200_000
"""Statements in memory at once: about 100 MB."""

MOST_RUNS = 100
"""Files open at once; so many runs become one."""


def sort_lines(statements: Iterable[ox.Triple | ox.Quad], *, is_unique: bool = False) -> Iterator[bytes]:
    """Yield the sorted lines of N-Triples or N-Quads; with `is_unique`, each once.

    A line is what pyoxigraph shows of a statement, and a full stop: all its line breaks are escaped.
    """
    lines = (f"{statement} .\n".encode() for statement in statements)
    with ExitStack() as stack:
        runs: list[Iterable[bytes]] = []
        while run := sorted(islice(lines, RUN)):
            if not runs and len(run) < RUN:
                runs = [run]  # all there is
                break
            runs.append(_keep(stack, run))
            del run
            if len(runs) == MOST_RUNS:
                runs = [_keep(stack, merge(*runs))]
        found = merge(*runs)
        yield from (line for line, _ in groupby(found)) if is_unique else found


def _keep(stack: ExitStack, lines: Iterable[bytes]) -> IO[bytes]:
    """Return a file of these lines, to be read from its beginning; it goes when the stack closes."""
    file = stack.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 - the stack closes it
    file.writelines(lines)
    file.seek(0)
    return file


def sort_triples(triples: Iterable[ox.Triple], *, is_unique: bool = False) -> Iterator[ox.Triple]:
    """Yield triples in the order of their lines; with `is_unique`, each once."""
    return _sort(
        triples, lambda file: (quad.triple for quad in ox.parse(file, format=ox.RdfFormat.N_TRIPLES)), is_unique
    )


def sort_quads(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield quads in the order of their lines."""
    return _sort(quads, lambda file: ox.parse(file, format=ox.RdfFormat.N_QUADS), is_unique=False)


def _sort(
    statements: Iterable[Statement], read: Callable[[IO[bytes]], Iterator[Statement]], is_unique: bool
) -> Iterator[Statement]:
    """Yield statements in order: themselves where all fit into memory, else what is read back from their lines."""
    waiting = iter(statements)
    first = list(islice(waiting, RUN))
    if len(first) < RUN:
        yield from sorted(set(first) if is_unique else first, key=str)
        return
    with ExitStack() as stack:
        yield from read(_keep(stack, sort_lines(chain(first, waiting), is_unique=is_unique)))
