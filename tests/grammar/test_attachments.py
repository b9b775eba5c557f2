"""Words that the parser joined to the wrong one."""

from dataclasses import replace

import pytest
from hand import mended, read_block

from kg.grammar.repairs import mend


def tags(block: str) -> list[str]:
    """Return the universal and the Penn tag of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.upos} {token.xpos}" for token in mend(sentence).tokens]


def test_the_second_of_a_pair_is_joined_to_the_first() -> None:
    block = """
1 a       _   DT  2 det
2 debate  _   NN  0 root
3 between _   IN  4 case
4 Lee     _   NNP 2 nmod
5 and     _   CC  6 cc
6 Roe     _   NNP 2 conj
"""
    assert mended(block)[5] == "4 conj"


def test_what_follows_a_pair_stays() -> None:
    block = """
1 debates debate NNS 0 root
2 between _      IN  3 case
3 rivals  rival  NNS 1 nmod
4 and     _      CC  5 cc
5 votes   vote   NNS 1 conj
"""
    assert mended(block)[4] == "1 conj"


def test_the_last_word_of_a_name_is_no_verb() -> None:
    block = """
1 Labour _    NNP 2 nsubj B-ORG
2 Party  part VBD 3 ccomp
3 netted net  VBD 0 root
4 seats  seat NNS 3 obj
"""
    assert mended(block)[:2] == ["2 compound", "3 nsubj"]


def test_a_verb_that_begins_a_quotation_stays_one() -> None:
    block = "1 Come come VB 2 ccomp\n2 said say VBD 0 root\n3 Ann _ NNP 2 nsubj"
    assert mended(block)[0] == "2 ccomp"


def test_a_participle_after_a_possessor_stands_in_its_noun_phrase() -> None:
    block = """
1 Moldova  _     NNP 2 nsubj
2 met      meet  VBD 0 root
3 Jordan   _     NNP 5 nsubj
4 's       _     POS 3 case
5 visiting visit VBG 2 xcomp
6 king     _     NN  5 obj
7 in       _     IN  8 case
8 Oslo     _     NNP 5 obl
"""
    assert mended(block)[2:8] == ["6 nmod:poss", "3 case", "6 amod", "2 obj", "8 case", "2 obl"]


def test_a_gerund_with_a_possessor_for_its_subject_stays() -> None:
    block = "1 Ann _ NNP 3 nsubj\n2 's _ POS 1 case\n3 leaving leave VBG 4 csubj\n4 hurt hurt VBD 0 root"
    assert mended(block)[0] == "3 nsubj"


def test_who_is_told_is_parted_from_what_is_told() -> None:
    block = """
1 Smith   _    NNP 2 nsubj
2 told    tell VBD 0 root
3 Reuters _    NNP 4 compound B-ORG
4 talks   talk NNS 6 nsubj
5 had     have VBD 6 aux
6 failed  fail VBN 2 ccomp
"""
    assert mended(block)[2:4] == ["2 iobj", "6 nsubj"]


def test_a_name_that_is_the_subject_of_what_is_told_stays() -> None:
    block = """
1 Smith  _    NNP 2 nsubj
2 said   say  VBD 0 root
3 Acme   _    NNP 4 compound B-ORG
4 shares share NNS 5 nsubj
5 fell   fall VBD 2 ccomp
"""
    assert mended(block)[2] == "4 compound"


def test_a_noun_with_a_preposition_is_a_phrase() -> None:
    block = """
1 Chile     _         NNP 2 nsubj B-LOC
2 renounced renounce  VBD 0 root
3 the       _         DT  4 det
4 right     _         NN  2 obj
5 to        _         IN  6 case
6 enrichment _        NN  4 acl
"""
    assert mended(block)[5] == "4 nmod"


@pytest.mark.parametrize("wrong", ["4 nmod", "6 flat"])
def test_a_noun_before_a_name_describes_it(wrong: str) -> None:
    block = f"""
1 Roe    _    NNP 2 nsubj B-PER
2 lost   lose VBD 0 root
3 the    _    DT  4 det
4 seat   _    NN  2 obj
5 to     _    IN  6 case
6 farmer _    NN  4 nmod
7 Hall   _    NNP {wrong} B-PER
"""
    assert mended(block)[4:] == ["7 case", "7 nmod:desc", "2 obl"]


def test_what_somebody_decides_belongs_to_the_decision() -> None:
    block = """
