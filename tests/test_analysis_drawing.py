from dataclasses import replace

import pytest
from graph_samples import DATASET, ENTITIES, MEET, OPPOSE, PLAN, REPORTED_MEETING, VLADIVOSTOK

from kg import rdf
from kg.analysis.drawing import Network, read_network
from kg.model import Assertion, Dataset, Settings
from kg.projection import make_filter
from kg.store import EmbeddedStore

STORE = EmbeddedStore.in_memory(rdf.quads(DATASET, Settings()))


def draw(*assertions: Assertion) -> Network:
    dataset = Dataset(DATASET.documents, ENTITIES, assertions)
    return read_network(EmbeddedStore.in_memory(rdf.quads(dataset, Settings())), Settings())


def join(number: int, subject: str, obj: str, document: str = VLADIVOSTOK.id) -> Assertion:
    ends = {"subject": subject, "subject_id": f"ent:{subject}", "object": obj, "object_id": f"ent:{obj}"}
    return replace(MEET, id=f"b{number}", document=document, clause=f"{document}:0:{number}", **ends)


def test_edges_of_every_status_are_there_and_what_has_no_second_end_is_not() -> None:
    network = read_network(STORE, Settings())
    assert {edge.id for edge in network.edges} == {OPPOSE.id, MEET.id, REPORTED_MEETING.id, PLAN.id}
    assert not network.is_sampled


def test_a_filter_chooses_what_is_drawn() -> None:
    network = read_network(STORE, Settings(), wanted=make_filter("reported"))
    assert {edge.id for edge in network.edges} == {OPPOSE.id, REPORTED_MEETING.id}


def test_an_edge_tells_its_status_and_how_many_documents_say_the_same() -> None:
    by_id = {edge.id: edge for edge in read_network(STORE, Settings()).edges}
    opposes = by_id[OPPOSE.id]
    assert (opposes.source, opposes.label, opposes.target) == (
        "ent:russia", "oppose (reported)", "ent:sanctions-on-syria",
    )  # fmt: skip
    assert (opposes.attributed_to, opposes.published, opposes.quote) == ("Sergey Lavrov", "2012-09-08", None)
    assert by_id[MEET.id].sources == 2


def test_a_quote_marks_the_words_of_the_fact_within_the_sentence() -> None:
    edges = read_network(STORE, Settings(), has_quotes=True).edges
    [quote] = [edge.quote for edge in edges if edge.id == OPPOSE.id]
    assert quote is not None
    marked = [(mark.role, quote.text[mark.start : mark.end]) for mark in quote.marks]
    assert marked == [
        ("subject", "Russia"), ("predicate", "is"), ("predicate", "opposed to"), ("object", "sanctions on Syria"),
    ]  # fmt: skip
    assert (quote.title, quote.publisher) == ("Clinton presses Russia", "The Example")


def test_centrality_is_that_of_what_is_asserted_or_reported() -> None:
    network = draw(MEET, replace(PLAN, subject="Syria", subject_id="ent:syria"))
    assert network.by_id["ent:syria"].centrality == 0
    assert network.by_id["ent:hillary-clinton"].centrality == pytest.approx(0.5)


def test_two_nodes_alone_are_no_community_and_three_are_named_by_the_most_central() -> None:
    network = draw(
        join(1, "russia", "syria"), join(2, "russia", "vladimir-putin"), join(3, "vladivostok", "sergey-lavrov")
    )
    assert [(community.size, community.label) for community in network.communities] == [
        (3, "Russia, Syria, Vladimir Putin")
    ]
    assert network.by_id["ent:vladivostok"].community is None


def test_a_sample_keeps_what_most_documents_say_and_tells_of_how_much_it_is_a_part() -> None:
    network = draw(
        join(1, "russia", "syria"), join(2, "russia", "vladimir-putin"),
        join(3, "russia", "syria", "aa00000000000002"), join(4, "vladivostok", "sergey-lavrov"),
    )  # fmt: skip
    sample = network.sample(2)
    assert {edge.id for edge in sample.edges} == {"b1", "b3"}
    told = sample.record()
    assert (told["sampled"], told["shown"], told["total"]) == (
        True, {"nodes": 2, "edges": 2}, {"nodes": 5, "edges": 4},
    )  # fmt: skip
    assert network.sample(4) is network


def test_a_neighbourhood_has_the_edges_among_the_neighbours_and_no_more() -> None:
    network = draw(
        join(1, "russia", "syria"), join(2, "russia", "vladimir-putin"), join(3, "syria", "vladimir-putin"),
        join(4, "vladimir-putin", "vladivostok"), join(5, "vladivostok", "sergey-lavrov"),
    )  # fmt: skip
    near = network.around("ent:russia", 10)
    assert near is not None
    assert {edge.id for edge in near.edges} == {"b1", "b2", "b3"}
    assert not near.is_sampled
    few = network.around("ent:russia", 1)
    assert few is not None
    assert [node.id for node in few.nodes] == ["ent:russia", "ent:vladimir-putin"]
    assert (few.is_sampled, few.total_nodes, few.total_edges) == (True, 3, 3)
    assert network.around("ent:nobody", 10) is None


def test_the_record_has_quotes_only_where_they_were_asked_for() -> None:
    [plain, *_] = read_network(STORE, Settings()).record()["edges"]
    [quoted, *_] = read_network(STORE, Settings(), has_quotes=True).record()["edges"]
    assert "quote" not in plain
    assert {"quote", "quote_marks", "publisher", "title"} <= set(quoted)
