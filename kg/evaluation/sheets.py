"""A sample of a graph as a sheet to mark, and what the marks say of the whole graph.

Sentences are drawn at random, those without facts as well, and all their facts are listed: so the sheet tells what is
wrong and what is missing.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import EvaluationError
from kg.evaluation.figures import Share, estimate_share
from kg.evaluation.files import read_text
from kg.model import Assertion, Document, Extraction, Span

COLUMNS = ("mark", "subject", "predicate", "object", "status", "credited to", "sentence", "source", "place", "fact")
MISSED = "(facts missed: how many?)"
"""What stands as subject in the last row of each sentence."""
MARKS = {"right": 1.0, "r": 1.0, "wrong": 0.0, "w": 0.0, "half": 0.5, "h": 0.5}
"""What a fact may be marked with, and what it counts."""


@dataclass(frozen=True)
class Sample:
    """A sentence that was drawn, with its facts."""

    document: Document
    span: Span
    facts: tuple[Assertion, ...]


@dataclass
class Sentence:
    """What a person marked in a sentence: the facts by status, `None` where a fact has no mark; and how many lack."""

    facts: list[tuple[str, float | None]] = field(default_factory=list)
    missed: int | None = None


@dataclass(frozen=True)
class Review:
    """The shares that follow from a sheet; None where nothing marked tells them.

    `precision` is over all facts that are marked, `by_status` over those of one status. `recall` is estimated from the
    sentences that are marked whole: of the facts they state, the share that is right in the graph.
    """

    precision: Share | None
    by_status: dict[str, Share]
    recall: Share | None
    marked: int
    unmarked: int
    sentences: int


def draw(
    pairs: Iterable[tuple[Document, Extraction]], assertions: Iterable[Assertion], count: int, *, seed: str = ""
) -> list[Sample]:
    """Return sentences drawn at random until they hold at least `count` of the assertions; fewer if there are no more.

    The same graph and seed give the same sample.
    """
    facts: dict[tuple[str, int], list[Assertion]] = defaultdict(list)
    for assertion in assertions:
        facts[assertion.document, assertion.start].append(assertion)
    places = [(document, span) for document, extraction in pairs for span in extraction.sentences]
    places.sort(key=lambda place: hashlib.sha256(f"{seed}:{place[0].id}:{place[1].start}".encode()).digest())
    drawn: list[Sample] = []
    for document, span in places:
        if sum(len(sample.facts) for sample in drawn) >= count:
            break
        drawn.append(Sample(document, span, tuple(facts.get((document.id, span.start), ()))))
    return drawn


def write_sheet(path: Path, samples: Sequence[Sample]) -> None:
    """Write a sheet of tab-separated values; raises `EvaluationError` if the file is there or cannot be written."""
    text = io.StringIO()
    writer = csv.writer(text, dialect="excel-tab", lineterminator="\n")
    writer.writerow(COLUMNS)
    for sample in samples:
        writer.writerows(_rows(sample))
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text.getvalue())
    except FileExistsError as error:
        raise EvaluationError(
            f"{path} is there already, perhaps with marks; name another file with --output"
        ) from error
    except OSError as error:
        raise EvaluationError(f"{path} cannot be written: {error.strerror}") from error


def _rows(sample: Sample) -> Iterator[list[str]]:
    place = [
        sample.span.quote(sample.document.text),
        sample.document.source,
        f"{sample.document.id}:{sample.span.start}",
    ]
    for fact in sample.facts:
        told = [fact.subject, fact.predicate, fact.object or "", fact.status.value, " < ".join(fact.attribution_chain)]
        yield ["", *told, *place, fact.id]
    yield ["", MISSED, "", "", "", "", *place, ""]


def is_sheet(text: str) -> bool:
    """Whether a text begins as a sheet does."""
    return _split(text.partition("\n")[0]) is not None


def _split(header: str) -> str | None:
    """Return what parts the columns of a sheet, which a spreadsheet may have changed; None if it is no sheet."""
    for delimiter in "\t,;":
        cells = [cell.strip().strip('"').lower() for cell in header.split(delimiter)]
        if {"mark", "subject", "status", "place", "fact"} <= set(cells):
            return delimiter
    return None


def read_sheet(path: Path) -> list[Sentence]:
    """Return what was marked, sentence by sentence; `EvaluationError` names the line of a mark that is none."""
    text = read_text(path)
    delimiter = _split(text.partition("\n")[0])
    if delimiter is None:
        raise EvaluationError(f"{path} is no sheet of kg evaluate: its first line is not {', '.join(COLUMNS)}")
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    sentences: dict[str, Sentence] = defaultdict(Sentence)
    for row in reader:
        where = f"{path}, line {reader.line_num}"
        place, mark = (row["place"] or "").strip(), (row["mark"] or "").strip().lower()
        if not place:
            raise EvaluationError(f"{where}: the column 'place' is empty, so the row belongs to no sentence")
        if (row["fact"] or "").strip():
            sentences[place].facts.append(((row["status"] or "").strip(), _read_mark(mark, where)))
        else:
            sentences[place].missed = _read_count(mark, where)
    return list(sentences.values())


def _read_mark(mark: str, where: str) -> float | None:
    if mark and mark not in MARKS:
        raise EvaluationError(f"{where}: {mark!r} is no mark; give right, wrong or half (r, w, h), or nothing")
    return MARKS.get(mark)


def _read_count(mark: str, where: str) -> int | None:
    if mark and not mark.isdecimal():
        raise EvaluationError(f"{where}: {mark!r} is no number; give how many facts of the sentence are missed, or 0")
    return int(mark) if mark else None


def review(sentences: Sequence[Sentence]) -> Review:
    """Return what the marks tell of the whole graph."""
    statuses = sorted({status for sentence in sentences for status, _ in sentence.facts})
    shares = {status: _estimate_precision(sentences, {status}) for status in statuses}
    whole = [one for one in sentences if one.missed is not None and all(mark is not None for _, mark in one.facts)]
    right = [sum(mark or 0.0 for _, mark in one.facts) for one in whole]
    # A fact that is half right is half found; what is wrong states nothing, so it is not counted.
    stated = [sum(bool(mark) for _, mark in one.facts) + (one.missed or 0) for one in whole]
    marks = [mark for sentence in sentences for _, mark in sentence.facts]
    return Review(
        precision=_estimate_precision(sentences, set(statuses)),
        by_status={status: share for status, share in shares.items() if share is not None},
        recall=estimate_share(list(zip(right, stated, strict=True))),
        marked=sum(mark is not None for mark in marks), unmarked=sum(mark is None for mark in marks),
        sentences=len(whole),
    )  # fmt: skip


def _estimate_precision(sentences: Iterable[Sentence], statuses: set[str]) -> Share | None:
    marked = [
        [mark for status, mark in sentence.facts if mark is not None and status in statuses] for sentence in sentences
    ]
    return estimate_share([(sum(marks), len(marks)) for marks in marked if marks])
