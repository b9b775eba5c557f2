"""Mends of titles, places and amounts, and that what comes out is a tree."""

import pytest
from hand import read, read_block, tree

from kg.grammar.descriptions import mend_descriptions
from kg.grammar.trees import Tree


def mended(block: str) -> Tree:
    (sentence,) = read_block(block)[1]
    found = mend_descriptions(sentence)
    assert all(any(above.head == 0 for above in [token, *Tree(found).ancestors(token)]) for token in found.tokens)
    return Tree(found)


def arcs(found: Tree) -> list[str]:
    """Return "head deprel dependent" of each token but the root."""
    return [f"{found.token(token.head).form} {token.deprel} {token.form}" for token in found.tokens if token.head]


def test_elect_belongs_to_the_title_before_it() -> None:
    found = arcs(
        mended("""
1 President _       NNP  3 nmod:desc
2 -         _       HYPH 1 punct
3 elect     _       NNP  4 nmod:desc
4 Vega      _       NNP  5 nsubj B-PER
5 spoke     speak   VBD  0 root
""")
    )
    assert "Vega nmod:desc President" in found
    assert "President flat elect" in found


def test_designate_taken_for_a_name_gives_its_place_to_the_name() -> None:
    found = arcs(
        mended("""
1 Minister  minister NNP  3 nmod:desc
2 -         _        HYPH 1 punct
3 designate _        NNP  5 nsubj
4 Zaid      _        NNP  3 flat  B-PER
5 spoke     speak    VBD  0 root
""")
    )
    assert {"spoke nsubj Zaid", "Zaid nmod:desc Minister", "Minister flat designate"} <= set(found)


def test_the_two_words_of_a_general_are_one_title() -> None:
    block = """
1 Attorney _     NN  3 nmod:desc
2 General  _     NNP 3 nmod:desc
3 Holder   _     NNP 4 nsubj B-PER
4 spoke    speak VBD 0 root
"""
    assert "Attorney flat General" in arcs(mended(block))
    assert "Holder | hold position | Attorney General" in read(block).facts()


def test_a_title_after_and_begins_another_person() -> None:
    found = arcs(
        mended("""
1 Secretary _    NNP 2 nmod:desc
2 Hale      _    NNP 6 nsubj B-PER
3 and       _    CC  4 cc
4 Minister  minister NNP 2 nmod:desc
5 Martin    _    NNP 4 appos B-PER
6 met       meet VBD 0 root
""")
    )
    assert {"Hale conj Martin", "Martin nmod:desc Minister", "Martin cc and"} <= set(found)


def test_the_court_of_a_justice_belongs_to_the_title() -> None:
    found = arcs(
        mended("""
1 Supreme _     NNP 2 amod      B-ORG
2 Court   _     NNP 4 nmod:desc I-ORG
3 Justice _     NNP 4 nmod:desc
4 Ward    _     NNP 5 nsubj     B-PER
5 spoke   speak VBD 0 root
""")
    )
    assert "Justice compound Court" in found


def test_a_second_office_is_joined_to_the_first() -> None:
    found = arcs(
        mended("""
1 Marsh  _    NNP 6 nsubj B-PER
2 ,      _    ,   3 punct
3 mayor  _    NN  1 appos
4 and    _    CC  5 cc
5 judge  _    NN  1 conj
6 lost   lose VBD 0 root
""")
    )
    assert "mayor conj judge" in found


def test_an_office_after_who_is_elected_is_a_complement() -> None:
    found = arcs(
        mended("""
1 They    _     PRP 2 nsubj
2 elected elect VBD 0 root
3 Zaid    _     NNP 2 obj  B-PER
4 mayor   _     NN  3 appos
""")
    )
    assert "elected xcomp mayor" in found


CITY = """
1 They    _     PRP 2 nsubj
2 entered enter VBD 0 root
3 the     _     DT  4 det
4 city    _     NN  2 obj
5 of      _     IN  6 case
6 Homs    _     NNP 4 nmod B-LOC
"""


def test_who_is_elected_stands_before_the_office() -> None:
    block = """
1 Members  member NNS 2 nsubj
2 elected  elect  VBD 0 root
3 Omar     _      NNP 6 compound B-PER
4 Zaid     _      NNP 3 flat     I-PER
5 prime    _      JJ  6 amod
6 minister _      NN  2 obj
"""
    assert {"elected obj Omar", "elected xcomp minister"} <= set(arcs(mended(block)))
    attacked = arcs(mended(block.replace("elected  elect ", "attacked attack")))
    assert "minister compound Omar" in attacked, "a minister of Zaid's"


def test_who_is_appointed_is_no_recipient() -> None:
    block = "1 He _ PRP 2 nsubj\n2 appointed appoint VBD 0 root\n3 Roe _ NNP 2 iobj B-PER\n4 the _ DT 5 det\n"
    assert "appointed obj Roe" in arcs(mended(block + "5 commander _ NN 2 obj"))
    assert "appointed iobj Roe" in arcs(mended(block + "5 keys key NNS 2 obj"))


