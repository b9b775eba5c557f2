"""Finds the addresses of a SPARQL server: where it answers queries, and where it takes updates and graphs."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from urllib.parse import urlencode, urljoin

from kg.errors import StoreError
from kg.store.http import Answer, Http, checked_address, summary
from kg.vocabulary import KG, PROVENANCE_GRAPH

JSON = "application/sparql-results+json"
FORM = "application/x-www-form-urlencoded"

UPDATE, GRAPHS = "KG_STORE_UPDATE", "KG_STORE_GRAPHS"
"""The variables of the environment that the addresses for writing come from."""

OXIGRAPH, VIRTUOSO, FUSEKI, OTHER = "oxigraph", "virtuoso", "fuseki", "other"
_KINDS = (OXIGRAPH, VIRTUOSO, FUSEKI)

# What is tried behind an address that answers no queries itself: Oxigraph and Fuseki, then Virtuoso.
_QUERY_NAMES = ("query", "sparql")

PROBE = (
    f"SELECT ?setting ?shown {{ GRAPH <{PROVENANCE_GRAPH}> {{ ?extraction <{KG}setting> ?setting }}"
    f" OPTIONAL {{ ?extraction <{KG}setting> ?shown }} }}"
)
"""Asks for the settings of the graph that a server holds, and whether its default graph shows them: a union does."""


@dataclass(frozen=True)
class Endpoint:
    """The addresses of one server: for queries, for updates, and for whole graphs; the last two may be unknown."""

    query: str
    update: str | None = None
    graphs: str | None = None
    kind: str = OTHER


def find_endpoint(
    http: Http, url: str, *, update: str | None = None, graphs: str | None = None
) -> tuple[Endpoint, Answer]:
    """Return the addresses of a server and its answer to `PROBE`; what is given is not sought.

    `url` is the address for queries, or that of the server or data set if what lies behind it is known; KG_STORE_UPDATE
    and KG_STORE_GRAPHS of the environment give what is not given. StoreError if nothing there answers a query.
    """
    update, graphs = update or os.environ.get(UPDATE), graphs or os.environ.get(GRAPHS)
    for address in filter(None, (update, graphs)):
        http.trust(checked_address(address))
    checked_address(url)
    trials = [url, *(urljoin(url.rstrip("/") + "/", name) for name in _QUERY_NAMES)]
    first: StoreError | None = None
    for trial in trials:
        try:
            answer = ask(http, trial, PROBE)
        except StoreError as error:
            first = first or error
            if error.status not in (400, 404, 405, 406, 415, 501) and not error.is_page:
                raise
            continue
        kind = next((kind for kind in _KINDS if kind in answer.server), OTHER)
        found = _lay_out(replace(Endpoint(trial), kind=kind))
        return replace(found, update=update or found.update, graphs=graphs or found.graphs), answer
    raise first or StoreError(f"nothing at {url} answers a query")


def ask(
    http: Http, url: str, sparql: str, *, accept: str = JSON, parameters: tuple[tuple[str, str], ...] = ()
) -> Answer:
    """Return the answer to a query, sent as a form (a query as the body of a POST hangs on Virtuoso 7.2).

    StoreError if it is a web page: then nothing there speaks SPARQL.
    """
    body = urlencode([("query", sparql), *parameters]).encode()
    answer = http.request("POST", url, accept=accept, body=body, content_type=FORM)
    start = answer.data.lstrip()[:9].lower()
    if "html" in answer.headers.get("content-type", "") or start.startswith((b"<!doctype", b"<html")):
        raise StoreError(
            f"{url} answers with a web page, not with results of a query: {summary(answer)[:80]!r}; give the address"
            " that answers SPARQL queries, such as .../query or .../sparql",
            is_page=True,
        )
    return answer


def _lay_out(endpoint: Endpoint) -> Endpoint:
    """Return an endpoint with the addresses for writing that servers of its kind have.

    >>> _lay_out(Endpoint("http://localhost:7878/query", kind=OXIGRAPH)).graphs
    'http://localhost:7878/store'
    >>> _lay_out(Endpoint("http://localhost:8890/sparql", kind=VIRTUOSO)).graphs
    'http://localhost:8890/sparql-graph-crud-auth'
    """
    beside = {
        OXIGRAPH: ("update", "store"),
        VIRTUOSO: ("sparql-auth", "sparql-graph-crud-auth"),
        FUSEKI: ("update", "data"),
    }.get(endpoint.kind)
    is_named = endpoint.query.rstrip("/").endswith(("/query", "/sparql", "/sparql-auth"))
    if beside is None:
        return replace(endpoint, update=urljoin(endpoint.query, "update")) if is_named else endpoint
    base = endpoint.query if is_named else endpoint.query.rstrip("/") + "/"
    update, graphs = (urljoin(base, name) for name in beside)
    return replace(endpoint, update=update, graphs=graphs)
