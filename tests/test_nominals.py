"""Facts stated without a verb: by titles, appositions, places and nouns."""

import pytest
from hand import read

# offices


def test_a_title_before_a_name_is_an_office_held() -> None:
    block = """
1 Norwegian _        JJ  3 amod      B-MISC
2 Foreign   _        NNP 3 compound
3 Minister  minister NNP 4 nmod:desc
4 Anna      _        NNP 6 nsubj     B-PER
5 Berg      _        NNP 4 flat      I-PER
6 left      leave    VBD 0 root
"""
    assert "Anna Berg | hold position | Norwegian Foreign Minister" in read(block).facts()


MAYOR = """
1 Anna  _     NNP 9 nsubj B-PER
2 Berg  _     NNP 1 flat  I-PER
3 ,     _     ,   5 punct
4 the   _     DT  5 det
5 mayor _     NN  1 appos
6 of    _     IN  7 case
7 Oslo  _     NNP 5 nmod  B-LOC
8 ,     _     ,   5 punct
9 left  leave VBD 0 root
"""


def test_an_office_beside_a_name_is_held() -> None:
    reading = read(MAYOR)
    assert "Anna Berg | hold position | mayor of Oslo" in reading.facts()
    assert reading.proposition("mayor").time is None


@pytest.mark.parametrize(("word", "time"), [("former", "former"), ("acting", "acting"), ("new", None)])
def test_a_title_tells_whether_it_is_former_or_acting(word: str, time: str | None) -> None:
    assert read(MAYOR.replace("4 the   _     DT  5 det", f"4 {word} _ JJ 5 amod")).proposition("mayor").time == time


def test_two_offices_of_one_person_are_two_facts() -> None:
    block = """
1 Anna    _       NNP 8 nsubj B-PER
2 Berg    _       NNP 1 flat  I-PER
3 ,       _       ,   4 punct
4 mayor   _       NN  1 appos
5 and     _       CC  6 cc
6 judge   _       NN  4 conj
7 ,       _       ,   4 punct
8 left    leave   VBD 0 root
"""
    found = read(block).facts()
    assert "Anna Berg | hold position | mayor" in found
    assert "Anna Berg | hold position | judge" in found


# appositions


def test_an_apposition_says_what_a_name_is() -> None:
    block = """
1 Norvik _    NNP 8 nsubj B-ORG
2 ,      _    ,   4 punct
3 a      _    DT  4 det
4 maker  _    NN  1 appos
5 of     _    IN  6 case
6 pumps  pump NNS 4 nmod
7 ,      _    ,   4 punct
8 failed fail VBD 0 root
"""
    assert "Norvik | be | maker of pumps" in read(block).facts()


def test_a_name_after_its_description_is_told_the_same_way_round() -> None:
    block = """
1 A      _    DT  2 det
2 maker  _    NN  6 nsubj
3 ,      _    ,   4 punct
4 Norvik _    NNP 2 appos B-ORG
5 ,      _    ,   4 punct
6 failed fail VBD 0 root
"""
    assert "Norvik | be | maker" in read(block).facts()


def test_a_profession_is_what_somebody_is_no_office() -> None:
    assert "Anna Berg | be | founder of Oslo" in read(MAYOR.replace("mayor", "founder")).facts()


def test_two_names_side_by_side_say_nothing() -> None:
    block = "1 Norvik _ NNP 0 root B-ORG\n2 ( _ ( 3 punct\n3 NVK _ NNP 1 appos B-ORG\n4 ) _ ) 3 punct"
    assert read(block).facts() == []


# places


def test_a_town_before_its_country_is_located_there() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 sang  sing  VBD 0 root
3 in    _     IN  4 case
4 Sochi _     NNP 2 obl   B-LOC
5 ,     _     ,   6 punct
6 Russia _    NNP 4 appos B-LOC
"""
    assert "Sochi | be located in | Russia" in read(block).facts()


def test_places_in_a_list_are_not_inside_each_other() -> None:
    block = """
1 Ann    _     NNP 2 nsubj B-PER
2 loves  love  VBZ 0 root
3 Sochi  _     NNP 2 obj   B-LOC
4 ,      _     ,   5 punct
5 Norway _     NNP 3 conj  B-LOC
6 and    _     CC  7 cc
7 Chad   _     NNP 3 conj  B-LOC
"""
    assert not any("located" in fact for fact in read(block).facts())


# nouns that state a relation


def test_a_possessor_opposes_what_its_opposition_is_to() -> None:
    block = """
1 Russia     _      NNP 3 nmod:poss B-LOC
2 's         _      POS 1 case
3 opposition _      NN  6 nsubj
4 to         _      IN  5 case
5 tolls      toll   NNS 3 nmod
6 hardened   harden VBD 0 root
"""
    reading = read(block)
    assert "Russia | oppose | tolls" in reading.facts()
    assert reading.proposition("opposition to").triples[0].phrase == "opposition to"


def test_a_demonym_is_the_actor_of_its_noun() -> None:
    block = """
