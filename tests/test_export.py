import csv
import gzip
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from pathlib import Path

import networkx
import pyoxigraph as ox
import pytest
from graph_samples import ASSERTIONS, DATASET, MEET, OPPOSE, REPORTED_MEETING, datasets
from hypothesis import HealthCheck, given, settings
from rdflib import Dataset as RdfDataset
from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from kg import rdf
from kg import vocabulary as v
from kg.assertions import record
from kg.errors import ExportError
from kg.export import FORMATS as ALL_FORMATS
from kg.export import RDF_FORMATS, export, find_format
from kg.model import Dataset, Settings
from kg.projection import make_filter, project
from kg.store import EmbeddedStore

# The page needs the built front end: tests/web/test_one_file.py.
FORMATS = tuple(form for form in ALL_FORMATS if form != "html")
QUADS = list(rdf.quads(DATASET, Settings()))
STORE = EmbeddedStore.in_memory(QUADS)
KEYS = (
    "id status subject subject_id subject_type predicate predicate_id phrase object object_id object_type polarity"
    " modality attributed_to attributed_to_id attribution_chain time place confidence clause document source published"
    " sentence start end subject_span predicate_span object_span subject_antecedent object_antecedent"
)
# What pyoxigraph and rdflib call each format.
OF_TRIPLES = {
    "ttl": (ox.RdfFormat.TURTLE, "turtle"),
    "nt": (ox.RdfFormat.N_TRIPLES, "nt"),
    "rdf": (ox.RdfFormat.RDF_XML, "xml"),
}
OF_QUADS = {
    "nq": (ox.RdfFormat.N_QUADS, "nquads"),
    "trig": (ox.RdfFormat.TRIG, "trig"),
    "jsonld": (ox.RdfFormat.JSON_LD, "json-ld"),
}
GEXF = "{http://gexf.net/1.3}"


def dump(form: str, source: rdf.QuadSource = STORE, **filters: object) -> bytes:
    stream = io.BytesIO()
    export(source, stream, Settings(), format=form, **filters)
    return stream.getvalue()


def only(assertion: object, **changes: object) -> rdf.QuadSet:
    """Return the graph of one assertion, with some changes."""
    return rdf.QuadSet(rdf.quads(Dataset(assertions=(replace(assertion, **changes),)), Settings()))


def parse(form: str, **filters: object) -> set[ox.Quad]:
    return set(ox.parse(dump(form, **filters), format={**OF_TRIPLES, **OF_QUADS}[form][0]))


def graph_of(quads: set[ox.Quad], name: str) -> set[ox.Triple]:
    return {quad.triple for quad in quads if quad.graph_name == ox.NamedNode(name)}


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_has_the_bytes_of_the_stream_whatever_the_order_of_the_quads(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    path.write_text("old")
    export(rdf.QuadSet(reversed(QUADS)), path, Settings())
    assert path.read_bytes() == dump(form)
    assert list(tmp_path.iterdir()) == [path]


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "import hashlib; from test_export import dump, FORMATS;"
        "print(*(hashlib.sha256(dump(form)).hexdigest() for form in (*FORMATS, 'nt.gz')))"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parent)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    environment["PYTHONHASHSEED"] = "8"
    again = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == again.stdout
    assert len(set(done.stdout.split())) == len(FORMATS) + 1


# RDF


@pytest.mark.parametrize("form", OF_TRIPLES)
def test_triples_are_the_union_of_the_graphs(form: str) -> None:
    theirs, rdflibs = OF_TRIPLES[form]
    union = Graph()
    for triple in STORE.rdf_dataset().triples((None, None, None)):
        union.add(triple)
    assert len(union) == len(QUADS)
    assert {quad.triple for quad in ox.parse(dump(form), format=theirs)} == {quad.triple for quad in QUADS}
    assert isomorphic(Graph().parse(data=dump(form), format=rdflibs), union)


@pytest.mark.parametrize("form", OF_QUADS)
def test_quads_keep_the_graphs(form: str) -> None:
    theirs, rdflibs = OF_QUADS[form]
    assert set(ox.parse(dump(form), format=theirs)) == set(QUADS)
    parsed = RdfDataset()
    parsed.parse(data=dump(form).decode(), format=rdflibs)
    expected = RdfDataset()
    expected.parse(data=dump("nq").decode(), format="nquads")
    assert set(parsed.quads()) == set(expected.quads())
    assert {str(g.identifier) for g in parsed.graphs() if len(g)} == {quad.graph_name.value for quad in QUADS}


