"""A graph as a file: RDF from the store, GraphML from the projection, CSV and JSON lines from the assertions."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph as ox

from kg import rdf
from kg.assertions import BEYOND_RECORD, record
from kg.errors import ExportError
from kg.model import Assertion, Settings
from kg.projection import SHOWN, Filter, make_filter, project
from kg.vocabulary import Namespaces

if TYPE_CHECKING:
    import networkx

_GRAPHML = "http://graphml.graphdrawing.org/xmlns"
_GRAPHML_TYPES = {str: "string", int: "long", float: "double"}
# Parsers turn a carriage return into a line feed unless it is written as a reference.
_XML_BREAKS = {"\r": "&#13;"}

RDF_FORMATS = ("ttl", "nt", "nq", "trig")
FORMATS = (*RDF_FORMATS, "graphml", "csv", "jsonl")


def export(
    source: rdf.QuadSource,
    target: str | Path | BinaryIO,
    settings: Settings,
    *,
    format: str | None = None,
    status: str | Iterable[str] | None = None,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
) -> None:
    """Write a graph to a file or a binary stream; the same graph gives the same bytes.

    The format is `format`, else the suffix of the file: `ttl nt` write the union of all graphs as triples,
    `nq trig` keep the graphs, `graphml` is the projection (asserted and reported unless `status` says
    otherwise), `csv` and `jsonl` have one assertion record a line. A file is written whole or not at all.
    Raises `ExportError` for an unknown format, a file that cannot be written, and filters on RDF.
    """
    name = find_format(target, format)
    wanted = make_filter(status, types, since, until, min_confidence)
    if name in RDF_FORMATS and wanted != Filter():
        raise ExportError(f"Filters do not apply to {name}, which holds the whole graph; use csv, jsonl or graphml.")
    lines: Iterator[bytes]
    if name in RDF_FORMATS:
        lines = _WRITERS[name](source, Namespaces(settings.base))
    elif name == "graphml":
        shown = SHOWN if status is None else status
        graph = project(
            source, settings, status=shown, types=types, since=since, until=until, min_confidence=min_confidence
        )
        lines = write_graphml(graph)
    else:
        lines = _WRITERS_OF_RECORDS[name](filter(wanted, rdf.assertions(source, settings)))
    if isinstance(target, str | Path):
        _write_file(Path(target), lines)
    else:
        target.writelines(lines)


def find_format(target: str | Path | BinaryIO, format: str | None = None) -> str:
    """Return the format asked for, else that of the suffix; `ExportError` for one that is not known.

    >>> find_format("graph.TTL")
    'ttl'
    """
    suffix = Path(target).suffix if isinstance(target, str | Path) else ""
    name = (format or suffix).removeprefix(".").lower()
    if name not in FORMATS:
        found = f"Cannot write {name!r}" if name else "There is no suffix that tells the format"
        raise ExportError(f"{found}; the formats are {', '.join(FORMATS)}.")
    return name


def write_nquads(source: rdf.QuadSource, _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Quads."""
    lines = (ox.serialize([quad], format=ox.RdfFormat.N_QUADS) or b"" for quad in source.quads())
    yield from sorted(lines)


def write_ntriples(source: rdf.QuadSource, _: Namespaces) -> Iterator[bytes]:
    """Yield the sorted lines of N-Triples, each triple once."""
    yield from sorted({ox.serialize([quad.triple], format=ox.RdfFormat.N_TRIPLES) or b"" for quad in source.quads()})


def write_turtle(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    """Yield Turtle, sorted by subject, predicate and object."""
    triples = sorted({quad.triple for quad in source.quads()}, key=str)
    yield ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=namespaces.prefixes) or b""


def write_trig(source: rdf.QuadSource, namespaces: Namespaces) -> Iterator[bytes]:
    """Yield TriG, sorted by graph, subject, predicate and object."""
    quads = sorted(source.quads(), key=lambda quad: (str(quad.graph_name), str(quad)))
    yield ox.serialize(quads, format=ox.RdfFormat.TRIG, prefixes=namespaces.prefixes) or b""


