"""The graph view: what a person would draw for a clause."""

import pytest
from hand import read

from kg.model import Span


def facts(block: str) -> list[str]:
    return read(block).facts()


def test_subject_verb_object_in_base_form() -> None:
    assert facts("1 Ann _ NNP 2 nsubj B-PER\n2 met meet VBD 0 root\n3 Bo _ NNP 2 obj B-PER") == ["Ann | meet | Bo"]


def test_coordination_is_multiplied_out() -> None:
    block = """
1 Ann _    NNP 4 nsubj B-PER
2 and _    CC  3 cc
3 Bo  _    NNP 1 conj  B-PER
4 met meet VBD 0 root
5 Cy  _    NNP 4 obj   B-PER
6 and _    CC  7 cc
7 Di  _    NNP 5 conj  B-PER
"""
    assert facts(block) == ["Ann | meet | Cy", "Ann | meet | Di", "Bo | meet | Cy", "Bo | meet | Di"]


def test_a_passive_is_turned_round() -> None:
    block = """
1 Norvik _    NNP 3 nsubj:pass B-ORG
2 was    be   VBD 3 aux:pass
3 bought buy  VBN 0 root
4 by     _    IN  5 case
5 Halden _    NNP 3 obl:agent  B-ORG
"""
    assert facts(block) == ["Halden | buy | Norvik"]


def test_a_passive_without_agent_stays_passive() -> None:
    block = "1 Ruiz _ NNP 3 nsubj:pass B-PER\n2 was be VBD 3 aux:pass\n3 freed free VBN 0 root"
    assert facts(block) == ["Ruiz | be freed | -"]


def test_a_passive_with_a_phrase_keeps_its_preposition() -> None:
    block = """
1 Ruiz    _      NNP 3 nsubj:pass B-PER
2 was     be     VBD 3 aux:pass
3 charged charge VBN 0 root
4 with    _      IN  5 case
5 fraud   _      NN  3 obl
"""
    assert facts(block) == ["Ruiz | be charged with | fraud"]


def test_a_recipient_is_reached_through_the_thing_given() -> None:
    block = """
1 Ann  _    NNP 2 nsubj B-PER
2 sent send VBD 0 root
3 Bo   _    NNP 2 iobj  B-PER
4 a    _    DT  5 det
5 map  _    NN  2 obj
"""
    assert facts(block) == ["Ann | send | map", "Ann | send map to | Bo"]


def test_a_phrase_after_a_nominal_object_joins_the_predicate() -> None:
    block = """
1 Ann       _         NNP 2 nsubj B-PER
2 signed    sign      VBD 0 root
3 an        _         DT  4 det
4 agreement _         NN  2 obj
5 with      _         IN  6 case
6 Bo        _         NNP 2 obl   B-PER
"""
    assert facts(block) == ["Ann | sign | agreement", "Ann | sign agreement with | Bo"]


def test_people_of_a_country_are_as_good_as_a_name_after_a_preposition() -> None:
    block = """
1 Ann        _        NNP  2 nsubj B-PER
2 opened     open     VBD  0 root
3 the        _        DT   4 det
4 hall       _        NN   2 obj
5 to         _        IN   7 case
6 most       _        JJ   7 amod
7 {}         {}       {}   2 obl   B-GROUP
"""
    found = facts(block.format("Norwegians", "Norwegian", "NNPS"))
    assert found == ["Ann | open | hall", "Ann | open hall to | Norwegians"]
    assert facts(block.format("visitors", "visitor", "NNS").replace("B-GROUP", "")) == ["Ann | open | hall"]


def test_a_phrase_after_a_named_object_does_not_take_it_into_the_predicate() -> None:
    block = """
1 Norvik _    NNP 2 nsubj B-ORG
2 sold   sell VBD 0 root
3 Halden _    NNP 2 obj   B-ORG
4 to     _    IN  5 case
5 Tromex _    NNP 2 obl   B-ORG
"""
    assert facts(block) == ["Norvik | sell | Halden", "Norvik | sell to | Tromex"]


