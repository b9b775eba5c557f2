"""What a clause says of itself: negation, modality, condition, question and order."""

import pytest
from hand import read, tree

from kg.grammar.signs import find_exception

SOLD = "2 sold sell VBD 0 root\n3 nets net NNS 2 obj"


def judged(block: str, words: str = "sell") -> str:
    return read(block).judged(words)


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


def test_an_order_is_required() -> None:
    block = "1 Sell _ VB 0 root Mood=Imp|VerbForm=Fin\n2 the _ DT 3 det\n3 nets net NNS 1 obj"
    assert judged(block, "Sell") == "hypothetical positive required"


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


# negation: approximate, shared, raised by nothing


@pytest.mark.parametrize(
    ("adverb", "expected"),
    [
        ("rarely", "negated negative certain"),
        ("seldom", "negated negative certain"),
        ("hardly", "negated negative certain"),
        ("nearly", "negated negative certain"),
        ("almost", "negated negative certain"),
        ("barely", "asserted positive certain"),
        ("quickly", "asserted positive certain"),
    ],
)
def test_adverbs_that_deny_and_barely_which_does_not(adverb: str, expected: str) -> None:
    block = f"1 Bo _ NNP 3 nsubj B-PER\n2 {adverb} _ RB 3 advmod\n3 sold sell VBD 0 root\n4 nets net NNS 3 obj"
    assert judged(block, "sold") == expected


def test_nearly_before_a_number_denies_nothing() -> None:
    block = """
1 Bo _ NNP 2 nsubj
2 sold sell VBD 0 root
3 nearly _ RB 4 advmod
4 forty _ CD 5 nummod
5 nets net NNS 2 obj
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_not_only_adds() -> None:
    block = """
1 Bo   _    NNP 4 nsubj B-PER
2 not  _    RB  4 advmod
3 only _    RB  4 advmod
4 sold sell VBD 0 root
5 nets net  NNS 4 obj
"""
    assert judged(block, "sold") == "asserted positive certain"


def test_cannot_but_does() -> None:
    block = """
1 Bo    _    NNP 5 nsubj B-PER
2 could _    MD  5 aux
3 not   _    RB  5 advmod
4 but   _    CC  5 advmod
5 sell  _    VB  0 root
6 nets  net  NNS 5 obj
"""
    assert judged(block) == "asserted positive certain"


def test_barely_any_denies() -> None:
    block = (
        "1 Barely _ RB 3 advmod\n2 any _ DT 3 det\n3 men man NNS 4 nsubj\n4 sold sell VBD 0 root\n5 nets net NNS 4 obj"
    )
    assert judged(block, "sold") == "negated negative certain"


def test_neither_before_two_verbs_denies_of_both() -> None:
    block = """
1 Bo      _    NNP 3 nsubj B-PER
2 neither _    CC  3 advmod
3 sold    sell VBD 0 root
4 nets    net  NNS 3 obj
5 nor     _    CC  6 cc
6 bought  buy  VBD 3 conj
7 boats   boat NNS 6 obj
"""
    assert judged(block, "sold") == "negated negative certain"
    assert judged(block, "bought") == "negated negative certain"


@pytest.mark.parametrize(
    ("conjunction", "expected"),
    [("or", "negated negative certain"), ("but", "asserted positive certain"), ("and", "asserted positive certain")],
)
def test_a_joined_participle_shares_the_denial_after_or(conjunction: str, expected: str) -> None:
    block = f"""
1 Bo     _    NNP 4 nsubj B-PER
2 has    have VBZ 4 aux
3 never  _    RB  4 advmod
4 bought buy  VBN 0 root
5 boats  boat NNS 4 obj
6 {conjunction} _ CC 7 cc
7 sold   sell VBD 4 conj
8 nets   net  NNS 7 obj
"""
    assert judged(block, "sold") == expected


def test_an_infinitive_joined_by_and_needs_the_denied_auxiliary() -> None:
    block = """
