"""Throughput and memory of whole builds of many documents, by the real command.

`python -m tests.benchmark.builds FILE...` reads JSON files with lists of texts, parses them with the bare language
model, and prints the seconds as one JSON object.
"""

from __future__ import annotations

import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from . import sources
from .floors import ROOT
from .measures import Measure

CORPUS = "corpus/scale/gmb-sentences.txt.gz"
LINES = 5
"""Lines a document."""

LEAST_OF_MODEL, LEAST_SPEED_UP, MOST_GROWTH = 60.0, 1.7, 1.3
PAUSE = 0.05
"""Seconds between two looks at the memory."""

LEFT_OUT = 3
"""The exit status of a build that is done, but for some documents."""


@dataclass(frozen=True)
class Build:
    """What a build took: seconds by the clock and of the processors; the peaks of memory in MB, 0 unless watched."""

    seconds: float
    processor: float
    tree: float
    largest: float


def measure_throughput(shared: Path | None, documents: int) -> Iterator[Measure]:
    """Yield words a second of builds of so many documents by one worker and by two, beside the bare language model."""
    texts = read_texts(shared, documents)
    words = sum(len(text.split()) for text in texts)
    rates = {}
    for workers in (1, 2):
        build, bare = run_build(texts, workers, is_watched=False), parse(texts, workers)
        rates[workers] = words / build.seconds
        name = f"{workers} worker{'s' if workers > 1 else ''}"
        for what, rate in (
            ("kg build", rates[workers]), ("language model", words / bare["seconds"]),
            ("its network alone", words / bare["network"]),
        ):  # fmt: skip
            yield Measure(f"{name}, {what}", "words/s", round(rate), examples=len(texts), is_gated=False)
        yield Measure(
            f"{name}, build to language model", "share", round(100 * bare["seconds"] / build.seconds, 1),
            examples=len(texts), limit=LEAST_OF_MODEL,
        )  # fmt: skip
        for what, share in (
            ("build to language model, by processor time", bare["processor"] / build.processor),
            ("build to network alone", bare["network"] / build.seconds),
        ):
            yield Measure(f"{name}, {what}", "share", round(100 * share, 1), examples=len(texts), is_gated=False)
    yield Measure(
        "2 workers to 1", "ratio", round(rates[2] / rates[1], 2), examples=len(texts), limit=LEAST_SPEED_UP
    )  # fmt: skip


