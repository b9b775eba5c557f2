"""The factuality suite: a line of `tests/factuality/` says what a sentence commits to.

A sentence, then a line for each triple it is about: A asserted, R reported, AR either, N negated, H:MODALITY
hypothetical, `:neg` where what is hypothetical is denied. `?` before it marks what is not yet reached, and a `?` line
that is reached must be promoted. `python tests/test_factuality_suite.py` prints the share right and what fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg.assertions import make_assertions
from kg.entities import index_entities, resolve
from kg.extractors import RuleExtractor
from kg.model import Assertion, Document

FOLDER = Path(__file__).parent / "factuality"
STATUS = {"A": {"asserted"}, "R": {"reported"}, "AR": {"asserted", "reported"}, "N": {"negated"}, "H": {"hypothetical"}}
LEAST, SENTENCES = 0.95, 200


@dataclass(frozen=True)
class Case:
    """A sentence, and what it should commit to; `known` holds the lines that are not yet reached."""

    family: str
    sentence: str
    wanted: tuple[str, ...]
    known: tuple[str, ...]


def read_cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.txt")):
        family = path.stem
        for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
            lines = block.splitlines()
            if lines[0].startswith("## "):
                family = f"{path.stem}: {lines.pop(0)[3:]}"
            if lines:
                known = tuple(line[2:] for line in lines[1:] if line.startswith("? "))
                yield Case(family, lines[0], tuple(line for line in lines[1:] if not line.startswith("? ")), known)


def meets(found: Assertion, line: str) -> bool:
    """Whether an assertion has the words, status, polarity and modality of a line."""
    code, _, triple = line.partition(" ")
    status, *more = code.split(":")
    words = " | ".join([found.subject, found.predicate, found.object or "-"])
    modality, *denial = more or ["certain"]
    is_negative = status == "N" or denial == ["neg"]
    return (
        words == triple and found.status.value in STATUS[status] and found.modality.value == modality
        and (found.polarity.value == "negative") == is_negative
    )  # fmt: skip


def extract(extractor: RuleExtractor, sentence: str) -> tuple[Assertion, ...]:
    document = Document("0" * 16, sentence, "factuality.txt", published="2012-09-08")
    extraction = extractor.extract(document)
    return make_assertions(document, extraction, index_entities(resolve([(document, extraction)]).entities))


CASES = list(read_cases())


@pytest.fixture(scope="module")
def extractor() -> RuleExtractor:
    return RuleExtractor()


@pytest.mark.parametrize("case", [pytest.param(case, id=f"{case.family}: {case.sentence}") for case in CASES])
def test_a_sentence_commits_to_what_it_should(case: Case, extractor: RuleExtractor) -> None:
    found = extract(extractor, case.sentence)
    missing = [line for line in case.wanted if not any(meets(assertion, line) for assertion in found)]
    reached = [line for line in case.known if any(meets(assertion, line) for assertion in found)]
    assert (missing, reached) == ([], []), "missing, and known as failing but now reached"


def test_the_suite_is_large_and_nearly_all_of_it_is_reached() -> None:
    assert len(CASES) >= SENTENCES
    assert sum(not case.known for case in CASES) / len(CASES) >= LEAST


def show() -> None:
    """Print the sentences that fail with what is found, and the share right."""
    extractor, right = RuleExtractor(), 0
    for case in CASES:
        found = extract(extractor, case.sentence)
        lines = [*case.wanted, *case.known]
        missing = [line for line in lines if not any(meets(assertion, line) for assertion in found)]
        right += not missing
        if missing:
            print(f"{case.family}: {case.sentence}")
            print("\n".join(f"    wanted {line}" for line in missing))
            for one in found:
                words = f"{one.subject} | {one.predicate} | {one.object or '-'}"
                print(f"    found  {one.status.value}:{one.modality.value}:{one.polarity.value} {words}")
    print(f"{right} of {len(CASES)} sentences right, {right / len(CASES):.1%}")


if __name__ == "__main__":
    show()
