"""Writes to a SPARQL server: triples and whole graphs, by Update or the Graph Store Protocol, in requests it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

import pyoxigraph as ox

from kg.errors import StoreError
from kg.store.endpoints import VIRTUOSO, Endpoint
from kg.store.http import Http

UPDATE = "application/sparql-update"
TURTLE = "text/turtle"

# Bytes of one request: nginx takes a megabyte unless told otherwise.
MOST_BYTES = 900_000
# Virtuoso compiles an update, a second for 1,000 triples, and takes no more than about 2,000.
_MOST_DELETED = 300


class Writer:
    """Sends what is to be written; each request can be sent again to the same effect.

    Virtuoso gets whole graphs by the Graph Store Protocol, since its updates are slow and limited; every other server
    updates, which replaces a graph in one step; what the server lacks the other way stands in for.
    """

    def __init__(self, http: Http, endpoint: Endpoint) -> None:
        self._http = http
        self._endpoint = endpoint
        is_virtuoso = endpoint.kind == VIRTUOSO
        self.takes_graphs = endpoint.graphs is not None and (is_virtuoso or endpoint.update is None)

    def insert(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Add triples to a graph."""
        for lines in _chunks(triples):
            if self.takes_graphs:
                self._graph("POST", graph, "".join(lines))
            else:
                self._update(f"INSERT DATA {{ GRAPH <{graph}> {{\n{''.join(lines)}}} }}")

    def delete(self, graph: str, triples: Iterable[ox.Triple]) -> None:
        """Remove triples from a graph."""
        most = _MOST_DELETED if self._endpoint.kind == VIRTUOSO else None
        for lines in _chunks(triples, most):
            self._update(f"DELETE DATA {{ GRAPH <{graph}> {{\n{''.join(lines)}}} }}")

    def replace(self, graphs: Mapping[str, Sequence[ox.Triple]]) -> None:
        """Make each graph hold exactly these triples.

        By updates, nobody sees a graph without its triples; by the Graph Store Protocol a reader may, for a moment.
        A graph larger than a request is filled by several.
        """
        if self.takes_graphs:
            for name, triples in graphs.items():
                chunks = _chunks(triples)
                self._graph("PUT", name, "".join(next(chunks, [])))
                for lines in chunks:
                    self._graph("POST", name, "".join(lines))
            return
        operations: list[str] = []
        size = 0
        for name, triples in graphs.items():
            first, *rest = [*_chunks(triples)] or [[]]
            text = f"DROP SILENT GRAPH <{name}> ;\nINSERT DATA {{ GRAPH <{name}> {{\n{''.join(first)}}} }}"
            if operations and size + len(text) > MOST_BYTES:
                self._update(" ;\n".join(operations))
                operations, size = [], 0
            operations.append(text)
            size += len(text)
            for lines in rest:
                operations.append(f"INSERT DATA {{ GRAPH <{name}> {{\n{''.join(lines)}}} }}")
                self._update(" ;\n".join(operations[:-1]))
                operations, size = operations[-1:], MOST_BYTES
        if operations:
            self._update(" ;\n".join(operations))

    def drop(self, graphs: Iterable[str]) -> None:
        """Remove graphs; nothing happens for one that is not there."""
        if not self.takes_graphs:
            self._update(" ;\n".join(f"DROP SILENT GRAPH <{name}>" for name in graphs))
            return
        for name in graphs:
            try:
                self._graph("DELETE", name, None)
            except StoreError as error:
                if error.status != 404:
                    raise

    def _update(self, text: str) -> None:
        if self._endpoint.update is None:
            raise StoreError(
                f"no address for updates is known beside {self._endpoint.query}: give it, with --update URL or"
                " KG_STORE_UPDATE"
            )
        if self._endpoint.kind == VIRTUOSO:  # the one form that it takes there
            body, kind = urlencode({"query": text}).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = text.encode(), UPDATE
        self._http.request("POST", self._endpoint.update, body=body, content_type=kind)

    def _graph(self, method: str, graph: str, text: str | None) -> None:
        address = f"{self._endpoint.graphs}?{urlencode({self._parameter: graph})}"
        body = None if text is None else text.encode()
        self._http.request(method, address, body=body, content_type=TURTLE if body is not None else None)

    @property
    def _parameter(self) -> str:
        """The parameter that names a graph: Virtuoso has its own."""
        return "graph-uri" if self._endpoint.kind == VIRTUOSO else "graph"


def _chunks(triples: Iterable[ox.Triple], most: int | None = None) -> Iterator[list[str]]:
    """Yield the triples as lines, in lists of no more than `MOST_BYTES`, and of `most` lines."""
    lines: list[str] = []
    size = 0
    for triple in triples:
        line = f"{triple} .\n"
        length = len(line.encode())
        if lines and (size + length > MOST_BYTES or len(lines) == most):
            yield lines
            lines, size = [], 0
        lines.append(line)
        size += length
    if lines:
        yield lines
