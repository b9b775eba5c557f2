"""Who acts: one subject a verb, wherever it stands."""

import pytest
from hand import mended


def test_a_noun_right_before_a_name_is_no_second_subject() -> None:
    block = """
1 Daily     _      JJ  2 amod
2 newspaper _      NN  4 nsubj
3 Posten    _      NNP 4 nsubj
4 revealed  reveal VBD 0 root
5 leaks     leak   NNS 4 obj
"""
    assert mended(block)[1:3] == ["3 nmod:desc", "4 nsubj"]


def test_a_noun_apart_from_the_name_stays() -> None:
    block = "1 men man NNS 4 nsubj\n2 once _ RB 4 advmod\n3 Posten _ NNP 4 nsubj\n4 hid hide VBD 0 root"
    assert mended(block)[0] == "4 nsubj"


def test_a_second_subject_after_its_verb_is_the_object() -> None:
    block = "1 Men man NNS 2 nsubj\n2 urged urge VBD 0 root\n3 Ann _ NNP 2 nsubj\n4 to _ TO 5 mark\n5 act _ VB 2 xcomp"
    assert mended(block)[2] == "2 obj"


def test_a_late_subject_beside_an_object_stays() -> None:
    block = "1 Men man NNS 2 nsubj\n2 told tell VBD 0 root\n3 Ann _ NNP 2 nsubj\n4 lies lie NNS 2 obj"
    assert mended(block)[2] == "2 nsubj"


def test_a_number_before_a_noun_counts_it() -> None:
    block = "1 231 _ CD 3 nsubj\n2 members member NNS 3 nsubj\n3 left leave VBD 0 root\n"
    assert mended(block)[0] == "2 nummod"


def test_a_gerund_before_a_verb_without_subject_is_its_subject() -> None:
    block = """
1 Roe      _       NNP 2 nsubj B-PER
2 believes believe VBZ 0 root
3 sailing  sail    VBG 2 advcl
4 helps    help    VBZ 2 ccomp
"""
    assert mended(block)[2] == "4 csubj"


def test_what_is_told_first_is_a_clause_of_its_own() -> None:
    block = """
1 Sales    sale   NNS 7 nsubj
2 numbered number VBD 1 acl
3 51       _      CD  2 obj
4 ,        _      ,   7 punct
5 the      _      DT  6 det
6 firm     _      NN  7 nsubj
7 added    add    VBD 0 root
"""
    assert mended(block)[:2] == ["2 nsubj", "7 ccomp"]
    assert mended(block.replace("VBD 1", "VBN 1"))[:2] == ["7 nsubj", "1 acl"], "sales that are numbered"


def test_a_noun_before_a_comma_and_a_pronoun_describes_who_is_meant() -> None:
    block = """
1 A          _  DT  2 det
2 freelancer _  NN  7 nsubj
3 ,          _  ,   2 punct
4 he         _  PRP 7 nsubj
5 was        be VBD 7 cop
6 a          _  DT  7 det
7 finalist   _  NN  0 root
8 .          _  .   7 punct
"""
    assert mended(block)[1] == "4 appos"
    assert mended(block.replace("3 ,          _  , ", "3 once       _  RB"))[1] == "7 nsubj"


@pytest.mark.parametrize("relation", ["compound", "nmod:desc", "nmod:unmarked"])
def test_what_stands_before_a_copula_is_the_subject(relation: str) -> None:
    block = f"""
1 The       _  DT  2 det
2 Institut  _  NNP 6 {relation} B-ORG
3 is        be VBZ 6 cop
4 a         _  DT  6 det
5 think     _  NN  6 compound
6 tank      _  NN  0 root
"""
    found = mended(block)
    assert (found[1], found[4]) == ("6 nsubj", "6 compound")


def test_beside_a_subject_a_noun_before_a_copula_stays() -> None:
    block = "1 Tuesday _ NNP 4 nmod:unmarked\n2 he _ PRP 4 nsubj\n3 was be VBD 4 cop\n4 champion _ NN 0 root"
    assert mended(block)[0] == "4 nmod:unmarked"


def test_who_was_given_something_stays_the_subject() -> None:
    block = """
1 Roe   _    NNP 3 nsubj:pass B-PER
2 was   be   VBD 3 aux:pass
3 given give VBN 0 root
4 the   _    DT  5 det
5 keys  key  NNS 3 obj
"""
    assert mended(block)[4] == "3 obj"


def test_a_noun_joined_to_a_participle_is_the_subject_of_the_next() -> None:
    block = """
1 Ann      _      NNP 2 nsubj B-PER
2 won      win    VBD 0 root
3 with     _      IN  5 mark
4 Lee      _      NNP 5 nsubj B-PER
5 backing  back   VBG 2 advcl
6 and      _      CC  8 cc
7 members  member NNS 5 conj
8 opposing oppose VBG 5 conj
9 it       _      PRP 8 obj
"""
    assert mended(block)[6] == "8 nsubj"
    assert mended(block.replace("8 opposing oppose VBG", "8 opposed  oppose VBD"))[6] == "5 conj"
