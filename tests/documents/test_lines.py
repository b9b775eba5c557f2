from __future__ import annotations

import textwrap

import pytest

from kg.documents.lines import find_blocks
from kg.documents.text import find_paragraphs

PARAGRAPHS = [
    "Talks fail",
    "OSLO, Norway — The foreign ministers of Ruritania and Graustark ended two days of talks on Tuesday without an "
    "agreement on fishing rights. They did not set a date for another meeting.",
    "“We were close,” Jan Novak said. “Then they asked for more.”",
    "Graustark denied that it had changed its demands, and accused its neighbor of playing for time. A long-term "
    "treaty, which both countries need, is not in sight. Norway had offered to mediate.",
    "The ministers will report to their parliaments on Friday.",
]


def wrap(paragraph: str, width: int, **options: str) -> str:
    return textwrap.fill(paragraph, width, break_long_words=False, **options)


@pytest.mark.parametrize("width", [40, 60, 72, 80, 100])
def test_hard_wrapped_paragraphs_are_joined(width: int) -> None:
    assert find_paragraphs("\n\n".join(wrap(p, width) for p in PARAGRAPHS)) == PARAGRAPHS


def test_lines_that_are_paragraphs_stay_apart() -> None:
    assert find_paragraphs("\n".join(PARAGRAPHS)) == PARAGRAPHS
    assert find_paragraphs(PARAGRAPHS[0] + "\n\n" + "\n".join(PARAGRAPHS[1:])) == PARAGRAPHS


def test_a_heading_between_lines_that_are_paragraphs_stays_apart() -> None:
    lines = [*PARAGRAPHS[:3], "What comes next", *PARAGRAPHS[3:]]
    assert find_paragraphs("\n".join(lines)) == lines


@pytest.mark.parametrize("width", [60, 72, 80])
def test_indented_paragraphs_of_wrapped_text_stay_apart(width: int) -> None:
    text = PARAGRAPHS[0] + "\n" + "\n".join(wrap(p, width, initial_indent="    ") for p in PARAGRAPHS[1:])
    assert find_paragraphs(text) == PARAGRAPHS


def test_a_headline_without_a_blank_line_is_no_part_of_wrapped_text() -> None:
    assert find_paragraphs("Talks fail\n" + wrap(PARAGRAPHS[1], 60)) == PARAGRAPHS[:2]


def test_a_short_line_that_ends_a_sentence_ends_a_paragraph_of_wrapped_text() -> None:
    text = "\n".join(wrap(p, 60) for p in (PARAGRAPHS[1], PARAGRAPHS[3]))
    assert find_paragraphs(text) == [PARAGRAPHS[1], PARAGRAPHS[3]]


def test_a_sentence_that_goes_on_in_the_next_line_is_one_paragraph() -> None:
    assert find_paragraphs("Clinton\nmet Putin.") == ["Clinton met Putin."]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("a long-\nterm plan", "a long-term plan"),
        ("a pre-\nand a postwar plan", "a pre- and a postwar plan"),
        ("the plan -\nand more", "the plan - and more"),
    ],
)
def test_a_word_broken_at_its_hyphen_is_whole_again(text: str, whole: str) -> None:
    assert find_paragraphs(text) == [whole]


def test_items_of_a_list_are_paragraphs() -> None:
    lines = ["The council asked for", "two things:", "- water for the north", "  and the east", "- a new road"]
    assert find_blocks(lines) == [lines[:2], lines[2:4], lines[4:]]
    assert find_blocks(["1. Open the gates.", "2. Sign the treaty."]) == [
        ["1. Open the gates."],
        ["2. Sign the treaty."],
    ]


def test_a_dash_at_the_front_of_one_line_is_no_list() -> None:
    lines = ["The minister of the interior", "- a lawyer - left the city", "early in the morning."]
    assert find_blocks(lines) == [lines]


def test_a_byline_is_a_paragraph() -> None:
    lines = [
        "Talks on the dam stall again in",
        "By Ada Berg and Jon Roe",
        "The two sides left the city of",
        "Lima early.",
    ]
    assert find_blocks(lines)[1] == ["By Ada Berg and Jon Roe"]
