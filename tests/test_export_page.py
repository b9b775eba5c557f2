"""The graph as one page: what stands in it, and that nothing of it is run. `tests/web/test_one_file.py` opens it."""

import html
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from graph_samples import DATASET, ENTITIES, MEET, OPPOSE, VLADIVOSTOK

from kg import rdf
from kg.analysis.drawing import Network, read_network
from kg.errors import ExportError, KGError
from kg.export import FORMATS, find_format
from kg.export.page import make_page, state_of, title_of
from kg.graph.pictures import NODES, draw
from kg.model import Assertion, Dataset, Settings, Status
from kg.store import EmbeddedStore

TEMPLATE = '<title>__KG_TITLE__</title><script type="application/json" id="network">"__KG_NETWORK__"</script>'
HOSTILE = "</script><script>alert(1)</script><!--\u2028\u2029&amp;"


def network_of(*assertions: Assertion, entities: tuple = ENTITIES) -> Network:
    dataset = Dataset(DATASET.documents, entities, assertions or DATASET.assertions)
    store = EmbeddedStore.in_memory(rdf.quads(dataset, Settings()))
    return read_network(store, Settings(), has_quotes=True)


def read_data(page: str) -> dict:
    [found] = re.findall(r'<script type="application/json" id="network">(.*?)</script>', page, re.DOTALL)
    return json.loads(found)


def join(number: int, obj: str) -> Assertion:
    return replace(MEET, id=f"b{number}", subject_id="ent:russia", object_id=f"ent:{obj}")


def test_the_suffix_is_known_and_named_in_the_error_for_another() -> None:
    assert "html" in FORMATS
    assert [find_format(name) for name in ("graph.html", "graph.HTML.gz")] == ["html", "html"]
    with pytest.raises(ExportError, match="html"):
        find_format("graph.htm")


def test_a_page_holds_the_network_with_its_quotes() -> None:
    network = network_of()
    data = read_data(make_page(network, "News", template=TEMPLATE))
    assert data["network"] == json.loads(json.dumps(network.record()))
    [edge] = [edge for edge in data["network"]["edges"] if edge["id"] == OPPOSE.id]
    assert edge["quote"] == VLADIVOSTOK.text
    assert [edge["quote"][mark["start"] : mark["end"]] for mark in edge["quote_marks"]] == [
        "Russia", "is", "opposed to", "sanctions on Syria",
    ]  # fmt: skip


def test_hostile_names_and_sentences_are_data() -> None:
    entities = tuple(replace(entity, label=HOSTILE) if entity.slug == "russia" else entity for entity in ENTITIES)
    page = make_page(network_of(replace(OPPOSE, sentence=HOSTILE), entities=entities), HOSTILE, template=TEMPLATE)
    assert page.count("<script") == page.count("</script") == 1
    assert not set("\u2028\u2029") & set(page.partition("network")[2])
    data = read_data(page)
    assert data["title"] == HOSTILE
    assert HOSTILE in {node["label"] for node in data["network"]["nodes"]}
    assert data["network"]["edges"][0]["quote"] == HOSTILE
    [title] = re.findall("<title>(.*?)</title>", page, re.DOTALL)
    assert html.unescape(title) == HOSTILE


def test_a_page_begins_with_the_statuses_asked_for() -> None:
    assert read_data(make_page(network_of(), "News", template=TEMPLATE))["state"] == {}
    state = state_of([Status.NEGATED, Status.HYPOTHETICAL])
    page = make_page(network_of(), "News", state=state, template=TEMPLATE)
    assert read_data(page)["state"] == {"status": "hypothetical,negated"}
    assert state_of([]) == {}


def test_a_front_end_without_a_place_for_the_network_is_told() -> None:
    with pytest.raises(KGError, match=re.escape("python -m kg.web.build")):
        make_page(network_of(), "News", template="<p>old</p>")


def test_the_title_names_what_is_most_central() -> None:
    assert title_of(network_of()).endswith(" and others")
    assert title_of(network_of(MEET)) == "Hillary Clinton and Vladimir Putin"
    assert title_of(network_of(OPPOSE)) == "Russia and sanctions on Syria"
    assert title_of(Network((), (), (), 0, 0)) == "Knowledge graph"


def test_what_is_near_an_entity_comes_by_its_distance() -> None:
    network = network_of(join(1, "syria"), replace(join(2, "vladivostok"), subject_id="ent:syria"), MEET)
    near = network.near(["ent:russia"], depth=1, limit=9)
    assert {node.id for node in near.nodes} == {"ent:russia", "ent:syria"}
    assert not near.is_sampled
    assert {node.id for node in network.near(["ent:russia"], depth=2, limit=9).nodes} == {
        "ent:russia", "ent:syria", "ent:vladivostok",
    }  # fmt: skip
    both = network.near(["ent:russia", "ent:vladimir-putin"], depth=1, limit=9)
    assert {edge.id for edge in both.edges} == {"b1", MEET.id}


def test_of_hundreds_of_neighbours_the_most_important_are_drawn_and_the_number_of_all_is_told() -> None:
    slugs = [f"n{number}" for number in range(NODES + 20)]
    entities = (*ENTITIES, *(replace(ENTITIES[0], slug=slug, label=slug.upper(), wikidata=None) for slug in slugs))
    assertions = [join(number, slug) for number, slug in enumerate(slugs)]
    twice = replace(assertions[-1], id="c1", document=VLADIVOSTOK.id)
    network = network_of(*assertions, twice, entities=entities)
    near = network.near(["ent:russia"], depth=1, limit=NODES)
    assert len(near.nodes) == NODES + 1
    assert slugs[-1] in {node.label.lower() for node in near.nodes}  # two facts lead there
    assert (near.total_nodes, near.total_edges) == (NODES + 21, NODES + 21)
    assert near.is_sampled


def test_an_entity_that_nothing_joins_to_another_is_told() -> None:
    with pytest.raises(KGError, match="No fact joins Syria to another entity"):
        draw(network_of(MEET), ["ent:syria"], ["Syria"], depth=1, statuses=(), height=400)
    with pytest.raises(KGError, match="A depth of 3 is not drawn"):
        draw(network_of(MEET), [], [], depth=3, statuses=(), height=400)


def test_without_the_front_end_the_command_that_builds_it_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.bundle.FOLDER", tmp_path)
    with pytest.raises(KGError, match=re.escape("python -m kg.web.build")):
        make_page(network_of(), "News")
