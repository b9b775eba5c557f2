"""Which properties the patterns of a query can match: it tells whether what is only reported matters to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def find_predicates(sparql: str, prefixes: Mapping[str, str]) -> frozenset[str] | None:
    """Return the IRIs of all properties that a query asks for, None if it may match any, or names graphs.

    >>> sorted(find_predicates("SELECT * { ?s x:a ?o FILTER EXISTS { ?o x:b/^x:c* ?z } }", {"x": "https://x.example/"}))
    ['https://x.example/a', 'https://x.example/b', 'https://x.example/c']
    >>> find_predicates("SELECT * { ?s ?p ?o }", {}), find_predicates("SELECT * { ?s !a ?o }", {})
    (None, None)
    """
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        algebra = translateQuery(parseQuery(sparql), initNs=dict(prefixes)).algebra
    except Exception:  # whatever rdflib does not read, it raises many kinds of; then nothing is known
        return None
    found: set[str] = set()
    if algebra.name == "DescribeQuery":
        return None
    for predicate in _predicates(algebra.p):
        names = _names(predicate)
        if names is None:
            return None
        found |= names
    return frozenset(found)


def _predicates(node: Any) -> Iterator[Any]:
    """Yield the predicate of each triple pattern, and None for a pattern in a named graph."""
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(node, CompValue):
        if node.name in ("Graph", "ServiceGraphPattern"):
            yield None
        for key, value in node.items():
            if key == "triples":
                yield from (triple[1] for triple in value)
            elif key != "_vars":
                yield from _predicates(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _predicates(part)


def _names(predicate: Any) -> set[str] | None:
    """Return the properties of a predicate or path; None if it may be any."""
    from rdflib import URIRef
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    if isinstance(predicate, URIRef):
        return {str(predicate)}
    if isinstance(predicate, InvPath):
        return _names(predicate.arg)
    if isinstance(predicate, MulPath):
        return _names(predicate.path)
    if not isinstance(predicate, AlternativePath | SequencePath):
        return None
    parts = [_names(part) for part in predicate.args]
    return None if None in parts else {name for part in parts if part for name in part}
