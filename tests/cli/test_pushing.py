"""`kg push`, and the commands that read with `--store`: they print what they print of the folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from commands import ROOT, SELECT, run
from servers import USER, Server
from test_readme import CONSOLE, read_block

PAGE = (ROOT / "docs" / "remote-stores.md").read_text(encoding="utf-8")
ADDRESS = "http://localhost:7878"
COMMANDS = [command for block in CONSOLE.findall(PAGE) for command, _ in read_block(block)]


@pytest.fixture
def folder(graph_folder: Path, tmp_path: Path) -> Path:
    return shutil.copytree(graph_folder, tmp_path / "graph.kg")


@pytest.fixture
def pushed(server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a server that holds the graph."""
    if server.credentials:
        monkeypatch.setenv("KG_STORE_USER", USER.user or "")
        monkeypatch.setenv("KG_STORE_PASSWORD", USER.password or "")
    run("push", server.url, "-g", folder)
    return server.url


def test_a_push_tells_what_it_did(pushed: str, folder: Path, articles: Path) -> None:
    assert "0 graphs sent (0 triples), 8 unchanged, 0 removed" in run("push", pushed, "-g", folder).stdout
    run("remove", "bank.txt", "-g", folder)
    told = run("push", pushed, "-g", folder, "--dry-run").stdout
    assert told.startswith(f"Would push to {pushed}: ") and "1 removed" in told
    told = run("push", pushed, "-g", folder).stdout
    assert told.startswith(f"Pushed to {pushed}: ") and "1 removed" in told
    built = run("build", articles, "-g", folder, "--store", pushed, "--workers", "1").stdout
    assert f"Pushed to {pushed}" in built
    assert run("export", "-", "--format", "nq", "--store", pushed).stdout == run(
        "export", "-", "--format", "nq", "-g", folder
    ).stdout  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", SELECT),
        ("query", SELECT, "--only", "asserted", "--format", "json"),
        ("query", "@who-met-whom", "Clinton"),
        ("query", "ASK { ent:russia ?p ?o }"),
        ("query", "CONSTRUCT WHERE { ent:russia ?p ?o }", "--format", "turtle"),
        ("show", "Russia", "--all"),
        ("show", "Putin", "--format", "jsonl"),
        ("why", "Russia", "oppose"),
        ("path", "Clinton", "Russia"),
        ("export", "-", "--format", "graphml"),
        ("export", "-", "--format", "ttl", "--only", "asserted"),
    ],
)
def test_a_reading_command_prints_the_same(pushed: str, folder: Path, arguments: tuple[str, ...]) -> None:
    assert run(*arguments, "--store", pushed).output == run(*arguments, "-g", folder).output


def test_the_server_may_be_named_by_the_environment(
    oxigraph: Server, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "graph.kg")  # no graph.kg in it
    monkeypatch.setenv("KG_STORE", oxigraph.url)
    run("push", "-g", folder)
    assert "documents" in run("stats").stdout and "sentence" not in run("stats").stdout
    assert "sentence" in run("stats", "-g", folder).stdout, "a folder that is named goes before the environment"


def test_what_needs_the_texts_says_so(
    oxigraph: Server, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path / "graph.kg")
    run("push", oxigraph.url, "-g", folder)
    found = run("find", "Norvik", "--store", oxigraph.url)
    assert "Norvik Bank" in found.stdout and "Sentences\n" not in found.stdout
    assert "archive of a graph folder" in found.stderr
    assert "Sentences\n" in run("find", "Norvik", "--store", oxigraph.url, "-g", folder).stdout
    for arguments in (("text", "bank.txt"), ("show", "Russia", "--merges")):
        assert "holds no texts" in run(*arguments, "--store", oxigraph.url, code=1).stderr


def test_no_server_is_an_error_of_one_line(folder: Path) -> None:
    told = run("push", "http://127.0.0.1:9/query", "-g", folder, code=1).stderr
    assert told.startswith("Error: no server answers at http://127.0.0.1:9/query") and told.count("\n") == 1
    assert run("stats", "--store", "http://127.0.0.1:9", code=1).stderr.count("\n") == 1


def test_the_commands_of_the_page_run(oxigraph: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    assert len(COMMANDS) > 6
    shutil.copytree(ROOT / "data", tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    for command in COMMANDS:
        run(*shlex.split(command.replace(ADDRESS, oxigraph.url))[1:])
    run("export", "local.nq", "-g", "graph.kg")
    assert (tmp_path / "all.nq").read_bytes() == (tmp_path / "local.nq").read_bytes()
