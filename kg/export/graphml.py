"""The projection as GraphML, element by element: NetworkX's own writer needs 1.6 GB for 500,000 edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.projection import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attributes, Projection

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_SCHEMA = "http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd"
_TYPES = {str: "string", int: "long", float: "double"}
_DECLARED: Mapping[str, Mapping[str, type]] = {
    "graph": {"left_out": int},
    "node": NODE_ATTRIBUTES,
    "edge": EDGE_ATTRIBUTES,
}
# Parsers turn a carriage return into a line feed unless it is written as a reference.
_XML_BREAKS = {"\r": "&#13;"}
_SPECIAL = re.compile("[&<>\r]")


def write_graphml(projection: Projection) -> Iterator[bytes]:
    """Yield GraphML, line by line.

    `networkx.read_graphml(path, force_multigraph=True)` gives back the graph that `project` returns. Keys that
    read as whole numbers come back as such, unless `edge_key_type=str` is given.
    """
    yield (
        f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{_NAMESPACE}"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="{_NAMESPACE} {_SCHEMA}">\n'
    ).encode()
    for domain, declared in _DECLARED.items():
        for name, type_ in declared.items():
            key = f'id="{_key(domain, name)}" for="{domain}" attr.name="{name}" attr.type="{_TYPES[type_]}"'
            yield f"  <key {key}/>\n".encode()
    yield b'  <graph edgedefault="directed">\n'
    yield _data(_openings("graph"), {"left_out": projection.left_out}).encode()
    opening = _openings("node")
    for node, attributes in projection.nodes.items():
        yield f"    <node id={quoteattr(node)}>\n{_data(opening, attributes)}    </node>\n".encode()
    opening, ends = _openings("edge"), {node: quoteattr(node) for node in projection.nodes}
    for edge in projection.edges():
        yield (
            f"    <edge id={quoteattr(edge.id)} source={ends[edge.subject]} target={ends[edge.object]}>\n"
            f"{_data(opening, edge.attributes)}    </edge>\n"
        ).encode()
    yield b"  </graph>\n</graphml>\n"


def _key(domain: str, name: str) -> str:
    return f"{domain}_{name}"


def _openings(domain: str) -> dict[str, str]:
    """Return what stands before the value of each attribute."""
    return {name: f'      <data key="{_key(domain, name)}">' for name in _DECLARED[domain]}


def _data(openings: Mapping[str, str], attributes: Attributes) -> str:
    # A list, which join takes as it is, and a search for what is rare: each edge has some seventeen of these lines.
    search = _SPECIAL.search
    return "".join(
        [
            f"{openings[name]}"
            f"{escape(value, _XML_BREAKS) if isinstance(value, str) and search(value) else value}</data>\n"
            for name, value in attributes.items()
        ]
    )
