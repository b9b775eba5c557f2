"""What a client of the endpoint meets: formats, headers, errors, datasets, and a graph that is built anew."""

from __future__ import annotations

import csv
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib
import SPARQLWrapper
from sparql_server import FEW, Client, make_folder, publish, serving, small_graphs, wait_until, workers_of

from kg.errors import GraphError
from kg.web.sparql.endpoint import Endpoint
from kg.web.sparql.formats import FORMATS, choose
from kg.web.sparql.jobs import Kind, Limits

SELECT = "SELECT ?s ?what { ?s rel:oppose ?what }"
CONSTRUCT = "CONSTRUCT { ?s rel:oppose ?what } WHERE { ?s rel:oppose ?what }"
RUSSIA = "https://kg.example/entity/russia"
ODD = 'a\t"b",\r\n<c> & \\ü\u0001'
_ODD_QUERY = "SELECT ?odd ?none (1 AS ?one) { BIND('''a\\t\"b\",\\r\\n<c> & \\\\ü\\u0001''' AS ?odd) }"


@pytest.fixture(scope="module")
def client(graph_folder: Path) -> Iterator[Client]:
    with serving(Endpoint(graph_folder, FEW, page="/sparql-page")) as client:
        yield client


# Formats


@pytest.mark.parametrize("form", [form for form in FORMATS if Kind.GRAPH in form.kinds], ids=lambda form: form.name)
def test_every_format_of_graphs_is_read_by_rdflib(form: object, client: Client) -> None:
    for media_type in form.media_types:
        answer = client.ask(CONSTRUCT, accept=media_type)
        assert (answer.status, answer.type) == (200, media_type)
        kind = {"jsonld": "json-ld", "ntriples": "nt", "rdfxml": "xml"}.get(form.name, form.name)
        graph = rdflib.Dataset(default_union=True).parse(data=answer.body, format=kind)
        assert [str(subject) for subject in graph.subjects()] == [RUSSIA]


def test_every_format_of_tables_holds_the_oddest_text(client: Client) -> None:
    json_found = json.loads(client.ask(_ODD_QUERY, accept="application/json").body)
    assert json_found["head"]["vars"] == ["odd", "none", "one"]
    (row,) = json_found["results"]["bindings"]
    assert row["odd"] == {"type": "literal", "value": ODD}
    assert row["one"] == {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert "none" not in row
    tree = ElementTree.fromstring(client.ask(_ODD_QUERY, accept="text/xml").body)
    space = "{http://www.w3.org/2005/sparql-results#}"
    texts = [literal.text for literal in tree.iter(f"{space}literal")]
    assert texts == [ODD.replace("\u0001", "\ufffd"), "1"]  # XML has no way to write it
    rows = list(csv.reader(client.ask(_ODD_QUERY, accept="text/csv").text.splitlines(keepends=True)))
    assert rows == [["odd", "none", "one"], [ODD, "", "1"]]
    lines = client.ask(_ODD_QUERY, accept="text/tab-separated-values").text.splitlines()
    assert lines[0] == "?odd\t?none\t?one"
    found = next(iter(ox.parse(f"<a:a> <a:a> {lines[1].split(chr(9))[0]} .", format=ox.RdfFormat.N_TRIPLES)))
    assert found.object.value == ODD


def test_tables_are_read_by_pyoxigraph_as_it_found_them(client: Client) -> None:
    query = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 200"
    found = {}
    for form in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML, ox.QueryResultsFormat.TSV):
        answer = client.ask(query, accept=form.media_type)
        found[form.name] = [tuple(row) for row in ox.parse_query_results(answer.body, format=form)]
    first, *others = found.values()
    assert len(first) == 200
    assert all(other == first for other in others)


def test_an_answer_of_yes_or_no_has_every_format(client: Client) -> None:
    for accept in ("text/csv", "text/tab-separated-values"):
        assert client.ask("ASK {}", accept=accept).text == "true\n"
    for form in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML):
        for query, wanted in (("ASK {}", True), ("ASK { FILTER(false) }", False)):
            answer = client.ask(query, accept=form.media_type)
            assert bool(ox.parse_query_results(answer.body, format=form)) is wanted


