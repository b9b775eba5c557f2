"""Builds killed at random moments: nothing acknowledged is lost, nothing half-done is seen, the next build goes on.

A build of made-up documents is killed (`kill -9`, with all its processes) again and again, in turn at moments spread
evenly over its whole time and over the time in which the graph is resolved, written and published, which is short;
in turn a first build, and one that adds to, edits and prunes a graph that is there.
"""

from __future__ import annotations

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

import kg
from kg.archive import ARCHIVE_NAME, encode_extraction, open_archive
from kg.errors import GraphError

_PEOPLE = "Anna Berg|Paul Holm|Clara Lindqvist|Tomas Varga|Ruth Adeyemi|Ivan Petrov|Mei Tanaka|Omar Haddad".split("|")
_BODIES = "Norvik Bank|Halden Group|the Harbour Gazette|Lumen Energy|the City Council|Brandt Motors|Aster Foods".split(
    "|"
)
_PLACES = "Oslo|Paris|Vienna|Cairo|Jakarta|Lima|Boston|Tallinn".split("|")
_DEEDS = (
    "{a} met {b} in {place} on Monday.",
    "{body} bought a part of {other} for 20 million dollars.",
    "{a} said that {body} would close its office in {place}.",
    "{body} denied that {a} had resigned.",
    "{b} accused {other} of delaying the payments to {body}.",
    "{a} may leave {place} before the vote, {b} told {other}.",
    "Workers in {place} praised {body} for its plan.",
    "{other} sued {body} over a contract in {place}.",
)  # fmt: skip


@dataclass
class Kill:
    """One killed build: when it was killed, what was seen before and after, and what is wrong, if anything."""

    is_first: bool
    seconds: float
    stage: str = ""
    seen: int = 0
    kept: int = 0
    state: str = ""
    unchanged: int = 0
    faults: list[str] = field(default_factory=list)