@given(datasets())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_every_graph_is_read_back_equal(dataset: Dataset) -> None:
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    quads = set(source.quads())
    for form, (theirs, _) in OF_QUADS.items():
        assert set(ox.parse(dump(form, source), format=theirs)) == quads
    for form in ("ttl", "nt"):
        assert {q.triple for q in ox.parse(dump(form, source), format=OF_TRIPLES[form][0])} == {q.triple for q in quads}


@pytest.mark.parametrize("base", ["https://news.example/a#", "urn:news/"])
def test_json_ld_holds_under_any_base(base: str) -> None:
    quads, stream = set(rdf.quads(DATASET, Settings(base=base))), io.BytesIO()
    export(rdf.QuadSet(quads), stream, Settings(base=base), format="jsonld")
    assert set(ox.parse(stream.getvalue(), format=ox.RdfFormat.JSON_LD)) == quads


def test_turtle_and_json_ld_use_the_prefixes() -> None:
    assert "rel:oppose ent:sanctions-on-syria" in dump("ttl").decode()
    whole = json.loads(dump("jsonld"))
    assert whole["@context"]["ent"] == "https://kg.example/entity/"
    (reported,) = (graph for graph in whole["@graph"] if graph["@id"] == "kg:reported")
    assert reported["@graph"] == [{"@id": "ent:russia", "rel:oppose": {"@id": "ent:sanctions-on-syria"}}]
    (entities,) = (graph for graph in whole["@graph"] if graph["@id"] == "kg:entities")
    (russia,) = (node for node in entities["@graph"] if node["@id"] == "ent:russia")
    assert (russia["@type"], russia["rdfs:label"]) == ("schema:Country", "Russia")


def test_nquads_and_ntriples_are_sorted_lines() -> None:
    for form in ("nq", "nt"):
        lines = dump(form).split(b"\n")[:-1]
        assert lines == sorted(lines)
        assert len(lines) == len(QUADS)


def test_rdf_xml_survives_odd_characters_as_far_as_xml_can_hold_them() -> None:
    source = only(MEET, sentence=' <a & "b">\r\n\t]]> \x00 ')
    (quote,) = Graph().parse(data=dump("rdf", source), format="xml").objects(None, URIRef(v.ANCHOR))
    assert str(quote) == ' <a & "b">\r\n\t]]> \ufffd '


def test_rdf_xml_refuses_a_property_that_is_no_xml_name_and_tells_what_to_do() -> None:
    with pytest.raises(ExportError, match=r"property <https://kg.example/relation/911>.*export to ttl, nt or jsonld"):
        dump("rdf", only(MEET, predicate="911", predicate_id="rel:911"))
    source = only(MEET, predicate="3d print", predicate_id="rel:3d-print")
    assert {str(p) for p in Graph().parse(data=dump("rdf", source), format="xml").predicates()} >= {
        "https://kg.example/relation/3d-print"
    }


def test_only_asserted_leaves_out_the_reported_graph_and_nothing_else() -> None:
    for form in OF_QUADS:
        assert set(QUADS) - parse(form, only_asserted=True) == {
            quad for quad in QUADS if quad.graph_name.value == v.REPORTED_GRAPH
        }
    assert b"rel:oppose ent:sanctions-on-syria" not in dump("ttl", only_asserted=True)


def test_only_asserted_is_a_status_to_the_other_formats() -> None:
    for form in ("graphml", "gexf", "csv", "jsonl"):
        assert dump(form, only_asserted=True) == dump(form, status="asserted") != dump(form)
        with pytest.raises(ExportError, match="not both"):
            dump(form, only_asserted=True, status="reported")


