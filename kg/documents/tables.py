"""Metadata tables: tab-separated files that say title, date, publisher and address of documents."""

from __future__ import annotations

import re
from dataclasses import fields, replace
from pathlib import Path

from kg.documents.dates import parse_date
from kg.documents.remote import is_url, open_url
from kg.documents.text import decode
from kg.errors import MetadataError
from kg.model import Metadata

TABLE_NAMES = ("index.tsv", "metadata.tsv")
_COLUMNS = {"title": "title", "date": "published", "publisher": "publisher", "url": "url"}
# Spreadsheets put quotes around a cell that holds a comma or a quote, and double the quotes in it.
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def read_table(path: Path | str) -> dict[str, Metadata]:
    """Return the metadata in a table, at a path or URL, by the path that its `path` column gives.

    Columns are path, title, date, publisher, url under a header row; others are passed over.
    Raises `MetadataError`, with line and column, where the table cannot be used.
    """
    lines = _read_lines(path)
    header = [cell.casefold() for cell in _cells(lines[0])]
    if "path" not in header:
        raise MetadataError(
            f"{path}, line 1: no column named 'path' in the header; "
            f"the first row names the columns, parted by tabs: path, title, date, publisher, url"
        )
    rows: dict[str, Metadata] = {}
    for number, line in enumerate(lines[1:], start=2):
        if line.strip():
            where = f"{path}, line {number}"
            name, metadata = _read_row(_cells(line), header, where)
            if rows.setdefault(name, metadata) != metadata:
                raise MetadataError(f"{where}, column 'path': {name} has a row already, and it says something else")
    return rows


def _read_lines(path: Path | str) -> list[str]:
    try:
        with open_url(str(path)) if is_url(str(path)) else open(path, "rb") as file:
            text = decode(file.read())
    except OSError as error:
        raise MetadataError(f"{path} cannot be read: {error.strerror or error}") from error
    if text is None or not text.strip():
        raise MetadataError(f"{path} is {'empty' if text is not None else 'no text file'}; a header row is needed")
    return re.split("\r\n|\n|\r", text)


def _cells(line: str) -> list[str]:
    cells = (cell.strip() for cell in line.split("\t"))
    return [found[1].replace('""', '"') if (found := _QUOTED.fullmatch(cell)) else cell for cell in cells]


def _read_row(cells: list[str], header: list[str], where: str) -> tuple[str, Metadata]:
    if len(cells) > len(header) and any(cells[len(header) :]):
        raise MetadataError(f"{where}: {len(cells)} cells, but the header names {len(header)} columns")
    row = dict(zip(header, cells, strict=False))
    if not row.get("path"):
        raise MetadataError(f"{where}, column 'path': empty; name the file that the row is about")
    values = {field: " ".join(row.get(column, "").split()) or None for column, field in _COLUMNS.items()}
    if values["published"]:
        values["published"] = checked_date(values["published"], f"{where}, column 'date'")
    return row["path"], Metadata(**values)


def checked_date(words: str, where: str) -> str:
    """Return the ISO date of `words`; raises `MetadataError` that begins with `where` if they are none.

    >>> checked_date("8 September 2012", "--date")
    '2012-09-08'
    """
    published = parse_date(words)
    if published is None:
        raise MetadataError(f"{where}: {words!r} is no date that can be read; write it like 2012-09-08")
    return published


def combine(*layers: Metadata | None) -> Metadata:
    """Return metadata in which each field comes from the first layer that has it."""
    whole = Metadata()
    for layer in layers:
        if layer is not None:
            missing = {part.name for part in fields(Metadata) if getattr(whole, part.name) is None}
            whole = replace(whole, **{name: getattr(layer, name) for name in missing})
    return whole
