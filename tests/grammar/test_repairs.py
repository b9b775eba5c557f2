"""Slips of the parser that are mended before the rules read a tree."""

from hand import read_block

from kg.grammar.repairs import mend


def mended(block: str) -> list[str]:
    """Return head and relation of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel}" for token in mend(sentence).tokens]


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


def test_a_sound_tree_is_left_as_it_is() -> None:
    (sentence,) = read_block("1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 Oslo _ NNP 2 obj")[1]
    assert mend(sentence) is sentence


def test_the_first_of_two_objects_is_the_recipient() -> None:
    block = "1 He _ PRP 2 nsubj\n2 gave give VBD 0 root\n3 Ann _ NNP 2 obj\n4 fish _ NN 2 obj"
    assert mended(block)[2:] == ["2 iobj", "2 obj"]


def test_the_dependents_of_an_auxiliary_belong_to_its_verb() -> None:
    block = """
1 tales  tale  NNS 0 root
2 that   _     IN  5 mark
3 Ann    _     NNP 4 nsubj
4 had    have  VBD 5 aux
5 lied   lie   VBN 1 acl
"""
    assert mended(block)[2] == "5 nsubj"


def test_an_auxiliary_hung_on_the_verb_before_it_goes_to_the_verb_after_it() -> None:
    block = """
1 Men    man     NNS 2 nsubj
2 denied deny    VBD 0 root
3 tales  tale    NNS 2 obj
4 that   _       IN  6 mark
5 Ann    _       NNP 6 nsubj
6 had    have    MD  2 aux
7 lied   lie     VBN 3 acl
"""
    assert mended(block)[3:] == ["7 mark", "7 nsubj", "7 aux", "3 acl"]


def test_an_infinitive_is_joined_to_the_infinitive_and_not_to_a_gerund_below_it() -> None:
    block = """
1 They    _        PRP 2 nsubj
2 agreed  agree    VBD 0 root
3 to      _        TO  4 mark
4 stop    _        VB  2 xcomp
5 firing  fire     VBG 4 xcomp
6 and     _        CC  8 cc
7 to      _        TO  8 mark
8 leave   _        VB  5 conj
"""
    assert mended(block)[7] == "4 conj"


def test_what_stands_before_a_title_goes_with_the_title() -> None:
    block = """
1 Acme      _ NNP 3 compound
2 chief     _ JJ  4 amod
3 executive _ NN  4 nmod:desc
4 Ann       _ NNP 5 nsubj
5 left      leave VBD 0 root
"""
    assert mended(block)[:3] == ["3 compound", "3 amod", "4 nmod:desc"]


def test_due_to_before_a_verb_governs_an_infinitive() -> None:
    block = "1 Ann _ NNP 3 nsubj\n2 was be VBD 3 cop\n3 due _ JJ 0 root\n4 to _ TO 3 fixed\n5 leave _ VB 3 advcl"
    assert mended(block)[3:] == ["5 mark", "3 xcomp"]


def test_due_to_before_a_noun_stays_a_preposition() -> None:
    block = "1 It _ PRP 2 nsubj\n2 fell fall VBD 0 root\n3 due _ JJ 5 case\n4 to _ TO 3 fixed\n5 rain _ NN 2 obl"
    assert mended(block)[3:] == ["3 fixed", "2 obl"]


def test_a_speech_verb_between_commas_interrupts_its_sentence() -> None:
    block = """
1 dams _    NNS 6 nsubj
2 ,    _    ,   4 punct
3 Ann  _    NNP 4 nsubj
4 said say  VBD 1 acl:relcl
5 ,    _    ,   4 punct
6 leak _    VBP 0 root
"""
    assert mended(block)[3] == "6 parataxis"


def test_which_is_about_the_company_and_not_about_the_person_before_it() -> None:
    block = """
1 Ann     _   NNP 0 root B-PER
2 ,       _   ,   3 punct
3 analyst _   NN  1 appos
4 at      _   IN  5 case
5 Acme    _   NNP 3 nmod B-ORG
6 ,       _   ,   8 punct
7 which   _   WDT 8 nsubj
8 owns    own VBZ 1 acl:relcl
9 pumps   pump NNS 8 obj
"""
    assert mended(block)[7] == "5 acl:relcl"


def test_of_two_objects_the_second_is_what_the_first_is_called() -> None:
    block = "1 He _ PRP 2 nsubj\n2 called call VBD 0 root\n3 offers offer NNS 2 obj\n4 blackmail _ NN 2 obj"
    assert mended(block)[2:] == ["2 obj", "2 xcomp"]


def test_a_preposition_belongs_to_the_head_of_the_phrase_it_opens() -> None:
    block = """
1 He       _    PRP 2 nsubj
2 spoke    speak VBD 0 root
3 for      _    IN  5 case
4 senator  _    NN  2 obl
5 Ann      _    NNP 4 appos
6 Roe      _    NNP 5 flat
"""
    assert mended(block)[2] == "4 case"


def test_a_preposition_inside_the_later_part_of_a_phrase_stays() -> None:
    block = """
1 He       _    PRP 2 nsubj
2 saw      see  VBD 0 root
3 Ann      _    NNP 2 obj
4 of       _    IN  5 case
5 Oslo     _    NNP 3 appos
"""
    assert mended(block)[3] == "5 case"
