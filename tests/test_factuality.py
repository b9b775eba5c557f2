"""What the text commits to: polarity, modality, attribution, and the status that follows."""

import pytest
from hand import read

from kg.model import Modality, Polarity, Status, find_status

SOLD = "2 sold sell VBD 0 root\n3 nets net NNS 2 obj"


def judged(block: str, words: str = "sell") -> str:
    return read(block).judged(words)


# the order of statuses


@pytest.mark.parametrize("modality", [modality for modality in Modality if modality is not Modality.CERTAIN])
@pytest.mark.parametrize("polarity", Polarity)
def test_what_is_not_certain_is_hypothetical_before_all_else(modality: Modality, polarity: Polarity) -> None:
    assert find_status(modality, polarity, is_attributed=True) is Status.HYPOTHETICAL


def test_what_is_certain_is_negated_before_reported_before_asserted() -> None:
    statuses = [
        find_status(Modality.CERTAIN, Polarity.NEGATIVE, is_attributed=True),
        find_status(Modality.CERTAIN, Polarity.POSITIVE, is_attributed=True),
        find_status(Modality.CERTAIN, Polarity.POSITIVE, is_attributed=False),
    ]
    assert statuses == [Status.NEGATED, Status.REPORTED, Status.ASSERTED]


def test_a_plain_sentence_is_asserted() -> None:
    assert judged("1 Bo _ NNP 2 nsubj B-PER\n" + SOLD, "sold") == "asserted positive certain"


# negation inside the clause


@pytest.mark.parametrize("word", ["not", "n't", "never"])
def test_denying_adverbs(word: str) -> None:
    block = f"1 Bo _ NNP 4 nsubj\n2 did do VBD 4 aux\n3 {word} _ RB 4 advmod\n4 sell _ VB 0 root\n5 nets net NNS 4 obj"
    assert judged(block) == "negated negative certain"


def test_no_longer() -> None:
    block = """
1 Bo     _    NNP 4 nsubj B-PER
2 no     _    RB  3 advmod
3 longer _    RBR 4 advmod
4 sells  sell VBZ 0 root
5 nets   net  NNS 4 obj
"""
    assert judged(block, "sells") == "negated negative certain"


def test_no_before_the_object() -> None:
    block = "1 Bo _ NNP 2 nsubj B-PER\n2 sold sell VBD 0 root\n3 no _ DT 4 det\n4 nets net NNS 2 obj"
    assert judged(block, "sold") == "negated negative certain"


def test_nobody_as_subject() -> None:
    assert judged("1 Nobody _ NN 2 nsubj\n" + SOLD, "sold") == "negated negative certain"


def test_no_before_a_predicate_noun() -> None:
    block = "1 Bo _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 no _ DT 4 det\n4 vet _ NN 0 root"
    assert judged(block, "vet") == "negated negative certain"


def test_without_doing_something() -> None:
    block = """
1 Bo      _     NNP 2 nsubj B-PER
2 left    leave VBD 0 root
3 without _     IN  4 mark
4 selling sell  VBG 2 advcl
5 nets    net   NNS 4 obj
"""
    reading = read(block)
    assert reading.judged("selling") == "negated negative certain"
    assert reading.judged("left") == "asserted positive certain"


def test_a_joined_verb_under_or_shares_the_denial() -> None:
    block = """
1 Bo   _   NNP 4 nsubj B-PER
2 did  do  VBD 4 aux
3 not  _   RB  4 advmod
4 call _   VB  0 root
5 or   _   CC  6 cc
6 sell _   VB  4 conj
7 nets net NNS 6 obj
"""
    assert judged(block) == "negated negative certain"


def test_a_joined_verb_under_but_does_not_share_the_denial() -> None:
    block = """
1 Bo   _    NNP 4 nsubj B-PER
2 did  do   VBD 4 aux
3 not  _    RB  4 advmod
4 call _    VB  0 root
5 but  _    CC  6 cc
6 sold sell VBD 4 conj
7 nets net  NNS 6 obj
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_a_noun_denied_by_no_states_no_relation() -> None:
    block = """
