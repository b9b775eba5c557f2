"""How `kg serve` stands a crowd: pages, queries beside a bomb, and 50 clients of whom one in four means no good."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import psutil

from .builds import watch
from .crowd import BOMB, Crowd, Reply
from .floors import ROOT
from .made_up import Size, make_folder
from .measures import Measure

EDGES, EDGES_AN_ENTITY = 20_000, 4
MOST_BESIDE_A_BOMB, MOST_PAGE, MOST_MEMORY = 300.0, 200.0, 4_000.0
"""Milliseconds, and MB: four processes that run queries, of 1,000 MB each at most."""
_PAGES, _ROUNDS = 40, 3
_QUIET, _IDLE, _LOOKS = 0.5, 10.0, 3
"""Seconds in which a server that is prepared takes less than so many per cent of a processor, so often on end."""
_FEW = 4
"""Clients that ask ordinary queries beside a bomb."""
_ADDRESS = re.compile(r" at http://([^:/]+):([0-9]+)/")


@dataclass(frozen=True)
class Run:
    """A running server, and what it says of itself as it goes."""

    process: subprocess.Popen[str]
    host: str
    port: int


def measure(clients: int, seconds: float, edges: int = EDGES, *options: str) -> Iterator[Measure]:
    """Yield times, statuses and memory of a server in a process of its own on a made-up graph.

    `options` are for `kg serve`.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "graph.kg"
        folder.mkdir()
        dataset = make_folder(Size(edges, edges // EDGES_AN_ENTITY, is_dense=True), folder)
        subjects = Counter(assertion.subject_id.removeprefix("ent:") for assertion in dataset.assertions)
        slugs = [slug for slug, _ in subjects.most_common(500)]
        facts = [assertion.id for assertion in dataset.assertions[::97]]
        with serving(folder, *options) as (server, memory):
            crowd = Crowd(server.host, server.port, slugs, facts)
            yield from asyncio.run(_measure(server, crowd, clients, seconds))
            is_up = server.process.poll() is None
        yield Measure("is up at the end", "share", 100.0 * is_up, limit=100.0)
        yield Measure(
            "peak memory of server and workers together", "MB", round(memory[0], 1), lower_is_better=True,
            limit=MOST_MEMORY,
        )  # fmt: skip


async def _measure(server: Run, crowd: Crowd, clients: int, seconds: float) -> list[Measure]:
    started = time.perf_counter()
    first = await crowd.get("graph", "/api/graph")
    await _wait_until_prepared(server)
    prepared = time.perf_counter() - started
    graphs = [await crowd.get("graph", "/api/graph") for _ in range(_ROUNDS)]
    pages = [await crowd.get("entity", f"/api/entity/{slug}") for slug in crowd.slugs[:_PAGES] for _ in range(2)]
    beside = await _ask_beside_a_bomb(crowd, seconds / 3)
    before = len(crowd.replies)
    await crowd.gather(clients, seconds, crowd.ask_something)
    replies = crowd.replies[before:]
    last = await crowd.ask_sparql("last", "ASK { ?s ?p ?o }")
    _print_statuses(replies)
    ordinary = [reply for reply in replies if reply.kind == "ordinary"]
    answered = [reply for reply in ordinary if reply.status == 200]
    return [
        Measure("/api/graph, first after the start", "ms", _milliseconds([first], 1), is_gated=False),
        Measure("prepared after the start", "s", round(prepared, 1), is_gated=False),
        Measure("/api/graph", "ms, median", _milliseconds(graphs, 0.5), examples=_ROUNDS, is_gated=False),
        *_pages(pages),
        *_times("ordinary queries beside a bomb", beside, MOST_BESIDE_A_BOMB),
        *_times(f"ordinary queries in a crowd of {clients}", answered, None),
        _share("ordinary queries in the crowd, answered", answered, ordinary, is_gated=False),
        _share("requests of the crowd that had a status", [reply for reply in replies if reply.status], replies),
        _share("malformed requests that were refused", _refused(replies), _of(replies, "malformed")),
        _share("an ordinary query after it all, answered", [last] * (last.status == 200), [last]),
    ]


async def _wait_until_prepared(server: Run) -> None:
    """Return when the server, which computes at its start what pages need, has nothing more to do."""
    process, quiet = psutil.Process(server.process.pid), 0
    process.cpu_percent()
    while quiet < _LOOKS:
        await asyncio.sleep(_QUIET)
        quiet = quiet + 1 if process.cpu_percent() < _IDLE else 0


async def _ask_beside_a_bomb(crowd: Crowd, seconds: float) -> list[Reply]:
    """Return the replies to ordinary queries by a few clients, while one bomb after the other runs."""
    until = time.perf_counter() + seconds

    async def bomb() -> None:
        while time.perf_counter() < until:
            await crowd.ask_sparql("bomb", BOMB)

    bombing = asyncio.ensure_future(bomb())
    await asyncio.sleep(0.5)
    before = len(crowd.replies)
    await crowd.gather(_FEW, seconds - 0.5, lambda dice: crowd.ask_sparql("ordinary", crowd.make_query(dice)))
    replies = _of(crowd.replies[before:], "ordinary")
    bombing.cancel()
    await asyncio.gather(bombing, return_exceptions=True)
    wrong = Counter(reply.status for reply in replies if reply.status != 200)
    if wrong:
        raise click.ClickException(f"ordinary queries beside a bomb had the statuses {dict(wrong)}")
    return replies


def _of(replies: Sequence[Reply], kind: str) -> list[Reply]:
    return [reply for reply in replies if reply.kind == kind]


def _refused(replies: Sequence[Reply]) -> list[Reply]:
    return [reply for reply in _of(replies, "malformed") if 400 <= reply.status < 500 or reply.status == 503]


def _pages(pages: Sequence[Reply]) -> Iterator[Measure]:
    wrong = [reply.status for reply in pages if reply.status != 200]
    if wrong:
        raise click.ClickException(f"pages of entities had the statuses {dict(Counter(wrong))}")
    name = f"pages of the {_PAGES} best known entities"
    yield from _times(name, pages, MOST_PAGE)
    yield Measure(f"{name}, slowest", "ms", _milliseconds(pages, 1), examples=len(pages), is_gated=False)


def _times(name: str, replies: Sequence[Reply], most: float | None) -> Iterator[Measure]:
    for share, kind in ((0.5, "p50"), (0.95, "p95")):
        yield Measure(
            f"{name}, {kind}", "ms", _milliseconds(replies, share), examples=len(replies), lower_is_better=True,
            limit=most, is_gated=most is not None,
        )  # fmt: skip


def _milliseconds(replies: Sequence[Reply], share: float) -> float:
    """Return the time that such a share of the replies took at most."""
    seconds = sorted(reply.seconds for reply in replies)
    return round(1000 * seconds[min(int(share * len(seconds)), len(seconds) - 1)], 1) if seconds else 0.0


def _share(name: str, some: Sequence[Reply], of: Sequence[Reply], *, is_gated: bool = True) -> Measure:
    share = round(100 * len(some) / max(len(of), 1), 2)
    return Measure(name, "share", share, examples=len(of), limit=100.0 if is_gated else None, is_gated=is_gated)


def _print_statuses(replies: Sequence[Reply]) -> None:
    for kind in sorted({reply.kind for reply in replies}):
        counts = Counter(reply.status for reply in _of(replies, kind))
        told = ", ".join(f"{status or 'none'}: {count:,}" for status, count in sorted(counts.items()))
        click.echo(f"{kind:>10}  {told}")


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[tuple[Run, list[float]]]:
    """Give a running `kg serve`, and the peak of its memory with that of its processes, known when it has ended."""
    command = [sys.executable, "-m", "kg", "serve", "-g", str(folder), "--port", "0", *options]
    peak: list[float] = []
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        watcher = threading.Thread(target=lambda: peak.append(watch(process)[0]))
        watcher.start()
        try:
            assert process.stderr is not None
            said = ""
            while (found := _ADDRESS.search(said)) is None:
                if not (said := process.stderr.readline()):
                    raise click.ClickException("kg serve did not start")
            threading.Thread(target=process.stderr.read, daemon=True).start()  # else it waits until somebody reads
            yield Run(process, found[1], int(found[2])), peak
        finally:
            process.terminate()
            process.wait()
            watcher.join()


def measure_protocol() -> Iterator[Measure]:
    """Yield the share of the W3C's tests that pass: of those on queries, on updates, and on the service description."""
    sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "web")]
    from sparql_server import FEW, make_folder, serving, small_graphs
    from test_sparql_w3c import DESCRIPTION, PROTOCOL

    from kg.web.sparql.endpoint import Endpoint

    updates = [test for test in PROTOCOL if "update" in test.__name__]
    queries = [test for test in PROTOCOL if test not in updates]
    with tempfile.TemporaryDirectory() as name:
        folder = make_folder(Path(name) / "graph.kg", small_graphs("a", "b", "c"))
        with serving(Endpoint(folder, FEW)) as client:
            for tests, kind in (
                (queries, "protocol, queries: as expected"), (updates, "protocol, updates: refused"),
                (DESCRIPTION, "service description"),
            ):  # fmt: skip
                passed = [test for test in tests if _passes(test, client)]
                share = round(100 * len(passed) / len(tests), 1)
                yield Measure(f"W3C tests of the {kind}", "share", share, examples=len(tests), limit=100.0)


def _passes(test: Callable[[Any], None], client: object) -> bool:
    try:
        test(client)
    except AssertionError as error:
        click.echo(f"{test.__name__}: {error}", err=True)
        return False
    return True
