"""Scores against floors: `python -m tests.benchmark --help`."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import click

from kg.errors import KGError

from . import floors as gate
from . import sources, tables
from .measures import Floor, Measure, judge

_SHOWN_PROBLEMS = 10


@dataclass(frozen=True)
class Options:
    """What every benchmark is told: where the data are, and what becomes of the floors."""

    shared: Path | None
    repository: gate.Repository
    is_raising: bool
    reason: str | None


def _reason(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    if value is not None and not value.strip():
        raise click.BadParameter("a floor goes down only with a reason; it is added to the changelog")
    return value


def benchmark_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of every benchmark; the command gets them as `options`. Missing data end it with a message."""

    @click.option(
        "--shared", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="DIR",
        help="The folder of data and scorers; else `shared` beside the repository.",
    )  # fmt: skip
    @click.option("--raise", "is_raising", is_flag=True, help="Write better scores, and new ones, as floors.")
    @click.option(
        "--lower-floor", "reason", metavar="REASON", callback=_reason,
        help="Write what failed as floors, and the reason to CHANGELOG.md.",
    )  # fmt: skip
    @click.option(
        "--repository", type=click.Path(path_type=Path, exists=True, file_okay=False), default=gate.ROOT,
        metavar="DIR", help="Where the floors, CHANGELOG.md and docs are; else this repository.",
    )  # fmt: skip
    @functools.wraps(command)
    def wrapper(
        *arguments: Any, shared: Path | None, is_raising: bool, reason: str | None, repository: Path, **more: Any
    ) -> None:
        try:
            command(Options(shared, gate.Repository(repository), is_raising, reason), *arguments, **more)
        except sources.Skipped as missing:
            click.echo(f"{click.get_current_context().info_name}: skipped: {missing}", err=True)
        except KGError as error:
            raise click.ClickException(str(error)) from error

    return wrapper


def settle(
    name: str, measures: Sequence[Measure], options: Options, *, is_complete: bool = True, problems: Sequence[str] = ()
) -> None:
    """Print the measures, write floors as asked for, and exit with 1 if one fails or the format is wrong."""
    kept = gate.read_floors(options.repository.floors)
    known = kept.get(name, {})
    tables.print_measures(name, measures, known)
    gone = gate.find_unmeasured(measures, known) if is_complete else []
    new = known if problems else _change_floors(name, measures, known, gone, options)
    if new != known:
        gate.write_floors(options.repository.floors, {**kept, name: new})
        tables.write_docs(options.repository.docs, {**kept, name: new}, options.shared)
        click.echo(f"Written: {options.repository.floors}, {options.repository.docs}")
    failures = [_explain(measure, new) for measure in measures if judge(measure, new.get(measure.name)).fails]
    failures += [f"{floor}: has a floor and was not measured" for floor in gone if floor in new]
    for line in (*problems[:_SHOWN_PROBLEMS], *failures):
        click.echo(f"{name}: {line}", err=True)
    if len(problems) > _SHOWN_PROBLEMS:
        click.echo(f"{name}: {len(problems):,} lines of wrong format in all", err=True)
    if problems or failures:
        sys.exit(1)


def _change_floors(
    name: str, measures: Sequence[Measure], known: dict[str, Floor], gone: Sequence[str], options: Options
) -> dict[str, Floor]:
    new = gate.raise_floors(measures, known) if options.is_raising else known
    if options.reason:
        raised, new = new, gate.lower_floors(measures, new, gone)
        if new != raised:
            gate.tell_lowered(options.repository.changelog, name, raised, new, options.reason)
    return new


def _explain(measure: Measure, known: dict[str, Floor]) -> str:
    floor = known.get(measure.name)
    if floor is None or measure.limit is not None:
        return f"{measure.name}: {measure.score:g} breaks the limit of {measure.limit:g}"
    if (measure.digest, measure.examples) != (floor.digest, floor.examples) and measure.digest:
        return (
            f"{measure.name}: the data changed since the floor was set ({floor.examples} examples, {floor.digest}; now "
            f"{measure.examples}, {measure.digest}), so the scores cannot be compared; --lower-floor REASON pins these"
        )
    return f"{measure.name}: {measure.score:g} is worse than its floor of {floor.score:g}"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """Score the package against its floors; exit status 1 tells that a score is below one.

    Scores in quality are per cent. docs/benchmarks.md explains each benchmark.

    \b
    Example:
      python -m tests.benchmark benchie --half first --show
      python -m tests.benchmark parser --raise
    """


