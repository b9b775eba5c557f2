"""Throughput and memory of the main job, beside fixed work that is done in the same process.

`python -m tests.benchmark.speed ROUNDS FOLDER...` prints one JSON object a folder; the benchmark runs it in a process
of its own, so that the peak of memory is that of the build.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import click

from . import sources
from .floors import ROOT
from .measures import Measure, digest

TOLERANCE = 0.15
"""Six runs of three rounds, on two cores busy with other work, lay within 7 % of their median; words a second, by a
clock on the wall, within 52 %.
"""

MEMORY_TOLERANCE = 0.1
"""The peak depends on when memory is given back: within 4 % in the same six runs."""

MOST_FOR_RULES = 25.0
"""Per cent of the time from text to trees that all rules together may take."""

ARTICLES, WIKINEWS = "data/articles", "corpus/wikinews"


def measure(shared: Path | None, rounds: int) -> tuple[list[Measure], bool]:
    """Return the measures, and whether all of them could be taken: Wikinews lies beside the repository."""
    folders = {"sample articles": ROOT / ARTICLES}
    try:
        (folders["Wikinews"],) = sources.find(shared, WIKINEWS)
    except sources.Skipped:
        is_complete = False
    else:
        is_complete = True
    measures: list[Measure] = []
    for name, folder in folders.items():
        # The sample grows, and its digest with it; a ratio bears that, so it is not pinned to these articles.
        data = digest(sorted(folder.glob("*.txt"))) if name == "Wikinews" else None
        measures += _measures(name, _run_child(folder, rounds), data)
    return measures, is_complete


def _measures(name: str, figures: dict[str, float], data: str | None) -> Iterator[Measure]:
    documents = int(figures["documents"])
    for kind in ("documents/s", "words/s"):
        yield Measure(f"{name}, {kind}", kind, round(figures[kind], 2), examples=documents, is_gated=False)
    yield Measure(
        f"{name}, words per unit of fixed work", "ratio", round(figures["ratio"], 1), examples=documents, digest=data,
        tolerance=TOLERANCE,
    )  # fmt: skip
    yield Measure(
        f"{name}, rules upon the language model", "share", round(figures["rules"], 1), examples=documents, digest=data,
        lower_is_better=True, limit=MOST_FOR_RULES,
    )  # fmt: skip
    yield Measure(
        f"{name}, peak memory", "MB", round(figures["memory"], 1), examples=documents, digest=data,
        lower_is_better=True, tolerance=MEMORY_TOLERANCE,
    )  # fmt: skip


def _run_child(folder: Path, rounds: int) -> dict[str, float]:
    # One thread, as in each worker of a build: the fixed work must not spread over cores that the build leaves alone.
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "tests.benchmark.speed", str(rounds), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8")
    if done.returncode:
        raise click.ClickException(f"the build that is timed failed: {done.stderr.strip()}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures


def work() -> float:
    """Return the processor seconds of one unit of fixed work: half of it Python, half of it products of matrices.

    A build is of both kinds, rules and a network, so the ratio says the same on a faster machine.
    """
    import numpy as np

    started = time.process_time()
    state = 1
    counts: dict[str, int] = {}
    for _ in range(600_000):
        state = (state * 48271) % 2147483647
        key = f"w{state % 5000}"
        counts[key] = counts.get(key, 0) + 1
    sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    matrix = np.full((384, 384), 0.001, dtype=np.float32)
    product = matrix
    for _ in range(250):
        product = np.tanh(product @ matrix)
    return time.process_time() - started


def time_builds(folder: Path, rounds: int) -> dict[str, float]:
    """Return the figures of building a graph from a folder in this process: medians over so many rounds.

    Times are wall time for what a user sees, and processor time for the ratio, which other work on the machine disturbs
    less. Memory is the peak of the first round. Ends the process where a document was left out: a fast failure is no
    speed.
    """
    from kg.pipeline import build

    words, memory = 0, 0.0
    wall, ratios = [], []
    before = work()
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as place:
            started, processor = time.perf_counter(), time.process_time()
            report = build(Path(place) / "graph.kg", [folder], workers=1)
            wall.append(time.perf_counter() - started)
            used = time.process_time() - processor
            if report.left_out or not report.documents:
                raise SystemExit(f"{folder}: {report.documents} documents read, left out: {report.left_out[:1]}")
            if not words:
                memory, words = peak_memory(), _count_words(Path(place) / "graph.kg")
        after = work()
        ratios.append(words / used * (before + after) / 2)
        before = after
    seconds = statistics.median(wall)
    return {
        "documents": report.documents, "documents/s": report.documents / seconds, "words/s": words / seconds,
        "ratio": statistics.median(ratios), "memory": memory, "rules": time_rules(folder, rounds),
    }  # fmt: skip


def time_rules(folder: Path, rounds: int) -> float:
    """Return what the rules take upon the way from text to trees, in per cent: the median over so many rounds.

    Both are processor time of this process, article by article and one after the other, so a busy machine slows both.
    """
    from kg.documents import read_documents
    from kg.extractors import RuleExtractor
    from kg.model import Document
    from kg.sentences import find_sentences

    extractor = RuleExtractor()
    documents = [document for document in read_documents([folder]) if isinstance(document, Document)]
    shares = []
    for _ in range(rounds):
        trees = whole = 0.0
        for document in documents:
            started = time.process_time()
            find_sentences(document)
            between = time.process_time()
            extractor.extract(document)
            trees, whole = trees + between - started, whole + time.process_time() - between
        shares.append(100 * (whole - trees) / trees)
    return statistics.median(shares)


def _count_words(graph: Path) -> int:
    from kg.archive import open_archive

    with open_archive(graph) as archive:
        return sum(len(document.text.split()) for document, _ in archive.pairs())


def peak_memory() -> float:
    """Return the largest resident size of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # getrusage would count what the parent held when it started this process
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


if __name__ == "__main__":
    print(json.dumps(time_builds(Path(sys.argv[2]), int(sys.argv[1]))))
