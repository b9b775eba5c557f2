"""Canonical predicates → PLOVER event classes: what kind of political event a relation tells.

The classes are those of the PLOVER manual, draft 0.8 (Open Event Data Alliance, 2021).
"""

from __future__ import annotations

from kg.lexicon import find_nominalization, read_mapping

QUADS = {
    "AGREE": "verbal cooperation", "CONSULT": "verbal cooperation", "SUPPORT": "verbal cooperation",
    "CONCEDE": "verbal cooperation", "COOPERATE": "material cooperation", "AID": "material cooperation",
    "RETREAT": "material cooperation", "REQUEST": "verbal conflict", "ACCUSE": "verbal conflict",
    "REJECT": "verbal conflict", "THREATEN": "verbal conflict", "PROTEST": "material conflict",
    "SANCTION": "material conflict", "MOBILIZE": "material conflict", "COERCE": "material conflict",
    "ASSAULT": "material conflict",
}  # fmt: skip
"""The 16 classes, each with its quad class."""

# Verbs whose noun tells the event: "launch attack on", "hold talks with", "impose sanctions on".
LIGHT = frozenset(
    "make have hold give take launch carry stage mount wage impose conduct offer express voice provide begin".split()
)


def find_event_class(predicate: str) -> str | None:
    """Return the PLOVER class of a canonical predicate, None where none fits.

    The whole predicate is looked up, then without its last words; of a light verb the noun tells the event.

    >>> find_event_class("clash with"), find_event_class("launch attack on"), find_event_class("be located in")
    ('ASSAULT', 'ASSAULT', None)
    >>> find_event_class("be arrested in"), find_event_class("be minister of")
    ('COERCE', None)
    >>> find_event_class("wage war on") is None
    True
    """
    classes = read_mapping("event_classes")
    words = predicate.split()
    if words[:1] == ["be"] and len(words) > 1:
        words = _active(words[1]) + words[2:]
    if predicate in classes:
        return classes[predicate]
    if words[:1] and words[0] in LIGHT and len(words) > 1:
        noun = find_nominalization(words[1]) or find_nominalization(words[1].removesuffix("s"))
        if noun is not None and noun[0] != predicate:  # a noun told by these very words
            return find_event_class(noun[0])
    for end in range(len(words), 0, -1):
        found = classes.get(" ".join(words[:end]))
        if found is not None:
            return found
    return None


def _active(participle: str) -> list[str]:
    """Return the verb of a regular participle as a list, [] for other words: "arrested" is of arrest."""
    stem = participle.removesuffix("ed")
    if stem == participle:
        return []
    classes = read_mapping("event_classes")
    spellings = [stem, f"{stem}e", stem[:-1], f"{stem[:-1]}y"]
    return [next((spelling for spelling in spellings if spelling in classes), participle)]