1 Voters   voter    NNS 3 nsubj:pass
2 were     be       VBD 3 aux:pass
3 shocked  shock    VBN 0 root
4 by       _        IN  6 case
5 the      _        DT  6 det
6 decision _        NN  3 obl:agent
7 of       _        IN  8 case
8 Hall     _        NNP 6 nmod B-PER
9 to       _        TO  10 mark
10 resign  _        VB  3 xcomp
"""
    assert mended(block)[9] == "6 acl"


def test_a_noun_between_two_joined_names_describes_the_first() -> None:
    block = """
1 Norway _    NNP 8 nsubj B-LOC
2 ,      _    ,   4 punct
3 the    _    DT  4 det
4 host   _    NN  1 conj
5 ,      _    ,   7 punct
6 and    _    CC  7 cc
7 Chile  _    NNP 1 conj B-LOC
8 signed sign VBD 0 root
"""
    assert mended(block)[3] == "1 appos"


def test_a_verb_without_object_describes_the_noun_after_it() -> None:
    block = """
1 answers   answer  NNS 0 root
2 to        _       TO  3 mark
3 competing compete VBG 1 acl
4 claims    claim   NNS 3 obj
"""
    assert mended(block) == ["0 root", "4 case", "4 amod", "1 nmod"]
    assert mended(block.replace("compete VBG", "meet VBG"))[2] == "1 acl"


def test_a_bare_infinitive_belongs_to_the_verb_of_seeing() -> None:
    block = """
1 Ann    _     NNP 2 nsubj B-PER
2 wants  want  VBZ 0 root
3 to     _     TO  4 mark
4 see    _     VB  2 xcomp
5 Norway _     NNP 4 obj B-LOC
6 build  _     VB  2 xcomp
7 roads  road  NNS 6 obj
"""
    assert mended(block)[5] == "4 xcomp"


def test_what_is_joined_to_a_name_is_joined_to_all_of_it() -> None:
    block = """
1 the      _    DT  2 det
2 Bank     _    NNP 7 nsubj B-ORG
3 of       _    IN  4 case I-ORG
4 England  _    NNP 2 nmod I-ORG
5 and      _    CC  6 cc
6 Barclays _    NNP 4 conj B-ORG
7 left     leave VBD 0 root
"""
    assert mended(block)[5] == "2 conj"


def test_what_somebody_is_told_of_is_told_of_the_verb() -> None:
    block = """
1 Acme     _      NNP 2 nsubj B-ORG
2 informed inform VBD 0 root
3 the      _      DT  4 det
4 owner    _      NN  2 obj
5 of       _      IN  7 case
6 the      _      DT  7 det
7 leak     _      NN  4 nmod
"""
    assert mended(block)[6] == "2 obl"
    assert mended(block.replace("owner    _", "size     _"))[6] == "4 nmod", "the size of the leak"


def test_the_first_of_two_subjects_belongs_to_what_is_told_first() -> None:
    block = """
1 Falcons falcon NNS 5 nsubj
2 left    leave  VBD 5 ccomp
3 ,       _      ,   2 punct
4 Ann     _      NNP 5 nsubj B-PER
5 said    say    VBD 0 root
"""
    assert mended(block)[0] == "2 nsubj"


@pytest.mark.parametrize(("verb", "wanted"), [("killing kill", "2 advcl"), ("citing cite", "5 advcl")])
def test_what_happened_belongs_to_what_is_told(verb: str, wanted: str) -> None:
    block = f"""
1 Ships  ship  NNS 2 nsubj
2 sank   sink  VBD 5 ccomp
3 ,      _     ,   2 punct
4 police _     NNS 5 nsubj
5 said   say   VBD 0 root
6 ,      _     ,   7 punct
7 {verb} VBG 5 advcl
8 Ann    _     NNP 7 obj B-PER
"""
    assert mended(block)[6] == wanted


def test_who_tells_something_gives_no_details() -> None:
    block = """
1 Police  _       NNS 2 nsubj
2 said    say     VBD 0 root
3 it      _       PRP 4 nsubj
4 failed  fail    VBD 2 ccomp
5 but     _       CC  6 cc
6 gave    give    VBD 4 conj
7 details detail  NNS 6 obj
"""
    assert mended(block)[5] == "2 conj"


@pytest.mark.parametrize("sign", ["2 iobj", "5 nmod", "5 compound"])
def test_a_currency_sign_heads_its_number(sign: str) -> None:
    block = f"""
