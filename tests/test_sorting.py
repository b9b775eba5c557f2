"""Exports of graphs that are larger than what memory should hold."""

import io
import tracemalloc

import pyoxigraph as ox
import pytest
from benchmark.made_up import Size, make_quads
from graph_samples import DATASET, datasets
from hypothesis import HealthCheck, given, settings

from kg import rdf
from kg.export import RDF_FORMATS, export
from kg.export.sorting import sort_lines, sort_quads, sort_triples
from kg.model import Dataset, Settings

QUADS = list(make_quads(Size(60, 20)))


def dump(form: str, quads: list[ox.Quad]) -> bytes:
    stream = io.BytesIO()
    export(rdf.QuadSet(quads), stream, Settings(), format=form)
    return stream.getvalue()


def limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hardly anything be held in memory, and few files be open."""
    monkeypatch.setattr("kg.export.sorting.RUN", 7)
    monkeypatch.setattr("kg.export.sorting.MOST_RUNS", 3)


@pytest.mark.parametrize("form", RDF_FORMATS)
def test_the_bytes_do_not_depend_on_what_memory_holds(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [dump(form, quads) for quads in (QUADS, list(rdf.quads(DATASET, Settings())))]
    limit(monkeypatch)
    assert [dump(form, quads) for quads in (QUADS, list(rdf.quads(DATASET, Settings())))] == whole


@given(dataset=datasets())
@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_statements_are_sorted_by_what_they_show(dataset: Dataset) -> None:
    quads = list(rdf.quads(dataset, Settings()))
    triples = [quad.triple for quad in quads]
    with pytest.MonkeyPatch.context() as monkeypatch:
        limit(monkeypatch)
        assert list(sort_lines(reversed(quads))) == sorted(f"{quad} .\n".encode() for quad in quads)
        assert list(sort_quads(reversed(quads))) == sorted(quads, key=str)
        assert list(sort_triples(iter(triples))) == sorted(triples, key=str)
        assert list(sort_triples([*triples, *triples], is_unique=True)) == sorted(set(triples), key=str)
        assert list(sort_lines([*triples, *triples], is_unique=True)) == sorted(f"{t} .\n".encode() for t in triples)


@pytest.mark.parametrize("count", [0, 6, 7, 8, 21, 22])
def test_no_number_of_statements_is_special(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch)
    lines = [f"{quad} .\n".encode() for quad in QUADS[:count]]
    assert list(sort_lines(QUADS[:count])) == sorted(lines)
    assert list(sort_quads(QUADS[:count])) == sorted(QUADS[:count], key=str)


def test_sorting_holds_one_run_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def peak(count: int) -> int:
        made = (ox.Triple(QUADS[0].subject, QUADS[0].predicate, ox.Literal(f"{n:0200}")) for n in range(count))
        tracemalloc.start()
        assert sum(1 for _ in sort_lines(made)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    monkeypatch.setattr("kg.export.sorting.RUN", 1000)
    assert peak(20_000) < 2 * peak(2000)