def measure_memory(shared: Path | None, documents: int, workers: int) -> Iterator[Measure]:
    """Yield the peak memory of builds of so many documents and of ten times as many, and their ratio."""
    texts = read_texts(shared, 10 * documents)
    small, large = run_build(texts[: len(texts) // 10], workers), run_build(texts, workers)
    for build, count in ((small, len(texts) // 10), (large, len(texts))):
        for what, peak in (("all processes", build.tree), ("the largest process", build.largest)):
            yield Measure(f"{count:,} documents, {what}", "MB", round(peak, 1), examples=count, is_gated=False)
    yield Measure(
        "ten times the documents, all processes", "ratio", round(large.tree / small.tree, 2), examples=len(texts),
        lower_is_better=True, limit=MOST_GROWTH,
    )  # fmt: skip
    yield Measure(
        "ten times the documents, the largest process", "ratio", round(large.largest / small.largest, 2),
        examples=len(texts), lower_is_better=True, is_gated=False,
    )  # fmt: skip


def read_texts(shared: Path | None, documents: int) -> list[str]:
    """Return the first texts of the corpus, of five lines each; `Skipped` where it is not there."""
    (path,) = sources.find(shared, CORPUS)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    texts = ["\n".join(lines[start : start + LINES]) + "\n" for start in range(0, len(lines), LINES)]
    if len(texts) < documents:
        click.echo(f"{path} gives {len(texts):,} documents, not {documents:,}", err=True)
    return texts[:documents]


def run_build(texts: Sequence[str], workers: int, *, is_watched: bool = True) -> Build:
    """Return what `kg build` of these texts takes; the benchmark ends where it leaves many of them out.

    Watching the memory takes time of the processors that the build would have: the kernel walks all pages.
    """
    with tempfile.TemporaryDirectory() as folder:
        news, graph = Path(folder) / "news", Path(folder) / "graph.kg"
        news.mkdir()
        for number, text in enumerate(texts):
            (news / f"{number:05}.txt").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "kg", "-g", str(graph), "build", str(news), "--workers", str(workers)]
        before, started = _children(), time.perf_counter()
        with (Path(folder) / "errors").open("w+") as errors:
            process = subprocess.Popen(command, cwd=ROOT, stdout=errors, stderr=errors)
            tree, largest = watch(process) if is_watched else (0.0, 0.0 * process.wait())
            build = Build(time.perf_counter() - started, _children() - before, tree, largest)
            errors.seek(0)
            if process.returncode not in (0, LEFT_OUT):
                said = errors.read()[-1000:]
                raise click.ClickException(f"{' '.join(command)} ended with {process.returncode}: {said}")
        _check(graph, texts)
    return build


def _check(graph: Path, texts: Sequence[str]) -> None:
    """End the benchmark where more than a hundredth of the words was not read: a fast failure is no speed."""
    from kg.archive import open_archive

    with open_archive(graph) as archive:
        documents, _ = archive.counts()
    if documents < 0.99 * len(texts):
        raise click.ClickException(f"of {len(texts):,} documents only {documents:,} were read")


def watch(process: subprocess.Popen[Any]) -> tuple[float, float]:
    """Wait for a process, and return the peaks of what it and its children held at once, and of the largest, in MB.

    Pages that several share count once in the former (PSS).
    """
    tree = largest = 0.0
    while process.poll() is None:
        held = [_memory(member) for member in family(process.pid)]
        tree = max(tree, sum(shared for shared, _ in held))
        largest = max(largest, max((resident for _, resident in held), default=0.0))
        time.sleep(PAUSE)
    return tree, largest


def family(process: int) -> list[int]:
    """Return the numbers of a process, its children, their children, and so on; of those that are gone none."""
    found, waiting = [], [process]
    while waiting:
        found.append(waiting.pop())
        for task in _list(Path(f"/proc/{found[-1]}/task")):
            waiting += map(int, _read(task / "children").split())
    return found


def _memory(process: int) -> tuple[float, float]:
    """Return the proportional and the resident size of a process in MB, zeros where it is gone."""
    rows = [line.split() for line in _read(Path(f"/proc/{process}/smaps_rollup")).splitlines()]
    sizes = {row[0]: int(row[1]) / 1024 for row in rows if row[0] in ("Pss:", "Rss:")}
    return sizes.get("Pss:", 0.0), sizes.get("Rss:", 0.0)


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # it ended meanwhile
        return ""


def _list(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def parse(texts: Sequence[str], processes: int) -> dict[str, float]:
    """Return the seconds in which so many processes parse these texts with the bare language model.

    Each parses its share, at the same time. `seconds` is by the clock, from the loaded model to the last tree of the
    slowest; `network` is what the slowest spends in the network alone; `processor` is of all of them.
    """
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for number in range(processes):
            path = Path(folder) / f"{number}.json"
            path.write_text(json.dumps(texts[number::processes]), encoding="utf-8")
            command = [sys.executable, "-m", "tests.benchmark.builds", str(path)]
            running.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True))
        printed = [process.communicate()[0] for process in running]
    if any(process.returncode for process in running):
        raise click.ClickException("the bare language model failed")
    found = [json.loads(text) for text in printed]
    return {
        "seconds": max(one["seconds"] for one in found),
        "network": max(one["network"] for one in found),
        "processor": sum(one["processor"] for one in found),
    }


def parse_here(texts: Sequence[str]) -> dict[str, float]:
    """Return the seconds in which this process parses texts, by the clock, in the network, and of the processor."""
    from kg.language import LanguageModel
    from kg.model import Document
    from kg.sentences import find_sentences

    find_sentences(Document("0", "Rain fell.", "0.txt"))  # loads the model
    model: Any = LanguageModel.load()
    network = model._session = _Timed(model._session)
    started, processor = time.perf_counter(), time.process_time()
    for number, text in enumerate(texts):
        find_sentences(Document(str(number), text.strip().replace("\n", "\n\n"), f"{number}.txt"))
    return {
        "seconds": time.perf_counter() - started, "network": network.seconds,
        "processor": time.process_time() - processor,
    }  # fmt: skip


class _Timed:
    """A session of the network that counts the seconds it runs."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self.seconds = 0.0

    def run(self, *arguments: Any) -> Any:
        started = time.perf_counter()
        found = self._session.run(*arguments)
        self.seconds += time.perf_counter() - started
        return found


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    print(json.dumps(parse_here(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))))
