"""What a graph holds in numbers, its documents, and the sample queries."""

from __future__ import annotations

from dataclasses import asdict

from kg import __version__, rdf
from kg.graph.queries import read_queries
from kg.model import Entity
from kg.web.names import Match, fold_words
from kg.web.parts import Json, document_part
from kg.web.searching import completion
from kg.web.state import State

_TOP = 8


def about(state: State) -> Json:
    """Return the counts of a graph, from when to when its documents are, and the best known entities of each type."""
    counts = state.statistics
    dates = sorted(text.published for text in state.texts.values() if text.published)
    return {
        "name": state.name,
        "version": __version__,
        "documents": counts.documents,
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
            of_type.append(completion(state, Match(entity, entity.label, True)))
    return found


def documents(state: State, text: str, *, offset: int, limit: int) -> Json:
    """Return the documents of which title, path or publisher hold all words of `text`, else their text does.

    The newest come first, or those that fit best where the texts were searched.
    """
    wanted = fold_words(text)
    found = [document for document in state.texts.values() if _fits(document, wanted)]
    if not found and state.has_texts:
        with state.archive() as archive:
            found = [state.texts[one.id] for one in archive.search(" ".join(wanted)) if one.id in state.texts]
    else:
        found.sort(key=lambda document: document.published or "", reverse=True)
    shown = found[offset : offset + limit]
    return {"documents": [document_part(state, document) for document in shown], "total": len(found)}


def _fits(document: rdf.Text, wanted: tuple[str, ...]) -> bool:
    words = fold_words(" ".join(filter(None, (document.title, document.source, document.publisher))))
    return all(any(word.startswith(part) for word in words) for part in wanted)


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
