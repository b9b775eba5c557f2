"""One of the processes that run queries, as the server sees it: it is started, given a query, and killed."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import tempfile
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import kg
from kg.processes import Gauge
from kg.web.sparql.jobs import (
    DATA,
    DONE,
    FAILED,
    HEAD,
    OUT_OF_MEMORY,
    READY,
    STARTED,
    Failure,
    Job,
    Kind,
    Limits,
    Reason,
    frame,
    read_head,
)

_START_LIMIT = 60.0
"""Seconds; a process takes a quarter of one to start, and far longer on a machine that is busy with other things."""

_LAST_WORDS = 2_000
"""Bytes of what a process wrote to standard error that are looked at when it died."""

_LEAST = 19
"""The niceness of a process whose query is long: it takes what the others leave."""


@dataclass(frozen=True)
class Result:
    """What a query found: what kind it is, how many rows or triples, and the bytes in a file of its own.

    `mark` tells which checkpoint was asked.
    """

    mark: str
    kind: Kind
    rows: int
    size: int
    content: BinaryIO


class Worker:
    """A process that has a store open, and runs one query at a time; `start` makes one.

    `since` is when its query began, None if it has none. `is_stale` tells that there is a newer checkpoint.
    """

    def __init__(self, process: Process, errors: BinaryIO, mark: str) -> None:
        self._process, self._errors, self.mark = process, errors, mark
        self.gauge = Gauge(process.pid)
        self.since: float | None = None
        self._before = 0.0
        self.is_stale = self._is_last = False
        self._fault: Failure | None = None

    @classmethod
    async def start(cls, store: Path, mark: str, base: str, limits: Limits) -> Worker:
        """Return a process that is ready; `Failure` if it cannot be. `mark` tells its checkpoint from others."""
        errors = tempfile.TemporaryFile()  # noqa: SIM115 (it is read when the process is dead)
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "kg.web.sparql.worker", str(store.absolute()), base, str(limits.megabytes),
            stdin=PIPE, stdout=PIPE, stderr=errors, env=_environment(),
            start_new_session=True,  # Ctrl-C stops the server, and the server this
        )  # fmt: skip
        worker = cls(process, errors, mark)
        try:
            async with asyncio.timeout(_START_LIMIT):
                kind, content = await worker._receive()
        except TimeoutError:
            await worker.end()
            raise Failure(
                Reason.DOWN, f"A process that runs queries did not start in {_START_LIMIT:.0f} s."
            ) from None  # fmt: skip
        except BaseException:
            await worker.end()
            raise
        if kind != READY:
            await worker.end()
            raise Failure(Reason.DOWN, json.loads(content)["message"])
        return worker

    async def run(self, job: Job, spool: BinaryIO, count: Callable[[int], None]) -> Result:
        """Return what a query finds, its bytes written to `spool`, and their number told to `count` as they come.

        `Failure` tells why there is no result; the process may be dead then.
        """
        self.since, self._before = time.monotonic(), self.gauge.count_seconds()
        assert self._process.stdin is not None
        with suppress(ConnectionError):  # it is dead, as reading tells
            self._process.stdin.write(frame(b"J", job.encode()))
            await self._process.stdin.drain()
        size, kind = 0, Kind.BINDINGS
        while True:
            message, content = await self._receive()
            if message == STARTED:
                kind = Kind(content.decode())
            elif message == DATA:
                spool.write(content)
                size += len(content)
                count(len(content))
            elif message == DONE:
                self.since = None
                return Result(self.mark, kind, json.loads(content)["rows"], size, spool)
            elif message == FAILED:
                self.since = None
                found = json.loads(content)
                raise Failure(Reason(found["reason"]), found["message"])

    async def _receive(self) -> tuple[bytes, bytes]:
        """Return the next message; `Failure` if the process ends."""
        assert self._process.stdout is not None
        try:
            kind, length = read_head(await self._process.stdout.readexactly(HEAD))
            return kind, await self._process.stdout.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            status = await self._process.wait()
            raise self._fault or _explain(status, self._read_last_words()) from None

    def _read_last_words(self) -> str:
        size = self._errors.seek(0, os.SEEK_END)
        self._errors.seek(max(size - _LAST_WORDS, 0))
        return self._errors.read().decode("utf-8", "replace")

    def stop(self, fault: Failure) -> None:
        """Kill the process, and let its query fail with this."""
        self._fault = self._fault or fault
        with suppress(ProcessLookupError):
            self._process.kill()

    async def end(self) -> None:
        """Kill the process, and wait until it is gone."""
        with suppress(ProcessLookupError):
            self._process.kill()
        assert self._process.stdout is not None
        with suppress(RuntimeError):  # somebody else reads
            # Some versions of Python wait for a process until what it wrote is read as well.
            await self._process.stdout.read()
        await self._process.wait()
        self._errors.close()

    @property
    def is_alive(self) -> bool:
        """Whether the process has not ended."""
        return self._process.returncode is None

    @property
    def is_fit(self) -> bool:
        """Whether the process can run another query as well as the one before."""
        return self.is_alive and self.since is None and self._fault is None and not self._is_last

    @property
    def work(self) -> float:
        """The seconds of the processors that its query has taken, 0 if it has none."""
        return 0.0 if self.since is None else self.gauge.count_seconds() - self._before

    def put_last(self) -> None:
        """Give the process the time of the processor that nobody else wants; that cannot be taken back."""
        if not self._is_last:
            self._is_last = True
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _LEAST)


def _environment() -> dict[str, str]:
    """Return the environment of a process: it finds this very package, and nothing else before it."""
    paths = [str(Path(kg.__file__).parents[1]), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "RUST_BACKTRACE": "0"}


def _explain(status: int, words: str) -> Failure:
    """Return why a process ended that nobody stopped."""
    if "memory allocation" in words or "bad_alloc" in words or "MemoryError" in words:
        return Failure(Reason.MEMORY, OUT_OF_MEMORY)
    if status == -signal.SIGKILL:
        return Failure(Reason.CRASHED, "The system ended the process that ran the query, perhaps for want of memory.")
    if status == -signal.SIGSEGV or "stack overflow" in words:
        return Failure(
            Reason.CRASHED, "The query is nested too deeply, or has too many parts: it ended the process that read it. "
            "Write it shorter, for example with VALUES instead of many UNIONs.",
        )  # fmt: skip
    return Failure(Reason.CRASHED, f"The query ended the process that ran it (status {status}).")
