"""Processes that read documents within limits: one that hangs, dies or swells is replaced, its document left out."""

from __future__ import annotations

import gc
import logging
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import ModuleType

from kg.encoding import Encoded
from kg.errors import KGError
from kg.model import Document, Extraction, Extractor, LeftOut
from kg.processes import Gauge

_log = logging.getLogger(__name__)

Found = tuple[Document, Encoded | LeftOut]
Summarize = Callable[[Document, Extraction], tuple[str, str]]
"""Returns the summary of a document for resolution, in its two parts."""

# The longest text that is read at all (`kg.documents.LONGEST_TEXT`) takes 92 s on a 2-core machine: three times that.
TIME_LIMIT = 300.0
# A process takes 125 MB with the language model, and 190 MB when it reads the longest text: ten times that.
MEMORY_LIMIT = 2_000
# A process takes up to 20 s to start on a machine that is busy with other things; one that starves is an error.
_START_LIMIT = 180.0
_MOST_FAILED_STARTS = 3
# A process that swells takes about 1,000 MB a second, so it is over its limit by a quarter of that at most.
_SECONDS_BETWEEN_LOOKS = 0.25
# A longer gap between two looks is no fault of a document: the build was halted (Ctrl-Z), or its caller is slow.
_LONGEST_GAP = 5.0
# Characters that wait for each process: a third of a second's work, so that none is idle, and little to hold or to
# read anew. A long document has nothing waiting behind it.
_AHEAD = 10_000


@dataclass(frozen=True)
class Limits:
    """What one document may take: `seconds` of time, and `megabytes` (millions of bytes) with the language model."""

    seconds: float = TIME_LIMIT
    megabytes: int = MEMORY_LIMIT

    @classmethod
    def of(cls, seconds: float | None, megabytes: int | None) -> Limits:
        """Return these limits, the default for each that is None."""
        return cls(TIME_LIMIT if seconds is None else seconds, MEMORY_LIMIT if megabytes is None else megabytes)


class Pool:
    """Up to `count` processes, started as documents come; each has an extractor that `make`, sent to it, returns.

    Processes are spawned, not forked: onnxruntime and Oxigraph hold threads and locks that a fork would break. Each
    has a pipe of its own, so that killing one harms no other; no pool of the libraries we know can promise that.
    """

    def __init__(
        self, make: Callable[[], Extractor], count: int, limits: Limits,
        make_summarize: Callable[[], Summarize] | None = None,
    ) -> None:  # fmt: skip
        self._make, self._count, self._limits, self._make_summarize = make, count, limits, make_summarize
        self._workers: list[_Worker] = []
        self._suspects: set[str] = set()
        self._failed_starts = 0
        self._looked = time.monotonic()

    def extract(self, documents: Iterator[Document]) -> Iterator[Found]:
        """Yield each document with its extraction as they are done, reading `documents` hardly ahead of that.

        A document is left out if it takes longer than the limit, or if the process that reads it dies or needs more
        memory twice, the second time a fresh process. Raises `KGError` where no document is at fault.
        """
        try:
            self._hand_out(documents)
            while any(worker.queue for worker in self._workers):
                for worker in self._find_ready():
                    yield from self._receive(worker)
                    self._hand_out(documents)
                yield from self._look()
                self._hand_out(documents)
        finally:
            for worker in self._workers:
                worker.process.kill()
            for worker in self._workers:
                worker.end()

    def _hand_out(self, documents: Iterator[Document]) -> None:
        """Give each process something to do, and a little more."""
        while len(self._workers) < self._count or any(worker.load < _AHEAD for worker in self._workers):
            document = next(documents, None)
            if document is None:
                return
            worker = min(self._workers, key=lambda worker: worker.load, default=None)
            if worker is None or (worker.queue and len(self._workers) < self._count):
                worker = self._start()
            worker.give(document)

    def _start(self) -> _Worker:
        worker = _Worker(self._make, self._make_summarize)
        self._workers.append(worker)
        return worker

    def _find_ready(self) -> list[_Worker]:
        """Return the processes that have something to say, after a short wait none."""
        ready = connection.wait([worker.pipe for worker in self._workers], timeout=_SECONDS_BETWEEN_LOOKS)
        return [worker for worker in self._workers if worker.pipe in ready]

    def _receive(self, worker: _Worker) -> Iterator[Found]:
        """Yield what a process found, or deal with its death."""
        try:
            found = worker.pipe.recv()
        except (EOFError, OSError):
            yield from self._lose(worker, "the process that read it died, perhaps for want of memory")
            return
        if isinstance(found, KGError):
            raise found
        if worker.is_ready:
            yield worker.done(), found
        else:
            worker.is_ready, worker.since, self._failed_starts = True, time.monotonic(), 0

    def _look(self) -> Iterator[Found]:
        """Kill the processes that are beyond a limit, and yield the documents that are left out for it."""
        now = time.monotonic()
        passed, limits = now - self._looked, self._limits
        if passed < _SECONDS_BETWEEN_LOOKS:
            return
        self._looked = now
        for worker in [worker for worker in self._workers if worker.queue]:
            worker.since += passed if passed > _LONGEST_GAP else 0
            if worker.pipe.poll():
                continue  # it is done, or dead
            if not worker.is_ready:
                if now - worker.since > _START_LIMIT:
                    raise KGError(f"a process that reads documents did not start in {_START_LIMIT:.0f} s; {_ADVICE}")
            elif now - worker.since > limits.seconds:
                reason = f"it took longer than {limits.seconds:,g} s"
                yield from self._lose(worker, reason, is_certain=True)
            elif worker.gauge.count_bytes() > limits.megabytes * 1_000_000:
                yield from self._lose(worker, f"it needed more than {limits.megabytes:,} MB")

    def _lose(self, worker: _Worker, reason: str, *, is_certain: bool = False) -> Iterator[Found]:
        """Replace a process, and yield the document it was lost by; the others that waited for it are read anew.

        Unless it `is_certain`, the document gets a second try: the system may kill a process for what others take.
        """
        worker.end()
        self._workers.remove(worker)
        if not worker.queue:
            return
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_FAILED_STARTS:
                raise KGError(f"the processes that read documents die when they start; {_ADVICE}")
        elif is_certain or worker.queue[0].id in self._suspects:
            document = worker.done()
            yield document, LeftOut(document.source, reason)
        else:
            _log.info("%s: %s; it is read once more", worker.queue[0].source, reason)
            self._suspects.add(worker.queue[0].id)
        if worker.queue:
            replacement = self._start()
            for document in worker.queue:
                replacement.give(document)


