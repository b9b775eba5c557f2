"""How the command line shows the answers about a graph as a whole."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import click

from kg.analysis.agreement import Contradictions, Corroborations, Disputes
from kg.analysis.brokers import Brokers
from kg.analysis.centrality import USUAL, Centralities
from kg.analysis.groups import Communities
from kg.analysis.stances import Sayings, Stances
from kg.analysis.timeline import Timeline
from kg.cli.printing import note, plural
from kg.cli.tables import print_table

if TYPE_CHECKING:
    from kg.analysis import Overview
    from kg.analysis.results import Results

Columns = Mapping[str, Callable[[Any], object]]

_BAR = 30
# Of a narrower terminal, the numbers of a timeline take all.
_WIDE = 100
_MOST_NAMES = 3
_LONGEST_NAME = 48


def print_results(results: Results[Any], form: str, limit: int | None) -> None:
    """Write an answer as table, csv or jsonl, at most `limit` rows; what was counted goes to standard error."""
    shown = results if limit is None else results.head(limit)
    if form == "jsonl":
        _print_lines(shown.records())
    elif form == "csv":
        _print_csv(shown)
    else:
        _print_rows(results, shown)
    more = (
        f"{len(shown):,} of {plural(len(results), 'row')}" if len(shown) < len(results) else plural(len(results), "row")
    )
    note(f"{more}: {results.note}")


def _print_lines(records: Iterable[Mapping[str, object]]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


def _print_csv(results: Results[Any]) -> None:
    """Write the plain columns; several values in a cell are parted by "; "."""
    names = [field.name for field in fields(results.row_type) if field.name != "sayings"]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(names)
    for row in results:
        cells = (getattr(row, name) for name in names)
        writer.writerow("; ".join(cell) if isinstance(cell, tuple) else cell for cell in cells)


def _print_rows(results: Results[Any], shown: Results[Any]) -> None:
    columns = _columns(results)
    print_table(list(columns), [[tell(row) for tell in columns.values()] for row in shown])


def _columns(results: Results[Any]) -> Columns:
    """Return the heads of the table of an answer, and what stands in each."""
    if isinstance(results, Centralities):
        return _centrality_columns(results)
    if isinstance(results, Timeline):
        highest = max((row.total for row in results), default=1)
        has_room = not sys.stdout.isatty() or shutil.get_terminal_size().columns >= _WIDE
        return {**_TIMELINE, **({"": lambda row: draw_bar(row.total, highest)} if has_room else {})}
    return next(columns for type_, columns in _COLUMNS.items() if isinstance(results, type_))


def _centrality_columns(results: Centralities) -> Columns:
    measures = list(dict.fromkeys((results.by, *USUAL)))[: len(USUAL)]
    columns: dict[str, Callable[[Any], object]] = {"#": lambda row: row.place, "name": _name}
    for measure in measures:
        columns[measure] = lambda row, measure=measure: tell_number(getattr(row, measure))  # type: ignore[misc]
    return columns


def tell_number(value: float) -> str:
    """Return a number as tables show it: counts whole, shares with as many digits as tell them apart.

    >>> tell_number(333), tell_number(0.03907748), tell_number(0.0)
    ('333', '0.0391', '0')
    """
    return f"{value:.0f}" if float(value).is_integer() else f"{value:.4f}"


def draw_bar(value: int, highest: int) -> str:
    """Return a bar as long as a value is high, of at most thirty characters; none only for 0.

    >>> draw_bar(2, 4), draw_bar(0, 4)
    ('▇▇▇▇▇▇▇▇▇▇▇▇▇▇▇', '')
    """
    return "▇" * max(value > 0, round(_BAR * value / max(highest, 1)))


def name_several(names: Sequence[str]) -> str:
    """Return the first names, and how many there are beside them.

    >>> name_several(["Ann", "Bob"]), name_several(["Ann", "Bob", "Cy", "Di", "Ed"])
    ('Ann, Bob', 'Ann, Bob, Cy and 2 more')
    """
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(map(_crop, names[:_MOST_NAMES])) + more


def _crop(name: str) -> str:
    """Return a name without its end where it is the long path of a document."""
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _fact(row: Any) -> str:
    return f"{row.subject} | {row.predicate} | {row.object}"


def _name(row: Any) -> str:
    return f"{row.label} ({row.type})" if row.type else str(row.label)


def _side(row: Any) -> str:
    return f"{row.holder} | {', '.join(dict.fromkeys(row.relations))} | {row.target}"


_STANCE: Columns = {
    "fact": _side, "for": lambda row: row.positive, "against": lambda row: row.negative,
    "neutral": lambda row: row.neutral, "according to": lambda row: name_several(row.sources),
}  # fmt: skip
_SAYING: Columns = {
    "according to": lambda row: _crop(row.source), "fact": _side, "for": lambda row: row.positive,
    "against": lambda row: row.negative, "neutral": lambda row: row.neutral,
}  # fmt: skip
_DISPUTE: Columns = {
    "for": lambda row: row.supporter, "what": lambda row: row.target, "against": lambda row: row.opponent,
    "relations": lambda row: ", ".join(row.relations),
}  # fmt: skip
_CONTRADICTION: Columns = {
    "fact": _fact, "said by": lambda row: name_several(row.said_by), "said on": lambda row: row.said_on,
    "denied by": lambda row: name_several(row.denied_by), "denied on": lambda row: row.denied_on,
}  # fmt: skip
_CORROBORATION: Columns = {
    "fact": lambda row: _fact(row) + (" (reported)" if row.status == "reported" else ""),
    "outlets": lambda row: len(row.outlets), "documents": lambda row: row.documents, "first": lambda row: row.first,
    "last": lambda row: row.last,
}  # fmt: skip
_COMMUNITY: Columns = {
    "#": lambda row: row.number, "community": lambda row: row.name, "members": lambda row: row.size,
    "ties": lambda row: tell_number(row.ties), "leading out": lambda row: tell_number(row.ties_out),
}  # fmt: skip
_BROKER: Columns = {
    "#": lambda row: row.place, "name": _name, "betweenness": lambda row: tell_number(row.betweenness),
    "communities": lambda row: len(row.communities), "cuts off": lambda row: row.cuts_off,
}  # fmt: skip
_TIMELINE: Columns = {
    "when": lambda row: row.period, "facts": lambda row: row.total, "asserted": lambda row: row.asserted,
    "reported": lambda row: row.reported, "negated": lambda row: row.negated,
    "hypothetical": lambda row: row.hypothetical,
}  # fmt: skip
_COLUMNS: Mapping[type[Any], Columns] = {
    Stances: _STANCE, Sayings: _SAYING, Disputes: _DISPUTE, Contradictions: _CONTRADICTION,
    Corroborations: _CORROBORATION, Communities: _COMMUNITY, Brokers: _BROKER,
}  # fmt: skip


def print_members(communities: Communities) -> None:
    """Write all members of some communities, the most central first."""
    for row in communities:
        click.echo(f"\nMembers of {_bold(row.name)}")
        click.echo(textwrap.fill(", ".join(row.labels), shutil.get_terminal_size().columns - 2,
                                 initial_indent="  ", subsequent_indent="  "))  # fmt: skip


# The page of all answers


def print_overview(overview: Overview, form: str, limit: int | None) -> None:
    """Write the first rows of each answer: as a page, or as jsonl whose objects tell `what` they answer."""
    if form == "jsonl":
        for what, results in _answers(overview):
            _print_lines(
                {"what": what, **record} for record in (results if limit is None else results.head(limit)).records()
            )
        return
    for number, (heading, told, lines) in enumerate(_sections(overview, limit or len(overview.centrality))):
        if number:
            click.echo()
        click.echo(f"{click.style(heading, underline=True)} ({told})")
        for line in lines:
            click.echo(f"  {line}")
    note("kg analyze and a word lists more: centrality, communities, brokers, stance, contradictions, corroboration, "
         "timeline. kg why prints the sentences behind a fact.")  # fmt: skip


def _answers(overview: Overview) -> Iterator[tuple[str, Results[Any]]]:
    yield "centrality", overview.centrality
    yield "communities", overview.communities
    yield "brokers", overview.brokers
    yield "stance", overview.stances
    yield "at-odds", overview.disputes
    yield "contradictions", overview.contradictions
    yield "corroboration", overview.corroborations
    yield "timeline", overview.timeline


def _sections(overview: Overview, limit: int) -> Iterator[tuple[str, str, list[str]]]:
    """Yield the heading, what was counted, and the lines of each section that has any."""
    sections = (
        ("Most central", overview.centrality, [
            f"{_bold(row.label)} ({row.type}) · PageRank {row.pagerank:.4f} · "
            f"{plural(row.neighbours, 'neighbour')} · {plural(round(row.ties), 'tie')}"
            for row in overview.centrality[:limit]]),
        ("Communities", overview.communities, [
            f"{row.number}. {_bold(row.name)} · {plural(row.size, 'member')}" for row in overview.communities[:limit]]),
        ("Brokers", overview.brokers, [
            f"{_bold(row.label)} ({row.type}) · betweenness {row.betweenness:.4f} · touches "
            f"{_communities(len(row.communities))}" + (f" · cuts off {row.cuts_off:,}" if row.cuts_off else "")
            for row in overview.brokers[:limit]]),
        ("For and against", overview.stances, [
            f"{_bold(_side(row))} · {_sides(row)} · according to {name_several(row.sources)}"
            for row in overview.stances[:limit]]),
        ("At odds", overview.disputes, [
            f"{_bold(row.target)} · for it {row.supporter}, against it {row.opponent}"
            for row in overview.disputes[:limit] if row.is_specific]),
        ("Said and denied", overview.contradictions, [
            f"{_bold(_fact(row))} · said by {name_several(row.said_by)} · denied by {name_several(row.denied_by)}"
            for row in overview.contradictions[:limit]]),
        ("Told by several", overview.corroborations, [
            f"{_bold(_fact(row))} · {plural(len(row.outlets), 'outlet')} · {plural(row.documents, 'document')}"
            for row in overview.happenings[:limit]]),
        ("Timeline", overview.timeline, _timeline_lines(overview.timeline)),
    )  # fmt: skip
    yield from ((heading, results.note, lines) for heading, results, lines in sections if lines)


def _timeline_lines(timeline: Timeline) -> list[str]:
    highest = max((row.total for row in timeline), default=1)
    return [f"{row.period}  {row.total:>7,}  {draw_bar(row.total, highest)}" for row in timeline]


def _communities(count: int) -> str:
    return "its community alone" if count == 1 else plural(count, "community")


def _sides(row: Any) -> str:
    told = ((row.positive, "for"), (row.negative, "against"))
    return ", ".join(f"{count:,} {side}" for count, side in told if count)


def _bold(text: str) -> str:
    return click.style(text, bold=True)
