"""What the pages read of a graph: each address of the API, asked of a server that runs."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from live_server import Client, serving

import kg
from kg.model import Status
from kg.vocabulary import Namespaces
from kg.web.state import State
from kg.web.views.entities import Choice, entity_page


@pytest.fixture(scope="module")
def client(graph_folder: Path) -> Iterator[Client]:
    with serving(graph_folder) as client:
        yield client


@pytest.fixture(scope="module")
def graph(graph_folder: Path) -> Iterator[kg.Graph]:
    with kg.open(graph_folder) as graph:
        yield graph


def find_fact(graph: kg.Graph, subject: str, predicate: str) -> kg.Assertion:
    [found] = [fact for fact in graph.assertions() if (fact.subject, fact.predicate) == (subject, predicate)]
    return found


def quoted(text: str, marks: list[dict[str, object]]) -> list[tuple[object, str]]:
    return [(mark["role"], text[mark["start"] : mark["end"]]) for mark in marks]


def test_about_counts_what_the_graph_holds(client: Client, graph: kg.Graph) -> None:
    told, counts = client.json("/api/about"), graph.statistics()
    assert told["name"] == "news.kg"
    assert (told["documents"], told["sentences"], told["relations"]) == (3, counts.sentences, counts.relations)
    assert told["entities"] == dict(counts.entities)
    assert told["assertions"] == dict(counts.assertions)
    assert (told["since"], told["until"], told["has_texts"]) == ("2012-09-08", "2013-03-05", True)


def test_about_names_the_best_known_of_each_type(client: Client) -> None:
    top = client.json("/api/about")["top"]
    assert top["Person"][0]["label"] in ("Hillary Clinton", "Vladimir Putin")
    facts = [thing["facts"] for thing in top["Person"]]
    assert facts == sorted(facts, reverse=True)


@pytest.mark.parametrize("typed", ["clin", "Hillary", "CLINTON h", "cl%C3%ADnt"])
def test_a_name_is_completed_from_the_beginnings_of_its_words(client: Client, typed: str) -> None:
    [found] = client.json(f"/api/complete?q={typed.replace(' ', '+')}")["entities"]
    assert (found["id"], found["type"]) == ("ent:hillary-clinton", "Person")
    assert found["facts"] >= 2


def test_another_name_that_fits_is_told(client: Client) -> None:
    [found] = client.json("/api/complete?q=russian")["entities"][:1]
    assert (found["label"], found["name"]) == ("Russia", "Russian")


@pytest.mark.parametrize("typed", ["", "+", "%3F", "zzz"])
def test_nothing_is_completed_from_nothing(client: Client, typed: str) -> None:
    assert client.json(f"/api/complete?q={typed}") == {"entities": []}


def test_a_search_finds_entities_relations_and_sentences(client: Client) -> None:
    found = client.json("/api/search?q=oppose")
    assert [relation["label"] for relation in found["relations"]] == ["oppose"]
    assert found["relations"][0]["facts"] == 1
    [sentence] = found["sentences"]
    assert [sentence["text"][start:end] for start, end in sentence["words"]] == ["opposes"]
    assert sentence["document"]["source"].endswith("summit.txt")
    assert not found["near"]


def test_a_slip_of_the_pen_is_forgiven(client: Client) -> None:
    found = client.json("/api/search?q=Puten")
    assert found["near"]
    assert found["entities"][0]["id"] == "ent:vladimir-putin"


def test_an_entity_has_all_facts_that_kg_show_prints(client: Client, graph: kg.Graph) -> None:
    page, facts = client.json("/api/entity/russia"), graph.facts("Russia")
    told = {fact["id"]: fact["role"] for fact in page["facts"]}
    assert {fact.id for fact in facts} <= set(told)
    assert {told[fact.id] for fact in facts.as_subject} == {"subject"}
    assert page["counts"] == Counter(fact["status"] for fact in page["facts"])
    assert sum(page["counts"].values()) == len(page["facts"])
    assert (page["label"], page["type"], page["wikidata"]) == ("Russia", "Country", "Q159")
    assert page["links"] == ["http://www.wikidata.org/entity/Q159"]


def test_a_fact_is_the_assertion_record_with_what_its_document_says_of_itself(
    client: Client, graph: kg.Graph
) -> None:
    [fact] = [fact for fact in client.json("/api/entity/france")["facts"] if fact["predicate"] == "support"]
    assertion = find_fact(graph, "France", "support")
    expected = json.loads(json.dumps(kg.record(assertion)))
    assert fact == expected | {"role": "subject", "title": "A visit to Paris", "publisher": None}


def test_a_speaker_has_what_he_says_among_his_facts(client: Client) -> None:
    page = client.json("/api/entity/sergey-lavrov?role=source")
    assert [(fact["subject"], fact["predicate"]) for fact in page["facts"]] == [("Russia", "oppose")]


def test_what_a_name_holds_is_mentioned_in_its_facts(client: Client) -> None:
    page = client.json("/api/entity/syria")
    assert {fact["role"] for fact in page["facts"]} == {"mentioned"}
    assert {fact["subject"] for fact in page["facts"]} == {"Russia", "France"}


def test_facts_are_filtered_and_counted_on(client: Client) -> None:
    every = client.json("/api/entity/vladimir-putin")
    assert every["more"] == 0
    first = client.json("/api/entity/vladimir-putin?limit=1")
    rest = client.json("/api/entity/vladimir-putin?offset=1")
    assert first["more"] == len(every["facts"]) - 1
    assert first["facts"] + rest["facts"] == every["facts"]
    met = client.json("/api/entity/vladimir-putin?predicate=rel:meet")
    assert {fact["predicate"] for fact in met["facts"]} == {"meet"}
    assert met == client.json("/api/entity/vladimir-putin?predicate=meet")
    none = client.json("/api/entity/vladimir-putin?status=negated,hypothetical")
    assert none["facts"] == []
    assert none["counts"] == every["counts"]


def test_an_entity_has_neighbours_and_a_timeline(client: Client) -> None:
    page = client.json("/api/entity/vladimir-putin")
    assert {thing["id"] for thing in page["neighbours"]} >= {"ent:hillary-clinton", "ent:france"}
    assert [month["month"] for month in page["timeline"]] == ["2012-09", "2013-03"]


def test_a_fact_stands_in_its_paragraph_with_its_words_marked(client: Client, graph: kg.Graph) -> None:
    fact = find_fact(graph, "Russia", "oppose")
    told = client.json(f"/api/evidence/{fact.id}")
    text = graph.document(fact.document).text
    paragraph = told["paragraph"]
    assert paragraph["text"] == text[paragraph["start"] : paragraph["end"]]
    assert paragraph["text"].startswith("Foreign Minister") and paragraph["text"].endswith("met Clinton.")
    marked = quoted(paragraph["text"], told["marks"])
    assert marked[0] == ("sentence", fact.sentence)
    assert {("subject", "Russia"), ("predicate", "opposes"), ("object", "sanctions on Syria")} <= set(marked)
    assert told["document"]["id"] == fact.document
    assert told["assertion"]["id"] == fact.id


def test_a_pronoun_is_marked_with_the_name_it_stands_for(client: Client, graph: kg.Graph) -> None:
    [fact] = [fact for fact in graph.assertions() if fact.subject_antecedent and fact.predicate == "meet"]
    told = client.json(f"/api/evidence/{fact.id}")
    marked = quoted(told["paragraph"]["text"], told["marks"])
    assert ("subject", "He") in marked
    assert any(role == "antecedent" and "Lavrov" in words for role, words in marked)


def test_the_graph_has_an_edge_for_each_fact_between_things(client: Client, graph: kg.Graph) -> None:
    network, projected = client.json("/api/graph"), graph.to_networkx(status=None)
    assert {edge["id"] for edge in network["edges"]} == {key for *_, key in projected.edges(keys=True)}
    assert {node["id"] for node in network["nodes"]} == set(projected)
    assert network["shown"] == network["total"] == {"nodes": len(projected), "edges": projected.number_of_edges()}
    assert not network["sampled"]


def test_a_part_of_the_graph_says_that_it_is_one(client: Client) -> None:
    network = client.json("/api/graph?limit=2")
    assert network["sampled"]
    assert network["shown"]["edges"] == len(network["edges"]) == 2 < network["total"]["edges"]


def test_the_graph_is_sent_packed_to_those_who_take_it(client: Client) -> None:
    packed = client.get("/api/graph", accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["vary"] == "Accept-Encoding"
    assert gzip.decompress(packed.body) == client.get("/api/graph").body


def test_neighbours_are_joined_to_the_entity_or_to_each_other(client: Client) -> None:
    network = client.json("/api/neighbours/vladimir-putin")
    assert {"ent:vladimir-putin", "ent:hillary-clinton"} <= {node["id"] for node in network["nodes"]}
    ends = {end for edge in network["edges"] for end in (edge["source"], edge["target"])}
    assert ends <= {node["id"] for node in network["nodes"]}


def test_an_entity_without_an_edge_stands_alone(client: Client, graph: kg.Graph) -> None:
    joined = set(graph.to_networkx(status=None))
    alone = next(entity for entity in graph.entities() if f"ent:{entity.slug}" not in joined)
    network = client.json(f"/api/neighbours/{alone.slug}")
    assert [node["id"] for node in network["nodes"]] == [f"ent:{alone.slug}"]
    assert network["edges"] == []


def test_a_chain_has_the_facts_of_each_step(client: Client) -> None:
    [first, *_] = client.json("/api/paths?from=hillary-clinton&to=france")["chains"]
    assert [hop["end"]["label"] for hop in first["hops"]] == ["Vladimir Putin", "France"]
    assert all(fact["sentence"] for hop in first["hops"] for fact in hop["assertions"])


@pytest.mark.parametrize(
    ("ends", "note"),
    [
        ("from=hillary-clinton&to=halden-group", "No chain of facts joins Hillary Clinton and Halden Group."),
        ("from=hillary-clinton&to=france&max=1", "The shortest chain from Hillary Clinton to France has 2 steps."),
        ("from=france&to=france", "France is one entity, and needs no chain to itself."),
    ],
)
def test_where_there_is_no_chain_it_says_why(client: Client, ends: str, note: str) -> None:
    assert client.json(f"/api/paths?{ends}") == {"chains": [], "note": note}


def test_documents_come_with_the_newest_first(client: Client) -> None:
    told = client.json("/api/documents")
    assert told["total"] == 3
    assert [document["published"] for document in told["documents"]] == ["2013-03-05", "2013-03-04", "2012-09-08"]
    second = client.json("/api/documents?offset=1&limit=1")
    assert (second["total"], second["documents"]) == (3, told["documents"][1:2])


@pytest.mark.parametrize(("words", "found"), [("paris", ["visit.md", "bank.txt"]), ("lavr", ["summit.txt"]), ("x", [])])
def test_documents_are_found_by_title_and_then_by_text(client: Client, words: str, found: list[str]) -> None:
    told = client.json(f"/api/documents?q={words}")
    assert [document["source"].rpartition("/")[2] for document in told["documents"]] == found
    assert told["total"] == len(found)


def test_a_document_has_its_text_and_its_facts_in_the_order_of_the_text(client: Client, graph: kg.Graph) -> None:
    document = graph.document("summit.txt")
    page = client.json(f"/api/document/{document.id}")
    assert (page["text"], page["headline_end"]) == (document.text, document.headline_end)
    expected = [fact.id for fact in graph.assertions() if fact.document == document.id]
    assert [fact["id"] for fact in page["facts"]] == expected
    assert page["document"]["facts"] == len(expected)


def test_the_sample_queries_come_with_their_parameters_and_prefixes(client: Client) -> None:
    told = client.json("/api/queries")
    [about] = [query for query in told["queries"] if query["name"] == "about"]
    assert about["parameters"][0]["variable"] == "about"
    assert told["prefixes"]["ent"] == Namespaces().entity


def test_who_has_the_answer_is_told_so_and_gets_nothing(client: Client) -> None:
    for target in ("/api/about", "/api/graph"):
        first = client.get(target)
        again = client.get(target, if_none_match=first.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert client.get(target, if_none_match='W/"another"').status == 200


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/api/entity/nobody", "No entity has this name"),
        ("/api/neighbours/nobody", "No entity has this name"),
        ("/api/evidence/a000000000000000", "No fact has this identifier"),
        ("/api/document/0000000000000000", "No document has this identifier"),
        ("/api/paths?from=nobody&to=france", "from='nobody'"),
        ("/api/nothing", "There is nothing at this address"),
    ],
)
def test_what_is_not_there_is_not_found(client: Client, target: str, said: str) -> None:
    answer = client.get(target)
    assert answer.status == 404
    assert said in answer.error


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/api/complete?q=a&limit=0", "limit='0' is none of the numbers from 1 to 100."),
        ("/api/complete?q=a&limit=ten", "limit='ten' is none"),
        ("/api/entity/russia?offset=-1", "offset='-1' is none"),
        ("/api/entity/russia?status=true", f"status='true' is not known; known are {', '.join(Status)}."),
        ("/api/entity/russia?role=king", "role='king' is not known"),
        ("/api/paths?to=france", "from= is missing"),
        ("/api/paths?from=france&to=russia&max=99", "max='99' is none of the numbers from 1 to 8."),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_can(client: Client, target: str, said: str) -> None:
    answer = client.get(target)
    assert answer.status == 400
    assert said in answer.error


def test_an_entity_is_the_same_while_all_facts_are_still_being_read(graph_folder: Path) -> None:
    with kg.open(graph_folder) as graph:
        state = State(graph, "", Event())
        names = [name.removeprefix("ent:") for name in state.entities]
        assert not State.drawn.is_there(state)
        before = [entity_page(state, f"ent:{name}", Choice(), offset=0, limit=500) for name in names]
        assert state.drawn.network.nodes
        assert [entity_page(state, f"ent:{name}", Choice(), offset=0, limit=500) for name in names] == before
