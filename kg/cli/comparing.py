"""The command that tells what changed from one graph to another."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from kg.cli.options import status_option, text_option

if TYPE_CHECKING:
    from kg.graph.differences import Differences, DocumentChange, EntityChange, FactChange, FactKind, Overview
    from kg.model import Entity

_SHOWN = 20
_SIGNS = {
    "added": "+", "came": "+", "gained": "+", "removed": "-", "vanished": "-", "lost": "-",
}  # fmt: skip
_COLOURS = {"+": "green", "-": "red", "~": "yellow"}


@click.command()
@click.argument("before", metavar="G1", type=click.Path())
@click.argument("after", metavar="G2", type=click.Path())
@status_option
@click.option("--limit", type=click.IntRange(1), help=f"How many of each kind; else {_SHOWN}, and in jsonl all.")
@text_option
@click.option("--exit-code", "tells", is_flag=True, help="Exit with 1 if anything differs, and with 0 if nothing does.")
def diff(before: str, after: str, status: tuple[str, ...], limit: int | None, form: str, tells: bool) -> None:
    """Tell what changed from one graph to another: facts, entities and documents.

    G1 and G2 are graph folders, or addresses of SPARQL servers. Facts are compared by what they say, sentence by
    sentence, and not by identifiers: a fact is neither lost nor gained where only the name of a thing changed, or
    words around it. Confidence is not compared.

    \b
    Example:
      kg backup monday.kg && kg same Pombal "Construtora Pombal" && kg diff monday.kg graph.kg
      kg backup monday.kg && kg remove calder-merger.txt && kg diff monday.kg graph.kg --status asserted
      kg backup monday.kg && kg remove calder-merger.txt && kg diff monday.kg graph.kg --format jsonl
    """
    from kg.cli.printing import show_progress
    from kg.graph import open_graph

    with open_graph(before) as old, open_graph(after) as new:
        with show_progress() as progress:
            differences = old.diff(new, progress=progress)
            overview = None if form == "jsonl" else differences.overview(limit=limit or _SHOWN, status=status or None)
        if overview is None:
            _print_lines(differences, status or None, limit)
        else:
            _print_overview(overview, limit or _SHOWN)
        differs = tells and bool(differences)
    click.get_current_context().exit(1 if differs else 0)


# Text


def _print_overview(overview: Overview, limit: int) -> None:
    from kg.graph.wording import capitalise, tell_document, tell_entities

    counts = overview.per_document
    documents = [(change.kind, tell_document(change) + _tell_facts(counts, change)) for change in overview.documents]
    entities = [(change.kind, tell_entities(change)) for change in overview.entities]
    _print_group("Documents", documents, limit)
    _print_group("Entities", entities, limit)
    for kind, changes in overview.facts.items():
        total = overview.totals[kind]
        if total:
            click.echo(click.style(f"Facts {kind} ({total:,})", underline=True))
        for change in changes:
            _print_fact(change)
        _print_rest(total - len(changes))
        if total:
            click.echo()
    click.echo(capitalise(str(overview)))


def _tell_facts(counts: Mapping[str, Mapping[FactKind, int]], change: DocumentChange) -> str:
    from kg.graph.wording import tell_counts

    found = counts.get(change.title.source)
    return f" · facts: {tell_counts(dict(sorted(found.items())))}" if found else ""


def _print_group(heading: str, lines: Sequence[tuple[str, str]], limit: int) -> None:
    """Write what became of documents or entities, of each kind so many."""
    if not lines:
        return
    click.echo(click.style(f"{heading} ({len(lines):,})", underline=True))
    for kind in dict.fromkeys(kind for kind, _ in lines):
        told = [line for of_kind, line in lines if of_kind == kind]
        for line in told[:limit]:
            click.echo(f"{_sign(kind)} {kind:8}  {line}")
        _print_rest(len(told) - limit)
    click.echo()


def _print_rest(count: int) -> None:
    if count > 0:
        click.echo(f"  and {count:,} more; --limit shows more, --format jsonl all")


def _print_fact(change: FactChange) -> None:
    from kg.cli.printing import print_evidence, quote_marked
    from kg.graph.wording import tell_elsewhere, tell_fields

    click.echo(f"{_sign(change.kind)} ", nl=False)
    print_evidence(change.assertion)
    if change.before and change.after and change.before.sentence != change.after.sentence:
        click.echo(f"  was: {quote_marked(change.before)}")
    for told in filter(None, (tell_fields(change), tell_elsewhere(change))):
        click.echo(f"  {click.style(told, bold=True)}")


def _sign(kind: str) -> str:
    sign = _SIGNS.get(kind, "~")
    return click.style(sign, fg=_COLOURS[sign])


# Lines of JSON


def _print_lines(differences: Differences, status: Sequence[str] | None, limit: int | None) -> None:
    """Write one object for each change, of each kind so many."""
    seen: dict[tuple[object, object], int] = {}
    for record in _records(differences, status):
        kind = record["kind"], record["change"]
        seen[kind] = seen.get(kind, 0) + 1
        if limit is None or seen[kind] <= limit:
            click.echo(json.dumps(record, ensure_ascii=False))


def _records(differences: Differences, status: Sequence[str] | None) -> Iterator[dict[str, object]]:
    from kg.assertions import record

    for document in differences.documents:
        ends = (document.before, document.after)
        yield _change("document", document, [
            title and {"id": title.id, "source": title.source, "published": title.published} for title in ends
        ])  # fmt: skip
    for entities in differences.entities:
        yield _change("entity", entities, [[*map(_entity_record, side)] for side in (entities.before, entities.after)])
    for fact in differences.facts(status):
        found = _change("fact", fact, [side and record(side) for side in (fact.before, fact.after)])
        yield {**found, "fields": list(fact.fields), "elsewhere": fact.elsewhere}


def _change(kind: str, change: DocumentChange | EntityChange | FactChange, ends: Sequence[object]) -> dict[str, object]:
    before, after = ends
    return {"kind": kind, "change": change.kind, "before": before, "after": after}


def _entity_record(entity: Entity) -> dict[str, object]:
    return {
        "id": f"ent:{entity.slug}", "label": entity.label, "type": entity.type.value, "wikidata": entity.wikidata,
    }  # fmt: skip