@pytest.mark.parametrize(
    "accept, wanted",
    [
        ("text/csv;q=0.1, application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.9, */*;q=0.1", "text/csv"),
        ("application/*", "application/sparql-results+json"),
        ("application/sparql-results+json;q=0, */*", "application/json"),
        ("application/*;q=0, text/*", "text/javascript"),
        ("application/*;q=0, text/javascript;q=0, text/xml;q=0, text/*", "text/csv"),
        ("TEXT/CSV ; Q=1", "text/csv"),
        ("text/html, */*;q=bad", None),
        ("text/html", None),
        ("", "application/sparql-results+json"),
        (",,;,", None),
    ],
)
def test_the_format_is_what_the_client_likes_best(accept: str, wanted: str | None) -> None:
    choice = choose(accept).get(Kind.BINDINGS)
    assert (choice.media_type if choice else None) == wanted


def test_a_parameter_names_the_format(client: Client) -> None:
    assert client.get([("query", SELECT), ("format", "csv")], accept="application/json").type == "text/csv"
    assert client.get([("query", CONSTRUCT), ("format", "json")]).type == "application/ld+json"
    assert client.get([("query", CONSTRUCT), ("format", "xml")]).type == "application/rdf+xml"
    assert client.get([("query", SELECT), ("format", "TSV")]).type == "text/tab-separated-values"
    answer = client.get([("query", SELECT), ("format", "parquet")])
    assert (answer.status, "text/csv" in answer.text) == (406, True)


def test_a_format_that_does_not_fit_what_is_found_is_refused(client: Client) -> None:
    answer = client.ask(SELECT, accept="text/turtle")
    assert (answer.status, answer.type) == (406, "text/plain")
    assert answer.text.startswith("The answer is a table; ask for it as one of application/sparql-results+json, ")
    assert client.ask(CONSTRUCT, accept="text/csv").status == 406
    assert client.ask("ASK {}", accept="text/turtle").text.startswith("The answer is yes or no; ")
    assert client.ask(SELECT, accept="image/png").status == 406


def test_a_client_that_is_not_ours_reads_every_format(client: Client) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(client.url)
    for method in (SPARQLWrapper.GET, SPARQLWrapper.POST):
        wrapper.setMethod(method)
        wrapper.setQuery(f"PREFIX rel: <https://kg.example/relation/> {SELECT}")
        wrapper.setReturnFormat(SPARQLWrapper.JSON)
        assert wrapper.queryAndConvert()["results"]["bindings"][0]["s"]["value"] == RUSSIA
        wrapper.setReturnFormat(SPARQLWrapper.XML)
        assert RUSSIA in wrapper.queryAndConvert().toxml()
        for form in (SPARQLWrapper.CSV, SPARQLWrapper.TSV):
            wrapper.setReturnFormat(form)
            assert RUSSIA.encode() in wrapper.queryAndConvert()
        wrapper.setQuery("ASK {}")
        wrapper.setReturnFormat(SPARQLWrapper.JSON)
        assert wrapper.queryAndConvert()["boolean"] is True
        for query in (CONSTRUCT, "DESCRIBE ent:russia"):
            wrapper.setQuery(query)
            for form in (SPARQLWrapper.RDFXML, SPARQLWrapper.XML, SPARQLWrapper.JSONLD):
                wrapper.setReturnFormat(form)
                assert rdflib.URIRef(RUSSIA) in set(wrapper.queryAndConvert().subjects())
            for form, kind in ((SPARQLWrapper.TURTLE, "turtle"), (SPARQLWrapper.N3, "n3")):
                wrapper.setReturnFormat(form)
                found = rdflib.Graph().parse(data=wrapper.queryAndConvert(), format=kind)
                assert rdflib.URIRef(RUSSIA) in set(found.subjects())


# Requests