def test_the_place_of_an_action_on_something_is_no_object() -> None:
    block = """
1 Ann _    NNP 2 nsubj B-PER
2 met meet VBD 0 root
3 Bo  _    NNP 2 obj   B-PER
4 in  _    IN  5 case
5 Oslo _   NNP 2 obl   B-LOC
"""
    assert facts(block) == ["Ann | meet | Bo"]


def test_what_is_put_somewhere_is_no_object_without_the_place() -> None:
    block = """
1 Chad    _    NNP 2 nsubj B-LOC
2 put     _    VBD 0 root
3 Norvik  _    NNP 2 obj   B-ORG
4 on      _    IN  6 case
5 a       _    DT  6 det
6 list    _    NN  2 obl
"""
    assert "Chad | put | Norvik" not in facts(block)


def test_particles_belong_to_the_verb() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 shut _ VBD 0 root\n3 down _ RP 2 compound:prt\n4 Norvik _ NNP 2 obj B-ORG"
    assert facts(block) == ["Ann | shut down | Norvik"]


def test_a_copula_with_a_noun() -> None:
    block = "1 Ann _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 vet _ NN 0 root"
    assert facts(block) == ["Ann | be | vet"]


def test_a_copula_with_an_adjective_and_a_phrase_has_its_canonical_verb() -> None:
    block = """
1 Chad    _    NNP 3 nsubj B-LOC
2 is      be   VBZ 3 cop
3 opposed _    JJ  0 root
4 to      _    IN  5 case
5 tolls   toll NNS 3 obl
"""
    reading = read(block)
    assert reading.facts() == ["Chad | oppose | tolls"]
    (triple,) = reading.proposition("opposed").triples
    assert triple.phrase == "is opposed to"
    assert triple.spans == (Span(5, 18),)


def test_a_copula_with_an_adjective_alone_has_no_object() -> None:
    assert facts("1 Ann _ NNP 3 nsubj B-PER\n2 was be VBD 3 cop\n3 late _ JJ 0 root") == ["Ann | be late | -"]


def test_a_copula_with_a_preposition_makes_it_the_predicate() -> None:
    block = "1 Chad _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 against _ IN 4 case\n4 tolls toll NNS 0 root"
    assert facts(block) == ["Chad | oppose | tolls"]


def test_becoming_has_the_attribute_as_object() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 became become VBD 0 root\n3 mayor _ NN 2 xcomp"
    assert facts(block) == ["Ann | become | mayor", "Ann | hold position | mayor"]


def test_a_verb_that_only_carries_another_is_folded() -> None:
    block = """
1 Ann   _    NNP 2 nsubj B-PER
2 tried try  VBD 0 root
3 to    _    TO  4 mark
4 sell  _    VB  2 xcomp
5 Norvik _   NNP 4 obj   B-ORG
"""
    assert facts(block) == ["Ann | sell | Norvik"]


def test_saying_something_is_folded_into_what_is_said() -> None:
    block = """
1 Ann  _    NNP 2 nsubj B-PER
2 said say  VBD 0 root
3 that _    IN  5 mark
4 Bo   _    NNP 5 nsubj B-PER
5 sold sell VBD 2 ccomp
6 nets net  NNS 5 obj
"""
    assert facts(block) == ["Bo | sell | nets"]


def test_telling_somebody_known_stays() -> None:
    block = """
1 Ann  _     NNP 2 nsubj B-PER
2 told tell  VBD 0 root
3 Cy   _     NNP 2 iobj  B-PER
4 that _     IN  6 mark
5 Bo   _     NNP 6 nsubj B-PER
6 lied lie   VBD 2 ccomp
"""
    assert facts(block) == ["Ann | tell | Cy", "Bo | lie | -"]


