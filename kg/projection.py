"""Store → NetworkX graph: entities and concepts as nodes, assertions as edges."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg import rdf
from kg.errors import KGError
from kg.model import Assertion, Entity, EntityType, Settings, Status

if TYPE_CHECKING:
    import networkx

Attributes = dict[str, str | int | float]

SHOWN = (Status.ASSERTED, Status.REPORTED)
"""What a projection takes unless asked otherwise."""

# XML 1.0 holds no other characters, escaped or not, so GraphML could not.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Filter:
    """Which assertions are wanted; what is empty or None leaves a side open.

    `types` are those that subject and object both have to be of; `since` and `until` bound the date of
    the document by ISO dates or their beginnings ("2012" is the whole year), and leave undated ones out.
    """

    statuses: frozenset[Status] = frozenset()
    types: frozenset[EntityType] = frozenset()
    since: str | None = None
    until: str | None = None
    min_confidence: float = 0.0

    def __call__(self, assertion: Assertion) -> bool:
        """Whether the assertion is wanted."""
        types = {assertion.subject_type, assertion.object_type or assertion.subject_type}
        published = assertion.published or ""
        return (
            (not self.statuses or assertion.status in self.statuses)
            and (not self.types or types <= self.types)
            and (self.since is None or published >= self.since)
            and (self.until is None or (published != "" and published[: len(self.until)] <= self.until))
            and assertion.confidence >= self.min_confidence
        )


def make_filter(
    status: str | Iterable[str] | None = None,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
) -> Filter:
    """Return the filter that plain words ask for; `KGError` for a status or type there is not.

    >>> make_filter("asserted", ["Person", "Country"]).statuses == {Status.ASSERTED}
    True
    """
    try:
        statuses = frozenset(map(Status, _several(status)))
        kinds = frozenset(map(EntityType, _several(types)))
    except ValueError as error:
        choices = f"statuses are {', '.join(Status)}; types are {', '.join(EntityType)}"
        raise KGError(f"{error}; {choices}") from error
    return Filter(statuses, kinds, since, until, min_confidence)


def project(
    source: rdf.QuadSource,
    settings: Settings,
    *,
    status: str | Iterable[str] | None = SHOWN,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
) -> networkx.MultiDiGraph[str]:
    """Return the graph of the assertions that the filters let through, by default the asserted and reported.

    Nodes are prefixed names such as `ent:russia`, sorted, with `label`, `type`, `mentions` (the number of
    edges at the node), `wikidata`, and `first` and `last`, the dates of the documents. Edges have the
    assertion's identifier as key. What is not known is no attribute. Assertions with a literal or no
    object are no edges; `graph.graph["left_out"]` counts them. Nodes without an edge are left out.
    """
    import networkx

    wanted = make_filter(status, types, since, until, min_confidence)
    edges, left_out = [], 0
    for assertion in filter(wanted, rdf.assertions(source, settings)):
        if assertion.subject_id and assertion.object_id:
            edges.append(assertion)
        else:
            left_out += 1
    graph: networkx.MultiDiGraph[str] = networkx.MultiDiGraph(left_out=left_out)
    entities = {f"ent:{entity.slug}": entity for entity in rdf.entities(source, settings)}
    for node, about in sorted(_assertions_by_node(edges).items()):
        graph.add_node(node, **_node_attributes(entities[node], about))
    for assertion in edges:
        graph.add_edge(assertion.subject_id, assertion.object_id, key=assertion.id, **_edge_attributes(assertion))
    return graph


def _assertions_by_node(edges: Iterable[Assertion]) -> dict[str, list[Assertion]]:
    found: dict[str, list[Assertion]] = {}
    for assertion in edges:
        for node in {assertion.subject_id, assertion.object_id or ""}:
            found.setdefault(node, []).append(assertion)
    return found


def _node_attributes(entity: Entity, about: list[Assertion]) -> Attributes:
    dates = sorted(assertion.published for assertion in about if assertion.published)
    return _known(
        label=entity.label,
        type=entity.type.value,
        mentions=len(about),
        wikidata=entity.wikidata,
        first=dates[0] if dates else None,
        last=dates[-1] if dates else None,
    )


def _edge_attributes(assertion: Assertion) -> Attributes:
    return _known(
        predicate=assertion.predicate,
        phrase=assertion.phrase,
        status=assertion.status.value,
        polarity=assertion.polarity.value,
        modality=assertion.modality.value,
        confidence=assertion.confidence,
        attributed_to=assertion.attributed_to,
        time=assertion.time,
        place=assertion.place,
        published=assertion.published,
        document=assertion.document,
        source=assertion.source,
        quote=assertion.sentence,
    )


def _known(**attributes: str | int | float | None) -> Attributes:
    """Return the attributes that are neither None nor empty, in characters that XML can hold."""
    return {
        name: _FORBIDDEN.sub("\ufffd", value) if isinstance(value, str) else value
        for name, value in attributes.items()
        if value is not None and value != ""
    }


def _several(words: str | Iterable[str] | None) -> Iterator[str]:
    yield from [words] if isinstance(words, str) else words or ()
