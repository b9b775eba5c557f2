"""Heads of clauses, their voice, and who their subjects are."""

import pytest
from hand import forms, tree

from kg.grammar.clauses import (
    is_clause,
    is_comment,
    is_judgement,
    is_passive,
    is_without,
    nominal_conjuncts,
    relative_role,
    subjects,
)
from kg.grammar.trees import Tree


def subjects_of(block: str, number: int) -> list[str]:
    found = tree(block)
    return forms(subjects(found, found.token(number)))


def clauses_of(found: Tree) -> list[str]:
    return [token.form for token in found.tokens if is_clause(found, token)]


# which words head a clause


def test_verbs_and_predicates_with_a_copula_head_clauses() -> None:
    found = tree("""
1 Ann  _    NNP 4 nsubj
2 is   be   VBZ 4 cop
3 a    _    DT  4 det
4 vet  _    NN  0 root
5 and  _    CC  6 cc
6 runs run  VBZ 4 conj
7 a    _    DT  8 det
8 farm _    NN  6 obj
""")
    assert clauses_of(found) == ["vet", "runs"]


def test_a_participle_before_a_noun_heads_no_clause() -> None:
    found = tree("1 Frozen freeze VBN 2 amod\n2 pipes pipe NNS 3 nsubj\n3 burst _ VBD 0 root")
    assert clauses_of(found) == ["burst"]


def test_what_something_is_called_is_no_event() -> None:
    found = tree("""
1 Ruiz   _    NNP 2 nsubj
2 called call VBD 0 root
3 the    _    DT  4 det
4 vote   _    NN  2 obj
5 rigged rig  VBN 2 xcomp
""")
    assert is_judgement(found, found.token(5))
    assert clauses_of(found) == ["called"]


# voice

ARRESTED = """
1 Ruiz     _      NNP 3 nsubj:pass
2 was      be     VBD 3 aux:pass
3 arrested arrest VBN 0 root
4 and      _      CC  5 cc
5 charged  charge VBN 3 conj
"""
ROW = """
1 Talks   talk   NNS 2 nsubj
2 ended   end    VBD 0 root
3 a       _      DT  4 det
4 row     _      NN  2 obj
5 sparked spark  VBN 4 acl
6 by      _      IN  7 case
7 rumours rumour NNS 5 obl:agent
"""


def test_an_auxiliary_makes_a_passive_and_a_bare_conjunct_shares_it() -> None:
    found = tree(ARRESTED)
    assert is_passive(found, found.token(3))
    assert is_passive(found, found.token(5))


def test_a_conjunct_with_an_object_is_active() -> None:
    found = tree(ARRESTED + "6 crowds crowd NNS 5 obj")
    assert not is_passive(found, found.token(5))


def test_a_past_participle_after_its_noun_is_passive() -> None:
    found = tree(ROW)
    assert is_passive(found, found.token(5))
    assert not is_passive(found, found.token(2))


def test_a_perfect_is_active() -> None:
    found = tree("1 Ruiz _ NNP 3 nsubj\n2 has have VBZ 3 aux\n3 left leave VBN 0 root")
    assert not is_passive(found, found.token(3))


def test_a_present_participle_is_active() -> None:
    found = tree("1 Men man NNS 0 root\n2 selling sell VBG 1 acl\n3 fish _ NN 2 obj")
    assert not is_passive(found, found.token(2))


# subjects


def test_joined_subjects_are_multiplied_out() -> None:
    block = "1 Ann _ NNP 4 nsubj\n2 and _ CC 3 cc\n3 Bo _ NNP 1 conj\n4 left leave VBD 0 root"
    assert subjects_of(block, 4) == ["Ann", "Bo"]


def test_a_clause_as_subject_is_nobody() -> None:
    block = "1 Winning win VBG 2 csubj\n2 mattered matter VBD 0 root"
    assert subjects_of(block, 2) == []


def test_a_conjunct_shares_the_subject_of_the_first_verb() -> None:
    assert subjects_of(ARRESTED, 5) == ["Ruiz"]


