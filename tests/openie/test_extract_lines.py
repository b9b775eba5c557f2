"""Lines of `id TAB sentence` → lines of facts, in the very words of the sentence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import KGError
from kg.openie import STYLES, extract_lines

WORDS = "Ann Bob Acme Oslo the a old said that and or of in to sold bought is was not boats , . ( ) `` '' -LRB- 's 12 %"


def extract(*lines: str, style: str = "minimal", pretokenized: bool = True) -> list[str]:
    return list(extract_lines(lines, style=style, pretokenized=pretokenized))


def without_confidence(row: str) -> str:
    """Return a row with its confidence, which must be a number from 0 to 1, told by a star."""
    cells = row.split("\t")
    place = next(number for number, cell in enumerate(cells[1:], 1) if cell.replace(".", "", 1).isdigit())
    assert 0 <= float(cells[place]) <= 1
    return "\t".join([*cells[:place], "*", *cells[place + 1 :]])


def test_the_minimal_style_has_id_subject_relation_object_and_confidence() -> None:
    assert [without_confidence(row) for row in extract("s7\tAnn sold the boats in Oslo .")] == [
        "s7\tAnn\tsold\tthe boats\t*",
        "s7\tAnn\tsold the boats in\tOslo\t*",
    ]


def test_the_maximal_style_has_sentence_confidence_relation_and_arguments() -> None:
    sentence = "Ann sold the boats in Oslo ."
    (row,) = extract(f"s7\t{sentence}", style="maximal")
    assert without_confidence(row) == f"{sentence}\t*\tsold\tAnn\tthe boats\tin Oslo"


def test_a_longer_relation_is_less_certain() -> None:
    rows = extract("1\tAnn sold the boats of the bank to Bob in Oslo .")
    confidences = [float(row.split("\t")[-1]) for row in sorted(rows, key=lambda row: len(row.split("\t")[2].split()))]
    assert confidences == sorted(confidences, reverse=True)
    assert len(set(confidences)) > 1


def test_quotes_and_brackets_keep_the_spelling_of_the_sentence() -> None:
    (row,) = extract("1\tAnn said : `` The boats -LRB- both -RRB- belong to Bob . ''")[:1]
    assert set(row.split("\t")[3].split()) >= {"-LRB-", "-RRB-"}
    report = extract("1\tBob said that `` Dawn '' sold boats .")[0]
    assert report.split("\t")[3] == "that `` Dawn '' sold boats"


def test_raw_text_is_cut_by_our_tokenizer() -> None:
    assert [without_confidence(row) for row in extract("1\tAnn doesn't own boats.", pretokenized=False)] == [
        "1\tAnn\tdoes n't own\tboats\t*"
    ]


def test_words_cut_beforehand_are_cut_no_further() -> None:
    (row,) = extract("1\tAnn bought well-built boats.")
    assert row.split("\t")[3] == "well-built boats."


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("sentence", ["", "   ", "Stop", ".", "( ) ,"])
def test_a_sentence_that_says_nothing_gives_no_line(style: str, sentence: str) -> None:
    assert extract(f"1\t{sentence}", style=style) == []


def test_empty_lines_are_passed_over() -> None:
    rows = extract("", "1\tAnn sold boats .\n", "\n", "2\tBob sold boats .\r\n")
    assert [without_confidence(row) for row in rows] == ["1\tAnn\tsold\tboats\t*", "2\tBob\tsold\tboats\t*"]


def test_a_line_without_a_tab_is_named_by_its_number() -> None:
    with pytest.raises(KGError, match="line 3 has no tab"):
        extract("1\tAnn sold boats .", "", "Bob sold boats .")


def test_an_unknown_style_is_told_the_known_ones() -> None:
    with pytest.raises(KGError, match="no style 'medium'; styles are minimal, maximal"):
        extract("1\tAnn sold boats .", style="medium")


def test_a_very_long_sentence_is_read_to_its_end() -> None:
    clauses = "Ann sold boats , " * 200
    rows = extract(f"1\t{clauses}and Acme bought tools in Oslo .", style="minimal")
    assert [row for row in rows if "Acme" in row or "tools" in row]


def test_a_tab_inside_the_sentence_does_not_shift_the_columns() -> None:
    (row,) = extract("1\tAnn sold\tboats .", style="maximal")
    assert without_confidence(row) == "Ann sold boats .\t*\tsold\tAnn\tboats"


@pytest.mark.parametrize("style", STYLES)
def test_many_lines_give_what_each_gives_alone(style: str) -> None:
    lines = [f"{number}\tAnn sold {number} boats to Bob in Oslo ." for number in range(600)]
    together = extract(*lines, style=style)
    alone = [row for line in (*lines[:2], *lines[255:258], *lines[-2:]) for row in extract(line, style=style)]
    assert set(alone) <= set(together)
    assert len(together) >= len(lines)


@pytest.mark.parametrize("style", STYLES)
@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(WORDS.split()), max_size=25))
def test_every_slot_holds_words_of_the_sentence_only(style: str, words: list[str]) -> None:
    sentence = " ".join(words)
    for row in extract(f"1\t{sentence}", style=style):
        cells = row.split("\t")
        slots = cells[1:-1] if style == "minimal" else cells[2:]
        assert all(slots), row
        assert all(set(slot.split()) <= set(words) for slot in slots), row


@settings(max_examples=40, deadline=None)
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for style in STYLES:
        for pretokenized in (True, False):
            for row in extract(f"1\t{text}", style=style, pretokenized=pretokenized):
                assert row.count("\t") >= 4