def test_what_is_wanted_of_somebody_is_about_them_alone() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 wants  want VBZ 0 root
3 Bo     _    NNP 2 obj   B-PER
4 to     _    TO  5 mark
5 sell   _    VB  2 xcomp
6 Norvik _    NNP 5 obj   B-ORG
"""
    assert facts(block) == ["Bo | sell | Norvik"]


def test_urging_somebody_is_a_fact_of_its_own() -> None:
    block = """
1 Ann    _    NNP 2 nsubj B-PER
2 urged  urge VBD 0 root
3 Bo     _    NNP 2 obj   B-PER
4 to     _    TO  5 mark
5 sell   _    VB  2 xcomp
6 Norvik _    NNP 5 obj   B-ORG
"""
    assert facts(block) == ["Ann | urge | Bo", "Bo | sell | Norvik"]


@pytest.mark.parametrize(
    ("canonical", "form", "lemma", "preposition"),
    [("meet", "met", "meet", "with"), ("oppose", "objected", "object", "to"), ("side with", "sided", "side", "with")],
)
def test_phrases_with_one_meaning_have_one_predicate(canonical: str, form: str, lemma: str, preposition: str) -> None:
    block = f"1 Chad _ NNP 2 nsubj\n2 {form} {lemma} VBD 0 root\n3 {preposition} _ IN 4 case\n4 Mali _ NNP 2 obl"
    assert facts(block) == [f"Chad | {canonical} | Mali"]


def test_time_and_empty_phrases_are_no_objects() -> None:
    block = """
1 Ann      _    NNP 2 nsubj B-PER
2 met      meet VBD 0 root
3 Bo       _    NNP 2 obj   B-PER
4 in       _    IN  5 case
5 addition _    NN  2 obl
6 on       _    IN  7 case
7 Monday   _    NNP 2 obl
"""
    assert facts(block) == ["Ann | meet | Bo"]


def test_speech_without_content_is_no_fact() -> None:
    assert facts("1 Ann _ NNP 2 nsubj B-PER\n2 spoke say VBD 0 root") == []


def test_an_event_without_object_is_a_fact() -> None:
    assert facts("1 Talks talk NNS 2 nsubj\n2 collapsed collapse VBD 0 root") == ["talks | collapse | -"]


def test_nobody_does_something_to_itself() -> None:
    block = "1 Ann _ NNP 2 nsubj B-PER\n2 is be VBZ 0 root"
    assert facts(block) == []


def test_the_words_of_a_predicate_include_auxiliaries_and_denial() -> None:
    reading = read("""
1 Ann  _    NNP 4 nsubj B-PER
2 did  do   VBD 4 aux
3 not  _    RB  4 advmod
4 meet _    VB  0 root
5 Bo   _    NNP 4 obj   B-PER
""")
    (triple,) = reading.proposition("meet").triples
    assert (triple.predicate, triple.phrase, triple.spans) == ("meet", "did not meet", (Span(4, 16),))


def test_words_apart_are_spans_apart() -> None:
    reading = read("""
1 Ann    _    NNP 2 nsubj B-PER
2 signed sign VBD 0 root
3 a      _    DT  4 det
4 deal   _    NN  2 obj
5 with   _    IN  6 case
6 Bo     _    NNP 2 obl   B-PER
""")
    triple = reading.proposition("signed").triples[-1]
    assert (triple.predicate, triple.phrase) == ("sign agreement with", "signed deal with")
    assert triple.spans == (Span(4, 10), Span(13, 22))


def test_an_adjective_that_tells_the_outcome_belongs_to_the_verb() -> None:
    block = """
1 Ann   _    NNP 2 nsubj B-PER
2 made  make VBD 0 root
3 clear _    JJ  2 xcomp
4 to    _    IN  5 case
5 Bo    _    NNP 2 obl   B-PER
6 that  _    IN  8 mark
7 Cy    _    NNP 8 nsubj B-PER
8 lied  lie  VBD 2 ccomp
"""
    assert not any(fact.startswith("Ann | make |") for fact in facts(block))
    reading = read("""
