"""How soon the one-file page and that of `kg serve` show their picture, and how long they ever stop answering.

The graphs are made-up news. There is no graphics card: Chromium draws WebGL by the processor (SwiftShader), the slowest
that a reader may have.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kg.export import export
from kg.model import Settings
from kg.store import open_store

from .made_up import Size, make_folder
from .measures import Measure
from .serving import EDGES_AN_ENTITY, serving
from .sources import Skipped
from .store import made_up_store

SMALL, LARGE = 5_000, 20_000
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_READY = ".network-canvas.has-picture"
_SETTLED = f"{_READY}[aria-busy=false]"
_TIMEOUT = 120_000
"""Milliseconds."""
_PREPARED = 20.0
"""Seconds in which a server has read the graph."""

# Tasks of the page that keep it from answering, in milliseconds since it was opened, and when the picture was there.
_WATCH = """
window.tasks = [];
new PerformanceObserver((list) => {
  for (const task of list.getEntries()) window.tasks.push([task.startTime, task.duration]);
}).observe({ type: "longtask", buffered: true });
(function look() {
  if (!window.drawn && document.querySelector("SELECTOR")) window.drawn = performance.now();
  requestAnimationFrame(look);
})();
""".replace("SELECTOR", _READY)


def measure() -> Iterator[Measure]:
    """Yield the seconds until the picture is there, and the longest stop of the page after that."""
    for edges, most in ((SMALL, 2.0), (LARGE, 3.0)):
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "graph.html"
            with made_up_store(Size(edges, edges * 3 // 4, is_dense=True)) as where, open_store(where) as store:
                export(store, page, Settings())
            megabytes = page.stat().st_size / 1e6
            begun, whole = open_page(page.as_uri()), open_page(f"{page.as_uri()}#show=all")
        name = f"{edges:,} edges"
        yield Measure(f"{name}, the file", "MB", round(megabytes, 1), examples=edges, is_gated=False)
        yield _soonest(f"{name}, the picture to begin with", begun["drawn"], edges, most)
        yield _longest(f"{name}, longest stop after that", begun["stop"], edges)
        yield Measure(f"{name}, all drawn", "s", round(whole["drawn"], 2), examples=edges, is_gated=False)
        yield Measure(f"{name}, all arranged", "s", round(whole["settled"], 2), examples=edges, is_gated=False)
        arranging = f"{name}, all drawn, longest stop until arranged"
        yield Measure(arranging, "ms", round(whole["stop"]), examples=edges, is_gated=False)
        yield _longest(f"{name}, all drawn, longest stop of a movement", whole["moving"], edges)


    yield from _measure_served()


def _measure_served() -> Iterator[Measure]:
    """Yield the seconds until a browser shows the views of `kg serve`: its graph also right after the start."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "graph.kg"
        folder.mkdir()
        dataset = make_folder(Size(LARGE, LARGE // EDGES_AN_ENTITY, is_dense=True), folder)
        entity = dataset.assertions[0].subject_id.removeprefix("ent:")
        started = time.perf_counter()
        with serving(folder) as (server, _):
            told = time.perf_counter() - started
            address = f"http://{server.host}:{server.port}"
            cold = open_page(f"{address}/graph")
            time.sleep(_PREPARED)
            warm = open_page(f"{address}/graph")
            views = [(path, open_view(f"{address}{path}")) for path in ("/", f"/entity/{entity}")]
    name = f"{LARGE:,} edges, kg serve"
    yield Measure(f"{name}, it says where it is", "s", round(told, 2), examples=LARGE, is_gated=False)
    yield _soonest(f"{name}, /graph right after that", cold["drawn"], LARGE, 3.0)
    yield _soonest(f"{name}, /graph", warm["drawn"], LARGE, 3.0)
    yield _longest(f"{name}, /graph, longest stop after that", warm["stop"], LARGE)
    for path, seconds in views:
        yield _soonest(f"{name}, {path.rpartition('/')[0] or '/'}", seconds, LARGE, 3.0)


def _soonest(name: str, seconds: float, edges: int, most: float) -> Measure:
    return Measure(name, "s", round(seconds, 2), examples=edges, lower_is_better=True, limit=most)


def _longest(name: str, milliseconds: float, edges: int) -> Measure:
    return Measure(name, "ms", round(milliseconds), examples=edges, lower_is_better=True, limit=200.0)


def open_page(address: str) -> dict[str, float]:
    """Open a page with a picture, move about in it as a reader does, and return what it took.

    `drawn` and `settled` are seconds since it was opened; `stop` is the longest task after the picture was there, and
    `moving` the longest while a settled picture is zoomed, dragged and pointed at, in milliseconds. Raises
    `Skipped` where there is no browser.
    """
    with _browser_page() as opened:
        opened.add_init_script(_WATCH)
        inspect = opened.context.new_cdp_session(opened)  # the page's own policy forbids to evaluate anything in it

        def read(expression: str) -> Any:
            told = inspect.send("Runtime.evaluate", {"expression": f"JSON.stringify({expression})"})
            return json.loads(told["result"]["value"])

        opened.goto(address, wait_until="commit")
        opened.wait_for_selector(_SETTLED, timeout=_TIMEOUT)
        settled = read("performance.now()")
        opened.wait_for_timeout(500)  # the last places are drawn
        still = read("performance.now()")
        _move_about(opened)
        drawn, tasks = read("[window.drawn, window.tasks]")
    after = [(start, length) for start, length in tasks if start + length > drawn]
    return {
        "drawn": drawn / 1000,
        "settled": settled / 1000,
        "stop": max((length for start, length in after if start > drawn), default=0.0),
        "moving": max((length for start, length in after if start > still), default=0.0),
    }


def open_view(address: str) -> float:
    """Return the seconds until a view without a picture has its heading."""
    with _browser_page() as opened:
        started = time.perf_counter()
        opened.goto(address, wait_until="commit")
        opened.wait_for_selector("main h1", timeout=_TIMEOUT)
        return time.perf_counter() - started


@contextmanager
def _browser_page() -> Iterator[Any]:
    """Give a page in a browser of its own; `Skipped` where there is none."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Skipped(f"none of {', '.join(_PROGRAMS)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 1280, "height": 800})
        browser.close()


def _move_about(page: Any) -> None:
    """Zoom in, point at things, and drag the picture."""
    box = page.locator(".network-canvas").bounding_box()
    left, top = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(left, top)
    for _ in range(5):
        page.mouse.wheel(0, -200)
        page.wait_for_timeout(150)
    for step in range(20):
        page.mouse.move(left - 100 + 10 * step, top - 60 + 6 * step)
        page.wait_for_timeout(30)
    page.mouse.down()
    for step in range(20):
        page.mouse.move(left + 100 - 8 * step, top + 60 - 5 * step)
        page.wait_for_timeout(30)
    page.mouse.up()
    page.wait_for_timeout(400)