def test_prefixes_and_the_union_of_all_graphs_are_those_of_kg_query(client: Client, graph_folder: Path) -> None:
    import kg

    with kg.open(graph_folder) as graph:
        for query in (SELECT, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"):
            assert client.ask(query, accept="text/csv").text == graph.query(query).serialize("csv")


def test_a_query_may_name_its_graphs_itself(client: Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    every, some = (client.ask(count.format(graphs), accept="text/csv").text for graphs in ("", "FROM kg:asserted"))
    assert 0 < int(some.split()[1]) < int(every.split()[1])
    named = "SELECT DISTINCT ?g FROM NAMED kg:entities { GRAPH ?g { ?s ?p ?o } }"
    assert client.ask(named, accept="text/csv").text.split() == ["g", "https://kg.example/vocab#entities"]


def test_head_is_a_get_without_its_body(client: Client) -> None:
    address = "?query=ASK%20%7B%7D"
    head, get = client.send("HEAD", address), client.send("GET", address)
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    assert head.headers["content-length"] == str(len(get.body))
    assert client.send("HEAD", "?query=ASK").status == 400


def test_options_tells_what_may_be_sent(client: Client) -> None:
    answer = client.send("OPTIONS")
    assert (answer.status, answer.body) == (204, b"")
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    assert answer.headers["accept-post"] == "application/sparql-query, application/x-www-form-urlencoded"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "TRACE", "BREW"])
def test_other_methods_are_refused(method: str, client: Client) -> None:
    answer = client.send(method, "?query=ASK%20%7B%7D")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, POST, OPTIONS")


def test_an_error_in_the_query_is_told_with_its_place(client: Client) -> None:
    answer = client.ask("SELECT *\n{ ent:russia oppose ?what }")
    assert (answer.status, answer.type) == (400, "text/plain")
    assert answer.text.startswith("The query is not SPARQL at line 2, column ")
    assert "a name needs its prefix" in answer.text
    assert client.get([("query", "")]).text.startswith("The query is empty")


@pytest.mark.parametrize(
    "update", ["LOAD <http://x.example/>", "INSERT DATA { ent:a ent:b ent:c }", "DROP ALL", "CLEAR DEFAULT"]
)
def test_an_update_that_is_sent_as_a_query_is_told_that_only_a_build_writes(update: str, client: Client) -> None:
    answer = client.ask(update)
    assert (answer.status, "which only a build does" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "address, message",
    [
        ("?query=ASK%7B%7D&default-graph-uri=relative", "no absolute IRI"),
        ("?query=ASK%7B%7D&named-graph-uri=http://x.example/%3E%20", "no absolute IRI"),
        ("?default-graph-uri=http://x.example/", "There is no query"),
        ("?query=%FF", "not UTF-8"),
        ("?query=%zz", "Character 7 of the parameters is a %"),
        ("?query=ASK%7B%7D" + "&a=b" * 1_000, "more than 1,000 parameters"),
    ],
)
def test_a_malformed_request_is_told_what_is_wrong(address: str, message: str, client: Client) -> None:
    answer = client.send("GET", address)
    assert (answer.status, message in answer.text) == (400, True), answer.text


def test_a_post_without_a_query_is_refused(client: Client) -> None:
    assert client.form([("format", "json")]).status == 400
    assert client.ask("").status == 400


def test_a_request_that_is_too_large_is_refused(client: Client) -> None:
    body = b"#" * 1_000_001
    answer = client.send("POST", headers={"Content-Type": "application/sparql-query"}, body=body)
    assert (answer.status, "1,000,000 bytes" in answer.text) == (413, True)
    with socket.create_connection((urlsplit(client.url).hostname, urlsplit(client.url).port)) as caller:
        caller.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        for _ in range(20):
            caller.sendall(b"10000\r\n" + b"#" * 0x10000 + b"\r\n")
        assert caller.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_browser_that_opens_the_address_is_sent_to_the_page(client: Client) -> None:
    browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    answer = client.send("GET", headers={"Accept": browser})
    assert (answer.status, answer.headers["location"]) == (303, "/sparql-page")
    assert client.send("GET", "?query=ASK%7B%7D", headers={"Accept": browser}).status == 200
    assert client.send("GET", "?format=turtle", headers={"Accept": browser}).type == "text/turtle"


