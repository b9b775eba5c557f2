"""The command line: each command parses options, calls one function, prints."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TextIO

import click

from kg import __version__
from kg.cli.options import CommandGroup, filter_options, graph_option, source_options

_QUERY_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "turtle")
_SHOWN = ("asserted", "reported")
_DONE_BUT_LEFT_OUT = 3


@click.group(cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
@click.option("-g", "--graph", envvar="KG_GRAPH", metavar="DIR", help="Graph folder; else $KG_GRAPH, else ./graph.kg.")
@click.pass_context
def main(context: click.Context, graph: str | None) -> None:
    """Turn a folder of English news into a knowledge graph, and ask it.

    \b
    Example:
      kg build articles
      kg show Russia
    """
    if os.environ.get("NO_COLOR"):  # https://no-color.org
        context.color = False


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@graph_option
@source_options
@click.option("--prune", is_flag=True, help="Forget documents whose files vanished from under the sources.")
@click.pass_context
def build(
    context: click.Context, sources: tuple[str, ...], graph: Path, date: str | None, publisher: str | None,
    url: str | None, metadata: Path | None, base: str | None, workers: int | None, prune: bool,
) -> None:  # fmt: skip
    """Read files and folders (.txt, .md; - is standard input) into the graph.

    Unchanged files are skipped and edited ones replaced, so the same command keeps a graph up to
    date. Exit status 3 tells that some files were left out; each is named with the reason.

    \b
    Example:
      kg build data/articles
      kg build news.txt --date 2012-09-08 --publisher "Associated Press"
    """
    from kg.cli.printing import print_left_out, print_report, show_progress
    from kg.graph import open_graph

    with show_progress() as progress:
        report = open_graph(graph).build(
            sources, date=date, publisher=publisher, url=url, metadata=metadata, base=base, prune=prune,
            workers=workers, progress=progress,
        )  # fmt: skip
    print_left_out(report.left_out)
    print_report(report)
    context.exit(_DONE_BUT_LEFT_OUT if report.left_out else 0)


@main.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@source_options
@click.pass_context
def extract(
    context: click.Context, sources: tuple[str, ...], date: str | None, publisher: str | None, url: str | None,
    metadata: Path | None, base: str | None, workers: int | None,
) -> None:  # fmt: skip
    """Print what files, folders or standard input (-) say, one JSON record a line; no graph is needed.

    \b
    Example:
      kg extract data/articles > records.jsonl
      echo "Clinton met Putin in Vladivostok." | kg extract -
    """
    from kg.assertions import record
    from kg.cli.printing import print_left_out, show_progress
    from kg.model import LeftOut, Metadata, Settings
    from kg.pipeline import extract as extract_assertions

    left_out: list[LeftOut] = []
    with show_progress() as progress:
        assertions = list(extract_assertions(
            sources, settings=Settings(base=base) if base else None, metadata=metadata,
            overrides=Metadata(published=date, publisher=publisher, url=url), workers=workers,
            progress=progress, left_out=left_out.append,
        ))  # fmt: skip
    for assertion in assertions:
        click.echo(json.dumps(record(assertion), ensure_ascii=False))
    print_left_out(left_out)
    context.exit(_DONE_BUT_LEFT_OUT if left_out else 0)


@main.command()
@click.argument("sparql", required=False)
@graph_option
@click.option(
    "-f", "--file", type=click.File("r", encoding="utf-8"), metavar="FILE", help="Read the query from a file."
)
@click.option("--format", "form", type=click.Choice(_QUERY_FORMATS), default="table", show_default=True)
@click.option("--only", type=click.Choice(["asserted"]), help="Leave out what the texts only report.")
def query(sparql: str | None, graph: Path, file: TextIO | None, form: str, only: str | None) -> None:
    """Ask the graph in SPARQL; the prefixes ent: rel: kg: prov: nif: skos: schema: are known.

    \b
    Example:
      kg query "SELECT ?o { ent:russia rel:oppose ?o }"
      kg query -f question.rq --format csv
    """
    from kg.cli.results import print_result
    from kg.graph import open_graph

    if (sparql is None) == (file is None):
        raise click.UsageError("give the query itself, or a file with -f FILE")
    question = file.read() if file is not None else sparql or ""
    print_result(open_graph(graph).query(question, only_asserted=only == "asserted"), form)


@main.command()
@click.argument("entity")
@graph_option
@click.option("--all", "everything", is_flag=True, help="Every status: what is denied, planned or wished as well.")
def show(entity: str, graph: Path, everything: bool) -> None:
    """Show what the graph says of an entity, by name or identifier (ent:...).

    Shown are facts that a text states or reports, with their status, source and date.

    \b
    Example:
      kg show Russia
      kg show "Hillary Clinton" --all
    """
    from kg.cli.printing import print_facts
    from kg.graph import open_graph

    facts = open_graph(graph).facts(entity)
    shown = facts if everything else facts.only(_SHOWN)
    print_facts(shown, hidden=len(facts) - len(shown))


@main.command()
@click.argument("words", nargs=-1, required=True, metavar="(SUBJECT PREDICATE OBJECT | ASSERTION)")
@graph_option
def why(words: tuple[str, ...], graph: Path) -> None:
    """Print the sentences behind a fact, their words marked: subject, predicate and object, or an identifier.

    \b
    Example:
      kg why Russia oppose "sanctions on Syria"
      kg why 91c2ab34
    """
    from kg.cli.printing import print_evidence
    from kg.graph import open_graph

    if len(words) not in (1, 3):
        raise click.UsageError("give SUBJECT PREDICATE OBJECT (quote names of several words), or an identifier")
    for number, assertion in enumerate(open_graph(graph).why(*words)):
        if number:
            click.echo()
        print_evidence(assertion, colour=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))


@main.command()
@click.argument("file", metavar="FILE")
@graph_option
@click.option("--format", "form", metavar="SUFFIX", help="The format, where FILE is - or has no suffix that tells it.")
@filter_options
def export(
    file: str, graph: Path, form: str | None, status: tuple[str, ...], types: tuple[str, ...],
    since: str | None, until: str | None, min_confidence: float,
) -> None:  # fmt: skip
    """Write the graph to a file, in the format of its suffix; - is standard output.

    RDF: ttl, nt (triples); nq, trig (with their graphs). For other programs: graphml, csv, jsonl; the
    filters hold for these, and graphml has what is asserted or reported unless --status says otherwise.

    \b
    Example:
      kg export graph.ttl
      kg export facts.graphml --status asserted --type Person --type Country
      kg export - --format nq > graph.nq
    """
    from kg.cli.printing import note
    from kg.graph import open_graph

    target = sys.stdout.buffer if file == "-" else file
    open_graph(graph).export(
        target, format=form, status=status or None, types=types or None, since=since, until=until,
        min_confidence=min_confidence,
    )  # fmt: skip
    if file != "-":
        note(f"Written: {file}")


@main.command()
@graph_option
def stats(graph: Path) -> None:
    """Count documents, sentences, entities, assertions and relations.

    \b
    Example:
      kg stats
    """
    from kg.cli.printing import print_statistics
    from kg.graph import open_graph

    print_statistics(open_graph(graph).statistics())


@main.command()
@click.argument("document", metavar="DOC")
@graph_option
def text(document: str, graph: Path) -> None:
    """Print the normalised text of a document, in which all offsets count characters.

    DOC is the path that the records give, the end of it, or the beginning of the identifier.

    \b
    Example:
      kg text vladivostok.txt
    """
    from kg.graph import open_graph

    click.echo(open_graph(graph).document(document).text)
