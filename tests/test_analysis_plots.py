"""Answers as tables and pictures, and what is said where a package for them is missing."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib
import networkx
import pandas
import pytest
from news import open_world, tell

from kg.analysis import Analysis, Corpus, bridges, find_paths
from kg.analysis.plots import save_plot
from kg.analysis.results import Results
from kg.errors import ExportError
from kg.model import Settings

matplotlib.use("Agg")

WORLD = [
    tell("Russia | oppose | sanctions on Syria", "d1"),
    tell("Ann | support | sanctions on Syria", "d2", by="Bob"),
    tell("Ann | meet | Bob", "d2"),
    tell("Ann | meet | Bob", "d5"),
    tell("Ann | not meet | Bob", "d3"),
    tell("Bob | visit | Syria?", "d3"),
    tell("Bob | visit | Syria", "d2"),
]
ANALYSIS = Analysis(Corpus(open_world(WORLD), Settings()))
NETWORK = ANALYSIS.network
ANSWERS = {
    "centrality": ANALYSIS.centrality(),
    "communities": ANALYSIS.communities(),
    "brokers": ANALYSIS.brokers(),
    "bridges": bridges(NETWORK, smallest=1),
    "paths": find_paths(NETWORK, "ent:ann", "ent:syria"),
    "stances": ANALYSIS.stances(),
    "sayings": ANALYSIS.stances().by_source(),
    "disputes": ANALYSIS.disputes(),
    "contradictions": ANALYSIS.contradictions(),
    "corroborations": ANALYSIS.corroborations(),
    "timeline": ANALYSIS.timeline(unit="month"),
}
NAMES = list(ANSWERS)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_a_data_frame_of_its_records(name: str) -> None:
    answer = ANSWERS[name]
    table = answer.df()
    assert isinstance(table, pandas.DataFrame)
    assert len(table) == len(answer) > 0
    assert list(table.columns) == list(answer.records()[0])
    assert list(answer.head(0).df().columns) == list(table.columns)  # also without rows


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_is_drawn_with_a_title_and_named_axes(name: str) -> None:
    ax = ANSWERS[name].plot(limit=5)
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left")
    assert ax.get_xlabel() or ax.get_ylabel()
    assert any(label.get_text() for label in (*ax.get_xticklabels(), *ax.get_yticklabels()))
    matplotlib.pyplot.close(ax.figure)


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_without_rows_says_so(name: str) -> None:
    _, given = matplotlib.pyplot.subplots()
    ax = ANSWERS[name].head(0).plot(given)
    assert ax is given
    assert [text.get_text() for text in ax.texts] == ["nothing found"]
    matplotlib.pyplot.close(ax.figure)


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    answer = ANSWERS["centrality"]
    ax = answer.plot()
    assert [bar.get_width() for bar in ax.patches] == [row.pagerank for row in answer]
    assert [label.get_text() for label in ax.get_yticklabels()] == [row.label for row in answer]
    matplotlib.pyplot.close(ax.figure)


def test_the_title_names_whom_the_answer_is_about() -> None:
    for name in ("timeline", "stances"):
        ax = replace(ANSWERS[name], about="Russia").plot()
        assert ax.get_title(loc="left").endswith(": Russia")
        matplotlib.pyplot.close(ax.figure)


def test_statuses_are_told_by_style_not_by_colour_alone() -> None:
    ax = ANSWERS["timeline"].plot()
    styles = {
        bars.get_label(): (bars.patches[0].get_linestyle(), bars.patches[0].get_hatch()) for bars in ax.containers
    }
    assert set(styles) == {"asserted", "reported", "negated", "hypothetical"}
    assert len(set(styles.values())) == len(styles)
    matplotlib.pyplot.close(ax.figure)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_a_picture_is_the_same_bytes_each_time(suffix: str, tmp_path: Path) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in "ab"]
    for file in files:
        save_plot(ANSWERS["stances"], file)
    one, other = (file.read_bytes() for file in files)
    assert one == other
    assert len(one) > 2000


def test_a_picture_that_cannot_be_written_says_why(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"written as \.png or \.svg"):
        save_plot(ANSWERS["stances"], tmp_path / "a.jpg")
    with pytest.raises(ExportError, match="cannot be written: No such file"):
        save_plot(ANSWERS["stances"], tmp_path / "none" / "a.png")


def test_answers_are_sequences() -> None:
    answer = ANSWERS["centrality"]
    assert isinstance(answer, Results)
    assert answer[0] in answer
    assert answer[:2] == answer.head(2).rows
    assert answer.of(["ent:ann"])[0].label == "Ann"
    assert answer.of([]) is answer


# Without the extras, in a process of its own whose imports of them fail.
BARE = """
import sys

class Blocker:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"scipy", "igraph", "pandas", "matplotlib"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker())
import networkx
from kg.analysis import brokers, centralities, communities, find_communities, rank
from kg.analysis.centrality import MEASURES
from kg.errors import MissingExtra

graph = networkx.relabel_nodes(networkx.karate_club_graph(), str)
print(*[f"{value:.9f}" for value in rank(graph).values()])
print(*[len(part) for part in communities(graph)])
print(*[f"{row.id}:{row.betweenness:.9f}" for row in brokers(graph)])
for measure in MEASURES:
    print(*[f"{row.id}:{getattr(row, measure):.6f}" for row in centralities(graph, by=measure)])
for call in (find_communities(graph).df, find_communities(graph).plot):
    try:
        call()
    except MissingExtra as error:
        print(error)
print(find_communities(graph).method)
"""


@pytest.fixture(scope="module")
def bare() -> list[str]:
    ran = [
        subprocess.run(
            [sys.executable, "-c", BARE],
            capture_output=True,
            text=True,
            check=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert ran[0] == ran[1]  # the order of sets of strings does not matter
    return ran[0].splitlines()


def test_without_scipy_and_igraph_the_values_are_the_same(bare: list[str]) -> None:
    from kg.analysis import brokers, centralities, rank
    from kg.analysis.centrality import MEASURES

    graph = networkx.relabel_nodes(networkx.karate_club_graph(), str)
    assert bare[0].split() == [f"{value:.9f}" for value in rank(graph).values()]
    assert bare[2].split() == [f"{row.id}:{row.betweenness:.9f}" for row in brokers(graph)]
    for measure, line in zip(MEASURES, bare[3:], strict=False):
        assert line.split() == [f"{row.id}:{getattr(row, measure):.6f}" for row in centralities(graph, by=measure)]


def test_without_igraph_communities_are_found_by_louvain(bare: list[str]) -> None:
    assert sum(map(int, bare[1].split())) == 34
    assert bare[-1] == "Louvain"


def test_a_missing_package_is_named_with_its_extra(bare: list[str]) -> None:
    assert "A DataFrame needs pandas: pip install 'kg-builder[notebook]'" in bare
    assert "A plot needs matplotlib: pip install 'kg-builder[notebook]'" in bare
