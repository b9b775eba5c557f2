"""Slips of the parser that are mended before the rules read a tree."""

import pytest
from hand import mended, read_block

from kg.grammar.repairs import mend


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


def test_who_is_about_the_people_inside_the_phrase() -> None:
    block = """
1 demands   demand    NNS 0 root
2 of        _         IN  3 case
3 marchers  marcher   NNS 1 nmod
4 ,         _         ,   5 punct
5 who       _         WP  6 nsubj
6 left      leave     VBD 1 acl:relcl
"""
    assert mended(block.replace("marchers  marcher ", "residents resident"))[5] == "3 acl:relcl"
    assert mended(block.replace("marchers  marcher ", "sanctions sanction"))[5] == "1 acl:relcl"


def test_in_which_is_about_what_the_person_stands_beside() -> None:
    block = """
1 talk  _     NN  0 root
2 with  _     IN  3 case
3 Ann   _     NNP 1 nmod B-PER
4 in    _     IN  5 case
5 which _     WDT 7 obl
6 all   _     DT  7 nsubj
7 came  come  VBD 3 acl:relcl
"""
    assert mended(block)[6] == "1 acl:relcl"


def test_a_finite_verb_is_joined_to_a_finite_one() -> None:
    block = """
1 Ann     _      NNP 2 nsubj
2 agreed  agree  VBD 0 root
3 to      _      TO  4 mark
4 pay     _      VB  2 xcomp
5 but     _      CC  6 cc
6 stayed  stay   VBD 4 conj
"""
    assert mended(block)[5] == "2 conj"
    assert mended(block.replace("stayed  stay   VBD", "stay    stay   VB "))[5] == "4 conj"


def test_the_noun_between_with_and_a_participle_is_its_subject() -> None:
    block = """
1 Unions  union  NNS 2 nsubj
2 struck  strike VBD 0 root
3 ,       _      ,   6 punct
4 with    _      IN  6 mark
5 workers worker NNS 2 obl
6 singing sing   VBG 2 advcl
"""
    assert mended(block)[4] == "6 nsubj"
    assert mended(block.replace("with    _", "after   _"))[4] == "2 obl"


@pytest.mark.parametrize(
    ("verb", "lemma", "marker", "expected"),
    [
        ("accused", "accuse", "of", "2 advcl"),
        ("barred", "bar", "from", "2 advcl"),
        ("earned", "earn", "from", "3 acl"),
        ("accused", "accuse", "after", "3 acl"),
    ],
)
def test_what_somebody_is_accused_of_or_kept_from_belongs_to_the_verb(
    verb: str, lemma: str, marker: str, expected: str
) -> None:
    block = f"1 Ann _ NNP 2 nsubj\n2 {verb} {lemma} VBD 0 root\n3 Bo _ NNP 2 obj\n4 {marker} _ IN 5 mark\n"
    assert mended(block + "5 selling sell VBG 3 acl\n6 land _ NN 5 obj")[4] == expected


def test_a_noun_after_not_is_joined_to_the_one_before() -> None:
    block = "1 talks talk NNS 0 root\n2 with _ IN 3 case\n3 Iran _ NNP 1 nmod\n4 , _ , 6 punct\n5 {} _ RB 6 advmod\n"
    assert mended(block.format("not") + "6 Iraq _ NNP 3 appos")[5] == "3 conj"
    assert mended(block.format("now") + "6 Iraq _ NNP 3 appos")[5] == "3 appos"


@pytest.mark.parametrize(
    ("comma", "aux", "subject", "expected"),
    [
        (",", "had _ VBD 5 aux", "nsubj", "2 conj"),  # a comma parts them
        ("today", "had _ VBD 5 aux", "nsubj", "5 conj"),  # both may be said
        ("today", "had _ VBD 5 aux", "expl", "2 conj"),  # "there" blames nobody
    ],
)
def test_a_verb_that_cannot_be_joined_to_what_is_said_is_joined_to_saying(
    comma: str, aux: str, subject: str, expected: str
) -> None:
    block = f"1 Syria _ NNP 2 nsubj\n2 denied deny VBD 0 root\n3 it _ PRP 5 {subject}\n4 {aux}\n5 been be VBN 2 ccomp\n"
    tag = "," if comma == "," else "RB"
    block += f"6 {comma} _ {tag} 5 punct\n7 and _ CC 8 cc\n8 blamed blame VBD 5 conj\n9 rebels rebel NNS 8 obj"
    assert mended(block)[7] == expected


def test_calling_a_strike_calls_nothing_a_strike() -> None:
    block = "1 Unions union NNS 2 nsubj\n2 called call VBD 0 root\n3 a _ DT 4 det\n4 strike _ NN 2 xcomp\n"
    assert mended(block)[3] == "2 obj"
    assert mended(block + "5 it _ PRP 2 obj")[3] == "2 xcomp"


def test_what_stands_between_with_and_a_participle_acts() -> None:
    block = """
1 Chile   _      NNP 2 nsubj B-LOC
2 left    leave  VBD 0 root
3 ,       _      ,   5 punct
4 with    _      IN  5 case
5 Roe     _      NNP 2 obl B-PER
6 blaming blame  VBG 2 advcl
7 Norway  _      NNP 6 obj B-LOC
"""
    assert mended(block)[3:6] == ["6 mark", "6 nsubj", "2 advcl"]


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("4 could _ MD 5 aux\n5 rule _ VB 2 ccomp", "2 conj"),
        ("4 once _ RB 5 advmod\n5 ruled rule VBD 2 ccomp", "5 conj"),
    ],
)
def test_a_finite_verb_is_not_joined_to_what_somebody_found_possible(first: str, expected: str) -> None:
    block = f"1 Judges judge NNS 2 nsubj\n2 found find VBD 0 root\n3 they _ PRP 5 nsubj\n{first}\n"
    assert mended(block + "6 and _ CC 7 cc\n7 left leave VBD 5 conj\n8 . _ . 2 punct")[6] == expected
