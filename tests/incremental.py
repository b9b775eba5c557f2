"""A graph that files, decisions, upgrades and kills happen to: after every build it is what a fresh build makes.

`Machine` draws the operations (hypothesis); builds, resolution, archive and store are real, and so are kills.
Texts are short and the extraction of each is kept, since extraction itself is a function of the text tested elsewhere.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext
from pathlib import Path
from types import FrameType
from typing import Any, ClassVar

from click.testing import CliRunner
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

import kg
from kg.archive import reading_key
from kg.cli import main
from kg.decisions import FILE_NAME
from kg.documents import read_documents
from kg.extractors import RuleExtractor
from kg.model import Document, Extraction
from kg.pipeline import build
from kg.pipeline.maintenance import rebuild

SENTENCES = (
    "Norvik Bank sued Anna Berg.",
    "Anna Berg met Paul Holm in Oslo.",
    "Berg thanked Holm.",
    "Paul Holm said that Norvik Bank paid the fine.",
    "Norvik Bank did not pay the fine.",
    "Eva Berg visited Norway on Monday.",
    "The United Nations praised Norway.",
    "The UN sent Carl Lund to Georgia.",
    "Minister Paul Holm opposes sanctions on Georgia.",
    "Norvik Bank acquired Halden Group.",
    "Halden's chairman, Carl Lund, resigned.",
    "He will meet Eva Berg in Tbilisi.",
)
WIRE = (
    "Norvik Bank acquired Halden Group on Monday, said Anna Berg, who leads the bank and has wanted the group for nine "
    "years. Paul Holm, the minister of finance, opposed the sale in March, and then he praised it in Oslo. Carl Lund, "
    "whose family founded Halden Group, sued the bank and asked the court to stop the sale. The court refused it. "
    "Eva Berg of the United Nations called the refusal a gift to Norway."
)
NAMES = ("Norvik Bank", "Anna Berg", "Eva Berg", "Paul Holm", "Carl Lund", "Georgia", "Halden Group", "UN", "Norway")
FILES = ("a.txt", "b.txt", "c.md", "sub/d.txt", "sub/e.md", "f.txt", "feed.jsonl")
MISSED = (
    ("Anna Berg", "owe", "Norvik Bank", SENTENCES[0], "sued"),
    ("Paul Holm", "greet", "Anna Berg", SENTENCES[1], "met"),
    ("Halden Group", "join", "Norvik Bank", SENTENCES[9], "acquired"),
)
GAZETTEER = "id,name,aliases,type\nhttps://people.example/1,Anna Berg,Berg,Person\n,Halden Group,Halden,Organization\n"


# A killed process loses nothing that it wrote, wherever that is; the many small builds need not wait for a disk.
_IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


# Extraction, remembered


@functools.cache
def _really_extract() -> Callable[[RuleExtractor, Document], Extraction]:
    return RuleExtractor.extract


def install(version: int, known: dict[str, Extraction]) -> None:
    """Let the rules be of a version, of which the second misses something, and remember what they find in a text."""
    really = _really_extract()

    def extract(self: RuleExtractor, document: Document) -> Extraction:
        key = reading_key(document)
        if key not in known:
            known[key] = really(self, document)
        found = known[key]
        propositions = found.propositions if version == 1 else found.propositions[:-1]
        return replace(found, document=document.id, version=self.version, propositions=propositions)

    RuleExtractor.extract = extract  # type: ignore[method-assign]
    RuleExtractor.version = property(lambda _: f"test {version}")  # type: ignore[assignment, method-assign]


# Killed builds


@dataclass(frozen=True)
class Doom:
    """When a process is killed: before so many calls of SQLite, Oxigraph or the file system, or after so many ms."""

    calls: int | None
    milliseconds: int


_CHANGING = frozenset({"rename", "replace", "unlink", "rmdir", "mkdir", "link", "symlink", "open"})


def _build_doomed(known: dict[str, Extraction], version: int, doom: Doom, work: Callable[[], object]) -> None:
    install(version, known)
    calls = 0

    def count(_: FrameType, event: str, called: Any) -> None:
        nonlocal calls
        if event == "c_call":
            module = type(getattr(called, "__self__", None)).__module__
            calls += module in ("sqlite3", "pyoxigraph") or called.__name__ in _CHANGING
            if calls == doom.calls:
                os.kill(os.getpid(), signal.SIGKILL)

    if doom.calls is not None:
        sys.setprofile(count)
    work()


@functools.cache
def _server() -> ForkServerContext:
    """Return what forks processes: a process without threads, so its forks may do what forks of this one may not."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "kg.store", "kg.rdf", "kg.entities", "kg.assertions", "numpy", "yaml"])
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))  # it imports what this process does
    try:
        forkserver.ensure_running()
    finally:
        os.environ.pop("PYTHONPATH")
        if before is not None:
            os.environ["PYTHONPATH"] = before
    return context