1 There   _       EX  2 expl
2 was     be      VBD 0 root
3 no      _       DT  5 det
4 Russian _       JJ  5 amod
5 support _       NN  2 nsubj
6 for     _       IN  7 case
7 tolls   toll    NNS 5 nmod
"""
    reading = read(block)
    assert "Russian | support | tolls" in reading.facts()
    assert reading.judged("support for") == "negated negative certain"


# modality inside the clause


@pytest.mark.parametrize(
    ("auxiliary", "modality"),
    [("will", "planned"), ("may", "possible"), ("must", "required"), ("should", "required"), ("would", "conditional")],
)
def test_modal_auxiliaries(auxiliary: str, modality: str) -> None:
    block = f"1 Bo _ NNP 3 nsubj B-PER\n2 {auxiliary} _ MD 3 aux\n3 sell _ VB 0 root\n4 nets net NNS 3 obj"
    assert judged(block) == f"hypothetical positive {modality}"


def test_a_denied_future_is_hypothetical_and_negative() -> None:
    block = "1 Bo _ NNP 4 nsubj B-PER\n2 will _ MD 4 aux\n3 not _ RB 4 advmod\n4 sell _ VB 0 root\n5 nets net NNS 4 obj"
    assert judged(block) == "hypothetical negative planned"


def test_modal_adverbs() -> None:
    block = "1 Bo _ NNP 3 nsubj B-PER\n2 probably _ RB 3 advmod\n3 sold sell VBD 0 root\n4 nets net NNS 3 obj"
    assert judged(block, "sold") == "hypothetical positive probable"


def test_a_joined_verb_shares_the_modal() -> None:
    block = """
1 Bo    _    NNP 3 nsubj B-PER
2 may   _    MD  3 aux
3 leave _    VB  0 root
4 and   _    CC  5 cc
5 sell  _    VB  3 conj
6 nets  net  NNS 5 obj
"""
    assert judged(block) == "hypothetical positive possible"


def test_questions_are_asked() -> None:
    block = "1 Did do VBD 3 aux\n2 Bo _ NNP 3 nsubj B-PER\n3 sell _ VB 0 root\n4 nets net NNS 3 obj\n5 ? _ . 3 punct"
    assert judged(block) == "hypothetical positive asked"


def test_what_is_to_happen_is_planned() -> None:
    block = "1 Bo _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 to _ TO 4 mark\n4 sell _ VB 0 root\n5 nets net NNS 4 obj"
    assert judged(block) == "hypothetical positive planned"


# conditions


CONDITION = """
1 If    _    IN  3 mark
2 Bo    _    NNP 3 nsubj B-PER
3 sells sell VBZ 7 advcl
4 nets  net  NNS 3 obj
5 ,     _    ,   3 punct
6 Ann   _    NNP 7 nsubj B-PER
7 wins  win  VBZ 0 root
"""


def test_an_if_clause_is_conditional_and_so_is_what_depends_on_it() -> None:
    reading = read(CONDITION)
    assert reading.judged("sells") == "hypothetical positive conditional"
    assert reading.judged("wins") == "hypothetical positive conditional"


def test_a_past_event_beside_an_if_clause_is_stated() -> None:
    assert judged(CONDITION.replace("wins  win  VBZ", "won   win  VBD"), "won") == "asserted positive certain"


def test_a_clause_joined_to_an_if_clause_is_conditional() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 wins  win   VBZ 0 root
3 if    _     IN  5 mark
4 Bo    _     NNP 5 nsubj B-PER
5 left  leave VBD 2 advcl
6 and   _     CC  7 cc
7 sold  sell  VBD 5 conj
8 nets  net   NNS 7 obj
"""
    assert judged(block, "sold") == "hypothetical positive conditional"


def test_a_because_clause_is_stated() -> None:
    assert judged(CONDITION.replace("1 If    _", "1 Because _"), "sells") == "asserted positive certain"


