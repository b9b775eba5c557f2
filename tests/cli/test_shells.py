"""Completion, as a shell asks for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import run


def complete(*words: str, graph: Path) -> list[str]:
    """Return what bash is offered for the last of the words behind `kg`."""
    environment = {
        **os.environ, "KG_GRAPH": str(graph), "_KG_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(["kg", *words]), "COMP_CWORD": str(len(words)),
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-m", "kg"], env=environment, capture_output=True, text=True, check=True)
    return [line.partition(",")[2] for line in done.stdout.splitlines() if line]


def test_names_are_completed_from_the_graph(graph_folder: Path, tmp_path: Path) -> None:
    assert complete("sho", graph=graph_folder) == ["show"]
    assert complete("show", "vla", graph=graph_folder) == ["vladimir-putin"]
    assert complete("show", "put", graph=graph_folder) == ["vladimir-putin"]
    assert complete("show", "-g", str(graph_folder), "vla", graph=tmp_path / "none.kg") == ["vladimir-putin"]
    assert complete("why", "russia", "opp", graph=graph_folder) == ["oppose"]
    assert complete("why", "russia", "oppose", "sanc", graph=graph_folder) == ["sanctions-on-syria"]
    assert complete("text", "sum", graph=graph_folder) == ["articles/summit.txt"]
    assert complete("remove", "articles/v", graph=graph_folder) == ["articles/visit.md"]
    assert complete("query", "@abo", graph=graph_folder) == ["@about"]
    assert complete("query", "@about", "syr", graph=graph_folder) == ["syria"]
    assert complete("export", "x.ttl", "--status", "neg", graph=graph_folder) == ["negated"]
    assert complete("show", "vla", graph=tmp_path / "none.kg") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_calls_kg(shell: str) -> None:
    assert f"_KG_COMPLETE={shell}_complete" in run("completion", shell).stdout
