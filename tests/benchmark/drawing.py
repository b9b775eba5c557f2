"""How soon the one-file page shows its picture, and how long it ever stops answering, without a graphics card.

The pages are those of made-up news. Chromium draws WebGL by the processor (SwiftShader), which is the slowest that a
reader may have.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.export import export
from kg.model import Settings
from kg.store import open_store

from .made_up import Size
from .measures import Measure
from .sources import Skipped
from .store import made_up_store

SMALL, LARGE = 5_000, 20_000
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_READY = ".network-canvas.has-picture"
_SETTLED = f"{_READY}[aria-busy=false]"
_TIMEOUT = 120_000
"""Milliseconds."""

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
            begun, whole = open_page(page), open_page(page, "show=all")
        name = f"{edges:,} edges"
        yield Measure(f"{name}, the file", "MB", round(megabytes, 1), examples=edges, is_gated=False)
        yield _soonest(f"{name}, the picture to begin with", begun["drawn"], edges, most)
        yield _longest(f"{name}, longest stop after that", begun["stop"], edges)
        yield Measure(f"{name}, all drawn", "s", round(whole["drawn"], 2), examples=edges, is_gated=False)
        yield Measure(f"{name}, all arranged", "s", round(whole["settled"], 2), examples=edges, is_gated=False)
        arranging = f"{name}, all drawn, longest stop until arranged"
        yield Measure(arranging, "ms", round(whole["stop"]), examples=edges, is_gated=False)
        yield _longest(f"{name}, all drawn, longest stop of a movement", whole["moving"], edges)


def _soonest(name: str, seconds: float, edges: int, most: float) -> Measure:
    return Measure(name, "s", round(seconds, 2), examples=edges, lower_is_better=True, limit=most)


def _longest(name: str, milliseconds: float, edges: int) -> Measure:
    return Measure(name, "ms", round(milliseconds), examples=edges, lower_is_better=True, limit=200.0)


def open_page(page: Path, state: str = "") -> dict[str, float]:
    """Open a page, move about in it as a reader does, and return what it took.

    `drawn` and `settled` are seconds since it was opened; `stop` is the longest task after the picture was there, and
    `moving` the longest while a settled picture is zoomed, dragged and pointed at, in milliseconds. Raises
    `Skipped` where there is no browser.
    """
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise Skipped(f"none of {', '.join(_PROGRAMS)} is installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 1280, "height": 800})
        opened.add_init_script(_WATCH)
        inspect = opened.context.new_cdp_session(opened)  # the page's own policy forbids to evaluate anything in it

        def read(expression: str) -> Any:
            told = inspect.send("Runtime.evaluate", {"expression": f"JSON.stringify({expression})"})
            return json.loads(told["result"]["value"])

        opened.goto(f"{page.as_uri()}#{state}", wait_until="commit")
        opened.wait_for_selector(_SETTLED, timeout=_TIMEOUT)
        settled = read("performance.now()")
        opened.wait_for_timeout(500)  # the last places are drawn
        still = read("performance.now()")
        _move_about(opened)
        drawn, tasks = read("[window.drawn, window.tasks]")
        browser.close()
    after = [(start, length) for start, length in tasks if start + length > drawn]
    return {
        "drawn": drawn / 1000,
        "settled": settled / 1000,
        "stop": max((length for start, length in after if start > drawn), default=0.0),
        "moving": max((length for start, length in after if start > still), default=0.0),
    }


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