def test_a_purpose_is_planned() -> None:
    block = """
1 Bo    _     NNP 2 nsubj B-PER
2 left  leave VBD 0 root
3 to    _     TO  4 mark
4 sell  _     VB  2 advcl
5 nets  net   NNS 4 obj
"""
    reading = read(block)
    assert reading.judged("sell") == "hypothetical positive planned"
    assert reading.judged("left") == "asserted positive certain"


def test_an_adjunct_of_time_is_stated() -> None:
    block = """
1 Bo      _     NNP 2 nsubj B-PER
2 left    leave VBD 0 root
3 after   _     IN  4 mark
4 selling sell  VBG 2 advcl
5 nets    net   NNS 4 obj
"""
    assert judged(block, "selling") == "asserted positive certain"


# governing verbs


def under(form: str, lemma: str) -> str:
    block = f"""
1 Bo     _       NNP 2 nsubj B-PER
2 {form} {lemma} VBD 0 root
3 to     _       TO  4 mark
4 sell   _       VB  2 xcomp
5 nets   net     NNS 4 obj
"""
    return judged(block)


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("refused", "refuse", "negated negative certain"),
        ("failed", "fail", "negated negative certain"),
        ("managed", "manage", "asserted positive certain"),
        ("tried", "try", "hypothetical positive attempted"),
        ("wanted", "want", "hypothetical positive wanted"),
        ("planned", "plan", "hypothetical positive planned"),
        ("needed", "need", "hypothetical positive required"),
        ("asked", "ask", "hypothetical positive asked"),
        ("seemed", "seem", "hypothetical positive probable"),
    ],
)
def test_what_a_verb_does_to_its_infinitive(form: str, lemma: str, expected: str) -> None:
    assert under(form, lemma) == expected


def governed(governor: str, complement: str = "xcomp") -> str:
    return f"""
1 Bo      _    NNP 4 nsubj B-PER
2 did     do   VBD 4 aux
3 not     _    RB  4 advmod
4 {governor} _ VB  0 root
5 to      _    TO  6 mark
6 sell    _    VB  4 {complement}
7 nets    net  NNS 6 obj
"""


def test_two_denials_cancel() -> None:
    assert judged(governed("fail")) == "asserted positive certain"


def test_denial_of_a_refusal_leaves_it_open() -> None:
    assert judged(governed("refuse")) == "hypothetical positive possible"


def test_denial_of_an_implicative_reaches_its_infinitive() -> None:
    assert judged(governed("manage")) == "negated negative certain"


def test_denial_of_a_wish_makes_it_negative() -> None:
    assert judged(governed("want")) == "hypothetical negative wanted"


def test_a_modal_above_reaches_the_infinitive() -> None:
    block = (
        governed("manage")
        .replace("2 did     do   VBD", "2 may     _    MD ")
        .replace("3 not     _    RB ", "3 well _ RB")
    )
    assert judged(block) == "hypothetical positive possible"


def test_pressure_on_somebody_to_act_is_wanted_and_the_refusal_to_act_is_not() -> None:
    wanted = """
1 Pressure _    NN  6 nsubj
2 on       _    IN  3 case
3 Bo       _    NNP 1 nmod  B-PER
4 to       _    TO  5 mark
5 sell     _    VB  1 acl
6 grew     grow VBD 0 root
"""
    assert judged(wanted) == "hypothetical positive wanted"
    refused = """
1 Bo      _    NNP 3 nmod:poss B-PER
2 's      _    POS 1 case
3 refusal _    NN  6 nsubj
4 to      _    TO  5 mark
5 sell    _    VB  3 acl
6 hurt    _    VBD 0 root
"""
    assert judged(refused) == "negated negative certain"


def test_an_event_wanted_is_not_stated_by_its_noun() -> None:
    block = """
1 Ann     _    NNP 2 nsubj B-PER
2 wants   want VBZ 0 root
3 Russian _    JJ  4 amod
4 support _    NN  2 obj
5 for     _    IN  6 case
6 tolls   toll NNS 4 nmod
"""
    assert judged(block, "support for") == "hypothetical positive wanted"