1 Tromex _   NNP 2 nsubj B-ORG
2 paid   pay VBD 0 root
3 US$    _   $   {sign}
4 4      _   CD  5 compound
5 m      _   NN  2 obj
6 to     _   IN  8 case
7 the    _   DT  8 det
8 city   _   NN  2 obl
"""
    assert mended(block)[2:5] == ["2 obj", "5 compound", "3 nummod"]


def test_after_an_article_mine_is_a_place() -> None:
    block = "1 The _ DT 2 det\n2 mine _ PRP 3 nsubj Person=1\n3 leaked leak VBD 0 root"
    assert tags(block)[1] == "NOUN NN"
    assert tags("1 Mine mine PRP 2 nsubj Person=1\n2 leaked leak VBD 0 root")[0] == "PRON PRP"


@pytest.mark.parametrize(("ner", "expected"), [("O", "NOUN"), ("B-ORG", "PROPN")])
def test_a_word_tagged_a_common_noun_is_one_unless_it_is_named(ner: str, expected: str) -> None:
    (sentence,) = read_block("1 Bishops bishop NNS 2 nsubj\n2 met meet VBD 0 root")[1]
    noun, verb = sentence.tokens
    sentence = replace(sentence, tokens=(replace(noun, upos="PROPN", ner=ner), verb))
    assert mend(sentence).tokens[0].upos == expected


@pytest.mark.parametrize(("start", "end", "expected"), [("2001", "2005", "4 nmod"), ("300", "500", "2 obl")])
def test_from_one_year_to_another_is_one_time(start: str, end: str, expected: str) -> None:
    block = f"""
1 Output  _    NN  2 nsubj
2 rose    rise VBD 0 root
3 from    _    IN  4 case
4 {start} _    CD  2 obl
5 to      _    IN  6 case
6 {end}   _    CD  2 obl
"""
    assert mended(block)[5] == expected


def test_a_preposition_tied_to_a_word_by_a_hyphen_is_part_of_it() -> None:
    block = """
1 Oslo     _      NNP 2 nsubj B-LOC
2 switched switch VBD 0 root
3 to       _      IN  7 case
4 mail     _      NN  7 compound
5 -        _      :   4 punct
6 in       _      IN  7 case
7 voting   _      NN  2 obl
"""
    found = mended(block)
    assert (found[2], found[5]) == ("7 case", "4 compound")
    assert mended(block.replace("5 -        _      : ", "5 even     _      RB"))[5] == "7 case"


PENDING = """
1 Judges  judge NNS 2 nsubj
2 delayed delay VBD 0 root
3 the     _     DT  4 det
4 rule    _     NN  2 iobj
5 pending _     JJ  6 amod
6 appeal  _     NN  2 obj
"""


def test_pending_right_after_a_noun_is_a_preposition() -> None:
    assert mended(PENDING)[3:] == ["2 obj", "6 case", "2 obl"]


def test_pending_right_after_a_verb_or_an_article_describes_the_noun_after_it() -> None:
    heard = "1 Judges judge NNS 2 nsubj\n2 heard hear VBD 0 root\n"
    assert mended(heard + "3 pending _ JJ 4 amod\n4 appeals appeal NNS 2 obj")[2:] == ["4 amod", "2 obj"]
    block = heard + "3 the _ DT 5 det\n4 pending _ JJ 5 amod\n5 appeals appeal NNS 2 obj"
    assert mended(block)[2:] == ["5 det", "5 amod", "2 obj"]


def test_what_follows_an_apposition_and_a_comma_is_told_of_the_main_verb() -> None:
    block = """
1 Roe     _      NNP 2 nsubj B-PER
2 caught  catch  VBD 0 root
3 the     _      DT  4 det
4 virus   _      NN  2 obj
5 ,       _      ,   7 punct
6 the     _      DT  7 det
7 one     _      NN  4 appos
8 that    _      WDT 9 nsubj
9 causes  cause  VBZ 7 acl:relcl
10 fever  _      NN  9 obj
11 ,      _      ,   13 punct
12 within _      IN  13 case
13 days   day    NNS 9 obl
14 after  _      IN  15 mark
15 flying fly    VBG 9 advcl
"""
    found = mended(block)
    assert (found[12], found[14]) == ("2 obl", "2 advcl")
    assert mended(block.replace("11 ,      _      ,   13 punct", "11 again  _      RB  9 advmod"))[12] == "9 obl"


def test_owing_to_before_a_noun_is_a_preposition() -> None:
    block = """
1 It     _      PRP 2 nsubj
2 closed close  VBD 0 root
3 owing  ow     VBG 2 advcl
4 to     _      IN  5 case
5 debts  debt   NNS 3 obl
"""
    assert mended(block)[2:] == ["5 case", "3 fixed", "2 obl"]
