"""How the command line shows the result of a query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.printing import note, plural, print_table
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.store import QueryResult


def print_result(result: QueryResult, form: str) -> None:
    """Write a query result as table, csv, tsv, json, jsonl or turtle.

    Raises `QueryError` where the format cannot hold what the query gives.
    """
    if form == "jsonl":
        _print_lines(result)
    elif form == "turtle" and not result.is_graph:
        raise QueryError("only CONSTRUCT and DESCRIBE give a graph that turtle can hold; try --format json")
    elif form != "table":
        click.echo(result.serialize(form).rstrip("\r\n"))
    elif result.answer is not None:
        click.echo("yes" if result.answer else "no")
    else:
        print_table(result.columns, [["" if value is None else str(value) for value in row] for row in result.rows])
        note(plural(len(result), "row"))


def _print_lines(result: QueryResult) -> None:
    if result.answer is not None:
        click.echo(json.dumps({"answer": result.answer}))
    for row in result.rows:
        click.echo(json.dumps(dict(zip(result.columns, row, strict=True)), ensure_ascii=False))
