"""Predicates and their arguments, clause by clause."""

import pytest
from hand import read


def test_every_clause_is_a_proposition_in_text_order() -> None:
    reading = read("""
1 Ann  _     NNP 2 nsubj B-PER
2 said say   VBD 0 root
3 Bo   _     NNP 4 nsubj B-PER
4 left leave VBD 2 ccomp
""")
    assert [(p.clause, p.lemma) for p in reading.extraction.propositions] == [(0, "say"), (1, "leave")]


def test_subject_and_object() -> None:
    reading = read("1 Ann _ NNP 2 nsubj B-PER\n2 met meet VBD 0 root\n3 Bo _ NNP 2 obj B-PER")
    assert reading.arguments("met") == ["nsubj Ann", "obj Bo"]


def test_joined_subjects_and_objects_are_arguments_each() -> None:
    reading = read("""
1 Ann _    NNP 4 nsubj B-PER
2 and _    CC  3 cc
3 Bo  _    NNP 1 conj  B-PER
4 met meet VBD 0 root
5 Cy  _    NNP 4 obj   B-PER
6 and _    CC  7 cc
7 Di  _    NNP 5 conj  B-PER
""")
    assert reading.arguments("met") == ["nsubj Ann", "nsubj Bo", "obj Cy", "obj Di"]


def test_passive_with_agent() -> None:
    reading = read("""
1 Norvik _     NNP 3 nsubj:pass B-ORG
2 was    be    VBD 3 aux:pass
3 sold   sell  VBN 0 root
4 by     _     IN  5 case
5 Ann    _     NNP 3 obl:agent  B-PER
""")
    assert reading.arguments("sold") == ["nsubj:pass Norvik", "agent Ann"]


def test_a_by_phrase_of_an_active_verb_is_no_agent() -> None:
    reading = read("1 Ann _ NNP 2 nsubj B-PER\n2 stood stand VBD 0 root\n3 by _ IN 4 case\n4 Bo _ NNP 2 obl B-PER")
    assert reading.arguments("stood") == ["nsubj Ann", "obl:by Bo"]


def test_two_objects() -> None:
    reading = read("""
1 Ann  _    NNP 2 nsubj B-PER
2 gave give VBD 0 root
3 Bo   _    NNP 2 iobj  B-PER
4 a    _    DT  5 det
5 boat _    NN  2 obj
""")
    assert reading.arguments("gave") == ["nsubj Ann", "iobj Bo", "obj boat"]


def test_phrases_carry_their_preposition() -> None:
    reading = read("""
1 Ann    _    NNP 2 nsubj B-PER
2 argued argue VBD 0 root
3 with   _    IN  4 case
4 Bo     _    NNP 2 obl   B-PER
5 and    _    CC  7 cc
6 against _   IN  7 case
7 Cy     _    NNP 4 conj  B-PER
""")
    assert reading.arguments("argued") == ["nsubj Ann", "obl:with Bo", "obl:against Cy"]


def test_a_joined_phrase_without_preposition_shares_the_first_one() -> None:
    reading = read("""
1 Ann   _     NNP 2 nsubj B-PER
2 spoke speak VBD 0 root
3 to    _     IN  4 case
4 Bo    _     NNP 2 obl   B-PER
5 and   _     CC  6 cc
6 Cy    _     NNP 4 conj  B-PER
""")
    assert reading.arguments("spoke") == ["nsubj Ann", "obl:to Bo", "obl:to Cy"]


def test_a_source_is_no_argument() -> None:
    reading = read("""
1 According accord VBG 3 case
2 to        _      IN  1 fixed
3 Ann       _      NNP 5 obl   B-PER
4 Bo        _      NNP 5 nsubj B-PER
5 left      leave  VBD 0 root
""")
    assert reading.arguments("left") == ["nsubj Bo"]


def test_a_copula_gives_an_attribute() -> None:
    reading = read("1 Ann _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 vet _ NN 0 root")
    assert reading.arguments("vet") == ["nsubj Ann", "attr vet"]


