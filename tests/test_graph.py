from __future__ import annotations

import json
import shutil
from pathlib import Path

import networkx
import pytest
from rdflib import RDF, URIRef

import kg
from kg.errors import AmbiguousEntity, EntityNotFound, ExportError, GraphError, KGError, QueryError
from kg.graph import Graph
from kg.graph.lookup import find_entity
from kg.model import Entity, EntityType

GEORGIA = Entity("georgia-country", "Georgia", EntityType.COUNTRY, names=("Tbilisi",))
PERSON = Entity("georgia-person", "Georgia", EntityType.PERSON)
PUTIN = Entity("vladimir-putin", "Vladimir Putin", EntityType.PERSON, names=("Putin",))
PLAN = Entity("the-putin-plan", "Putin plan", EntityType.CONCEPT)
LAVROV = Entity("sergey-lavrov", "Sergey Lavrov", EntityType.PERSON)
ENTITIES = (GEORGIA, PERSON, PUTIN, PLAN, LAVROV)


@pytest.fixture(scope="module")
def graph(graph_folder: Path) -> Graph:
    return kg.open(graph_folder)


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("ent:vladimir-putin", PUTIN),
        ("vladimir-putin", PUTIN),
        ("https://kg.example/entity/vladimir-putin", PUTIN),
        ("vladimir  PUTIN", PUTIN),
        ("Putin", PUTIN),
        ("tbilisi", GEORGIA),
        ("Lavrov", LAVROV),
        ("plan", PLAN),
        ("georgia-country", GEORGIA),
    ],
)
def test_an_entity_is_found_by_any_of_its_names(name: str, entity: Entity) -> None:
    assert find_entity(ENTITIES, name) == entity


def test_an_ambiguous_name_lists_the_choices() -> None:
    with pytest.raises(AmbiguousEntity) as caught:
        find_entity(ENTITIES, "georgia")
    assert caught.value.choices == (("Georgia", "ent:georgia-country"), ("Georgia", "ent:georgia-person"))
    assert "ent:georgia-person  Georgia (Person)" in str(caught.value)


@pytest.mark.parametrize("name", ["Vladimir Puten", "Lavrof", "sergei lavrov"])
def test_an_unknown_name_suggests_near_ones(name: str) -> None:
    with pytest.raises(EntityNotFound, match=r"is it (Vladimir Putin|Sergey Lavrov)\?"):
        find_entity(ENTITIES, name)


def test_a_folder_that_does_not_exist_is_an_error_only_when_it_is_read(tmp_path: Path) -> None:
    graph = kg.open(tmp_path / "none.kg")
    for read in (graph.assertions, graph.statistics, graph.entities, lambda: graph.query("ASK {}"), lambda: graph.rdf):
        with pytest.raises(GraphError, match="build"):
            read()
    assert not (tmp_path / "none.kg").exists()


def test_a_graph_is_built_and_read_again_after_a_second_build(articles: Path, tmp_path: Path) -> None:
    with kg.open(tmp_path / "g.kg") as graph:
        graph.build(str(articles / "bank.txt"), workers=1)
        assert {assertion.source for assertion in graph.assertions()} == {"articles/bank.txt"}
        report = graph.build([articles / "visit.md"], workers=1, date="5 March 2013", publisher="Gazette")
        assert report.added == 1
        assert {assertion.source for assertion in graph.assertions()} == {"articles/bank.txt", "articles/visit.md"}


def test_assertions_quote_their_document(graph: Graph) -> None:
    for assertion in graph.assertions():
        text = graph.document(assertion.document).text
        assert text[assertion.start : assertion.end] == assertion.sentence


def test_the_graph_holds_what_the_articles_say(graph: Graph) -> None:
    said = {(a.subject, a.predicate, a.object, a.status.value) for a in graph.assertions()}
    assert ("Hillary Clinton", "meet", "Vladimir Putin", "asserted") in said
    assert ("Russia", "oppose", "sanctions on Syria", "reported") in said
    assert ("Norvik Bank", "acquire", "Halden Group", "asserted") in said


