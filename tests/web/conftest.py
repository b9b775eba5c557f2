"""What the tests of the page share: the browser of the system, and graphs that are served with the front end."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import build_hostile
from live_server import Client, serving
from playwright.sync_api import Browser, sync_playwright

from kg.pipeline import build

ARTICLES = Path(__file__).parents[2] / "data" / "articles"
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")  # its event loop stays in the thread until it is closed, in the way of other tests
def browser() -> Iterator[Browser]:
    """A headless Chromium that draws without a graphics card."""
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        pytest.skip(f"No browser: none of {', '.join(_PROGRAMS)} is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def served_sample(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The graph of the sample articles, served with the front end."""
    folder = tmp_path_factory.mktemp("sample") / "sample.kg"
    build(folder, [ARTICLES], workers=1)
    with serving(folder, front_end=bundle) as client:
        yield client


@pytest.fixture(scope="session")
def served_hostile(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A graph of articles that mean harm, served with the front end."""
    folder = build_hostile(tmp_path_factory.mktemp("hostile"))
    with serving(folder, front_end=bundle) as client:
        yield client
