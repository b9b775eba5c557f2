from __future__ import annotations

import subprocess
import sys

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
    script = f"{statement}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert {name for name in loaded_by("import kg") if name.startswith("kg.")} == set()
    heavy = {"onnxruntime", "numpy", "pyoxigraph", "rdflib", "networkx", "rich", "nltk", "tokenizers", "sqlite3"}
    assert loaded_by("import kg.cli") & heavy == set()


def test_a_query_loads_no_language_model(graph_folder: str) -> None:
    loaded = loaded_by(f"import kg; kg.open({str(graph_folder)!r}).query('ASK {{}}')")
    assert loaded & {"onnxruntime", "nltk", "tokenizers", "kg.sentences", "networkx", "rdflib"} == set()
