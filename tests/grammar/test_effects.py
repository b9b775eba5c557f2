"""What a governing word does to the clause below it."""

import pytest
from hand import read


def judged(block: str, words: str = "sell") -> str:
    return read(block).judged(words)


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


SAID = """
1 Ann  _    NNP 2 nsubj B-PER
2 {form} {lemma} VBD 0 root
3 that _    IN  5 mark
4 Bo   _    NNP 5 nsubj B-PER
5 sold sell VBD 2 ccomp
6 nets net  NNS 5 obj
"""


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


def test_whether_is_asked() -> None:
    block = SAID.format(form="asked", lemma="ask").replace("3 that _ ", "3 whether _ ")
    assert judged(block, "sold").startswith("hypothetical positive asked")


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


# infinitives and gerunds, affirmed and denied (Karttunen 1971, 2012)


def complement(governor: str, clause: str, *, denied: bool = False) -> str:
    """Return what becomes of a clause below a governor: its lines from token 5 on, token 4 the governor."""
    start = "2 did do VBD 4 aux\n3 not _ RB 4 advmod" if denied else "2 then _ RB 4 advmod\n3 duly _ RB 4 advmod"
    return f"1 Bo _ NNP 4 nsubj B-PER\n{start}\n4 {governor} 0 root\n{clause}"


TO_SELL = "5 to _ TO 6 mark\n6 sell _ VB 4 xcomp\n7 nets net NNS 6 obj"
SELLING = "5 selling sell VBG 4 xcomp\n6 nets net NNS 5 obj"
THAT_SOLD = "5 that _ IN 7 mark\n6 Ann _ NNP 7 nsubj B-PER\n7 sold sell VBD 4 ccomp\n8 nets net NNS 7 obj"


@pytest.mark.parametrize(
    ("governor", "affirmed", "denied"),
    [
        ("manage", "asserted positive certain", "negated negative certain"),
        ("fail", "negated negative certain", "asserted positive certain"),
        ("forget", "negated negative certain", "asserted positive certain"),
        ("refuse", "negated negative certain", "hypothetical positive possible"),
        ("bother", "asserted positive certain", "negated negative certain"),
        ("plan", "hypothetical positive planned", "hypothetical negative planned"),
    ],
)
def test_infinitives_below_implicatives_both_ways(governor: str, affirmed: str, denied: str) -> None:
    assert judged(complement(f"{governor} _ VB", TO_SELL)) == affirmed
    assert judged(complement(f"{governor} _ VB", TO_SELL, denied=True)) == denied


@pytest.mark.parametrize(
    ("governor", "affirmed", "denied"),
    [
        ("regret", "asserted positive certain", "asserted positive certain"),
        ("remember", "asserted positive certain", "asserted positive certain"),
        ("avoid", "negated negative certain", "asserted positive certain"),
        ("consider", "hypothetical positive possible", "hypothetical negative possible"),
        ("oppose", "hypothetical negative wanted", "hypothetical positive wanted"),
        ("deny", "negated negative certain: Bo", "hypothetical positive possible: Bo"),
        ("admit", "reported positive certain: Bo", "hypothetical positive possible: Bo"),
    ],
)
def test_gerunds_below_a_verb_both_ways(governor: str, affirmed: str, denied: str) -> None:
    assert judged(complement(f"{governor} _ VB", SELLING), "selling") == affirmed
    assert judged(complement(f"{governor} _ VB", SELLING, denied=True), "selling") == denied


@pytest.mark.parametrize(
    ("governor", "affirmed", "denied"),
    [
        ("know", "asserted positive certain", "asserted positive certain"),
        ("regret", "asserted positive certain", "asserted positive certain"),
        ("believe", "reported positive certain: Bo", "negated negative certain: Bo"),
        ("say", "reported positive certain: Bo", "hypothetical positive possible: Bo"),
        ("show", "reported positive certain: Bo", "hypothetical positive possible: Bo"),
        ("predict", "reported positive certain: Bo", "hypothetical positive possible: Bo"),
        ("promise", "hypothetical positive planned: Bo", "hypothetical negative planned: Bo"),
        ("ask", "hypothetical positive asked: Bo", "hypothetical negative asked: Bo"),
    ],
)
def test_finite_clauses_below_a_verb_both_ways(governor: str, affirmed: str, denied: str) -> None:
    assert judged(complement(f"{governor} _ VB", THAT_SOLD), "sold") == affirmed
    assert judged(complement(f"{governor} _ VB", THAT_SOLD, denied=True), "sold") == denied


