"""Golden examples: sentences with the triples they should give, a file for each family in `tests/golden/`.

`# title`, the sentence, then `+` required, `~` also accepted, `?` wanted and not yet reached. Anything else found is a
failure, and so is a `?` that is now met, until it is promoted to `+`. After the triple stand the details that matter;
a triple is asserted unless its line tells another status.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.assertions import make_assertions
from kg.entities import index_entities, resolve
from kg.extractors import RuleExtractor
from kg.model import Assertion, Document

FOLDER = Path(__file__).parent / "golden"
# A Saturday: weekdays in the examples are counted from it.
PUBLISHED = "2012-09-08"
DETAILS = ("status", "polarity", "modality", "attributed_to", "time", "place")


@dataclass
class Example:
    title: str
    sentence: str
    marked: dict[str, list[str]] = field(default_factory=lambda: {"+": [], "~": [], "?": []})


def read_examples() -> Iterator[tuple[str, Example]]:
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
            title, sentence, *lines = block.splitlines()
            example = Example(title.removeprefix("# "), sentence)
            for line in lines:
                example.marked[line[0]].append(line[2:])
            yield path.stem, example


def matches(assertion: Assertion, wanted: str) -> bool:
    """Whether an assertion is the one a line asks for: asserted unless the line tells another status."""
    cells = wanted.split(" | ")
    named = dict(detail.split(": ", 1) for detail in (cells[3].split("; ") if len(cells) > 3 else []))
    pairs = {"status": "asserted", **named}.items()
    return words(assertion) == cells[:3] and all(str(getattr(assertion, name) or "") == value for name, value in pairs)


def words(assertion: Assertion) -> list[str]:
    return [assertion.subject, assertion.predicate, assertion.object or "-"]


EXAMPLES = list(read_examples())


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.mark.parametrize("example", [pytest.param(ex, id=f"{family}: {ex.title}") for family, ex in EXAMPLES])
def test_a_sentence_gives_the_triples_it_should(example: Example, extractor: RuleExtractor) -> None:
    document = Document("0" * 16, example.sentence, "golden.txt", published=PUBLISHED)
    extraction = extractor.extract(document)
    index = index_entities(resolve([(document, extraction)]).entities)
    found = make_assertions(document, extraction, index)
    marked = example.marked
    missing = [line for line in marked["+"] if not any(matches(assertion, line) for assertion in found)]
    reached = [line for line in marked["?"] if any(matches(assertion, line) for assertion in found)]
    listed = [line.split(" | ")[:3] for lines in marked.values() for line in lines]
    beyond = [words(assertion) for assertion in found if words(assertion) not in listed]
    assert (missing, beyond, reached) == ([], [], []), "missing, beyond what is listed, wanted and now reached"


def test_every_family_has_examples_that_name_known_details() -> None:
    assert len(EXAMPLES) >= 40
    for _, example in EXAMPLES:
        for lines in example.marked.values():
            for line in lines:
                for detail in line.split(" | ")[3:]:
                    assert {part.split(": ")[0] for part in detail.split("; ")} <= set(DETAILS), line
