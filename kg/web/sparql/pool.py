"""The processes that run queries: handed out to one query at a time, watched, stopped at a limit and replaced.

Half of them are kept for quick queries: while others wait, a query that is long is stopped unless it is among the
first that fill the other half.
"""

from __future__ import annotations

import asyncio
import logging
import tempfile
import time
from asyncio import Future, Task
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from kg.archive import RDF_NAME, open_archive, settings_of
from kg.errors import KGError
from kg.store.checkpoints import read_mark
from kg.web.sparql.jobs import OUT_OF_MEMORY, Failure, Job, Limits, Reason
from kg.web.sparql.process import Result, Worker

_log = logging.getLogger(__name__)

_SECONDS_BETWEEN_LOOKS = 0.1
"""A query that swells takes a gigabyte a second where the kernel does not hold it: a tenth of that is too much."""
_SECONDS_BETWEEN_CHECKPOINTS = 1.0
_LONG = 0.25
"""Seconds of a processor after which a query is long: many times what a question about one entity takes. Seconds by the
clock would tell of the machine, and not of the query.
"""
_SPARES = 2
"""Processes beyond those that may run queries at once: one that is killed has another in its place at once."""
_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
"""Seconds to wait before a process is started again that failed to start."""
_IN_MEMORY = 1_000_000
"""Bytes of a result that are kept in memory; what is larger goes to a file."""
_SPENT = 0.5
"""The share of its memory limit with which a process is replaced: what a query took is not given back."""


