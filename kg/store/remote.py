"""`RemoteStore`: the graph on a SPARQL server, read and written over HTTP as the embedded store is on disk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from itertools import groupby, islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.model import Settings
from kg.store import endpoints, virtuoso
from kg.store.endpoints import OXIGRAPH, VIRTUOSO, Endpoint
from kg.store.http import Answer, Credentials, Http
from kg.store.ordering import make_sortable
from kg.store.remote_writing import Writer
from kg.store.results import QueryResult, collect
from kg.store.scope import Scope, find_scope, narrow_scope
from kg.store.syntax import explain
from kg.store.tables import Term
from kg.vocabulary import KG, Namespaces

if TYPE_CHECKING:
    import rdflib

_NTRIPLES = "application/n-triples"
_DECLARED = re.compile(r"\bPREFIX\s+([\w-]*):", re.IGNORECASE)
_LIMIT = re.compile(r"\bLIMIT\s+\d+\s*(?:OFFSET\s+\d+\s*)?\Z", re.IGNORECASE)
_SUBJECTS = 100  # IRIs in one query, which stays below the 10 KB that Virtuoso takes for a clause
Found = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples
Row = tuple[Term | None, ...]


class RemoteStore:
    """The graph that a SPARQL server holds: the graphs under the names that `kg` writes, and no other there.

    A context manager. Every method raises StoreError if the server cannot be reached or refuses.
    """

    def __init__(self, http: Http, endpoint: Endpoint, probe: Answer, settings: Settings | None = None) -> None:
        self.http = http
        self.endpoint = endpoint
        written, self.shows_union = _read_probe(probe)
        self.settings = settings or written or Settings()
        self.namespaces = Namespaces(self.settings.base)
        self.is_virtuoso = endpoint.kind == VIRTUOSO
        self.writer = Writer(http, endpoint)
        self._scopes: dict[bool, Scope] = {}

    @classmethod
    def open(
        cls,
        url: str,
        *,
        update: str | None = None,
        graphs: str | None = None,
        settings: Settings | None = None,
        credentials: Credentials | None = None,
        timeout: float | None = None,
    ) -> RemoteStore:
        """Return the store at an address, with those for updates and graphs where they are not found by themselves.

        Credentials, and the seconds to wait for an answer, come from the environment unless given, `settings` from
        the server. StoreError if nothing there answers a query.
        """
        http = Http(url, credentials=credentials, timeout=timeout)
        endpoint, probe = endpoints.find_endpoint(http, url, update=update, graphs=graphs)
        return cls(http, endpoint, probe, settings)

    def __enter__(self) -> RemoteStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections; closing twice is fine."""
        self.http.close()

    def __len__(self) -> int:
        return sum(self.counts().values())

    # Writing

    def add(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads, in requests that are each done whole or not at all, as far as the server does so."""
        for name, group in groupby(quads, key=lambda quad: quad.graph_name):
            self.writer.insert(_iri(name), (quad.triple for quad in group))
        self._forget()

    def remove_graph(self, graph: str) -> None:
        """Remove a named graph, by its IRI, and all that stands in it; nothing happens if there is none."""
        self.writer.drop([graph])
        self._forget()

    def _forget(self) -> None:
        """Look again what the server holds, since that changed."""
        _, self.shows_union = _read_probe(endpoints.ask(self.http, self.endpoint.query, endpoints.PROBE))
        self._scopes.clear()

    # Reading

    def is_ours(self, graph: str) -> bool:
        """Whether a graph has a name that `kg` writes: that of a document, or one in the vocabulary."""
        return graph.startswith((self.namespaces.document(""), KG))

    def graphs(self) -> list[str]:
        """Return the IRIs of our graphs, sorted."""
        return sorted(filter(self.is_ours, self.all_graphs()))

    def all_graphs(self) -> list[str]:
        """Return the IRIs of all graphs on the server, of others as well, in no order."""
        if not self.is_virtuoso:
            # Names alone are kept apart in most servers; where they are not, the one row is empty.
            names = [_iri(row[0]) for row in self._rows("SELECT ?g { GRAPH ?g {} }")]
            if all(names):
                return names
        return list(self._count_all())

    def counts(self) -> dict[str, int]:
        """Return how many triples stand in each of our graphs, by its IRI, sorted."""
        return {name: count for name, count in sorted(self._count_all().items()) if self.is_ours(name)}

    def _count_all(self) -> dict[str, int]:
        """Return how many triples stand in each graph; a server that cuts its answer is asked for the rest."""
        count = "SELECT ?g (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s ?p ?o }} {} }} GROUP BY ?g {}"
        rows, most = self._page(count.format("", ""))
        if most is None:
            return _to_counts(rows)
        counts: dict[str, int] = {}
        last = ""
        while rows := self._rows(count.format(f'FILTER(STR(?g) > "{last}")', f"ORDER BY ?g LIMIT {most}")):
            counts |= _to_counts(rows)
            last = _iri(rows[-1][0])
        return counts

    def quads(
        self, *, subject: str | None = None, predicate: str | None = None, object: str | None = None,
        graph: str | None = None,
    ) -> Iterator[ox.Quad]:  # fmt: skip
        """Yield the quads that have these IRIs, whatever is not given, in no order."""
        pattern = [f"<{iri}>" if iri else name for iri, name in zip((subject, predicate, object), _SPO, strict=True)]
        if graph is None and (subject, predicate, object) != (None, None, None):
            found = self._find(f"GRAPH ?g {{ {' '.join(pattern)} }}", (subject, predicate, object))
            if found is not None:
                yield from found
                return
        for name in self.graphs() if graph is None else [graph]:
            yield from self._read_graph(name, pattern, (subject, predicate, object))

    def describe(self, subjects: Iterable[str], graph: str | None = None) -> Iterator[ox.Quad]:
        """Yield the quads of several subjects, in one graph or in any, with few requests."""
        where = f"<{graph}>" if graph else "?g"
        remaining = iter(subjects)
        while chunk := list(islice(remaining, _SUBJECTS)):
            values = " ".join(f"<{iri}>" for iri in chunk)
            found = self._find(f"VALUES ?s {{ {values} }} GRAPH {where} {{ ?s ?p ?o }}", (None, None, None), graph)
            if found is None:
                found = [quad for iri in chunk for quad in self.quads(subject=iri, graph=graph)]
            yield from found

    def _find(self, pattern: str, given: tuple[str | None, ...], graph: str | None = None) -> list[ox.Quad] | None:
        """Return the quads in our graphs that fit a pattern, None if the server cuts the answer."""
        rows, most = self._page(f"SELECT ?g ?s ?p ?o {{ {pattern} }}")
        if most is not None:
            return None
        quads = (_quad(row[1:], given, graph or _iri(row[0])) for row in rows)
        return [quad for quad in quads if self.is_ours(_iri(quad.graph_name))]

    def _read_graph(self, graph: str, pattern: list[str], given: tuple[str | None, ...]) -> Iterator[ox.Quad]:
        """Yield the quads of one graph; a server that cuts its answer is asked for the rest."""
        start, limit = 0, ""
        while True:
            rows, most = self._page(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ {' '.join(pattern)} }} }} {limit}")
            yield from (_quad(row, given, graph) for row in rows)
            size = most or (int(limit.rpartition(" ")[2]) if limit else 0)
            if not size or len(rows) < size:
                return
            start += len(rows)
            limit = f"OFFSET {start} LIMIT {size}"

    def query(
        self, sparql: str, *, only_asserted: bool = False, bindings: Mapping[str, str] | None = None
    ) -> QueryResult:
        """Return what a SPARQL query finds; its default graph is the union of our graphs, as `EmbeddedStore.query`."""
        given: dict[ox.Variable, Term] = {
            ox.Variable(name): ox.NamedNode(iri) for name, iri in (bindings or {}).items()
        }
        try:
            form = ox.Store().query(sparql, prefixes=self.namespaces.prefixes, substitutions=given)
        except SyntaxError as error:
            raise QueryError(explain(str(error), sparql, self.namespaces)) from error
        except (OSError, RuntimeError, ValueError) as error:
            raise QueryError(f"The query failed: {error}.") from error
        bound = self.bind(sparql, {f"?{name}": f"<{iri}>" for name, iri in (bindings or {}).items()})
        scope = narrow_scope(self, sparql) if only_asserted else self.scope()
        found, most = self._run(bound, form, scope, self.namespaces.prefixes)
        result = self._collect(found)
        if most is None or _LIMIT.search(sparql):
            return result
        terms = [*result.terms]
        while len(terms) % most == 0:  # full pages so far
            page = self._run(f"{bound}\nOFFSET {len(terms)} LIMIT {most}", form, scope, self.namespaces.prefixes)[0]
            rows = self._collect(page).terms
            if not rows:
                break
            terms += rows
        return replace(result, terms=tuple(terms))

    def bind(self, sparql: str, bindings: Mapping[str, str]) -> str:
        """Return a query in which these variables have to be these terms, both as SPARQL writes them."""
        if not bindings:
            return sparql
        if self.is_virtuoso:  # whose VALUES behind a query fails with paths such as rdf:subject|rdf:object
            return virtuoso.bind(sparql, bindings)
        return f"{sparql}\nVALUES ({' '.join(bindings)}) {{ ({' '.join(bindings.values())}) }}"

    def ask(self, sparql: str, form: Found, *, scope: Scope | None, prefixes: Mapping[str, str]) -> Found:
        """Return what the server finds, in the form that Oxigraph gives it; `form` is that of any such answer.

        QueryError if the server does not run the query, or gives but a part of the answer.
        """
        found, most = self._run(sparql, form, scope or self.scope(), prefixes)
        if most is not None and not _LIMIT.search(sparql):
            raise QueryError(
                f"The server gives {most:,} rows at most, and the answer has more: ask for less, or for LIMIT {most}"
                " (in Virtuoso, ResultSetMaxRows of virtuoso.ini is the limit)."
            )
        return found

    def _run(self, sparql: str, form: Found, scope: Scope, prefixes: Mapping[str, str]) -> tuple[Found, int | None]:
        """Return what the server finds, and how many rows it gives at most if it cut them, else None."""
        text = make_sortable(sparql) if self.endpoint.kind == OXIGRAPH else sparql
        hiding = virtuoso.hide(scope.hidden, sparql, prefixes, self.graphs) if scope.hidden else ""
        text = hiding + _declare(prefixes, text) + text
        is_graph = isinstance(form, ox.QueryTriples)
        try:
            answer = endpoints.ask(
                self.http, self.endpoint.query, text, accept=_NTRIPLES if is_graph else endpoints.JSON,
                parameters=scope.parameters,
            )  # fmt: skip
        except StoreError as error:
            if error.status in (400, 500):
                raise QueryError(f"The server does not run the query: {error}") from error
            raise
        if virtuoso.is_partial(answer):
            raise QueryError("The server stopped the query at its time limit: ask for less, or raise the limit there.")
        return self._parse(answer, form), virtuoso.most_rows(answer)

    def _parse(self, answer: Answer, form: Found) -> Found:
        is_graph = isinstance(form, ox.QueryTriples)
        data = virtuoso.repair(answer.data, is_graph=is_graph) if self.is_virtuoso else answer.data
        try:
            if is_graph:
                graph = ox.Store()
                graph.load(data, format=ox.RdfFormat.N_TRIPLES)
                return graph.query("CONSTRUCT WHERE { ?s ?p ?o }")
            found = ox.parse_query_results(data, format=ox.QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            kind = answer.headers.get("content-type", "nothing")
            raise StoreError(f"{answer.url} answers with what is no result of a query ({kind}): {error}") from error
        if isinstance(form, ox.QueryBoolean) and isinstance(found, ox.QuerySolutions):  # Virtuoso, with a `define`
            is_true = any(_text(solution[0]) == "1" for solution in found)
            return ox.parse_query_results(b'{"head":{},"boolean":%s}' % str(is_true).lower().encode(), _JSON)
        return found

    def scope(self, *, only_asserted: bool = False) -> Scope:
        """Return how the server is told to ask the union of our graphs; found once."""
        if only_asserted not in self._scopes:
            self._scopes[only_asserted] = find_scope(self, only_asserted=only_asserted)
        return self._scopes[only_asserted]

    def holds(self, sparql: str, parameters: tuple[tuple[str, str], ...] = ()) -> bool:
        """Return the answer to an ASK as it is."""
        answer = endpoints.ask(self.http, self.endpoint.query, sparql, parameters=parameters)
        return bool(self._parse(answer, ox.Store().query("ASK {}")))

    def _rows(self, sparql: str) -> list[Row]:
        return self._page(sparql)[0]

    def _page(self, sparql: str) -> tuple[list[Row], int | None]:
        """Return the rows of a query, and how many the server gives at most if it cut them, else None."""
        answer = endpoints.ask(self.http, self.endpoint.query, sparql)
        found = self._parse(answer, ox.Store().query("SELECT * {}"))
        if virtuoso.is_partial(answer) or not isinstance(found, ox.QuerySolutions):
            raise StoreError(f"{self.endpoint.query} gives no full answer; raise the time limit of the server")
        return [*self._collect(found).terms], virtuoso.most_rows(answer)

    def _collect(self, found: Found) -> QueryResult:
        """Return what was found; StoreError if the answer breaks off."""
        try:
            return collect(found, self.namespaces)
        except (SyntaxError, ValueError) as error:
            raise StoreError(f"{self.endpoint.query} answers with what is no result of a query: {error}") from error

    def rdf_dataset(self) -> rdflib.Dataset:
        """Return a live `rdflib.Dataset` of the graph, its default graph the union of all, with the prefixes bound."""
        from kg.store.remote_view import open_remote_view

        return open_remote_view(self)


_SPO = ("?s", "?p", "?o")
_JSON = ox.QueryResultsFormat.JSON


def _read_probe(answer: Answer) -> tuple[Settings | None, bool]:
    """Return the settings of the graph on the server, None without one, and whether its default graph is the union."""
    try:
        found = ox.parse_query_results(answer.data, format=_JSON)
    except (SyntaxError, ValueError) as error:
        raise StoreError(f"{answer.url} answers with what is no result of a query: {error}") from error
    rows = [tuple(solution) for solution in found] if isinstance(found, ox.QuerySolutions) else []
    known = asdict(Settings())
    written = dict(sorted((_text(row[0]).split("=", 1) for row in rows if "=" in _text(row[0])), reverse=True))
    settings = Settings(**{name: value for name, value in written.items() if name in known}) if rows else None
    return settings, any(row[1] is not None for row in rows)


def _declare(prefixes: Mapping[str, str], sparql: str) -> str:
    """Return the declarations that a query lacks, in one line, so that lines keep their numbers but for the first."""
    declared = {name.lower() for name in _DECLARED.findall(sparql)}
    return "".join(f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items() if name.lower() not in declared)


def _quad(row: Row, given: tuple[str | None, ...], graph: str) -> ox.Quad:
    terms = [ox.NamedNode(iri) if iri else term for iri, term in zip(given, row, strict=True)]
    subject, predicate, obj = terms
    return ox.Quad(subject, predicate, obj, ox.NamedNode(graph))  # type: ignore[arg-type]


def _to_counts(rows: Iterable[Row]) -> dict[str, int]:
    return {_iri(name): int(_text(count)) for name, count in rows if name is not None}


def _iri(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.Literal) else ""