def extraction_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of benchmarks of extractions from single sentences."""
    for option in (
        click.option("--show", is_flag=True, help="List wrong extractions and missed facts, sentence by sentence."),
        click.option(
            "--extractions", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
            help="Score this file instead of running `kg extract`; floors are left alone.",
        ),
        click.option(
            "--half", type=click.Choice(["first", "second"]),
            help="One half of the sentences: make rules on one, check them on the other. Floors are left alone.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def _score_extractions(
    name: str, benchmark: Any, options: Options, half: str | None, extractions: Path | None, show: bool
) -> None:
    from . import extraction

    is_whole = half is None and extractions is None
    if not is_whole and (options.is_raising or options.reason):
        raise click.UsageError("floors are set by the whole benchmark on `kg extract`, without --half or --extractions")
    try:
        measures, problems = extraction.run(
            benchmark, extractions=extractions, half=half, show=click.echo if show else None
        )  # fmt: skip
    except extraction.ExtractionFailed as failure:
        raise click.ClickException(str(failure)) from failure
    if extractions is None:
        settle(name, measures, options, is_complete=is_whole, problems=problems)
    else:
        ungated = [replace(measure, is_gated=False) for measure in measures]
        tables.print_measures(f"{name}: {extractions}", ungated, {})
        click.echo(f"{len(problems):,} lines are not as `kg extract` would write them")


@main.command()
@extraction_options
@benchmark_options
def benchie(options: Options, half: str | None, extractions: Path | None, show: bool) -> None:
    """Exact facts from single sentences (BenchIE dev), by `kg extract --style minimal`."""
    from .benchie import Benchie

    _score_extractions("benchie", Benchie.read(options.shared), options, half, extractions, show)


@main.command()
@extraction_options
@benchmark_options
def carb(options: Options, half: str | None, extractions: Path | None, show: bool) -> None:
    """Shared tokens of long extractions (CaRB dev), by `kg extract --style maximal`."""
    from .carb import Carb

    _score_extractions("carb", Carb.read(options.shared), options, half, extractions, show)


@main.command()
@benchmark_options
def parser(options: Options) -> None:
    """Tags, trees and lemmas of the language model (EWT dev, GUM dev), on gold tokens."""
    from .language import measure_trees

    settle("parser", measure_trees(options.shared), options)


@main.command()
@click.option("--sequences", type=click.IntRange(1), default=200, show_default=True, help="Histories to draw.")
@click.option("--steps", type=click.IntRange(1), default=20, show_default=True, help="Operations in each at most.")
def incremental(sequences: int, steps: int) -> None:
    """Adds, edits, renames, decisions, upgrades and kill -9, at random: incremental equals fresh, byte for byte."""
    from .incremental import run

    counts, seconds = run(sequences, steps)
    for name, count in sorted(counts.items()):
        click.echo(f"{count:>7,}  {name}")
    click.echo(f"Every graph was byte for byte what a fresh build makes ({seconds:.0f} s)")


@main.command()
@benchmark_options
def events(options: Options) -> None:
    """Source, target and class of political events in single sentences (PLOVER gold, dev)."""
    from .events import measure

    settle("events", measure(options.shared), options)


@main.command()
@click.option("--show", is_flag=True, help="List what no reader drew and what is missed, sentence by sentence.")
@benchmark_options
def check(options: Options, show: bool) -> None:
    """Triples that a careful reader draws from 60 sentences of the corpus (graph view)."""
    from .check import measure

    measures, lines = measure(options.shared, show)
    for line in lines:
        click.echo(line)
    settle("check", measures, options)


@main.command()
@click.option("--scale", is_flag=True, help="The single sentences of the corpus as well, a million words.")
@benchmark_options
def predicates(options: Options, scale: bool) -> None:
    """Distinct predicates in the facts of the corpus, and records that do not quote their document."""
    from .predicates import measure

    settle("predicates", measure(options.shared, scale=scale), options)


@main.command()
@click.option("--fit", is_flag=True, help="Write the weights anew from what was judged.")
@benchmark_options
def confidence(options: Options, fit: bool) -> None:
    """Whether confidence tells how many facts are right: reliability, calibration error."""
    from .confidence import measure

    measures, lines = measure(options.shared, fit=fit)
    for line in lines:
        click.echo(line)
    settle("confidence", measures, options)


@main.command()
@benchmark_options
def names(options: Options) -> None:
    """Names that the language model finds, by type (wikigold, UNER EWT and CrossNER politics dev)."""
    from .language import measure_names

    settle("names", measure_names(options.shared), options)


@main.command("names-end-to-end")
@benchmark_options
def names_end_to_end(options: Options) -> None:
    """Names in the mentions of raw text, by type (wikigold, CrossNER politics and re3d dev)."""
    from .names_end_to_end import measure

    settle("names-end-to-end", measure(options.shared), options)


@main.command()
@benchmark_options
def coreference(options: Options) -> None:
    """Whom pronouns stand for (GAP dev and validation), and what refers to one thing (GUM dev)."""
    from .coreference import measure

    settle("coreference", measure(options.shared), options)


@main.command()
@click.option(
    "--show", is_flag=True, help="List the nodes that are mixed, parted or wrongly linked, and names not judged."
)
@click.option("--scale", is_flag=True, help="100,000 made-up names instead: seconds and memory.")
@benchmark_options
def entities(options: Options, show: bool, scale: bool) -> None:
    """Entities over the Wikinews articles: pure, whole and rightly linked nodes, by a sheet judged by eye."""
    from .entities import measure, measure_scale

    if scale:
        settle("entities", measure_scale(), options, is_complete=False)
        return
    measures, lines = measure(options.shared)
    for line in lines if show else ():
        click.echo(line)
    settle("entities", measures, options)


@main.command()
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Builds of each folder.")
@benchmark_options
def speed(options: Options, rounds: int) -> None:
    """Documents and words a second of `kg build`, beside fixed work in the same process, and its memory."""
    from .speed import measure

    measures, is_complete = measure(options.shared, rounds)
    settle("speed", measures, options, is_complete=is_complete)


@main.command()
@click.option("--runs", default=7, show_default=True, type=click.IntRange(1), help="Starts of each command.")
@benchmark_options
def size(options: Options, runs: int) -> None:
    """Size of what is installed, and time that commands take to start."""
    from .size import measure

    settle("size", measure(runs), options)


def quads_option(command: Callable[..., None]) -> Callable[..., None]:
    """Add the option that tells how large a graph is made up."""
    return click.option(
        "--quads", default=1_000_000, show_default=True, type=click.IntRange(1000), help="Size of the made-up graph."
    )(command)


@main.command()
@quads_option
@benchmark_options
def store(options: Options, quads: int) -> None:
    """Quads a second into a store on disk, beside pyoxigraph's own batches."""
    from .store import measure

    settle("store", list(measure(quads)), options)


