"""How fast sample queries are answered, beside raw pyoxigraph and rdflib in memory."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib

from kg.graph.queries import find_query
from kg.store import EmbeddedStore, open_store

from .children import clock
from .made_up import Size
from .measures import Measure
from .store import made_up_store

QUERIES = {"year-by-year": "aggregate", "figures": "text filter", "at-odds": "3-hop join"}
"""Sample queries, and what each is an example of."""

MOST_OF_RAW, LEAST_OF_RDFLIB = 1.2, 5.0
ROUNDS = 3
PATIENCE = 10.0
"""How many times as long as ours rdflib may take before it is stopped: it would take hours for some joins."""


def measure(quads: int) -> Iterator[Measure]:
    """Yield the seconds that each query takes on a graph of about so many quads, and the ratios."""
    with made_up_store(Size.of_quads(quads)) as where, open_store(where) as store:
        found = {name: _compare(store, find_query(name).sparql) for name in QUERIES}
        graph = _read_rdflib(store)
        for name, kind in QUERIES.items():
            rows, ours, raw = found[name]
            shown = f"@{name} ({kind})"
            theirs, is_done = _run_rdflib(graph, store, find_query(name).sparql, rows, PATIENCE * ours)
            yield Measure(f"{shown}, kg", "s", round(ours, 3), examples=rows, is_gated=False)
            yield Measure(f"{shown}, pyoxigraph", "s", round(raw, 3), examples=rows, is_gated=False)
            yield Measure(
                f"{shown}, kg to pyoxigraph", "ratio", round(ours / raw, 2), examples=rows, lower_is_better=True,
                limit=MOST_OF_RAW,
            )  # fmt: skip
            label = "rdflib to kg" if is_done else "rdflib, stopped, to kg: at least"
            yield Measure(
                f"{shown}, {label}", "ratio", round(theirs / ours, 1), examples=rows, limit=LEAST_OF_RDFLIB
            )  # fmt: skip


def _compare(store: EmbeddedStore, sparql: str) -> tuple[int, float, float]:
    """Return the rows of a query and the seconds it takes through our store and raw: the least of some rounds."""
    prefixes = store.namespaces.prefixes

    def ask() -> list[tuple[object, ...]]:
        found = store.oxigraph.query(sparql, prefixes=prefixes, use_default_graph_as_union=True)
        if not isinstance(found, ox.QuerySolutions):
            raise TypeError(f"{sparql} is no SELECT")
        return [tuple(solution) for solution in found]

    timed = [(clock(lambda: store.query(sparql)), clock(ask)) for _ in range(ROUNDS)]
    (ours, _), (raw, _) = timed[0]
    if sorted(map(str, ours.terms)) != sorted(map(str, raw)):
        raise SystemExit(f"kg and pyoxigraph answer differently: {len(ours)} and {len(raw)} rows")
    return len(raw), min(one for (_, one), _ in timed), min(one for _, (_, one) in timed)


def _read_rdflib(store: EmbeddedStore) -> rdflib.Graph:
    """Return the union of the graphs in rdflib's memory; each triple stands in one graph, so nothing is lost."""
    graph = rdflib.Graph()
    for prefix, namespace in store.namespaces.prefixes.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    graph.parse(data=dump_union(store), format="nt")
    return graph


def dump_union(store: EmbeddedStore) -> bytes:
    """Return the N-Triples of all graphs."""
    names = map(ox.NamedNode, store.graphs())
    return b"".join(store.oxigraph.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name) or b"" for name in names)


def _run_rdflib(
    graph: rdflib.Graph, store: EmbeddedStore, sparql: str, rows: int, patience: float
) -> tuple[float, bool]:
    """Return the processor seconds that rdflib takes, or those after which it is stopped, and whether it was done."""
    context = multiprocessing.get_context("fork")  # the graph is there without being copied
    receive, send = context.Pipe(duplex=False)
    # It cannot sort what is bound in some rows only, so it need not sort.
    unsorted = sparql.partition("ORDER BY")[0]
    child = context.Process(target=_answer, args=(graph, unsorted, dict(store.namespaces.prefixes), send))
    child.start()
    send.close()
    try:
        while not receive.poll(0.2):
            used = _processor_seconds(child.pid)
            if used > patience:
                return used, False
        found, seconds = receive.recv()
    except EOFError as error:
        raise SystemExit(f"rdflib failed on {sparql}") from error
    finally:
        child.kill()
        child.join()
    if found != rows:
        raise SystemExit(f"rdflib finds {found} rows, kg {rows}: {sparql}")
    return seconds, True


def _processor_seconds(process: int | None) -> float:
    used = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _answer(graph: rdflib.Graph, sparql: str, prefixes: dict[str, Any], send: Any) -> None:
    rows, seconds = clock(lambda: len(graph.query(sparql, initNs=prefixes)))
    send.send((rows, seconds))
