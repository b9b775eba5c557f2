"""The command that sends a graph to a SPARQL server, and what `kg build --store` prints of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import STORE_VARIABLE, graph_option

if TYPE_CHECKING:
    from kg.graph import Graph


@click.command()
@click.argument("endpoint", metavar="ENDPOINT", envvar=STORE_VARIABLE)
@graph_option
@click.option("--update", metavar="URL", help="Where the server takes updates; else $KG_STORE_UPDATE.")
@click.option("--graphs", metavar="URL", help="Where it takes whole graphs; else $KG_STORE_GRAPHS.")
@click.option("--check", is_flag=True, help="Compare all that the server holds, not only what changed here.")
@click.option("--dry-run", is_flag=True, help="Tell what would be sent and removed, and write nothing.")
def push(endpoint: str, graph: Path, update: str | None, graphs: str | None, check: bool, dry_run: bool) -> None:
    """Make a SPARQL server hold the graph: one named graph a document, and those that all share.

    ENDPOINT is the address that answers queries, or that of the server. Where Oxigraph, Virtuoso and
    Fuseki take updates is known; tell it of other servers with --update or --graphs. Only what differs
    is sent, documents that are gone are removed, and graphs of others stay as they are. Credentials
    come from $KG_STORE_USER and $KG_STORE_PASSWORD, or $KG_STORE_TOKEN. A push that was stopped is
    completed by the next.

    \b
    Example:
      kg push http://localhost:7878
      kg push http://localhost:8890/sparql --dry-run
      kg push https://data.example/news/query --update https://data.example/news/update
    """
    from kg.graph import open_graph

    print_push(open_graph(graph), endpoint, update=update, graphs=graphs, check=check, dry_run=dry_run)


def print_push(
    graph: Graph, endpoint: str, *, update: str | None = None, graphs: str | None = None, check: bool = False,
    dry_run: bool = False,
) -> None:  # fmt: skip
    """Send a graph, and print what was done."""
    from kg.cli.printing import show_progress
    from kg.graph.wording import plural

    with show_progress() as progress:
        report = graph.push(endpoint, update=update, graphs=graphs, check=check, dry_run=dry_run, progress=progress)
    would = "Would push" if dry_run else "Pushed"
    click.echo(
        f"{would} to {endpoint}: {plural(report.sent, 'graph')} sent ({plural(report.triples, 'triple')}),"
        f" {report.unchanged:,} unchanged, {report.removed:,} removed ({report.seconds:.1f} s)"
    )
