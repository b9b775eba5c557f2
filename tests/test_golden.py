"""Golden examples: sentences with the triples they should give, a file for each family in `tests/golden/`.

`# title`, the sentence, then `+` required, `~` also accepted, `?` wanted and not yet reached. Anything else found is a
failure, and so is a `?` that is now met, until it is promoted to `+`. After the triple stand the details that matter.
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
    """Whether an assertion is the one a line asks for; details not named on the line are not looked at."""
    subject, predicate, target, *details = (cell.strip() for cell in wanted.split(" | "))
    if (assertion.subject, assertion.predicate, assertion.object or "-") != (subject, predicate, target):
        return False
    pairs = (detail.split(": ", 1) for detail in (details[0].split("; ") if details else []))
    return all(str(getattr(assertion, name) or "") == value for name, value in pairs)


EXAMPLES = list(read_examples())


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.mark.parametrize("example", [pytest.param(ex, id=f"{family}: {ex.title}") for family, ex in EXAMPLES])
def test_a_sentence_gives_the_triples_it_should(example: Example, extractor: RuleExtractor) -> None:
    document = Document("0" * 16, example.sentence, "golden.txt", published=PUBLISHED)
    extraction = extractor.extract(document)
    index = index_entities(resolve([(document, extraction)]))
    found = make_assertions(document, extraction, index)
    marked = example.marked
    missing = [line for line in marked["+"] if not any(matches(assertion, line) for assertion in found)]
    reached = [line for line in marked["?"] if any(matches(assertion, line) for assertion in found)]
    listed = [line.split(" | ")[:3] for lines in marked.values() for line in lines]
    beyond = [
        f"{assertion.subject} | {assertion.predicate} | {assertion.object}"
        for assertion in found
        if not any(matches(assertion, " | ".join(cells)) for cells in listed)
    ]
    assert (missing, beyond, reached) == ([], [], []), "missing, beyond what is listed, wanted and now reached"


def test_every_family_has_examples_that_name_known_details() -> None:
    assert len(EXAMPLES) >= 40
    for _, example in EXAMPLES:
        for lines in example.marked.values():
            for line in lines:
                for detail in line.split(" | ")[3:]:
                    assert {part.split(": ")[0] for part in detail.split("; ")} <= set(DETAILS), line