def write_records(assertions: Iterable[Assertion]) -> Iterator[bytes]:
    """Yield one JSON object a line: the assertion records of DESIGN.md."""
    for assertion in assertions:
        yield json.dumps(record(assertion), ensure_ascii=False).encode() + b"\n"


def write_table(assertions: Iterable[Assertion]) -> Iterator[bytes]:
    """Yield CSV with the columns of the record; lists, such as spans, are JSON, and what is absent is empty."""
    columns = [field.name for field in fields(Assertion) if field.name not in BEYOND_RECORD]
    yield _row(columns)
    for assertion in assertions:
        values = record(assertion).values()
        yield _row("" if value is None else json.dumps(value) if isinstance(value, list) else value for value in values)


def _row(values: Iterable[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue().encode()


def write_graphml(graph: networkx.MultiDiGraph[str]) -> Iterator[bytes]:
    """Yield GraphML, element by element: NetworkX's own writer needs 1.6 GB for 500,000 edges.

    `networkx.read_graphml(path, force_multigraph=True)` gives back an equal graph. Keys that read as
    whole numbers come back as such, unless `edge_key_type=str` is given.
    """
    domains = {
        "graph": [graph.graph],
        "node": [data for _, data in graph.nodes(data=True)],
        "edge": [data for _, _, data in graph.edges(data=True)],
    }
    yield f'<?xml version="1.0" encoding="utf-8"?>\n<graphml xmlns="{_GRAPHML}">\n'.encode()
    types = {(domain, name): type(value) for domain, all_ in domains.items() for d in all_ for name, value in d.items()}
    keys = {key: f"d{number}" for number, key in enumerate(sorted(types))}
    for (domain, name), key in keys.items():
        kind = _GRAPHML_TYPES[types[domain, name]]
        yield f'  <key id="{key}" for="{domain}" attr.name={quoteattr(name)} attr.type="{kind}"/>\n'.encode()
    yield b'  <graph edgedefault="directed">\n'
    yield _data("graph", graph.graph, keys)
    for node, data in graph.nodes(data=True):
        yield f"    <node id={quoteattr(node)}>\n".encode() + _data("node", data, keys) + b"    </node>\n"
    for subject, obj, key, data in graph.edges(keys=True, data=True):
        ends = f"source={quoteattr(subject)} target={quoteattr(obj)} id={quoteattr(str(key))}"
        yield f"    <edge {ends}>\n".encode() + _data("edge", data, keys) + b"    </edge>\n"
    yield b"  </graph>\n</graphml>\n"


def _data(domain: str, attributes: dict[str, object], keys: dict[tuple[str, str], str]) -> bytes:
    return "".join(
        f'      <data key="{keys[domain, name]}">{escape(str(value), _XML_BREAKS)}</data>\n'
        for name, value in attributes.items()
    ).encode()


def _write_file(path: Path, lines: Iterable[bytes]) -> None:
    """Write a file beside its place, then rename it; a device such as /dev/stdout is written to directly."""
    is_device = path.exists() and not path.is_file() and not path.is_dir()
    work = path if is_device else path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with work.open("wb") as file:
            file.writelines(lines)
        if work != path:
            work.replace(path)
    except OSError as error:
        raise ExportError(
            f"Cannot write {path}: {error.strerror}. Name a file in a folder you can write to."
        ) from error
    finally:
        if work != path:
            work.unlink(missing_ok=True)


_WRITERS: dict[str, Callable[[rdf.QuadSource, Namespaces], Iterator[bytes]]] = {
    "ttl": write_turtle,
    "nt": write_ntriples,
    "nq": write_nquads,
    "trig": write_trig,
}
_WRITERS_OF_RECORDS: dict[str, Callable[[Iterable[Assertion]], Iterator[bytes]]] = {
    "csv": write_table,
    "jsonl": write_records,
}
