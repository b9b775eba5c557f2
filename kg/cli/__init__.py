"""The command line: each command parses options, calls one function, prints."""

from __future__ import annotations

import os

import click

from kg.cli.analyzing import analyze
from kg.cli.asking import export, find, path, query, show, stats, text, why
from kg.cli.building import backup, build, extract, rebuild, remove
from kg.cli.comparing import diff
from kg.cli.deciding import different, missed, same, wrong
from kg.cli.evaluating import evaluate
from kg.cli.options import CommandGroup, print_version
from kg.cli.pushing import push
from kg.cli.reviewing import review
from kg.cli.serving import serve
from kg.cli.shells import completion


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version,
              help="Show the versions of package, extractor and language model, and exit.")  # fmt: skip
@click.option("-g", "--graph", envvar="KG_GRAPH", metavar="DIR", help="Graph folder; else $KG_GRAPH, else ./graph.kg.")
@click.pass_context
def main(context: click.Context, graph: str | None) -> None:
    """Turn a folder of English news into a knowledge graph, and ask it.

    \b
    Example:
      kg build data/articles
      kg show Russia
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


for _command in (
    analyze, backup, build, completion, diff, different, evaluate, export, extract, find, missed, path, push, query,
    rebuild, remove, review, same, serve, show, stats, text, why, wrong,
):  # fmt: skip
    main.add_command(_command)
