"""The command that tells what changed from one graph to another."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run


@pytest.fixture
def changed(graph_folder: Path, folder: Path) -> Path:
    """The graph of the three articles without one of them, and with a fact declared wrong."""
    run("remove", "-g", folder, "bank.txt")
    run("wrong", "-g", folder, "France", "support", "sanctions on Syria")
    return folder


def test_what_changed_is_told_in_words(graph_folder: Path, changed: Path) -> None:
    printed = run("diff", graph_folder, changed).stdout
    assert "- removed   articles/bank.txt (2013-03-04) · facts: " in printed
    assert "- vanished  Norvik Bank (Organization, ent:norvik-bank)" in printed
    assert "- France | support | sanctions on Syria  [asserted: positive, certain, confidence " in printed
    assert "  »France« »supports« »sanctions on Syria«.\n" in printed
    assert printed.splitlines()[-1].startswith("Facts: ")
    assert printed.splitlines()[-1].endswith(" · documents: 1 removed")


def test_turned_around_it_is_gained(graph_folder: Path, changed: Path) -> None:
    printed = run("diff", changed, graph_folder).stdout
    assert "+ added     articles/bank.txt" in printed
    assert "+ France | support | sanctions on Syria" in printed


def test_equal_graphs(graph_folder: Path) -> None:
    assert run("diff", graph_folder, graph_folder, "--exit-code").stdout == "The two graphs say the same\n"


def test_the_exit_status_tells_only_if_asked(graph_folder: Path, changed: Path) -> None:
    run("diff", graph_folder, changed, code=0)
    run("diff", graph_folder, changed, "--exit-code", code=1)
    run("diff", graph_folder, changed, "--exit-code", "--format", "jsonl", code=1)


def test_lines_of_json_tell_all(graph_folder: Path, changed: Path) -> None:
    printed = run("diff", graph_folder, changed, "--format", "jsonl").stdout
    assert run("diff", graph_folder, changed, "--format", "jsonl").stdout == printed
    lines = [json.loads(line) for line in printed.splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds == sorted(kinds, key=["document", "entity", "fact"].index)
    assert {tuple(line)[:4] for line in lines} == {("kind", "change", "before", "after")}
    [document] = [line for line in lines if line["kind"] == "document"]
    assert (document["change"], document["before"]["source"], document["after"]) == (
        "removed", "articles/bank.txt", None,
    )  # fmt: skip
    lost = [line["before"] for line in lines if line["change"] == "lost"]
    assert {"id", "status", "subject", "predicate", "object", "sentence", "start"} <= lost[0].keys()
    assert "ent:anna-berg" in {one["id"] for line in lines if line["kind"] == "entity" for one in line["before"]}


def test_a_limit_holds_for_each_kind(graph_folder: Path, changed: Path) -> None:
    text = run("diff", graph_folder, changed, "--limit", "1").stdout
    assert text.count("\n- vanished") == 1 and "more; --limit shows more" in text
    lines = run("diff", graph_folder, changed, "--limit", "1", "--format", "jsonl").stdout.splitlines()
    assert len(lines) == 3  # a document, an entity and a fact


def test_a_status_narrows_the_facts(graph_folder: Path, changed: Path) -> None:
    printed = run("diff", graph_folder, changed, "--status", "negated").stdout
    assert "Anna Berg | resign" in printed and "Halden Group" not in printed.partition("Facts lost")[2]
    assert "Facts: 1 lost" in printed


@pytest.mark.parametrize("order", [slice(None), slice(None, None, -1)])
def test_names_that_a_person_joined_are_merged(order: slice, graph_folder: Path, folder: Path) -> None:
    run("same", "-g", folder, "Halden Group", "Norvik Bank")
    graphs = [graph_folder, folder][order]
    printed = run("diff", *graphs).stdout
    assert ("merged" if order.step is None else "split") in printed
    assert "Norvik Bank (Organization, ent:norvik-bank)" in printed


def test_what_is_no_graph_is_named(graph_folder: Path, tmp_path: Path) -> None:
    for graphs in ((graph_folder, tmp_path / "none.kg"), (tmp_path / "none.kg", graph_folder)):
        assert "none.kg" in run("diff", *graphs, code=1).stderr
    assert "Missing argument" in run("diff", graph_folder, code=2).stderr