def test_assertions_are_filtered(graph: Graph) -> None:
    everything = graph.assertions()
    reported = graph.assertions(status="reported")
    assert reported == [assertion for assertion in everything if assertion.status == "reported"]
    assert 0 < len(graph.assertions(status=["asserted", "reported"])) < len(everything)
    assert {a.published for a in graph.assertions(since="2013")} == {"2013-03-04", "2013-03-05"}
    assert {a.published for a in graph.assertions(until="2012")} == {"2012-09-08"}
    assert {a.object_type for a in graph.assertions(types=["Person", "Country"])} <= {"Person", "Country", None}
    with pytest.raises(KGError, match="certainly"):
        graph.assertions(status="certainly")


def test_facts_are_grouped_by_the_place_of_the_entity(graph: Graph) -> None:
    facts = graph.facts("Putin")
    assert facts.entity.label == "Vladimir Putin"
    assert all(fact.subject_id == "ent:vladimir-putin" for fact in facts.as_subject)
    assert all(fact.object_id == "ent:vladimir-putin" for fact in facts.as_object)
    syria = graph.facts("Syria")
    assert any(fact.object == "sanctions on Syria" for fact in syria.in_part)


def test_why_finds_a_fact_by_its_words_or_identifier(graph: Graph) -> None:
    [fact] = graph.why("Russia", "oppose", "sanctions on Syria")
    assert fact.attributed_to == "Sergey Lavrov"
    assert graph.why("russia", "opposes", "ent:sanctions-on-syria") == [fact]
    assert graph.why(fact.id[:8]) == [fact]
    assert graph.why("Russia", "oppose") == [fact]
    for words in (("Russia", "invade", "Syria"), ("Russia", "visit"), ("fffffff0",), ("ab",), ("a", "b", "c", "d")):
        with pytest.raises(KGError):
            graph.why(*words)


def test_a_query_gives_rows_and_a_data_frame(graph: Graph) -> None:
    result = graph.query("SELECT ?o { ent:russia rel:oppose ?o }")
    assert ("ent:sanctions-on-syria",) in result.rows
    assert list(result.df().columns) == ["o"]
    assert not graph.query("SELECT ?o { ent:russia rel:oppose ?o }", only_asserted=True)
    with pytest.raises(QueryError):
        graph.query("SELECT")


def test_rdf_is_a_dataset_over_the_union(graph: Graph) -> None:
    concept = URIRef("https://kg.example/entity/sanctions-on-syria")
    assert (concept, RDF.type, None) in graph.rdf


def test_networkx_has_the_facts_as_edges(graph: Graph) -> None:
    projection = graph.to_networkx()
    assert isinstance(projection, networkx.MultiDiGraph)
    assert projection.has_edge("ent:hillary-clinton", "ent:vladimir-putin")
    assert {data["status"] for *_, data in projection.edges(data=True)} == {"asserted", "reported"}
    assert graph.to_networkx(status=None).number_of_edges() > projection.number_of_edges()
    assert graph.to_networkx(since="2014").number_of_edges() == 0


def test_export_writes_records(graph: Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "facts.jsonl")
    records = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text().splitlines()]
    assert records == [kg.record(assertion) for assertion in graph.assertions()]
    with pytest.raises(ExportError):
        graph.export(tmp_path / "facts.doc")


def test_documents_are_found_by_name(graph: Graph) -> None:
    assert graph.document("bank.txt").source == "articles/bank.txt"
    with pytest.raises(KGError, match="may be one of 2"):
        graph.document(".txt")
    with pytest.raises(KGError, match="no document"):
        graph.document("nothing.txt")


def test_statistics_count_everything(graph: Graph) -> None:
    statistics = graph.statistics()
    assert statistics.documents == 3
    assert statistics.sentences >= 8
    assert sum(statistics.assertions.values()) == len(graph.assertions())
    assert statistics.entities["Person"] >= 3
    assert statistics.predicates["meet"] >= 2


def test_a_graph_whose_store_is_lost_has_it_derived_by_who_reads_it(graph_folder: Path, tmp_path: Path) -> None:
    folder = tmp_path / "g.kg"
    shutil.copytree(graph_folder, folder)
    shutil.rmtree(folder / "rdf")
    assert len(kg.open(folder).assertions()) == len(kg.open(graph_folder).assertions())
    kg.open(folder).build([], workers=1)
    assert len(kg.open(folder).assertions()) == len(kg.open(graph_folder).assertions())
