"""How entities, assertions, facts, chains, documents, searches, results and analyses look in a notebook.

The displays are formatters that are registered with IPython by the name of a class, as soon as a graph is opened in
one; there are no `_repr_html_` methods. So the dataclasses of `kg.model` stay free of HTML, the layers below need not
know the ones above, nothing of this is loaded before something is displayed, and it stands in one table. Where there
is no IPython, as in a script, nothing happens; `to_html` gives the same HTML to any other program.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any

from kg.errors import KGError

__all__ = ["show_in_notebooks", "to_html"]

# The class, where it is defined, and the function that displays it, with its module in this folder.
_DISPLAYS = {
    ("kg.analysis.results", "Results"): ("analyses", "show_results"),
    ("kg.model", "Assertion"): ("facts", "show_assertion"),
    ("kg.model", "Document"): ("things", "show_document"),
    ("kg.model", "Entity"): ("facts", "show_entity"),
    ("kg.graph.answers", "Assertions"): ("facts", "show_assertions"),
    ("kg.graph.answers", "Chains"): ("facts", "show_chains"),
    ("kg.graph.answers", "Entities"): ("things", "show_entities"),
    ("kg.graph.answers", "Relations"): ("things", "show_relations"),
    ("kg.graph.differences", "Differences"): ("facts", "show_differences"),
    ("kg.graph.differences", "Overview"): ("facts", "show_overview"),
    ("kg.graph.facts", "Facts"): ("facts", "show_facts"),
    ("kg.graph.paths", "Chain"): ("facts", "show_chain"),
    ("kg.graph.search", "Found"): ("things", "show_found"),
    ("kg.graph.statistics", "Statistics"): ("things", "show_statistics"),
    ("kg.pipeline.run", "BuildReport"): ("things", "show_report"),
    ("kg.store.results", "QueryResult"): ("things", "show_result"),
}


def show_in_notebooks() -> None:
    """Register the displays with the IPython that runs, if one does; those that a user registered stay."""
    shell = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is None:
        return
    formatter = shell.display_formatter.formatters["text/html"]
    for module, name in _DISPLAYS:
        if f"{module}.{name}" not in formatter:
            formatter.for_type_by_name(module, name, to_html)


def to_html(thing: object) -> str:
    """Return what a notebook shows of a thing: a piece of HTML that is safe whatever the articles hold.

    Raises `KGError` for what has no display.
    """
    return _find_display(type(thing))(thing)


def _find_display(kind: type) -> Callable[[Any], str]:
    for parent in kind.__mro__:
        place = _DISPLAYS.get((parent.__module__, parent.__name__))
        if place is not None:
            module, function = place
            found: Callable[[Any], str] = getattr(import_module(f"{__name__}.{module}"), function)
            return found
    raise KGError(f"{kind.__name__} has no display; displayed are {', '.join(name for _, name in _DISPLAYS)}")
