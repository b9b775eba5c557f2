"""The store as an `rdflib.Dataset`, for those who know rdflib."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox
import rdflib
from oxrdflib import OxigraphStore

from kg.vocabulary import Namespaces


class View(OxigraphStore):
    """An Oxigraph store whose plain strings are rdflib's.

    oxrdflib gives them the datatype xsd:string, which to rdflib makes another literal: without this,
    neither `Literal("Russia")` nor a Turtle export read by rdflib would equal what the store gives.
    """

    keep: Any = None
    """What has to stay open as long as the view is used."""

    def triples(self, triple_pattern: Any, context: Any = None) -> Any:
        """Yield the triples that match, and the graphs they stand in."""
        for triple, contexts in super().triples(triple_pattern, context):
            yield tuple(map(_plain, triple)), contexts

    def query(self, *args: Any, **kwargs: Any) -> Any:
        """Return the result of a query."""
        result: Any = super().query(*args, **kwargs)
        if result.type == "SELECT":
            result.bindings = [{name: _plain(term) for name, term in row.items()} for row in result.bindings]
        elif result.type == "CONSTRUCT":
            plain = rdflib.Graph()
            for subject, predicate, obj in result.graph:
                plain.add((subject, predicate, _plain(obj)))
            result.graph = plain
        return result


def open_view(store: ox.Store, namespaces: Namespaces, *, keep: object) -> rdflib.Dataset:
    """Return a live dataset over a store, its default graph the union of all; it holds on to `keep`."""
    view = View(store=store)
    view.keep = keep
    dataset = rdflib.Dataset(store=view, default_union=True)
    bind_prefixes(dataset, namespaces)
    return dataset


def bind_prefixes(dataset: rdflib.Dataset, namespaces: Namespaces) -> None:
    """Make a dataset know our prefixes."""
    for prefix, namespace in namespaces.prefixes.items():
        dataset.bind(prefix, namespace, override=True, replace=True)


def _plain(term: Any) -> Any:
    if isinstance(term, rdflib.Literal) and term.datatype == rdflib.XSD.string:
        return rdflib.Literal(str(term))
    return term
