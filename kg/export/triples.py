"""RDF as Turtle, N-Triples, RDF/XML, N-Quads and TriG: sorted, so that the same graph gives the same bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyoxigraph as ox

from kg import rdf
from kg.errors import ExportError
from kg.projection import without_forbidden
from kg.vocabulary import Namespaces

# RDF/XML writes a property as an element, so its IRI has to end in an XML name (RDF 1.1 XML Syntax, section 6.1.2).
_ENDS_IN_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def write_nquads(source: rdf.QuadSource, _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Quads."""
    yield from sorted(_line(quad) for quad in source.quads())


def write_ntriples(source: rdf.QuadSource, _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Triples, each triple once."""
    yield from sorted({_line(quad.triple) for quad in source.quads()})


def write_turtle(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    """Yield Turtle: document by document, then what all share, sorted by subject, predicate and object."""
    triples = _triples(source, namespaces)
    yield ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=namespaces.prefixes) or b""


def write_trig(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    """Yield TriG, sorted by graph, subject, predicate and object."""
    quads = (quad for _, members in graph_by_graph(source) for quad in members)
    yield ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=namespaces.prefixes) or b""


def write_rdfxml(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    """Yield RDF/XML, in the order of Turtle.

    U+FFFD stands for characters that XML cannot hold. Raises `ExportError` if the IRI of a property does
    not end in an XML name, since no RDF/XML can say it.
    """
    triples = map(_checked, _triples(source, namespaces))
    text = (ox.serialize(triples, format=ox.RdfFormat.RDF_XML, prefixes=namespaces.prefixes) or b"").decode()
    # Parsers turn a carriage return into a line feed unless it is written as a reference.
    yield without_forbidden(text).replace("\r", "&#13;").encode()


def graph_by_graph(source: rdf.QuadSource) -> Iterator[tuple[str, list[ox.Quad]]]:
    """Yield the graphs by name, each with its quads, sorted; one is in memory at a time."""
    for name in source.graphs():
        yield name, sorted(source.quads(graph=name), key=str)


def _triples(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[ox.Triple]:
    """Yield the triples: those of each document, sorted, then those of all other graphs, sorted together.

    What is said of an entity in several graphs so stands together, and no more than these are in memory.
    """
    documents = [name for name in source.graphs() if name.startswith(namespaces.document(""))]
    for name in documents:
        yield from sorted((quad.triple for quad in source.quads(graph=name)), key=str)
    others = sorted(set(source.graphs()) - set(documents))
    shared = {quad.triple for name in others for quad in source.quads(graph=name)}
    yield from sorted(shared, key=str)


def _checked(triple: ox.Triple) -> ox.Triple:
    if not _ENDS_IN_NAME.search(triple.predicate.value):
        raise ExportError(
            f"RDF/XML cannot hold the property <{triple.predicate.value}>, which does not end in an XML name;"
            " export to ttl, nt or jsonld instead."
        )
    return triple


def _line(statement: ox.Triple | ox.Quad) -> bytes:
    """Return a line of N-Triples or N-Quads: what pyoxigraph shows of a triple or quad, and a full stop.

    One call of `serialize` for all would be as fast, but hold everything twice.
    """
    return f"{statement} .\n".encode()
