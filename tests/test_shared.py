"""Checks on the data beside the repository (`../shared`): the user's own article and ninety articles of Wikinews.

They are skipped by name where that folder is not there.
"""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest
import rdflib
from benchmark.predicates import is_quoted

import kg
from kg.documents import read_documents
from kg.model import Assertion, Document, Status
from kg.pipeline import extract

SHARED = Path(__file__).parents[2] / "shared"
SEED = SHARED / "seed" / "russia-rebuffs-clinton.txt"
CORPUS = SHARED / "corpus"
WIKINEWS = CORPUS / "wikinews"

needs_seed = pytest.mark.skipif(not SEED.exists(), reason="../shared/seed is not there")
needs_wikinews = pytest.mark.skipif(not WIKINEWS.exists(), reason="../shared/corpus/wikinews is not there")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    graph = kg.open(tmp_path_factory.mktemp("seed") / "graph.kg")
    graph.build([SEED], date="2012-09-08")
    return graph


def facts(graph: kg.Graph, subject: str, predicate: str) -> list[Assertion]:
    return [a for a in graph.assertions() if (a.subject, a.predicate) == (subject, predicate)]


@needs_seed
def test_russia_opposes_penalties_that_mention_syria(seed: kg.Graph) -> None:
    opposed = [a for a in facts(seed, "Russia", "oppose") if "penalties against the Assad" in (a.object or "")]
    assert opposed
    for assertion in opposed:
        assert seed.query(f"ASK {{ {assertion.object_id} kg:mentions ent:syria }}").answer
    assert seed.query("SELECT ?o { ent:russia rel:oppose ?o }").rows


@needs_seed
def test_who_met_whom(seed: kg.Graph) -> None:
    assert "Vladimir Putin" in {a.object for a in facts(seed, "Hillary Clinton", "meet")}
    assert "Hillary Clinton" in {a.object for a in facts(seed, "Sergey Lavrov", "meet")}


@needs_seed
@pytest.mark.parametrize(
    ("holder", "office"),
    [
        ("Bashar Assad", "President of Syria"),
        ("Hillary Clinton", "Secretary of State of the United States"),
        ("Sergey Lavrov", "Foreign Minister of Russia"),
        ("Vladimir Putin", "President of Russia"),
        ("Yang Jiechi", "Foreign Minister of China"),
        ("Barack Obama", "President of the United States"),
    ],
)
def test_the_office_of_each_named_office_holder(seed: kg.Graph, holder: str, office: str) -> None:
    assert office in {a.object for a in facts(seed, holder, "hold position")}


@needs_seed
@pytest.mark.parametrize(
    ("subject", "predicate"),
    [("United States Congress", "repeal"), ("Bashar Assad", "relinquish"), ("Russia", "support")],
)
def test_what_is_only_wished_or_attempted_has_no_plain_triple(seed: kg.Graph, subject: str, predicate: str) -> None:
    found = facts(seed, subject, predicate)
    assert found
    assert {a.status for a in found} <= {Status.HYPOTHETICAL, Status.NEGATED}
    asked = f"ASK {{ {found[0].subject_id} {found[0].predicate_id} ?o }}"
    assert seed.query(asked).answer is False


@needs_seed
def test_russia_did_not_join_the_pressure(seed: kg.Graph) -> None:
    statuses = {a.object: a.status for a in facts(seed, "Russia", "join")}
    assert statuses["United States"] is Status.NEGATED
    assert statuses["World Trade Organization"] is Status.ASSERTED


@needs_seed
def test_every_span_of_the_article_quotes_it(seed: kg.Graph) -> None:
    for assertion in seed.assertions():
        text = seed.document(assertion.document).text
        assert text[assertion.start : assertion.end] == assertion.sentence
        assert " ".join(span.quote(text) for span in assertion.predicate_span) == assertion.phrase


@pytest.fixture(scope="module")
def wikinews(tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    graph = kg.open(tmp_path_factory.mktemp("wikinews") / "graph.kg")
    graph.build([WIKINEWS])
    return graph


@needs_wikinews
def test_wikinews_in_another_order_gives_the_same_bytes(wikinews: kg.Graph, tmp_path: Path) -> None:
    other = kg.open(tmp_path / "graph.kg")
    files = sorted(WIKINEWS.glob("*.txt"), key=lambda path: path.name[::-1])
    for half in (files[:45], files[45:]):
        report = other.build(half, metadata=WIKINEWS / "index.tsv")
        assert not report.left_out
    for graph, name in ((wikinews, "one.nq"), (other, "two.nq")):
        graph.export(tmp_path / name)
    assert (tmp_path / "one.nq").read_bytes() == (tmp_path / "two.nq").read_bytes()


@needs_wikinews
def test_wikinews_read_back_from_turtle_and_graphml_is_the_same(wikinews: kg.Graph, tmp_path: Path) -> None:
    wikinews.export(tmp_path / "w.ttl")
    wikinews.export(tmp_path / "w.graphml")
    read = rdflib.Graph().parse(tmp_path / "w.ttl")
    # Without blank nodes isomorphism is equality of sets.
    assert not any(isinstance(term, rdflib.BNode) for triple in read for term in triple)
    assert set(read) == {quad[:3] for quad in wikinews.rdf.quads((None, None, None, None))}
    back = nx.read_graphml(tmp_path / "w.graphml", force_multigraph=True)
    projected = wikinews.to_networkx()
    assert dict(back.nodes(data=True)) == dict(projected.nodes(data=True))
    edges = [{edge[:3]: edge[3] for edge in graph.edges(keys=True, data=True)} for graph in (back, projected)]
    assert edges[0] == edges[1]


@pytest.mark.skipif(not CORPUS.exists(), reason="../shared/corpus is not there")
@pytest.mark.parametrize("name", ["re3d", "gum"])
def test_every_record_of_the_corpus_quotes_its_document(name: str) -> None:
    texts = {found.id: found.text for found in read_documents([CORPUS / name]) if isinstance(found, Document)}
    found = list(extract([CORPUS / name]))
    assert found
    for assertion in found:
        assert is_quoted(assertion, texts[assertion.document]), assertion


@needs_wikinews
def test_every_record_of_wikinews_quotes_its_document(wikinews: kg.Graph) -> None:
    texts = {found.id: found.text for found in read_documents([WIKINEWS]) if isinstance(found, Document)}
    for assertion in wikinews.assertions():
        assert is_quoted(assertion, texts[assertion.document]), assertion
