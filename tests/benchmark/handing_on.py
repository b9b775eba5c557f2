"""How a graph is handed to NetworkX and written as GraphML, beside rdflib's converter and NetworkX's own writer.

`python -m tests.benchmark.handing_on STORE networkx|kg` writes GraphML of a published store in one of the two ways and
prints what it took as one JSON object.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import networkx

from kg.export import export
from kg.export.graphml import write_graphml
from kg.model import Settings
from kg.projection import Edge, project
from kg.store import open_store

from .children import clock, run_child
from .made_up import Size
from .measures import Measure
from .queries import dump_union
from .speed import peak_memory
from .store import made_up_store

LEAST_OF_CONVERTER, LEAST_OF_WRITER = 2.0, 4.0


def measure_projection(quads: int) -> Iterator[Measure]:
    """Yield the seconds that a NetworkX graph of about so many quads takes, by `to_networkx` and by rdflib."""
    import rdflib
    from rdflib.extras.external_graph_libs import rdflib_to_networkx_multidigraph

    with made_up_store(Size.of_quads(quads)) as where, open_store(where) as store:
        count = len(store)
        graph, ours = clock(lambda: project(store, Settings()))
        edges = graph.number_of_edges()
        del graph
        triples = dump_union(store)
    parsed, parse = clock(lambda: rdflib.Graph().parse(data=triples, format="nt"))
    converted, convert = clock(lambda: rdflib_to_networkx_multidigraph(parsed))
    if converted.number_of_edges() != count:
        raise SystemExit(f"rdflib's graph has {converted.number_of_edges():,} edges, the store {count:,} quads")
    yield Measure("to_networkx", "s", round(ours, 2), examples=edges, is_gated=False)
    yield Measure("rdflib, parse of N-Triples", "s", round(parse, 2), examples=count, is_gated=False)
    yield Measure("rdflib, its converter", "s", round(convert, 2), examples=count, is_gated=False)
    yield Measure(
        "rdflib to kg", "ratio", round((parse + convert) / ours, 2), examples=count, limit=LEAST_OF_CONVERTER
    )  # fmt: skip


def measure_export(nodes: int, edges: int) -> Iterator[Measure]:
    """Yield what GraphML of a graph of that size takes, by `kg export` and by `networkx.write_graphml`."""
    with made_up_store(Size(edges, nodes, is_dense=True)) as where:
        theirs, ours = (run_child("tests.benchmark.handing_on", where, way) for way in ("networkx", "kg"))
    if (theirs["nodes"], theirs["edges"]) != (nodes, edges):
        raise SystemExit(f"the graph has {theirs['nodes']:,} nodes and {theirs['edges']:,} edges")
    yield Measure("networkx.write_graphml", "s", round(theirs["write"], 2), examples=edges, is_gated=False)
    yield Measure("our writer, of the same edges", "s", round(theirs["ours"], 2), examples=edges, is_gated=False)
    yield Measure(
        "networkx.write_graphml to our writer", "ratio", round(theirs["write"] / theirs["ours"], 2), examples=edges,
        limit=LEAST_OF_WRITER,
    )  # fmt: skip
    yield Measure(
        "read back by networkx.read_graphml equal", "share", 100.0 * theirs["is_equal"], examples=edges, limit=100.0
    )
    whole = theirs["project"] + theirs["write"]
    yield Measure("to_networkx and networkx.write_graphml", "s", round(whole, 2), examples=edges, is_gated=False)
    yield Measure("kg export graph.graphml", "s", round(ours["write"], 2), examples=edges, is_gated=False)
    yield Measure("the former to the latter", "ratio", round(whole / ours["write"], 2), examples=edges, is_gated=False)
    for name, figures in (("networkx", theirs), ("kg export", ours)):
        yield Measure(f"{name}, peak memory", "MB", round(figures["memory"], 1), examples=edges, is_gated=False)
    yield Measure(
        "peak memory, kg export to networkx", "ratio", round(ours["memory"] / theirs["memory"], 2), examples=edges,
        lower_is_better=True, limit=1.0,
    )  # fmt: skip


def write_by_networkx(where: Path, folder: Path) -> dict[str, float]:
    """Return the figures of NetworkX's writer, and of ours on the very edges that it writes."""
    with open_store(where) as store:
        graph, projected = clock(lambda: project(store, Settings(), status=None))
    _, write = clock(lambda: networkx.write_graphml(graph, str(folder / "theirs.graphml")))
    memory = peak_memory()
    (folder / "theirs.graphml").unlink()
    _, ours = clock(lambda: _write_ours(graph, folder / "ours.graphml"))
    back = networkx.read_graphml(folder / "ours.graphml", force_multigraph=True, edge_key_type=str)
    is_equal = (
        back.graph["left_out"] == graph.graph["left_out"]
        and dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
        and list(back.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True))
    )
    return {
        "nodes": len(graph), "edges": graph.number_of_edges(), "project": projected, "write": write, "ours": ours,
        "memory": memory, "is_equal": is_equal,
    }  # fmt: skip


def _write_ours(graph: networkx.MultiDiGraph, path: Path) -> None:
    """Write a graph in memory as the projection of the same edges is written."""
    edges = (Edge(key, subject, obj, attributes) for subject, obj, key, attributes in graph.edges(keys=True, data=True))
    projection: Any = SimpleNamespace(
        nodes=dict(graph.nodes(data=True)), left_out=graph.graph["left_out"], edges=lambda: edges
    )
    with path.open("wb") as file:
        file.writelines(write_graphml(projection))


def write_by_kg(where: Path, folder: Path) -> dict[str, float]:
    """Return the figures of an export straight from the store."""
    with open_store(where) as store:
        _, write = clock(lambda: export(store, folder / "ours.graphml", Settings(), status=None))
    return {"write": write, "memory": peak_memory()}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        figures = {"networkx": write_by_networkx, "kg": write_by_kg}[sys.argv[2]](Path(sys.argv[1]), Path(place))
    print(json.dumps(figures))