1 Bo   _    NNP 4 nsubj B-PER
2 did  do   VBD 4 aux
3 not  _    RB  4 advmod
4 call _    VB  0 root
5 and  _    CC  6 cc
6 sell _    VB  4 conj
7 nets net  NNS 6 obj
"""
    assert judged(block) == "negated negative certain"


def test_stopping_short_of_something_denies_it() -> None:
    block = """
1 Bo      _    NNP 2 nsubj B-PER
2 stopped stop VBD 0 root
3 short   _    RB  5 mark
4 of      _    IN  3 fixed
5 selling sell VBG 2 advcl
6 nets    net  NNS 5 obj
"""
    assert judged(block, "selling") == "negated negative certain"


# modality: inversion, adverbs in arguments, quoted questions, bare verbs after that


@pytest.mark.parametrize("auxiliary", ["Should", "Had"])
def test_an_auxiliary_before_its_subject_is_a_condition(auxiliary: str) -> None:
    block = f"""
1 {auxiliary} _  MD  3 aux
2 Bo      _      NNP 3 nsubj B-PER
3 sell    _      VB  7 advcl
4 nets    net    NNS 3 obj
5 Ann     _      NNP 7 nsubj B-PER
6 would   _      MD  7 aux
7 leave   _      VB  0 root
"""
    assert judged(block) == "hypothetical positive conditional"


def test_a_modal_adverb_inside_an_argument_counts() -> None:
    block = """
1 Bo         _       NNP 2 nsubj B-PER
2 sold       sell    VBD 0 root
3 reportedly _       RB  4 advmod
4 several    several JJ  5 amod
5 nets       net     NNS 2 obj
"""
    assert judged(block, "sold") == "hypothetical positive probable"


QUOTED_QUESTION = """
1 Ann   _     NNP 2 nsubj B-PER
2 {verb}      VBD 0 root
3 :     _     :   8 punct
4 “     _     ``  8 punct
5 Did   do    VBD 8 aux
6 Bo    _     NNP 8 nsubj B-PER
7 really _    RB  8 advmod
8 sell  _     VB  2 ccomp
9 nets  net   NNS 8 obj
10 ?    _     .   8 punct
11 ”    _     ''  8 punct
"""


def test_a_question_in_quotes_is_asked_and_who_asks_it_is_not() -> None:
    reading = read(QUOTED_QUESTION.format(verb="wrote write"))
    assert reading.judged("sell") == "hypothetical positive asked: Ann"
    assert (
        reading.judged(
            "wrote",
        )
        == "asserted positive certain"
    )


@pytest.mark.parametrize(
    ("form", "tag", "expected"),
    [("sell", "VB", "hypothetical positive required: Ann"), ("sells", "VBZ", "reported positive certain: Ann")],
)
def test_a_bare_verb_after_that_is_demanded(form: str, tag: str, expected: str) -> None:
    block = f"""
1 Ann      _      NNP 2 nsubj B-PER
2 insisted insist VBD 0 root
3 that     _      IN  5 mark
4 Bo       _      NNP 5 nsubj B-PER
5 {form}   sell   {tag} 2 ccomp
6 nets     net    NNS 5 obj
"""
    assert judged(block, form) == expected


def test_what_waits_for_a_future_is_planned() -> None:
    block = """
1 Ann   _     NNP 3 nsubj B-PER
2 will  _     MD  3 aux
3 leave _     VB  0 root
4 when  _     WRB 6 mark
5 Bo    _     NNP 6 nsubj B-PER
6 sells sell  VBZ 3 advcl
7 nets  net   NNS 6 obj
"""
    assert judged(block, "sells") == "hypothetical positive planned"


def test_what_is_yet_to_happen_has_not_happened() -> None:
    block = """