def test_what_one_becomes_or_is_named_is_an_attribute() -> None:
    became = read("1 Ann _ NNP 2 nsubj B-PER\n2 became become VBD 0 root\n3 chief _ NN 2 xcomp")
    assert became.arguments("became") == ["nsubj Ann", "attr chief"]
    named = read(
        "1 Ann _ NNP 3 nsubj:pass B-PER\n2 was be VBD 3 aux:pass\n3 named name VBN 0 root\n4 chief _ NN 3 xcomp"
    )
    assert named.arguments("named") == ["nsubj:pass Ann", "attr chief"]


def test_a_predicate_with_a_preposition_is_no_attribute() -> None:
    reading = read("1 Ann _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 in _ IN 4 case\n4 Oslo _ NNP 0 root B-LOC")
    assert reading.arguments("Oslo") == ["nsubj Ann"]


def test_phrases_of_a_predicate_adjective_are_arguments() -> None:
    reading = read("""
1 Chad    _    NNP 3 nsubj B-LOC
2 is      be   VBZ 3 cop
3 opposed _    JJ  0 root
4 to      _    IN  5 case
5 tolls   toll NNS 3 obl
""")
    assert reading.arguments("opposed") == ["nsubj Chad", "obl:to tolls"]


def test_an_open_complement_has_the_subject_above() -> None:
    reading = read("""
1 Ann   _    NNP 2 nsubj B-PER
2 tried try  VBD 0 root
3 to    _    TO  4 mark
4 prod  _    VB  2 xcomp
5 Bo    _    NNP 4 obj   B-PER
""")
    assert reading.arguments("prod") == ["nsubj Ann", "obj Bo"]


def test_the_antecedent_is_the_object_of_its_relative_clause() -> None:
    reading = read("""
1 The    _    DT  2 det
2 law    _    NN  6 nsubj
3 that   _    WDT 5 obj
4 Chad   _    NNP 5 nsubj B-LOC
5 passed pass VBD 2 acl:relcl
6 failed fail VBD 0 root
""")
    assert reading.arguments("passed") == ["nsubj Chad", "obj law"]


def test_the_antecedent_takes_the_preposition_of_its_pronoun() -> None:
    reading = read("""
1 The   _     DT  2 det
2 bank  _     NN  7 nsubj
3 for   _     IN  4 case
4 which _     WDT 6 obl
5 Ann   _     NNP 6 nsubj B-PER
6 works work  VBZ 2 acl:relcl
7 fell  fall  VBD 0 root
""")
    assert reading.arguments("works") == ["nsubj Ann", "obl:for bank"]


def test_joined_verbs_share_an_object_after_the_second() -> None:
    reading = read("""
1 Chad     _      NNP 2 nsubj B-LOC
2 signed   sign   VBD 0 root
3 and      _      CC  4 cc
4 ratified ratify VBD 2 conj
5 the      _      DT  6 det
6 treaty   _      NN  4 obj
""")
    assert reading.arguments("signed") == ["nsubj Chad", "obj treaty"]
    assert reading.arguments("ratified") == ["nsubj Chad", "obj treaty"]


def test_joined_verbs_share_an_object_that_hangs_on_the_first_and_follows_both() -> None:
    reading = read("""
1 Chad     _      NNP 2 nsubj B-LOC
2 signed   sign   VBD 0 root
3 and      _      CC  4 cc
4 ratified ratify VBD 2 conj
5 the      _      DT  6 det
6 treaty   _      NN  2 obj
""")
    assert reading.arguments("ratified") == ["nsubj Chad", "obj treaty"]


def test_an_object_between_joined_verbs_is_not_shared() -> None:
    reading = read("""
1 Chad   _     NNP 2 nsubj B-LOC
2 signed sign  VBD 0 root
3 deals  deal  NNS 2 obj
4 and    _     CC  5 cc
5 left   leave VBD 2 conj
""")
    assert reading.arguments("left") == ["nsubj Chad"]


def test_a_title_stands_for_the_person_it_names() -> None:
    reading = read("""
1 The     _       DT  3 det
2 Russian _       JJ  3 amod  B-MISC
3 premier _       NN  8 nsubj
4 ,       _       ,   6 punct
5 Anton   _       NNP 3 appos B-PER
6 Ruiz    _       NNP 5 flat  I-PER
7 ,       _       ,   6 punct
8 left    leave   VBD 0 root
9 Oslo    _       NNP 8 obj   B-LOC
""")
    assert reading.arguments("left") == ["nsubj Anton Ruiz", "obj Oslo"]