def test_a_conjunct_with_a_subject_keeps_its_own() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 sang sing VBD 0 root\n3 and _ CC 5 cc\n4 Bo _ NNP 5 nsubj\n5 left leave VBD 2 conj"
    assert subjects_of(block, 5) == ["Bo"]


def test_an_infinitive_takes_the_subject_of_its_verb() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 tried try VBD 0 root\n3 to _ TO 4 mark\n4 leave _ VB 2 xcomp"
    assert subjects_of(block, 4) == ["Ann"]


URGED = """
1 Ann     _     NNP 2 nsubj
2 {form}  {lemma} VBD 0 root
3 Bo      _     NNP 2 obj
4 and     _     CC  5 cc
5 Cy      _     NNP 3 conj
6 to      _     TO  7 mark
7 leave   _     VB  2 xcomp
"""


def test_an_infinitive_under_an_object_is_about_the_object() -> None:
    assert subjects_of(URGED.format(form="urged", lemma="urge"), 7) == ["Bo", "Cy"]


def test_a_promise_is_about_who_promises() -> None:
    assert subjects_of(URGED.format(form="promised", lemma="promise"), 7) == ["Ann"]


def test_an_infinitive_after_a_phrase_is_about_who_is_called_on() -> None:
    block = """
1 Ann    _    NNP 2 nsubj
2 called call VBD 0 root
3 on     _    IN  4 case
4 Egypt  _    NNP 2 obl
5 to     _    TO  6 mark
6 act    _    VB  2 xcomp
"""
    assert subjects_of(block, 6) == ["Egypt"]


def test_an_infinitive_after_a_noun_of_pressure_is_about_the_pressed() -> None:
    block = """
1 Pressure _    NN  6 nsubj
2 on       _    IN  3 case
3 Ruiz     _    NNP 1 nmod
4 to       _    TO  5 mark
5 resign   _    VB  1 acl
6 grew     grow VBD 0 root
"""
    assert subjects_of(block, 5) == ["Ruiz"]


def test_an_infinitive_after_a_possessed_noun_is_about_the_owner() -> None:
    block = """
1 Chad    _     NNP 3 nmod:poss
2 's      _     POS 1 case
3 refusal _     NN  6 nsubj
4 to      _     TO  5 mark
5 join    _     VB  3 acl
6 hurt    _     VBD 0 root
"""
    assert subjects_of(block, 5) == ["Chad"]


def test_an_infinitive_after_a_noun_of_intent_is_about_who_has_it() -> None:
    block = """
1 Norvik    _        NNP 2 nsubj
2 announced announce VBD 0 root
3 plans     plan     NNS 2 obj
4 to        _        TO  5 mark
5 close     _        VB  3 acl
6 shops     shop     NNS 5 obj
"""
    assert subjects_of(block, 5) == ["Norvik"]


def test_whom_a_request_is_made_of_is_not_guessed() -> None:
    block = """
1 Norvik _       NNP 2 nsubj
2 made   make    VBD 0 root
3 requests request NNS 2 obj
4 to     _       TO  5 mark
5 close  _       VB  3 acl
6 shops  shop    NNS 5 obj
"""
    assert subjects_of(block, 5) == []


def test_a_participle_is_about_its_noun() -> None:
    assert subjects_of(ROW, 5) == ["row"]


def test_a_relative_clause_is_about_its_antecedent() -> None:
    block = "1 vets vet NNS 0 root\n2 who _ WP 3 nsubj\n3 left leave VBD 1 acl:relcl"
    assert subjects_of(block, 3) == ["vets"]


def test_a_relative_clause_with_a_subject_of_its_own_keeps_it() -> None:
    block = "1 law _ NN 0 root\n2 that _ WDT 4 obj\n3 Chad _ NNP 4 nsubj\n4 passed pass VBD 1 acl:relcl"
    assert subjects_of(block, 4) == ["Chad"]


def test_a_plural_relative_clause_is_about_all_joined_antecedents() -> None:
    block = """
1 Ann  _     NNP 8 nsubj
2 and  _     CC  3 cc
3 Bo   _     NNP 1 conj
4 ,    _     ,   7 punct
5 who  _     WP  7 nsubj
6 have _     VBP 7 aux
7 won  win   VBN 1 acl:relcl
8 left leave VBD 0 root
"""
    assert subjects_of(block, 7) == ["Ann", "Bo"]
    assert subjects_of(block.replace("6 have _     VBP", "6 has  have  VBZ"), 7) == ["Ann"]


