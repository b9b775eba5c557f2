"""RDF as JSON-LD 1.1 that a person can read: prefixed names, one node a line, graph by graph.

pyoxigraph writes expanded JSON-LD without a context, which takes twice the space and shows no prefixes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

import pyoxigraph as ox

from kg import rdf
from kg import vocabulary as v
from kg.export.triples import graph_by_graph
from kg.vocabulary import Namespaces

_STRING = v.XSD + "string"


def write_jsonld(source: rdf.QuadSource, namespaces: Namespaces, out: BinaryIO) -> None:
    """Write JSON-LD with the named graphs and a context of our prefixes, sorted by graph, subject and predicate."""
    out.writelines(_lines(source, namespaces))


def _lines(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    yield b'{"@context": ' + _json(namespaces.prefixes) + b',\n"@graph": ['
    graph_separator = b"\n"
    for graph, quads in graph_by_graph(source):
        yield graph_separator + b'{"@id": ' + _json(namespaces.shorten(graph)) + b', "@graph": ['
        graph_separator, separator = b",\n", b"\n"
        for subject, about in groupby(quads, key=lambda quad: quad.subject):
            yield separator + b"  " + _json(_node(subject, about, namespaces))
            separator = b",\n"
        yield b"\n]}"
    yield b"\n]}\n"


def _node(subject: object, about: Iterable[ox.Quad], namespaces: Namespaces) -> dict[str, object]:
    """Return the JSON object of one subject; a property with one value has it bare, others have a list."""
    values: dict[str, list[object]] = {}
    for quad in about:
        if quad.predicate.value == v.TYPE:
            values.setdefault("@type", []).append(_name(quad.object, namespaces))
        else:
            values.setdefault(namespaces.shorten(quad.predicate.value), []).append(_value(quad.object, namespaces))
    properties = {name: found[0] if len(found) == 1 else found for name, found in values.items()}
    return {"@id": _name(subject, namespaces), **properties}


def _value(term: object, namespaces: Namespaces) -> object:
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term, namespaces)}
    if term.language is not None:
        return {"@language": term.language, "@value": term.value}
    if term.datatype.value == _STRING:
        return term.value
    return {"@type": namespaces.shorten(term.datatype.value), "@value": term.value}


def _name(term: object, namespaces: Namespaces) -> str:
    """Return the prefixed name of an IRI; our graphs hold no blank nodes."""
    return namespaces.shorten(term.value) if isinstance(term, ox.NamedNode) else str(term)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()
