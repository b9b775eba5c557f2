"""Displays of documents, searches, counts, results of queries and reports of builds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.graph import Found, Statistics
from kg.graph.answers import Entities, Relations
from kg.graph.display.markup import Html, join, join_with, link, tag
from kg.graph.display.pieces import (
    ROWS,
    block,
    code,
    heading,
    keep_together,
    list_some,
    mark,
    name_entity,
    rest,
    shorten,
    small,
    small_line,
    table,
)
from kg.graph.wording import plural, tell_counts, tell_documents, tell_files, tell_holdings
from kg.model import Document

if TYPE_CHECKING:
    from kg.pipeline import BuildReport
    from kg.store import QueryResult

_CHARACTERS = 900
_NAMES = 6


def show_document(document: Document) -> Html:
    """Return a document: what is known of it, and how it begins after the headline."""
    known = (document.publisher, document.published, document.source, code(document.id))
    title = link(shorten(document.title or document.source), document.url)
    text = document.text[document.headline_end :].strip()
    shown = text[:_CHARACTERS]
    paragraphs = (tag("p", paragraph, style="margin:.4em 0") for paragraph in shown.split("\n\n"))
    more = len(text) - len(shown)
    return block(
        tag("div", tag("b", title)), small_line(join_with(" · ", known)), *paragraphs,
        small_line(f"and {plural(more, 'character')} more") if more else None,
    )  # fmt: skip


def show_entities(entities: Entities) -> Html:
    """Return a list of entities as a table."""
    rows = ((name_entity(entity), small(list_some(entity.names, _NAMES))) for entity in entities[:ROWS])
    types = tell_counts(dict(Counter(entity.type.value for entity in entities).most_common()))
    told = small_line(f"{plural(len(entities), 'entity')}: {types}" if entities else plural(0, "entity"))
    return block(told, table(("entity", "other names"), rows), rest(len(entities) - ROWS, "; .df() gives all"))


def show_relations(relations: Relations) -> Html:
    """Return a list of relations as a table."""
    rows = (
        (tag("b", relation.label), code(relation.id), small(list_some(relation.phrases, _NAMES)))
        for relation in relations[:ROWS]
    )
    told = small_line(plural(len(relations), "relation"))
    head = ("relation", "identifier", "phrases")
    return block(told, table(head, rows), rest(len(relations) - ROWS, "; .df() gives all"))


def show_found(found: Found) -> Html:
    """Return what a search found: entities, relations, and sentences with the words marked."""
    entities = [(name_entity(item.entity), plural(item.facts, "fact")) for item in found.entities]
    relations = [
        (join(tag("b", item.relation.label), " ", code(item.relation.id)), plural(item.facts, "fact"))
        for item in found.relations
    ]
    sentences = [
        (
            mark(item.text, [(word.start - item.span.start, word.end - item.span.start, "found")
                             for word in item.words]),
            small(join_with(" · ", (item.document.source, keep_together(item.document.published or "")))),
        )
        for item in found.sentences
    ]  # fmt: skip
    groups = (("Entities", entities), ("Relations", relations), ("Sentences", sentences))
    return block(
        small_line("no name has these words; like them are:") if found.near else None,
        *(join(heading(f"{name} ({len(rows):,})"), table((), rows)) for name, rows in groups if rows),
        None if len(found) else "nothing was found",
    )  # fmt: skip


def show_statistics(statistics: Statistics) -> Html:
    """Return the counts of a graph."""
    sentences = "" if statistics.sentences is None else f", {plural(statistics.sentences, 'sentence')}"
    groups = (
        ("Assertions", statistics.assertions), ("Entities", statistics.entities),
        (f"Relations ({statistics.relations:,}), the commonest", statistics.predicates),
    )  # fmt: skip
    columns = (tag("div", _count(name, counts), style="margin-right:2.5em") for name, counts in groups)
    documents = tell_documents(statistics.documents, statistics.copies)
    return block(
        tag("div", tag("b", f"{documents}{sentences}")), tag("div", *columns, style="display:flex;flex-wrap:wrap")
    )


def _count(name: str, counts: Mapping[str, int]) -> Html:
    return join(heading(name), table((), ((key, f"{count:,}") for key, count in counts.items())))


def show_result(result: QueryResult) -> Html:
    """Return what a query found, as a table, or yes or no."""
    if result.answer is not None:
        return block(tag("b", "yes" if result.answer else "no"))
    rows = replace(result, terms=result.terms[:ROWS]).rows
    cells = ([None if value is None else keep_together(str(value)) for value in row] for row in rows)
    told = small_line(plural(len(result), "row"))
    return block(told, table(result.columns, cells), rest(len(result) - ROWS, "; .df() gives all"))


def show_report(report: BuildReport) -> Html:
    """Return what a build did, what it left out, and which decisions are not followed."""
    left_out = ((item.source, shorten(item.reason)) for item in report.left_out[:ROWS])
    return block(
        tag("div", tag("b", "Files: "), f"{tell_files(report)} ", small(f"({report.seconds:.1f} s)")),
        tag("div", tag("b", "Graph: "), tell_holdings(report), " ", small(report.graph)),
        table(("left out", "because"), left_out) if report.left_out else None, rest(len(report.left_out) - ROWS),
        *(small_line(f"Warning: {shorten(warning)}") for warning in report.warnings[:ROWS]),
        rest(len(report.warnings) - ROWS),
    )  # fmt: skip