def test_a_possessed_noun_presupposes_its_content() -> None:
    block = """
1 Ann        _      NNP 3 nsubj B-PER
2 may        _      MD  3 aux
3 end        _      VB  0 root
4 Russia     _      NNP 6 nmod:poss B-LOC
5 's         _      POS 4 case
6 opposition _      NN  3 obj
7 to         _      IN  8 case
8 tolls      toll   NNS 6 nmod
"""
    assert judged(block, "opposition to") == "asserted positive certain"


# attribution


SAID = """
1 Ann  _    NNP 2 nsubj B-PER
2 {form} {lemma} VBD 0 root
3 that _    IN  5 mark
4 Bo   _    NNP 5 nsubj B-PER
5 sold sell VBD 2 ccomp
6 nets net  NNS 5 obj
"""


def test_what_somebody_said_is_reported() -> None:
    reading = read(SAID.format(form="said", lemma="say"))
    assert reading.judged("sold") == "reported positive certain: Ann"
    assert reading.judged("said") == "asserted positive certain"


@pytest.mark.parametrize(
    ("form", "lemma", "expected"),
    [
        ("denied", "deny", "negated negative certain: Ann"),
        ("believed", "believe", "reported positive certain: Ann"),
        ("doubted", "doubt", "hypothetical positive possible: Ann"),
        ("hoped", "hope", "hypothetical positive wanted: Ann"),
        ("realized", "realize", "asserted positive certain"),
    ],
)
def test_what_somebody_denies_believes_doubts_hopes_or_knows(form: str, lemma: str, expected: str) -> None:
    assert judged(SAID.format(form=form, lemma=lemma), "sold") == expected


def test_what_somebody_did_not_say_is_open() -> None:
    block = """
1 Ann  _    NNP 4 nsubj B-PER
2 did  do   VBD 4 aux
3 not  _    RB  4 advmod
4 say  _    VB  0 root
5 that _    IN  7 mark
6 Bo   _    NNP 7 nsubj B-PER
7 sold sell VBD 4 ccomp
8 nets net  NNS 7 obj
"""
    assert judged(block, "sold") == "hypothetical positive possible: Ann"


def test_a_denied_denial_is_positive() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 denied deny VBD 0 root
3 that   _    IN  7 mark
4 Bo     _    NNP 7 nsubj B-PER
5 never  _    RB  7 advmod
6 had    have VBD 7 aux
7 sold   sell VBN 2 ccomp
8 nets   net  NNS 7 obj
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_according_to_credits_its_clause() -> None:
    block = """
1 According accord VBG 3 case
2 to        _      IN  1 fixed
3 Ann       _      NNP 6 obl   B-PER
4 ,         _      ,   3 punct
5 Bo        _      NNP 6 nsubj B-PER
6 sold      sell   VBD 0 root
7 nets      net    NNS 6 obj
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_an_interposed_speaker_is_credited() -> None:
    block = """
1 Bo   _    NNP 6 nsubj B-PER
2 ,    _    ,   4 punct
3 Ann  _    NNP 4 nsubj B-PER
4 said say  VBD 6 parataxis
5 ,    _    ,   4 punct
6 sold sell VBD 0 root
7 nets net  NNS 6 obj
"""
    reading = read(block)
    assert reading.judged("sold") == "reported positive certain: Ann"
    assert reading.judged("said") == "asserted positive certain"


def test_a_quote_before_its_verb_is_credited() -> None:
    block = """