def test_an_address_that_a_client_makes_up_is_not_repeated(client: Client) -> None:
    answer = client.send("GET", headers={"Host": 'x.example"><script>'})
    assert answer.status in (200, 400)  # some versions of Starlette take the name of the server instead
    assert "<script" not in answer.text


def test_the_description_counts_triples_and_has_every_format_of_graphs(client: Client, graph_folder: Path) -> None:
    import kg

    with kg.open(graph_folder) as graph:
        triples = len(list(graph.store.quads()))
    description = rdflib.Graph().parse(data=client.send("GET").body, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    assert max(int(number) for number in description.objects(None, void.triples)) == triples
    assert [int(number) for number in description.objects(None, void.documents)] == [3]
    for form in FORMATS:
        answer = client.send("GET", headers={"Accept": form.media_types[0]})
        assert answer.status == (200 if Kind.GRAPH in form.kinds else 406)


# Pages of others


def test_pages_of_others_may_not_ask(client: Client) -> None:
    answer = client.ask("ASK {}", origin="https://x.example")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_pages_may_ask_whose_origin_is_given(graph_folder: Path) -> None:
    with serving(Endpoint(graph_folder, Limits(workers=1), cors=["https://x.example"])) as client:
        for query, status in (("ASK {}", 200), ("ASK", 400)):
            answer = client.ask(query, origin="https://x.example")
            assert (answer.status, answer.headers["access-control-allow-origin"]) == (status, "https://x.example")
        assert "access-control-allow-origin" not in client.ask("ASK {}", origin="https://y.example").headers
        asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        answer = client.send("OPTIONS", headers={"Origin": "https://x.example", **asked})
        assert (answer.status, answer.headers["access-control-allow-origin"]) == (200, "https://x.example")
        assert client.send("OPTIONS", headers={"Origin": "https://y.example", **asked}).status == 400


# The graph


def test_a_graph_that_is_served_is_read_by_kg_as_any_other(client: Client, graph_folder: Path, tmp_path: Path) -> None:
    import kg

    files = []
    for number, graph in enumerate((kg.open(graph_folder), kg.open(store=client.url))):
        with graph:
            files.append(tmp_path / f"{number}.nq")
            graph.export(files[-1])
            assert graph.query(SELECT, only_asserted=True).rows == []
            assert len(graph.query(SELECT)) == 1
    assert files[0].read_bytes() == files[1].read_bytes()


def test_a_newer_checkpoint_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    folder = make_folder(tmp_path / "g.kg", small_graphs("a"))
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    others = set(workers_of(os.getpid()))
    with serving(Endpoint(folder, FEW)) as client:
        old = set(workers_of(os.getpid())) - others
        assert client.ask(count, accept="text/csv").text.split() == ["n", "1"]
        assert "void:triples 1 " in client.send("GET").text
        publish(folder, small_graphs("b"))
        wait_until(lambda: client.ask(count, accept="text/csv").text.split() == ["n", "2"])
        wait_until(lambda: not any(worker.is_running() for worker in old))
        for _ in range(10):
            assert client.ask(count, accept="text/csv").text.split() == ["n", "2"]
        wait_until(lambda: "void:triples 2 " in client.send("GET").text)
        # The old one is let go of, so the next build removes it.
        publish(folder, small_graphs("c"))
        assert not (folder / "rdf" / "published" / "000001").exists()


def test_a_graph_that_is_not_there_is_an_error_at_the_start(tmp_path: Path) -> None:
    import asyncio

    with pytest.raises(GraphError):
        asyncio.run(Endpoint(tmp_path / "none.kg", FEW).start())
    with pytest.raises(GraphError, match="never finished"):
        folder = make_folder(tmp_path / "g.kg", ())
        (folder / "rdf" / "CURRENT").unlink()
        asyncio.run(Endpoint(folder, FEW).start())
