"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import KGError

_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_GRAPH = "graph.kg"


class CommandGroup(click.Group):
    """The one place where an error of ours becomes a line on standard error and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with 130, as shells expect, a reader that leaves (`head`) with 0."""
        try:
            value = super().invoke(context)
            sys.stdout.flush()
            return value
        except BrokenPipeError:
            # What is still in the buffer goes nowhere, or Python would complain of it when it ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            context.exit(0)
        except KGError as error:
            raise click.ClickException(str(error)) from error
        except KeyboardInterrupt:
            click.echo("Stopped. What was read so far is kept; the same command goes on from there.", err=True)
            context.exit(130)


def find_graph(context: click.Context, _: click.Parameter, value: str | None) -> Path:
    """Return the graph folder: the command's own option, else that of `kg`, else the default."""
    return Path(value or context.find_root().params.get("graph") or DEFAULT_GRAPH)


def graph_option(command: Command) -> Command:
    """Add `-g`."""
    return click.option(
        "-g", "--graph", metavar="DIR", callback=find_graph, help="Graph folder; else $KG_GRAPH, else ./graph.kg."
    )(command)


def parse_date(_: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    """Return the ISO date of an option; a usage error if it is none."""
    from kg.documents import checked_date
    from kg.errors import MetadataError

    try:
        return checked_date(value, f"--{parameter.name}") if value else None
    except MetadataError as error:
        raise click.BadParameter(f"{value!r} is no date that can be read; write it like 2012-09-08") from error


def parse_bound(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return an ISO date or the beginning of one, such as "2012" or "2012-09"; a usage error if it is none."""
    if value and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value):
        raise click.BadParameter(f"{value!r} is no date; write it like 2012-09-08, 2012-09 or 2012")
    return value


def source_options(command: Command) -> Command:
    """Add what `build` and `extract` are told of their sources."""
    options = (
        click.option("--date", callback=parse_date, metavar="DATE", help="Date of all these documents."),
        click.option("--publisher", metavar="NAME", help="Publisher of all these documents."),
        click.option("--url", metavar="URL", help="Address of all these documents."),
        click.option(
            "--metadata", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.tsv",
            help="Table with the columns path, title, date, publisher, url.",
        ),
        click.option("--base", metavar="IRI", callback=_check_base, help="What all names in the graph stand under."),
        click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; else one a processor."),
    )  # fmt: skip
    return _apply(options, command)


def _check_base(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from urllib.parse import urlsplit

    if value and (not urlsplit(value).scheme or not value.endswith(("/", "#")) or not _IRI.fullmatch(value)):
        raise click.BadParameter("give an absolute IRI that ends in / or #, such as https://news.example/")
    return value


def filter_options(command: Command) -> Command:
    """Add the filters of assertions."""
    from kg.model import EntityType, Status

    options = (
        click.option("--status", multiple=True, type=click.Choice([status.value for status in Status]),
                     help="Only this status; may be repeated."),
        click.option("--type", "types", multiple=True, type=click.Choice([kind.value for kind in EntityType]),
                     help="Only between entities of this type; may be repeated."),
        click.option("--since", metavar="DATE", callback=parse_bound, help="Only documents from this date on."),
        click.option("--until", metavar="DATE", callback=parse_bound, help="Only documents up to this date."),
        click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, metavar="P",
                     help="Only assertions of this confidence or more."),
    )  # fmt: skip
    return _apply(options, command)


def _apply(options: tuple[Callable[[Any], Any], ...], command: Command) -> Command:
    for option in reversed(options):
        command = option(command)
    return command