def test_a_description_right_before_a_name_stands_for_it() -> None:
    reading = read("""
1 Gas      _     NN  2 compound
2 producer _     NN  4 nsubj
3 Energo   _     NNP 2 appos B-ORG
4 sold     sell  VBD 0 root
5 wells    well  NNS 4 obj
""")
    assert reading.arguments("sold") == ["nsubj Energo", "obj wells"]


# time and place


def test_a_bare_weekday_is_the_time() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 left leave VBD 0 root\n3 Monday _ NNP 2 obl:unmarked"
    reading = read(block, published="2013-03-14")
    assert reading.proposition("left").time == "2013-03-11"
    assert reading.arguments("left") == ["nsubj Ann"]


def test_a_date_after_a_preposition_is_the_time() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 left leave VBD 0 root\n3 in _ IN 4 case\n4 2011 _ CD 2 obl"
    assert read(block).proposition("left").time == "2011"


def test_an_adverb_of_time_is_the_time() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 left leave VBD 0 root\n3 yesterday _ NN 2 obl:unmarked"
    assert read(block, published="2013-03-14").proposition("left").time == "2013-03-13"


def test_time_below_an_argument_is_the_time_of_the_clause() -> None:
    reading = read(
        """
1 Ann     _     NNP 2 nsubj B-PER
2 spoke   speak VBD 0 root
3 at      _     IN  5 case
4 a       _     DT  5 det
5 dinner  _     NN  2 obl
6 on      _     IN  7 case
7 Tuesday _     NNP 5 nmod
""",
        published="2013-03-14",
    )
    assert reading.proposition("spoke").time == "2013-03-12"


def test_a_date_as_subject_is_no_time() -> None:
    reading = read("1 Monday _ NNP 2 nsubj\n2 brought bring VBD 0 root\n3 rain _ NN 2 obj", published="2013-03-14")
    assert reading.proposition("brought").time is None


def place_of(block: str, words: str) -> str | None:
    reading = read(block)
    place = reading.proposition(words).place
    return None if place is None else reading.extraction.mentions[place].name


def test_the_place_of_a_clause() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 sang sing VBD 0 root\n3 in _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC"
    assert place_of(block, "sang") == "Oslo"


def test_the_place_of_an_event_in_a_clause() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 sang   sing VBD 0 root
3 during _    IN  4 case
4 dinner _    NN  2 obl
5 in     _    IN  6 case
6 Oslo   _    NNP 4 nmod  B-LOC
"""
    assert place_of(block, "sang") == "Oslo"


def test_a_goal_is_no_place() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 flew fly VBD 0 root\n3 to _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC"
    assert place_of(block, "flew") is None


def test_an_organization_is_no_place() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 rose rise VBD 0 root\n3 at _ IN 4 case\n4 Norvik _ NNP 2 obl B-ORG"
    assert place_of(block, "rose") is None


@pytest.mark.parametrize(
    ("verb", "time"),
    [
        ("2 sang sing VBD 0 root", "2013-03-12"),
        ("2 sings sing VBZ 0 root\n3 on _ RP 2 compound:prt", "2013-03-12"),
    ],
)
def test_a_weekday_in_the_past_or_present_is_the_last_one(verb: str, time: str) -> None:
    number = verb.count("\n") + 3
    block = f"1 Ann _ NNP 2 nsubj B-PER\n{verb}\n{number} Tuesday _ NNP 2 obl:unmarked"
    assert read(block, published="2013-03-14").extraction.propositions[0].time == time


def test_a_weekday_in_the_future_is_the_next_one() -> None:
    block = "1 Ann _ NNP 3 nsubj B-PER\n2 will _ MD 3 aux\n3 sing _ VB 0 root\n4 Tuesday _ NNP 3 obl:unmarked"
    assert read(block, published="2013-03-14").proposition("sing").time == "2013-03-19"


def test_a_weekday_of_a_plan_is_the_next_one() -> None:
    block = """
