"""Tables: aligned text where another program reads them, boxes that wrap to its width on a terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click

# A cell longer than this does not widen its column: one long sentence would pad every row of the table.
_WIDEST = 80
# Columns narrower than this cannot be read; a table that would need them is shown row by row instead.
_NARROWEST = 24
# Wrapping takes rich about a millisecond a row, and nobody reads more; longer tables have one line a row.
_MOST_WRAPPED = 500
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_STYLES = (("ent:", "cyan"), ("rel:", "magenta"), ("kg:", "green"))


def print_table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write rows under a header, each cell on one line unless a terminal wraps it; None is an empty cell."""
    cells = [[_tell(value) for value in row] for row in rows]
    if not sys.stdout.isatty():
        _print_plain(header, cells)
    elif not cells:
        click.echo("Nothing found.")
    elif len(cells) > _MOST_WRAPPED:
        _print_cropped(header, cells)
    else:
        _print_rich(header, cells)


def _tell(value: object) -> str:
    """Return a value as one line; a line break or tab would break the table.

    >>> _tell("two\\nlines"), _tell(None), _tell(True), _tell(0.5)
    ('two lines', '', 'true', '0.5')
    """
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else _CONTROL.sub(" ", str(value))


def _find_widths(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    from rich.cells import cell_len

    columns = zip(header, *rows, strict=True)
    return [min(max(map(cell_len, column)), max(_WIDEST, cell_len(column[0]))) for column in columns]


def _make_lines(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of an aligned table; Chinese and other wide letters count as two."""
    from rich.cells import cell_len

    widths = _find_widths(header, rows)
    return [
        "  ".join(cell + " " * (width - cell_len(cell)) for cell, width in zip(cells, widths, strict=True)).rstrip()
        for cells in (header, ["-" * width for width in widths], *rows)
    ]


def _print_plain(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for line in _make_lines(header, rows):
        click.echo(line)


def _print_cropped(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.cells import cell_len, set_cell_size
    from rich.console import Console

    width = Console().width
    lines = _make_lines(header, rows)
    for line in lines:
        click.echo(line if cell_len(line) <= width else f"{set_cell_size(line, width - 1).rstrip()}…")
    if any(cell_len(line) > width for line in lines):
        click.echo("Long lines are cut off; --format csv has them in full.", err=True)


def _print_rich(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    needed = sum(min(width, _NARROWEST) + 3 for width in _find_widths(header, rows))
    if needed > console.width:
        _print_records(header, rows)
        return
    console.print(_make_table(header, rows))


def _make_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> object:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for place, name in enumerate(header):
        is_number = all(re.fullmatch(r"-?[\d.]*", row[place]) for row in rows)
        # A column that can be read at its full width is not squeezed for the sake of a long one.
        widest = max(len(row[place]) for row in rows)
        table.add_column(
            Text(name), justify="right" if is_number else "left", overflow="fold", min_width=min(widest, _NARROWEST)
        )
    for row in rows:
        table.add_row(*(Text(cell, style=_style_of(cell)) for cell in row))
    return table


def _print_records(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write each row as lines "name  value": the columns do not fit beside each other."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for number, row in enumerate(rows, start=1):
        console.rule(str(number), align="left", style="dim")
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, cell in zip(header, row, strict=True):
            if cell:
                table.add_row(Text(name), Text(cell, style=_style_of(cell)))
        console.print(table)


def _style_of(cell: str) -> str:
    return next((style for prefix, style in _STYLES if cell.startswith(prefix) and " " not in cell), "")
