import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_samples import ASSERTIONS, DATASET, MEET, datasets, fill
from hypothesis import given, settings
from rdflib import RDFS, Literal, URIRef
from servers import open_empty

from kg import rdf
from kg.errors import GraphError, GraphLocked, MissingExtra, QueryError
from kg.model import Dataset, Settings
from kg.store import EmbeddedStore, Store, open_store
from kg.store.ordering import make_sortable
from kg.vocabulary import ASSERTED_GRAPH, REPORTED_GRAPH, Namespaces

QUADS = list(rdf.quads(DATASET, Settings()))
SERVERS = ("oxigraph", "virtuoso")


@pytest.fixture(params=["memory", "live", "published", "oxigraph", "virtuoso"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """The sample, in each kind of store that can be read."""
    if request.param == "memory":
        return EmbeddedStore.in_memory(QUADS)
    if request.param in SERVERS:
        remote = open_empty(request.getfixturevalue(request.param))
        remote.add(QUADS)
        return remote
    live = EmbeddedStore.open(tmp_path / "rdf", write=True)
    fill(live, QUADS)
    if request.param == "live":
        return live
    live.publish()
    return open_store(tmp_path / "rdf")


@pytest.fixture
def live(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore.open(tmp_path / "rdf", write=True)


# The contract of every store


@pytest.mark.parametrize("kind", ["memory", "live", *SERVERS])
def test_quads_are_added_removed_by_graph_and_listed(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    store: Store
    if kind in SERVERS:
        store = open_empty(request.getfixturevalue(kind))
    else:
        store = EmbeddedStore.in_memory() if kind == "memory" else EmbeddedStore.open(tmp_path, write=True)
    store.add(QUADS)
    store.add(QUADS)
    assert Counter(store.quads()) == Counter(QUADS)
    store.remove_graph(ASSERTED_GRAPH)
    store.remove_graph("http://example.org/none")
    assert set(store.quads()) == {quad for quad in QUADS if quad.graph_name.value != ASSERTED_GRAPH}
    assert ASSERTED_GRAPH not in store.graphs()


def test_assertions_are_read_back(store: Store) -> None:
    assert set(rdf.assertions(store, Settings())) == set(ASSERTIONS)


def test_the_shorthand_works_without_prefixes(store: Store) -> None:
    result = store.query("SELECT ?o { ent:russia rel:oppose ?o }")
    assert (result.columns, result.rows) == (("o",), [("ent:sanctions-on-syria",)])


def test_a_prefix_in_the_query_wins() -> None:
    result = EmbeddedStore.in_memory(QUADS).query("PREFIX ent: <http://x/> ASK { ent:russia ?p ?o }")
    assert result.answer is False and not result


def test_the_union_counts_no_triple_twice(store: Store) -> None:
    assert store.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows == [(len(QUADS),)]
    assert len({quad.triple for quad in QUADS}) == len(QUADS)


def test_only_asserted_leaves_out_plain_triples_that_are_only_reported(store: Store) -> None:
    def find(sparql: str) -> list[tuple[object, ...]]:
        return store.query(sparql, only_asserted=True).rows

    assert find("SELECT ?o { ent:russia rel:oppose ?o }") == []
    assert find("SELECT ?o { ent:hillary-clinton rel:meet ?o }") == [("ent:vladimir-putin",)]
    assert find("SELECT ?a { ?a rdf:predicate rel:oppose ; kg:status kg:reported }") != []
    assert find("SELECT DISTINCT ?g { GRAPH ?g { ent:russia rel:oppose ?o } }") == []


def test_values_are_those_of_python(store: Store) -> None:
    result = store.query(
        "SELECT ?confidence ?start ?time ?none { ?a rdf:predicate rel:oppose ; kg:confidence ?confidence ;"
        " kg:time ?time ; kg:evidence/nif:beginIndex ?start OPTIONAL { ?a kg:nothing ?none } }"
    )
    assert result.rows == [(0.87, 0, "2012-09-08", None)]
    assert list(result.df().columns) == ["confidence", "start", "time", "none"]
    assert result.df().loc[0, "confidence"] == 0.87


def test_ask_and_construct_have_results_too(store: Store) -> None:
    assert store.query("ASK { ent:russia rel:oppose ?o }").answer is True
    assert store.query("ASK { ent:russia rel:oppose ?o }").df().to_dict("list") == {"answer": [True]}
    result = store.query("CONSTRUCT WHERE { ent:russia rel:oppose ?o }")
    assert result.rows == [("ent:russia", "rel:oppose", "ent:sanctions-on-syria")]
    assert "ent:russia rel:oppose ent:sanctions-on-syria ." in result.serialize("turtle")
    assert len(store.query("DESCRIBE ent:syria")) > 0


def test_a_bad_query_is_named_with_its_position(store: Store) -> None:
    with pytest.raises(QueryError, match=r"at line 2, column 9, near .}.: .* something is missing"):
        store.query("SELECT ?s {\n ?s ?p }")
    with pytest.raises(QueryError, match=r"near .foo:bar.: that prefix is not declared. Known prefixes: dcterms, ent"):
        store.query("SELECT ?s { ?s foo:bar ?o }")
    with pytest.raises(QueryError):
        store.query("INSERT DATA { <http://a> <http://b> <http://c> }")


@pytest.mark.parametrize(
    ("sparql", "told"),
    [
        ("", "is empty"),
        ("hello", "none of SELECT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE would change the graph"),
        ("SELECT ?o { Russia oppose ?o }", "near 'oppose': a name needs its prefix there"),
        ("SELECT ?o { ent:russia rel:oppose ?o", 'expected a name .*"}"'),
        ("SELECT * { ?s ?p ?o } LIMIT x", "near 'x': expected a number"),
        ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", "a variable that the pattern, or GROUP BY, does not give"),
        ("SELECT WHERE", "something is missing"),
    ],
)
def test_a_bad_query_tells_what_was_expected(sparql: str, told: str) -> None:
    with pytest.raises(QueryError, match=told) as caught:
        EmbeddedStore.in_memory().query(sparql)
    assert "\n" not in str(caught.value)


MIXED = """
import random, sys
import pyoxigraph as ox
from kg.store import EmbeddedStore
xsd, p = "http://www.w3.org/2001/XMLSchema#", ox.NamedNode("https://x.example/p")
random.seed(1)
def literal(n):
    kinds = [
        ox.Literal(n), ox.Literal(f"{n} dollars", datatype=ox.NamedNode("https://x.example/money")), ox.Literal(str(n)),
        ox.Literal(str(1000 + n), datatype=ox.NamedNode(xsd + "gYear")),
        ox.Literal(f"{1000 + n}-05-01", datatype=ox.NamedNode(xsd + "date")),
    ]
    return random.choice(kinds)
quads = [ox.Quad(ox.NamedNode(f"https://x.example/{n}"), p, literal(random.randint(0, 999)), p) for n in range(4000)]
store = EmbeddedStore.in_memory(quads)
if sys.argv[1] == "oxigraph":
    store = store.oxigraph
found = store.query("SELECT * { GRAPH ?g { ?s ?p ?o } } ORDER BY " + sys.argv[2])
print(len(list(found)))
"""


@pytest.mark.parametrize("order", ["?o", "DESC(?o)", "(?o)", "COALESCE(?o, ?s)"])
def test_values_of_several_kinds_are_sorted_where_oxigraph_dies(order: str) -> None:
    def sort(how: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-c", MIXED, how, order], capture_output=True, text=True, check=False)

    assert sort("oxigraph").returncode == -signal.SIGABRT, "it can: kg/store/ordering.py is no longer needed"
    assert sort("ours").stdout == "4000\n", "the process died"


@pytest.mark.parametrize(
    ("written", "run"),
    [
        ("SELECT * { ?s ?p ?o } order by\n?o LIMIT 2", "SELECT * { ?s ?p ?o } order by\nisNumeric(?o) ?o LIMIT 2"),
        ("... ORDER BY $o STR(?s)", "... ORDER BY isNumeric($o) $o isNumeric(STR(?s)) STR(?s)"),
        ("... ORDER BY asc( ?o )VALUES ?o {}", "... ORDER BY asc(isNumeric( ?o )) asc( ?o )VALUES ?o {}"),
        ("... ORDER BY (?a + 1) # ORDER BY ?z", "... ORDER BY isNumeric((?a + 1)) (?a + 1) # ORDER BY ?z"),
        ("{ SELECT ?s {} ORDER BY ?s } } OFFSET 1", "{ SELECT ?s {} ORDER BY isNumeric(?s) ?s } } OFFSET 1"),
        ('... ORDER BY x:f(?a, ")") ?b', '... ORDER BY isNumeric(x:f(?a, ")")) x:f(?a, ")") isNumeric(?b) ?b'),
    ],
)
def test_what_is_sorted_by_is_a_number_first(written: str, run: str) -> None:
    assert make_sortable(written) == run


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { ?s ?p 'ORDER BY ?o' }", 'ASK { ?s ?p """a"b ORDER BY ?x""" }', "ASK {} # ORDER BY ?x",
        "SELECT ?order { ?order ?by <https://x.example/ORDER#BY> FILTER(?by < 1 && ?order > 2) }",
        "SELECT * {} ORDER BY", "SELECT * {} ORDER BY (?x", 'not " closed', "",
    ],
)  # fmt: skip
def test_a_query_that_sorts_by_nothing_stays_as_it_is(sparql: str) -> None:
    assert make_sortable(sparql) == sparql


def test_a_bad_query_is_told_of_as_it_was_written(store: Store) -> None:
    with pytest.raises(QueryError, match="line 2, column 9, near 'x'"):
        store.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o ?s\n LIMIT x")


def test_a_variable_may_be_given(store: Store) -> None:
    russia = Namespaces().expand("ent:russia")
    result = store.query("SELECT ?who ?what { ?who rel:oppose ?what }", bindings={"who": russia})
    assert result.rows == [("ent:russia", "ent:sanctions-on-syria")]
    assert not store.query("SELECT ?who ?what { ?who rel:oppose ?what }", bindings={"who": russia + "x"})


def test_quads_are_found_by_any_of_their_parts(store: Store) -> None:
    expand = Namespaces().expand
    [plain] = store.quads(subject=expand("ent:russia"), predicate=expand("rel:oppose"))
    assert [plain] == list(store.quads(predicate=expand("rel:oppose"), object=expand("ent:sanctions-on-syria")))
    assert not list(store.quads(subject=expand("ent:russia"), graph=expand("ent:russia")))


def test_rdflib_sees_the_union_and_the_prefixes(store: Store) -> None:
    dataset = store.rdf_dataset()
    assert len(list(dataset.triples((None, None, None)))) == len(QUADS)
    russia, label = URIRef("https://kg.example/entity/russia"), Literal("Russia")
    assert [row.o for row in dataset.query("SELECT ?o { ent:russia rdfs:label ?o }")] == [label]
    assert list(
        dataset.query("CONSTRUCT { ?s rdfs:label ?o } WHERE { ?s rdfs:label ?o FILTER (?s = ent:russia) }")
    ) == [(russia, RDFS.label, label)]
    assert dataset.value(russia, RDFS.label) == label
    assert (russia, RDFS.label, label) in dataset
    assert dataset.query("ASK { ent:russia rel:oppose ?o }").askAnswer


# Results


def test_results_are_written_in_the_formats_of_the_w3c() -> None:
    store = EmbeddedStore.in_memory(QUADS)
    result = store.query('SELECT ?s ?n ("a\tb,\\"c\\"\\n" AS ?t) ?none { ?s rel:pay ?n }')
    subject, money = "https://kg.example/entity/hillary-clinton", "https://kg.example/vocab#money"
    assert json.loads(result.serialize("json")) == {
        "head": {"vars": ["s", "n", "t", "none"]},
        "results": {
            "bindings": [
                {
                    "s": {"type": "uri", "value": subject},
                    "n": {"type": "literal", "value": "250000000 USD", "datatype": money},
                    "t": {"type": "literal", "value": 'a\tb,"c"\n'},
                }
            ]
        },
    }
    assert result.serialize("csv") == f's,n,t,none\r\n{subject},250000000 USD,"a\tb,""c""\n",\r\n'
    line = f'<{subject}>\t"250000000 USD"^^<{money}>\t"a\\tb,\\"c\\"\\n"\t'
    assert result.serialize("tsv") == f"?s\t?n\t?t\t?none\n{line}\n"
    assert json.loads(store.query("ASK {}").serialize("json")) == {"head": {}, "boolean": True}


def test_graphs_that_a_query_names_are_the_ones_it_asks(live: EmbeddedStore, tmp_path: Path) -> None:
    fill(live, QUADS)
    live.publish()
    with open_store(tmp_path / "rdf") as store:
        for only_asserted in (False, True):
            asked = [
                store.query(f"SELECT * {graphs} {{ ?s ?p ?o }}", only_asserted=only_asserted)
                for graphs in ("", "FROM kg:asserted", "FROM NAMED kg:asserted", "FROM kg:reported")
            ]
            every, asserted, named, reported = map(len, asked)
            assert every > asserted > named == 0
            assert (reported > 0) is not only_asserted


def test_an_answer_is_that_of_the_graphs_given() -> None:
    store = EmbeddedStore.in_memory(QUADS)
    count = "SELECT (COUNT(*) AS ?n) FROM kg:entities { ?s ?p ?o }"
    given = store.answer(count, default_graphs=[ASSERTED_GRAPH], named_graphs=None)
    wanted = store.query("SELECT (COUNT(*) AS ?n) { GRAPH kg:asserted { ?s ?p ?o } }")
    assert [tuple(row) for row in given] == [*wanted.terms]
    with pytest.raises(QueryError, match="line 1"):
        store.answer("SELECT * { ?s ?p }")


def test_results_are_read_back_from_every_format() -> None:
    result = EmbeddedStore.in_memory(QUADS).query("SELECT * { ?s ?p ?o } ORDER BY ?s ?p ?o")
    for name, form in (("json", "JSON"), ("xml", "XML"), ("tsv", "TSV")):
        found = ox.parse_query_results(result.serialize(name), format=getattr(ox.QueryResultsFormat, form))
        assert [tuple(row) for row in found] == [*result.terms]


def test_a_format_that_does_not_fit_is_refused() -> None:
    store = EmbeddedStore.in_memory(QUADS)
    with pytest.raises(QueryError, match="gives a table, which turtle cannot hold"):
        store.query("SELECT * { ?s ?p ?o }").serialize("turtle")
    with pytest.raises(QueryError, match="gives a yes or no"):
        store.query("ASK {}").serialize("csv")


def test_a_missing_pandas_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(MissingExtra, match=r"kg-builder\[notebook\]"):
        EmbeddedStore.in_memory().query("SELECT * { ?s ?p ?o }").df()


# Writing only what differs


@given(datasets(), datasets())
@settings(max_examples=30)
def test_a_store_is_made_equal_to_the_quads_given(before: Dataset, after: Dataset) -> None:
    store = EmbeddedStore.in_memory()
    fill(store, rdf.quads(before, Settings()))
    wanted = set(rdf.quads(after, Settings()))
    had = set(store.quads())
    assert fill(store, rdf.quads(after, Settings())) == (len(wanted - had), len(had - wanted))
    assert set(store.quads()) == wanted
    assert store.graphs() == sorted({quad.graph_name.value for quad in wanted})
    assert fill(store, rdf.quads(after, Settings())) == (0, 0)


def test_a_build_that_was_killed_is_repaired_by_the_next(tmp_path: Path) -> None:
    """A process is killed again and again between two states; whatever it left, the next call repairs."""
    program = (
        "import sys; sys.path[:0] = sys.argv[2:]\n"
        "from graph_samples import DATASET, fill\n"
        "from kg import rdf\nfrom kg.model import Dataset, Settings\nfrom kg.store import EmbeddedStore\n"
        "states = [list(rdf.quads(d, Settings())) for d in (DATASET, Dataset(DATASET.documents))]\n"
        "print('ready', flush=True)\n"
        "store = EmbeddedStore.open(sys.argv[1], write=True)\n"
        "while True:\n"
        "    for state in states:\n"
        "        fill(store, state); store.publish()\n"
    )
    for delay in (0.05, 0.2):
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(tmp_path / "rdf"), str(Path(__file__).parent)], stdout=subprocess.PIPE
        )
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
        time.sleep(delay)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        with EmbeddedStore.open(tmp_path / "rdf", write=True) as store:
            fill(store, QUADS)
            store.publish()
        with open_store(tmp_path / "rdf") as reader:
            assert Counter(reader.quads()) == Counter(QUADS)


