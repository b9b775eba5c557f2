"""The commands that read documents, and those that change a graph."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from kg.cli.options import (
    STDIN,
    engine_options,
    gazetteer_options,
    graph_option,
    read_names,
    reading_limits,
    source_options,
    workers_option,
)
from kg.cli.shells import complete_document

if TYPE_CHECKING:
    from kg.model import LeftOut

_DONE_BUT_LEFT_OUT = 3
_STYLES = ("minimal", "maximal")


def finish(left_out: Iterable[LeftOut]) -> None:
    """Name what was left out, and end with the status that tells it."""
    from kg.cli.printing import print_left_out

    items = list(left_out)
    print_left_out(items)
    click.get_current_context().exit(_DONE_BUT_LEFT_OUT if items else 0)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@graph_option
@source_options
@click.option("--prune", is_flag=True, help="Forget documents whose files vanished from under the sources.")
@gazetteer_options
@engine_options
@click.option("--store", metavar="URL", help="Send the graph to this SPARQL server as well, as kg push does.")
def build(
    sources: tuple[str, ...], graph: Path, date: str | None, publisher: str | None, url: str | None,
    metadata: Path | None, base: str | None, workers: int | None, time_limit: float | None,
    memory_limit: int | None, prune: bool, gazetteer: Path | None, no_gazetteer: bool,
    engine: Literal["local", "dask"], scheduler: str | None, shards: str | None, store: str | None,
) -> None:  # fmt: skip
    """Read files and folders into the graph; - is standard input.

    Unchanged files are skipped and edited ones replaced, so the same command keeps a graph up to
    date; renamed files, and the same text in two places, are not read again. Exit status 3 tells that
    some files were left out; each is named with the reason. A document that exceeds a limit, or kills
    the process that reads it, is left out too; the next build tries it again.

    Names are linked to Wikidata by tables that come with kg, and by your own: --gazetteer FILE.csv
    with the columns id (a Wikidata number, an address, or nothing), name, aliases (parted by ; or |)
    and type (Person, Organization, Place ...). Your rows win, and are used until another table or
    --no-gazetteer takes their place; no text is read anew for them.

    SOURCE may be a URL, such as s3://bucket/news/*.jsonl.gz. With --engine dask, the workers of a Dask
    cluster read the sources, which all of them must reach; docs/scale.md tells how.

    \b
    Example:
      kg build data/articles
      kg build data/articles/election-night.txt --publisher "Harbour Gazette"
      echo "Clinton met Putin in Vladivostok." | kg build - --date 2012-09-08
      kg build data/articles --gazetteer data/people.csv
    """
    from kg.cli.printing import print_report, show_progress
    from kg.cli.pushing import print_push
    from kg.graph import open_graph

    if gazetteer and no_gazetteer:
        raise click.UsageError("--gazetteer and --no-gazetteer exclude each other")
    if engine != "dask" and (scheduler or shards):
        raise click.UsageError("--scheduler and --shards need --engine dask")
    with show_progress() as progress:
        report = open_graph(graph).build(
            sources, date=date, publisher=publisher, url=url, metadata=metadata, base=base, prune=prune,
            gazetteer="" if no_gazetteer else gazetteer, workers=workers, time_limit=time_limit,
            memory_limit=memory_limit, engine=engine, scheduler=scheduler, shards=shards, progress=progress,
        )  # fmt: skip
    print_report(report)
    if store:
        print_push(open_graph(graph), store)
    finish(report.left_out)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@source_options
@click.option("--lines", is_flag=True, help="SOURCE has one sentence a line, as identifier, tab, sentence.")
@click.option("--pretokenized", is_flag=True, help="With --lines: words are parted by blanks, and stay as they are.")
@click.option("--style", type=click.Choice(_STYLES), help="With --lines: short facts (the default), or long ones.")
@click.option("--format", "form", type=click.Choice(["jsonl", "tsv"]), help="jsonl; with --lines tsv.")
@click.pass_context
def extract(
    context: click.Context, sources: tuple[str, ...], date: str | None, publisher: str | None, url: str | None,
    metadata: Path | None, base: str | None, workers: int | None, time_limit: float | None,
    memory_limit: int | None, lines: bool, pretokenized: bool, style: str | None, form: str | None,
) -> None:  # fmt: skip
    """Print what files, folders or standard input (-) say, one JSON record a line; no graph is needed.

    With --lines, sentences are read one by one, and the facts in their very words are printed as
    benchmarks of open information extraction want them: identifier, subject, relation, object and
    confidence, parted by tabs; --style maximal: sentence, confidence, relation, arguments.

    \b
    Example:
      kg extract data/articles > records.jsonl
      echo "Clinton met Putin in Vladivostok." | kg extract -
      printf '1\\tClinton met Putin .\\n' | kg extract - --lines --pretokenized --style minimal
    """
    _check_lines(lines, sources, pretokenized=pretokenized, style=style, form=form)
    if lines:
        _extract_lines(sources[0], style or "minimal", pretokenized=pretokenized)
        return
    from kg.assertions import record
    from kg.cli.printing import show_progress
    from kg.model import Metadata, Settings
    from kg.pipeline import Limits
    from kg.pipeline import extract as extract_assertions

    # One short text is read in this process, which is quicker, unless its limits are given.
    limits = None if time_limit is None and memory_limit is None else Limits.of(time_limit, memory_limit)
    left_out: list[LeftOut] = []
    with show_progress() as progress:
        assertions = list(extract_assertions(
            sources, settings=Settings(base=base) if base else None, metadata=metadata,
            overrides=Metadata(published=date, publisher=publisher, url=url), workers=workers,
            limits=limits, progress=progress, left_out=left_out.append,
        ))  # fmt: skip
    for assertion in assertions:
        click.echo(json.dumps(record(assertion), ensure_ascii=False))
    finish(left_out)


def _check_lines(
    lines: bool, sources: tuple[str, ...], *, pretokenized: bool, style: str | None, form: str | None
) -> None:
    """Raise a usage error for options that do not go together."""
    if lines:
        if len(sources) > 1:
            raise click.UsageError(f"--lines reads one SOURCE; given are {len(sources)}")
        if form == "jsonl":
            raise click.UsageError("--lines prints tsv; jsonl needs documents, not lines")
        return
    for name, value in (("--pretokenized", pretokenized), ("--style", style), ("--format tsv", form == "tsv")):
        if value:
            raise click.UsageError(f"{name} needs --lines")


def _extract_lines(source: str, style: str, *, pretokenized: bool) -> None:
    from kg.errors import DocumentError
    from kg.openie import extract_lines

    with ExitStack() as stack:
        try:
            file = sys.stdin.buffer if source == STDIN else stack.enter_context(open(source, "rb"))
        except OSError as error:
            raise DocumentError(f"{source} cannot be read: {error.strerror}") from error
        decoded = (_decode(line, number, source) for number, line in enumerate(file, start=1))
        for line in extract_lines(decoded, style=style, pretokenized=pretokenized):
            click.echo(line)


def _decode(line: bytes, number: int, source: str) -> str:
    from kg.errors import DocumentError

    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise DocumentError(f"{source}, line {number}: not UTF-8; convert the file first") from error


@click.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...", shell_complete=complete_document)
@graph_option
@workers_option
def remove(documents: tuple[str, ...], graph: Path, workers: int | None) -> None:
    """Forget documents; the graph is then as a fresh build without them makes it.

    DOC is the path that the records give, the end of it, or the beginning of the identifier; - reads
    them from standard input, one a line. A file that still lies under the sources comes back with
    the next build: move it away first.

    \b
    Example:
      kg remove election-night.txt
      echo articles/flood-relief.txt | kg remove -
    """
    from kg.cli.printing import note, print_report, show_progress
    from kg.graph import open_graph
    from kg.graph.wording import plural

    names = read_names(documents)
    with show_progress() as progress:
        removal = open_graph(graph).remove(*names, workers=workers, progress=progress)
    click.echo(f"Forgotten: {', '.join(removal.documents)}")
    print_report(removal.report, is_build=False)
    if removal.files:
        still = plural(len(removal.files), "file")
        note(f"{still} of these still exist, and the next build over their folder reads them again:")
        for path in removal.files:
            note(f"  {path}")
    finish(removal.report.left_out)


@click.command()
@graph_option
@click.option("--extract", is_flag=True, help="Read all archived texts anew as well.")
@workers_option
@reading_limits
def rebuild(
    graph: Path, extract: bool, workers: int | None, time_limit: float | None, memory_limit: int | None
) -> None:
    """Derive the graph anew from the texts in its archive; the sources are not needed.

    This repairs a damaged store. Texts that another version of the extractor has read are read
    anew; with --extract all are.

    \b
    Example:
      kg rebuild
      kg rebuild --extract
    """
    from kg.cli.printing import print_report, show_progress
    from kg.graph import open_graph

    with show_progress() as progress:
        report = open_graph(graph).rebuild(
            extract=extract, workers=workers, time_limit=time_limit, memory_limit=memory_limit, progress=progress
        )
    click.echo(f"Derived anew; texts read anew: {report.replaced:,} ({report.seconds:.1f} s)")
    print_report(report, is_build=False)
    finish(report.left_out)


@click.command()
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
@graph_option
@click.option("--force", is_flag=True, help="Replace an earlier backup.")
def backup(target: Path, graph: Path, force: bool) -> None:
    """Copy the graph to the folder TARGET, also while a build runs; the copy is checked.

    The copy is a graph folder: -g TARGET asks it, and copying it back restores the graph. What a
    build has not finished is kept in it as it is in the graph, and the next build goes on from there.

    \b
    Example:
      kg backup backups/monday.kg
      kg backup --force backups/latest.kg
    """
    from kg.cli.printing import note
    from kg.graph import open_graph
    from kg.graph.wording import plural

    made = open_graph(graph).backup(target, force=force)
    size = made.size / 1_000_000
    click.echo(f"Copied: {plural(made.documents, 'document')} ({size:,.1f} MB), checked; it is in {made.path}")
    if not made.quads:
        note("The graph has no RDF store that can be read; kg rebuild, or asking the copy, makes one")
