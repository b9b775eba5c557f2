"""A folder of English news becomes a knowledge graph that people can trust.

import kg

g = kg.open("graph.kg")
g.build(["articles"])
g.query("SELECT ?o { ent:russia rel:oppose ?o }").df()
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.assertions import record
    from kg.errors import AmbiguousEntity, EntityNotFound, GraphError, KGError, QueryError
    from kg.graph import Graph
    from kg.graph import open_graph as open
    from kg.model import Assertion, Document, Entity, Settings, Status
    from kg.pipeline import extract

__version__ = "0.1.0"

# Where each name is defined; a module is imported when its name is first used, so `import kg` is quick.
_HOMES = {
    "AmbiguousEntity": "kg.errors",
    "Assertion": "kg.model",
    "Document": "kg.model",
    "Entity": "kg.model",
    "EntityNotFound": "kg.errors",
    "Graph": "kg.graph",
    "GraphError": "kg.errors",
    "KGError": "kg.errors",
    "QueryError": "kg.errors",
    "Settings": "kg.model",
    "Status": "kg.model",
    "extract": "kg.pipeline",
    "open": "kg.graph",
    "record": "kg.assertions",
}

__all__ = [
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


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), "open_graph" if name == "open" else name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
