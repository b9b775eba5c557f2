"""Who is credited with a clause."""

import pytest
from hand import read


def judged(block: str, words: str = "sell") -> str:
    return read(block).judged(words)


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


def test_a_quoting_verb_credits_its_subject_without_marks_too() -> None:
    assert judged(SAID.format(form="continued", lemma="continue"), "sold") == "reported positive certain: Ann"


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


# phrases beside a clause


@pytest.mark.parametrize(
    "phrase",
    [
        "1 In _ IN 3 case\n2 Ann's Ann NNP 3 nmod:poss B-PER\n3 view _ NN 6 obl",
        "1 By _ IN 3 case\n2 Ann's Ann NNP 3 nmod:poss B-PER\n3 account _ NN 6 obl",
        "1 As _ IN 3 mark\n2 Ann _ NNP 3 nsubj B-PER\n3 reported report VBD 6 advcl",
        "1 citing cite VBG 6 advcl\n2 captain _ NN 3 nmod:desc\n3 Ann _ NNP 1 obj B-PER",
    ],
)
def test_phrases_that_tell_whose_words_a_clause_is(phrase: str) -> None:
    block = f"{phrase}\n4 , _ , 3 punct\n5 Bo _ NNP 6 nsubj B-PER\n6 sold sell VBD 0 root\n7 nets net NNS 6 obj"
    reading = read(block)
    assert reading.judged("sold").startswith("reported positive certain: Ann")


def test_citing_a_reason_credits_nobody() -> None:
    block = """
1 citing cite VBG 6 advcl
2 safety _ NN 3 compound
3 fears fear NNS 1 obj
4 , _ , 3 punct
5 Bo _ NNP 6 nsubj B-PER
6 sold sell VBD 0 root
7 nets net NNS 6 obj
"""
    assert read(block).judged("sold") == "asserted positive certain"


def test_who_is_cited_is_inside_of_who_cites() -> None:
    block = """
1 Ann    _      NNP 6 nsubj B-PER
2 ,      _      ,   3 punct
3 citing cite   VBG 1 acl
4 Cy     _      NNP 3 obj   B-PER
5 ,      _      ,   3 punct
6 said   say    VBD 0 root
7 Bo     _      NNP 8 nsubj B-PER
8 sold   sell   VBD 6 ccomp
9 nets   net    NNS 8 obj
"""
    assert read(block).judged("sold") == "reported positive certain: Ann > Cy"


def test_two_who_speak_together_are_no_chain() -> None:
    block = """
1 Ann  _    NNP 4 nsubj B-PER
2 and  _    CC  3 cc
3 Cy   _    NNP 1 conj  B-PER
4 said say  VBD 0 root
5 Bo   _    NNP 6 nsubj B-PER
6 sold sell VBD 4 ccomp
7 nets net  NNS 6 obj
"""
    assert read(block).judged("sold") == "reported positive certain: Ann"


def test_what_was_quoted_by_a_paper_is_in_the_paper_s_report() -> None:
    block = """
1 Ann    _      NNP 3 nsubj:pass B-PER
2 was    be     VBD 3 aux:pass
3 quoted quote  VBN 0 root
4 by     _      IN  5 case
5 Metro  _      NNP 3 obl:agent B-ORG
6 as     _      IN  7 mark
7 saying say    VBG 3 advcl
8 Bo     _      NNP 9 nsubj B-PER
9 sold   sell   VBD 7 ccomp
10 nets  net    NNS 9 obj
"""
    assert read(block).judged("sold") == "reported positive certain: Metro > Ann"


INTERPOSED = """
1 Bo   _    NNP 6 nsubj B-PER
2 ,    _    ,   4 punct
3 Ann  _    NNP 4 nsubj B-PER
4 {verb}    VBP 6 parataxis
5 ,    _    ,   4 punct
6 sold sell VBD 0 root
7 nets net  NNS 6 obj
"""


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("say say", "reported positive certain: Ann"),
        ("believe believe", "reported positive certain: Ann"),
        ("hope hope", "hypothetical positive wanted: Ann"),
    ],
)
def test_an_interposed_clause_tells_how_it_is_held(verb: str, expected: str) -> None:
    assert read(INTERPOSED.format(verb=verb)).judged("sold") == expected


def test_a_joined_clause_with_an_object_is_no_parenthesis() -> None:
    block = """
1 Bo        _        NNP 2 nsubj B-PER
2 sold      sell     VBD 0 root
3 nets      net      NNS 2 obj
4 and       _        CC  6 cc
5 Ann       _        NNP 6 nsubj B-PER
6 announced announce VBD 2 parataxis
7 cuts      cut      NNS 6 obj
"""
    assert read(block).judged("sold") == "asserted positive certain"