1 “    _    ``  3 punct
2 Bo   _    NNP 3 nsubj B-PER
3 sold sell VBD 8 ccomp
4 nets net  NNS 3 obj
5 ,    _    ,   3 punct
6 ”    _    ''  3 punct
7 Ann  _    NNP 8 nsubj B-PER
8 said say  VBD 0 root
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_the_speaker_of_a_passive_is_its_agent() -> None:
    block = """
1 Ann  _    NNP 3 nsubj:pass B-PER
2 was  be   VBD 3 aux:pass
3 told tell VBN 0 root
4 by   _    IN  5 case
5 Cy   _    NNP 3 obl:agent  B-PER
6 that _    IN  8 mark
7 Bo   _    NNP 8 nsubj      B-PER
8 sold sell VBD 3 ccomp
9 nets net  NNS 8 obj
"""
    assert judged(block, "sold") == "reported positive certain: Cy"


def test_what_is_said_to_have_happened_is_probable() -> None:
    block = """
1 Bo   _    NNP 3 nsubj:pass B-PER
2 is   be   VBZ 3 aux:pass
3 said say  VBN 0 root
4 to   _    TO  6 mark
5 have _    VB  6 aux
6 sold sell VBN 3 xcomp
7 nets net  NNS 6 obj
"""
    assert judged(block, "sold") == "hypothetical positive probable"


def test_a_claim_to_have_done_something_is_the_claimant_s() -> None:
    block = """
1 Bo      _     NNP 2 nsubj B-PER
2 claimed claim VBD 0 root
3 to      _     TO  5 mark
4 have    _     VB  5 aux
5 sold    sell  VBN 2 xcomp
6 nets    net   NNS 5 obj
"""
    assert judged(block, "sold") == "reported positive certain: Bo"


def test_a_chain_of_sources_is_outermost_first() -> None:
    block = """
1 Ann  _    NNP 2 nsubj B-PER
2 said say  VBD 0 root
3 Cy   _    NNP 4 nsubj B-PER
4 told tell VBD 2 ccomp
5 Di   _    NNP 4 iobj  B-PER
6 that _    IN  8 mark
7 Bo   _    NNP 8 nsubj B-PER
8 sold sell VBD 4 ccomp
9 nets net  NNS 8 obj
"""
    reading = read(block)
    assert reading.judged("sold") == "reported positive certain: Ann > Cy"
    assert reading.judged("told") == "reported positive certain: Ann"


def test_the_content_of_a_noun_is_credited_to_its_owner() -> None:
    block = """
1 Ann   _     NNP 3 nmod:poss B-PER
2 's    _     POS 1 case
3 claim _     NN  8 nsubj
4 that  _     IN  6 mark
5 Bo    _     NNP 6 nsubj     B-PER
6 sold  sell  VBD 3 acl
7 nets  net   NNS 6 obj
8 stuck stick VBD 0 root
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_hope_that_is_expressed_is_wanted_by_who_expresses_it() -> None:
    block = """
1 Ann     _       NNP 2 nsubj B-PER
2 voiced  voice   VBD 0 root
3 hope    _       NN  2 obj
4 that    _       IN  7 mark
5 Bo      _       NNP 7 nsubj B-PER
6 would   _       MD  7 aux
7 sell    _       VB  3 acl
8 nets    net     NNS 7 obj
"""
    assert judged(block) == "hypothetical positive wanted: Ann"


# scope

WITH_RELATIVE = """
1 Ann   _     NNP 2  nsubj B-PER
2 said  say   VBD 0  root
3 that  _     IN  10 mark
4 Bo    _     NNP 10 nsubj B-PER
5 {mark} _    ,   8  punct
6 who   _     WP  8  nsubj
7 once  _     RB  8  advmod
8 sold  sell  VBD 4  acl:relcl
9 nets  net   NNS 8  obj
10 left leave VBD 2  ccomp
"""


def test_a_non_restrictive_relative_clause_belongs_to_the_outlet() -> None:
    reading = read(WITH_RELATIVE.format(mark=","))
    assert reading.judged("sold") == "asserted positive certain"
    assert reading.judged("left") == "reported positive certain: Ann"


def test_a_restrictive_relative_clause_belongs_to_the_speaker() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 men   man   NNS 7 nsubj
4 who   _     WP  5 nsubj
5 sold  sell  VBD 3 acl:relcl
6 nets  net   NNS 5 obj
7 left  leave VBD 2 ccomp
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_a_relative_clause_is_not_denied_with_its_main_clause() -> None:
    block = """
