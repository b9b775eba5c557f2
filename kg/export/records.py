"""Assertion records as JSON lines and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import fields

from kg.assertions import BEYOND_RECORD, record
from kg.model import Assertion


def write_records(assertions: Iterable[Assertion]) -> Iterator[bytes]:
    """Yield one JSON object a line: the assertion records of DESIGN.md."""
    for assertion in assertions:
        yield json.dumps(record(assertion), ensure_ascii=False).encode() + b"\n"


def write_table(assertions: Iterable[Assertion]) -> Iterator[bytes]:
    """Yield CSV with the columns of the record; lists, such as spans, are JSON, and what is absent is empty."""
    yield _row(field.name for field in fields(Assertion) if field.name not in BEYOND_RECORD)
    for assertion in assertions:
        yield _row(_cell(value) for value in record(assertion).values())


def _cell(value: object) -> object:
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


def _row(values: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().encode()
