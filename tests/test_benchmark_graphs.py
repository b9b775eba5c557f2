"""The benchmarks of stores, queries, projections, exports and builds, on small graphs: they compare what is equal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from benchmark import builds, handing_on, queries, sources, store
from benchmark.made_up import PER_DOCUMENT, Size, make_dataset, make_quads
from benchmark.measures import Measure

from kg.model import Status

QUADS = 20_000
needs_corpus = pytest.mark.skipif(not (sources.BESIDE / builds.CORPUS).exists(), reason=f"no ../shared/{builds.CORPUS}")


def by_name(measures: object) -> dict[str, Measure]:
    return {measure.name: measure for measure in measures}


def test_the_same_seed_makes_up_the_same_graph_and_no_triple_twice() -> None:
    first, second = (list(make_quads(Size.of_quads(QUADS))) for _ in range(2))
    assert first == second
    assert 0.9 * QUADS < len(first) < 1.3 * QUADS
    assert len({quad.triple for quad in first}) == len(first)


def test_a_made_up_graph_is_much_like_a_real_one() -> None:
    dataset = make_dataset(Size.of_quads(QUADS))
    assertions = dataset.assertions
    assert len(assertions) == pytest.approx(PER_DOCUMENT * len(dataset.documents), abs=PER_DOCUMENT)
    stated = sum(assertion.status is Status.ASSERTED for assertion in assertions)
    assert 0.4 < stated / len(assertions) < 0.6  # 52 % in a graph of data/articles
    assert 0.1 < sum(assertion.object_id is None for assertion in assertions) / len(assertions) < 0.25
    said = [(a.subject_id, a.predicate_id, a.object_id) for a in assertions]
    assert len(set(said)) < len(said)  # some is said twice


def test_store_compares_rates() -> None:
    found = by_name(store.measure(QUADS))
    assert found["extend of pyoxigraph"].examples > 0.9 * QUADS
    limits = [measure.limit for measure in found.values() if measure.limit is not None]
    assert limits == [0.7, 0.7]
    assert all(measure.score > 0.2 for measure in found.values())


def test_query_has_the_answers_of_pyoxigraph_and_rdflib() -> None:
    found = by_name(queries.measure(QUADS // 4))  # it ends where the rows differ
    for name in queries.QUERIES:
        rows = [measure.examples for measure in found.values() if measure.name.startswith(f"@{name} ")]
        assert len(rows) == 4 and rows[0] > 0


def test_projection_has_all_edges_of_both() -> None:
    found = by_name(handing_on.measure_projection(QUADS))
    assert found["rdflib, its converter"].examples > 10 * found["to_networkx"].examples > 0


def test_graphml_is_read_back_equal() -> None:
    found = by_name(handing_on.measure_export(2000, 10_000))
    assert found["read back by networkx.read_graphml equal"].score == 100.0
    assert found["kg export, peak memory"].score > 30


@needs_corpus
def test_throughput_counts_the_words_of_builds() -> None:
    found = by_name(builds.measure_throughput(None, 4))
    for workers in ("1 worker", "2 workers"):
        assert found[f"{workers}, kg build"].score > 0
        assert 0 < found[f"{workers}, language model"].score < found[f"{workers}, its network alone"].score


@needs_corpus
def test_memory_is_that_of_all_processes() -> None:
    found = by_name(builds.measure_memory(None, 2, 2))
    for count in (2, 20):
        whole, largest = (found[f"{count} documents, {what}"] for what in ("all processes", "the largest process"))
        assert 50 < largest.score < 3000 and 50 < whole.score < 3000


def test_the_family_of_a_process_has_its_children(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1, flush=True); input()'])"
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        family = builds.family(process.pid)
        process.communicate(b"\n")
    assert len(family) == 2 and family[0] == process.pid
    assert process.pid in builds.family(os.getpid()) or builds.family(process.pid) == [process.pid]


def test_a_build_that_fails_is_no_figure() -> None:
    with pytest.raises(Exception, match=r"only 1 were read|ended with"):
        builds.run_build(["Anna Berg met Paul Holm in Oslo.", ""], 1)
