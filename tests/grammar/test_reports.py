"""What hangs on verbs of telling."""

import pytest
from hand import mended


def test_hours_after_something_somebody_tells_it() -> None:
    block = """
1 Acme     _      NNP 2 nsubj B-ORG
2 denied   deny   VBD 0 root
3 that     _      IN  6 mark
4 it       _      PRP 6 nsubj
5 had      have   VBD 6 aux
6 closed   close  VBN 2 ccomp
7 roads    road   NNS 6 obj
8 ,        _      ,   12 punct
9 hours    hour   NNS 12 obl:unmarked
10 after   _      IN  12 mark
11 Roe     _      NNP 12 nsubj B-PER
12 left    leave  VBD 6 advcl
"""
    assert mended(block)[11] == "2 advcl"
    undated = block.replace("9 hours    hour   NNS 12 obl:unmarked", "9 shortly  _      RB  12 advmod")
    assert mended(undated)[11] == "6 advcl"
    assert mended(block.replace("8 ,        _      ,   12 punct", "8 there    _      RB  6 advmod"))[11] == "6 advcl"


@pytest.mark.parametrize(
    ("voice", "expected"),
    [(("nsubj:pass", "were be VBD 5 aux:pass"), "2 advcl"), (("nsubj", "had have VBD 5 aux"), "5 advcl")],
)
def test_who_says_that_something_was_cancelled_cites_the_reason(voice: tuple[str, str], expected: str) -> None:
    subject, auxiliary = voice
    block = f"""
1 Acme     _      NNP 2 nsubj B-ORG
2 said     say    VBD 0 root
3 judges   judge  NNS 5 {subject}
4 {auxiliary}
5 moved    move   VBN 2 ccomp
6 ,        _      ,   7 punct
7 citing   cite   VBG 5 advcl
8 rain     _      NN  7 obj
"""
    assert mended(block)[6] == expected


def test_a_time_at_the_end_of_the_sentence_is_no_span_before_a_clause() -> None:
    block = """
1 Ann     _      NNP 2 nsubj B-PER
2 denied  deny   VBD 0 root
3 it      _      PRP 4 nsubj
4 closed  close  VBD 2 ccomp
5 ,       _      ,   8 punct
6 after   _      IN  8 mark
7 rebels  rebel  NNS 8 nsubj
8 left    leave  VBD 4 advcl
9 Monday  _      NNP 8 obl
"""
    assert mended(block)[7] == "4 advcl"
