"""Writes triples in the formats of RDF."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import BinaryIO

import pyoxigraph as ox

_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "n3": ox.RdfFormat.N3,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}


def write_graph(triples: Iterable[ox.Triple], out: BinaryIO, form: str, prefixes: Mapping[str, str]) -> None:
    """Write triples in a format, named as in `kg.web.sparql.formats`."""
    ox.serialize(triples, out, format=_FORMATS[form], prefixes=dict(prefixes))
