"""How the command line shows assertions, entities, tables and progress."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.options import DEFAULT_GRAPH
from kg.model import Assertion, Entity, LeftOut, Span

if TYPE_CHECKING:
    from kg.graph import Statistics
    from kg.graph.lookup import Facts
    from kg.pipeline import BuildReport, Progress

_STATUS_COLOURS = {"asserted": "green", "reported": "cyan", "negated": "red", "hypothetical": "yellow"}
_STATUSES = tuple(_STATUS_COLOURS)
# Where no bar can be drawn, one line tells in this many seconds that the work goes on.
_SECONDS_BETWEEN_LINES = 30.0


def note(message: str) -> None:
    """Write a line for people to standard error."""
    click.echo(message, err=True)


def plural(count: int, noun: str) -> str:
    """Return a count with its noun.

    >>> plural(1, "document"), plural(2, "entity"), plural(1200, "file")
    ('1 document', '2 entities', '1,200 files')
    """
    many = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{count:,} {noun if count == 1 else many}"


# Progress


@contextmanager
def show_progress() -> Iterator[Progress]:
    """Give a function that shows progress on standard error: a bar on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        with _bar() as report:
            yield report
    else:
        yield _Lines()


class _Lines:
    """Progress as lines: none for short work."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if stage == "documents" and now - self._last >= _SECONDS_BETWEEN_LINES:
            self._last = now
            rate = done / (now - self._started)
            left = (total - done) / rate if rate else 0
            note(f"{done}/{total} documents, {rate:.1f} a second, {left / 60:.0f} min left")


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    started = time.monotonic()
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )  # fmt: skip
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, int] = {}

        def report(stage: str, done: int, total: int) -> None:
            task = tasks.get(stage)
            if task is None:
                task = tasks[stage] = bar.add_task(stage, total=total, rate="")
            rate = done / max(time.monotonic() - started, 1e-9)
            bar.update(task, completed=done, total=total, rate=f"{rate:.1f}/s" if stage == "documents" else "")  # type: ignore[arg-type]

        yield report


def print_left_out(left_out: Iterable[LeftOut]) -> None:
    """Write each source that was left out, with the reason, to standard error."""
    for item in left_out:
        note(f"left out: {item.source}: {item.reason}")


def print_report(report: BuildReport) -> None:
    """Write what a build did, where the graph is and what to try next."""
    done = (
        (report.added, "added"), (report.replaced, "replaced"), (report.unchanged, "unchanged"),
        (report.removed, "removed"), (len(report.left_out), "left out"),
    )  # fmt: skip
    changes = ", ".join(f"{count:,} {what}" for count, what in done if count) or "nothing to read"
    known = [f"{report.assertions[status]:,} {status}" for status in _STATUSES if status in report.assertions]
    statuses = f" ({', '.join(known)})" if known else ""
    held = (
        plural(report.documents, "document"), plural(report.sentences, "sentence"), plural(report.entities, "entity"),
        plural(sum(report.assertions.values()), "assertion"),
    )  # fmt: skip
    click.echo(f"Files: {changes} ({report.seconds:.1f} s)")
    click.echo(f"Graph: {', '.join(held)}{statuses}")
    click.echo(f"It is in {report.graph}")
    if report.commonest:
        where = "" if report.graph == DEFAULT_GRAPH else f" -g {shlex.quote(report.graph)}"
        click.echo(f"Try: kg show{where} {report.commonest}")


# Assertions


def describe(assertion: Assertion) -> str:
    """Return subject, predicate and object of an assertion in one line."""
    parts = [assertion.subject, assertion.predicate, assertion.object]
    return " | ".join(part for part in parts if part is not None)


def circumstances(assertion: Assertion) -> str:
    """Return who says so, when and where it happened, the document and the identifier, as far as known."""
    chain = assertion.attribution_chain
    said = f"according to {', quoted by '.join(reversed(chain))}" if chain else None
    happened = " ".join(filter(None, [assertion.time, f"in {assertion.place}" if assertion.place else None]))
    published = f"({assertion.published})" if assertion.published else None
    source = " ".join(filter(None, [assertion.source, published]))
    return " · ".join(filter(None, [said, happened, source, assertion.id[:12]]))


def style_status(assertion: Assertion, width: int = 0) -> str:
    """Return the status of an assertion, coloured, padded to `width`."""
    return click.style(f"{assertion.status.value:{width}}", fg=_STATUS_COLOURS[assertion.status.value])


def print_facts(facts: Facts, *, hidden: int) -> None:
    """Write what the graph says of an entity; `hidden` facts have a status that was not asked for."""
    _print_entity(facts.entity)
    groups = (("As subject", facts.as_subject), ("As object", facts.as_object), ("Inside other names", facts.in_part))
    for heading, assertions in groups:
        if assertions:
            click.echo(f"\n{heading} ({len(assertions)})")
        for assertion in assertions:
            click.echo(f"  {style_status(assertion, 12)}  {click.style(describe(assertion), bold=True)}")
            click.echo(f"  {'':12}  {circumstances(assertion)}")
    if hidden:
        note(f"\n{plural(hidden, 'fact')} of another status not shown; --all shows them")


def _print_entity(entity: Entity) -> None:
    link = f", Wikidata {entity.wikidata}" if entity.wikidata else ""
    click.echo(f"{click.style(entity.label, bold=True)} ({entity.type.value}, ent:{entity.slug}{link})")
    if entity.names:
        click.echo(f"Other names: {', '.join(entity.names)}")
    if entity.parts:
        click.echo(f"Mentions: {', '.join(f'ent:{part}' for part in entity.parts)}")
    for reason in entity.reasons:
        click.echo(f"Because: {reason}")


def print_evidence(assertion: Assertion, *, colour: bool) -> None:
    """Write an assertion with the sentence behind it, its words marked."""
    spans = [*assertion.subject_span, *assertion.predicate_span, *assertion.object_span]
    details = f"{assertion.polarity.value}, {assertion.modality.value}, confidence {assertion.confidence:.2f}"
    click.echo(f"{click.style(describe(assertion), bold=True)}  [{style_status(assertion)}: {details}]")
    click.echo(f"  {mark(assertion.sentence, spans, assertion.start, colour=colour)}")
    for name, antecedent in (
        (assertion.subject, assertion.subject_antecedent), (assertion.object, assertion.object_antecedent),
    ):  # fmt: skip
        if antecedent:
            click.echo(f"  the pronoun stands for {name}, at characters {antecedent[0].start}-{antecedent[-1].end}")
    click.echo(f"  {circumstances(assertion)} · characters {assertion.start}-{assertion.end}")


def mark(sentence: str, spans: Iterable[Span], offset: int, *, colour: bool) -> str:
    """Return a sentence that begins at `offset` with the spans in it marked: bold, or between » and «.

    >>> mark("He met her.", [Span(10, 12), Span(17, 20)], 10, colour=False)
    '»He« met »her«.'
    """
    inside = sorted((span.start - offset, span.end - offset) for span in spans)
    pieces: list[str] = []
    done = 0
    for start, end in inside:
        start = max(start, done)
        if start < end <= len(sentence):
            words = sentence[start:end]
            pieces += [sentence[done:start], click.style(words, bold=True, underline=True) if colour else f"»{words}«"]
            done = end
    return "".join([*pieces, sentence[done:]])


# Tables


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write rows in aligned columns under a header."""
    widths = [max(len(cell) for cell in column) for column in zip(header, *rows, strict=True)]
    for cells in (header, ["-" * width for width in widths], *rows):
        click.echo("  ".join(f"{cell:{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip())


def print_statistics(statistics: Statistics) -> None:
    """Write the counts of a graph."""
    click.echo(f"{plural(statistics.documents, 'document')}, {plural(statistics.sentences, 'sentence')}")
    for heading, counts in (
        ("Entities", statistics.entities), ("Assertions", statistics.assertions),
        (f"Relations: {statistics.relations:,}, the commonest", statistics.predicates),
    ):  # fmt: skip
        total = "" if heading.startswith("Relations") else f": {sum(counts.values()):,}"
        click.echo(f"\n{heading}{total}")
        for name, count in counts.items():
            click.echo(f"  {count:>8,}  {name}")
