"""What holds for all commands: help, versions, the graph they read, wrong use and errors."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from commands import ROOT, run, start

import kg
from kg.archive import open_archive
from kg.cli import main
from kg.cli.manual import render_manual
from kg.errors import KGError
from kg.extractors import RULES_VERSION
from kg.sentences import model_version

COMMANDS = {
    "build", "extract", "query", "find", "show", "why", "path", "text", "export", "stats", "remove", "rebuild",
    "completion",
}  # fmt: skip


def test_the_commands_are_those_promised() -> None:
    assert set(main.commands) >= COMMANDS


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_has_help_with_an_example(name: str) -> None:
    text = run(name, "--help").output
    assert "Example:" in text
    assert re.search(rf"\bkg {name}\b", text.partition("Example:")[2])


def test_the_manual_is_what_help_says() -> None:
    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == render_manual(), (
        "run: python -m kg.cli.manual > docs/cli.md"
    )


def test_the_version_is_told() -> None:
    package, extractor = run("--version").output.splitlines()
    assert package == f"kg, version {kg.__version__}"
    assert extractor == f"extractor rules {RULES_VERSION}, language model {model_version()}"


def test_the_graph_is_named_by_option_environment_or_default(
    graph_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = run("stats", "-g", graph_folder).stdout
    assert run("-g", graph_folder, "stats").stdout == expected
    monkeypatch.setenv("KG_GRAPH", str(graph_folder))
    assert run("stats").stdout == expected
    assert "other.kg" in run("stats", "-g", tmp_path / "other.kg", code=1).stderr
    monkeypatch.delenv("KG_GRAPH")
    monkeypatch.chdir(tmp_path)
    assert "Error: there is no graph folder graph.kg; " in run("stats", code=1).stderr
    (tmp_path / "graph.kg").symlink_to(graph_folder)
    assert run("stats").stdout == expected


@pytest.mark.parametrize(
    "arguments",
    [
        ["build"],
        ["build", "x.txt", "--date", "someday"],
        ["build", "x.txt", "--workers", "0"],
        ["build", "x.txt", "--time-limit", "0"],
        ["build", "x.txt", "--memory-limit", "10"],
        ["build", "x.txt", "--base", "no-iri"],
        ["build", "x.txt", "--metadata", "none.tsv"],
        ["query"],
        ["query", "ASK {}", "--format", "xml"],
        ["query", "ASK {}", "Russia"],
        ["query", "-f", "none.rq"],
        ["why"],
        ["why", "Russia", "oppose", "sanctions", "Syria"],
        ["show", "Russia", "--all", "--only", "asserted"],
        ["path", "Russia"],
        ["path", "Russia", "Syria", "--max-length", "0"],
        ["find"],
        ["find", "Russia", "--limit", "0"],
        ["remove"],
        ["completion", "tcsh"],
        ["extract", "x.txt", "--style", "minimal"],
        ["extract", "x.txt", "--pretokenized"],
        ["extract", "x.txt", "--format", "tsv"],
        ["extract", "x.txt", "y.txt", "--lines"],
        ["extract", "x.txt", "--lines", "--format", "jsonl"],
        ["export", "x.csv", "--since", "yesterday"],
        ["export", "x.csv", "--status", "true"],
        ["nothing"],
    ],
)
def test_wrong_use_exits_with_2(arguments: list[str]) -> None:
    run(*arguments, code=2)


def test_an_error_of_ours_is_one_line(graph_folder: Path, tmp_path: Path) -> None:
    result = run("show", "-g", graph_folder, "Vladimir Puten", code=1)
    assert result.stderr == "Error: no entity is named 'Vladimir Puten'; is it Vladimir Putin?\n"
    assert result.stdout == ""
    table = tmp_path / "bad.tsv"
    table.write_text("name\nx\n")
    assert "line 1: no column named 'path'" in run("extract", tmp_path, "--metadata", table, code=1).stderr


def test_an_unexpected_error_of_ours_never_shows_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise KGError("what was found, where, what to try")

    monkeypatch.setattr("kg.graph.open_graph", fail)
    assert run("stats", code=1).stderr == "Error: what was found, where, what to try\n"


def test_a_folder_that_is_no_graph_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "notes.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    for name in ("none", "other", "file"):
        for command in (
            ["stats"],
            ["show", "x"],
            ["query", "ASK {}"],
            ["export", "-", "--format", "nq"],
            ["rebuild"],
            ["remove", "x"],
        ):
            errors = run(*command, "-g", tmp_path / name, code=1).stderr
            assert errors.startswith("Error: ")
            assert errors.count("\n") == 1
            assert name in errors
    assert not (tmp_path / "none").exists()
    assert "there is no graph folder" in run("stats", "-g", tmp_path / "none", code=1).stderr
    assert "other holds no graph" in run("stats", "-g", tmp_path / "other", code=1).stderr
    assert "holds notes.txt" in run("build", graph_folder, "-g", tmp_path / "other", code=1).stderr


@pytest.mark.parametrize(("version", "advice"), [(999, "install a newer version of kg"), (0, "build it again")])
def test_a_graph_of_another_version_is_told_of(graph_folder: Path, tmp_path: Path, version: int, advice: str) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    with closing(sqlite3.connect(folder / "archive.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    for command in (["stats"], ["query", "ASK {}"], ["rebuild"], ["remove", "x"], ["build", "x"]):
        assert advice in run(*command, "-g", folder, code=1).stderr


def test_a_graph_that_was_never_finished_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(graph_folder, tmp_path / "g.kg")
    shutil.rmtree(folder / "rdf")
    with open_archive(folder, write=True) as archive:
        archive.write_settings({})  # a build keeps them when it has read everything
    errors = run("show", "-g", folder, "Russia", code=1).stderr
    assert errors == f"Error: the build of {folder} never finished; run the same kg build again, or: kg rebuild\n"
    run("rebuild", "-g", folder)
    run("show", "-g", folder, "Russia")


def test_what_cannot_be_written_is_told_of(graph_folder: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "none" / "x.ttl", Path("/proc/x.ttl"), graph_folder):
        errors = run("export", "-g", graph_folder, target, "--format", "ttl", code=1).stderr
        assert errors.startswith(f"Error: Cannot write {target}: ")
    assert "formats are ttl, nt, rdf, nq," in run("export", "-g", graph_folder, tmp_path / "x.doc", code=1).stderr


def test_a_terminal_of_another_character_set_gets_every_line(graph_folder: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    command = [sys.executable, "-m", "kg", "text", "bank.txt", "-g", str(graph_folder)]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert b"2013 (AP) \\u2014 Norvik Bank acquired" in done.stdout


@pytest.mark.parametrize("command", [["export", "-", "--format", "nq"], ["show", "Russia"], ["text", "summit.txt"]])
def test_a_reader_that_leaves_is_no_error(graph_folder: Path, command: list[str]) -> None:
    process = start(*command, "-g", graph_folder)
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    assert [line for line in process.stderr if "another status" not in line and line.strip()] == []
    assert process.wait() == 0
