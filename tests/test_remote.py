"""Servers of others, busy, closed and wrong ones: what a store on a SPARQL server has to cope with."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import time
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs

import pyoxigraph as ox
import pytest
from graph_samples import DATASET, datasets
from hypothesis import HealthCheck, given, settings
from servers import BROKEN, ROWS, USER, Between, Reply, Request, Server, free_port, open_empty, run_oxigraph

import kg
from kg import rdf
from kg.errors import QueryError, StoreError
from kg.graph.queries import read_queries
from kg.model import Dataset, Settings
from kg.store import EmbeddedStore
from kg.store.endpoints import Endpoint
from kg.store.http import Credentials
from kg.store.remote import RemoteStore
from kg.store.remote_writing import Writer
from kg.vocabulary import ASSERTED_GRAPH, ENTITIES_GRAPH, KG, XSD

QUADS = list(rdf.quads(DATASET, Settings()))
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
FOREIGN = "https://x.example/theirs"
P = ox.NamedNode("https://x.example/p")


def open_filled(server: Server, quads: list[ox.Quad] = QUADS) -> RemoteStore:
    store = open_empty(server)
    store.add(quads)
    return store


def say(status: int, text: str = "", kind: str = "text/plain", **headers: str) -> Reply:
    return status, {"Content-Type": kind, **{n.replace("_", "-"): v for n, v in headers.items()}}, text.encode()


# The union of our graphs


def test_graphs_of_others_are_not_seen(server: Server) -> None:
    store = open_filled(server)
    copy = [ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode(FOREIGN)) for quad in QUADS]
    store.add(copy)
    assert store.query(COUNT).rows == [(len(QUADS),)], "the copy is counted"
    assert store.query("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }").rows == [(len(QUADS),)]
    assert not store.query(f"SELECT ?s {{ GRAPH <{FOREIGN}> {{ ?s ?p ?o }} }}")
    assert FOREIGN not in store.graphs() and FOREIGN in store.all_graphs()
    assert Counter(store.quads()) == Counter(QUADS)
    assert Counter(store.quads(predicate=KG + "status")) == Counter(
        q for q in QUADS if q.predicate.value == KG + "status"
    )
    assert store.query(COUNT, only_asserted=True).rows == [(len(QUADS) - 1,)]


def test_a_graph_that_is_named_is_found_beside_the_union(server: Server) -> None:
    store = open_filled(server)
    local = EmbeddedStore.in_memory(QUADS)
    for sparql in (
        "SELECT ?e ?t { GRAPH kg:entities { ?e a ?t } }",
        "SELECT ?e ?f { GRAPH kg:entities { ?e a ?t } ?f rdf:subject ?e }",
        "SELECT ?e ?g { GRAPH kg:entities { ?e a ?t } GRAPH ?g { ?f rdf:subject ?e } }",
        f"SELECT ?e {{ GRAPH <{ENTITIES_GRAPH}> {{ ?e rdfs:label 'GRAPH kg:relations' }} }}",
        "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }",
    ):
        assert Counter(store.query(sparql).terms) == Counter(local.query(sparql).terms), sparql


def test_oxigraph_is_asked_for_its_own_union_where_it_holds_nothing_else(oxigraph: Server) -> None:
    store = open_filled(oxigraph)
    assert store.scope().parameters == (("union-default-graph", "true"),)
    assert dict(store.scope(only_asserted=True).parameters)["default-graph-uri"]
    store.add([ox.Quad(P, P, P, ox.NamedNode(FOREIGN))])
    assert {name for _, name in store.scope().parameters} == set(store.graphs())


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?o { ent:russia rel:oppose ?o }",
        "SELECT ?s ?o { ?s rel:oppose|rel:meet ?o }",
        "SELECT ?s ?o { ?s rel:meet ?o . ?f rdf:subject ?s }",
        "SELECT ?f ?s { ?f kg:status ?s }",
        "SELECT ?p ?o { ent:russia ?p ?o }",
        "SELECT ?o { ent:russia !rdf:type ?o }",
        "SELECT ?f { ?f rdf:subject ?s FILTER NOT EXISTS { ?s ?p ent:vladimir-putin } }",
        "SELECT ?f { ?f rdf:subject ?s FILTER EXISTS { ?s rel:oppose ?o } }",
        "SELECT ?g { GRAPH ?g { ent:russia rel:oppose ?o } }",
        "SELECT ?g { GRAPH ?g {} }",
        "SELECT ?n { { SELECT (COUNT(*) AS ?n) { ?s rel:oppose ?o } } }",
        "CONSTRUCT { ?o rdf:type ?s } WHERE { ?s rel:oppose ?o }",
        "ASK { ent:russia rel:oppose/kg:mentions ent:syria }",
        "DESCRIBE ent:russia",
    ],
)
def test_what_is_only_reported_is_left_out_of_any_query(oxigraph: Server, sparql: str) -> None:
    store, local = open_filled(oxigraph), EmbeddedStore.in_memory(QUADS)
    found = store.query(sparql, only_asserted=True)
    wanted = local.query(sparql, only_asserted=True)
    assert (Counter(found.terms), found.answer) == (Counter(wanted.terms), wanted.answer)


def test_only_where_it_must_every_graph_is_named(oxigraph: Server) -> None:
    open_filled(oxigraph)
    with Between(lambda _: None, oxigraph.url) as between:
        store = RemoteStore.open(between.url)
        for sparql, named in (
            ("SELECT * { ?s rel:oppose ?o }", 1),
            ("SELECT * { ?s rdf:subject/kg:mentions ?o }", 0),
            ("SELECT * { ?s ?p ?o }", len(store.graphs()) - 1),
        ):
            store.query(sparql, only_asserted=True)
            assert len(parse_qs(between.requests[-1].body.decode()).get("default-graph-uri", [])) == named, sparql


def test_what_stands_in_no_graph_is_not_seen(tmp_path: Path) -> None:
    with run_oxigraph(tmp_path) as server:
        store = open_filled(server)
        store.writer._update("INSERT DATA { <https://x.example/p> <https://x.example/p> 1 }")
        assert RemoteStore.open(server.url).query(COUNT).rows == [(len(QUADS),)]


def test_a_server_whose_default_graph_is_the_union_is_asked_as_it_is(tmp_path: Path) -> None:
    with run_oxigraph(tmp_path, "--union-default-graph") as server:
        open_filled(server)
        store = RemoteStore.open(server.url)
        assert store.scope().parameters == ()
        assert store.query(COUNT).rows == [(len(QUADS),)]


def test_an_empty_server_holds_nothing(server: Server) -> None:
    store = open_empty(server)
    assert store.graphs() == [] and len(store) == 0
    assert store.query(COUNT).rows == [(0,)]


def test_the_settings_are_those_the_graph_was_built_with(oxigraph: Server) -> None:
    built = Settings(base="https://news.example/")
    open_empty(oxigraph).add(rdf.quads(DATASET, built))
    store = RemoteStore.open(oxigraph.url)
    assert store.settings == built
    assert store.query("ASK { ent:russia rel:oppose ?o }")
    for graph in store.graphs():
        store.remove_graph(graph)


# Literals and queries


@given(datasets())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_quad_comes_back_from_oxigraph(oxigraph: Server, dataset: Dataset) -> None:
    quads = list(rdf.quads(dataset, Settings()))
    assert Counter(open_filled(oxigraph, quads).quads()) == Counter(quads)


LITERALS = [
    *((value, "duration") for value in "P1Y P1Y2M P3M P100Y P2D P30D P400D P1DT3H PT2H30M PT45M PT5H".split()),
    *((value, "integer") for value in "0 7 -5 2147483647 2147483648 -2147483649 999999999999999999".split()),
    *((value, "decimal") for value in "0 1 0.5 0.87 12.125 0.123456789012".split()),
    *((value, "date") for value in "2012-09-08 1582-10-10 0001-01-01".split()),
    ("2012", "gYear"), ("2012-09", "gYearMonth"), ("https://x.example/a?b=1&c=<2>", "anyURI"),
    ('"datatype": "http://www.w3.org/2001/XMLSchema#duration", "value": "36"', "string"),
    *((value, "string") for value in ["", " a ", "q\"q'\\", "l\nf\r\n", "tab\t", "\x01\x0b\x7f"]),
    *((value, "string") for value in ["é😀", "\\u0041", "36"]),
]  # fmt: skip


def test_literals_come_back_as_they_were_sent(server: Server) -> None:
    graph = ox.NamedNode(KG + "entities")
    literals = [ox.Literal(text, datatype=ox.NamedNode(XSD + kind)) for text, kind in LITERALS]
    names = [ox.NamedNode(f"https://kg.example/entity/{n}") for n in range(len(literals))]
    quads = [ox.Quad(name, P, literal, graph) for name, literal in zip(names, literals, strict=True)]
    store = open_filled(server, quads)
    assert Counter(map(str, store.quads())) == Counter(map(str, quads))
    found = store.query("CONSTRUCT WHERE { ?s ?p ?o }")
    assert {str(row[2]) for row in found.terms} == {str(quad.object) for quad in quads}


@pytest.mark.parametrize("only_asserted", [False, True])
@pytest.mark.parametrize("name", read_queries())
def test_sample_queries_find_the_same(server: Server, graph_folder: Path, name: str, only_asserted: bool) -> None:
    local, remote = kg.open(graph_folder), RemoteStore.open(server.url, credentials=server.credentials)
    if not remote.graphs():
        remote.add(local.store.quads())
        remote = RemoteStore.open(server.url, credentials=server.credentials)
    sparql = read_queries()[name].sparql
    bindings = {p.variable: KG + "asserted" for p in read_queries()[name].parameters if p.kind == "status"}
    for given_ in ({}, bindings):
        found = remote.query(sparql, only_asserted=only_asserted, bindings=given_)
        wanted = local.store.query(sparql, only_asserted=only_asserted, bindings=given_)
        assert found.columns == wanted.columns
        assert Counter(found.terms) == Counter(wanted.terms)


def test_answers_that_virtuoso_cuts_are_completed(virtuoso: Server) -> None:
    graphs = [ox.NamedNode(f"https://kg.example/document/{n:04}") for n in range(ROWS + 20)]
    quads = [ox.Quad(graph, P, ox.Literal(n), graph) for n, graph in enumerate(graphs)]
    big = [ox.Quad(graphs[0], P, ox.Literal(n), graphs[0]) for n in range(1, 3 * ROWS)]
    store = open_filled(virtuoso, quads + big)
    wanted = {*quads, *big}
    assert store.graphs() == [graph.value for graph in graphs]
    assert store.counts() == {graph.value: 3 * ROWS if graph == graphs[0] else 1 for graph in graphs}
    assert Counter(store.quads()) == Counter(wanted)
    assert Counter(store.quads(predicate=P.value)) == Counter(wanted)
    assert Counter(store.describe([graph.value for graph in graphs])) == Counter(wanted)
    assert len(store.query("SELECT ?s ?o { ?s ?p ?o }")) == len(wanted)
    assert len(store.query("SELECT ?s ?o { ?s ?p ?o } LIMIT 7")) == 7
    for graph in store.graphs():
        store.remove_graph(graph)


def test_a_query_that_the_server_does_not_run_is_an_error_of_the_query(virtuoso: Server) -> None:
    with pytest.raises(QueryError, match=r"does not run the query.*Only 10000 are allowed"):
        open_filled(virtuoso).query("SELECT * { ?s ?p ?o } ORDER BY ?s LIMIT 10001")


def test_several_subjects_are_read_with_few_requests(oxigraph: Server) -> None:
    open_filled(oxigraph)
    with Between(lambda _: None, oxigraph.url) as between:
        store = RemoteStore.open(between.url)
        iris = sorted(
            {quad.subject.value for quad in QUADS if quad.subject.value.startswith("https://kg.example/assertion/")}
        )
        assert set(rdf.select_assertions(store, Settings(), [iri for iri in iris if "#" not in iri])) == set(
            DATASET.assertions
        )
        assert len(between.requests) < 20


# Addresses


@pytest.mark.parametrize("path", ["", "/", "/query"])
def test_the_address_of_an_oxigraph_server_is_enough(oxigraph: Server, path: str) -> None:
    base = oxigraph.url.removesuffix("/query")
    store = RemoteStore.open(base + path)
    assert store.endpoint == Endpoint(f"{base}/query", f"{base}/update", f"{base}/store", "oxigraph")


def test_the_address_of_a_virtuoso_server_is_enough(virtuoso: Server) -> None:
    base = virtuoso.url.removesuffix("/sparql")
    store = RemoteStore.open(base, credentials=USER)
    assert store.endpoint.query == virtuoso.url
    assert store.endpoint.graphs == f"{base}/sparql-graph-crud-auth"


def test_either_protocol_writes(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    base = oxigraph.url.removesuffix("query")
    for update, graphs in ((base + "update", None), (None, base + "store")):
        store = open_empty(oxigraph)
        store.writer = Writer(store.http, Endpoint(oxigraph.url, update, graphs))
        store.add(QUADS)
        store.writer.replace({ASSERTED_GRAPH: [], ENTITIES_GRAPH: [QUADS[0].triple]})
        assert store.counts().get(ASSERTED_GRAPH, 0) == 0 and store.counts()[ENTITIES_GRAPH] == 1
        store.remove_graph(ENTITIES_GRAPH)
        store.remove_graph(ENTITIES_GRAPH)
        assert ENTITIES_GRAPH not in store.graphs()
    monkeypatch.setenv("KG_STORE_UPDATE", base + "update2")
    assert RemoteStore.open(oxigraph.url).endpoint.update == base + "update2"


@pytest.mark.parametrize("url", ["ftp://x.example/", "http:///query", "x.example/query"])
def test_what_is_no_address_is_told_so(url: str) -> None:
    with pytest.raises(StoreError, match="is no address of a SPARQL server"):
        RemoteStore.open(url)


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    with pytest.raises(StoreError, match="KG_STORE_USER") as caught:
        RemoteStore.open("http://kg:secret@x.example/query")
    assert "secret" not in str(caught.value) and "secret" not in repr(USER)


# Trouble


def test_a_busy_server_is_asked_again(oxigraph: Server) -> None:
    open_filled(oxigraph)
    waiting = [503, 429, 502]

    def rule(_: Request) -> Reply | None:
        return say(waiting.pop(), Retry_After="0") if waiting else None

    with Between(rule, oxigraph.url) as between:
        assert RemoteStore.open(between.url).query(COUNT).rows == [(len(QUADS),)]
        assert not waiting


def test_a_connection_that_breaks_is_made_again(oxigraph: Server) -> None:
    open_empty(oxigraph)
    seen: Counter[bytes] = Counter()

    def rule(request: Request) -> Reply | None:
        seen[request.body] += 1
        return BROKEN if seen[request.body] == 1 else None  # each request once

    with Between(rule, oxigraph.url) as between:
        store = RemoteStore.open(between.url)
        store.add(QUADS)
        assert Counter(store.quads()) == Counter(QUADS)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (401, "status 401: no entry; the server wants credentials: set KG_STORE_USER"),
        (403, "status 403: no entry; these credentials may not"),
        (404, "status 404: no entry; nothing is there"),
        (413, "larger than the server takes"),
        (500, "status 500: no entry"),
    ],
)
def test_a_refusal_tells_what_to_do(status: int, told: str) -> None:
    with Between(lambda _: say(status, "<html><style>x{}</style>no <b>entry</b></html>", "text/html")) as between:
        with pytest.raises(StoreError, match=told) as caught:
            RemoteStore.open(between.url)
        assert between.url in str(caught.value) and caught.value.status == status


def test_a_server_that_stays_busy_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.http._BACKOFF", 0.01)
    with Between(lambda _: say(503, "later")) as between:
        with pytest.raises(StoreError, match="status 503: later"):
            RemoteStore.open(between.url)
        assert len(between.requests) > 3


def test_where_no_server_is_the_error_names_the_address() -> None:
    url = f"http://127.0.0.1:{free_port()}/query"
    start = time.monotonic()
    with pytest.raises(StoreError, match=f"no server answers at {url}.*is it running"):
        RemoteStore.open(url)
    assert time.monotonic() - start < 10
    with pytest.raises(StoreError, match=r"no server is known by the name in http://nowhere\.invalid"):
        RemoteStore.open("http://nowhere.invalid/query")


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/plain"])
def test_a_web_page_is_no_result(kind: str) -> None:
    page = say(200, "<!DOCTYPE html><html><body>Welcome!</body></html>", kind)
    told = r"answers with a web page.*Welcome!.*give the address"
    with Between(lambda _: page) as between, pytest.raises(StoreError, match=told):
        RemoteStore.open(between.url)


@pytest.mark.parametrize(
    "text", ["", "nothing of the kind", '{"head": {}}', '{"head": {"vars": ["s"]}, "results": {"bindi']
)
def test_what_is_no_result_is_an_error(text: str) -> None:
    reply = say(200, text, "application/sparql-results+json")
    with Between(lambda _: reply) as between, pytest.raises(StoreError, match="what is no result of a query"):
        RemoteStore.open(between.url)


def test_an_answer_that_is_cut_off_is_an_error(oxigraph: Server) -> None:
    open_filled(oxigraph)

    def rule(request: Request) -> Reply | None:
        return say(200, '{"head":{"vars":["n"]},"results":{"bindings":[', "x") if b"COUNT" in request.body else None

    with Between(rule, oxigraph.url) as between, pytest.raises(StoreError, match="no result of a query"):
        RemoteStore.open(between.url).query(COUNT)


def test_an_answer_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(_: Request) -> Reply | None:
        time.sleep(1.5)
        return say(200)

    monkeypatch.setenv("KG_STORE_TIMEOUT", "0.3")
    with Between(rule) as between:
        with pytest.raises(StoreError, match=r"took more than 0 s to answer.*KG_STORE_TIMEOUT"):
            RemoteStore.open(between.url)
        assert len(between.requests) == 1, "a query that takes too long is not asked again"
    monkeypatch.setenv("KG_STORE_TIMEOUT", "soon")
    with pytest.raises(StoreError, match="'soon'; give a number"):
        RemoteStore.open("http://127.0.0.1/query")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Between(lambda _: say(200, '{"head":{"vars":["setting","shown"]},"results":{"bindings":[]}}')) as between:
        between.server.socket = context.wrap_socket(between.server.socket, server_side=True)
        url = f"https://localhost:{between.server.server_port}/query"
        with pytest.raises(StoreError, match=r"not secure.*SSL_CERT_FILE"):
            RemoteStore.open(url)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert RemoteStore.open(url).endpoint.query == url


# Credentials


def test_a_password_is_told_to_who_asks_and_to_nobody_else(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    open_filled(oxigraph)

    def rule(request: Request) -> Reply | None:
        if "authorization" not in request.headers:
            return say(401, "who?", WWW_Authenticate='Basic realm="graphs"')
        return None if request.headers["authorization"] == "Basic a2c6c2VjcmV0" else say(401, "not you")

    with Between(rule, oxigraph.url) as between:
        monkeypatch.setenv("KG_STORE_USER", "kg")
        monkeypatch.setenv("KG_STORE_PASSWORD", "secret")
        assert RemoteStore.open(between.url).query(COUNT).rows == [(len(QUADS),)]
        assert ["authorization" in request.headers for request in between.requests[:3]] == [False, True, True]
        monkeypatch.setenv("KG_STORE_PASSWORD", "wrong")
        with pytest.raises(StoreError, match="status 401: not you") as caught:
            RemoteStore.open(between.url)
        assert "wrong" not in str(caught.value)


def test_a_digest_is_sent_where_it_is_asked_for(virtuoso: Server) -> None:
    with Between(lambda _: None, virtuoso.url) as between:
        base = between.url.removesuffix("/query")
        store = RemoteStore.open(f"{base}/sparql-auth", credentials=USER)
        store.query("ASK {}")
        sent = [request.headers.get("authorization", "") for request in between.requests]
        assert any(header.startswith("Digest ") for header in sent)
        assert not any("secret" in header or header.startswith("Basic") for header in sent)
    with pytest.raises(StoreError, match="status 401"):
        RemoteStore.open(virtuoso.url + "-auth", credentials=Credentials("kg", "wrong"))


def test_a_token_is_sent_with_every_request(oxigraph: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_STORE_TOKEN", "t0ken")
    with Between(lambda _: None, oxigraph.url) as between:
        RemoteStore.open(between.url).query(COUNT)
        assert {request.headers.get("authorization") for request in between.requests} == {"Bearer t0ken"}


def test_credentials_do_not_follow_to_another_server(oxigraph: Server) -> None:
    open_filled(oxigraph)
    with (
        Between(lambda _: None, oxigraph.url) as elsewhere,
        Between(lambda _: say(307, Location=elsewhere.url)) as between,
    ):
        for who in (USER, Credentials(token="t0ken")):
            with pytest.raises(StoreError, match=f"sends on to another server, {elsewhere.url}"):
                RemoteStore.open(between.url, credentials=who)
        assert elsewhere.requests == []
        assert RemoteStore.open(between.url).query(COUNT).rows == [(len(QUADS),)]


def test_redirects_without_end_are_an_error() -> None:
    with (
        Between(lambda request: say(308, Location=request.path + "x")) as between,
        pytest.raises(StoreError, match="again and again"),
    ):
        RemoteStore.open(between.url)


def test_a_query_goes_as_a_form(oxigraph: Server) -> None:
    with Between(lambda _: None, oxigraph.url) as between:
        RemoteStore.open(between.url).query("SELECT ?é { ?s ?p ?é }")
        last = between.requests[-1]
        assert last.headers["content-type"] == "application/x-www-form-urlencoded"
        assert parse_qs(last.body.decode())["query"][0].endswith("SELECT ?é { ?s ?p ?é }")
        assert last.headers["accept"] == "application/sparql-results+json"