_ADVICE = "free some memory, or use fewer --workers"


class _Worker:
    """One process, and the documents it was given: it reads the first of `queue` since `since`."""

    def __init__(self, make: Callable[[], Extractor], make_summarize: Callable[[], Summarize] | None) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, make, make_summarize), daemon=True)
        with hidden_main(), blocked_interrupts():
            self.process.start()
        theirs.close()
        self.gauge = Gauge(self.process.pid or 0)
        self.queue: deque[Document] = deque()
        self.load = 0  # in characters
        self.is_ready, self.since = False, time.monotonic()
        # A thread sends, because a pipe takes no more while the process is busy, and perhaps never again.
        self._outbox: SimpleQueue[Document | None] = SimpleQueue()
        self._sender = threading.Thread(target=self._send, daemon=True)
        self._sender.start()

    def _send(self) -> None:
        while (document := self._outbox.get()) is not None:
            try:
                self.pipe.send(document)
            except OSError:  # the process is dead, as the reader of the pipe learns too
                return

    def give(self, document: Document) -> None:
        if not self.queue:
            self.since = time.monotonic()
        self.queue.append(document)
        self.load += len(document.text)
        self._outbox.put(document)

    def done(self) -> Document:
        """Return the document that was read, and go on to the next one."""
        document = self.queue.popleft()
        self.load -= len(document.text)
        self.since = time.monotonic()
        return document

    def end(self) -> None:
        """Kill the process, whatever it does: it keeps nothing."""
        self.process.kill()
        self.process.join()
        self._outbox.put(None)
        self._sender.join()
        self.pipe.close()


@contextmanager
def hidden_main() -> Iterator[None]:
    """Keep new processes from running the user's script again, so that it needs no `if __name__ == "__main__"`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


@contextmanager
def blocked_interrupts() -> Iterator[None]:
    """Start processes that Ctrl-C, which reaches all of them, does not stop: the first one tidies up."""
    resource_tracker.ensure_running()  # the first process would start it, and that lets interrupts through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT,))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


# In the process


def _serve(
    pipe: Connection, make: Callable[[], Extractor], make_summarize: Callable[[], Summarize] | None
) -> None:  # fmt: skip
    """Send what is found in each document that comes, until no more can come."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        extractor = make()
        summarize = make_summarize() if make_summarize is not None else None
    except KGError as error:
        pipe.send(error)
        return
    spare_collector()
    pipe.send(None)  # ready
    while True:
        try:
            document = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            found = extract_safely(document, extractor)
            # JSON takes half as long to send as what it tells, and is what the archive keeps.
            pipe.send(found if isinstance(found, LeftOut) else _encode(document, found, summarize))
        except KGError as error:
            pipe.send(error)


def _encode(document: Document, extraction: Extraction, summarize: Summarize | None) -> Encoded:
    return Encoded.of(extraction, summarize(document, extraction) if summarize is not None else None)


def spare_collector() -> None:
    """Let the collector of cycles leave alone what stays, and look less often: documents leave hardly any cycle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def end_with_parent() -> None:
    """End this process when the build is killed, even in the midst of a document."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def extract_safely(document: Document, extractor: Extractor) -> Extraction | LeftOut:
    """Return what is found in a document, or why it is left out; `KGError` where the document is not at fault."""
    try:
        return extractor.extract(document)
    except KGError:
        raise  # a missing model
    except MemoryError:
        return LeftOut(document.source, "there was not enough memory to read it")
    except Exception as error:  # whatever a rule stumbles over, it is this one document that is lost
        _log.debug("extraction of %s failed", document.source, exc_info=True)
        return LeftOut(document.source, f"the extractor failed on it ({type(error).__name__}: {error})")