def test_a_filter_on_rdf_keeps_the_assertions_that_pass_and_what_describes_them() -> None:
    found = parse("nq", status="asserted")
    assert found < set(QUADS)
    assert {str(quad.object) for quad in found if quad.predicate.value == v.STATUS} == {f"<{v.KG}asserted>"}
    assert graph_of(found, v.REPORTED_GRAPH) == set()
    assert graph_of(found, v.ASSERTED_GRAPH) == graph_of(set(QUADS), v.ASSERTED_GRAPH)
    entities = {triple.subject.value.rpartition("/")[2] for triple in graph_of(found, v.ENTITIES_GRAPH)}
    assert entities == {"hillary-clinton", "vladimir-putin"}
    relations = {triple.subject.value.rpartition("/")[2] for triple in graph_of(found, v.RELATIONS_GRAPH)}
    assert relations == {"meet", "pay"}


@pytest.mark.parametrize(
    "filters", [{"status": "negated"}, {"since": "2012"}, {"types": ["Person"]}, {"min_confidence": 0.9}]
)
def test_a_filtered_graph_reads_as_the_filtered_assertions(filters: dict[str, object]) -> None:
    quads = parse("nq", **filters)
    records = [record(assertion) for assertion in rdf.assertions(rdf.QuadSet(quads), Settings())]
    assert records == [json.loads(line) for line in dump("jsonl", **filters).splitlines()] != []
    assert {q.triple for q in quads} == {quad.triple for quad in parse("ttl", **filters)}


def test_what_only_a_report_is_left_of_is_reported_in_a_filtered_graph() -> None:
    meeting = ox.Triple(*(ox.NamedNode("https://kg.example/" + name) for name in (
        "entity/hillary-clinton", "relation/meet", "entity/vladimir-putin")))  # fmt: skip
    assert meeting in graph_of(set(QUADS), v.ASSERTED_GRAPH)
    assert meeting in graph_of(parse("nq", since="2012"), v.REPORTED_GRAPH)
    assert len([quad for quad in parse("nq", since="2012") if quad.triple == meeting]) == 1


def test_a_filtered_graph_keeps_sources_and_the_entities_inside_names() -> None:
    found = parse("nq", status="reported")
    entities = {triple.subject.value.rpartition("/")[2] for triple in graph_of(found, v.ENTITIES_GRAPH)}
    assert {"sergey-lavrov", "vladimir-putin", "vladivostok", "sanctions-on-syria", "syria"} <= entities
    (oppose, _) = sorted(rdf.assertions(rdf.QuadSet(found), Settings()), key=lambda assertion: assertion.predicate_id)[
        ::-1
    ]
    assert oppose == OPPOSE
    assert graph_of(found, v.PROVENANCE_GRAPH) == graph_of(set(QUADS), v.PROVENANCE_GRAPH)


@pytest.mark.parametrize("form", OF_QUADS)
def test_a_filter_that_nothing_passes_leaves_nothing(form: str) -> None:
    assert parse(form, since="2030") == set()
    assert b"kg:entities" not in dump(form, since="2030")


@given(datasets())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_a_filtered_graph_is_one_of_the_filtered_assertions(dataset: Dataset) -> None:
    """What is left equals, but for what is known of a document or an entity besides, the graph of what is left."""
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    for filters in ({"status": "reported"}, {"status": ["asserted", "negated"]}, {"until": "2012-09"}):
        found = set(ox.parse(dump("nq", source, **filters), format=ox.RdfFormat.N_QUADS))
        wanted = make_filter(**filters)
        left = tuple(filter(wanted, rdf.assertions(source, Settings())))
        assert tuple(rdf.assertions(rdf.QuadSet(found), Settings())) == left
        alone = {quad for quad in rdf.quads(Dataset(assertions=left), Settings()) if left}
        for graph in (v.ASSERTED_GRAPH, v.REPORTED_GRAPH):
            assert graph_of(found, graph) == graph_of(alone, graph)


# Records


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


def test_csv_keeps_line_breaks_quotes_and_letters() -> None:
    odd = 'Él dijo: "no",\r\nsaid\n"Łukasz" '
    source = only(REPORTED_MEETING, sentence=odd, attributed_to="Łukasz", attribution_chain=("Łukasz",))
    (row,) = csv.DictReader(io.StringIO(dump("csv", source).decode(), newline=""))
    assert row["sentence"] == odd
    assert row["attribution_chain"] == '["Łukasz"]'


# Projections


