"""Names of long phrases: at most twelve words, the head and what is nearest to it."""

import pytest
from hand import read

from kg.model import MentionKind


def label(block: str) -> str:
    """Return the name of the longest nominal of a sentence."""
    found = [m for m in read(block).extraction.mentions if m.kind is MentionKind.NOMINAL]
    return max(found, key=lambda mention: len(mention.text)).name


TALKS = """
1 secret    _       JJ  2  amod
2 talks     talk    NNS 20 nsubj
3 on        _       IN  5  case
4 possible  _       JJ  5  amod
5 cuts      cut     NNS 2  nmod
6 in        _       IN  7  case
7 forces    force   NNS 5  nmod
8 near      _       IN  9  case
9 Norvik    _       NNP 7  nmod B-LOC
10 and      _       CC  13 cc
11 a        _       DT  13 det
12 bold     _       JJ  13 amod
13 plan     _       NN  5  conj
14 of       _       IN  16 case
15 full     _       JJ  16 amod
16 autonomy _       NN  13 nmod
17 for      _       IN  19 case
18 the      _       DT  19 det
19 fjords   fjord   NNS 16 nmod
20 failed   fail    VBD 0  root
"""


def test_a_noun_keeps_what_it_is_about_and_loses_what_is_farther() -> None:
    assert label(TALKS) == "secret talks on possible cuts and a bold plan of full autonomy"
    assert label(TALKS.replace("of       _       IN", "over     _       IN")).startswith(
        "secret talks on possible cuts"
    )


def test_the_words_of_the_text_stay_in_the_spans() -> None:
    texts = [m.text for m in read(TALKS).extraction.mentions]
    assert (
        "secret talks on possible cuts in forces near Norvik and a bold plan of full autonomy for the fjords" in texts
    )


RISE = """
1 rise      _       NN  16 nsubj
2 in        _       IN  3  case
3 prices    price   NNS 1  nmod
4 of        _       IN  6  case
5 frozen    _       JJ  6  amod
6 fish      _       NN  3  nmod
7 in        _       IN  9  case
8 {}        _       {}  9  {}
9 north     _       NN  1  nmod
10 of       _       IN  12 case
11 the      _       DT  12 det
12 country  _       NN  9  nmod
13 during   _       IN  15 case
14 cold     _       JJ  15 amod
15 winters  winter  NNS 1  nmod
16 stopped  stop    VBD 0  root
"""


def test_circumstances_go_first() -> None:
    assert label(RISE.format("the", "DT", "det")) == "rise in prices of frozen fish in the north of the country"


def test_no_name_is_cut() -> None:
    block = """
1 deputy    _ JJ  3 amod
2 executive _ JJ  3 amod
3 keeper    _ NN  14 nsubj
4 of        _ IN  6 case
5 the       _ DT  6 det
6 Port      _ NNP 3 nmod B-ORG
7 Authority _ NNP 6 flat I-ORG
8 of        _ IN  9 case I-ORG
9 Norvik    _ NNP 6 nmod I-ORG
10 and      _ CC  11 cc  I-ORG
11 Upper    _ NNP 9 conj I-ORG
12 South    _ NNP 11 flat I-ORG
13 Lakeland _ NNP 11 flat I-ORG
14 left  leave VBD 0 root
"""
    assert label(block) == "deputy executive keeper of Port Authority of Norvik and Upper South Lakeland"


def test_a_participle_goes_with_its_phrase() -> None:
    lines = ["1 charges charge NNS 17 nsubj", "2 related _ JJ 1 amod", "3 to _ IN 16 case"]
    lines += [f"{number} big{number} _ JJ 16 amod" for number in range(4, 16)]
    assert label("\n".join([*lines, "16 frauds fraud NNS 2 obl", "17 fell fall VBD 0 root"])) == "charges"


@pytest.mark.parametrize("count", [5, 12, 30])
def test_a_heap_of_words_before_a_noun_is_cut_to_those_next_to_it(count: int) -> None:
    lines = [f"{number} big{number} _ JJ {count + 1} amod" for number in range(1, count + 1)]
    found = label("\n".join([*lines, f"{count + 1} dam _ NN {count + 2} nsubj", f"{count + 2} broke _ VBD 0 root"]))
    assert len(found.split()) <= 12
    assert found.endswith("dam")