def kill(known: dict[str, Extraction], version: int, doom: Doom, work: Callable[[], object]) -> bool:
    """Do some work in a process that is killed with SIGKILL; return whether it was, before it was done."""
    process = _server().Process(target=_build_doomed, args=(known, version, doom, work))
    process.start()
    process.join(None if doom.calls is not None else doom.milliseconds / 1000)
    if process.is_alive():
        process.kill()
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0


# Articles and the files that hold them


@dataclass(frozen=True, order=True)
class Article:
    """A text with what its file may say of it; equal texts may stand in several files."""

    text: str
    date: str | None = None

    def write(self, name: str, number: int = 0) -> str:
        """Return what a file of that name, or a line of it, holds."""
        if name.endswith(".jsonl"):
            return json.dumps({"id": str(number), "text": self.text} | ({"date": self.date} if self.date else {}))
        if name.endswith(".md"):
            return f"---\ndate: {self.date}\n---\n{self.text}\n" if self.date else f"{self.text}\n"
        return f"{self.text}\n"


Unit = tuple[str, str]
"""What one document comes of: the name of its file, and the content, or the line of a feed."""

articles = st.builds(
    Article,
    st.one_of(
        st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3, unique=True).map(" ".join),
        st.sampled_from([WIRE, f"{WIRE} {SENTENCES[4]}", f"{SENTENCES[5]} {WIRE}", WIRE.partition(" Eva")[0]]),
    ),
    st.sampled_from([None, None, "2013-03-04", "2013-03-05"]),
)
names = st.sampled_from(FILES)
dooms = st.one_of(
    st.builds(Doom, st.integers(1, 600), st.just(0)), st.builds(Doom, st.none(), st.integers(0, 400))
)  # fmt: skip


