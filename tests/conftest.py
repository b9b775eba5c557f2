"""Fixtures that several test modules share."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile import build_hostile
from servers import Server, find_virtuoso, open_empty, run_oxigraph, run_virtuoso

import kg

if TYPE_CHECKING:
    from live_server import Client
    from playwright.sync_api import Browser

WriteFiles = Callable[[dict[str, str | bytes]], Path]


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the caller's shell names out of the tests: a graph, a server, and who asks it."""
    for name in [name for name in os.environ if name == "KG_GRAPH" or name.startswith("KG_STORE")]:
        monkeypatch.delenv(name)


@pytest.fixture
def write_files(tmp_path: Path) -> WriteFiles:
    """Return a function that writes files, named by relative path, into a folder `articles`, and returns it."""

    def write(files: dict[str, str | bytes]) -> Path:
        folder = tmp_path / "articles"
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return folder

    return write


SAMPLE = Path(__file__).parents[1] / "data" / "articles"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")

# Three short articles with names, a denial, a plan, a report and a pronoun.
ARTICLES = {
    "summit.txt": (
        "Ministers meet in Oslo\n\n"
        "OSLO, Norway (Reuters) - U.S. Secretary of State Hillary Clinton met Russian President Vladimir Putin in Oslo "
        "on Saturday.\n\n"
        "Foreign Minister Sergey Lavrov said that Russia opposes sanctions on Syria. He also met Clinton.\n"
    ),
    "bank.txt": (
        "Norvik buys Halden\n\n"
        "LONDON, March 4, 2013 (AP) — Norvik Bank acquired Halden Group on Monday. Norvik Bank will open an office in "
        "Paris.\n\nThe bank denied that Anna Berg had resigned.\n"
    ),
    "visit.md": (
        "---\ntitle: A visit to Paris\ndate: 2013-03-05\n---\n# A visit to Paris\n\n"
        "**Vladimir Putin** visited France. France supports [sanctions](https://x.example) on Syria.\n"
    ),
}


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three short articles and a metadata table; read only."""
    folder = tmp_path_factory.mktemp("sources") / "articles"
    folder.mkdir()
    for name, content in ARTICLES.items():
        (folder / name).write_text(content, encoding="utf-8")
    (folder / "metadata.tsv").write_text("path\tdate\nsummit.txt\t2012-09-08\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def graph_folder(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph folder built from the three articles; read only."""
    from kg.pipeline import build

    folder = tmp_path_factory.mktemp("graphs") / "news.kg"
    build(folder, [articles], workers=1)
    return folder


@pytest.fixture
def folder(graph_folder: Path, tmp_path: Path) -> Path:
    """The graph of the three articles, to be changed or damaged."""
    return Path(shutil.copytree(graph_folder, tmp_path / "g.kg"))


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The folder of the built front end, built anew if its sources have changed."""
    from kg.bundle import FOLDER
    from kg.web.build import BundleUnavailable, build

    try:
        build()
    except BundleUnavailable as error:
        pytest.skip(f"The front end is not built: {error}")
    return FOLDER


@pytest.fixture(scope="session")
def libraries() -> Path:
    """The folder of npm's libraries that the front end is built with."""
    from kg.web.build import SOURCES, BundleUnavailable, find_node, install_libraries

    try:
        install_libraries(find_node(), SOURCES)
    except BundleUnavailable as error:
        pytest.skip(str(error))
    return SOURCES / "node_modules"


@pytest.fixture(scope="module")  # its event loop stays in the thread until it is closed, in the way of other tests
def browser() -> Iterator[Browser]:
    """A headless Chromium that draws without a graphics card."""
    from playwright.sync_api import sync_playwright

    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        pytest.skip(f"No browser: none of {', '.join(BROWSERS)} is installed")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def served_sample(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """The graph of the sample articles, served with the front end."""
    from live_server import serving

    from kg.pipeline import build

    folder = tmp_path_factory.mktemp("sample") / "sample.kg"
    build(folder, [SAMPLE], workers=1)
    with serving(folder, front_end=bundle) as client:
        yield client


@pytest.fixture(scope="session")
def served_hostile(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A graph of articles that mean harm, served with the front end."""
    from live_server import serving

    with serving(build_hostile(tmp_path_factory.mktemp("hostile")), front_end=bundle) as client:
        yield client


def dump(folder: Path) -> bytes:
    """Return all that a graph says, as N-Quads."""
    target = folder.parent / "dump.nq"
    with kg.open(folder) as graph:
        graph.export(target)
    return target.read_bytes()


@pytest.fixture(scope="session")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """An Oxigraph server; each test clears it first."""
    with run_oxigraph(tmp_path_factory.mktemp("oxigraph")) as server:
        yield server


@pytest.fixture(scope="session")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A Virtuoso server; each test clears it first."""
    if not find_virtuoso():
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    with run_virtuoso(tmp_path_factory.mktemp("virtuoso")) as server:
        yield server


@pytest.fixture(params=["oxigraph", "virtuoso"])
def server(request: pytest.FixtureRequest) -> Server:
    """Each of the two servers, without a graph of ours."""
    found: Server = request.getfixturevalue(request.param)
    open_empty(found).close()
    return found
