"""What a push sends, leaves and removes, and what is there after it broke off."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from graph_samples import ASSERTIONS, DATASET, ENVOYS, MEET, datasets
from hypothesis import HealthCheck, given, settings
from servers import BROKEN, LOST, USER, Between, Reply, Request, Server, open_empty

import kg
from kg import rdf
from kg.errors import StoreError
from kg.model import Dataset, Settings
from kg.store import EmbeddedStore
from kg.store.pushing import PushReport, Record, open_record, push
from kg.store.remote import RemoteStore
from kg.vocabulary import ASSERTED_GRAPH, ENTITIES_GRAPH, REPORTED_GRAPH, Namespaces

FOREIGN = "https://x.example/theirs"
P = ox.NamedNode("https://x.example/p")
WITHOUT_ENVOYS = Dataset(
    tuple(document for document in DATASET.documents if document != ENVOYS),
    DATASET.entities,
    tuple(assertion for assertion in ASSERTIONS if assertion.document != ENVOYS.id),
)


def make(dataset: Dataset = DATASET) -> EmbeddedStore:
    return EmbeddedStore.in_memory(rdf.quads(dataset, Settings()))


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    with open_record(tmp_path, "a server") as found:
        yield found


def counts(report: PushReport) -> tuple[int, int, int]:
    return report.sent, report.unchanged, report.removed


def test_a_server_then_holds_the_graph_and_nothing_is_sent_twice(server: Server, record: Record) -> None:
    source, target = make(), open_empty(server)
    graphs = len(source.graphs())
    report = push(source, target, record)
    assert counts(report) == (graphs, 0, 0) and report.triples == len(source) and report.seconds > 0
    assert Counter(target.quads()) == Counter(source.quads())
    report = push(source, target, record)
    assert counts(report) == (0, graphs, 0) and report.triples == 0


def test_only_what_differs_is_sent_and_what_is_gone_is_removed(server: Server, record: Record) -> None:
    target = open_empty(server)
    push(make(), target, record)
    less = make(WITHOUT_ENVOYS)
    report = push(less, target, record)
    assert report.removed == 2, "the document, and kg:asserted, which only it fills"
    assert report.unchanged == 3, "the other document, kg:entities and kg:provenance"
    assert Counter(target.quads()) == Counter(less.quads())
    push(make(), target, record)
    assert Counter(target.quads()) == Counter(make().quads())


def test_graphs_of_others_stay_as_they_are(server: Server, record: Record) -> None:
    target = open_empty(server)
    theirs = [ox.Quad(P, P, ox.Literal(n), ox.NamedNode(FOREIGN)) for n in range(3)]
    target.add(theirs)
    push(make(), target, record)
    push(make(WITHOUT_ENVOYS), target, record)
    report = push(EmbeddedStore.in_memory(), target, record)
    assert report.removed == 5 and target.graphs() == []
    assert Counter(target.quads(graph=FOREIGN)) == Counter(theirs)


def test_without_a_record_what_the_server_holds_is_read(server: Server, tmp_path: Path) -> None:
    target = open_empty(server)
    for name in ("one", "another"):
        with open_record(tmp_path, name) as record:
            report = push(make(), target, record)
    assert counts(report) == (0, len(make().graphs()), 0)


def test_the_server_has_the_last_word(server: Server, record: Record) -> None:
    target = open_empty(server)
    push(make(), target, record)
    target.remove_graph(ENTITIES_GRAPH)
    assert counts(push(make(), target, record))[0] == 1
    assert Counter(target.quads()) == Counter(make().quads())


def test_a_change_that_keeps_the_count_is_found_by_a_check(server: Server, record: Record) -> None:
    target = open_empty(server)
    push(make(), target, record)
    envoys = Namespaces().document(ENVOYS.id)
    changed = [*target.quads(graph=envoys)][1:]
    target.writer.replace({envoys: [*(quad.triple for quad in changed), ox.Triple(P, P, P)]})
    assert counts(push(make(), target, record))[0] == 0
    assert counts(push(make(), target, record, check=True))[0] == 1
    assert Counter(target.quads()) == Counter(make().quads())


def test_a_dry_run_writes_nothing(server: Server, record: Record) -> None:
    target = open_empty(server)
    report = push(make(), target, record, dry_run=True)
    assert counts(report) == (len(make().graphs()), 0, 0) and report.triples == len(make())
    assert target.all_graphs() == [] or target.graphs() == []
    push(make(), target, record)
    assert counts(push(make(WITHOUT_ENVOYS), target, record, dry_run=True))[2] == 2
    assert Counter(target.quads()) == Counter(make().quads())


@given(datasets(), datasets())
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_there_the_server_is_made_equal(
    oxigraph: Server, tmp_path: Path, one: Dataset, two: Dataset
) -> None:
    target = open_empty(oxigraph)
    with open_record(tmp_path, "a server") as record:
        for dataset in (one, two):
            push(make(dataset), target, record)
            assert Counter(target.quads()) == Counter(make(dataset).quads())


def test_graphs_larger_than_a_request_are_sent_in_several(
    server: Server, record: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.remote_writing.MOST_BYTES", 3000)
    open_empty(server)
    sizes = []

    def rule(request: Request) -> Reply | None:
        sizes.append(len(request.body))
        return None

    with Between(rule, server.url) as between:
        url = between.url.rpartition("/")[0] + "/" + server.url.rpartition("/")[2]
        target = RemoteStore.open(url, credentials=server.credentials)
        push(make(), target, record)
        assert Counter(target.quads()) == Counter(make().quads())
        push(make(WITHOUT_ENVOYS), target, record)
        assert Counter(target.quads()) == Counter(make(WITHOUT_ENVOYS).quads())
    assert max(sizes) < 12_000


@pytest.mark.parametrize("end", [BROKEN, LOST])
@pytest.mark.parametrize(
    ("way", "writes"), [*(("there", n) for n in (0, 1, 2, 3, 5)), *(("back", n) for n in range(3))]
)
def test_a_push_that_broke_off_is_completed_by_the_next(
    oxigraph: Server, record: Record, writes: int, way: str, end: Reply, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.http._BACKOFF", 0.001)
    monkeypatch.setattr("kg.store.remote_writing.MOST_BYTES", 3000)
    left = [writes]

    def rule(request: Request) -> Reply | None:
        """Answer so many writing requests; the next does its work, or not, and nobody hears of it."""
        if request.path.startswith("/update"):
            left[0] -= 1
        return end if left[0] < 0 else None

    open_empty(oxigraph)
    with Between(rule, oxigraph.url) as between:
        target = RemoteStore.open(between.url)
        if way == "back":
            left[0] = 1000
            push(make(), target, record)
            left[0] = writes
        wanted = make() if way == "there" else make(WITHOUT_ENVOYS)
        with pytest.raises(StoreError, match=r"the connection to .* broke"):
            push(wanted, target, record)
        left[0] = 1000
        push(wanted, RemoteStore.open(between.url), record)
    assert Counter(RemoteStore.open(oxigraph.url).quads()) == Counter(wanted.quads())


def test_a_reader_in_between_finds_every_name_and_only_whole_documents(oxigraph: Server, record: Record) -> None:
    """Before each request that writes, somebody reads the whole graph."""
    reader = open_empty(oxigraph)
    states: list[Counter[str]] = []

    def rule(request: Request) -> Reply | None:
        if request.path.startswith("/update"):
            states.append(Counter(assertion.document for assertion in rdf.assertions(reader, Settings())))
        return None

    with Between(rule, oxigraph.url) as between:
        target = RemoteStore.open(between.url)
        for dataset in (DATASET, WITHOUT_ENVOYS, Dataset((ENVOYS,), (), (MEET,)), DATASET):
            push(make(dataset), target, record)
    whole = Counter(assertion.document for assertion in ASSERTIONS)
    assert len(states) > 10
    for state in states:
        assert all(count in (whole[document], 1) for document, count in state.items())


def test_a_plain_triple_that_becomes_asserted_stands_once_at_the_end(server: Server, record: Record) -> None:
    target = open_empty(server)
    push(make(WITHOUT_ENVOYS), target, record)
    assert target.counts()[REPORTED_GRAPH] == 2 and ASSERTED_GRAPH not in target.counts()
    push(make(), target, record)
    assert target.counts()[REPORTED_GRAPH] == 1
    assert target.query("SELECT ?o { ent:hillary-clinton rel:meet ?o }").rows == [("ent:vladimir-putin",)]


# From a graph folder


def test_what_is_exported_from_the_server_is_what_was_pushed(
    server: Server, graph_folder: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    with pytest.MonkeyPatch.context() as patch:
        if server.credentials:
            patch.setenv("KG_STORE_USER", USER.user or "")
            patch.setenv("KG_STORE_PASSWORD", USER.password or "")
        local, remote = kg.open(folder), kg.open(server.url)
        report = local.push(server.url)
        assert report.sent == len(local.store.graphs())
        for name in ("all.nq", "all.ttl", "facts.graphml", "facts.jsonl", "facts.csv"):
            local.export(tmp_path / f"local-{name}")
            remote.export(tmp_path / f"remote-{name}")
            assert (tmp_path / f"local-{name}").read_bytes() == (tmp_path / f"remote-{name}").read_bytes(), name
        assert remote.assertions() == local.assertions()
        assert remote.entities() == local.entities()
        assert remote.facts("Russia") == local.facts("Russia")
        here, there = local.to_networkx(), remote.to_networkx()
        assert dict(here.nodes(data=True)) == dict(there.nodes(data=True))
        assert sorted(here.edges(data=True), key=str) == sorted(there.edges(data=True), key=str)
        assert remote.statistics().assertions == local.statistics().assertions
        assert remote.statistics().documents == local.statistics().documents
        assert len(list(remote.rdf.triples((None, None, None)))) == len(list(local.rdf.triples((None, None, None))))
        assert local.push(server.url).sent == 0
        assert repr(remote) == f"Graph(store={server.url!r})" and not remote.has_texts
        assert kg.open(folder, store=server.url).document("bank.txt").title == "Norvik buys Halden"