@functools.cache
def _document(unit: Unit) -> Document | None:
    """Return the document that a unit gives, None if it is left out."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY) as folder:
        write_units(Path(folder), [unit])
        found = [one for one in read_documents([Path(folder) / "news"]) if isinstance(one, Document)]
    return found[0] if found else None


def twin_key(unit: Unit) -> object:
    """Return all but the source of a document."""
    document = _document(unit)
    return document and replace(document, id="", source="")


def write_units(folder: Path, units: list[Unit]) -> None:
    """Write the files that hold these units into `folder`/news."""
    contents: dict[str, list[str]] = {}
    for name, content in sorted(units):
        contents.setdefault(name, []).append(content)
    (folder / "news").mkdir(parents=True, exist_ok=True)
    for name, pieces in contents.items():
        (folder / "news" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "news" / name).write_text("\n".join(pieces), encoding="utf-8")


def export(folder: Path) -> str:
    """Return the graph as N-Quads."""
    target = folder.with_suffix(".nq")
    with kg.open(folder) as graph:
        graph.export(target)
    return target.read_text(encoding="utf-8")


class Machine(RuleBasedStateMachine):
    """A folder of news, and a graph that is built of it again and again."""

    counts: ClassVar[Counter[str]] = Counter()
    known: ClassVar[dict[str, Extraction]] = {}

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="kg-incremental-", dir=_IN_MEMORY))
        self.news, self.graph = self.root / "news", self.root / "g.kg"
        self.news.mkdir()
        (self.root / "people.csv").write_text(GAZETTEER)
        self.held: set[Unit] = set()
        self.fresh: dict[object, str] = {}
        self.version = 1
        self.is_linked = False
        self.is_settled = False
        install(1, self.known)
        self.counts["sequences"] += 1

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    # Files

    def present(self) -> dict[str, list[Unit]]:
        """Return the units that each file gives, none for one that cannot be used."""
        found: dict[str, list[Unit]] = {}
        for path in sorted(self.news.rglob("*.*")):
            name, content = path.relative_to(self.news).as_posix(), path.read_text()
            pieces = content.splitlines() if name.endswith(".jsonl") else [content]
            found[name] = [(name, piece) for piece in pieces if _document((name, piece)) is not None]
        return found

    def write(self, name: str, content: str) -> None:
        path = self.news / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")

    @initialize(first=st.lists(st.tuples(names, articles), min_size=1, max_size=4))
    def begin(self, first: list[tuple[str, Article]]) -> None:
        for name, article in first:
            self.write(name, article.write(name))
        self.build(prune=False, is_explicit=True)

    @rule(name=names, article=articles)
    def add_or_edit(self, name: str, article: Article) -> None:
        self.write(name, article.write(name))

    @rule(several=st.lists(articles, max_size=3))
    def write_feed(self, several: list[Article]) -> None:
        self.write("feed.jsonl", "\n".join(one.write("feed.jsonl", number) for number, one in enumerate(several)))

    @rule(name=names)
    def spoil(self, name: str) -> None:
        self.write(name, "")

    @precondition(lambda self: self.present())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        (self.news / data.draw(st.sampled_from(sorted(self.present())))).unlink()

    @precondition(lambda self: self.present())
    @rule(data=st.data(), other=names, is_built=st.booleans())
    def rename(self, data: st.DataObject, other: str, is_built: bool) -> None:
        self.put_elsewhere(data, other, os.replace)
        if is_built:
            self.build(prune=False, is_explicit=True)

    @precondition(lambda self: self.present())
    @rule(data=st.data(), other=names)
    def copy(self, data: st.DataObject, other: str) -> None:
        self.put_elsewhere(data, other, shutil.copy)

    def put_elsewhere(self, data: st.DataObject, other: str, put: Callable[[Path, Path], object]) -> None:
        source = self.news / data.draw(st.sampled_from(sorted(self.present())))
        (self.news / other).parent.mkdir(exist_ok=True)
        if source != self.news / other:
            put(source, self.news / other)

    # Builds

    def settings(self) -> dict[str, Any]:
        return {"gazetteer": self.root / "people.csv"} if self.is_linked else {"forget_gazetteer": True}

    def work(self, *, prune: bool, is_explicit: bool = True) -> Callable[[], object]:
        settings = self.settings() if is_explicit else {}
        return functools.partial(build, self.graph, [self.news], workers=1, prune=prune, **settings)

    @rule(prune=st.booleans(), is_explicit=st.booleans())
    def build(self, prune: bool, is_explicit: bool) -> None:
        # Of what a killed build had done nobody can know what it was: only what is there now is expected.
        prune = prune or not self.is_settled
        self.work(prune=prune, is_explicit=is_explicit or not self.is_settled)()
        self.is_settled = True
        self.expect(prune=prune)
        self.check("builds")

    def expect(self, *, prune: bool) -> None:
        """Follow in `held` what a build reads and forgets."""
        present = self.present()
        units = {unit for several in present.values() for unit in several}
        vanished = {unit for unit in self.held if unit[0] not in present} if not prune else set()
        arrived = {twin_key(unit) for unit in units - self.held}
        self.held = units | {unit for unit in vanished if twin_key(unit) not in arrived}

    @rule(doom=dooms, prune=st.booleans(), is_resumed=st.booleans())
    def kill_build(self, doom: Doom, prune: bool, is_resumed: bool) -> None:
        for unit in (unit for units in self.present().values() for unit in units):
            document = _document(unit)
            assert document is not None
            RuleExtractor().extract(document)
        if kill(self.known, self.version, doom, self.work(prune=prune)):
            self.counts["kills"] += 1
        self.is_settled = False
        if is_resumed:
            self.build(prune=True, is_explicit=True)

    @rule(is_everything=st.booleans())
    def rebuild(self, is_everything: bool) -> None:
        if self.is_settled:
            rebuild(self.graph, extract=is_everything, workers=1)
            self.check("rebuilds")

    @rule(doom=dooms)
    def kill_rebuild(self, doom: Doom) -> None:
        if self.is_settled and kill(self.known, self.version, doom, functools.partial(rebuild, self.graph, workers=1)):
            self.counts["kills"] += 1
            self.rebuild(is_everything=False)

    @rule()
    def upgrade(self) -> None:
        self.version = 3 - self.version
        install(self.version, self.known)
        self.counts["upgrades"] += 1

    @rule()
    def switch_gazetteer(self) -> None:
        self.is_linked = not self.is_linked
        self.build(prune=False, is_explicit=True)

    # Decisions

    def run(self, *words: str, is_checked: bool) -> None:
        command, *rest = words
        options = ["-g", str(self.graph), "--workers", "1", *([] if is_checked else ["--no-build"])]
        done = CliRunner().invoke(main, [command, *options, *rest], catch_exceptions=False)
        assert done.exit_code in (0, 1), done.output
        self.counts["decisions" if done.exit_code == 0 else "decisions refused"] += 1
        if is_checked and done.exit_code == 0:
            self.check("builds by decisions")

    @precondition(lambda self: self.is_settled)
    @rule(pair=st.permutations(NAMES), command=st.sampled_from(["same", "different"]), is_checked=st.booleans())
    def decide(self, pair: list[str], command: str, is_checked: bool) -> None:
        self.run(command, pair[0], pair[1], is_checked=is_checked)

    @precondition(lambda self: self.is_settled)
    @rule(data=st.data(), is_checked=st.booleans())
    def find_wrong(self, data: st.DataObject, is_checked: bool) -> None:
        with kg.open(self.graph) as graph:
            facts = sorted(assertion.id for assertion in graph.assertions())
        if facts:
            self.run("wrong", data.draw(st.sampled_from(facts)), is_checked=is_checked)

    @precondition(lambda self: self.is_settled and self.held)
    @rule(data=st.data(), fact=st.sampled_from(MISSED), is_checked=st.booleans())
    def miss(self, data: st.DataObject, fact: tuple[str, ...], is_checked: bool) -> None:
        holders = sorted(unit for unit in self.held if fact[3] in unit[1])
        if holders:
            document = _document(data.draw(st.sampled_from(holders)))
            assert document is not None
            options = ["--document", document.id, "--sentence", fact[3], "--phrase", fact[4]]
            self.run("missed", *fact[:3], *options, is_checked=is_checked)

    @precondition(lambda self: (self.graph / FILE_NAME).exists())
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        file = self.graph / FILE_NAME
        lines = file.read_text().splitlines(keepends=True)
        numbers = [number for number, line in enumerate(lines) if re.match("- ", line)]
        if numbers:
            del lines[data.draw(st.sampled_from(numbers))]
            file.write_text("".join(lines))
            self.counts["decisions undone"] += 1

    @precondition(lambda self: self.is_settled and self.held)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        unit = data.draw(st.sampled_from(sorted(self.held)))
        document = _document(unit)
        assert document is not None
        kg.open(self.graph).remove(document.id, workers=1)
        self.held.discard(unit)
        self.check("removals")

    # What has to hold

    def check(self, kind: str) -> None:
        """Assert that the graph is byte for byte what a fresh build of what it holds makes."""
        self.counts[kind] += 1
        file = self.graph / FILE_NAME
        decisions = file.read_bytes() if file.exists() else b""
        key = (frozenset(self.held), decisions, self.is_linked, self.version)
        if key not in self.fresh:
            self.fresh[key] = self.make_fresh(decisions)
        found, expected = export(self.graph), self.fresh[key]
        assert found == expected, "\n".join(sorted(set(found.splitlines()) ^ set(expected.splitlines()))[:20])

    def make_fresh(self, decisions: bytes) -> str:
        folder = self.root / "fresh"
        write_units(folder, sorted(self.held))
        (folder / "g.kg").mkdir()
        if decisions:
            (folder / "g.kg" / FILE_NAME).write_bytes(decisions)
        build(folder / "g.kg", [folder / "news"], workers=1, **self.settings())
        found = export(folder / "g.kg")
        shutil.rmtree(folder)
        self.counts["fresh builds"] += 1
        return found
