"""The tests of the SPARQL 1.1 protocol and service description by the W3C, by their names in its manifests.

The manifests give names and descriptions; the requests are ours. This endpoint takes no updates, so those that concern
updates ask that each is refused, and that nothing has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import rdflib
from sparql_server import EX, FEW, Answer, Client, make_folder, serving, small_graphs

from kg.web.sparql.endpoint import Endpoint

TABLES = ("application/sparql-results+xml", "application/sparql-results+json", "text/csv", "text/tab-separated-values")
GRAPHS = ("application/rdf+xml", "text/turtle", "application/n-triples")
QUERY, UPDATE = {"Content-Type": "application/sparql-query"}, {"Content-Type": "application/sparql-update"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
INSERT = f"INSERT DATA {{ <{EX}new> <{EX}p> <{EX}o> }}"


def ask_of(*names: str) -> str:
    """Return a query that asks whether the default graph has what stands in these graphs, and nothing more."""
    known = " ".join(f'<{EX}{name}> <{EX}in> "{name}" .' for name in names)
    others = ", ".join(f'"{name}"' for name in names)
    return f"ASK {{ {known} FILTER NOT EXISTS {{ ?s ?p ?o FILTER(?o NOT IN ({others})) }} }}"


def ask_named(*names: str) -> str:
    """Return a query that asks whether these graphs, and no others, are named ones."""
    known = " ".join(f"GRAPH <{EX}{name}> {{ ?s{name} ?p{name} ?o{name} }}" for name in names)
    others = ", ".join(f"<{EX}{name}>" for name in names)
    return f"ASK {{ {known} FILTER NOT EXISTS {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g NOT IN ({others})) }} }}"


def default(*names: str) -> list[tuple[str, str]]:
    return [("default-graph-uri", EX + name) for name in names]


def named(*names: str) -> list[tuple[str, str]]:
    return [("named-graph-uri", EX + name) for name in names]


def is_true(answer: Answer) -> None:
    assert (answer.status, answer.type) == (200, "application/sparql-results+json"), answer.text
    assert json.loads(answer.body)["boolean"] is True


def is_refused(answer: Answer, *statuses: int) -> None:
    assert answer.status in statuses, answer.text
    assert answer.text.strip()


def is_read_only(answer: Answer) -> None:
    is_refused(answer, 403)
    assert "read-only" in answer.text


# Queries


def query_get(client: Client) -> None:
    is_true(client.get([("query", "ASK { ?s ?p ?o }")]))


def query_post_form(client: Client) -> None:
    is_true(client.form([("query", "ASK { ?s ?p ?o }")]))


def query_post_direct(client: Client) -> None:
    is_true(client.ask("ASK { ?s ?p ?o }"))


def query_dataset_default_graphs_get(client: Client) -> None:
    is_true(client.get([("query", ask_of("a")), *default("a")]))
    is_true(client.get([("query", ask_of("a", "b")), *default("a", "b")]))


def query_dataset_default_graphs_post(client: Client) -> None:
    is_true(client.form([("query", ask_of("a", "b")), *default("a", "b")]))


def query_dataset_named_graphs_post(client: Client) -> None:
    is_true(client.form([("query", ask_named("a", "b")), *named("a", "b")]))


def query_dataset_named_graphs_get(client: Client) -> None:
    is_true(client.get([("query", ask_named("a", "b")), *named("a", "b")]))
    answer = client.get([("query", "ASK { ?s ?p ?o }"), *named("a", "b")])
    assert json.loads(answer.body)["boolean"] is False  # the default graph is then empty


def query_dataset_full(client: Client) -> None:
    dataset = [*default("a", "b"), *named("b", "c")]
    is_true(client.form([("query", ask_of("a", "b")), *dataset]))
    is_true(client.form([("query", ask_named("b", "c")), *dataset]))


def query_multiple_dataset(client: Client) -> None:
    query = ask_of("b").replace("ASK", f"ASK FROM <{EX}a>", 1)
    is_true(client.get([("query", query), *default("b")]))


def has_type(answer: Answer, types: tuple[str, ...]) -> None:
    assert (answer.status, answer.type in types) == (200, True), (answer.status, answer.type)


def query_content_type_select(client: Client) -> None:
    query = [("query", "SELECT * { ?s ?p ?o }")]
    has_type(client.get(query), TABLES)
    for media_type in TABLES:
        assert client.get(query, accept=media_type).type == media_type


def query_content_type_ask(client: Client) -> None:
    query = [("query", "ASK { ?s ?p ?o }")]
    has_type(client.get(query), TABLES[:2])
    for media_type in TABLES[:2]:
        assert client.get(query, accept=media_type).type == media_type


def query_content_type_describe(client: Client) -> None:
    query = [("query", f"DESCRIBE <{EX}a>")]
    has_type(client.get(query), GRAPHS)
    for media_type in GRAPHS:
        assert client.get(query, accept=media_type).type == media_type


def query_content_type_construct(client: Client) -> None:
    query = [("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")]
    has_type(client.get(query), GRAPHS)
    for media_type in GRAPHS:
        assert client.get(query, accept=media_type).type == media_type


def bad_query_method(client: Client) -> None:
    answer = client.send("PUT", "?query=ASK%20%7B%7D")
    is_refused(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def bad_multiple_queries(client: Client) -> None:
    is_refused(client.get([("query", "ASK {}"), ("query", "SELECT * {}")]), 400)
    is_refused(client.form([("query", "ASK {}"), ("query", "SELECT * {}")]), 400)
    is_refused(client.send("POST", "?query=ASK%20%7B%7D", headers=QUERY, body=b"ASK {}"), 400)


def bad_query_wrong_media_type(client: Client) -> None:
    is_refused(client.send("POST", headers={"Content-Type": "text/plain"}, body=b"ASK {}"), 415)


def bad_query_missing_form_type(client: Client) -> None:
    is_refused(client.send("POST", body=b"query=ASK%20%7B%7D"), 415)


def bad_query_missing_direct_type(client: Client) -> None:
    is_refused(client.send("POST", body=b"ASK {}"), 415)


def bad_query_non_utf8(client: Client) -> None:
    is_refused(client.send("POST", headers=QUERY, body="ASK {}".encode("utf-16")), 400)
    told = {"Content-Type": "application/sparql-query; charset=UTF-16"}
    is_refused(client.send("POST", headers=told, body="ASK {}".encode("utf-16")), 415)


def bad_query_syntax(client: Client) -> None:
    is_refused(client.get([("query", "ASK {")]), 400)


# Updates: every one is refused, by the reason that comes first


def update_dataset_default_graph(client: Client) -> None:
    is_read_only(client.form([("update", INSERT), ("using-graph-uri", EX + "a")]))


def update_dataset_default_graphs(client: Client) -> None:
    graphs = [("using-graph-uri", EX + "a"), ("using-graph-uri", EX + "b")]
    is_read_only(client.form([("update", INSERT), *graphs]))


def update_dataset_named_graphs(client: Client) -> None:
    is_read_only(client.form([("update", INSERT), ("using-named-graph-uri", EX + "a")]))


def update_dataset_full(client: Client) -> None:
    graphs = [("using-graph-uri", EX + "a"), ("using-named-graph-uri", EX + "b")]
    is_read_only(client.form([("update", INSERT), *graphs]))


def update_post_form(client: Client) -> None:
    is_read_only(client.form([("update", INSERT)]))


def update_post_direct(client: Client) -> None:
    is_read_only(client.send("POST", headers=UPDATE, body=INSERT.encode()))


def update_base_uri(client: Client) -> None:
    is_read_only(client.form([("update", "INSERT DATA { GRAPH <g> { <s> <p> <o> } }")]))


def bad_update_get(client: Client) -> None:
    is_read_only(client.get([("update", INSERT)]))


def bad_multiple_updates(client: Client) -> None:
    is_read_only(client.form([("update", INSERT), ("update", INSERT)]))


def bad_update_wrong_media_type(client: Client) -> None:
    is_refused(client.send("POST", headers={"Content-Type": "text/plain"}, body=INSERT.encode()), 415)


def bad_update_missing_form_type(client: Client) -> None:
    is_refused(client.send("POST", body=f"update={INSERT}".encode()), 415)


def bad_update_non_utf8(client: Client) -> None:
    is_read_only(client.send("POST", headers=UPDATE, body=INSERT.encode("utf-16")))


def bad_update_syntax(client: Client) -> None:
    is_read_only(client.send("POST", headers=UPDATE, body=b"INSERT DATA {"))


def bad_update_dataset_conflict(client: Client) -> None:
    update = f"DELETE {{ ?s ?p ?o }} USING <{EX}a> WHERE {{ ?s ?p ?o }}"
    is_read_only(client.form([("update", update), ("using-graph-uri", EX + "b")]))


PROTOCOL: tuple[Callable[[Client], None], ...] = (
    query_post_form, query_dataset_default_graphs_get, query_dataset_default_graphs_post,
    query_dataset_named_graphs_post, query_dataset_named_graphs_get, query_dataset_full, query_multiple_dataset,
    query_get, query_content_type_select, query_content_type_ask, query_content_type_describe,
    query_content_type_construct, update_dataset_default_graph, update_dataset_default_graphs,
    update_dataset_named_graphs, update_dataset_full, update_post_form, update_post_direct, update_base_uri,
    query_post_direct, bad_query_method, bad_multiple_queries, bad_query_wrong_media_type, bad_query_missing_form_type,
    bad_query_missing_direct_type, bad_query_non_utf8, bad_query_syntax, bad_update_get, bad_multiple_updates,
    bad_update_wrong_media_type, bad_update_missing_form_type, bad_update_non_utf8, bad_update_syntax,
    bad_update_dataset_conflict,
)  # fmt: skip
"""In the order of the manifest."""


# The service description


def read_description(client: Client) -> rdflib.Graph:
    answer = client.send("GET")
    assert (answer.status, answer.type in GRAPHS) == (200, True)
    return rdflib.Graph().parse(data=answer.body, format=answer.type)


SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
CLASSES = {
    SD.defaultDataset: SD.Dataset, SD.defaultGraph: SD.Graph, SD.namedGraph: SD.NamedGraph, SD.graph: SD.Graph,
}  # fmt: skip
"""What the value of a property has to be."""
IRIS = (SD.endpoint, SD.supportedLanguage, SD.resultFormat, SD.feature, SD.defaultEntailmentRegime, SD.name)


def returns_rdf(client: Client) -> None:
    assert len(read_description(client)) > 10


def has_endpoint_triple(client: Client) -> None:
    found = list(read_description(client).objects(None, SD.endpoint))
    assert found == [rdflib.URIRef(client.url)]


def conforms_to_schema(client: Client) -> None:
    graph = read_description(client)
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    for subject, predicate, obj in graph:
        if predicate in CLASSES:
            assert (obj, rdflib.RDF.type, CLASSES[predicate]) in graph
        elif predicate in IRIS:
            assert isinstance(obj, rdflib.URIRef)
        else:
            assert predicate not in SD
        assert subject == service or (None, None, subject) in graph
    assert len(list(graph.objects(service, SD.defaultDataset))) == 1
    for name in graph.subjects(rdflib.RDF.type, SD.NamedGraph):
        assert len(list(graph.objects(name, SD.name))) == 1


DESCRIPTION = (has_endpoint_triple, returns_rdf, conforms_to_schema)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = make_folder(tmp_path_factory.mktemp("w3c") / "g.kg", small_graphs("a", "b", "c"))
    with serving(Endpoint(folder, FEW)) as client:
        yield client


@pytest.mark.parametrize("test", [*PROTOCOL, *DESCRIPTION], ids=lambda test: test.__name__)
def test_w3c(test: Callable[[Client], None], client: Client) -> None:
    test(client)
    assert len(client.ask("SELECT * { ?s ?p ?o }", accept="text/csv").text.splitlines()) == 4


def test_there_is_a_test_for_each_of_the_manifest() -> None:
    assert len({test.__name__ for test in PROTOCOL}) == 34


def test_the_store_of_the_tests_tells_graphs_apart(client: Client) -> None:
    for query, graphs in ((ask_of("a"), default("b")), (ask_named("a", "b"), named("a", "b", "c"))):
        assert json.loads(client.get([("query", query), *graphs]).body)["boolean"] is False
