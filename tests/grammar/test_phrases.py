"""Which words belong to the name of what a noun stands for."""

from hand import forms, tree

from kg.grammar.phrases import MAX_INFINITIVE_TOKENS, MAX_PHRASE_TOKENS, noun_phrase


def phrase(block: str, head: str) -> str:
    """Return the words of the phrase headed by the first token so spelled."""
    found = tree(block)
    return " ".join(forms(noun_phrase(found, next(token for token in found.tokens if token.form == head))))


def test_words_before_a_noun_belong_to_it() -> None:
    block = """
1 Oslo  _    NNP 6 nmod:poss B-LOC
2 's    _    POS 1 case
3 three _    CD  6 nummod
4 old   _    JJ  6 amod
5 fish  _    NN  6 compound
6 piers pier NNS 7 nsubj
7 burn  _    VBP 0 root
"""
    assert phrase(block, "piers") == "Oslo 's three old fish piers"


def test_an_adverb_before_a_noun_belongs_to_it_unless_the_noun_is_a_predicate() -> None:
    block = """
1 Nearly _    RB  2 advmod
2 piers  pier NNS 3 nsubj
3 burn   _    VBP 0 root
"""
    assert phrase(block, "piers") == "Nearly piers"
    block = """
1 Ann   _    NNP 4 nsubj B-PER
2 is    be   VBZ 4 cop
3 still _    RB  4 advmod
4 mayor _    NN  0 root
"""
    assert phrase(block, "mayor") == "mayor"


CHAIN = """
1 limits  limit  NNS 0 root
2 on      _      IN  3 case
3 exports export NNS 1 nmod
4 of      _      IN  5 case
5 cod     _      NN  3 nmod
"""


def test_phrases_after_a_noun_belong_to_it_and_to_each_other() -> None:
    assert phrase(CHAIN, "limits") == "limits on exports of cod"
    assert phrase(CHAIN, "exports") == "exports of cod"


def test_a_phrase_nested_too_deeply_is_left_out() -> None:
    lines = ["1 a1 _ NN 0 root"]
    for number in range(2, 14, 2):
        lines += [f"{number} of _ IN {number + 1} case", f"{number + 1} a{number} _ NN {number - 1} nmod"]
    assert phrase("\n".join(lines), "a1") == "a1 of a2 of a4 of a6 of a8"


def test_a_phrase_after_a_comma_is_apart() -> None:
    block = """
1 limits  limit  NNS 0 root
2 ,       _      ,   4 punct
3 on      _      IN  4 case
4 exports export NNS 1 nmod
"""
    assert phrase(block, "limits") == "limits"


def test_a_phrase_that_names_a_source_is_apart() -> None:
    block = """
1 losses    loss   NNS 0 root
2 according accord VBG 4 case
3 to        _      IN  2 fixed
4 Halden    _      NNP 1 nmod B-ORG
"""
    assert phrase(block, "losses") == "losses"


def test_nouns_joined_inside_a_phrase_belong_to_it() -> None:
    block = """
1 limits  limit  NNS 0 root
2 on      _      IN  3 case
3 cod     _      NN  1 nmod
4 and     _      CC  5 cc
5 herring _      NN  3 conj
"""
    assert phrase(block, "limits") == "limits on cod and herring"


def test_a_noun_joined_to_the_head_is_apart() -> None:
    block = "1 cod _ NN 0 root\n2 and _ CC 4 cc\n3 smoked _ JJ 4 amod\n4 herring _ NN 1 conj"
    assert phrase(block, "cod") == "cod"
    assert phrase(block, "herring") == "smoked herring"


def test_a_verb_joined_inside_a_phrase_keeps_its_conjuncts_out() -> None:
    block = """
1 limits limit NNS 0 root
2 on     _     IN  3 case
3 cod    _     NN  1 nmod
4 and    _     CC  5 cc
5 sells  sell  VBZ 3 conj
"""
    assert phrase(block, "limits") == "limits on cod"


