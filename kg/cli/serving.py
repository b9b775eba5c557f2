"""The command that shows a graph in a browser, and answers SPARQL."""

from __future__ import annotations

from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING

import click

from kg.cli.options import graph_option, open_asked, store_option
from kg.errors import MissingExtra

if TYPE_CHECKING:
    from kg.graph import Graph


_SOON = 2.0
"""Seconds after which somebody who waits wants to know for what."""


@click.command()
@graph_option
@store_option
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
              help="Address to listen at; 0.0.0.0 lets other machines in.")  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 takes a free one.")
@click.option("--open/--no-open", "is_opened", default=False, help="Open the page in the browser.")
@click.option("--allowed-host", "allowed_hosts", multiple=True, metavar="NAME",
              help="A name by which others may call this server; may be repeated.")  # fmt: skip
@click.option("--cors", multiple=True, metavar="ORIGIN",
              help="An origin, such as https://news.example, whose pages may query it; may be repeated.")  # fmt: skip
@click.option("--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS",
              help="Stop a SPARQL query that takes longer; else 10.")  # fmt: skip
@click.option("--memory-limit", type=click.IntRange(100), metavar="MB",
              help="Stop a SPARQL query whose process needs more; else 1,000.")  # fmt: skip
@click.option("--row-limit", type=click.IntRange(1), metavar="N",
              help="Refuse a SPARQL result of more rows; else 100,000.")  # fmt: skip
def serve(
    graph: Path, store: str | None, host: str, port: int, is_opened: bool, allowed_hosts: tuple[str, ...],
    cors: tuple[str, ...], time_limit: float | None, memory_limit: int | None, row_limit: int | None,
) -> None:  # fmt: skip
    """Show the graph in the browser, and answer SPARQL at /sparql, until Ctrl-C.

    Nothing can be changed through it, no other address is asked, and only this machine is served
    unless --host says otherwise. A graph that is built meanwhile shows as soon as it is published.

    \b
    Example:
      kg serve
      kg serve --open
      kg serve -g graph.kg --port 8080 --time-limit 5
      kg serve --host 0.0.0.0 --allowed-host graph.example
    """
    try:
        from kg.web.app import create_app
        from kg.web.server import make_server, open_socket
    except ModuleNotFoundError as error:
        raise MissingExtra(f"kg serve needs more ({error}): pip install 'kg-builder[serve]'") from error
    from kg.web.options import Options

    options = Options(host, allowed_hosts, cors, time_limit, memory_limit, row_limit)
    with open_socket(host, port) as listening:
        asked = open_asked(graph, store)
        app = create_app(asked, options)
        address = _address(host, listening.getsockname()[1])

        reading = Timer(_SOON, click.echo, [f"Reading {asked.address or asked.path} ..."], {"err": True})
        reading.daemon = True

        def tell() -> None:
            reading.cancel()
            _tell(asked, address)
            if is_opened:
                click.launch(address)

        reading.start()
        make_server(app, is_ready=tell).run(sockets=[listening])
    click.echo("Stopped.", err=True)


def _tell(graph: Graph, address: str) -> None:
    """Say where the graph is served, and what is missing for the page."""
    from kg.bundle import BUILD_COMMAND, FOLDER

    click.echo(f"Serving {graph.address or graph.path} at {address} (Ctrl-C stops)", err=True)
    if not (FOLDER / "index.html").is_file():
        click.echo(f"The page is not built, so only /api and /sparql answer; run once: {BUILD_COMMAND}", err=True)


def _address(host: str, port: int) -> str:
    """Return the address of the page, as a browser on this machine takes it."""
    name = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host) or (f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}/"