1 Bo   _    NNP 5 nsubj B-PER
2 is   be   VBZ 5 cop
3 yet  _    RB  5 advmod
4 to   _    TO  5 mark
5 sell _    VB  0 root
6 nets net  NNS 5 obj
"""
    assert judged(block) == "negated negative certain"
    assert judged(block.replace("yet  _ ", "soon _ ")) == "hypothetical positive planned"


@pytest.mark.parametrize(
    ("verb", "expected"),
    [("insisted insist", "hypothetical positive required: Ann"), ("said say", "reported positive certain: Ann")],
)
def test_after_insist_an_uninflected_verb_of_one_thing_is_demanded(verb: str, expected: str) -> None:
    block = f"""
1 Ann    _    NNP 2 nsubj B-PER
2 {verb}      VBD 0 root
3 that   _    IN  6 mark
4 the    _    DT  5 det
5 firm   _    NN  6 nsubj
6 sell   _    VBP 2 ccomp
7 nets   net  NNS 6 obj
"""
    assert judged(block) == expected


def test_when_as_an_adverb_waits_too() -> None:
    block = """
1 Ann   _     NNP 3 nsubj B-PER
2 will  _     MD  3 aux
3 leave _     VB  0 root
4 when  _     WRB 6 advmod
5 Bo    _     NNP 6 nsubj B-PER
6 sells sell  VBZ 3 advcl
7 nets  net   NNS 6 obj
"""
    assert judged(block, "sells") == "hypothetical positive planned"
    assert (
        judged(block.replace("will  _     MD  3 aux", "then  _     RB  3 advmod"), "sells")
        == "asserted positive certain"
    )


def test_a_denial_before_an_auxiliary_before_its_subject() -> None:
    block = """
1 Not  _    RB  2 advmod
2 once _    RB  5 advmod
3 did  do   VBD 5 aux
4 Bo   _    NNP 5 nsubj B-PER
5 sell _    VB  0 root
6 nets net  NNS 5 obj
"""
    assert judged(block) == "negated negative certain"


def test_a_clause_that_hangs_on_the_adverb_that_denies_it() -> None:
    block = """
1 Nowhere _   RB  0 root
2 did     do  VBD 4 aux
3 Bo      _   NNP 4 nsubj B-PER
4 sell    _   VB  1 advcl:relcl
5 nets    net NNS 4 obj
"""
    assert judged(block) == "negated negative certain"


def test_what_must_have_been_is_inferred() -> None:
    block = """
1 Bo   _    NNP 4 nsubj B-PER
2 must _    MD  4 aux
3 have _    VB  4 aux
4 sold sell VBN 0 root
5 nets net  NNS 4 obj
"""
    assert judged(block, "sold") == "hypothetical positive probable"


def test_a_question_about_what_will_be_is_asked() -> None:
    block = "1 Will _ MD 3 aux\n2 Bo _ NNP 3 nsubj B-PER\n3 sell _ VB 0 root\n4 nets net NNS 3 obj\n5 ? _ . 3 punct"
    assert judged(block) == "hypothetical positive asked"


CLAIMED = """
1 No      _     DT  2 det
2 one     _     NN  5 nsubj
3 {word}  _     IN  4 case
4 Togo    _     NNP 2 nmod B-LOC
5 claimed claim VBD 0 root
6 prizes  prize NNS 5 obj
"""


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("but", "asserted positive certain"),
        ("except", "asserted positive certain"),
        ("besides", "asserted positive certain"),
        ("in", "negated negative certain"),
        ("from", "negated negative certain"),
    ],
)
def test_who_is_excepted_from_a_denial_does_it(word: str, expected: str) -> None:
    assert judged(CLAIMED.format(word=word), "claimed") == expected


@pytest.mark.parametrize(("word", "exception"), [("Nobody", "Togo"), ("Everybody", None)])
def test_only_a_denial_has_an_exception(word: str, exception: str | None) -> None:
    block = f"1 {word} _ NN 4 nsubj\n2 but _ IN 3 case\n3 Togo _ NNP 1 nmod B-LOC\n4 paid pay VBD 0 root"
    found = tree(block)
    excepted = find_exception(found, found.token(1))
    assert (excepted.form if excepted is not None else None) == exception