def test_a_plural_main_verb_makes_a_relative_clause_about_all_joined_antecedents() -> None:
    block = """
1 Ann  _     NNP 7 nsubj
2 and  _     CC  3 cc
3 Bo   _     NNP 1 conj
4 ,    _     ,   6 punct
5 who  _     WP  6 nsubj
6 live _     VBP 1 acl:relcl
7 left leave VBD 0 root
"""
    assert subjects_of(block, 6) == ["Ann", "Bo"]


def test_a_participle_of_time_is_about_the_subject_of_the_main_clause() -> None:
    block = """
1 Ann     _     NNP 2 nsubj
2 left    leave VBD 0 root
3 Oslo    _     NNP 2 obj
4 after   _     IN  5 mark
5 meeting meet  VBG 2 advcl
6 Bo      _     NNP 5 obj
"""
    assert subjects_of(block, 5) == ["Ann"]


def test_into_doing_is_about_the_object() -> None:
    block = """
1 Ann     _     NNP 2 nsubj
2 talked  talk  VBD 0 root
3 Bo      _     NNP 2 obj
4 into    _     IN  5 mark
5 leaving leave VBG 2 advcl
"""
    assert subjects_of(block, 5) == ["Bo"]


def test_a_finite_adverbial_clause_has_no_understood_subject() -> None:
    block = "1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 as _ IN 4 mark\n4 feared fear VBD 2 advcl"
    assert subjects_of(block, 4) == []


PURPOSE = """
1 Dykes dike  NNS 3 nsubj:pass
2 were  be    VBD 3 aux:pass
3 built build VBN 0 root
4 to    _     TO  5 mark
5 hold  _     VB  3 advcl
6 water _     NN  5 obj
"""


def test_the_purpose_of_a_passive_without_agent_is_nobody_s() -> None:
    assert subjects_of(PURPOSE, 5) == []


def test_the_purpose_of_a_passive_is_the_agent_s() -> None:
    assert subjects_of(PURPOSE + "7 by _ IN 8 case\n8 Chad _ NNP 3 obl:agent", 5) == ["Chad"]


# relative clauses


@pytest.mark.parametrize(
    ("block", "number", "role"),
    [
        ("1 men man NNS 0 root\n2 who _ WP 3 nsubj\n3 left leave VBD 1 acl:relcl", 3, "nsubj"),
        ("1 law _ NN 0 root\n2 that _ WDT 4 obj\n3 Chad _ NNP 4 nsubj\n4 passed pass VBD 1 acl:relcl", 4, "obj"),
        ("1 law _ NN 0 root\n2 Chad _ NNP 3 nsubj\n3 passed pass VBD 1 acl:relcl", 3, "obj"),
        (
            "1 bay _ NN 0 root\n2 in _ IN 3 case\n3 which _ WDT 5 obl\n4 he _ PRP 5 nsubj\n5 swam swim VBD 1 acl:relcl",
            5,
            "obl:in",
        ),
        (
            "1 law _ NN 0 root\n2 that _ WDT 4 nsubj:pass\n3 was be VBD 4 aux:pass\n4 passed pass VBN 1 acl:relcl",
            4,
            "nsubj:pass",
        ),
    ],
)
def test_the_role_of_the_antecedent(block: str, number: int, role: str) -> None:
    found = tree(block)
    assert relative_role(found, found.token(number)) == role


def test_whose_leaves_the_antecedent_without_a_role() -> None:
    found = tree(
        "1 man _ NN 0 root\n2 whose _ WP 3 nmod:poss PronType=Rel\n3 boat _ NN 4 nsubj\n4 sank sink VBD 1 acl:relcl"
    )
    assert relative_role(found, found.token(4)) == ""


