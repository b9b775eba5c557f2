"""The projection as GEXF 1.3, for Gephi: coloured by type and status, with dates for its timeline.

https://gexf.net/schema.html. Gephi merges parallel edges of one kind, so the kind of an edge is its label:
"oppose" and "oppose (reported)" between the same two stay two edges whatever is chosen there.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from datetime import date
from math import sqrt
from xml.sax.saxutils import quoteattr

from kg.model import EntityType, Status
from kg.projection import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Attributes, Edge, Projection

_TYPES = {str: "string", int: "integer", float: "double"}
# The colours of Okabe and Ito (2008), which colour-blind people can tell apart, and grey.
_NODE_COLOURS: Mapping[str, tuple[int, int, int]] = {
    EntityType.PERSON: (230, 159, 0),
    EntityType.ORGANIZATION: (0, 114, 178),
    EntityType.COUNTRY: (0, 158, 115),
    EntityType.PLACE: (86, 180, 233),
    EntityType.FACILITY: (86, 180, 233),
    EntityType.POSITION: (204, 121, 167),
    **dict.fromkeys((type_ for type_ in EntityType if type_.is_thing), (240, 228, 66)),
    EntityType.CONCEPT: (170, 170, 170),
}
_EDGE_COLOURS: Mapping[str, tuple[int, int, int]] = {
    Status.ASSERTED: (70, 70, 70),
    Status.REPORTED: (213, 94, 0),
    Status.NEGATED: (200, 0, 60),
    Status.HYPOTHETICAL: (160, 160, 160),
}
_EDGE_SHAPES: Mapping[str, str] = {
    Status.ASSERTED: "solid",
    Status.REPORTED: "dashed",
    Status.NEGATED: "double",
    Status.HYPOTHETICAL: "dotted",
}
# The size of a node that is mentioned once; the area grows with the mentions.
_SIZE = 6
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def write_gexf(projection: Projection) -> Iterator[bytes]:
    """Yield GEXF, element by element.

    Edges carry the date of their document, nodes the time between their first and last one, and the
    graph is dynamic if there is any date.
    """
    is_dated = any(_days(str(attributes.get("first"))) for attributes in projection.nodes.values())
    mode = 'mode="dynamic" timeformat="date"' if is_dated else 'mode="static"'
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">\n'
        "  <meta>\n    <creator>kg</creator>\n"
        f"    <description>{projection.left_out} assertions without an entity as object are left out</description>\n"
        f'  </meta>\n  <graph defaultedgetype="directed" {mode}>\n'
    ).encode()
    yield _declarations("node", NODE_ATTRIBUTES) + _declarations("edge", EDGE_ATTRIBUTES)
    yield b"    <nodes>\n"
    for node, attributes in projection.nodes.items():
        yield _node(node, attributes)
    yield b"    </nodes>\n    <edges>\n"
    for edge in projection.edges():
        yield _edge(edge)
    yield b"    </edges>\n  </graph>\n</gexf>\n"


def _declarations(domain: str, attributes: Mapping[str, type]) -> bytes:
    rows = "".join(
        f'      <attribute id="{name}" title="{name}" type="{_TYPES[type_]}"/>\n'
        for name, type_ in attributes.items()
        if name != "label"
    )
    return f'    <attributes class="{domain}" mode="static">\n{rows}    </attributes>\n'.encode()


def _node(node: str, attributes: Attributes) -> bytes:
    named = f"id={quoteattr(node)} label={quoteattr(str(attributes['label']))}"
    times = _times(attributes.get("first"), attributes.get("last"))
    size = round(_SIZE * sqrt(max(int(attributes["mentions"]), 1)), 1)
    look = _colour(_NODE_COLOURS[str(attributes["type"])]) + f'        <viz:size value="{size}"/>\n'
    return f"      <node {named}{times}>\n{_values(attributes)}{look}      </node>\n".encode()


def _edge(edge: Edge) -> bytes:
    label, status = quoteattr(str(edge.attributes["label"])), str(edge.attributes["status"])
    ends = f"id={quoteattr(edge.id)} source={quoteattr(edge.subject)} target={quoteattr(edge.object)}"
    published = edge.attributes.get("published")
    look = _colour(_EDGE_COLOURS[status]) + f'        <viz:shape value="{_EDGE_SHAPES[status]}"/>\n'
    return (
        f"      <edge {ends} kind={label} label={label}{_times(published, published)}>\n"
        f"{_values(edge.attributes)}{look}      </edge>\n"
    ).encode()


def _values(attributes: Attributes) -> str:
    rows = "".join(
        f'          <attvalue for="{name}" value={quoteattr(str(value))}/>\n'
        for name, value in attributes.items()
        if name != "label"
    )
    return f"        <attvalues>\n{rows}        </attvalues>\n"


def _colour(colour: tuple[int, int, int]) -> str:
    red, green, blue = colour
    return f'        <viz:color r="{red}" g="{green}" b="{blue}"/>\n'


def _times(first: object, last: object) -> str:
    """Return the attributes `start` and `end`, both days counted; "" where one of them is no date."""
    start, end = _days(str(first)), _days(str(last))
    return f' start="{start[0].isoformat()}" end="{end[1].isoformat()}"' if start and end else ""


def _days(text: str) -> tuple[date, date] | None:
    """Return the first and last day of a year, month or day; None for what is none of them."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:  # such as the 30th of February
        return None
    end = month or 12
    return first, first if day else date(first.year, end, calendar.monthrange(first.year, end)[1])
