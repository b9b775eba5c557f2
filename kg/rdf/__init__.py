"""`Assertion` ↔ quads: the one place that decides how an assertion looks in RDF.

Every triple stands in exactly one graph. Nodes are IRIs throughout: there is no blank node. Literals
are written in the form that Oxigraph keeps ("0.9", not "0.90"), so a quad read back equals the quad written.
`docs/decisions/0003-rdf-and-store.md` gives the reasons.
"""

from __future__ import annotations

from kg.rdf.gists import Gist, Title, read_gists, read_plain, read_titles
from kg.rdf.reading import DocumentReader, QuadSet, QuadSource, assertions, entities
from kg.rdf.rows import Detail, Fact, Queryable, Row, RowReader, Text, Thing
from kg.rdf.selection import select_assertions
from kg.rdf.writing import (
    GRAPHS,
    dateline_name,
    document_lines,
    entity_lines,
    find_plain,
    label_predicates,
    parse_lines,
    phrase_line,
    plain_line,
    provenance_lines,
    quads,
    relation_lines,
)

__all__ = [
    "GRAPHS",
    "Detail",
    "DocumentReader",
    "Fact",
    "Gist",
    "QuadSet",
    "QuadSource",
    "Queryable",
    "Row",
    "RowReader",
    "Text",
    "Thing",
    "Title",
    "assertions",
    "dateline_name",
    "document_lines",
    "entities",
    "entity_lines",
    "find_plain",
    "label_predicates",
    "parse_lines",
    "phrase_line",
    "plain_line",
    "provenance_lines",
    "quads",
    "read_gists",
    "read_plain",
    "read_titles",
    "relation_lines",
    "select_assertions",
]