@pytest.mark.parametrize(
    ("verb", "marker", "subject"),
    [
        ("accuses accuse VBZ", "of", "Chad"),
        ("charged charge VBD", "with", "Chad"),
        ("blamed blame VBD", "for", "Chad"),
        ("sued sue VBD", "after", "Peru"),
        ("accuses accuse VBZ", "before", "Peru"),
        ("stunned stun VBD", "with", "Peru"),
    ],
)
def test_what_somebody_is_accused_of_is_about_the_accused(verb: str, marker: str, subject: str) -> None:
    block = f"""
1 Peru    _    NNP 2 nsubj
2 {verb}           0 root
3 Chad    _    NNP 2 obj
4 {marker} _   IN  5 mark
5 dumping dump VBG 2 advcl
6 ash     _    NN  5 obj
"""
    assert subjects_of(block, 5) == [subject]


# who is to act


def test_who_is_sent_is_to_act_and_what_is_built_is_not() -> None:
    block = """
1 Nurses nurse NNS 3 nsubj:pass
2 were   be    VBD 3 aux:pass
3 sent   send  VBN 0 root
4 to     _     TO  5 mark
5 help   _     VB  3 advcl
"""
    assert subjects_of(block, 5) == ["Nurses"]
    assert subjects_of(block.replace("sent   send", "paid   pay"), 5) == []


def test_what_somebody_is_accused_of_trying_is_theirs() -> None:
    block = """
1 Norway  _      NNP 2 nsubj
2 accuses accuse VBZ 0 root
3 Chile   _      NNP 2 obj
4 of      _      IN  5 case
5 efforts effort NNS 2 obl
6 to      _      TO  7 mark
7 arm     _      VB  5 acl
"""
    assert subjects_of(block, 7) == ["Chile"]


def test_a_name_after_of_is_whose_decision_it_is() -> None:
    block = """
1 the      _ DT  2 det
2 decision _ NN  0 root
3 of       _ IN  4 case
4 Hall     _ NNP 2 nmod
5 to       _ TO  6 mark
6 resign   _ VB  2 acl
"""
    assert subjects_of(block, 6) == ["Hall"]


def test_how_something_is_known_is_no_event() -> None:
    block = """
1 Work        _    NN  2 nsubj
2 stopped     stop VBD 0 root
3 as          _    IN  4 mark
4 {verb}      {lemma} VBN 2 advcl
5 by          _    IN  6 case
6 Ann         _    NNP 4 obl:agent
"""
    found = tree(block.format(verb="seen", lemma="see"))
    assert is_comment(found, found.token(4))
    assert clauses_of(found) == ["stopped"]
    assert clauses_of(tree(block.format(verb="promised", lemma="promise"))) == ["stopped", "promised"]


def test_what_is_told_after_when_is_an_event() -> None:
    found = tree("1 He _ PRP 2 nsubj\n2 fled flee VBD 0 root\n3 when _ WRB 4 mark\n4 seen see VBN 2 advcl")
    assert clauses_of(found) == ["fled", "seen"]


def test_what_is_lacking_is_not_among_the_joined() -> None:
    found = tree("1 guards guard NNS 0 root\n2 but _ CC 4 cc\n3 no _ DT 4 det\n4 guns gun NNS 1 conj")
    assert is_without(found, found.token(4))
    assert forms(nominal_conjuncts(found, found.token(1))) == ["guards"]
    found = tree("1 guards guard NNS 0 root\n2 but _ CC 4 cc\n3 few _ JJ 4 amod\n4 guns gun NNS 1 conj")
    assert forms(nominal_conjuncts(found, found.token(1))) == ["guards", "guns"]


@pytest.mark.parametrize(
    ("verb", "lemma", "marker", "subject"),
    [("warned", "warn", "against", "parents"), ("met", "meet", "against", "Ann"), ("warned", "warn", "after", "Ann")],
)
def test_who_is_warned_against_something_would_do_it(verb: str, lemma: str, marker: str, subject: str) -> None:
    block = f"""
1 Ann      _       NNP 2 nsubj
2 {verb}   {lemma} VBD 0 root
3 parents  parent  NNS 2 obj
4 {marker} _       IN  5 mark
5 giving   give    VBG 2 advcl
6 it       _       PRP 5 obj
"""
    assert subjects_of(block, 5) == [subject]
