"""RDF as Turtle, N-Triples, RDF/XML, N-Quads and TriG: sorted, so that the same graph gives the same bytes.

However large the graph is, no more of it is in memory than `sorting.RUN` statements.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO, cast

import pyoxigraph as ox

from kg import rdf
from kg.errors import ExportError
from kg.export.sorting import sort_lines, sort_quads, sort_triples
from kg.projection import without_forbidden
from kg.vocabulary import Namespaces

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

# RDF/XML writes a property as an element, so its IRI has to end in an XML name (RDF 1.1 XML Syntax, section 6.1.2).
_ENDS_IN_NAME = re.compile(r"[^\W\d][\w.-]*\Z")


def write_nquads(source: rdf.QuadSource, _: Namespaces, out: BinaryIO) -> None:
    """Write the sorted lines of N-Quads."""
    out.writelines(sort_lines(source.quads()))


def write_ntriples(source: rdf.QuadSource, _: Namespaces, out: BinaryIO) -> None:
    """Write the sorted lines of N-Triples, each triple once."""
    out.writelines(sort_lines((quad.triple for quad in source.quads()), is_unique=True))


def write_turtle(source: rdf.QuadSource, namespaces: Namespaces, out: BinaryIO) -> None:
    """Write Turtle: document by document, then what all share, sorted by subject, predicate and object."""
    _serialize(_triples(source, namespaces), out, ox.RdfFormat.TURTLE, namespaces)


def write_trig(source: rdf.QuadSource, namespaces: Namespaces, out: BinaryIO) -> None:
    """Write TriG, sorted by graph, subject, predicate and object."""
    quads = (quad for _, members in graph_by_graph(source) for quad in members)
    _serialize(quads, out, ox.RdfFormat.TRIG, namespaces)


def write_rdfxml(source: rdf.QuadSource, namespaces: Namespaces, out: BinaryIO) -> None:
    """Write RDF/XML, in the order of Turtle.

    U+FFFD stands for characters that XML cannot hold. Raises `ExportError` if the IRI of a property does
    not end in an XML name, since no RDF/XML can say it.
    """
    triples = map(_checked, _triples(source, namespaces))
    _serialize(triples, cast("BinaryIO", _XmlStream(out)), ox.RdfFormat.RDF_XML, namespaces)


def graph_by_graph(source: rdf.QuadSource) -> Iterator[tuple[str, Iterator[ox.Quad]]]:
    """Yield the graphs by name, each with its quads, sorted, to be read before the next."""
    for name in source.graphs():
        yield name, sort_quads(source.quads(graph=name))


def _triples(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[ox.Triple]:
    """Yield the triples: those of each document, sorted, then those of all other graphs, sorted together.

    What is said of an entity in several graphs so stands together.
    """
    documents = [name for name in source.graphs() if name.startswith(namespaces.document(""))]
    for name in documents:
        yield from sort_triples(quad.triple for quad in source.quads(graph=name))
    others = sorted(set(source.graphs()) - set(documents))
    shared = chain.from_iterable(source.quads(graph=name) for name in others)
    yield from sort_triples((quad.triple for quad in shared), is_unique=True)


def _checked(triple: ox.Triple) -> ox.Triple:
    if not _ENDS_IN_NAME.search(triple.predicate.value):
        raise ExportError(
            f"RDF/XML cannot hold the property <{triple.predicate.value}>, which does not end in an XML name;"
            " export to ttl, nt or jsonld instead."
        )
    return triple


def _serialize(
    statements: Iterable[ox.Triple] | Iterable[ox.Quad], out: BinaryIO, form: ox.RdfFormat, namespaces: Namespaces
) -> None:
    ox.serialize(statements, out, format=form, prefixes=namespaces.prefixes)


class _XmlStream(io.BufferedIOBase):
    """A stream of XML in which parsers find the characters that were meant.

    They turn a carriage return into a line feed unless it is written as a reference, and refuse what XML cannot hold.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def write(self, data: Buffer) -> int:
        """Write some bytes of the text, which may end within a character; return how many."""
        content = bytes(data)
        self._out.write(without_forbidden(self._decoder.decode(content)).replace("\r", "&#13;").encode())
        return len(content)