def test_an_apposition_and_a_relative_clause_inside_a_premodifier_are_apart() -> None:
    block = """
1 Ann    _    NNP 7 nmod:poss B-PER
2 ,      _    ,   3 punct
3 mayor  _    NN  1 appos
4 ,      _    ,   3 punct
5 's     _    POS 1 case
6 red    _    JJ  7 amod
7 boat   _    NN  8 nsubj
8 sank   sink VBD 0 root
"""
    assert "mayor" not in phrase(block, "boat")
    assert phrase(block, "boat").endswith("red boat")


def test_a_date_takes_its_year() -> None:
    block = """
1 Ann   _     NNP 2 nsubj B-PER
2 left  leave VBD 0 root
3 in    _     IN  4 case
4 March _     NNP 2 obl
5 1987  _     CD  4 nmod:unmarked
"""
    assert phrase(block, "March") == "March 1987"


def test_a_noun_takes_no_date() -> None:
    block = """
1 Ann    _   NNP 2 nsubj B-PER
2 won    win VBD 0 root
3 races  race NNS 2 obj
4 Monday _   NNP 3 nmod:unmarked
"""
    assert phrase(block, "races") == "races"


def infinitive(length: int) -> str:
    """Return the block of "plans to sell AND MORE" with an infinitive clause of so many words."""
    lines = ["1 plans plan NNS 0 root", "2 to _ TO 3 mark", "3 sell _ VB 1 acl"]
    lines += [f"{number} boats boat NNS 3 obj" for number in range(4, length + 2)]
    return "\n".join(lines)


def test_a_short_infinitive_belongs_to_its_noun_and_a_long_one_does_not() -> None:
    assert phrase(infinitive(MAX_INFINITIVE_TOKENS), "plans").startswith("plans to sell boats")
    assert phrase(infinitive(MAX_INFINITIVE_TOKENS + 1), "plans") == "plans"


def test_an_infinitive_after_a_comma_is_apart() -> None:
    block = "1 plans plan NNS 0 root\n2 , _ , 4 punct\n3 to _ TO 4 mark\n4 sell _ VB 1 acl"
    assert phrase(block, "plans") == "plans"


def test_other_clauses_do_not_belong_to_a_noun() -> None:
    block = "1 nets net NNS 0 root\n2 sold sell VBN 1 acl\n3 by _ IN 4 case\n4 Bo _ NNP 2 obl:agent B-PER"
    assert phrase(block, "nets") == "nets"


def test_words_cut_off_from_the_head_are_left_out() -> None:
    block = """
1 Three _    CD  4 nummod
2 say   _    VBP 0 root
3 old   _    JJ  4 amod
4 piers pier NNS 2 nsubj
"""
    assert phrase(block, "piers") == "old piers"


def test_a_comma_between_kept_words_stays() -> None:
    block = """
1 old   _    JJ  4 amod
2 ,     _    ,   1 punct
3 damp  _    JJ  4 amod
4 piers pier NNS 0 root
"""
    assert phrase(block, "piers") == "old , damp piers"


def test_a_very_long_phrase_is_cut_to_its_core() -> None:
    lines = [f"{number} w{number} _ NN 31 compound" for number in range(1, 31)]
    block = "\n".join([*lines, "31 pier _ NN 0 root", "32 in _ IN 33 case", "33 Oslo _ NNP 31 nmod B-LOC"])
    words = phrase(block, "pier").split()
    assert len(words) <= MAX_PHRASE_TOKENS
    assert words[-1] == "pier"


def test_a_mark_after_a_phrase_that_holds_none_does_not_belong_to_it() -> None:
    block = "1 jackal _ NN 2 compound\n2 horns horn NNS 4 nsubj\n3 ” _ '' 2 punct\n4 fell fall VBD 0 root"
    assert phrase(block, "horns") == "jackal horns"