1 Men  man   NNS 7 nsubj
2 who  _     WP  3 nsubj
3 sold sell  VBD 1 acl:relcl
4 nets net   NNS 3 obj
5 did  do    VBD 7 aux
6 not  _     RB  7 advmod
7 leave _    VB  0 root
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_an_apposition_belongs_to_the_outlet() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 Norvik _    NNP 8 nsubj B-ORG
4 ,     _     ,   6 punct
5 a     _     DT  6 det
6 bank  _     NN  3 appos
7 ,     _     ,   6 punct
8 failed fail VBD 2 ccomp
"""
    reading = read(block)
    assert "Norvik | be | bank" in reading.facts()
    assert reading.judged("bank") == "asserted positive certain"


def test_an_office_belongs_to_the_outlet() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 Mayor _     NNP 4 nmod:desc
4 Bo    _     NNP 5 nsubj B-PER
5 left  leave VBD 2 ccomp
"""
    assert judged(block, "Mayor") == "asserted positive certain"


def test_a_presupposing_noun_takes_the_source_of_its_clause() -> None:
    block = """
1 Ann        _      NNP 2 nsubj B-PER
2 said       say    VBD 0 root
3 Russia     _      NNP 5 nmod:poss B-LOC
4 's         _      POS 3 case
5 opposition _      NN  8 nsubj
6 to         _      IN  7 case
7 tolls      toll   NNS 5 nmod
8 softened   soften VBD 2 ccomp
"""
    assert judged(block, "opposition to") == "reported positive certain: Ann"


def test_an_adjunct_of_the_speech_verb_belongs_to_the_outlet() -> None:
    block = """
1 Ann     _     NNP 2 nsubj B-PER
2 said    say   VBD 0 root
3 that    _     IN  5 mark
4 Bo      _     NNP 5 nsubj B-PER
5 left    leave VBD 2 ccomp
6 after   _     IN  7 mark
7 selling sell  VBG 2 advcl
8 nets    net   NNS 7 obj
"""
    assert judged(block, "selling") == "asserted positive certain"


def test_a_future_told_in_the_past_is_planned() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 said  say   VBD 0 root
3 Bo    _     NNP 5 nsubj B-PER
4 would _     MD  5 aux
5 sell  _     VB  2 ccomp
6 nets  net   NNS 5 obj
"""
    assert judged(block) == "hypothetical positive planned: Ann"


def test_whether_is_asked() -> None:
    block = SAID.format(form="asked", lemma="ask").replace("3 that _ ", "3 whether _ ")
    assert judged(block, "sold").startswith("hypothetical positive asked")


def test_an_order_is_required() -> None:
    block = "1 Sell _ VB 0 root Mood=Imp|VerbForm=Fin\n2 the _ DT 3 det\n3 nets net NNS 1 obj"
    assert judged(block, "Sell") == "hypothetical positive required"


def test_what_somebody_makes_clear_is_reported() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 made  make  VBD 0 root
3 clear _     JJ  2 xcomp
4 that  _     IN  6 mark
5 Bo    _     NNP 6 nsubj B-PER
6 sold  sell  VBD 2 ccomp
7 nets  net   NNS 6 obj
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_what_follows_he_said_with_a_colon_is_reported() -> None:
    block = """
1 Ann  _    NNP 2 nsubj B-PER
2 said say  VBD 0 root
3 :    _    :   5 punct
4 Bo   _    NNP 5 nsubj B-PER
5 sold sell VBD 2 parataxis
6 nets net  NNS 5 obj
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_a_quoting_verb_that_is_none_by_itself_credits_its_subject() -> None:
    block = """
1 “         _        ``  3 punct
2 Bo        _        NNP 3 nsubj B-PER
3 sold      sell     VBD 8 ccomp
4 nets      net      NNS 3 obj
5 ,         _        ,   8 punct
6 ”         _        ''  8 punct
7 Ann       _        NNP 8 nsubj B-PER
8 continued continue VBD 0 root
"""
    assert judged(block, "sold") == "reported positive certain: Ann"


