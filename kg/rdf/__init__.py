"""`Assertion` ↔ quads: the one place that decides how an assertion looks in RDF.

Every triple stands in exactly one graph. Nodes are IRIs throughout: there is no blank node. Literals
are written in the form that Oxigraph keeps ("0.9", not "0.90"), so a quad read back equals the quad written.
`docs/decisions/0003-rdf-and-store.md` gives the reasons.
"""

from __future__ import annotations

from kg.rdf.reading import QuadSet, QuadSource, assertions, entities
from kg.rdf.rows import Queryable, Row, RowReader, Text, Thing
from kg.rdf.selection import select_assertions
from kg.rdf.writing import quads

__all__ = [
    "QuadSet", "QuadSource", "Queryable", "Row", "RowReader", "Text", "Thing", "assertions", "entities", "quads",
    "select_assertions",
]  # fmt: skip