def test_the_name_takes_the_place_of_the_town_it_is() -> None:
    found = arcs(mended(CITY))
    assert {"entered obj Homs", "Homs nmod:desc city"} <= set(found)
    assert read(CITY).texts() == ["They", "city", "Homs"]


def test_a_suburb_of_a_known_town_is_another_place() -> None:
    block = CITY.replace("city", "suburb").replace("Homs", "Paris")
    assert arcs(mended(block)) == arcs(tree(block))
    assert "entered obj Douma" in arcs(mended(CITY.replace("city", "suburb").replace("Homs", "Douma")))


def test_the_capital_of_a_country_is_not_the_country() -> None:
    block = CITY.replace("city", "capital").replace("Homs", "Qatar")
    assert arcs(mended(block)) == arcs(tree(block))


@pytest.mark.parametrize("relation", ["obl:unmarked", "obl"])
def test_per_cent_in_two_words_is_one_measure(relation: str) -> None:
    found = arcs(
        mended(f"""
1 It      _     PRP 2 nsubj
2 reached reach VBD 0 root
3 8       _     CD  4 nummod
4 per     _     NN  5 case
5 cent    _     NN  2 {relation}
""")
    )
    assert {"reached obj cent", "cent nummod 8", "cent compound per"} <= set(found)


def test_an_amount_between_two_numbers_is_an_object() -> None:
    found = arcs(
        mended("""
1 It      _     PRP 2 nsubj
2 costs   cost  VBZ 0 root
3 between _     IN  7 case
4 20      _     CD  7 nummod
5 and     _     CC  6 cc
6 30      _     CD  4 conj
7 pounds  pound NNS 2 obl
""")
    )
    assert "costs obj pounds" in found


def test_the_second_amount_of_a_rise_hangs_on_the_verb() -> None:
    found = arcs(
        mended("""
1 Oil  _    NN  2 nsubj
2 rose rise VBD 0 root
3 $    _    $   2 obj
4 1.20 _    CD  3 nummod
5 to   _    IN  6 case
6 $    _    $   3 nmod
7 114  _    CD  6 nummod
""")
    )
    assert "rose obl $" in found


def test_from_nine_to_ten_is_two_phrases_and_twenty_to_thirty_one() -> None:
    block = """
1 It   _    PRP 2 nsubj
2 rose rise VBD 0 root
3 from _    IN  4 case
4 9    _    CD  2 obl
5 to   _    IN  6 case
6 10   _    CD  4 nmod
"""
    assert "rose obl 10" in arcs(mended(block))
    assert "9 nmod 10" in arcs(mended(block.replace("from", "over")))


SAYING = """
1 Ann       _         NNP 2 nsubj B-PER
2 said      say       VBD 0 root
3 yesterday _         NN  6 obl:unmarked
4 the       _         DT  5 det
5 laws      law       NNS 6 nsubj
6 changed   change    VBD 2 ccomp
"""


def test_a_date_between_saying_and_subject_dates_the_saying() -> None:
    assert "said obl:unmarked yesterday" in arcs(mended(SAYING))


def test_a_date_after_the_subject_stays_in_its_clause() -> None:
    late = """
1 Ann       _         NNP 2 nsubj B-PER
2 said      say       VBD 0 root
3 laws      law       NNS 4 nsubj
4 changed   change    VBD 2 ccomp
5 yesterday _         NN  4 obl:unmarked
"""
    assert "changed obl:unmarked yesterday" in arcs(mended(late))


def test_names_joined_by_an_ampersand_are_one_body() -> None:
    found = mended("""
1 Lowell _   NNP 4 nsubj B-PER
2 &      _   CC  3 cc
3 Finch  _   NNP 1 conj  B-PER
4 sued   sue VBD 0 root
5 Acme   _   NNP 4 obj   B-ORG
""")
    assert {"Lowell flat &", "Lowell flat Finch"} <= set(arcs(found))
    assert [token.ner for token in found.tokens[:3]] == ["B-ORG", "I-ORG", "I-ORG"]


def test_names_joined_by_and_stay_two() -> None:
    found = arcs(
        mended("""
1 Lowell _   NNP 4 nsubj B-PER
2 and    _   CC  3 cc
3 Finch  _   NNP 1 conj  B-PER
4 sued   sue VBD 0 root
""")
    )
    assert "Lowell conj Finch" in found


def test_an_apposition_after_the_last_joined_name_is_its_own() -> None:
    found = arcs(
        mended("""
1 Ann     _       NNP 7 nsubj B-PER
2 and     _       CC  3 cc
3 Tim     _       NNP 1 conj  B-PER
4 ,       _       ,   6 punct
5 a       _       DT  6 det
6 teacher _       NN  1 appos
7 left    leave   VBD 0 root
""")
    )
    assert "Tim appos teacher" in found
