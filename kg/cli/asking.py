"""The commands that read a graph."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import BinaryIO

import click

from kg.cli.options import (
    STDIN,
    decode,
    filter_options,
    graph_option,
    limit_option,
    only_option,
    open_asked,
    read_names,
    store_option,
    text_option,
)
from kg.cli.shells import complete_document, complete_entity, complete_fact, complete_query

_QUERY_FORMATS = ("table", "csv", "tsv", "json", "jsonl", "turtle")
_SHOWN = ("asserted", "reported")
_ASSERTED = ("asserted",)


@click.command()
@click.argument("words", nargs=-1, metavar="[SPARQL | @NAME [VALUE...]]", shell_complete=complete_query)
@graph_option
@store_option
@click.option("-f", "--file", type=click.File("rb"), metavar="FILE", help="Read the query from a file, or -.")
@click.option("--format", "form", type=click.Choice(_QUERY_FORMATS), default="table", show_default=True)
@only_option
@click.option("--list", "is_list", is_flag=True, help="List the sample queries, as kg query @ does.")
def query(
    words: tuple[str, ...], graph: Path, store: str | None, file: BinaryIO | None, form: str, only: str | None,
    is_list: bool,
) -> None:  # fmt: skip
    """Ask the graph in SPARQL, or one of the sample queries by name; - reads SPARQL from standard input.

    The prefixes ent: rel: kg: prov: nif: skos: schema: are known. A sample query takes names of
    entities, as kg show does; without them it asks of everybody.

    \b
    Example:
      kg query "SELECT ?what { ent:russia rel:oppose ?what }"
      kg query @who-met-whom
      kg query @what-is-opposed Russia --format csv
      echo "ASK { ent:russia ?does ?what }" | kg query -
    """
    from kg.cli.results import print_queries, print_result

    if is_list or words == ("@",):
        print_queries()
        return
    if bool(words) == (file is not None):
        raise click.UsageError("give the query itself, @NAME of a sample query (kg query @ lists them), or -f FILE")
    if file is not None:
        words = (decode(file.read(), getattr(file, "name", "standard input")),)
    elif words[0] == STDIN:
        words = (decode(sys.stdin.buffer.read(), "standard input"), *words[1:])
    if len(words) > 1 and not words[0].startswith("@"):
        raise click.UsageError("only a sample query takes values; put quotes around SPARQL")
    result = open_asked(graph, store).query(*words, only_asserted=only is not None)
    print_result(result, form)


@click.command()
@click.argument("text", shell_complete=complete_entity)
@graph_option
@store_option
@limit_option(10, "How many entities, relations and sentences each.")
@text_option
def find(text: str, graph: Path, store: str | None, limit: int, form: str) -> None:
    """Search the names of entities, the relations and the sentences of all documents.

    Each word of TEXT finds words that begin with it. If no name has them, those that are written
    much like TEXT are listed.

    \b
    Example:
      kg find Lavrov
      kg find "Sergei Lavrof"
      kg find "sanctions on"
    """
    from kg.cli.printing import found_records, note, print_found

    opened = open_asked(graph, store)
    found = opened.find(text, limit=limit)
    if form == "jsonl":
        _print_lines(found_records(found))
    else:
        print_found(text, found)
    if not opened.has_texts:
        note("Sentences are searched in the archive of a graph folder, which -g DIR names; a server has none")
    click.get_current_context().exit(0 if found else 1)


@click.command()
@click.argument("entity", shell_complete=complete_entity)
@graph_option
@store_option
@click.option("--all", "everything", is_flag=True, help="Every status: what is denied, planned or wished as well.")
@click.option("--merges", is_flag=True, help="Why its names are one instead: each merge with its rule and score.")
@only_option
@text_option
def show(
    entity: str, graph: Path, store: str | None, everything: bool, merges: bool, only: str | None, form: str
) -> None:
    """Show what the graph says of an entity, by name or identifier (ent:...).

    Shown are facts that a text states or reports, with their status, source and date.

    \b
    Example:
      kg show Russia
      kg show ent:russia --all
      kg show Solovyov --merges
    """
    from kg.assertions import record
    from kg.cli.printing import print_facts

    if everything and only:
        raise click.UsageError("--all and --only contradict each other")
    if merges:
        _show_merges(entity, open_asked(graph, store).path, form)
        return
    facts = open_asked(graph, store).facts(entity)
    shown = facts if everything else facts.only(_ASSERTED if only else _SHOWN)
    if form == "jsonl":
        _print_lines(map(record, shown))
    else:
        print_facts(shown, hidden=len(facts) - len(shown))


def _show_merges(name: str, graph: Path, form: str) -> None:
    """Resolve the archive anew: the store keeps the reasons, not the pairs and scores."""
    from dataclasses import asdict

    from kg.cli.printing import print_merges
    from kg.graph.lookup import find_entity
    from kg.pipeline.deciding import read_state

    entity = find_entity(read_state(graph).dataset.entities, name)
    if form == "jsonl":
        _print_lines(asdict(merge) for merge in entity.merges)
    else:
        print_merges(entity)


@click.command()
@click.argument(
    "words", nargs=-1, required=True, metavar="(SUBJECT PREDICATE [OBJECT] | ASSERTION)", shell_complete=complete_fact
)
@graph_option
@store_option
@text_option
def why(words: tuple[str, ...], graph: Path, store: str | None, form: str) -> None:
    """Print the sentences behind a fact, their words marked.

    A fact is named by subject, predicate and object, by a line "Russia | oppose | sanctions" as kg
    show prints it, or by its identifier or the beginning of it; - reads such lines from standard input.

    \b
    Example:
      kg why Russia oppose sanctions
      kg why "Russia | oppose | sanctions"
      kg export - --format csv --status negated | cut -d, -f1 | tail -n +2 | kg why -
    """
    from kg.assertions import record
    from kg.cli.printing import print_evidence

    if len(words) > 3:
        raise click.UsageError("give SUBJECT PREDICATE OBJECT (quote names of several words), or an identifier")
    asked = [(line,) for line in read_names(words)] if words == (STDIN,) else [words]
    opened = open_asked(graph, store)
    assertions = [assertion for fact in asked for assertion in opened.why(*fact)]
    if form == "jsonl":
        _print_lines(map(record, assertions))
        return
    for number, assertion in enumerate(assertions):
        if number:
            click.echo()
        print_evidence(assertion)


@click.command()
@click.argument("start", metavar="A", shell_complete=complete_entity)
@click.argument("end", metavar="B", shell_complete=complete_entity)
@graph_option
@store_option
@click.option("--max-length", type=click.IntRange(1, 12), default=4, show_default=True, help="Steps of a chain.")
@limit_option(3, "How many chains.")
@only_option
@text_option
def path(
    start: str, end: str, graph: Path, store: str | None, max_length: int, limit: int, only: str | None, form: str
) -> None:
    """Show how two entities hang together: the shortest chains of facts, each step with its sentence.

    Facts are followed in both directions; the arrow tells which way each goes. A name inside
    another, such as Syria in "sanctions on Syria", joins the two as well.

    \b
    Example:
      kg path "Hillary Clinton" Russia
      kg path Russia Syria --max-length 3 --limit 1
    """
    from kg.cli.printing import chain_record, print_chain

    statuses = _ASSERTED if only else _SHOWN
    chains = open_asked(graph, store).paths(start, end, max_length=max_length, limit=limit, status=statuses)
    if form == "jsonl":
        _print_lines(map(chain_record, chains))
        return
    for number, chain in enumerate(chains):
        if number:
            click.echo()
        print_chain(chain)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(allow_dash=True))
@graph_option
@store_option
@click.option("--format", "form", metavar="SUFFIX", help="The format, where FILE is - or has no suffix that tells it.")
@filter_options
@only_option
def export(
    file: str, graph: Path, store: str | None, form: str | None, status: tuple[str, ...], types: tuple[str, ...],
    since: str | None, until: str | None, min_confidence: float, only: str | None,
) -> None:  # fmt: skip
    """Write the graph to a file, in the format of its suffix; - is standard output.

    RDF: ttl, nt, rdf (triples); nq, trig, jsonld (with their graphs). For Gephi and other programs:
    graphml, gexf, which have what is asserted or reported unless --status says otherwise; csv, jsonl.
    html is one page that any browser opens, without a server: a picture with a sentence behind every line.
    With .gz behind the suffix the file is compressed.

    \b
    Example:
      kg export graph.ttl
      kg export facts.graphml --status asserted --type Person --type Country
      kg export graph.html
      kg export - --format nq > graph.nq
    """
    from kg.cli.printing import note

    target = sys.stdout.buffer if file == STDIN else file
    open_asked(graph, store).export(
        target, format=form, status=status or None, types=types or None, since=since, until=until,
        min_confidence=min_confidence, only_asserted=only is not None,
    )  # fmt: skip
    if file != STDIN:
        note(f"Written: {file}")


@click.command()
@graph_option
@store_option
def stats(graph: Path, store: str | None) -> None:
    """Count documents, sentences, entities, assertions and relations.

    \b
    Example:
      kg stats
    """
    from kg.cli.printing import print_statistics

    print_statistics(open_asked(graph, store).statistics())


@click.command()
@click.argument("document", metavar="DOC", shell_complete=complete_document)
@graph_option
@store_option
def text(document: str, graph: Path, store: str | None) -> None:
    """Print the normalised text of a document, in which all offsets count characters.

    DOC is the path that the records give, the end of it, or the beginning of the identifier.

    \b
    Example:
      kg text vladivostok-summit.txt
    """

    click.echo(open_asked(graph, store).document(document).text)


def _print_lines(records: Iterable[Mapping[str, object]]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))
