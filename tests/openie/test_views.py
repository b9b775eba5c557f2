"""Golden examples of both views through the real model, a file for each in `tests/golden_views/`.

`# title`, the sentence with its tokens parted by blanks, then `+` required and `~` also accepted. Anything else found
is a failure. A fact reads subject, relation, object; a relation of the maximal view reads relation, arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.openie import extract_lines

FOLDER = Path(__file__).parent.parent / "golden_views"
STYLES = ("minimal", "maximal")


def read_examples(style: str) -> Iterator[tuple[str, str, list[str]]]:
    text = (FOLDER / f"{style}.txt").read_text(encoding="utf-8")
    for block in text.strip().split("\n\n"):
        title, sentence, *lines = block.splitlines()
        yield title.removeprefix("# "), sentence, lines


EXAMPLES = [
    pytest.param(style, sentence, lines, id=f"{style}: {title}")
    for style in STYLES
    for title, sentence, lines in read_examples(style)
]


@pytest.mark.parametrize(("style", "sentence", "lines"), EXAMPLES)
def test_a_sentence_gives_the_facts_it_should(style: str, sentence: str, lines: list[str]) -> None:
    rows = [row.split("\t") for row in extract_lines([f"1\t{sentence}"], style=style, pretokenized=True)]
    found = {" | ".join(row[1:-1] if style == "minimal" else row[2:]) for row in rows}
    required = {line[2:] for line in lines if line[0] == "+"}
    listed = {line[2:] for line in lines}
    assert (required - found, found - listed) == (set(), set()), "missing, beyond what is listed"


def test_both_views_have_the_same_sentences() -> None:
    minimal, maximal = ([(title, sentence) for title, sentence, _ in read_examples(style)] for style in STYLES)
    assert minimal == maximal
    assert len(minimal) >= 25
    assert all(line[:2] in ("+ ", "~ ") for style in STYLES for _, _, lines in read_examples(style) for line in lines)
