"""The minimal view: how noun phrases are cut."""

from hand import tree

from kg.openie.minimal import find_facts


def facts(block: str) -> list[str]:
    """Return the facts of a sentence as `subject | relation | object`."""
    return [
        " | ".join(" ".join(token.form for token in slot) for slot in (fact.subject, fact.relation, fact.object))
        for fact in find_facts(tree(block))
    ]


def test_determiners_adjectives_compounds_and_possessors_stay_with_their_noun() -> None:
    block = """
1 The     _    DT   4 det
2 old     _    JJ   4 amod
3 harbour _    NN   4 compound
4 master  _    NN   5 nsubj
5 sold    sell VBD  0 root
6 his     _    PRP$ 8 nmod:poss
7 two     _    CD   8 nummod
8 boats   boat NNS  5 obj
"""
    assert facts(block) == ["The old harbour master | sold | his two boats"]


def test_joined_modifiers_give_a_fact_each_in_the_object() -> None:
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
    assert facts(block) == [
        "The town | offers | free music classes",
        "The town | offers | public music classes",
    ]


def test_a_date_is_one_object() -> None:
    block = """
1 Norvik _    NNP 2 nsubj
2 opened open VBD 0 root
3 on     _    IN  4 case
4 4      _    CD  2 obl
5 March  _    NNP 4 nmod:unmarked
6 2013   _    CD  4 nmod:unmarked
"""
    assert facts(block) == ["Norvik | opened on | 4 March 2013"]


def test_an_of_phrase_stays_in_the_object_and_gives_a_fact_of_its_own() -> None:
    block = """
1 She      _  PRP 4 nsubj
2 is       be VBZ 4 cop
3 the      _  DT  4 det
4 daughter _  NN  0 root
5 of       _  IN  7 case
6 a        _  DT  7 det
7 judge    _  NN  4 nmod
"""
    assert facts(block) == ["She | is | the daughter of a judge", "She | is the daughter of | a judge"]


def test_nouns_joined_after_of_multiply_the_subject() -> None:
    block = """
1  The    _     DT  2  det
2  prices price NNS 7  nsubj
3  of     _     IN  4  case
4  tin    _     NN  2  nmod
5  and    _     CC  6  cc
6  zinc   _     NN  4  conj
7  rose   rise  VBD 0  root
8  to     _     IN  10 case
9  a      _     DT  10 det
10 peak   _     NN  7  obl
"""
    assert facts(block) == ["The prices of tin | rose to | a peak", "The prices of zinc | rose to | a peak"]


def test_a_measure_noun_keeps_what_it_counts_and_gives_no_fact_with_of() -> None:
    block = """
1 They    _      PRP 2 nsubj
2 sold    sell   VBD 0 root
3 two     _      CD  4 nummod
4 kinds   kind   NNS 2 obj
5 of      _      IN  6 case
6 tools   tool   NNS 4 nmod
7 to      _      IN  8 case
8 farmers farmer NNS 2 obl
"""
    assert facts(block) == ["They | sold | two kinds of tools", "They | sold two kinds of tools to | farmers"]


def test_a_bare_participle_behind_a_noun_stays_with_it() -> None:
    block = """
1 He        _       PRP 2 nsubj
2 liked     like    VBD 0 root
3 the       _       DT  4 det
4 work      _       NN  2 obj
5 performed perform VBN 4 acl
"""
    assert facts(block) == ["He | liked | the work performed"]


def test_a_complex_preposition_is_about_the_noun_after_it() -> None:
    block = """
1  The     _      DT  2 det
2  street  _      NN  4 nsubj:pass
3  was     be     VBD 4 aux:pass
4  renamed rename VBN 0 root
5  Elm     _      NNP 4 xcomp
6  in      _      IN  7 case
7  honor   _      NN  4 obl
8  of      _      IN  9 case
9  Ann     _      NNP 7 nmod
10 Roe     _      NNP 9 flat
"""
    assert facts(block) == [
        "The street | was renamed | Elm",
        "The street | was renamed Elm in honor of | Ann Roe",
    ]


