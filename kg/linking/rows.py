"""Reads a user's own table of names (CSV or TSV: id, name, aliases, type) into items, and keeps them as JSON."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import GazetteerError
from kg.linking.items import Gazetteer, Item
from kg.model import EntityType

_COLUMNS = ("id", "name", "aliases", "type")
_NEEDED = ("id", "name")
_WIKIDATA = re.compile(r"(?:https?://www\.wikidata\.org/(?:entity|wiki)/|wd:)?([Qq][1-9]\d*)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]+")
_NAMELESS = (EntityType.CONCEPT, EntityType.POSITION)
_TYPES = {type_.value.casefold(): type_ for type_ in EntityType if not type_.is_literal and type_ not in _NAMELESS}
_SPELLINGS = {"organisation": "organization"}


@dataclass(frozen=True)
class _Row:
    """A row with where it stands in the file."""

    where: str
    cells: dict[str, str]


def read_gazetteer(path: Path) -> tuple[Item, ...]:
    """Return the items of a user's table, sorted; rows of one id are one item.

    The first row names the columns: id, name and, if wanted, aliases (parted by ";" or "|") and type; others are passed
    over. An id is a Wikidata number, an absolute IRI, or empty. Raises `GazetteerError`, with file and line,
    where the table cannot be used.
    """
    items: dict[str, tuple[Item, str]] = {}
    for row in _read_rows(path):
        item = _item(row)
        known, where = items.get(item.key, (item, row.where))
        items[item.key] = (_merged(known, item, row.where, where), where)
    return tuple(sorted((item for item, _ in items.values()), key=lambda item: (item.key, item.label)))


def encode_items(items: Iterable[Item]) -> str:
    """Return a user's items as JSON; `decode_items` gives equal ones back."""
    rows = [[item.id, item.label, item.type.value, list(item.names)] for item in items]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def decode_items(text: str) -> tuple[Item, ...]:
    """Return the items that `encode_items` wrote."""
    return tuple(
        Item(id_, label, EntityType(type_), tuple(names), is_well_known=True, is_own=True)
        for id_, label, type_, names in json.loads(text)
    )


def digest_items(items: Iterable[Item]) -> str:
    """Return 16 hexadecimal digits that change whenever a user's items do; nothing for no items."""
    text = encode_items(items)
    return hashlib.sha256(text.encode()).hexdigest()[:16] if text != "[]" else ""


def gazetteer_with(rows: Collection[Item]) -> Gazetteer:
    """Return the shipped gazetteer, with the rows of a user if there are any."""
    return Gazetteer.shipped().with_rows(rows) if rows else Gazetteer.shipped()


def _read_rows(path: Path) -> Iterator[_Row]:
    """Yield the rows under the header, the empty ones left out."""
    text = _read_text(path)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
    try:
        header = [cell.strip().casefold() for cell in next(reader)]
        _check_header(header, path)
        for cells in reader:
            where = f"{path}, line {reader.line_num}"
            if any(cell.strip() for cell in cells):
                yield _Row(where, _cells(cells, header, where))
    except csv.Error as error:
        advice = "put double quotes around a cell that holds a comma or a quote, and double the quotes in it"
        raise GazetteerError(f"{path}, line {reader.line_num}: {error}; {advice}") from error


def _read_text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise GazetteerError(f"{path} cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GazetteerError(f"{path}, line {line}: not UTF-8; save the table as CSV in UTF-8") from error
    if not text.strip():
        raise GazetteerError(f"{path} is empty; its first row names the columns: {', '.join(_COLUMNS)}")
    return text


def _check_header(header: list[str], path: Path) -> None:
    missing = [column for column in _NEEDED if column not in header]
    if missing:
        raise GazetteerError(
            f"{path}, line 1: no column named {missing[0]!r}, but {', '.join(map(repr, header))}; the first row "
            f"names the columns, parted by commas or tabs: {', '.join(_COLUMNS)}"
        )
    doubled = [column for column in _COLUMNS if header.count(column) > 1]
    if doubled:
        raise GazetteerError(f"{path}, line 1: two columns named {doubled[0]!r}; keep one of them")


def _cells(cells: list[str], header: list[str], where: str) -> dict[str, str]:
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise GazetteerError(
            f"{where}: {len(cells)} cells, but the header names {len(header)} columns; part aliases by ';' "
            "and put double quotes around a cell that holds a comma"
        )
    return {column: " ".join(cell.split()) for column, cell in zip(header, cells, strict=False)}


def _item(row: _Row) -> Item:
    name = row.cells.get("name", "")
    if not name:
        raise GazetteerError(f"{row.where}, column 'name': empty; give the name as the graph should show it")
    aliases = {alias.strip() for alias in re.split("[;|]", row.cells.get("aliases", ""))} - {"", name}
    return Item(
        _checked_id(row.cells.get("id", ""), row.where), name, _checked_type(row.cells.get("type", ""), row.where),
        tuple(sorted(aliases)), is_well_known=True, is_own=True,
    )  # fmt: skip


def _checked_id(words: str, where: str) -> str:
    """Return a Wikidata number, an IRI or nothing."""
    number = _WIKIDATA.fullmatch(words)
    if number:
        return number.group(1).upper()
    if words and not _IRI.fullmatch(words):
        advice = "give a Wikidata number such as Q76, an address such as https://people.example/17, or nothing"
        raise GazetteerError(f"{where}, column 'id': {words!r} is neither a Wikidata number nor an address; {advice}")
    return words


def _checked_type(words: str, where: str) -> EntityType:
    """Return the type of that name; `THING`, which fits every mention, where none is given."""
    wanted = words.casefold()
    type_ = _TYPES.get(_SPELLINGS.get(wanted, wanted)) if words else EntityType.THING
    if type_ is None:
        known = ", ".join(sorted(type_.value for type_ in _TYPES.values()))
        raise GazetteerError(f"{where}, column 'type': {words!r} is no type; give one of {known}, or nothing")
    return type_


def _merged(known: Item, item: Item, where: str, before: str) -> Item:
    """Return two rows of one id as one item; they must agree in name and type."""
    for column, first, second in (("name", known.label, item.label), ("type", known.type, item.type)):
        if first != second:
            raise GazetteerError(
                f"{where}, column {column!r}: {item.id or item.label} is {second!s} here, but {first!s} in {before}; "
                "give every id one row, with its other names as aliases"
            )
    return replace(known, names=tuple(sorted({*known.names, *item.names})))
