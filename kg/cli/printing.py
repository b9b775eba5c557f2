"""How the command line shows assertions, entities, tables and progress."""

from __future__ import annotations

import os
import shlex
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from kg.cli.options import DEFAULT_GRAPH
from kg.graph.wording import circumstances, describe, draw_arrow, plural, tell_documents, tell_files, tell_holdings
from kg.model import Assertion, Entity, LeftOut, Span

if TYPE_CHECKING:
    from kg.graph import Chain, Facts, Found, Statistics
    from kg.pipeline import BuildReport, Progress

_STATUS_COLOURS = {"asserted": "green", "reported": "cyan", "negated": "red", "hypothetical": "yellow"}
_STATUSES = tuple(_STATUS_COLOURS)
# Where no bar can be drawn, one line tells in this many seconds that the work goes on.
_SECONDS_BETWEEN_LINES = 30.0
_MOST_PHRASES = 5
_MOST_WARNINGS = 20
_SHOWN_REASONS = 3


def note(message: str) -> None:
    """Write a line for people to standard error."""
    click.echo(message, err=True)


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


def print_warnings(warnings: Sequence[str]) -> None:
    """Write which decisions are not followed, and why, to standard error; of very many the first."""
    for warning in warnings[:_MOST_WARNINGS]:
        note(f"Warning: {warning}")
    if len(warnings) > _MOST_WARNINGS:
        note(f"Warning: and {len(warnings) - _MOST_WARNINGS:,} more such decisions")


def print_report(report: BuildReport, *, is_build: bool = True) -> None:
    """Write what a build did, where the graph is and what to try next; after other work, what the graph holds.

    Warnings go to standard error.
    """
    if is_build:
        click.echo(f"Files: {tell_files(report)} ({report.seconds:.1f} s)")
    click.echo(f"Graph: {tell_holdings(report)}")
    if is_build:
        click.echo(f"It is in {report.graph}")
    if is_build and report.commonest:
        where = "" if report.graph == DEFAULT_GRAPH else f" -g {shlex.quote(report.graph)}"
        click.echo(f"Try: kg show{where} {report.commonest}")
    print_warnings(report.warnings)


# Assertions


def style_status(assertion: Assertion, width: int = 0) -> str:
    """Return the status of an assertion, coloured, padded to `width`."""
    return click.style(f"{assertion.status.value:{width}}", fg=_STATUS_COLOURS[assertion.status.value])


def print_facts(facts: Facts, *, hidden: int) -> None:
    """Write what the graph says of an entity; `hidden` facts have a status that was not asked for."""
    _print_entity(facts.entity)
    _print_reasons(facts.entity)
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


def _print_reasons(entity: Entity) -> None:
    for reason in entity.reasons[:_SHOWN_REASONS]:
        click.echo(f"Because: {reason}")
    if len(entity.reasons) > _SHOWN_REASONS:
        note(f"Because of {len(entity.reasons) - _SHOWN_REASONS} reasons more; --merges shows them")


def print_merges(entity: Entity) -> None:
    """Write an entity, and why its names are one: each merge with its rule and score."""
    _print_entity(entity)
    if not entity.merges:
        note("\nNo names were merged, but for equal ones")
        return
    click.echo(f"\nMerges ({len(entity.merges)})")
    for merge in entity.merges:
        click.echo(f"  {merge.score:.2f}  {click.style(f'{merge.left} = {merge.right}', bold=True)}: {merge.rule}")


def print_evidence(assertion: Assertion, *, indent: str = "") -> None:
    """Write an assertion with the sentence behind it, its words marked."""
    details = f"{assertion.polarity.value}, {assertion.modality.value}, confidence {assertion.confidence:.2f}"
    click.echo(f"{indent}{click.style(describe(assertion), bold=True)}  [{style_status(assertion)}: {details}]")
    click.echo(f"{indent}  {quote_marked(assertion)}")
    for name, antecedent in (
        (assertion.subject, assertion.subject_antecedent), (assertion.object, assertion.object_antecedent),
    ):  # fmt: skip
        if antecedent:
            click.echo(
                f"{indent}  the pronoun stands for {name}, at characters {antecedent[0].start}-{antecedent[-1].end}"
            )
    click.echo(f"{indent}  {circumstances(assertion)} · characters {assertion.start}-{assertion.end}")


def quote_marked(assertion: Assertion) -> str:
    """Return the sentence behind an assertion, its words marked."""
    spans = [*assertion.subject_span, *assertion.predicate_span, *assertion.object_span]
    return mark(assertion.sentence, spans, assertion.start, colour=is_colourful())


