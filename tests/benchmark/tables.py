"""Shows figures: a table for the terminal, and the tables of docs/benchmarks.md."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from . import extraction, sources
from .floors import Floors
from .measures import Floor, Measure, judge, percent

HEADER = ("", "measure", "precision", "recall", "score", "examples", "data", "floor", "difference", "")
NO_FIGURE = "–"
ANCHORS = {"benchie": ("BenchIE dev", "bench/benchie-dev", ""), "carb": ("CaRB dev", "bench/carb-dev", "best_")}
"""Benchmarks with figures of published systems: title, folder, and what the names of the figures begin with."""


def print_measures(title: str, measures: Iterable[Measure], floors: Mapping[str, Floor]) -> None:
    """Print a row for each measure."""
    table = Table(*HEADER, title=title, title_justify="left", box=None, pad_edge=False)
    for column in table.columns[2:6] + table.columns[7:9]:
        column.justify = "right"
    for measure in measures:
        table.add_row(*_row(measure, floors.get(measure.name)))
    Console(width=160, highlight=False, soft_wrap=True).print(table)


def _row(measure: Measure, floor: Floor | None) -> list[str]:
    bound = measure.limit if measure.limit is not None else floor.score if floor and measure.is_gated else None
    return [
        measure.name, measure.kind, _figure(measure.precision), _figure(measure.recall), _figure(measure.score),
        _figure(measure.examples), _short(measure.digest), _figure(bound),
        NO_FIGURE if bound is None else f"{measure.score - bound:+.2f}", judge(measure, floor).value,
    ]  # fmt: skip


def _figure(value: float | None) -> str:
    """Return a number as it is shown.

    >>> _figure(34.3), _figure(25147), _figure(None)
    ('34.30', '25,147', '–')
    """
    return NO_FIGURE if value is None else f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _short(data: str | None) -> str:
    return data.removeprefix("sha256:")[:12] if data else NO_FIGURE


def floors_table(floors: Floors) -> str:
    """Return the floors in Markdown."""
    rows = [
        [
            f"`{benchmark}`", name, floor.kind, _figure(floor.precision), _figure(floor.recall), _figure(floor.score),
            _figure(floor.examples), f"`{_short(floor.digest)}`" if floor.digest else NO_FIGURE,
        ]
        for benchmark in sorted(floors)
        for name, floor in floors[benchmark].items()
    ]  # fmt: skip
    header = ["benchmark", "", "measure", "precision", "recall", "score", "examples", "data"]
    return _markdown(header, "lllrrrrl", rows)


def published_tables(floors: Floors, shared: Path | None = None) -> str:
    """Return ours and the published systems' figures in Markdown, best first.

    Raises `Skipped` where those figures are not there.
    """
    tables = []
    for benchmark, (title, folder, prefix) in ANCHORS.items():
        (path,) = sources.find(shared, folder)
        names = [f"{prefix}{figure}" for figure in ("precision", "recall", "f1")]
        figures = {
            system: [percent(anchors[name]) for name in names]
            for system, anchors in extraction.read_anchors(path).items()
        }
        ours = floors.get(benchmark, {}).get("dev")
        if ours:
            figures["**kg**"] = [ours.precision or 0.0, ours.recall or 0.0, ours.score]
        ranked = sorted(figures.items(), key=lambda pair: (-pair[1][-1], pair[0]))
        rows = [[system, *(f"{value:.2f}" for value in values)] for system, values in ranked]
        tables.append(_markdown([title, "precision", "recall", "F1"], "lrrr", rows))
    return "\n\n".join(tables)


def _markdown(header: Sequence[str], alignment: str, rows: Iterable[Sequence[str]]) -> str:
    marks = ["--:" if side == "r" else "---" for side in alignment]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, marks, *rows))


def write_docs(docs: Path, floors: Floors, shared: Path | None = None) -> None:
    """Write the tables between their marks; that of published systems stays where their figures are not there."""
    text = fill(docs.read_text(encoding="utf-8"), "floors", floors_table(floors))
    with contextlib.suppress(sources.Skipped):
        text = fill(text, "published", published_tables(floors, shared))
    docs.write_text(text, encoding="utf-8")


def fill(text: str, mark: str, content: str) -> str:
    """Return a text with what stands between a mark and the next end replaced; ValueError where there is no such mark.

    >>> fill("<!-- x -->\\nold\\n<!-- end -->", "x", "new")
    '<!-- x -->\\nnew\\n<!-- end -->'
    """
    pattern = re.compile(f"(?<=<!-- {mark} -->\n).*?(?=<!-- end -->)", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"no <!-- {mark} --> with its <!-- end --> found")
    return pattern.sub(lambda _: f"{content}\n", text, count=1)