def test_a_participle_after_its_noun_is_stated_whatever_happens_to_the_noun() -> None:
    block = """
1 Ann  _    NNP 4 nsubj B-PER
2 may  _    MD  4 aux
3 well _    RB  4 advmod
4 buy  _    VB  0 root
5 nets net  NNS 4 obj
6 sold sell VBN 5 acl
7 by   _    IN  8 case
8 Bo   _    NNP 6 obl:agent B-PER
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_an_apposition_under_a_modal_is_stated() -> None:
    block = """
1 Ann    _    NNP 3 nsubj B-PER
2 may    _    MD  3 aux
3 buy    _    VB  0 root
4 Norvik _    NNP 3 obj   B-ORG
5 ,      _    ,   7 punct
6 a      _    DT  7 det
7 bank   _    NN  4 appos
"""
    assert judged(block, "bank") == "asserted positive certain"


def test_an_apposition_to_what_is_denied_is_stated() -> None:
    block = """
1 Ann    _    NNP 4 nsubj B-PER
2 did    do   VBD 4 aux
3 not    _    RB  4 advmod
4 buy    _    VB  0 root
5 a      _    DT  6 det
6 bank   _    NN  4 obj
7 ,      _    ,   8 punct
8 Norvik _    NNP 6 appos B-ORG
"""
    reading = read(block)
    assert "Norvik | be | bank" in reading.facts()
    assert reading.judged("bank") == "asserted positive certain"


def test_a_quoting_verb_credits_its_subject_without_marks_too() -> None:
    assert judged(SAID.format(form="continued", lemma="continue"), "sold") == "reported positive certain: Ann"


def test_had_before_its_subject_is_a_condition() -> None:
    reading = read("""
1 Had    have   VBD 3 aux
2 Ann    _      NNP 3 nsubj B-PER
3 sold   sell   VBN 7 advcl
4 Oslo   _      NNP 3 obj B-LOC
5 Bo     _      NNP 7 nsubj B-PER
6 had    have   VBD 7 aux
7 left   leave  VBN 0 root
""")
    assert reading.judged("sold") == "hypothetical positive conditional"


# accusations, reports without a source, and what is awaited


ACCUSATION = """
1 Peru    _    NNP 2 nsubj B-LOC
2 {verb}           0 root
3 Chad    _    NNP 2 obj   B-LOC
4 {marker} _   IN  5 mark
5 dumping dump VBG 2 advcl
6 ash     _    NN  5 obj
"""


@pytest.mark.parametrize(
    ("verb", "marker"), [("accuses accuse VBZ", "of"), ("suspects suspect VBZ", "of"), ("charged charge VBD", "with")]
)
def test_what_somebody_is_accused_of_is_the_accuser_s(verb: str, marker: str) -> None:
    reading = read(ACCUSATION.format(verb=verb, marker=marker))
    assert reading.judged("dumping") == "reported positive certain: Peru"
    assert "Chad | dump | ash" in reading.facts()


def test_what_somebody_is_condemned_for_is_stated() -> None:
    reading = read(ACCUSATION.format(verb="condemned condemn VBD", marker="for"))
    assert reading.judged("dumping") == "asserted positive certain"


RUMOUR = """
1 It       _      PRP 3 expl
2 was      be     VBD 3 aux:pass
3 reported report VBN 0 root
4 that     _      IN  6 mark
5 Bo       _      NNP 6 nsubj B-PER
6 sold     sell   VBD 3 ccomp
7 nets     net    NNS 6 obj
"""


def test_what_is_reported_by_nobody_is_probable() -> None:
    assert judged(RUMOUR, "sold") == "hypothetical positive probable"


def test_what_is_reported_by_somebody_named_is_credited() -> None:
    agent = "8 by _ IN 9 case\n9 Ann _ NNP 3 obl:agent B-PER"
    assert judged(RUMOUR + agent, "sold") == "reported positive certain: Ann"


AWAITED = """
1 Ann      _    NNP 2 nsubj B-PER
2 waits    wait VBZ 0 root
3 {marker} _    IN  5 mark
4 Bo       _    NNP 5 nsubj B-PER
5 {verb}            2 advcl
6 nets     net  NNS 5 obj
"""


@pytest.mark.parametrize("marker", ["until", "till", "once", "before"])
def test_what_is_awaited_in_the_present_tense_is_planned_and_the_waiting_is_stated(marker: str) -> None:
    reading = read(AWAITED.format(marker=marker, verb="sells sell VBZ"))
    assert reading.judged("sells") == "hypothetical positive planned"
    assert reading.judged("waits") == "asserted positive certain"


@pytest.mark.parametrize("marker", ["until", "once", "before"])
def test_what_was_awaited_in_the_past_is_stated(marker: str) -> None:
    assert judged(AWAITED.format(marker=marker, verb="sold sell VBD"), "sold") == "asserted positive certain"


def test_what_happens_because_or_while_is_not_awaited() -> None:
    for marker in ("because", "while"):
        block = AWAITED.format(marker=marker, verb="sells sell VBZ")
        assert judged(block, "sells") == "asserted positive certain"


def test_before_doing_something_states_it() -> None:
    block = """
