"""Answers to what somebody types: names completed, and entities, relations and sentences found."""

from __future__ import annotations

from itertools import islice

from kg.graph.lookup import Relation
from kg.graph.search import FoundSentence, find_sentences
from kg.model import Entity
from kg.web.state import State
from kg.web.state.names import Match
from kg.web.views.parts import Json, document_part, thing_part


def complete(state: State, text: str, limit: int) -> Json:
    """Return the entities of which a name begins as `text`, the best known first."""
    return {"entities": [completion(state, match) for match in state.names.find(text, limit)]}


def search(state: State, text: str, limit: int) -> Json:
    """Return what `kg find` does: entities, relations and sentences; names like `text` if none fits."""
    entities, relations = state.names.find(text, limit), state.relation_names.find(text, limit)
    is_near = not entities and not relations
    if is_near:
        entities, relations = state.near_names.find_like(text, limit), state.relation_names.find_like(text, limit)
    return {
        "near": is_near and bool(entities or relations),
        "entities": [completion(state, match) | {"names": list(match.thing.names)} for match in entities],
        "relations": [_relation(state, match.thing) for match in relations],
        "sentences": _sentences(state, text, limit),
    }


def completion(state: State, match: Match[Entity]) -> Json:
    """Return an entity with the number of facts it is an end of, and the name that fits if it is not its label."""
    found = thing_part(match.thing)
    found["facts"] = state.fact_counts[found["id"]]
    return found if match.name == match.thing.label else found | {"name": match.name}


def _relation(state: State, relation: Relation) -> Json:
    return {
        "id": relation.id,
        "label": relation.label,
        "phrases": list(relation.phrases),
        "facts": state.relation_counts[relation.id],
    }


def _sentences(state: State, text: str, limit: int) -> list[Json]:
    """Return sentences that hold the words, of documents that are in the graph that is read."""
    if not state.has_texts:
        return []
    with state.archive() as archive:
        known = (found for found in find_sentences(archive, text, limit) if found.document.id in state.texts)
        return [_sentence(state, found) for found in islice(known, limit)]


def _sentence(state: State, found: FoundSentence) -> Json:
    start = found.span.start
    return {
        "document": document_part(state, state.texts[found.document.id]),
        "text": found.text,
        "start": start,
        "end": found.span.end,
        "words": [[word.start - start, word.end - start] for word in found.words],
    }