def below_object(governor: str, marker: str, tag: str = "IN") -> str:
    return f"""
1 Ann     _    NNP 2 nsubj B-PER
2 {governor}   VBD 0 root
3 Bo      _    NNP 2 obj   B-PER
4 {marker} _   {tag} 5 mark
5 selling sell VBG 2 advcl
6 nets    net  NNS 5 obj
"""


@pytest.mark.parametrize(
    ("governor", "marker", "expected"),
    [
        ("kept keep", "from", "negated negative certain"),
        ("banned ban", "from", "hypothetical negative required"),
        ("prodded prod", "into", "hypothetical positive wanted"),
        ("warned warn", "against", "hypothetical negative wanted"),
        ("accused accuse", "of", "reported positive certain: Ann"),
        ("acquitted acquit", "of", "negated negative certain"),
        ("convicted convict", "of", "asserted positive certain"),
    ],
)
def test_gerunds_after_the_object_of_a_verb(governor: str, marker: str, expected: str) -> None:
    assert judged(below_object(governor, marker), "selling") == expected


def test_a_speech_verb_with_an_infinitive_orders() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 warned warn VBD 0 root
3 Bo     _    NNP 2 obj   B-PER
4 not    _    RB  6 advmod
5 to     _    TO  6 mark
6 sell   _    VB  2 xcomp
7 nets   net  NNS 6 obj
"""
    assert judged(block) == "hypothetical negative wanted"


@pytest.mark.parametrize(
    ("be", "expected"), [("was be VBD", "asserted positive certain"), ("is be VBZ", "hypothetical positive possible")]
)
def test_who_was_able_to_did_and_who_is_able_to_may(be: str, expected: str) -> None:
    block = f"""
1 Bo _ NNP 3 nsubj B-PER
2 {be} 3 cop
3 able _ JJ 0 root
4 to _ TO 5 mark
5 sell _ VB 3 xcomp
6 nets net NNS 5 obj
"""
    assert judged(block) == expected


def test_going_to_is_a_future_and_going_on_to_is_none() -> None:
    going = """
1 Bo _ NNP 3 nsubj B-PER
2 is be VBZ 3 aux
3 going go VBG 0 root
4 to _ TO 5 mark
5 sell _ VB 3 xcomp
6 nets net NNS 5 obj
"""
    went = """
1 Bo _ NNP 2 nsubj B-PER
2 went go VBD 0 root
3 on _ RB 2 advmod
4 to _ TO 5 mark
5 sell _ VB 2 advcl
6 nets net NNS 5 obj
"""
    assert judged(going) == "hypothetical positive planned"
    assert judged(went) == "asserted positive certain"


@pytest.mark.parametrize(
    ("verb", "noun", "expected"),
    [
        ("took take", "trouble", "asserted positive certain"),
        ("missed miss", "chance", "negated negative certain"),
        ("dropped drop", "plan", "hypothetical negative planned"),
        ("announced announce", "plan", "hypothetical positive planned"),
    ],
)
def test_verb_and_noun_decide_together(verb: str, noun: str, expected: str) -> None:
    block = f"""
1 Bo   _    NNP 2 nsubj B-PER
2 {verb}    VBD 0 root
3 the  _    DT  4 det
4 {noun} _  NN  2 obj
5 to   _    TO  6 mark
6 sell _    VB  4 acl
7 nets net  NNS 6 obj
"""
    assert judged(block) == expected


def test_having_no_plans_to_do_something_is_a_denied_plan() -> None:
    block = """
1 Bo    _    NNP 2 nsubj B-PER
2 had   have VBD 0 root
3 no    _    DT  4 det
4 plans plan NNS 2 obj
5 to    _    TO  6 mark
6 sell  _    VB  4 acl
7 nets  net  NNS 6 obj
"""
    assert judged(block) == "hypothetical negative planned"


def test_too_weak_to_do_it_hardly_can() -> None:
    block = """