@main.command()
@quads_option
@benchmark_options
def query(options: Options, quads: int) -> None:
    """Seconds that sample queries take, beside raw pyoxigraph and rdflib in memory."""
    from .queries import measure

    settle("query", list(measure(quads)), options)


@main.command()
@quads_option
@benchmark_options
def projection(options: Options, quads: int) -> None:
    """Seconds to a NetworkX graph, beside rdflib's parser and converter."""
    from .handing_on import measure_projection

    settle("projection", list(measure_projection(quads)), options)


@main.command()
@click.option("--nodes", default=100_000, show_default=True, type=click.IntRange(10), help="Nodes of the graph.")
@click.option("--edges", default=500_000, show_default=True, type=click.IntRange(10), help="Edges of the graph.")
@benchmark_options
def export(options: Options, nodes: int, edges: int) -> None:
    """Seconds and memory to GraphML, beside networkx.write_graphml of the same graph."""
    from .handing_on import measure_export

    if nodes > edges:
        raise click.UsageError("each node has an edge, so there are as many edges at least")
    settle("export", list(measure_export(nodes, edges)), options)


@main.command()
@benchmark_options
def drawing(options: Options) -> None:
    """Seconds until `graph.html` shows its picture, and how long it ever stops, without a graphics card."""
    from .drawing import measure

    settle("drawing", list(measure()), options)


@main.command()
@click.option(
    "--documents", default=950, show_default=True, type=click.IntRange(2), help="Documents to build; 9,505 are all."
)
@benchmark_options
def throughput(options: Options, documents: int) -> None:
    """Words a second of whole builds by one worker and two, beside the bare language model."""
    from .builds import measure_throughput

    settle("throughput", list(measure_throughput(options.shared, documents)), options)


@main.command()
@click.option(
    "--documents", default=950, show_default=True, type=click.IntRange(2), help="Documents of the smaller build."
)
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes of each build.")
@benchmark_options
def memory(options: Options, documents: int, workers: int) -> None:
    """Peak memory of a whole build, and of one of ten times as many documents."""
    from .builds import measure_memory

    settle("memory", list(measure_memory(options.shared, documents, workers)), options)


@main.command()
@click.option("--clients", default=50, show_default=True, type=click.IntRange(1), help="Clients that ask at once.")
@click.option("--seconds", default=60.0, show_default=True, type=click.FloatRange(3), help="How long they do.")
@click.option("--edges", default=20_000, show_default=True, type=click.IntRange(400), help="Size of the graph.")
@click.option("--protocol", is_flag=True, help="Count the W3C's tests of the protocol that pass instead.")
@benchmark_options
def serve(options: Options, clients: int, seconds: float, edges: int, protocol: bool) -> None:
    """Pages, queries beside a bomb, and a crowd that means no good: times, statuses and memory of `kg serve`."""
    from .serving import measure, measure_protocol

    settle("serve", list(measure_protocol() if protocol else measure(clients, seconds, edges)), options)


@main.command()
@click.option("--kills", default=50, show_default=True, type=click.IntRange(1), help="Builds to kill.")
@click.option("--documents", default=200, show_default=True, type=click.IntRange(10), help="Documents of each build.")
@click.option("--seed", default=1, show_default=True, help="Draws other moments.")
def crashes(kills: int, documents: int, seed: int) -> None:
    """Builds killed at random moments: what is kept, what readers see, and what the next build makes of it."""
    from .crashes import report

    sys.exit(0 if report(kills, documents=documents, seed=seed) else 1)


@main.command()
@benchmark_options
def docs(options: Options) -> None:
    """Write the tables of docs/benchmarks.md anew from the floors."""
    tables.write_docs(options.repository.docs, gate.read_floors(options.repository.floors), options.shared)
    click.echo(f"Written: {options.repository.docs}")


if __name__ == "__main__":
    main(prog_name="python -m tests.benchmark")