def make_articles(folder: Path, count: int, *, edition: int = 0) -> None:
    """Write so many short articles, always the same; another edition edits each fifth, and drops and adds some."""
    folder.mkdir(parents=True)
    for number in range(edition * count // 10, count + edition * count // 10):
        words = random.Random(f"{number} {edition if number % 5 == 0 else 0}")
        sentences = [_make_sentence(words) for _ in range(words.randint(4, 9))]
        text = f"{_make_sentence(words)[:-1]}\n\n{' '.join(sentences[:3])}\n\n{' '.join(sentences[3:])}\n"
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")


def _make_sentence(words: random.Random) -> str:
    (a, b), (body, other) = words.sample(_PEOPLE, 2), words.sample(_BODIES, 2)
    sentence = words.choice(_DEEDS).format(a=a, b=b, body=body, other=other, place=words.choice(_PLACES))
    return sentence[0].upper() + sentence[1:]


class Rehearsal:
    """The builds that nobody kills, and how long they take: what the killed ones are compared with."""

    def __init__(self, place: Path, documents: int) -> None:
        self.place = place
        self.sources = place / "news"
        make_articles(self.sources, documents)
        self.earlier = place / "earlier.kg"
        self._time(self.earlier)
        self.before = dump(self.earlier, place)
        shutil.rmtree(self.sources)
        make_articles(self.sources, documents, edition=1)
        whole, later = place / "whole.kg", place / "later.kg"
        shutil.copytree(self.earlier, later)
        self.times = {True: self._time(whole), False: self._time(later)}
        self.after = dump(whole, place)
        self.archive = read_paths(whole)
        self.contents = read_contents(self.earlier) | read_contents(whole)
        if dump(later, place) != self.after:
            raise AssertionError("a build on an earlier graph and a fresh one differ, though neither was killed")

    def _time(self, folder: Path) -> tuple[float, float]:
        """Build, and return after how many seconds all documents were archived, and all was done."""
        started, archived, newest = time.monotonic(), 0.0, read_paths(folder)
        process = start_build(folder, self.sources)
        while process.poll() is None:
            present = read_paths(folder)
            if present != newest:
                newest, archived = present, time.monotonic() - started
            time.sleep(0.02)
        if process.returncode:
            raise AssertionError(f"a build that nobody killed failed: {process.communicate()[1]}")
        process.communicate()
        return archived, time.monotonic() - started


def run_kills(place: Path, kills: int, *, documents: int = 200, seed: int = 1) -> Iterator[Kill]:
    """Kill so many builds in `place`, an empty folder, and yield what came of each."""
    rehearsal = Rehearsal(place, documents)
    moments = random.Random(seed)
    for number in range(kills):
        is_first = number % 2 == 0
        archived, done = rehearsal.times[is_first]
        # Each moment is drawn from a slice of its own, so that the slices together are the whole time.
        part = (number // 4 + moments.random()) / ((kills + 3) // 4)
        seconds = part * done if number % 4 < 2 else archived + part * (done - archived)
        yield _kill(rehearsal, Kill(is_first, seconds), waits_for_archive=number % 4 >= 2)


def report(kills: int, *, documents: int, seed: int) -> bool:
    """Kill so many builds, print a line for each and what was checked, and return whether all is well."""
    click.echo("kill  build  after s  in         archived  kept  readers see  next build: unchanged")
    done: list[Kill] = []
    with tempfile.TemporaryDirectory() as place:
        for kill in run_kills(Path(place), kills, documents=documents, seed=seed):
            done.append(kill)
            click.echo(
                f"{len(done):4}  {'first' if kill.is_first else 'later'}  {kill.seconds:7.2f}  {kill.stage:9}  "
                f"{kill.seen:8}  {kill.kept:4}  {kill.state:11}  {kill.unchanged:21}  {'; '.join(kill.faults) or 'ok'}"
            )
    bad = sum(bool(kill.faults) for kill in done)
    stages = Counter(kill.stage for kill in done)
    hit = ", ".join(f"{count} in {stage}" for stage, count in sorted(stages.items()))
    click.echo(f"{kills} builds of {documents} documents killed ({hit}); seed {seed}")
    click.echo(f"Acknowledged before a kill: {sum(kill.seen for kill in done):,} documents; each has to be kept, whole")
    click.echo("Readers have to see no graph, or that of a whole build")
    click.echo(
        "The next build has to end as a fresh one does, byte for byte, read nothing twice and leave nothing lying"
    )
    click.echo(f"So it is: {kills - bad} of {kills}")
    return not bad


def _kill(rehearsal: Rehearsal, kill: Kill, *, waits_for_archive: bool) -> Kill:
    folder = rehearsal.place / "killed.kg"
    shutil.rmtree(folder, ignore_errors=True)
    if not kill.is_first:
        shutil.copytree(rehearsal.earlier, folder)
    process = start_build(folder, rehearsal.sources)
    seen = _wait(process, folder, rehearsal, kill, waits_for_archive=waits_for_archive)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    _check_processes(process.pid, kill)
    _check_archive(folder, rehearsal, seen, kill)
    _check_readers(folder, rehearsal, kill)
    _check_next(folder, rehearsal, kill)
    return kill


def _wait(
    process: subprocess.Popen[str], folder: Path, rehearsal: Rehearsal, kill: Kill, *, waits_for_archive: bool
) -> dict[str, str]:
    """Wait for the moment of the kill, and return what the archive has just before it.

    What is to hit the graph counts from the last document on, since builds take now longer, now shorter.
    """
    wanted = kill.seconds
    deadline = time.monotonic() + (wanted if not waits_for_archive else 600)
    target = rehearsal.archive.items()
    while process.poll() is None and time.monotonic() < deadline:
        if waits_for_archive and read_paths(folder).items() >= target:
            deadline = time.monotonic() + wanted - rehearsal.times[kill.is_first][0]
            waits_for_archive = False
        time.sleep(min(0.02, max(0.0, deadline - time.monotonic())))
    seen = read_paths(folder)
    kill.seen = len(target & seen.items())
    is_ended = process.poll() is not None
    kill.stage = "ended" if is_ended else "start" if not kill.seen and kill.is_first else "documents"
    if not is_ended and seen.items() >= target:
        kill.stage = "publishing" if list((folder / "rdf").glob("published/*.tmp")) else "graph"
    return seen


def _check_processes(group: int, kill: Kill) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        for _ in range(250):
            os.killpg(group, 0)
            time.sleep(0.02)
        kill.faults.append("processes of the killed build still run")


def _check_archive(folder: Path, rehearsal: Rehearsal, seen: dict[str, str], kill: Kill) -> None:
    """Check that what a reader saw is there, and that every document is what an undisturbed build makes of it."""
    kept, target = read_paths(folder), rehearsal.archive
    kill.kept = len(kept.items() & target.items())
    lost = [path for path, document in seen.items() if kept.get(path) not in (document, target.get(path))]
    lost += [path for path, document in seen.items() if document == target.get(path) != kept.get(path)]
    if lost:
        kill.faults.append(f"{len(lost)} acknowledged documents are lost, such as {lost[0]}")
    contents = read_contents(folder)
    partial = [path for path, document in kept.items() if contents.get(document) != rehearsal.contents.get(document)]
    if partial:
        kill.faults.append(f"{len(partial)} documents are kept in part, such as {partial[0]}")


def _check_readers(folder: Path, rehearsal: Rehearsal, kill: Kill) -> None:
    """Check that readers see a graph as a whole build leaves it; of a copy, for what a reader repairs is not used."""
    copy = rehearsal.place / "read.kg"
    shutil.rmtree(copy, ignore_errors=True)
    if not folder.exists():
        kill.state = "none"
        return
    shutil.copytree(folder, copy)
    try:
        found = dump(copy, rehearsal.place)
    except GraphError as error:
        kill.state = "none"
        if not kill.is_first or ("never finished" not in str(error) and (copy / ARCHIVE_NAME).exists()):
            kill.faults.append(f"readers are told: {error}")
    else:
        kill.state = {rehearsal.before: "before", rehearsal.after: "after"}.get(found, "other")
        if kill.state == "other" or (kill.is_first and kill.state == "before"):
            kill.faults.append("readers see a graph that no whole build leaves")


def _check_next(folder: Path, rehearsal: Rehearsal, kill: Kill) -> None:
    """Check that the same command completes, reads nothing twice, and leaves what a fresh build leaves, and no more."""
    process = start_build(folder, rehearsal.sources)
    printed, errors = process.communicate(timeout=600)
    if process.returncode:
        kill.faults.append(f"the next build failed: {errors}")
        return
    kill.unchanged = int((re.search(r"([\d,]+) unchanged", printed) or ["", "0"])[1].replace(",", ""))
    if kill.unchanged < kill.seen:
        kill.faults.append(f"{kill.seen} documents were there, and all but {kill.unchanged} were read again")
    if dump(folder, rehearsal.place) != rehearsal.after:
        kill.faults.append("the next build leaves another graph than a fresh one")
    strays = [path for path in (folder / "rdf").rglob("*.tmp")]
    strays += sorted(path for path in (folder / "rdf" / "published").iterdir() if path.is_dir())[1:]
    strays += (folder / "rdf" / "live").glob("bulk-*")
    if strays:
        kill.faults.append(f"left lying: {strays[0].name}")


def start_build(folder: Path, sources: Path) -> subprocess.Popen[str]:
    """Start `kg build --prune` with two workers, in a process group of its own."""
    command = [sys.executable, "-m", "kg", "build", "-g", str(folder), "--workers", "2", "--prune", str(sources)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )  # fmt: skip


def read_paths(folder: Path) -> dict[str, str]:
    """Return what a reader of the archive sees now: the identifier of the document at each path."""
    try:
        with open_archive(folder) as archive:
            return archive.paths()
    except GraphError:  # not yet made
        return {}


def read_contents(folder: Path) -> dict[str, str]:
    """Return what the archive holds of each document: all of it, and all that was extracted from it."""
    try:
        with open_archive(folder) as archive:
            pairs = archive.pairs()
            return {document.id: f"{document!r} {encode_extraction(extraction)}" for document, extraction in pairs}
    except GraphError:
        return {}


def dump(folder: Path, place: Path) -> bytes:
    """Return the whole graph, as `kg export all.nq` writes it."""
    target = place / "all.nq"
    with kg.open(folder) as graph:
        graph.export(target)
    return target.read_bytes()