1 Bo _ NNP 4 nsubj B-PER
2 was be VBD 4 cop
3 too _ RB 4 advmod
4 weak _ JJ 0 root
5 to _ TO 6 mark
6 sell _ VB 4 advcl
7 nets net NNS 6 obj
"""
    assert judged(block) == "hypothetical negative possible"


def test_not_without_doing_it_is_doing_it() -> None:
    block = """
1 Bo      _     NNP 4 nsubj B-PER
2 did     do    VBD 4 aux
3 not     _     RB  4 advmod
4 leave   _     VB  0 root
5 without _     IN  6 mark
6 selling sell  VBG 4 advcl
7 nets    net   NNS 6 obj
"""
    assert judged(block, "selling") == "asserted positive certain"


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("fear", "hypothetical positive possible"),
        ("hope", "hypothetical positive wanted"),
        ("problem", "asserted positive certain"),
    ],
)
def test_a_noun_equated_with_a_clause_tells_how_it_is_held(noun: str, expected: str) -> None:
    block = f"""
1 The   _    DT  2 det
2 {noun} _   NN  6 nsubj:outer
3 is    be   VBZ 6 cop
4 that  _    IN  6 mark
5 Bo    _    NNP 6 nsubj B-PER
6 sold  sell VBD 0 root
7 nets  net  NNS 6 obj
"""
    assert judged(block, "sold") == expected


@pytest.mark.parametrize(
    ("adjective", "expected"),
    [
        ("alleged", "hypothetical positive probable"),
        ("planned", "hypothetical positive planned"),
        ("foiled", "negated negative certain"),
        ("bloody", "asserted positive certain"),
    ],
)
def test_the_adjective_of_an_event_tells_whether_it_was(adjective: str, expected: str) -> None:
    block = f"""
1 The     _      DT  4 det
2 {adjective} _  JJ  4 amod
3 Israeli _      JJ  4 amod B-MISC
4 attack  _      NN  7 nsubj
5 on      _      IN  6 case
6 Gaza    _      NNP 4 nmod B-LOC
7 ended   end    VBD 0 root
"""
    assert judged(block, "attack on") == expected


def test_a_gerund_after_to_is_no_purpose() -> None:
    block = """
1 Bo        _       NNP 2 nsubj B-PER
2 confessed confess VBD 0 root
3 to        _       IN  4 mark
4 selling   sell    VBG 2 advcl
5 nets      net     NNS 4 obj
"""
    assert judged(block, "selling") == "reported positive certain: Bo"


def test_what_somebody_has_yet_to_do_is_not_done() -> None:
    block = """
1 Bo   _    NNP 2 nsubj B-PER
2 has  have VBZ 0 root
3 yet  _    RB  2 advmod
4 to   _    TO  5 mark
5 sell _    VB  2 xcomp
6 nets net  NNS 5 obj
"""
    assert judged(block) == "negated negative certain"
    assert judged(block.replace("yet  _ ", "still _ ")) == "hypothetical positive required"


@pytest.mark.parametrize(
    ("noun", "expected"),
    [("allegation", "hypothetical positive probable"), ("day", "asserted positive certain")],
)
def test_a_noun_announces_a_whole_clause_without_that(noun: str, expected: str) -> None:
    block = f"""
1 The  _    DT  2 det
2 {noun} _  NN  6 nsubj
3 Bo   _    NNP 4 nsubj B-PER
4 sold sell VBD 2 acl:relcl
5 nets net  NNS 4 obj
6 came come VBD 0 root
"""
    assert judged(block, "sold") == expected


def test_a_clause_with_a_gap_describes_its_noun() -> None:
    block = """
1 The    _       DT  2 det
2 report _       NN  5 nsubj
3 Bo     _       NNP 4 nsubj B-PER
4 sold   sell    VBD 2 acl:relcl
5 came   come    VBD 0 root
"""
    assert judged(block, "sold") == "asserted positive certain"