1 Israeli _      JJ  2 amod
2 attacks attack NNS 5 nsubj
3 on      _      IN  4 case
4 Gaza    _      NNP 2 nmod B-LOC
5 ceased  cease  VBD 0 root
"""
    assert "Israeli | attack | Gaza" in read(block).facts()


def test_a_by_phrase_is_the_actor_of_its_noun() -> None:
    block = """
1 The      _    DT  2 det
2 purchase _    NN  7 nsubj
3 of       _    IN  4 case
4 Halden   _    NNP 2 nmod B-ORG
5 by       _    IN  6 case
6 Norvik   _    NNP 2 nmod B-ORG
7 failed   fail VBD 0 root
"""
    assert "Norvik | buy | Halden" in read(block).facts()


def test_a_meeting_between_two_joins_them() -> None:
    block = """
1 A       _    DT  2 det
2 meeting _    NN  7 nsubj
3 between _    IN  4 case
4 Ann     _    NNP 2 nmod B-PER
5 and     _    CC  6 cc
6 Bo      _    NNP 4 conj B-PER
7 ended   end  VBD 0 root
"""
    assert "Ann | meet | Bo" in read(block).facts()


def test_the_wrong_preposition_is_no_object() -> None:
    block = """
1 Russia     _      NNP 3 nmod:poss B-LOC
2 's         _      POS 1 case
3 opposition _      NN  6 nsubj
4 in         _      IN  5 case
5 parliament _      NN  3 nmod
6 lost       lose   VBD 0 root
"""
    assert not any("oppose" in fact for fact in read(block).facts())


def test_opposition_to_doing_something_has_the_doing_as_object() -> None:
    block = """
1 Russia     _        NNP 3 nmod:poss B-LOC
2 's         _        POS 1 case
3 opposition _        NN  7 nsubj
4 to         _        IN  5 mark
5 penalizing penalize VBG 3 acl
6 Syria      _        NNP 5 obj       B-LOC
7 hardened   harden   VBD 0 root
"""
    assert "Russia | oppose | penalizing Syria" in read(block).facts()


def test_a_hyphened_participle_has_its_actor_before_it() -> None:
    block = """
1 U.S.      _       NNP  3 compound B-LOC
2 -         _       HYPH 3 punct
3 backed    back    VBN  4 amod
4 penalties penalty NNS  5 nsubj
5 failed    fail    VBD  0 root
"""
    assert "U.S. | back | U.S.-backed penalties" in read(block).facts()


def test_a_participle_without_hyphen_has_no_actor() -> None:
    block = (
        "1 Norway _ NNP 3 compound B-LOC\n2 backed back VBN 3 amod\n3 boats boat NNS 4 nsubj\n4 sank sink VBD 0 root"
    )
    assert not any("back" in fact.split(" | ")[1] for fact in read(block).facts())


def test_clauses_are_numbered_after_those_with_a_verb() -> None:
    found = read(MAYOR).extraction.propositions
    assert [(p.clause, p.lemma) for p in found] == [(0, "leave"), (1, "hold position")]


def test_a_title_joined_like_a_compound_is_an_office() -> None:
    block = "1 Mayor mayor NNP 2 compound\n2 Berg _ NNP 3 nsubj B-PER\n3 left leave VBD 0 root"
    assert "Berg | hold position | Mayor" in read(block).facts()


def test_a_participle_tagged_as_an_adjective_is_read_as_its_verb() -> None:
    block = """
1 Norway _      NNP  3 compound B-LOC
2 -      _      HYPH 3 punct
3 led    _      JJ   4 amod
4 talks  talk   NNS  5 nsubj
5 failed fail   VBD  0 root
"""
    assert "Norway | lead | Norway-led talks" in read(block).facts()


def test_one_person_is_not_several() -> None:
    block = """
1 Politicians politician NNS 9 nsubj
2 and         _          CC  4 cc
3 the         _          DT  4 det
4 bishop      _          NN  1 conj
5 ,           _          ,   6 punct
6 Luis        _          NNP 1 appos B-PER
7 Reyes       _          NNP 6 flat  I-PER
8 ,           _          ,   6 punct
9 left        leave      VBD 0 root
"""
    assert not [fact for fact in read(block).facts() if " | be | " in fact]


def test_what_stands_in_brackets_after_a_person_is_no_description() -> None:
    block = """
1 Ada     _     NNP 6 nsubj B-PER
2 Berg    _     NNP 1 flat  I-PER
3 (       _     (   4 punct
4 montage _     NN  1 appos
5 )       _     )   4 punct
6 left    leave VBD 0 root
"""
    assert not [fact for fact in read(block).facts() if " | be | " in fact]
