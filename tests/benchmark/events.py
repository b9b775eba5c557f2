"""Political events in gold sentences of PLOVER: source and target found in one assertion, and its class right.

The gold marks actors loosely ("Putin", "president of Armenia"), so an actor is found where an assertion shares a word
of content with it. Class and target are asked for apart: who threatens stands as source of what is threatened.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.assertions import make_assertions
from kg.entities import index_entities, resolve
from kg.events import QUADS, find_event_class
from kg.extractors import RuleExtractor
from kg.grammar.trees import quote
from kg.model import Assertion, Document, Modality, Polarity, Status

from . import sources
from .measures import Measure, digest, percent

FILE = "events/plover/gold-dev.jsonl"
# The file is older than the classes: names it has and what they are now (../shared/events/README.md).
RENAMED = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
# Of an action that has no class of its own: to announce it is AGREE, to announce that one will not REJECT.
ANNOUNCED = {
    (Modality.PLANNED, Polarity.POSITIVE): "AGREE",
    (Modality.PLANNED, Polarity.NEGATIVE): "REJECT",
    (Modality.WANTED, Polarity.POSITIVE): "REQUEST",
    (Modality.REQUIRED, Polarity.POSITIVE): "REQUEST",
    (Modality.ASKED, Polarity.POSITIVE): "REQUEST",
}
SMALL = frozenset("a an the of in on at to for and or by with from his her its their".split())


def classify(assertion: Assertion) -> str | None:
    """Return the PLOVER class of what an assertion tells, by its relation, modality and polarity.

    By the manual, cooperation that is announced is AGREE, conflict that is announced THREATEN, what is called for
    REQUEST, and cooperation that is denied or refused REJECT.
    """
    found = find_event_class(assertion.predicate)
    if found is None:
        return ANNOUNCED.get((assertion.modality, assertion.polarity))
    is_conflict = "conflict" in QUADS[found]
    if assertion.polarity is Polarity.NEGATIVE:
        return found if is_conflict else "REJECT"
    if assertion.modality is Modality.PLANNED:
        return "THREATEN" if QUADS[found] == "material conflict" else found if is_conflict else "AGREE"
    if assertion.modality in (Modality.WANTED, Modality.REQUIRED, Modality.ASKED):
        return "REQUEST"
    return found


def measure(shared: Path | None) -> list[Measure]:
    """Return the shares of sentences with source, with source and target in one assertion, and with the right class.

    Raises `Skipped` where the data are not there.
    """
    (path,) = sources.find(shared, FILE)
    extractor = RuleExtractor()
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    sourced = paired = pairs = classed = 0
    for row in rows:
        text = row["text"].strip()
        found = list(_extract(extractor, text))
        left, right = _actors(row.get("source")), _actors(row.get("target"))
        by_source = [assertion for assertion in found if _names(assertion, text, left, is_source=True)]
        both = [assertion for assertion in by_source if _names(assertion, text, right, is_source=False)]
        sourced += bool(by_source)
        pairs += bool(right)
        paired += bool(right and both)
        classes = [name for assertion in both or by_source if (name := classify(assertion)) is not None]
        classed += RENAMED.get(row["event"], row["event"]) in classes
    data = digest([path])
    return [
        Measure("source found", "share", percent(sourced / len(rows)), examples=len(rows), digest=data),
        Measure("source and target in one assertion", "share", percent(paired / pairs), examples=pairs, digest=data),
        Measure("class right", "share", percent(classed / len(rows)), examples=len(rows), digest=data),
    ]


def _extract(extractor: RuleExtractor, text: str) -> Iterator[Assertion]:
    document = Document("0" * 16, text, "event.txt", published="2000-01-01")
    extraction = extractor.extract(document)
    yield from make_assertions(document, extraction, index_entities(resolve([(document, extraction)]).entities))


def _actors(marked: Any) -> list[set[str]]:
    """Return the content words of each actor; a few rows hold words or nothing where a list of actors belongs."""
    marked = marked if isinstance(marked, list) else [{"actorText": str(marked or "")}]
    texts = [actor["actorText"] if isinstance(actor, dict) else str(actor) for actor in marked]
    return [words for text in texts if (words := _content(text))]


def _content(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in SMALL}


def _names(assertion: Assertion, text: str, actors: list[set[str]], *, is_source: bool) -> bool:
    """Whether an assertion names one of the actors on the side where it belongs: by its label, or in the text's words.

    The gold has the words of the text, "UN"; the label of an entity may be another, "United Nations".
    """
    subject = _content(f"{assertion.subject} {quote(text, assertion.subject_span)}")
    target = _content(f"{assertion.object or ''} {quote(text, assertion.object_span)}")
    speakers = _content(" ".join(assertion.attribution_chain))
    if is_source:
        words = subject | speakers
    else:  # what a speaker says of somebody is about them, be they its subject
        words = target | subject if assertion.status is Status.HYPOTHETICAL and speakers else target
    return any(words & actor for actor in actors)
