"""Calls a function on many things, in worker processes where there are enough of them, and yields results in order."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import Any, TypeVar

from kg.errors import KGError
from kg.pipeline.pool import blocked_interrupts, end_with_parent, hidden_main, spare_collector

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

# Things handed out ahead of each process: enough that none waits, few enough to hold.
_AHEAD = 3
_context: Any = None


def map_in_order(
    function: Callable[[Context, Item], Result], make: Callable[[], Context], items: Iterable[Item], workers: int
) -> Iterator[Result]:
    """Yield what `function` returns for a context and each item, in order.

    Each process has a context of its own, that `make`, sent to it, returns; one worker means this process. Raises what
    the function raises, and `KGError` where a process dies.
    """
    if workers == 1:
        context = make()
        for item in items:
            yield function(context, item)
        return
    with hidden_main():
        pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=(make,))
    try:
        yield from _map(pool, function, iter(items), workers * _AHEAD)
    except BrokenProcessPool as error:
        raise KGError(_DIED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def call_apart(function: Callable[[Item], Result], item: Item) -> Result:
    """Return what `function` returns, called in a process of its own, whose memory is free again afterwards."""
    with hidden_main():
        pool = ProcessPoolExecutor(1, get_context("spawn"), initializer=_watch)
    try:
        with hidden_main(), blocked_interrupts():
            future = pool.submit(function, item)
        return future.result()
    except BrokenProcessPool as error:
        raise KGError(_DIED) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


_DIED = "a process that makes the graph died; free some memory, or use fewer --workers"


def _map(
    pool: ProcessPoolExecutor, function: Callable[[Any, Item], Result], items: Iterator[Item], most: int
) -> Iterator[Result]:
    running: deque[Future[Result]] = deque()
    while True:
        for item in islice(items, most - len(running)):
            with hidden_main(), blocked_interrupts():
                running.append(pool.submit(_call, function, item))
        if not running:
            return
        yield running.popleft().result()


def _start(make: Callable[[], Any]) -> None:
    global _context
    _watch()
    _context = make()
    spare_collector()


def _watch() -> None:
    threading.Thread(target=end_with_parent, daemon=True).start()


def _call(function: Callable[[Any, Item], Result], item: Item) -> Result:
    return function(_context, item)
