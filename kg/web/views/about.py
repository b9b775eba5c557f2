"""What a graph holds in numbers, its documents, and the sample queries."""

from __future__ import annotations

from dataclasses import asdict

from kg import __version__
from kg.graph.queries import read_queries
from kg.graph.search import words_of
from kg.model import Entity
from kg.web.state import State
from kg.web.state.names import Match, begin_words, fold_words
from kg.web.views.parts import Json, document_part
from kg.web.views.searching import completion

_TOP = 8


def about(state: State) -> Json:
    """Return the counts of a graph, from when to when its documents are, and the best known entities of each type."""
    counts = state.statistics
    dates = sorted(text.published for text in state.texts.values() if text.published)
    return {
        "name": state.name,
        "version": __version__,
        "documents": len(state.texts),
        "copies": counts.copies,
        "sentences": counts.sentences,
        "entities": dict(counts.entities),
        "assertions": dict(counts.assertions),
        "relations": counts.relations,
        "predicates": dict(counts.predicates),
        "since": dates[0] if dates else None,
        "until": dates[-1] if dates else None,
        "has_texts": state.has_texts,
        "top": _top(state),
    }


def _top(state: State) -> Json:
    """Return the entities of each type that most facts tell of."""

    def order(entity: Entity) -> tuple[int, str]:
        return -state.fact_counts[f"ent:{entity.slug}"], entity.slug

    found: dict[str, list[Json]] = {}
    for entity in sorted(state.entities.values(), key=order):
        of_type = found.setdefault(entity.type.value, [])
        if len(of_type) < _TOP:
            of_type.append(completion(state, Match(entity, entity.label)))
    return found


def documents(state: State, text: str, *, offset: int, limit: int) -> Json:
    """Return the documents of which title, path or publisher hold all words of `text`, then those whose text does.

    The former come with the newest first, the latter by how well they fit.
    """
    wanted = fold_words(text)
    found = [identifier for identifier, words in state.document_words.items() if begin_words(words, wanted)]
    if wanted and state.has_texts:
        with state.archive() as archive:
            found += archive.search_identifiers(" ".join(words_of(text)))
    known = [state.texts[identifier] for identifier in dict.fromkeys(found) if identifier in state.texts]
    shown = known[offset : offset + limit]
    return {"documents": [document_part(state, document) for document in shown], "total": len(known)}


def queries(state: State) -> Json:
    """Return the sample queries with their parameters, and the prefixes that queries may use."""
    told = [
        {
            "name": query.name,
            "title": query.title,
            "parameters": [asdict(parameter) for parameter in query.parameters],
            "sparql": query.sparql,
        }
        for query in read_queries().values()
    ]
    return {"queries": told, "prefixes": state.store.namespaces.prefixes}