1 Ann   _    NNP 2 nsubj B-PER
2 stood stand VBD 0 root
3 firm  _    JJ  2 xcomp
4 with  _    IN  5 case
5 Bo    _    NNP 2 obl   B-PER
""")
    assert reading.facts() == ["Ann | stand firm with | Bo"]


def test_a_hope_expressed_is_no_thing_where_its_content_is_told() -> None:
    block = """
1 Ann    _     NNP 2 nsubj B-PER
2 voiced voice VBD 0 root
3 hope   _     NN  2 obj
4 that   _     IN  6 mark
5 Bo     _     NNP 6 nsubj B-PER
6 won    win   VBD 3 acl
"""
    assert facts(block) == ["Bo | win | -"]


def test_a_verb_that_governs_a_clause_is_no_event_without_object() -> None:
    block = """
1 It       _      PRP 2 expl
2 emerged  emerge VBD 0 root
3 that     _      IN  5 mark
4 Bo       _      NNP 5 nsubj B-PER
5 won      win    VBD 2 csubj
"""
    assert facts(block) == ["Bo | win | -"]


def test_a_pronoun_is_no_attribute() -> None:
    block = "1 Ann _ NNP 3 nsubj B-PER\n2 was be VBD 3 cop\n3 it _ PRP 0 root"
    assert facts(block) == []


# what is no thing of its own


@pytest.mark.parametrize(("noun", "expected"), [("goal", []), ("plan", []), ("crew", ["crew | repair | ferries"])])
def test_an_aim_does_not_do_what_it_aims_at(noun: str, expected: list[str]) -> None:
    block = f"""
1 The     _     DT  2 det
2 {noun}  _     NN  5 nsubj
3 is      be    VBZ 5 cop
4 to      _     TO  5 mark
5 repair  _     VB  0 root
6 ferries ferry NNS 5 obj
"""
    assert facts(block) == expected


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        ("3 shape _ NN 2 obj", "plans | take shape | -"),
        ("3 shelter _ NN 2 obj", "plans | take | shelter"),
        ("3 a _ DT 4 det\n4 shape _ NN 2 obj", "plans | take | shape"),
        ("3 odd _ JJ 4 amod\n4 shape _ NN 2 obj", "plans | take | odd shape"),
    ],
)
def test_the_bare_noun_of_an_idiom_belongs_to_the_predicate(rest: str, expected: str) -> None:
    assert facts("1 Plans plan NNS 2 nsubj\n2 took take VBD 0 root\n" + rest) == [expected]


def test_an_idiom_reaches_the_name_in_its_phrase() -> None:
    block = """
1 Peru   _    NNP 2 nsubj B-LOC
2 took   take VBD 0 root
3 part   _    NN  2 obj
4 in     _    IN  5 case
5 Norvik _    NNP 2 obl   B-ORG
"""
    assert facts(block) == ["Peru | participate in | Norvik"]


def test_who_is_made_to_pay_a_price_is_an_object_beside_it() -> None:
    block = """
1 Peru    _    NNP 2 nsubj B-LOC
2 charged charge VBD 0 root
3 Halden  _    NNP 2 iobj  B-ORG
4 $       _    $   2 obj
5 40      _    CD  4 nummod
"""
    assert facts(block) == ["Peru | charge | $40", "Peru | charge | Halden"]


@pytest.mark.parametrize("verb", ["laid lay", "put put", "placed place", "set set"])
def test_what_is_put_belongs_to_the_predicate_with_its_place(verb: str) -> None:
    block = f"""
1 Peru    _      NNP 2 nsubj B-LOC
2 {verb}         VBD 0 root
3 wreaths wreath NNS 2 obj
4 near    _      IN  5 case
5 Halden  _      NNP 2 obl   B-ORG
"""
    assert facts(block) == [f"Peru | {verb.split()[1]} wreath near | Halden"]


def test_what_is_set_without_a_place_is_an_object() -> None:
    block = "1 Peru _ NNP 2 nsubj B-LOC\n2 set _ VBD 0 root\n3 limits limit NNS 2 obj"
    assert facts(block) == ["Peru | set | limits"]