def is_colourful() -> bool:
    """Whether standard output is a terminal that shows colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")


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


# Searches and chains


def print_found(text: str, found: Found) -> None:
    """Write what a search found: entities, relations and sentences, the words in these marked."""
    if not found:
        note(f"Nothing is like {text!r}; kg stats lists what there is")
    if found.near:
        note(f"No name has {text!r}; like it are:")
    _print_heading("Entities", found.entities)
    for item in found.entities:
        entity = item.entity
        others = f" · also {', '.join(entity.names)}" if entity.names else ""
        label = click.style(entity.label, bold=True)
        click.echo(f"  {label} ({entity.type.value}, ent:{entity.slug}) · {plural(item.facts, 'fact')}{others}")
    _print_heading("Relations", found.relations)
    for used in found.relations:
        label = click.style(used.relation.label, bold=True)
        phrases = ", ".join(used.relation.phrases[:_MOST_PHRASES])
        more = ", ..." if len(used.relation.phrases) > _MOST_PHRASES else ""
        click.echo(f"  {label} ({used.relation.id}) · {plural(used.facts, 'fact')} · as {phrases}{more}")
    _print_heading("Sentences", found.sentences)
    for sentence in found.sentences:
        document = sentence.document
        published = f" ({document.published})" if document.published else ""
        click.echo(f"  {mark(sentence.text, sentence.words, sentence.span.start, colour=is_colourful())}")
        click.echo(f"    {document.source}{published} · characters {sentence.span.start}-{sentence.span.end}")


def _print_heading(heading: str, items: Sequence[object]) -> None:
    if items:
        click.echo(click.style(heading, underline=True))


def found_records(found: Found) -> Iterator[dict[str, object]]:
    """Yield what a search found as one object for each: an entity, a relation or a sentence."""
    for item in found.entities:
        entity = item.entity
        yield {
            "kind": "entity", "id": f"ent:{entity.slug}", "label": entity.label, "type": entity.type.value,
            "names": list(entity.names), "facts": item.facts,
        }  # fmt: skip
    for used in found.relations:
        relation = used.relation
        yield {
            "kind": "relation", "id": relation.id, "label": relation.label, "phrases": list(relation.phrases),
            "facts": used.facts,
        }  # fmt: skip
    for sentence in found.sentences:
        document = sentence.document
        yield {
            "kind": "sentence", "document": document.id, "source": document.source, "published": document.published,
            "sentence": sentence.text, "start": sentence.span.start, "end": sentence.span.end,
        }  # fmt: skip


def print_chain(chain: Chain) -> None:
    """Write a chain of facts in one line, then the surest fact of each step with its sentence."""
    line = click.style(chain.hops[0].start.label, bold=True)
    line += "".join(f" {draw_arrow(hop)} {click.style(hop.end.label, bold=True)}" for hop in chain.hops)
    click.echo(line)
    for hop in chain.hops:
        if not hop.assertions:
            whole, part = (hop.start, hop.end) if hop.end.slug in hop.start.parts else (hop.end, hop.start)
            click.echo(f"  the name {whole.label!r} holds {part.label}")
            continue
        print_evidence(hop.assertions[0], indent="  ")
        if len(hop.assertions) > 1:
            others = ", ".join(f"{describe(fact)} · {fact.id[:12]}" for fact in hop.assertions[1:_MOST_PHRASES])
            click.echo(f"    and {plural(len(hop.assertions) - 1, 'fact')} more: {others}")


def chain_record(chain: Chain) -> dict[str, object]:
    """Return a chain as one object: its entities, and the assertion records of each step."""
    entities = [chain.hops[0].start, *(hop.end for hop in chain.hops)]
    from kg.assertions import record

    return {
        "length": len(chain),
        "entities": [f"ent:{entity.slug}" for entity in entities],
        "hops": [[record(assertion) for assertion in hop.assertions] for hop in chain.hops],
    }


# Counts


def print_statistics(statistics: Statistics) -> None:
    """Write the counts of a graph."""
    documents = tell_documents(statistics.documents, statistics.copies)
    sentences = "" if statistics.sentences is None else f", {plural(statistics.sentences, 'sentence')}"
    click.echo(f"{documents}{sentences}")
    for heading, counts in (
        ("Entities", statistics.entities), ("Assertions", statistics.assertions),
        (f"Relations: {statistics.relations:,}, the commonest", statistics.predicates),
    ):  # fmt: skip
        total = "" if heading.startswith("Relations") else f": {sum(counts.values()):,}"
        click.echo(f"\n{heading}{total}")
        for name, count in counts.items():
            click.echo(f"  {count:>8,}  {name}")