# Checkpoints


def test_a_reader_keeps_what_it_opened_and_a_later_one_sees_the_new(live: EmbeddedStore, tmp_path: Path) -> None:
    fill(live, QUADS)
    first = live.publish()
    reader = open_store(tmp_path / "rdf")
    fill(live, rdf.quads(Dataset(assertions=(MEET,)), Settings()))
    second = live.publish()
    third = live.publish()
    assert set(reader.quads()) == set(QUADS)
    assert reader.query("ASK { ent:russia rel:oppose ?o }", only_asserted=True).answer is False
    assert (first.exists(), second.exists(), third.exists()) == (True, False, True)
    assert len(open_store(tmp_path / "rdf")) < len(QUADS)
    reader.close()
    reader.close()
    fourth = live.publish()
    assert [path.name for path in sorted(fourth.parent.iterdir())] == [fourth.name, fourth.name + ".lock"]


def test_readers_do_not_stop_a_build_nor_each_other(live: EmbeddedStore, tmp_path: Path) -> None:
    fill(live, QUADS)
    live.publish()
    readers = [open_store(tmp_path / "rdf") for _ in range(3)]
    live.remove_graph(REPORTED_GRAPH)
    assert all(len(reader) == len(QUADS) for reader in readers)


def test_a_second_writer_is_told_so(live: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(GraphLocked, match="Another process writes"):
        EmbeddedStore.open(tmp_path / "rdf", write=True)
    live.close()
    EmbeddedStore.open(tmp_path / "rdf", write=True).close()


def test_what_was_never_built_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="kg build"):
        open_store(tmp_path / "rdf")
    with pytest.raises(GraphError, match="is no address of a SPARQL server"):
        open_store("http:///query")
    with pytest.raises(GraphError, match="cannot be published"):
        EmbeddedStore.in_memory().publish()


def test_a_closed_store_says_so() -> None:
    store = EmbeddedStore.in_memory(QUADS)
    store.close()
    with pytest.raises(GraphError, match="closed"):
        store.query("ASK {}")


def test_a_checkpoint_cannot_be_written(live: EmbeddedStore, tmp_path: Path) -> None:
    fill(live, QUADS)
    live.publish()
    with pytest.raises(GraphError, match="reading only"), open_store(tmp_path / "rdf") as reader:
        reader.add([ox.Quad(ox.NamedNode("http://a"), ox.NamedNode("http://b"), ox.Literal("c"))])
