"""The sentence behind a fact, in its paragraph, and a document with all that was read in it."""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.facts import find_in_document
from kg.model import Document
from kg.web.state import State
from kg.web.views.parts import Json, assertion_parts, document_part

_BREAK = "\n\n"
"""What parts paragraphs in the text of a document."""
_SPANS = {
    "subject_span": "subject",
    "predicate_span": "predicate",
    "object_span": "object",
    "subject_antecedent": "antecedent",
    "object_antecedent": "antecedent",
}


def evidence(state: State, identifier: str) -> Json | None:
    """Return a fact with its paragraph, its words marked; None if there is no such fact.

    Where the text is not at hand, the sentence stands for its paragraph.
    """
    for assertion in assertion_parts(state, [identifier]):
        document = read_document(state, assertion["document"])
        start, end = find_paragraph(document, assertion) if document else (assertion["start"], assertion["end"])
        text = document.text[start:end] if document else assertion["sentence"]
        return {
            "assertion": assertion,
            "paragraph": {"text": text, "start": start, "end": end},
            "marks": sorted(_marks(assertion, start, end), key=lambda mark: (mark["start"], -mark["end"])),
            "document": document_part(state, state.texts[assertion["document"]]),
        }
    return None


def document_page(state: State, identifier: str) -> Json | None:
    """Return a document with its text and all facts read in it, in the order of the text; None if there is none.

    Where the text is not at hand, it is empty.
    """
    text = state.texts.get(identifier)
    if text is None:
        return None
    document = read_document(state, identifier)
    facts = assertion_parts(state, find_in_document(state.store, text.iri))
    return {
        "document": document_part(state, text),
        "text": document.text if document else "",
        "headline_end": document.headline_end if document else 0,
        "facts": sorted(facts, key=lambda fact: (fact["start"], fact["predicate_span"], fact["id"])),
    }


def read_document(state: State, identifier: str) -> Document | None:
    """Return a document of the archive, None if there is no archive, or if a build has replaced the document."""
    if not state.has_texts:
        return None
    with state.archive() as archive:
        return archive.document(identifier)


def find_paragraph(document: Document, assertion: Json) -> tuple[int, int]:
    """Return where the paragraph of an assertion begins and ends."""
    before = document.text.rfind(_BREAK, 0, assertion["start"])
    after = document.text.find(_BREAK, assertion["end"])
    return (0 if before < 0 else before + len(_BREAK)), (len(document.text) if after < 0 else after)


def _marks(assertion: Json, start: int, end: int) -> Iterator[Json]:
    """Yield what is marked in a paragraph; the name that a pronoun stands for may stand in another one."""
    yield {"start": assertion["start"] - start, "end": assertion["end"] - start, "role": "sentence"}
    for key, role in _SPANS.items():
        for first, last in assertion[key] or ():
            if start <= first and last <= end:
                yield {"start": first - start, "end": last - start, "role": role}