# claims


CLAIM = """
1 {owner}
3 claim _    NN  9 nsubj
4 that  _    IN  6 mark
5 Bo    _    NNP 6 nsubj B-PER
6 sold  sell VBD 3 acl
7 nets  net  NNS 6 obj
8 soon  _    RB  9 advmod
9 ended end  VBD 0 root
"""


@pytest.mark.parametrize(
    ("owner", "expected"),
    [
        ("Ann _ NNP 3 nmod:poss B-PER\n2 's _ POS 1 case", "reported positive certain: Ann"),
        ("the _ DT 3 det\n2 old _ JJ 3 amod", "hypothetical positive probable"),
    ],
)
def test_a_claim_is_its_owner_s_and_one_of_nobody_is_probable(owner: str, expected: str) -> None:
    assert read(CLAIM.format(owner=owner)).judged("sold") == expected


def test_a_claim_by_somebody_is_theirs() -> None:
    block = """
1 A     _    DT  2 det
2 claim _    NN  9 nsubj
3 by    _    IN  4 case
4 Ann   _    NNP 2 nmod B-PER
5 that  _    IN  7 mark
6 Bo    _    NNP 7 nsubj B-PER
7 sold  sell VBD 2 acl
8 nets  net  NNS 7 obj
9 ended end  VBD 0 root
"""
    assert read(block).judged("sold") == "reported positive certain: Ann"


# what is denied of a saying


def test_who_denies_that_somebody_said_it_leaves_it_open() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 denied deny VBD 0 root
3 that   _    IN  5 mark
4 Cy     _    NNP 5 nsubj B-PER
5 said   say  VBD 2 ccomp
6 Bo     _    NNP 7 nsubj B-PER
7 sold   sell VBD 5 ccomp
8 nets   net  NNS 7 obj
"""
    assert read(block).judged("sold") == "hypothetical positive possible: Ann > Cy"


# headlines


@pytest.mark.parametrize(
    "block",
    [
        """
1 Ann _ NNP 0 root B-PER
2 : _ : 1 punct
3 Bo _ NNP 4 nsubj B-PER
4 sold sell VBD 1 parataxis
5 nets net NNS 4 obj
""",
        """
1 Bo _ NNP 2 nsubj B-PER
2 sold sell VBD 0 root
3 nets net NNS 2 obj
4 : _ : 2 punct
5 Ann _ NNP 2 dep B-PER
""",
    ],
)
def test_a_name_and_a_colon_in_a_headline_is_a_speaker(block: str) -> None:
    assert read(block).judged("sold") == "reported positive certain: Ann"


def test_a_name_after_a_colon_in_a_whole_sentence_is_none() -> None:
    block = """
1 Bo _ NNP 2 nsubj B-PER
2 sold sell VBD 0 root
3 nets net NNS 2 obj
4 : _ : 2 punct
5 Ann _ NNP 2 dep B-PER
6 . _ . 2 punct
"""
    assert read(block).judged("sold") == "asserted positive certain"


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        ("said say", "reported positive certain: Ann"),
        ("came come", "reported positive certain: Ann"),
        ("slept sleep", "hypothetical positive probable"),
    ],
)
def test_what_is_said_in_a_statement_is_the_speaker_s(verb: str, expected: str) -> None:
    block = f"""
1 Ann       _    NNP 2 nsubj B-PER
2 {verb}         VBD 0 root
3 in        _    IN  5 case
4 a         _    DT  5 det
5 statement _    NN  2 obl
6 that      _    IN  8 mark
7 Bo        _    NNP 8 nsubj B-PER
8 sold      sell VBD 5 acl
9 nets      net  NNS 8 obj
"""
    assert read(block).judged("sold") == expected


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        ("3 then _ RB 2 advmod", "reported positive certain: Ann"),
        ("3 lists list NNS 2 obj", "asserted positive certain"),
    ],
)
def test_who_maintains_a_thing_says_nothing_of_what_follows(thing: str, expected: str) -> None:
    block = f"""
1 Ann        _        NNP 2 nsubj B-PER
2 maintained maintain VBD 0 root
{thing}
4 :          _        :   6 punct
5 Bo         _        NNP 6 nsubj B-PER
6 sold       sell     VBD 2 parataxis
7 nets       net      NNS 6 obj
"""
    assert read(block).judged("sold") == expected
