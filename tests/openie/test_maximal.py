"""The maximal view: one relation a clause, with whole arguments."""

from hand import tree

from kg.openie.maximal import find_relations


def relations(block: str) -> list[str]:
    """Return the relations of a sentence as `relation | argument | argument ...`."""
    return [
        " | ".join(" ".join(token.form for token in slot) for slot in (found.words, *found.arguments))
        for found in find_relations(tree(block))
    ]


def test_a_clause_gives_one_relation_with_all_its_arguments() -> None:
    block = """
1  The     _    DT   4  det
2  old     _    JJ   4  amod
3  harbour _    NN   4  compound
4  master  _    NN   5  nsubj
5  sold    sell VBD  0  root
6  his     _    PRP$ 8  nmod:poss
7  two     _    CD   8  nummod
8  boats   boat NNS  5  obj
9  to      _    IN   11 case
10 a       _    DT   11 det
11 school  _    NN   5  obl
12 in      _    IN   13 case
13 May     _    NNP  5  obl
"""
    assert relations(block) == ["sold | The old harbour master | his two boats | to a school | in May"]


def test_the_relation_takes_the_preposition_of_what_comes_first() -> None:
    block = """
1 She   _    PRP 2 nsubj
2 works work VBZ 0 root
3 for   _    IN  5 case
4 a     _    DT  5 det
5 bank  _    NN  2 obl
6 in    _    IN  7 case
7 Oslo  _    NNP 5 nmod
"""
    assert relations(block) == ["works for | She | a bank in Oslo"]


def test_of_phrases_and_joined_modifiers_stay_whole() -> None:
    block = """
1 The     _     DT  2 det
2 town    _     NN  3 nsubj
3 offers  offer VBZ 0 root
4 free    _     JJ  8 amod
5 and     _     CC  6 cc
6 public  _     JJ  4 conj
7 music   _     NN  8 compound
8 classes class NNS 3 obj
"""
    assert relations(block) == ["offers | The town | free and public music classes"]


def test_a_relative_clause_is_told_apart_from_its_noun() -> None:
    block = """
1 Bob     _      NNP 8 nsubj
2 ,       _      ,   4 punct
3 who     _      WP  4 nsubj
4 owns    own    VBZ 1 acl:relcl
5 the     _      DT  6 det
6 bank    _      NN  4 obj
7 ,       _      ,   1 punct
8 met     meet   VBD 0 root
9 workers worker NNS 8 obj
"""
    assert relations(block) == ["owns | Bob | the bank", "met | Bob | workers"]


def test_joined_subjects_give_a_relation_each() -> None:
    block = """
1 Ann   _ NNP 4 nsubj
2 and   _ CC  3 cc
3 Bob   _ NNP 1 conj
4 sell  _ VBP 0 root
5 bread _ NN  4 obj
"""
    assert relations(block) == ["sell | Ann | bread", "sell | Bob | bread"]


def test_joined_objects_are_arguments_of_their_own() -> None:
    block = """
1 Ann    _    NNP 2 nsubj
2 sells  sell VBZ 0 root
3 bread  _    NN  2 obj
4 and    _    CC  5 cc
5 cheese _    NN  3 conj
"""
    assert relations(block) == ["sells | Ann | bread | cheese"]


def test_what_somebody_says_is_an_argument() -> None:
    block = """
1 Ann   _    NNP 2 nsubj
2 said  say  VBD 0 root
3 that  _    IN  6 mark
4 the   _    DT  5 det
5 dam   _    NN  6 nsubj
6 leaks leak VBZ 2 ccomp
"""
    assert relations(block) == ["said | Ann | that the dam leaks"]


def test_a_clause_without_arguments_gives_nothing() -> None:
    block = """
1 The   _    DT  2 det
2 dam   _    NN  3 nsubj
3 leaks leak VBZ 0 root
"""
    assert relations(block) == []


def test_a_purpose_ends_the_chain_of_its_verbs() -> None:
    block = """
1 She     _    PRP 2 nsubj
2 moved   move VBD 0 root
3 to      _    IN  4 case
4 Oslo    _    NNP 2 obl
5 to      _    TO  6 mark
6 become  _    VB  2 advcl
7 a       _    DT  8 det
8 painter _    NN  6 xcomp
"""
    assert relations(block) == ["moved to | She | Oslo", "moved to Oslo to become | She | a painter"]


def test_what_is_denied_beside_a_noun_is_left_out() -> None:
    block = """
1 The    _  DT  2 det
2 horse  _  NN  5 nsubj
3 is     be VBZ 5 cop
4 a      _  DT  5 det
5 type   _  NN  0 root
6 rather _  RB  9 cc
7 than   _  IN  6 fixed
8 a      _  DT  9 det
9 breed  _  NN  5 conj
"""
    assert relations(block) == ["is | The horse | a type"]


def test_a_name_that_holds_an_and_stays_whole() -> None:
    block = """
1  The      _     DT  2 det
2  Ministry _     NNP 9 nsubj B-ORG
3  of       _     IN  4 case I-ORG
4  Health   _     NNP 2 nmod I-ORG
5  ,        _     ,   6 punct I-ORG
6  Labour   _     NNP 4 conj B-ORG
7  and      _     CC  8 cc I-ORG
8  Welfare  _     NNP 4 conj I-ORG
9  closed   close VBD 0 root
10 shops    shop  NNS 9 obj
"""
    assert relations(block) == ["closed | The Ministry of Health , Labour and Welfare | shops"]


def test_a_noun_that_measures_an_adjective_stays_with_it() -> None:
    block = """
1 The  _    DT  2 det
2 wall _    NN  6 nsubj
3 is   be   VBZ 6 cop
4 nine _    CD  5 nummod
5 feet foot NNS 6 obl:unmarked
6 long _    JJ  0 root
"""
    assert relations(block) == ["is | The wall | nine feet long"]


def test_there_opens_what_exists() -> None:
    block = """
1 There _  EX  2 expl
2 is    be VBZ 0 root
3 no    _  DT  4 det
4 proof _  NN  2 nsubj
5 of    _  IN  7 case
6 a     _  DT  7 det
7 crime _  NN  4 nmod
8 in    _  IN  9 case
9 Oslo  _  NNP 7 nmod
"""
    assert relations(block) == ["is | There | no proof of a crime in Oslo"]


def test_a_participle_is_left_out_of_the_noun_it_is_told_of() -> None:
    block = """
1 Workers worker NNS 2 nsubj
2 fixed   fix    VBD 0 root
3 pipes   pipe   NNS 2 obj
4 damaged damage VBN 3 acl
5 by      _      IN  6 case
6 frost   _      NN  4 obl:agent
"""
    assert relations(block) == ["fixed | Workers | pipes damaged by frost", "damaged by | pipes | frost"]
