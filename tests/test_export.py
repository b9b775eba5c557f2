import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
from graph_samples import ASSERTIONS, DATASET, MEET, OPPOSE, datasets
from hypothesis import HealthCheck, given, settings
from rdflib import Dataset as RdfDataset
from rdflib import Graph
from rdflib.compare import isomorphic

from kg import rdf
from kg.assertions import record
from kg.errors import ExportError
from kg.export import FORMATS, export
from kg.model import Dataset, Settings
from kg.projection import project
from kg.store import EmbeddedStore

QUADS = list(rdf.quads(DATASET, Settings()))
STORE = EmbeddedStore.in_memory(QUADS)
KEYS = (
    "id status subject subject_id subject_type predicate predicate_id phrase object object_id object_type polarity"
    " modality attributed_to attributed_to_id attribution_chain time place confidence clause document source published"
    " sentence start end subject_span predicate_span object_span subject_antecedent object_antecedent"
)


def dump(form: str, source: rdf.QuadSource = STORE, **filters: object) -> bytes:
    stream = io.BytesIO()
    export(source, stream, Settings(), format=form, **filters)
    return stream.getvalue()


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_the_bytes_of_the_stream_whatever_the_order_of_the_quads(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    path.write_text("old")
    export(rdf.QuadSet(reversed(QUADS)), path, Settings())
    assert path.read_bytes() == dump(form)
    assert list(tmp_path.iterdir()) == [path]


def test_turtle_is_the_union_of_the_graphs() -> None:
    turtle = dump("ttl").decode()
    assert "rel:oppose ent:sanctions-on-syria" in turtle
    union = Graph()
    for triple in STORE.rdf_dataset().triples((None, None, None)):
        union.add(triple)
    assert len(union) == len(QUADS)
    assert isomorphic(Graph().parse(data=turtle, format="turtle"), union)
    assert isomorphic(Graph().parse(data=dump("nt").decode(), format="nt"), union)


@pytest.mark.parametrize(("form", "named"), [("nq", "nquads"), ("trig", "trig")])
def test_nquads_and_trig_keep_the_graphs(form: str, named: str) -> None:
    parsed = RdfDataset()
    parsed.parse(data=dump(form).decode(), format=named)
    graphs = {quad.graph_name.value for quad in QUADS}
    assert {str(graph.identifier) for graph in parsed.graphs() if len(graph)} == graphs
    format = ox.RdfFormat.N_QUADS if form == "nq" else ox.RdfFormat.TRIG
    assert set(ox.parse(dump(form), format=format)) == set(QUADS)


def test_nquads_are_sorted_lines() -> None:
    lines = dump("nq").split(b"\n")[:-1]
    assert lines == sorted(lines)
    assert len(lines) == len(QUADS)


def test_json_lines_are_the_records() -> None:
    records = [json.loads(line) for line in dump("jsonl").splitlines()]
    assert all(" ".join(found) == KEYS for found in records)
    assert sorted(records, key=lambda r: r["id"]) == [record(a) for a in sorted(ASSERTIONS, key=lambda a: a.id)]
    oppose = next(found for found in records if found["id"] == OPPOSE.id)
    assert (oppose["predicate_span"], oppose["subject_antecedent"]) == ([[34, 36], [37, 47]], None)


def test_csv_has_a_row_an_assertion() -> None:
    rows = list(csv.DictReader(io.StringIO(dump("csv").decode())))
    assert " ".join(rows[0]) == KEYS
    assert {row["id"] for row in rows} == {assertion.id for assertion in ASSERTIONS}
    oppose = next(row for row in rows if row["id"] == OPPOSE.id)
    assert (oppose["predicate_span"], oppose["subject_antecedent"]) == ("[[34, 36], [37, 47]]", "")


def assert_equal_graphs(found: networkx.MultiDiGraph, expected: networkx.MultiDiGraph) -> None:
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert list(found.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))
    assert found.graph["left_out"] == expected.graph["left_out"]
    for _, data in found.nodes(data=True):
        assert isinstance(data["mentions"], int)
    for *_, confidence in found.edges(data="confidence"):
        assert isinstance(confidence, float)


def test_graphml_is_read_back_equal(tmp_path: Path) -> None:
    export(STORE, tmp_path / "g.graphml", Settings())
    found = networkx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    assert_equal_graphs(found, project(STORE, Settings()))
    assert found.number_of_edges("ent:hillary-clinton", "ent:vladimir-putin") == 2


@given(datasets())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_graphml_is_read_back_equal(dataset: Dataset) -> None:
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    found = networkx.read_graphml(io.BytesIO(dump("graphml", source)), force_multigraph=True)
    assert_equal_graphs(found, project(source, Settings()))


def test_odd_characters_survive_graphml() -> None:
    odd = replace(MEET, sentence=' <a & "b">\r\n\t]]> \x00 ', confidence=1e-7)
    source = rdf.QuadSet(rdf.quads(Dataset(assertions=(odd,)), Settings()))
    found = networkx.read_graphml(io.BytesIO(dump("graphml", source)), force_multigraph=True)
    ((*_, data),) = found.edges(data=True)
    assert (data["quote"], data["confidence"]) == (' <a & "b">\r\n\t]]> \ufffd ', 1e-7)


def test_filters_apply_to_records_and_graphml_but_not_to_rdf() -> None:
    assert len(dump("jsonl", status="asserted").splitlines()) == 2
    assert len(dump("csv", since="2012").splitlines()) == 1 + 2
    assert dump("graphml", status=["negated"]).count(b"<edge ") == 0
    assert dump("graphml", types=["Person"]).count(b"<edge ") == 2
    with pytest.raises(ExportError, match="Filters do not apply to ttl"):
        dump("ttl", min_confidence=0.5)


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    for target, format in [(tmp_path / "graph.gexf", None), (tmp_path / "graph", None), (io.BytesIO(), "rdf")]:
        with pytest.raises(ExportError, match="ttl, nt, nq, trig, graphml, csv, jsonl"):
            export(STORE, target, Settings(), format=format)
    export(STORE, tmp_path / "graph", Settings(), format="nt")
    assert (tmp_path / "graph").read_bytes() == dump("nt")


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for path in (tmp_path / "none" / "graph.ttl", tmp_path / "folder.ttl"):
        with pytest.raises(ExportError, match="Name a file in a folder you can write to"):
            export(STORE, path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["folder.ttl"]
