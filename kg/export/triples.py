"""RDF as Turtle, N-Triples, RDF/XML, N-Quads and TriG: sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import ExportError
from kg.projection import without_forbidden
from kg.vocabulary import Namespaces

# RDF/XML writes a property as an element, so its IRI has to end in an XML name (RDF 1.1 XML Syntax, section 6.1.2).
_ENDS_IN_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def write_nquads(quads: Iterable[ox.Quad], _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Quads."""
    yield from sorted(_lines(ox.serialize(quads, format=ox.RdfFormat.N_QUADS)))


def write_ntriples(quads: Iterable[ox.Quad], _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Triples, each triple once."""
    triples = (quad.triple for quad in quads)
    yield from sorted(set(_lines(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))))


def write_turtle(quads: Iterable[ox.Quad], namespaces: Namespaces) -> Iterator[bytes]:
    """Yield Turtle, sorted by subject, predicate and object."""
    yield ox.serialize(_triples(quads), format=ox.RdfFormat.TURTLE, prefixes=namespaces.prefixes) or b""


def write_trig(quads: Iterable[ox.Quad], namespaces: Namespaces) -> Iterator[bytes]:
    """Yield TriG, sorted by graph, subject, predicate and object."""
    ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))
    yield ox.serialize(ordered, format=ox.RdfFormat.TRIG, prefixes=namespaces.prefixes) or b""


def write_rdfxml(quads: Iterable[ox.Quad], namespaces: Namespaces) -> Iterator[bytes]:
    """Yield RDF/XML, sorted by subject, predicate and object.

    U+FFFD stands for characters that XML cannot hold. Raises `ExportError` if the IRI of a property does
    not end in an XML name, since no RDF/XML can say it.
    """
    triples = _triples(quads)
    for predicate in sorted({triple.predicate.value for triple in triples}):
        if not _ENDS_IN_NAME.search(predicate):
            raise ExportError(
                f"RDF/XML cannot hold the property <{predicate}>, which does not end in an XML name;"
                " export to ttl, nt or jsonld instead."
            )
    text = (ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=namespaces.prefixes) or b"").decode()
    # Parsers turn a carriage return into a line feed unless it is written as a reference.
    yield without_forbidden(text).replace("\r", "&#13;").encode()


def _triples(quads: Iterable[ox.Quad]) -> list[ox.Triple]:
    return sorted({quad.triple for quad in quads}, key=str)


def _lines(serialized: bytes | None) -> list[bytes]:
    """Return the lines with their ends; line breaks inside literals are escaped."""
    return [line + b"\n" for line in (serialized or b"").split(b"\n") if line]
