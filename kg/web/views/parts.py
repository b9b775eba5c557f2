"""What the answers are made of: things, documents and assertions as the page reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg import rdf
from kg.model import Entity, Status
from kg.vocabulary import link_iri
from kg.web.state import State

Json = dict[str, Any]


def thing_part(thing: Entity | rdf.Thing) -> Json:
    """Return identifier, label and type."""
    identifier = f"ent:{thing.slug}" if isinstance(thing, Entity) else thing.id
    return {"id": identifier, "label": thing.label, "type": thing.type.value}


def document_part(state: State, text: rdf.Text) -> Json:
    """Return what is told of a document."""
    return {
        "id": text.id,
        "title": text.title,
        "source": text.source,
        "publisher": text.publisher,
        "published": text.published,
        "url": safe_link(text.url),
        "facts": state.document_counts[text.id],
        "copy_of": text.original if text.original != text.id else None,
    }


def assertion_parts(state: State, identifiers: Sequence[str]) -> list[Json]:
    """Return the assertion records of these identifiers, each with publisher and title of its document."""
    records = state.records.get(identifiers)
    for record in records:
        text = state.texts.get(record["document"])
        record["publisher"], record["title"] = (text.publisher, text.title) if text else (None, None)
    return records


def status_counts(statuses: Iterable[str]) -> dict[str, int]:
    """Return how often each status occurs, in the order of the statuses; those that do not occur are left out."""
    counts = Counter(statuses)
    return {status.value: counts[status.value] for status in Status if counts[status.value]}


def links_of(link: str | None) -> list[str]:
    """Return where the link of an entity leads, if a browser may follow it."""
    found = safe_link(link_iri(link)) if link is not None else None
    return [found] if found is not None else []


def safe_link(address: str | None) -> str | None:
    """Return an address that a browser may be sent to, else None: a document may call anything its address.

    >>> safe_link("https://news.example/a"), safe_link("javascript:alert(1)")
    ('https://news.example/a', None)
    """
    return address if address is not None and address.lower().startswith(("http://", "https://")) else None
