"""Triples that a careful reader draws from 60 sentences of the corpus, against those of the graph view.

The reader wrote them before the extractor was run (`tests/golden_corpus/check.txt`, which tells its format); the texts
stay where they are. A label is met where it has the same head word as ours and one has all content words of the other.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from kg.assertions import make_assertions
from kg.documents import read_documents
from kg.entities import index_entities, resolve
from kg.errors import KGError
from kg.extractors import RuleExtractor
from kg.language.inflection import verb_lemma
from kg.model import Assertion, Document, Status

from . import sources
from .floors import ROOT
from .measures import Measure, digest, percent

GOLD = ROOT / "tests" / "golden_corpus" / "check.txt"
SMALL = frozenset("a an the of 's ’s jr. sr.".split())
PREPOSITIONS = frozenset("of in on at to for from by with about against under over across".split())
STATED = (Status.ASSERTED, Status.REPORTED)


@dataclass(frozen=True)
class Line:
    """A triple of the gold: `+` required or `~` right too, the wordings of its parts, and its statuses."""

    mark: str
    subjects: tuple[str, ...]
    predicates: tuple[str, ...]
    objects: tuple[str, ...]
    statuses: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> Line:
        """Return the triple of a line such as `+ Iran | reject | demands | reported/asserted`."""
        subjects, predicates, objects, *more = (tuple(part.split("/")) for part in text[2:].split(" | "))
        return cls(text[0], subjects, predicates, objects, more[0] if more else ("asserted",))

    def is_met(self, assertion: Assertion) -> bool:
        """Whether an assertion says this, with one of the statuses."""
        return (
            assertion.status.value in self.statuses
            and _base(assertion.predicate) in set(map(_base, self.predicates))
            and any(is_same(name, assertion.subject) for name in self.subjects)
            and any(is_same(name, assertion.object or "-") for name in self.objects)
        )


@dataclass(frozen=True)
class Passage:
    """A sentence of the corpus by file, offsets (or line) and digest, with its triples."""

    file: str
    place: tuple[int, ...]
    digest: str
    lines: tuple[Line, ...]


def read_gold(path: Path = GOLD) -> list[Passage]:
    """Return the sentences of the gold in its order."""
    passages = []
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        head, *lines = block.splitlines()
        if head.startswith("# "):
            file, *place, digest = head[2:].split()
            passages.append(Passage(file, tuple(map(int, place)), digest, tuple(map(Line.read, lines))))
    return passages


def is_same(wanted: str, label: str) -> bool:
    """Whether two labels name one thing: heads alike, and all content words of one in the other.

    >>> is_same("Iraqi President Fuad Masum", "Fuad Masum"), is_same("trip to White House", "White House")
    (True, False)
    """
    one, other = _words(wanted), _words(label)
    return _head(one) == _head(other) and (set(one) <= set(other) or set(other) <= set(one))


def _base(predicate: str) -> str:
    """Return a predicate without its voice: "be booked in" and "book in" are the same here."""
    first, _, rest = predicate.removeprefix("be ").partition(" ")
    verb = verb_lemma(first, "VBN", lambda _: False) if predicate.startswith("be ") else None
    return f"{verb or first} {rest}".strip()


def _words(label: str) -> list[str]:
    return re.sub(r"['’]s\b", " 's", label.lower()).split()


def _head(words: list[str]) -> str:
    end = next((place for place, word in enumerate(words) if place and word in PREPOSITIONS), len(words))
    return next((word for word in reversed(words[:end]) if word not in SMALL), "")


def extract_passage(extractor: RuleExtractor, corpus: Path, passage: Passage) -> tuple[str, list[Assertion]]:
    """Return the sentence and what is found in it, read within its document; ValueError where the text is another."""
    document, start, end = _find(corpus, passage)
    sentence = document.text[start:end]
    if hashlib.sha256(sentence.encode()).hexdigest()[:8] != passage.digest:
        raise ValueError(f"{passage.file} is not the text that was read: {sentence!r}")
    extraction = extractor.extract(document)
    entities = index_entities(resolve([(document, extraction)]).entities)
    found = make_assertions(document, extraction, entities)
    return sentence, [assertion for assertion in found if start <= assertion.start < end]


def _find(corpus: Path, passage: Passage) -> tuple[Document, int, int]:
    path = corpus / passage.file
    if len(passage.place) == 1:
        (line,) = passage.place
        lines = gzip.decompress(path.read_bytes()).decode().split("\n")[line - 3 : line]
        text = "\n\n".join(lines)
        return Document("0" * 16, text, passage.file), len(text) - len(lines[-1]), len(text)
    (document,) = (one for one in read_documents([path]) if isinstance(one, Document))
    start, end = passage.place
    return document, start, end


def measure(shared: Path | None, show: bool = False) -> tuple[list[Measure], list[str]]:
    """Return precision of what is stated and recall of what a reader drew, and lines that tell what was wrong.

    Raises `Skipped` where the corpus is not there.
    """
    (corpus,) = sources.find(shared, "corpus")
    extractor = RuleExtractor()
    right = stated = met = wanted = 0
    shown: list[str] = []
    for number, passage in enumerate(read_gold(), start=1):
        try:
            sentence, found = extract_passage(extractor, corpus, passage)
        except ValueError as error:
            raise KGError(str(error)) from error
        ours = [assertion for assertion in found if assertion.status in STATED]
        wrong = [assertion for assertion in found if not any(line.is_met(assertion) for line in passage.lines)]
        required = [line for line in passage.lines if line.mark == "+"]
        missed = [line for line in required if not any(map(line.is_met, found))]
        stated, right = stated + len(ours), right + sum(assertion not in wrong for assertion in ours)
        wanted, met = wanted + len(required), met + len(required) - len(missed)
        if show and (wrong or missed):
            shown += [f"{number}\t{sentence}", *map(_tell, wrong), *map(_tell_missed, missed)]
    precision, recall = right / max(stated, 1), met / max(wanted, 1)
    data = digest([GOLD])
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    figures = percent(f1), percent(precision), percent(recall)
    return [Measure("corpus sentences", "F1", *figures, examples=wanted, digest=data)], shown


def _tell(assertion: Assertion) -> str:
    parts = f"{assertion.subject} | {assertion.predicate} | {assertion.object or '-'}"
    return f"  {'wrong' if assertion.status in STATED else 'other'}   {parts} | {assertion.status.value}"


def _tell_missed(line: Line) -> str:
    return "  missed  " + " | ".join("/".join(part) for part in (line.subjects, line.predicates, line.objects))