class Pool:
    """Processes that run queries on the newest checkpoint of a graph folder."""

    def __init__(self, graph: Path, limits: Limits) -> None:
        self._graph, self.limits = graph, limits
        self._idle: deque[Worker] = deque()
        self._busy: set[Worker] = set()
        self._waiting: deque[Future[Worker]] = deque()
        self._tasks: set[Task[None]] = set()
        self._base, self._mark = "", ""
        self._fault = ""
        self._spooled = 0
        self._is_stopped = False

    @property
    def mark(self) -> str:
        """What tells the checkpoint that is asked from others."""
        return self._mark

    async def start(self) -> None:
        """Start the processes, and return when one is ready; `KGError` if the graph cannot be read."""
        self._read_state()
        await self._add()
        for _ in range(1, self.limits.workers + _SPARES):
            self._do(self._replace())
        self._do(self._watch())

    async def stop(self) -> None:
        """End all processes, whatever they do."""
        self._is_stopped = True
        for task in [*self._tasks]:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(worker.end() for worker in [*self._idle, *self._busy]))
        self._idle.clear()

    def _do(self, work: Coroutine[None, None, None]) -> None:
        """Let something be done meanwhile."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Queries

    async def run(self, job: Job) -> Result:
        """Return what a query finds; `release` has to be called with it. `Failure` tells why there is no result.

        If the task is cancelled the query is stopped.
        """
        if self._spooled > self.limits.spool_megabytes * 1_000_000:
            raise _busy("Too many results are still being sent.")
        worker = await self._take()
        # What it writes counts as long as somebody may read it.
        spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115
        size = 0

        def count(number: int) -> None:
            nonlocal size
            size += number
            self._spooled += number

        try:
            async with asyncio.timeout(self.limits.seconds):
                return await worker.run(job, spool, count)
        except BaseException as error:
            self._spooled -= size
            spool.close()
            if isinstance(error, TimeoutError):
                raise self._too_long() from None
            raise
        finally:
            self._give_back(worker)

    def release(self, result: Result) -> None:
        """Let go of a result that was sent, or that nobody wants any more."""
        self._spooled -= result.size
        result.content.close()

    def _too_long(self) -> Failure:
        return Failure(
            Reason.TIME, f"The query takes longer than {self.limits.seconds:g} s, the most that this server gives, and "
            "was stopped. Ask for less: name a subject or a property, or join fewer patterns.",
        )  # fmt: skip

    async def _take(self) -> Worker:
        """Return a process for a query; `Failure` if too many wait for one, or none can be had."""
        if self._fault and not self._busy and not self._idle:
            raise Failure(Reason.DOWN, self._fault)
        future: Future[Worker] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        self._hand_out()
        try:
            if not future.done() and len(self._waiting) > self.limits.waiting:
                raise _busy("Too many queries wait.")
            async with asyncio.timeout(self.limits.seconds):
                return await future
        except BaseException as error:
            if future.done() and not future.cancelled() and future.exception() is None:
                self._give_back(future.result())
            if isinstance(error, TimeoutError):
                raise _busy("All processes that run queries are taken.") from None
            raise
        finally:
            with suppress(ValueError):
                self._waiting.remove(future)

    def _hand_out(self) -> None:
        """Give processes to those who have waited longest, as many as may run queries at once."""
        while self._waiting and self._idle and len(self._busy) < self.limits.workers:
            worker = self._idle.pop()
            if not worker.is_alive:
                self._part_with(worker)
                continue
            future = self._waiting.popleft()
            if future.done():
                self._idle.append(worker)
            else:
                self._busy.add(worker)
                future.set_result(worker)

    def _give_back(self, worker: Worker) -> None:
        """Keep a process for the next query, or part with it if it was stopped, or is worn."""
        self._busy.discard(worker)
        is_worn = worker.gauge.count_bytes() > _SPENT * self.limits.megabytes * 1_000_000
        if worker.is_fit and not worker.is_stale and not is_worn:
            self._idle.append(worker)
        else:
            self._part_with(worker)
        self._hand_out()

    def _part_with(self, worker: Worker) -> None:
        """End a process, and start another; for one that is stale, that was done before."""
        self._do(worker.end())
        if not worker.is_stale:
            self._do(self._replace())

    # Processes

    async def _add(self) -> None:
        worker = await Worker.start(self._graph / RDF_NAME, self._mark, self._base, self.limits)
        self._fault = ""
        if worker.mark != self._mark:  # a build published while it started
            self._make_stale(worker)
        self._idle.append(worker)
        self._hand_out()

    async def _replace(self) -> None:
        """Start a process, again and again until it is ready."""
        pause = _PAUSE
        while not self._is_stopped:
            try:
                await self._add()
                break
            except (Failure, OSError) as error:
                _log.warning("a process that runs queries does not start: %s", error)
                if pause > _PAUSE:  # not the first time, so it is no accident
                    self._fault = str(error)
                    self._refuse_waiting()
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
        for worker in [worker for worker in self._idle if worker.is_stale][:1]:
            self._idle.remove(worker)
            await worker.end()

    def _refuse_waiting(self) -> None:
        """Tell those who wait that nothing will come, if no process is left."""
        if self._busy or self._idle:
            return
        for future in self._waiting:
            if not future.done():
                future.set_exception(Failure(Reason.DOWN, self._fault))

    async def _watch(self) -> None:
        """Keep the processes within their limits, and on the newest checkpoint."""
        looked = time.monotonic()
        while True:
            await asyncio.sleep(_SECONDS_BETWEEN_LOOKS)
            self._keep_alive()
            self._keep_memory()
            self._keep_order()
            if time.monotonic() - looked >= _SECONDS_BETWEEN_CHECKPOINTS:
                looked = time.monotonic()
                self._keep_up()

    def _keep_alive(self) -> None:
        """Replace what died while it had nothing to do: a system short of memory ends whatever it likes."""
        for worker in [worker for worker in self._idle if not worker.is_alive]:
            self._idle.remove(worker)
            self._part_with(worker)

    def _keep_memory(self) -> None:
        for worker in self._busy:
            if worker.gauge.count_bytes() > self.limits.megabytes * 1_000_000:
                worker.stop(Failure(Reason.MEMORY, OUT_OF_MEMORY))

    def _keep_order(self) -> None:
        """Put long queries behind the others, and stop those that take more than half of the processes from them."""
        long = sorted((worker for worker in self._busy if worker.work > _LONG), key=lambda worker: worker.since or 0.0)
        for worker in long:
            worker.put_last()
        if self._waiting:
            for worker in long[max(self.limits.workers // 2, 1) :]:
                worker.stop(_busy("Other queries wait, so this one, which takes long, was stopped."))

    def _keep_up(self) -> None:
        """Replace the processes if a build has published a newer checkpoint."""
        if read_mark(self._graph / RDF_NAME) in (None, self._mark):
            return
        try:
            self._read_state()
        except KGError as error:
            _log.warning("the newest checkpoint cannot be read: %s", error)
            return
        for worker in [worker for worker in (*self._idle, *self._busy) if not worker.is_stale]:
            self._make_stale(worker)

    def _make_stale(self, worker: Worker) -> None:
        """Let another process take the place of one that has an old checkpoint open; it goes when that is ready."""
        worker.is_stale = True
        self._do(self._replace())

    def _read_state(self) -> None:
        """Read which checkpoint is the newest, and under what base its names stand."""
        mark = read_mark(self._graph / RDF_NAME) or ""
        with open_archive(self._graph) as archive:
            self._base = settings_of(archive).base
        self._mark = mark


def _busy(what: str) -> Failure:
    return Failure(Reason.BUSY, f"{what} Try again in a moment.")
