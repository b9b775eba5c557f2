"""Displays of what `g.analysis` answers: rows of any kind, as a table without their identifiers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from kg.analysis.results import Results
from kg.graph.display.markup import Child, Html
from kg.graph.display.pieces import ROWS, block, keep_together, rest, shorten, small_line, table
from kg.graph.wording import plural

_NAMES = 3
# Rows of another answer, and columns that hold identifiers; those of facts are counted instead.
_LEFT_OUT = ("id", "members", "sayings", "near", "far")
_FACTS = frozenset({"facts", "said", "denied", "supporting", "opposing"})


def show_results(results: Results[Any]) -> Html:
    """Return an answer as a table, with what was counted; `.df()` has all columns, and the facts by identifier."""
    names = [name for name in (field.name for field in fields(results.row_type)) if _is_shown(name, results)]
    rows = ([_tell(name, getattr(row, name)) for name in names] for row in results[:ROWS])
    head = [name.replace("_", " ") for name in names]
    told = small_line(f"{plural(len(results), 'row')}: {results.note}")
    return block(told, table(head, rows), rest(len(results) - ROWS, "; .df() gives all, .plot() draws it"))


def _is_shown(name: str, results: Results[Any]) -> bool:
    """Whether a column is for people, and known in any row."""
    if name in _LEFT_OUT or name.endswith("_id"):
        return False
    return any(getattr(row, name) is not None for row in results)


def _tell(name: str, value: object) -> Child:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() else f"{value:.4f}"
    if isinstance(value, tuple):
        return plural(len(value), "fact") if name in _FACTS else _name_several(value)
    return keep_together(str(value))


def _name_several(names: Sequence[object]) -> str:
    more = f" and {len(names) - _NAMES:,} more" if len(names) > _NAMES else ""
    return " · ".join(shorten(str(name)) for name in names[:_NAMES]) + more