1 Ann     _     NNP 2 nsubj B-PER
2 met     meet  VBD 0 root
3 Bo      _     NNP 2 obj   B-PER
4 before  _     IN  5 mark
5 selling sell  VBG 2 advcl
6 nets    net   NNS 5 obj
"""
    assert judged(block, "selling") == "asserted positive certain"


WOULD = """
1 Ann   _   NNP 2 nsubj B-PER
2 {verb}        0 root
3 that  _   IN  6 mark
4 they  _   PRP 6 nsubj
5 would _   MD  6 aux
6 sell  _   VB  2 ccomp
7 nets  net NNS 6 obj
"""


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("hoped hope VBD", "hypothetical positive wanted: Ann"),
        ("announced announce VBD", "hypothetical positive planned: Ann"),
        ("says say VBZ", "hypothetical positive conditional: Ann"),
    ],
)
def test_would_is_what_the_verb_above_makes_of_it(verb: str, expected: str) -> None:
    assert judged(WOULD.format(verb=verb)) == expected


def test_would_on_a_condition_stays_conditional_after_said() -> None:
    condition = "8 if _ IN 10 mark\n9 Bo _ NNP 10 nsubj B-PER\n10 paid pay VBD 6 advcl"
    assert judged(WOULD.format(verb="said say VBD") + condition) == "hypothetical positive conditional: Ann"


NOUN_CONTENT = """
1 Ann    _    NNP 2 nsubj B-PER
2 {verb}          0 root
3 {word} _    DT  4 det
4 {noun} _    NN  2 obj
5 that   _    IN  7 mark
6 Bo     _    NNP 7 nsubj B-PER
7 sold   sell VBD 4 acl
8 nets   net  NNS 7 obj
"""


@pytest.mark.parametrize(
    ("word", "expected"), [("no", "hypothetical positive possible"), ("the", "asserted positive certain")]
)
def test_no_evidence_leaves_it_open_and_evidence_states_it(word: str, expected: str) -> None:
    assert judged(NOUN_CONTENT.format(verb="found find VBD", word=word, noun="evidence"), "sold") == expected


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("denied deny VBD", "negated negative certain: Ann"),
        ("repeated repeat VBD", "reported positive certain: Ann"),
    ],
)
def test_who_denies_a_report_denies_what_it_says(verb: str, expected: str) -> None:
    assert judged(NOUN_CONTENT.format(verb=verb, word="a", noun="report"), "sold") == expected
