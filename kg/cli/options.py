"""Options that several commands share, and how their words become values."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from kg.errors import KGError

if TYPE_CHECKING:
    from kg.graph import Graph

_IRI = re.compile(r"[^\x00-\x20<>\"{}|^`\\]+")
Command = TypeVar("Command", bound=Callable[..., Any])
DEFAULT_GRAPH = "graph.kg"
STORE_VARIABLE = "KG_STORE"
STDIN = "-"
_GO_ON = ("build", "rebuild")


class CommandGroup(click.Group):
    """The one place where an error of ours becomes a line on standard error and exit status 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; Ctrl-C ends it with 130, as shells expect, a reader that leaves (`head`) with 0."""
        for stream in (sys.stdout, sys.stderr):  # a terminal of another character set still gets every line
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")
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
            kept = " What was read so far is kept; the same command goes on from there."
            click.echo(f"Stopped.{kept if context.invoked_subcommand in _GO_ON else ''}", err=True)
            context.exit(130)


def print_version(context: click.Context, _: click.Parameter, value: bool) -> None:
    """Print the versions of the package, the extractor and the language model, whose weights are not loaded."""
    if not value or context.resilient_parsing:
        return
    from kg import __version__
    from kg.extractors import RULES_VERSION, RuleExtractor
    from kg.sentences import model_version

    click.echo(f"kg, version {__version__}")
    click.echo(f"extractor {RuleExtractor.name} {RULES_VERSION}, language model {model_version()}")
    context.exit()


def find_graph(context: click.Context, _: click.Parameter | None, value: str | None) -> Path:
    """Return the graph folder: the command's own option, else that of `kg`, else the default."""
    return Path(value or context.find_root().params.get("graph") or DEFAULT_GRAPH)


def graph_option(command: Command) -> Command:
    """Add `-g`."""
    return click.option(
        "-g", "--graph", metavar="DIR", callback=find_graph, help="Graph folder; else $KG_GRAPH, else ./graph.kg."
    )(command)


def store_option(command: Command) -> Command:
    """Add `--store`; `open_asked` then opens what it and `-g` name."""
    option = click.option(
        "--store", metavar="URL", envvar=STORE_VARIABLE, help="Read the graph on a SPARQL server; else $KG_STORE."
    )
    return option(command)


def open_asked(graph: Path, store: str | None) -> Graph:
    """Return the graph that a reading command is asked for: that on a server, or in a folder.

    A folder named on the command line goes before a server in the environment; beside `--store` it has the texts.
    """
    from kg.graph import open_graph

    context = click.get_current_context()
    is_said = _is_said(context, "graph") or _is_said(context.find_root(), "graph")
    if store and is_said and not _is_said(context, "store"):
        store = None
    is_named = is_said or context.find_root().params.get("graph") is not None
    return open_graph(graph if is_named or not store else None, store or None)


def _is_said(context: click.Context, name: str) -> bool:
    """Whether an option stands on the command line."""
    return context.get_parameter_source(name) is ParameterSource.COMMANDLINE


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
        workers_option,
        reading_limits,
    )  # fmt: skip
    return _apply(options, command)


def gazetteer_options(command: Command) -> Command:
    """Add `--gazetteer` and `--no-gazetteer`."""
    options = (
        click.option(
            "--gazetteer", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE.csv",
            help="Your own names (columns id, name, aliases, type) to link by; kept for later builds.",
        ),
        click.option("--no-gazetteer", is_flag=True, help="Drop the names of an earlier --gazetteer."),
    )  # fmt: skip
    return _apply(options, command)


def workers_option(command: Command) -> Command:
    """Add `--workers`."""
    option = click.option("--workers", type=click.IntRange(1), metavar="N", help="Processes; else one a processor.")
    return option(command)


def reading_limits(command: Command) -> Command:
    """Add `--time-limit` and `--memory-limit`."""
    options = (
        click.option("--time-limit", type=click.FloatRange(0, min_open=True), metavar="SECONDS",
                     help="Leave out a document that takes longer; else 300."),
        click.option("--memory-limit", type=click.IntRange(200), metavar="MB",
                     help="Leave out a document whose process needs more; else 2,000."),
    )  # fmt: skip
    return _apply(options, command)


def engine_options(command: Command) -> Command:
    """Add `--engine`, `--scheduler` and `--shards`."""
    options = (
        click.option("--engine", type=click.Choice(["local", "dask"]), default="local", show_default=True,
                     help="What reads: processes here, or Dask workers."),
        click.option("--scheduler", metavar="tcp://...", help="With --engine dask: a running cluster; else one here."),
        click.option("--shards", metavar="URL", help="With --engine dask: a folder of its own for what workers read, "
                                                     "which all reach; else one in the graph folder."),
    )  # fmt: skip
    return _apply(options, command)


def only_option(command: Command) -> Command:
    """Add `--only asserted`."""
    return click.option("--only", type=click.Choice(["asserted"]), help="Leave out what the texts only report.")(
        command
    )


def text_option(command: Command) -> Command:
    """Add `--format` to a command that prints for people."""
    option = click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
    return option(command)


def limit_option(default: int, meaning: str) -> Callable[[Command], Command]:
    """Return what adds `--limit`."""
    return click.option("--limit", type=click.IntRange(1), default=default, show_default=True, help=meaning)


def read_names(names: tuple[str, ...]) -> list[str]:
    """Return the names, "-" replaced by the lines of standard input; a usage error if none is left."""
    found: list[str] = []
    for name in names:
        lines = decode(sys.stdin.buffer.read(), "standard input").splitlines() if name == STDIN else [name]
        found += [line.strip() for line in lines if line.strip()]
    if not found:
        raise click.UsageError("standard input names nothing")
    return found


def decode(data: bytes, where: str) -> str:
    """Return the text of what was read; a usage error if it is not UTF-8."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise click.UsageError(f"{where} is no text in UTF-8") from error


def _check_base(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    from urllib.parse import urlsplit

    if value and (not urlsplit(value).scheme or not value.endswith(("/", "#")) or not _IRI.fullmatch(value)):
        raise click.BadParameter("give an absolute IRI that ends in / or #, such as https://news.example/")
    return value


def status_option(command: Command) -> Command:
    """Add `--status`."""
    from kg.kinds import Status

    return click.option(
        "--status", multiple=True, type=click.Choice([status.value for status in Status]),
        help="Only this status; may be repeated.",
    )(command)  # fmt: skip


def filter_options(command: Command) -> Command:
    """Add the filters of assertions."""
    from kg.kinds import EntityType

    options = (
        status_option,
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
