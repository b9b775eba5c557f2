"""The graph to be drawn: all of it, kept as the bytes that are sent, and what joins an entity to others."""

from __future__ import annotations

import gzip
import json

from kg.analysis.drawing import Network, Node
from kg.vocabulary import item_number
from kg.web.state import State
from kg.web.views.parts import Json

DEFAULT_LIMIT = 20_000
"""Edges that a browser still draws without freezing."""

COMPRESSION = 4
"""The level of gzip, of 1 to 9: a higher one takes much longer on a large graph, and saves little."""

# Few limits are asked for: the page knows one.
_MOST_KEPT = 4


def graph_answer(state: State, limit: int) -> bytes:
    """Return the best supported part of the graph as JSON, compressed by gzip; computed once for a limit."""
    with state.answers_lock:
        answer = state.answers.get(limit)
        if answer is None:
            sample = state.drawn.network.sample(limit)
            text = json.dumps(sample.record(), ensure_ascii=False, separators=(",", ":"))
            answer = gzip.compress(text.encode(), COMPRESSION, mtime=0)
            if len(state.answers) >= _MOST_KEPT:
                state.answers.pop(next(iter(state.answers)))
            state.answers[limit] = answer
    return answer


def neighbours(state: State, identifier: str, limit: int) -> Json | None:
    """Return an entity with those it is joined to and the facts among them; None if there is no such entity."""
    entity = state.entities.get(identifier)
    if entity is None:
        return None
    network = state.drawn.network
    found = network.around(identifier, limit)
    if found is None:  # nothing joins it to another
        item = item_number(entity.wikidata)
        alone = Node(identifier, entity.label, entity.type.value, 0, item, centrality=0.0, community=None)
        found = Network((alone,), (), network.labels, 1, 0)
    return found.record()
