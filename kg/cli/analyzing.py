"""The command that looks at a graph as a whole."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kg.cli.options import filter_options, graph_option, open_asked, store_option
from kg.cli.shells import complete_entity

if TYPE_CHECKING:
    from kg.analysis import Analysis
    from kg.analysis.results import Results
    from kg.graph import Graph

WHATS = (
    "summary", "centrality", "communities", "brokers", "stance", "at-odds", "contradictions", "corroboration",
    "timeline",
)  # fmt: skip
_OF_FACTS = ("stance", "at-odds", "contradictions", "corroboration", "timeline")
_BY = {
    "centrality": ("pagerank", "betweenness", "neighbours", "ties", "closeness", "eigenvector"),
    "stance": ("pair", "source"),
    "timeline": ("day", "month", "year"),
}
_ROWS, _ROWS_OF_SUMMARY = 15, 5


@click.command()
@click.argument("what", type=click.Choice(WHATS), required=False, default="summary", metavar="[WHAT]")
@click.argument("entities", nargs=-1, metavar="[ENTITY...]", shell_complete=complete_entity)
@graph_option
@store_option
@click.option("--format", "form", type=click.Choice(["table", "csv", "jsonl"]), default="table", show_default=True)
@click.option("--limit", type=click.IntRange(1),
              help=f"How many rows; else {_ROWS}, and all of csv, jsonl and a timeline.")  # fmt: skip
@click.option("--by", metavar="MEASURE", help="centrality: " + ", ".join(_BY["centrality"]) + "; stance: pair, source; "
                                              "timeline: day, month, year.")  # fmt: skip
@click.option("--clock", type=click.Choice(["published", "happened"]), default="published", show_default=True,
              help="timeline: the date of the document, or the time that it tells of.")  # fmt: skip
@click.option("--relation", "relations", multiple=True, metavar="NAME", help="Only facts of this relation.")
@click.option("--all", "is_all", is_flag=True, help="stance: what takes no side as well.")
@filter_options
@click.option(
    "--plot", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE.png|svg", help="Draw it as well."
)
def analyze(
    what: str, entities: tuple[str, ...], graph: Path, store: str | None, form: str, limit: int | None,
    by: str | None, clock: str, relations: tuple[str, ...], is_all: bool, status: tuple[str, ...],
    types: tuple[str, ...], since: str | None, until: str | None, min_confidence: float, plot: Path | None,
) -> None:  # fmt: skip
    """Look at the graph as a whole; without WHAT, a page with the first of each answer.

    \b
    centrality      who is joined to most, and to those who are
    communities     who belongs together
    brokers         who lies between the others
    stance          who is for or against what, according to whom
    at-odds         who is for what another is against
    contradictions  what one says and another denies
    corroboration   what several documents tell, copies counted once
    timeline        how much, when

    The first three count what has a name, not concepts such as "report", joined by what is asserted
    or reported; a name inside another one counts ("sanctions on Syria"). --type names other types.
    With ENTITY, only what these have a part in. kg why prints the sentences behind a fact.

    \b
    Example:
      kg analyze
      kg analyze centrality --by betweenness --type Person --type Organization
      kg analyze stance Russia --format jsonl
      kg analyze timeline Russia --by month --plot russia.svg
    """
    from kg.analysis.groups import Communities
    from kg.analysis.plots import save_plot
    from kg.cli.analyses import print_members, print_overview, print_results
    from kg.cli.printing import note

    question = _Question(what, entities, relations, by, clock, is_all)
    _check(question, form, plot)
    opened = open_asked(graph, store)
    asked = opened.analysis.only(
        status=status or None, types=types or None, since=since, until=until, min_confidence=min_confidence
    )
    if what == "summary":
        print_overview(asked.overview(), form, limit or (None if form == "jsonl" else _ROWS_OF_SUMMARY))
        return
    question = _find_names(opened, question)
    results = replace(_ask(asked, question), about=question.about)
    print_results(results, form, limit or (_ROWS if form == "table" and what != "timeline" else None))
    if isinstance(results, Communities) and entities and form == "table":
        print_members(results)
    if plot is not None:
        save_plot(results, plot, limit=limit)
        note(f"Written: {plot}")


@dataclass(frozen=True)
class _Question:
    """What is asked, and of whom: entities and relations by name, or by identifier once these are found."""

    what: str
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    by: str | None
    clock: str
    is_all: bool
    about: str = ""


def _check(question: _Question, form: str, plot: Path | None) -> None:
    """Raise a usage error for options that do not fit together."""
    what, by = question.what, question.by
    if by is not None and by not in _BY.get(what, ()):
        choices = f"takes --by {', '.join(_BY[what])}" if what in _BY else "takes no --by"
        raise click.UsageError(f"{what} {choices}")
    if what == "summary" and (question.entities or plot or form == "csv"):
        raise click.UsageError(f"the summary is no single table; name one of {', '.join(WHATS[1:])}")
    if question.relations and what not in _OF_FACTS:
        raise click.UsageError(f"--relation is for {', '.join(_OF_FACTS)}")
    if question.is_all and what != "stance":
        raise click.UsageError("--all is for stance")
    if question.clock != "published" and what != "timeline":
        raise click.UsageError("--clock is for a timeline")


def _find_names(opened: Graph, question: _Question) -> _Question:
    """Return the question with identifiers of entities and relations in place of their names, and their labels."""
    from kg.graph.lookup import find_entity, find_relation

    known = opened.entities() if question.entities else []
    labels = opened.relations() if question.relations else []
    entities = [find_entity(known, name) for name in question.entities]
    relations = [find_relation(labels, name) for name in question.relations]
    return replace(
        question,
        entities=tuple(f"ent:{entity.slug}" for entity in entities),
        relations=tuple(relation.id for relation in relations),
        about=", ".join([entity.label for entity in entities] + [relation.label for relation in relations]),
    )


def _ask(asked: Analysis, question: _Question) -> Results[Any]:
    """Return the answer to one question."""
    of = question.entities, question.relations
    if question.what == "timeline":
        return asked.timeline(*of, unit=question.by, clock=question.clock)
    if question.what == "stance":
        found = asked.stances(*of, is_all=question.is_all)
        return found.by_source() if question.by == "source" else found
    if question.what == "at-odds":
        return asked.disputes(*of)
    if question.what == "contradictions":
        return asked.contradictions(*of)
    if question.what == "corroboration":
        return asked.corroborations(*of)
    if question.what == "communities":
        return asked.communities().of(question.entities)
    if question.what == "brokers":
        return asked.brokers().of(question.entities)
    return asked.centrality(question.by or "pagerank").of(question.entities)
