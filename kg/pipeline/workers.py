"""Runs an extractor over documents in worker processes; a document that kills one is left out."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from types import ModuleType

from kg.errors import KGError
from kg.model import Document, Extraction, Extractor, LeftOut, Settings

_log = logging.getLogger(__name__)

# Documents handed out ahead of each worker: enough that none waits, few enough to hold in memory.
_AHEAD = 3

_extractor: Extractor | None = None


def make_extractor(settings: Settings) -> Extractor:
    """Return the extractor that settings name."""
    from kg.extractors import RuleExtractor

    return RuleExtractor(settings)


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_documents(
    documents: Iterable[Document], extractor: Extractor, settings: Settings, workers: int | None = None
) -> Iterator[tuple[Document, Extraction | LeftOut]]:
    """Yield each document with its extraction, as they are done; a document that the extractor fails on is left out.

    One worker means this process; by default there is one for each processor, and no more than documents.
    """
    documents = iter(documents)
    first = list(islice(documents, workers or count_processors()))
    everything = chain(first, documents)
    if len(first) > 1:
        yield from _extract_in_pool(everything, settings, len(first))
    else:
        yield from ((document, _extract_safely(document, extractor)) for document in everything)


def _extract_safely(document: Document, extractor: Extractor) -> Extraction | LeftOut:
    try:
        return extractor.extract(document)
    except KGError:
        raise  # a missing model is not the document's fault
    except Exception as error:  # whatever a rule stumbles over, it is this one document that is lost
        _log.debug("extraction of %s failed", document.source, exc_info=True)
        return LeftOut(document.source, f"the extractor failed on it ({type(error).__name__}: {error})")


def _extract_in_pool(
    documents: Iterator[Document], settings: Settings, workers: int
) -> Iterator[tuple[Document, Extraction | LeftOut]]:
    unsent: list[Document] = []
    while True:
        pool = _make_pool(settings, workers)
        running: dict[Future[Extraction | LeftOut], Document] = {}
        try:
            yield from _run_pool(pool, documents, unsent, running, workers * _AHEAD)
            return
        except BrokenProcessPool:
            _log.warning("a worker process died; the documents it may have died of are read one by one")
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        for document in running.values():
            yield document, _extract_alone(document, settings)


def _run_pool(
    pool: ProcessPoolExecutor,
    documents: Iterator[Document],
    unsent: list[Document],
    running: dict[Future[Extraction | LeftOut], Document],
    most: int,
) -> Iterator[tuple[Document, Extraction | LeftOut]]:
    """Yield results until there are no documents; where the pool breaks, `unsent` and `running` hold what is open."""
    while True:
        unsent += islice(documents, max(0, most - len(running) - len(unsent)))
        while unsent:
            running[_submit(pool, unsent[0])] = unsent[0]
            del unsent[0]
        if not running:
            return
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            yield running[future], future.result()
            del running[future]


def _extract_alone(document: Document, settings: Settings) -> Extraction | LeftOut:
    """Return the extraction of one document in a process of its own, which may die of it."""
    pool = _make_pool(settings, 1)
    try:
        return _submit(pool, document).result()
    except BrokenProcessPool:
        return LeftOut(document.source, "the process that read it died, perhaps for want of memory")
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _make_pool(settings: Settings, workers: int) -> ProcessPoolExecutor:
    # spawn, not fork: onnxruntime and Oxigraph hold threads and locks that a fork would break.
    return ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start_worker, initargs=(settings,))


def _submit(pool: ProcessPoolExecutor, document: Document) -> Future[Extraction | LeftOut]:
    with _hidden_main():
        return pool.submit(_extract_in_worker, document)


@contextmanager
def _hidden_main() -> Iterator[None]:
    """Keep new processes from running the user's script again, so that it needs no `if __name__ == "__main__"`."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _start_worker(settings: Settings) -> None:
    global _extractor
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one tidies up
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _extractor = make_extractor(settings)


def _end_with_parent() -> None:
    """End this worker when the build is killed; its queue would keep it waiting for ever."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _extract_in_worker(document: Document) -> Extraction | LeftOut:
    if _extractor is None:
        raise RuntimeError("the worker was not started with settings")
    return _extract_safely(document, _extractor)