def assert_equal_graphs(found: networkx.MultiDiGraph, expected: networkx.MultiDiGraph) -> None:
    assert dict(found.nodes(data=True)) == dict(expected.nodes(data=True))
    assert list(found.edges(keys=True, data=True)) == list(expected.edges(keys=True, data=True))
    for _, data in found.nodes(data=True):
        assert isinstance(data["mentions"], int)
    for *_, data in found.edges(data=True):
        assert (type(data["confidence"]), type(data["sources"])) == (float, int)


def read_graphml(content: bytes) -> networkx.MultiDiGraph:
    return networkx.read_graphml(io.BytesIO(content), force_multigraph=True)


def read_gexf(content: bytes) -> networkx.MultiDiGraph:
    """Return the graph as NetworkX reads it, without what only says when and how to draw."""
    found = networkx.MultiDiGraph()
    for node, data in networkx.read_gexf(io.BytesIO(content)).nodes(data=True):
        found.add_node(node, **without_look(data))
    for subject, obj, data in networkx.read_gexf(io.BytesIO(content)).edges(data=True):
        identifier = data.pop("id")
        found.add_edge(subject, obj, key=identifier, **without_look(data))
    return found


def without_look(data: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in data.items() if name not in ("viz", "start", "end")}


def test_graphml_is_read_back_equal(tmp_path: Path) -> None:
    export(STORE, tmp_path / "g.graphml", Settings())
    found = read_graphml((tmp_path / "g.graphml").read_bytes())
    assert_equal_graphs(found, project(STORE, Settings()))
    assert found.graph["left_out"] == 1
    assert found.number_of_edges("ent:hillary-clinton", "ent:vladimir-putin") == 2


def test_gexf_is_read_back_equal(tmp_path: Path) -> None:
    export(STORE, tmp_path / "g.gexf", Settings())
    found = read_gexf((tmp_path / "g.gexf").read_bytes())
    assert_equal_graphs(found, project(STORE, Settings()))
    assert found.number_of_edges("ent:hillary-clinton", "ent:vladimir-putin") == 2


@given(datasets())
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_every_graphml_and_gexf_is_read_back_equal(dataset: Dataset) -> None:
    source = rdf.QuadSet(rdf.quads(dataset, Settings()))
    expected = project(source, Settings())
    assert_equal_graphs(read_graphml(dump("graphml", source)), expected)
    assert_equal_graphs(read_gexf(dump("gexf", source)), expected)


@pytest.mark.parametrize(("form", "read"), [("graphml", read_graphml), ("gexf", read_gexf)])
def test_odd_characters_survive_xml(form: str, read: object) -> None:
    source = only(MEET, sentence=' <a & "b">\r\n\t]]> \x00 ', confidence=1e-7)
    ((*_, data),) = read(dump(form, source)).edges(data=True)
    assert (data["quote"], data["confidence"]) == (' <a & "b">\r\n\t]]> \ufffd ', 1e-7)


def test_identifiers_of_graphml_are_those_its_schema_allows() -> None:
    root = ElementTree.fromstring(dump("graphml"))
    identifiers = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(identifiers) == len(set(identifiers)) > 20
    assert all(re.fullmatch(r"[\w.:-]+", identifier) for identifier in identifiers)  # NMTOKEN


def test_gexf_keeps_edges_of_different_status_apart_by_kind() -> None:
    edges = list(ElementTree.fromstring(dump("gexf")).iter(f"{GEXF}edge"))
    between = {(edge.get("kind"), edge.get("label")) for edge in edges if edge.get("target") == "ent:vladimir-putin"}
    assert between == {("meet", "meet"), ("meet (reported)", "meet (reported)")}


def test_gexf_tells_when_for_the_timeline() -> None:
    root = ElementTree.fromstring(dump("gexf"))
    (graph,) = root.iter(f"{GEXF}graph")
    assert (graph.get("mode"), graph.get("timeformat")) == ("dynamic", "date")
    times = {edge.get("id"): (edge.get("start"), edge.get("end")) for edge in root.iter(f"{GEXF}edge")}
    assert times[OPPOSE.id] == ("2012-09-08", "2012-09-08")
    assert times[MEET.id] == (None, None)  # its document has no date


