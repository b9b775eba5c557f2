"""What `Graph.find` and `Graph.paths` find."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import WriteFiles

import kg
from kg.errors import AmbiguousEntity, EntityNotFound, KGError
from kg.graph import Chain, Graph
from kg.pipeline import build

NEWS = """Anna Berg met Paul Holm in Oslo on Monday. Paul Holm leads Norvik Bank.

Norvik Bank acquired Halden Group. The minister said that Halden Group sued Carl Lund.

Anna Berg opposes the sanctions on Syria. Eva Strand did not meet Anna Berg.
"""


@pytest.fixture(scope="module")
def graph(graph_folder: Path) -> Graph:
    return kg.open(graph_folder)


@pytest.fixture(scope="module")
def chained(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = tmp_path_factory.mktemp("chains")
    (folder / "news.txt").write_text(NEWS, encoding="utf-8")
    build(folder / "g.kg", [folder / "news.txt"], workers=1)
    return kg.open(folder / "g.kg")


def labels(found: list[Chain]) -> list[list[str]]:
    return [[chain.hops[0].start.label, *(hop.end.label for hop in chain.hops)] for chain in found]


# Search


def test_the_entity_of_that_very_name_comes_first(graph: Graph) -> None:
    found = graph.find("putin")
    assert found.entities[0].entity.label == "Vladimir Putin"
    assert found.entities[0].facts == len([a for a in graph.assertions() if "Vladimir Putin" in (a.subject, a.object)])
    assert not found.near


@pytest.mark.parametrize("text", ["Vladimir Puten", "Puten", "wladimir putin"])
def test_a_slip_of_the_pen_is_forgiven(graph: Graph, text: str) -> None:
    found = graph.find(text)
    assert found.near
    assert found.entities[0].entity.label == "Vladimir Putin"


def test_relations_are_found_by_label_and_phrase(graph: Graph) -> None:
    for text in ("oppos", "opposes"):
        [used] = graph.find(text).relations
        assert (used.relation.id, used.relation.phrases, used.facts) == ("rel:oppose", ("opposes",), 1)


def test_sentences_hold_every_word_or_one_that_begins_so(graph: Graph) -> None:
    [sentence] = graph.find("oppos sanction").sentences
    assert sentence.text == "Foreign Minister Sergey Lavrov said that Russia opposes sanctions on Syria."
    assert [span.quote(sentence.document.text) for span in sentence.words] == ["opposes", "sanctions"]
    assert sentence.span.quote(sentence.document.text) == sentence.text


def test_sentences_without_any_assertion_are_found_too(write_files: WriteFiles, tmp_path: Path) -> None:
    folder = write_files({"a.txt": "Anna Berg met Paul Holm in Oslo. What a café!"})
    build(tmp_path / "g.kg", [folder], workers=1)
    assert [sentence.text for sentence in kg.open(tmp_path / "g.kg").find("cafe").sentences] == ["What a café!"]


def test_the_number_of_things_is_limited(graph: Graph) -> None:
    found = graph.find("o", limit=1)
    assert [len(found.entities), len(found.relations), len(found.sentences)] == [1, 1, 1]


@pytest.mark.parametrize("text", ["zzzzqqq", "!", "", '"', "AND (", "*"])
def test_what_is_not_there_is_not_found(graph: Graph, text: str) -> None:
    assert len(graph.find(text)) == 0


# Chains


def test_a_chain_leads_from_fact_to_fact_with_their_sentences(chained: Graph) -> None:
    [chain] = chained.paths("Anna Berg", "Halden Group")
    assert labels([chain]) == [["Anna Berg", "Paul Holm", "Norvik Bank", "Halden Group"]]
    assert [hop.assertions[0].predicate for hop in chain.hops] == ["meet", "lead", "acquire"]
    assert chain.hops[0].assertions[0].sentence == "Anna Berg met Paul Holm in Oslo on Monday."


def test_facts_are_followed_against_their_direction(chained: Graph) -> None:
    [chain] = chained.paths("Halden Group", "Anna Berg")
    assert labels([chain]) == [["Halden Group", "Norvik Bank", "Paul Holm", "Anna Berg"]]
    assert chain.hops[0].assertions[0].subject == "Norvik Bank"


def test_a_name_inside_another_joins(chained: Graph) -> None:
    [chain] = chained.paths("Anna Berg", "Syria")
    assert labels([chain]) == [["Anna Berg", "sanctions on Syria", "Syria"]]
    assert [len(hop.assertions) for hop in chain.hops] == [1, 0]


def test_what_is_denied_makes_no_chain(chained: Graph) -> None:
    assert any(a.subject == "Eva Strand" and a.status == "negated" for a in chained.assertions())
    with pytest.raises(KGError, match="no chain of facts joins Eva Strand and Anna Berg"):
        chained.paths("Eva Strand", "Anna Berg")


def test_only_asserted_facts_if_these_are_wanted(chained: Graph) -> None:
    [chain] = chained.paths("Norvik Bank", "Carl Lund")
    assert chain.hops[-1].assertions[0].status == "reported"
    with pytest.raises(KGError, match="no chain"):
        chained.paths("Norvik Bank", "Carl Lund", status=["asserted"])


def test_a_chain_that_is_too_long_is_told_of(chained: Graph) -> None:
    with pytest.raises(KGError, match=r"has 3 steps; --max-length 3 shows it"):
        chained.paths("Anna Berg", "Halden Group", max_length=2)


def test_shorter_chains_come_first_and_their_number_is_limited(graph: Graph) -> None:
    found = graph.paths("Russia", "Syria", max_length=6, limit=5)
    lengths = [len(chain) for chain in found]
    assert lengths == sorted(lengths)
    assert len({tuple(names) for names in labels(found)}) == len(found)
    assert labels(graph.paths("Russia", "Syria", limit=1)) == labels(found)[:1]
    assert labels(graph.paths("Russia", "Syria", max_length=6, limit=5)) == labels(found)


def test_the_ends_have_to_be_two_entities_that_are_known(graph: Graph) -> None:
    with pytest.raises(KGError, match="the same entity, ent:vladimir-putin"):
        graph.paths("Putin", "Vladimir Putin")
    with pytest.raises(EntityNotFound):
        graph.paths("Putin", "Nobody Here")
    with pytest.raises((AmbiguousEntity, EntityNotFound)):
        graph.paths("o", "Putin")