def test_a_complex_preposition_may_govern_a_gerund() -> None:
    block = """
1  The     _   DT  2  det
2  firm    _   NN  6  nsubj
3  is      be  VBZ 6  cop
4  in      _   IN  6  case
5  the     _   DT  6  det
6  process _   NN  0  root
7  of      _   IN  9  mark
8  being   be  VBG 9  aux:pass
9  bought  buy VBN 6  acl
10 by      _   IN  11 case
11 Acme    _   NNP 9  obl:agent
"""
    assert facts(block) == ["The firm | is in the process of being bought by | Acme"]


def test_a_phrase_that_only_links_clauses_gives_no_fact() -> None:
    block = """
1 As     _    IN  3 case
2 a      _    DT  3 det
3 result _    NN  7 obl
4 ,      _    ,   3 punct
5 the    _    DT  6 det
6 dam    _    NN  7 nsubj
7 holds  hold VBZ 0 root
8 water  _    NN  7 obj
"""
    assert facts(block) == ["the dam | holds | water"]


def test_the_year_of_a_law_belongs_to_its_name() -> None:
    block = """
1 The    _    DT  2 det
2 senate _    NN  3 nsubj
3 passed pass VBD 0 root
4 the    _    DT  7 det
5 Clean  _    NNP 6 amod
6 Water  _    NNP 7 compound
7 Act    _    NNP 3 obj
8 of     _    IN  9 case
9 1970   _    CD  7 nmod
"""
    assert facts(block) == ["The senate | passed | the Clean Water Act of 1970"]


def test_a_name_that_holds_an_and_is_not_split() -> None:
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
    assert facts(block) == ["The Ministry of Health , Labour and Welfare | closed | shops"]


def test_joined_modifiers_with_capitals_are_part_of_a_name() -> None:
    block = """
1 The            _   DT  5 det
2 Food           _   NN  5 compound
3 and            _   CC  4 cc
4 Drug           _   NN  2 conj
5 Administration _   NN  6 nsubj
6 banned         ban VBD 0 root
7 the            _   DT  8 det
8 pill           _   NN  6 obj
"""
    assert facts(block) == ["The Food and Drug Administration | banned | the pill"]


def test_joined_possessors_stay_together() -> None:
    block = """
1 Acme   _    NNP 2 nsubj
2 bought buy  VBD 0 root
3 Peru   _    NNP 7 nmod:poss
4 and    _    CC  5 cc
5 Chile  _    NNP 3 conj
6 's     _    POS 5 case
7 mines  mine NNS 2 obj
"""
    assert facts(block) == ["Acme | bought | Peru and Chile 's mines"]


def test_what_is_denied_beside_a_noun_is_not_told() -> None:
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
    assert facts(block) == ["The horse | is | a type"]


def test_a_rate_is_part_of_the_amount() -> None:
    block = """
1  Wages wage NNS 2  nsubj
2  rose  rise VBD 0  root
3  from  _    IN  4  case
4  $     _    $   2  obl
5  3     _    CD  7  nummod
6  an    a    DT  7  det
7  hour  _    NN  4  nmod:unmarked
8  to    _    IN  9  case
9  $     _    $   2  obl
10 4     _    CD  9  nummod
11 an    a    DT  12 det
12 hour  _    NN  9  nmod:unmarked
"""
    assert facts(block) == [
        "Wages | rose from | $ 3 an hour",
        "Wages | rose from $ 3 an hour to | $ 4 an hour",
    ]


def test_a_noun_that_measures_an_adjective_stays_with_it() -> None:
    block = """
1 The  _    DT  2 det
2 wall _    NN  6 nsubj
3 is   be   VBZ 6 cop
4 nine _    CD  5 nummod
5 feet foot NNS 6 obl:unmarked
6 long _    JJ  0 root
"""
    assert facts(block) == ["The wall | is | nine feet long"]


