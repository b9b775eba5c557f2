"""The sample queries that run by name: SPARQL files that say in their head what they ask and of whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from kg.errors import KGError, QueryError
from kg.graph.lookup import find_near

_PARAMETER = re.compile(r"\?(\w+) \((entity|relation|status)\): (.+)")
_SUFFIX = ".rq"


@dataclass(frozen=True)
class Parameter:
    """A variable of a query that may be given: what kind of thing it is, and what it means."""

    variable: str
    kind: str
    meaning: str


@dataclass(frozen=True)
class NamedQuery:
    """A sample query: its name, what it asks, its parameters in their order, examples, and the SPARQL."""

    name: str
    title: str
    parameters: tuple[Parameter, ...]
    examples: tuple[str, ...]
    sparql: str

    def bind(self, values: Sequence[str], find: Mapping[str, Callable[[str], str]]) -> dict[str, str]:
        """Return the IRI of each variable that is given; `find` has a function for each kind of parameter.

        Raises `QueryError` for too many values, and what the functions raise.
        """
        if len(values) > len(self.parameters):
            takes = " ".join(f"[{parameter.variable.upper()}]" for parameter in self.parameters) or "nothing more"
            raise QueryError(f"@{self.name} takes {takes}; given are {len(values)} (quote names of several words)")
        given = zip(self.parameters, values, strict=False)
        return {parameter.variable: find[parameter.kind](value) for parameter, value in given if value}

    def bind_status(self, status: str) -> dict[str, str]:
        """Return the variable that stands for the status, if there is one, with a status."""
        return {parameter.variable: status for parameter in self.parameters if parameter.kind == "status"}


@cache
def read_queries() -> Mapping[str, NamedQuery]:
    """Return the sample queries of the package by name, in alphabetical order."""
    found = [entry for entry in _folder().iterdir() if entry.name.endswith(_SUFFIX)]
    queries = (parse_query(entry.name.removesuffix(_SUFFIX), entry.read_text(encoding="utf-8")) for entry in found)
    return {query.name: query for query in sorted(queries, key=lambda query: query.name)}


def find_query(name: str) -> NamedQuery:
    """Return the sample query of that name, with or without its "@"; `KGError`, with near names, if there is none."""
    queries = read_queries()
    wanted = name.removeprefix("@").removesuffix(_SUFFIX)
    if wanted in queries:
        return queries[wanted]
    words = {word: query for query in queries for word in query.split("-") if len(word) > 3}
    near = find_near(wanted, {**words, **{query: query for query in queries}})
    hint = f"is it {' or '.join('@' + query for query in near)}?" if near else "kg query @ lists them"
    raise KGError(f"no query is named @{wanted}; {hint}")


def parse_query(name: str, text: str) -> NamedQuery:
    """Return the query in a SPARQL file; its head of comments says what it asks, its parameters and examples.

    >>> query = parse_query("met", "# Who met whom.\\n# ?who (entity): one of them\\n# Example: kg query @met\\nASK {}")
    >>> query.title, query.parameters[0].variable, query.examples
    ('Who met whom.', 'who', ('kg query @met',))
    """
    title: list[str] = []
    parameters: list[Parameter] = []
    examples: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        words = line.lstrip("# ").rstrip()
        if found := _PARAMETER.fullmatch(words):
            parameters.append(Parameter(*found.groups()))
        elif words.startswith("Example: "):
            examples.append(words.removeprefix("Example: "))
        elif words and not parameters:
            title.append(words)
    return NamedQuery(name, " ".join(title), tuple(parameters), tuple(examples), text)


def _folder() -> Traversable:
    """Return the folder of the query files: inside an installed package, else in the docs of the repository."""
    packaged = files("kg") / "queries"
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "docs" / "queries"
