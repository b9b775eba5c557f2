"""Runs `kg extract` on the sentences of a benchmark, as a user would, and checks what it writes."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Protocol

from .measures import Measure

HALVES = ("first", "second")


class OpenExtraction(Protocol):
    """A benchmark of extractions from single sentences, which it holds by id."""

    @property
    def style(self) -> str:
        """What `kg extract --style` is given."""

    @property
    def sentences(self) -> dict[str, str]:
        """The sentences by id, in their order."""

    def check(self, output: str, sentences: Mapping[str, str]) -> Iterator[str]:
        """Yield what is wrong with the format of an output."""

    def measure(self, extractions: Path, half: str | None = None) -> Measure:
        """Return the figure of a file of extractions, on all sentences or on one half."""

    def show(self, extractions: Path, half: str | None = None) -> Iterator[str]:
        """Yield lines that tell what is wrong and what is missed, sentence by sentence."""


class ExtractionFailed(Exception):
    """The command did not end well; the message has what it printed last."""


def take_half(names: list[str], half: str | None) -> list[str]:
    """Return the first or second half of names in their order, or all: rules are made on one and checked on the other.

    >>> take_half(["1", "2", "5"], "first"), take_half(["1", "2", "5"], "second")
    (['1'], ['2', '5'])
    """
    middle = len(names) // 2
    return {"first": names[:middle], "second": names[middle:], None: names}[half]


def run(
    benchmark: OpenExtraction,
    *,
    extractions: Path | None = None,
    half: str | None = None,
    show: Callable[[str], None] | None = None,
) -> tuple[list[Measure], list[str]]:
    """Return the measures, and what is wrong with the format; without a file of extractions `kg extract` writes it.

    `show` is called with each line that tells what is wrong. Raises `ExtractionFailed`.
    """
    with tempfile.TemporaryDirectory() as folder:
        file = extractions or Path(folder) / "extractions.tsv"
        asked = {name: benchmark.sentences[name] for name in take_half(list(benchmark.sentences), half)}
        if extractions is None:
            file.write_text(extract(asked, benchmark.style), encoding="utf-8")
        known = asked if extractions is None else benchmark.sentences
        problems = list(benchmark.check(file.read_text(encoding="utf-8"), known))
        if show:
            for line in benchmark.show(file, half):
                show(line)
        return [benchmark.measure(file, one) for one in ((half,) if half else (None, *HALVES))], problems


def read_anchors(folder: Path) -> dict[str, dict[str, float]]:
    """Return the figures of published systems that lie beside a benchmark's data."""
    systems: dict[str, dict[str, float]] = json.loads((folder / "anchors.json").read_text(encoding="utf-8"))["systems"]
    return systems


def extract(sentences: Mapping[str, str], style: str) -> str:
    """Return what `kg extract --lines --pretokenized` prints for sentences by id; raises `ExtractionFailed`."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sentences.tsv"
        file.write_text("".join(f"{name}\t{text}\n" for name, text in sentences.items()), encoding="utf-8")
        options = ["--lines", "--pretokenized", "--style", style, "--format", "tsv"]
        command = [sys.executable, "-m", "kg", "extract", str(file), *options]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        shown = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise ExtractionFailed(f"kg extract {' '.join(options)} ended with {done.returncode}:\n{shown}")
    return done.stdout


def check_minimal(output: str, sentences: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with lines of `id, subject, relation, object, confidence`."""
    for number, line in enumerate(output.splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) != 5:
            yield f"line {number}: {len(fields)} fields, expected id, subject, relation, object, confidence: {line!r}"
        elif fields[0] not in sentences:
            yield f"line {number}: unknown id {fields[0]!r}"
        else:
            yield from _check(number, fields[1:4], fields[4], sentences[fields[0]])


def check_maximal(output: str, sentences: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with lines of `sentence, confidence, relation, arg1, arg2 ...`."""
    texts = set(sentences.values())
    for number, line in enumerate(output.splitlines(), start=1):
        fields = line.split("\t")
        if len(fields) < 4:
            yield f"line {number}: {len(fields)} fields, expected sentence, confidence, relation, arg1 ...: {line!r}"
        elif fields[0] not in texts:
            yield f"line {number}: unknown sentence {fields[0]!r}"
        else:
            yield from _check(number, fields[2:], fields[1], fields[0])


def _check(number: int, fields: list[str], confidence: str, sentence: str) -> Iterator[str]:
    tokens = set(sentence.split(" "))
    for field in fields:
        strange = [token for token in field.split(" ") if token not in tokens]
        if strange:
            yield f"line {number}: {strange!r} no token of the sentence, in {field!r}"
    try:
        is_share = 0 <= float(confidence) <= 1
    except ValueError:
        is_share = False
    if not is_share:
        yield f"line {number}: confidence {confidence!r}, expected a number from 0 to 1"