def test_an_adverb_of_the_sentence_is_no_part_of_its_predicate() -> None:
    block = """
1 However _  RB  7 advmod
2 ,       _  ,   1 punct
3 the     _  DT  4 det
4 rule    _  NN  7 nsubj
5 is      be VBZ 7 cop
6 a       _  DT  7 det
7 sham    _  NN  0 root
"""
    assert facts(block) == ["the rule | is | a sham"]


def test_an_adverb_that_points_at_a_noun_is_left_out() -> None:
    block = """
1 Even    _      RB  3 advmod
2 the     _      DT  3 det
3 workers worker NNS 4 nsubj
4 own     _      VBP 0 root
5 shares  share  NNS 4 obj
"""
    assert facts(block) == ["the workers | own | shares"]


def test_a_quote_without_its_other_half_is_left_out() -> None:
    block = """
1 "        _    ``  4 punct
2 Herald   _    NNP 4 compound
3 "        _    ''  2 punct
4 magazine _    NN  5 nsubj
5 ranked   rank VBD 0 root
6 songs    song NNS 5 obj
"""
    assert facts(block) == ["Herald magazine | ranked | songs"]


def test_subjects_objects_and_phrases_are_multiplied_out() -> None:
    block = """
1  Ann    _ NNP 4  nsubj
2  and    _ CC  3  cc
3  Bob    _ NNP 1  conj
4  sell   _ VBP 0  root
5  bread  _ NN  4  obj
6  and    _ CC  7  cc
7  cheese _ NN  5  conj
8  in     _ IN  9  case
9  Oslo   _ NNP 4  obl
10 and    _ CC  11 cc
11 Rome   _ NNP 9  conj
"""
    assert facts(block) == [
        "Ann | sell | bread",
        "Ann | sell | cheese",
        "Ann | sell bread in | Oslo",
        "Ann | sell bread in | Rome",
        "Ann | sell cheese in | Oslo",
        "Ann | sell cheese in | Rome",
        "Bob | sell | bread",
        "Bob | sell | cheese",
        "Bob | sell bread in | Oslo",
        "Bob | sell bread in | Rome",
        "Bob | sell cheese in | Oslo",
        "Bob | sell cheese in | Rome",
    ]


def test_members_of_a_set_that_is_the_subject_are_told_of_the_set() -> None:
    block = """
1 Pets      pet     NNS 8 nsubj
2 ,         _       ,   4 punct
3 including include VBG 4 case
4 rabbits   rabbit  NNS 1 nmod
5 from      _       IN  6 case
6 Peru      _       NNP 4 nmod
7 ,         _       ,   1 punct
8 need      _       VBP 0 root
9 care      _       NN  8 obj
"""
    assert facts(block) == [
        "Pets | including | rabbits",
        "Pets | including rabbits from | Peru",
        "Pets | need | care",
    ]


def test_members_of_a_set_behind_the_verb_are_told_of_the_object() -> None:
    block = """
1 They      _       PRP 2 nsubj
2 sell      _       VBP 0 root
3 dogs      dog     NNS 2 obj
4 ,         _       ,   6 punct
5 including include VBG 6 case
6 pugs      pug     NNS 2 obl
"""
    assert facts(block) == ["They | sell | dogs", "dogs | including | pugs"]


def test_both_goes_where_what_it_joins_is_told_apart() -> None:
    block = """
1 They   _     PRP 2 nsubj
2 run    _     VBP 0 root
3 both   _     CC  7 det
4 scout  _     NN  7 compound
5 and    _     CC  6 cc
6 guide  _     NN  4 conj
7 camps  camp  NNS 2 obj
"""
    assert facts(block) == ["They | run | scout camps", "They | run | guide camps"]
