"""The process that runs queries: `python -m kg.web.sparql.worker STORE BASE MEGABYTES`.

It reads jobs from standard input and writes results to standard output, and does nothing else: it opens the newest
checkpoint of a store for reading, and ends when its input does. Whatever a query does to it, the server starts another.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import BinaryIO, cast

import pyoxigraph as ox

from kg.errors import GraphError, QueryError
from kg.model import Settings
from kg.store import Answer, EmbeddedStore
from kg.store.clauses import calls_service
from kg.store.tables import WRITERS, Row, write_answer
from kg.web.sparql.graphs import write_graph
from kg.web.sparql.jobs import (
    DATA,
    DONE,
    FAILED,
    HEAD,
    MESSAGE,
    OUT_OF_MEMORY,
    READY,
    STARTED,
    Failure,
    Job,
    Kind,
    Reason,
    frame,
    read_head,
)

_GRACE = 2.0
"""Seconds past the limit of a query after which the kernel ends this process, should the server have died."""


def main() -> None:
    """Answer jobs until no more can come."""
    where, base, megabytes = sys.argv[1:]
    jobs, out = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever else is printed is no result
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        store = EmbeddedStore.open(where, settings=Settings(base=base))
    except GraphError as error:
        out.write(_failure(Failure(Reason.DOWN, str(error))))
        out.flush()
        return
    _limit_memory(int(megabytes) * 1_000_000)
    out.write(frame(READY, b""))
    out.flush()
    while len(head := jobs.read(HEAD)) == HEAD:
        job = Job.decode(jobs.read(read_head(head)[1]))
        signal.setitimer(signal.ITIMER_REAL, job.seconds + _GRACE)
        run(store, job, out)
        out.flush()
        signal.setitimer(signal.ITIMER_REAL, 0)


def _limit_memory(size: int) -> None:
    """Let the kernel refuse this process more memory than that, where it can: on Linux, and not on macOS."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_DATA, (size if most == resource.RLIM_INFINITY else min(size, most), most))


def run(store: EmbeddedStore, job: Job, out: BinaryIO) -> None:
    """Write what the query of a job finds, or why there is no result."""
    writer = Writer(out, job.size)
    try:
        rows = _answer(store, job, writer)
        writer.flush()
        out.write(frame(DONE, json.dumps({"rows": rows}).encode()))
    except Failure as failure:
        out.write(_failure(failure))
    except QueryError as error:
        out.write(_failure(Failure(Reason.SYNTAX, str(error))))
    except MemoryError:
        out.write(_failure(Failure(Reason.MEMORY, OUT_OF_MEMORY)))
    except (OSError, RuntimeError, ValueError) as error:
        out.write(_failure(Failure(Reason.FAILED, f"The query failed: {error}.")))


def _failure(failure: Failure) -> bytes:
    return frame(FAILED, json.dumps({"reason": failure.reason, "message": str(failure)}).encode())


def _answer(store: EmbeddedStore, job: Job, writer: Writer) -> int:
    """Write what the query finds, and return how many rows or triples that are."""
    if calls_service(job.query):
        raise Failure(
            Reason.REFUSED,
            "SERVICE is refused: this endpoint sends no requests to others. Ask them yourself, and put what they say "
            "into the query with VALUES.",
        )
    found = store.answer(job.query, default_graphs=job.default_graphs, named_graphs=job.named_graphs)
    kind = _kind_of(found)
    form = job.formats.get(kind)
    if form is None:
        raise Failure(Reason.UNACCEPTABLE, kind)
    writer.start(kind)
    if isinstance(found, ox.QueryBoolean):
        writer.write(write_answer(bool(found), form).encode())
        return 1
    if isinstance(found, ox.QueryTriples):
        return _write_graph(found, store.namespaces.prefixes, form, job.rows, writer)
    return _write_table(found, form, job.rows, writer)


def _kind_of(found: Answer) -> Kind:
    if isinstance(found, ox.QueryBoolean):
        return Kind.BOOLEAN
    return Kind.GRAPH if isinstance(found, ox.QueryTriples) else Kind.BINDINGS


def _write_table(found: ox.QuerySolutions, form: str, most: int, writer: Writer) -> int:
    rows = Counted(found, most)
    for text in WRITERS[form]([variable.value for variable in found.variables], rows):
        writer.write(text.encode("utf-8", "replace"))
    return rows.number


class Counted:
    """Rows that are counted as they are read; a `Failure` comes after the most that there may be."""

    def __init__(self, rows: Iterable[Row], most: int) -> None:
        self.number = 0
        self._rows, self._most = rows, most

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.number += 1
            if self.number > self._most:
                raise _too_many("rows", self._most)
            yield row


def _write_graph(found: ox.QueryTriples, prefixes: dict[str, str], form: str, most: int, writer: Writer) -> int:
    """Write triples, each once, and those of a subject together."""
    triples = list(islice(found, most + 1))
    if len(triples) > most:
        raise _too_many("triples", most)
    ordered = sorted(dict.fromkeys(triples), key=str)
    write_graph(ordered, cast(BinaryIO, writer), form, prefixes)
    return len(ordered)


def _too_many(what: str, most: int) -> Failure:
    return Failure(
        Reason.ROWS, f"The result has more than {most:,} {what}, the most that this server gives. Add LIMIT {most}, or "
        "fetch the parts one after the other with ORDER BY, LIMIT and OFFSET.",
    )  # fmt: skip


class Writer:
    """Sends a result in messages; a `Failure` comes where it gets too large."""

    def __init__(self, out: BinaryIO, most: int) -> None:
        self._out, self._left, self._most = out, most, most
        self._waiting = bytearray()

    def start(self, kind: Kind) -> None:
        """Tell what kind of result follows."""
        self._out.write(frame(STARTED, kind.encode()))

    def write(self, data: bytes) -> int:
        """Send some bytes, and return their number."""
        self._left -= len(data)
        if self._left < 0:
            raise Failure(
                Reason.SIZE, f"The result is larger than {self._most / 1_000_000:,g} MB, the most that this server "
                "gives. Select fewer variables, or add LIMIT.",
            )  # fmt: skip
        self._waiting += data
        if len(self._waiting) >= MESSAGE:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send what waits."""
        for start in range(0, len(self._waiting), MESSAGE):
            self._out.write(frame(DATA, bytes(self._waiting[start : start + MESSAGE])))
        self._waiting.clear()


if __name__ == "__main__":
    main()