@pytest.mark.parametrize(
    ("published", "times"),
    [
        ("2012", ("2012-01-01", "2012-12-31")),
        ("2012-02", ("2012-02-01", "2012-02-29")),
        ("2012-02-30", (None, None)),
        ("last week", (None, None)),
    ],
)
def test_a_month_or_year_lasts_to_its_last_day(published: str, times: tuple[str | None, str | None]) -> None:
    root = ElementTree.fromstring(dump("gexf", only(MEET, published=published)))
    (edge,) = root.iter(f"{GEXF}edge")
    assert (edge.get("start"), edge.get("end")) == times
    assert next(root.iter(f"{GEXF}graph")).get("mode") == ("dynamic" if times[0] else "static")


def test_filters_apply_to_records_and_projections() -> None:
    assert len(dump("jsonl", status="asserted").splitlines()) == 2
    assert len(dump("csv", since="2012").splitlines()) == 1 + 2
    for form in ("graphml", "gexf"):
        assert dump(form, status=["negated"]).count(b"<edge ") == 0
        assert dump(form, types=["Person"]).count(b"<edge ") == 2


# Files


def test_an_unknown_format_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    listed = "The formats are ttl, nt, rdf, nq, trig, jsonld, graphml, gexf, csv, jsonl"
    for target, format, said in [
        (tmp_path / "graph.docx", None, r"The suffix \.docx of .*graph\.docx is not known: .*"),
        (tmp_path / "graph", None, "There is no suffix that tells the format of .*graph: .*--format.*"),
        (tmp_path / "graph.gz", None, r"There is no suffix that tells the format of .*graph\.gz: .*"),
        (io.BytesIO(), None, r"There is no name whose suffix tells the format: .*--format\. "),
        (io.BytesIO(), "html5", r"There is no format 'html5'\. "),
    ]:
        with pytest.raises(ExportError, match=f"^{said}{listed}"):
            export(STORE, target, Settings(), format=format)
    export(STORE, tmp_path / "graph", Settings(), format="nt")
    assert (tmp_path / "graph").read_bytes() == dump("nt")
    assert [path.name for path in tmp_path.iterdir()] == ["graph"]


def test_the_format_given_beats_the_suffix() -> None:
    assert find_format("graph.ttl", ".NQ") == "nq"
    assert find_format("v1.2/graph.v2.Nt.GZ") == "nt"


@pytest.mark.parametrize("form", FORMATS)
def test_gz_compresses_the_same_bytes(form: str, tmp_path: Path) -> None:
    export(STORE, tmp_path / f"a.{form}.gz", Settings())
    packed = (tmp_path / f"a.{form}.gz").read_bytes()
    assert gzip.decompress(packed) == dump(form)
    assert packed == dump(f"{form}.gz")  # neither the name of the file nor the time is in it


def test_a_path_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for path, said in [
        (tmp_path / "none" / "graph.ttl", "No such file or directory. Name a file in a folder that is there"),
        (tmp_path / "folder.ttl", "it is a folder. Name a file in it"),
        (Path("/proc/graph.ttl"), "Name a file in a folder"),
    ]:
        with pytest.raises(ExportError, match=f"Cannot write {path}: .*{said}"):
            export(STORE, path, Settings())
    assert [path.name for path in tmp_path.iterdir()] == ["folder.ttl"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's device that is always full")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb", buffering=0) as stream:
        for target in ("/dev/full", stream):
            with pytest.raises(ExportError, match=r"Cannot write .*: No space left on device\. Free some space"):
                export(STORE, target, Settings(), format="nq")


def test_what_was_there_stays_if_the_export_fails(tmp_path: Path) -> None:
    path = tmp_path / "graph.rdf"
    path.write_text("old")
    with pytest.raises(ExportError, match="does not end in an XML name"):
        export(only(MEET, predicate="911", predicate_id="rel:911"), path, Settings())
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "real.nt").write_text("old")
    (tmp_path / "link.nt").symlink_to("real.nt")
    export(STORE, tmp_path / "link.nt", Settings())
    assert (tmp_path / "link.nt").is_symlink()
    assert (tmp_path / "real.nt").read_bytes() == dump("nt")


def test_a_name_as_long_as_the_system_allows_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / ("n" * (255 - len(".csv")) + ".csv")
    export(STORE, path, Settings())
    assert path.read_bytes() == dump("csv")


def test_every_rdf_format_is_tested() -> None:
    assert {*OF_TRIPLES, *OF_QUADS} == set(RDF_FORMATS)
