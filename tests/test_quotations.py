"""Quotes that run on belong to the speaker the paragraph named."""

from hand import read

from kg.model import Span
from kg.quotations import find_quotations

SPEAKER = """
1 “    _     ``  3 punct
2 It   _     PRP 3 nsubj
3 sank sink  VBD 7 ccomp
4 ,    _     ,   3 punct
5 ”    _     ''  3 punct
6 Ann  _     NNP 7 nsubj B-PER
7 said say   VBD 0 root
8 .    _     .   7 punct
"""
RUN_ON = """
1 “    _     ``  3 punct
2 Bo   _     NNP 3 nsubj B-PER
3 sold sell  VBD 0 root
4 nets net   NNS 3 obj
5 .    _     .   3 punct
6 ”    _     ''  3 punct
"""
PLAIN = """
1 Bo   _     NNP 2 nsubj B-PER
2 sold sell  VBD 0 root
3 nets net   NNS 2 obj
4 .    _     .   2 punct
"""


def test_quoted_spans_of_both_kinds_of_marks() -> None:
    text = 'a "b" c “d e” f'
    assert [span.quote(text) for span in find_quotations(text, 0, len(text))] == ['"b"', "“d e”"]


def test_a_quote_left_open_lasts_to_the_end_of_the_paragraph() -> None:
    text = "He: “one. two\n\nthree"
    assert find_quotations(text, 0, 13) == [Span(4, 13)]


def test_a_run_on_quote_is_the_speaker_s_of_the_sentence_before() -> None:
    assert read(SPEAKER + "\n" + RUN_ON).judged("sold") == "reported positive certain: Ann"


def test_what_follows_outside_the_marks_is_the_outlet_s() -> None:
    assert read(SPEAKER + "\n" + PLAIN).judged("sold") == "asserted positive certain"


def test_a_speaker_named_after_the_quote_is_credited() -> None:
    assert read(RUN_ON + "\n" + SPEAKER).judged("sold") == "reported positive certain: Ann"


def test_a_phrase_left_open_within_a_clause_ends_with_its_sentence() -> None:
    text = "They called it “a gift to the banks. The cabinet met. Ann left."
    (span,) = find_quotations(text, 0, len(text))
    assert span.quote(text) == "“a gift to the banks."


def test_a_quote_that_opens_the_next_paragraph_is_still_the_speaker_s() -> None:
    assert read(SPEAKER + "\n# paragraph\n" + RUN_ON).judged("sold") == "reported positive certain: Ann"


def test_a_speaker_two_paragraphs_back_is_forgotten() -> None:
    block = SPEAKER + "\n# paragraph\n" + PLAIN.replace("sold sell", "hid hide") + "\n# paragraph\n" + RUN_ON
    assert read(block).judged("sold") == "asserted positive certain"


def test_the_nearest_speaker_is_credited() -> None:
    block = SPEAKER + "\n" + SPEAKER.replace("Ann", "Cy") + "\n" + RUN_ON
    assert read(block).judged("sold") == "reported positive certain: Cy"


def test_a_single_quoted_word_makes_nobody_a_speaker() -> None:
    scare = """
1 Bo      _       NNP 2 nsubj B-PER
2 sold    sell    VBD 0 root
3 “       _       ``  4 punct
4 organic organic JJ  6 amod
5 ”       _       ''  4 punct
6 nets    net     NNS 2 obj
7 .       _       .   2 punct
"""
    assert read(SPEAKER + "\n" + scare).judged("sold") == "asserted positive certain"


def test_a_source_named_in_the_sentence_itself_is_kept() -> None:
    inner = """
1 “    _     ``  5 punct
2 Cy   _     NNP 3 nsubj B-PER
3 said say   VBD 0 root
4 Bo   _     NNP 5 nsubj B-PER
5 sold sell  VBD 3 ccomp
6 nets net   NNS 5 obj
7 .    _     .   3 punct
8 ”    _     ''  3 punct
"""
    reading = read(SPEAKER + "\n" + inner)
    assert reading.judged("sold").endswith("Cy")


def test_single_marks_quote_and_an_apostrophe_does_not() -> None:
    text = "‘It sank,’ he said. The boys’ net tore. ‘Gone.’"
    assert [span.quote(text) for span in find_quotations(text, 0, len(text))] == ["‘It sank,’", "‘Gone.’"]


def test_who_stands_before_a_colon_and_a_quote_speaks() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 spoke speak VBD 0 root
3 to    _     IN  4 case
4 us    _     PRP 2 obl Number=Plur|Person=1
5 :     _     :   8 punct
6 “     _     ``  8 punct
7 Bo    _     NNP 8 nsubj B-PER
8 sold  sell  VBD 2 parataxis
9 nets  net   NNS 8 obj
10 .    _     .   8 punct
11 ”    _     ''  8 punct
"""
    assert read(block).judged("sold") == "reported positive certain: Ann"


def test_a_source_within_a_quote_stands_inside_its_speaker() -> None:
    inner = """
1 “    _     ``  3 punct
2 Cy   _     NNP 3 nsubj B-PER
3 said say   VBD 0 root
4 Bo   _     NNP 5 nsubj B-PER
5 sold sell  VBD 3 ccomp
6 nets net   NNS 5 obj
7 ”    _     ''  3 punct
"""
    assert read(SPEAKER + "\n" + inner).judged("sold") == "reported positive certain: Ann > Cy"


def test_who_posts_a_video_says_nothing() -> None:
    posted = """
1 Dee    _    NNP 2 nsubj B-PER
2 posted post VBD 0 root
3 videos video NNS 2 obj
4 .      _    .   2 punct
"""
    assert read(SPEAKER + "\n" + posted + "\n" + RUN_ON).judged("sold") == "reported positive certain: Ann"


def test_a_clause_quoted_within_a_sentence_is_its_subject_s() -> None:
    block = """
1 Dee    _      NNP 2 nsubj B-PER
2 mocked mock   VBD 0 root
3 claims claim  NNS 2 obj
4 “      _      ``  6 punct
5 Bo     _      NNP 6 nsubj B-PER
6 sold   sell   VBD 3 acl
7 nets   net    NNS 6 obj
8 ”      _      ''  6 punct
"""
    assert read(SPEAKER + "\n" + block).judged("sold").endswith("Dee")
