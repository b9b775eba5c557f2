"""How the command line shows the result of a query, and the sample queries."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from kg.cli.printing import note
from kg.cli.tables import print_table
from kg.graph.wording import plural

if TYPE_CHECKING:
    from kg.store import QueryResult


def print_result(result: QueryResult, form: str) -> None:
    """Write a query result as table, csv, tsv, json, jsonl or turtle.

    A usage error tells that the format cannot hold what the query gives.
    """
    if form == "turtle" and not result.is_graph:
        raise click.UsageError("only CONSTRUCT and DESCRIBE give a graph that turtle can hold; try --format json")
    if form in ("csv", "tsv") and result.answer is not None:
        raise click.UsageError(f"ASK gives yes or no, which {form} cannot hold; leave --format out, or take json")
    if form == "jsonl":
        _print_lines(result)
    elif form != "table":
        click.echo(result.serialize(form).rstrip("\r\n"))
    elif result.answer is not None:
        click.echo("yes" if result.answer else "no")
    else:
        print_table(result.columns, result.rows)
        note(plural(len(result), "triple" if result.is_graph else "row"))


def _print_lines(result: QueryResult) -> None:
    if result.answer is not None:
        click.echo(json.dumps({"answer": result.answer}))
    for row in result.rows:
        click.echo(json.dumps(dict(zip(result.columns, row, strict=True)), ensure_ascii=False))


def print_queries() -> None:
    """Write the sample queries: how each is called, and what it asks."""
    from kg.graph.queries import read_queries

    for query in read_queries().values():
        values = "".join(f" [{parameter.variable.upper()}]" for parameter in query.parameters)
        click.echo(f"{click.style(f'@{query.name}', bold=True)}{values}")
        click.echo(f"    {query.title}")
        for parameter in query.parameters:
            click.echo(f"    {parameter.variable.upper()}: {parameter.meaning}")
    note("A value is a name as kg show takes it; without one, a query asks of everybody.")