1 Ann     _    NNP 2 nsubj B-PER
2 plans   plan VBZ 0 root
3 to      _    TO  4 mark
4 sing    _    VB  2 xcomp
5 Tuesday _    NNP 4 obl:unmarked
"""
    assert read(block, published="2013-03-14").proposition("sing").time == "2013-03-19"


def day(block: str) -> str | None:
    """Return the time of the first clause, seen from a Thursday."""
    return read(block, published="2013-03-14").extraction.propositions[0].time


LEFT = "1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n"


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("3 since _ IN 4 case\n4 2008 _ CD 2 obl", "2008/.."),
        ("3 by _ IN 4 case\n4 2015 _ CD 2 obl", "../2015"),
        ("3 from _ IN 4 case\n4 2007 _ CD 2 obl\n5 until _ IN 6 case\n6 2011 _ CD 2 obl", "2007/2011"),
        ("3 in _ IN 4 case\n4 July _ NNP 2 obl", "2012-07"),
        ("3 this _ DT 4 det\n4 evening _ NN 2 obl:unmarked\n5 Friday _ NNP 2 obl:unmarked", "2013-03-08"),
        ("3 the _ DT 5 det\n4 next _ JJ 5 amod\n5 month _ NN 2 obl:unmarked", "next month"),
        ("3 next _ JJ 4 amod\n4 month _ NN 2 obl:unmarked", "2013-04"),
        ("3 in _ IN 5 case\n4 the _ DT 5 det\n5 evening _ NN 2 obl", None),
        ("3 ten _ CD 4 nummod\n4 minutes minute NNS 2 obl:unmarked\n5 after _ IN 6 case\n6 Bo _ NNP 2 obl", None),
        ("3 after _ IN 5 case\n4 nine _ CD 5 nummod\n5 days day NNS 2 obl", None),
        ("3 to _ IN 5 case\n4 ten _ CD 5 nummod\n5 years year NNS 2 obl", None),
    ],
)
def test_prepositions_tense_and_words_settle_the_time(rest: str, expected: str | None) -> None:
    assert day(LEFT + rest) == expected


def test_a_date_taken_for_an_object_is_the_time() -> None:
    reading = read("1 Ann _ NNP 2 nsubj\n2 left leave VBD 0 root\n3 1965 _ CD 2 obj")
    assert reading.proposition("left").time == "1965"
    assert reading.facts() == ["Ann | leave | -"]


def test_what_was_to_happen_on_a_weekday_may_be_over() -> None:
    block = """
1 It        _    PRP 4 nsubj
2 was       be   VBD 4 aux
3 to        _    TO  4 mark
4 open      _    VB  0 root
5 on        _    IN  6 case
6 Wednesday _    NNP 4 obl
"""
    assert day(block) == "2013-03-13"
    assert day(block.replace("was       be   VBD", "is        be   VBZ")) == "2013-03-20"


AIM = """
1 The      _  DT  2 det
2 {}       _  NN  6 nsubj:outer
3 would    _  MD  6 aux
4 be       be VB  6 cop
5 to       _  TO  6 mark
6 stop     _  VB  0 root
7 them     _  PRP 6 obj
"""


@pytest.mark.parametrize(
    ("noun", "expected"), [("purpose", []), ("goal", []), ("role", []), ("king", ["king"]), ("train", ["train"])]
)
def test_a_purpose_does_nothing_but_who_is_to_act_does(noun: str, expected: list[str]) -> None:
    reading = read(AIM.format(noun))
    (stop,) = reading.extraction.propositions
    subjects = [argument for argument in stop.arguments if argument.role == "nsubj"]
    assert [reading.extraction.mentions[argument.mention].name for argument in subjects] == expected


def test_no_one_but_somebody_is_that_somebody() -> None:
    block = """
1 No      _     DT  2 det
2 one     _     NN  5 nsubj
3 {}      _     IN  4 case
4 Togo    _     NNP 2 nmod B-LOC
5 claimed claim VBD 0 root
6 prizes  prize NNS 5 obj
"""
    assert "nsubj Togo" in read(block.format("but")).arguments("claimed")
    assert "nsubj Togo" not in read(block.format("from")).arguments("claimed")
