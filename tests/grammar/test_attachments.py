"""Words that the parser joined to the wrong one."""

from hand import read_block

from kg.grammar.repairs import mend


def mended(block: str) -> list[str]:
    """Return head and relation of every token."""
    (sentence,) = read_block(block)[1]
    return [f"{token.head} {token.deprel}" for token in mend(sentence).tokens]


def test_the_second_of_a_pair_is_joined_to_the_first() -> None:
    block = """
1 a       _   DT  2 det
2 debate  _   NN  0 root
3 between _   IN  4 case
4 Lee     _   NNP 2 nmod
5 and     _   CC  6 cc
6 Roe     _   NNP 2 conj
"""
    assert mended(block)[5] == "4 conj"


def test_what_follows_a_pair_stays() -> None:
    block = """
1 debates debate NNS 0 root
2 between _      IN  3 case
3 rivals  rival  NNS 1 nmod
4 and     _      CC  5 cc
5 votes   vote   NNS 1 conj
"""
    assert mended(block)[4] == "1 conj"


def test_the_last_word_of_a_name_is_no_verb() -> None:
    block = """
1 Labour _    NNP 2 nsubj B-ORG
2 Party  part VBD 3 ccomp
3 netted net  VBD 0 root
4 seats  seat NNS 3 obj
"""
    assert mended(block)[:2] == ["2 compound", "3 nsubj"]


def test_a_verb_that_begins_a_quotation_stays_one() -> None:
    block = "1 Come come VB 2 ccomp\n2 said say VBD 0 root\n3 Ann _ NNP 2 nsubj"
    assert mended(block)[0] == "2 ccomp"


def test_a_participle_after_a_possessor_stands_in_its_noun_phrase() -> None:
    block = """
1 Moldova  _     NNP 2 nsubj
2 met      meet  VBD 0 root
3 Jordan   _     NNP 5 nsubj
4 's       _     POS 3 case
5 visiting visit VBG 2 xcomp
6 king     _     NN  5 obj
7 in       _     IN  8 case
8 Oslo     _     NNP 5 obl
"""
    assert mended(block)[2:8] == ["6 nmod:poss", "3 case", "6 amod", "2 obj", "8 case", "2 obl"]


def test_a_gerund_with_a_possessor_for_its_subject_stays() -> None:
    block = "1 Ann _ NNP 3 nsubj\n2 's _ POS 1 case\n3 leaving leave VBG 4 csubj\n4 hurt hurt VBD 0 root"
    assert mended(block)[0] == "3 nsubj"


def test_who_is_told_is_parted_from_what_is_told() -> None:
    block = """
1 Smith   _    NNP 2 nsubj
2 told    tell VBD 0 root
3 Reuters _    NNP 4 compound B-ORG
4 talks   talk NNS 6 nsubj
5 had     have VBD 6 aux
6 failed  fail VBN 2 ccomp
"""
    assert mended(block)[2:4] == ["2 iobj", "6 nsubj"]


def test_a_name_that_is_the_subject_of_what_is_told_stays() -> None:
    block = """
1 Smith  _    NNP 2 nsubj
2 said   say  VBD 0 root
3 Acme   _    NNP 4 compound B-ORG
4 shares share NNS 5 nsubj
5 fell   fall VBD 2 ccomp
"""
    assert mended(block)[2] == "4 compound"
