from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg

EXPORTED = [
    "AmbiguousEntity",
    "Assertion",
    "Document",
    "Entity",
    "EntityNotFound",
    "Graph",
    "GraphError",
    "KGError",
    "QueryError",
    "Settings",
    "Status",
    "__version__",
    "extract",
    "open",
    "record",
]


def test_the_package_exports_a_dozen_names() -> None:
    assert sorted(kg.__all__) == EXPORTED
    assert all(getattr(kg, name) is not None for name in kg.__all__)
    assert set(kg.__all__) <= set(dir(kg))


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(kg, "nothing")


def loaded_by(statement: str) -> set[str]:
    """Return the modules that a statement loads in a fresh interpreter."""
    script = f"{statement}\nimport sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert {name for name in loaded_by("import kg") if name.startswith("kg.")} == set()
    heavy = {"onnxruntime", "numpy", "pyoxigraph", "rdflib", "networkx", "rich", "nltk", "tokenizers", "sqlite3"}
    assert loaded_by("import kg.cli") & heavy == set()


def test_a_query_loads_no_language_model(graph_folder: str) -> None:
    loaded = loaded_by(f"import kg; kg.open({str(graph_folder)!r}).query('ASK {{}}')")
    assert loaded & {"onnxruntime", "nltk", "tokenizers", "kg.sentences", "networkx", "rdflib"} == set()


HEAVY = {"onnxruntime", "tokenizers", "numpy", "trafilatura", "lxml", "pandas", "nltk", "rdflib", "networkx", "torch"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["--version"],
        ["query", "SELECT ?o { ent:russia rel:oppose ?o }"],
        ["query", "@about", "Syria"],
        ["show", "Russia"],
        ["why", "Russia", "oppose"],
        ["find", "Russia"],
        ["stats"],
        ["text", "summit.txt"],
        ["completion", "bash"],
    ],
    ids=" ".join,
)
def test_a_command_that_reads_loads_nothing_heavy(arguments: list[str], graph_folder: Path) -> None:
    script = (
        f"import os; os.environ['KG_GRAPH'] = {str(graph_folder)!r}; from kg.cli import main; import contextlib, io\n"
    )
    script += f"with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()): main({arguments!r})"
    assert loaded_by(script) & HEAVY == set()


def test_completing_a_name_loads_nothing_heavy(graph_folder: Path) -> None:
    script = f"""
import os, contextlib, io
os.environ |= dict(KG_GRAPH={str(graph_folder)!r}, _KG_COMPLETE="bash_complete", COMP_WORDS="kg show r", COMP_CWORD="2")
from kg.cli import main
printed = io.TextIOWrapper(io.BytesIO())
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(printed): main(prog_name="kg")
assert b"russia" in printed.buffer.getvalue()"""
    assert loaded_by(script) & HEAVY == set()
