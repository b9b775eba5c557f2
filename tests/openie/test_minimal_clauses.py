"""The minimal view: what clauses tell."""

from hand import tree

from kg.openie.minimal import find_facts


def facts(block: str) -> list[str]:
    """Return the facts of a sentence as `subject | relation | object`."""
    return [
        " | ".join(" ".join(token.form for token in slot) for slot in (fact.subject, fact.relation, fact.object))
        for fact in find_facts(tree(block))
    ]


def test_joined_passives_share_their_auxiliary() -> None:
    block = """
1 Two    _    CD  2 nummod
2 men    man  NNS 4 nsubj:pass
3 were   be   VBD 4 aux:pass
4 tried  try  VBN 0 root
5 and    _    CC  6 cc
6 jailed jail VBN 4 conj
7 in     _    IN  8 case
8 Oslo   _    NNP 6 obl
"""
    assert facts(block) == ["Two men | were jailed in | Oslo"]


def test_a_chain_of_verbs_ends_in_its_last_verb() -> None:
    block = """
1 He    _   PRP 2 nsubj
2 tried try VBD 0 root
3 to    _   TO  4 mark
4 open  _   VB  2 xcomp
5 a     _   DT  6 det
6 shop  _   NN  4 obj
"""
    assert facts(block) == ["He | tried to open | a shop"]


def test_a_verb_that_makes_somebody_act_gives_two_facts() -> None:
    block = """
1 The    _    DT  2 det
2 law    _    NN  3 nsubj
3 helped help VBD 0 root
4 Acme   _    NNP 3 obj
5 sell   _    VB  3 xcomp
6 cars   car  NNS 5 obj
"""
    assert facts(block) == [
        "The law | helped | Acme",
        "The law | helped Acme sell | cars",
        "Acme | sell | cars",
    ]


def test_a_gerund_is_told_at_the_end_of_its_chain_and_alone() -> None:
    block = """
1 She      _      PRP 2 nsubj
2 resigned resign VBD 0 root
3 after    _      IN  4 mark
4 losing   lose   VBG 2 advcl
5 a        _      DT  6 det
6 vote     _      NN  4 obj
"""
    assert facts(block) == ["She | resigned after losing | a vote", "She | losing | a vote"]


def test_a_chain_passes_the_first_phrase_of_a_verb_without_object() -> None:
    block = """
1 He     _    PRP 2 nsubj
2 died   die  VBD 0 root
3 in     _    IN  4 case
4 Oslo   _    NNP 2 obl
5 after  _    IN  6 mark
6 giving give VBG 2 advcl
7 a      _    DT  8 det
8 speech _    NN  6 obj
"""
    assert facts(block) == [
        "He | died in | Oslo",
        "He | died in Oslo after giving | a speech",
        "He | giving | a speech",
    ]


def test_the_subject_of_a_passive_does_not_do_what_the_means_tells() -> None:
    block = """
1 The     _     DT  2 det
2 fat     _     NN  5 nsubj:pass
3 can     _     MD  5 aux
4 be      _     VB  5 aux:pass
5 cleaned clean VBN 0 root
6 by      _     IN  7 mark
7 adding  add   VBG 5 advcl
8 a       _     DT  9 det
9 potato  _     NN  7 obj
"""
    assert facts(block) == ["The fat | can be cleaned by adding | a potato"]


def test_a_purpose_is_told_at_the_end_of_its_chain_only() -> None:
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
    assert facts(block) == ["She | moved to | Oslo", "She | moved to Oslo to become | a painter"]


def test_an_object_relative_is_put_back_in_order() -> None:
    block = """
1 The   _     DT  2 det
2 tools tool  NNS 5 nsubj
3 she   _     PRP 4 nsubj
4 used  use   VBD 2 acl:relcl
5 broke break VBD 0 root
"""
    assert facts(block) == ["she | used | The tools"]


def test_a_what_that_stands_for_its_noun_is_no_object() -> None:
    block = """
1 They     _       PRP 2 nsubj
2 sell     _       VBP 0 root
3 what     _       WP  2 obj
4 farmers  farmer  NNS 5 nsubj
5 need     _       VBP 3 acl:relcl
6 for      _       IN  7 case
7 harvests harvest NNS 5 obl
"""
    assert facts(block) == ["farmers | need for | harvests"]


def test_a_relative_clause_is_about_its_antecedent() -> None:
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
    assert facts(block) == ["Bob | owns | the bank", "Bob | met | workers"]


def test_a_predicate_adjective_and_its_phrase() -> None:
    block = """
1 She   _  PRP 3 nsubj
2 was   be VBD 3 cop
3 ill   _  JJ  0 root
4 with  _  IN  6 case
5 a     _  DT  6 det
6 fever _  NN  3 obl
"""
    assert facts(block) == ["She | was | ill", "She | was ill with | a fever"]


def test_an_adjective_that_needs_a_complement_gives_no_bare_fact() -> None:
    block = """
1 His      _  PRP$ 2 nmod:poss
2 father   _  NN   4 nsubj
3 was      be VBD  4 cop
4 able     _  JJ   0 root
5 to       _  TO   6 mark
6 start    _  VB   4 xcomp
7 a        _  DT   8 det
8 business _  NN   6 obj
"""
    assert facts(block) == ["His father | was able to start | a business"]


def test_joined_predicates_are_told_one_by_one() -> None:
    block = """
1 The   _  DT  2 det
2 house _  NN  4 nsubj
3 is    be VBZ 4 cop
4 old   _  JJ  0 root
5 and   _  CC  6 cc
6 damp  _  JJ  4 conj
"""
    assert facts(block) == ["The house | is | old", "The house | is | damp"]


def test_an_infinitive_as_predicate_is_part_of_the_relation() -> None:
    block = """
1 The     _ DT 2 det
2 plan    _ NN 6 nsubj:outer
3 would   _ MD 6 aux
4 be      _ VB 6 cop
5 to      _ TO 6 mark
6 use     _ VB 0 root
7 the     _ DT 9 det
8 old     _ JJ 9 amod
9 harbour _ NN 6 obj
"""
    assert facts(block) == ["The plan | would be to use | the old harbour"]


def test_there_is_the_subject_of_what_exists() -> None:
    block = """
1 There _  EX  2 expl
2 is    be VBZ 0 root
3 no    _  DT  4 det
4 proof _  NN  2 nsubj
5 of    _  IN  7 case
6 a     _  DT  7 det
7 crime _  NN  4 nmod
"""
    assert facts(block) == ["There | is | no proof of a crime", "There | is no proof of | a crime"]


def test_a_small_clause_is_told_without_its_object_alone() -> None:
    block = """
1 The      _    DT  2 det
2 rain     _    NN  3 nsubj
3 made     make VBD 0 root
4 the      _    DT  5 det
5 road     _    NN  3 obj
6 slippery _    JJ  3 xcomp
"""
    assert facts(block) == ["The rain | made the road | slippery"]


def test_a_recipient_is_told_and_passed() -> None:
    block = """
1 The   _    DT  2 det
2 queen _    NN  3 nsubj
3 gave  give VBD 0 root
4 Ann   _    NNP 3 iobj
5 a     _    DT  6 det
6 medal _    NN  3 obj
7 in    _    IN  8 case
8 May   _    NNP 3 obl
"""
    assert facts(block) == [
        "The queen | gave | Ann",
        "The queen | gave Ann | a medal",
        "The queen | gave Ann a medal in | May",
    ]


def test_later_phrases_pass_the_first_where_there_is_no_object() -> None:
    block = """
1  He      _     PRP 2  nsubj
2  served  serve VBD 0  root
3  as      _     IN  5  case
4  a       _     DT  5  det
5  soldier _     NN  2  obl
6  in      _     IN  8  case
7  the     _     DT  8  det
8  army    _     NN  5  nmod
9  for     _     IN  10 case
10 years   year  NNS 2  obl
"""
    assert facts(block) == [
        "He | served as | a soldier",
        "He | served as a soldier in | the army",
        "He | served as a soldier for | years",
    ]


def test_later_phrases_pass_the_object_only() -> None:
    block = """
1 They  _     PRP 2 nsubj
2 built build VBD 0 root
3 a     _     DT  4 det
4 dam   _     NN  2 obj
5 in    _     IN  6 case
6 Peru  _     NNP 2 obl
7 for   _     IN  8 case
8 Acme  _     NNP 2 obl
"""
    assert facts(block) == [
        "They | built | a dam",
        "They | built a dam in | Peru",
        "They | built a dam for | Acme",
    ]


def test_a_fronted_phrase_goes_behind_the_verb_with_its_capital() -> None:
    block = """
1 In      _      IN  2 case
2 1918    _      CD  7 obl
3 ,       _      ,   2 punct
4 the     _      DT  5 det
5 town    _      NN  7 nsubj:pass
6 was     be     VBD 7 aux:pass
7 renamed rename VBN 0 root
8 Elm     _      NNP 7 xcomp
"""
    assert facts(block) == ["the town | was renamed | Elm", "the town | was renamed Elm In | 1918"]


def test_a_report_is_told_for_each_clause_that_is_joined() -> None:
    block = """
1  Ann   _     NNP 2  nsubj
2  said  say   VBD 0  root
3  that  _     IN  6  mark
4  the   _     DT  5  det
5  dam   _     NN  6  nsubj
6  leaks leak  VBZ 2  ccomp
7  and   _     CC  10 cc
8  that  _     IN  10 mark
9  Acme  _     NNP 10 nsubj
10 built build VBD 6  conj
11 it    _     PRP 10 obj
"""
    assert facts(block) == [
        "Ann | said | that the dam leaks",
        "Ann | said | that Acme built it",
        "Acme | built | it",
    ]


def test_a_report_in_the_passive_keeps_its_chain() -> None:
    block = """
1 His     _      PRP$ 2 nmod:poss
2 friends friend NNS  4 nsubj:pass
3 were    be     VBD  4 aux:pass
4 said    say    VBN  0 root
5 to      _      TO   7 mark
6 have    _      VB   7 aux
7 built   build  VBN  4 xcomp
8 boats   boat   NNS  7 obj
"""
    assert facts(block) == ["His friends | were said to have built | boats"]


def test_a_denial_stands_in_the_relation() -> None:
    block = """
1 The   _  DT  2 det
2 dam   _  NN  5 nsubj
3 does  do VBZ 5 aux
4 not   _  RB  5 advmod
5 hold  _  VB  0 root
6 water _  NN  5 obj
"""
    assert facts(block) == ["The dam | does not hold | water"]


def test_a_broad_negative_stands_in_the_relation() -> None:
    block = """
1 The     _      DT  2 det
2 talks   talk   NNS 5 nsubj
3 can     _      MD  5 aux
4 hardly  _      RB  5 advmod
5 help    _      VB  0 root
6 the     _      DT  7 det
7 farmers farmer NNS 5 obj
"""
    assert facts(block) == ["The talks | can hardly help | the farmers"]


def test_no_longer_stands_in_the_relation() -> None:
    block = """
1 It     _    PRP 4 nsubj
2 no     _    RB  3 advmod
3 longer long RBR 4 advmod
4 sells  sell VBZ 0 root
5 cars   car  NNS 4 obj
"""
    assert facts(block) == ["It | no longer sells | cars"]


def test_a_participle_on_a_predicate_nominal_is_about_the_subject() -> None:
    block = """
1 Acme    _     NNP 4 nsubj
2 is      be    VBZ 4 cop
3 a       _     DT  4 det
4 bank    _     NN  0 root
5 founded found VBN 4 acl
6 in      _     IN  7 case
7 2005    _     CD  5 obl
"""
    assert facts(block) == ["Acme | is | a bank", "Acme | founded in | 2005"]


def test_a_participle_on_another_noun_is_about_the_noun() -> None:
    block = """
1 Workers worker NNS 2 nsubj
2 fixed   fix    VBD 0 root
3 pipes   pipe   NNS 2 obj
4 damaged damage VBN 3 acl
5 by      _      IN  6 case
6 frost   _      NN  4 obl:agent
"""
    assert facts(block) == ["Workers | fixed | pipes", "pipes | damaged by | frost"]


def test_a_bare_time_is_an_object() -> None:
    block = """
1 Bonds     _     NNS 2 nsubj
2 rose      rise  VBD 0 root
3 two       _     CD  4 nummod
4 points    point NNS 2 obj
5 yesterday _     NN  2 obl:unmarked
"""
    assert facts(block) == ["Bonds | rose | two points", "Bonds | rose two points | yesterday"]


def test_a_time_told_from_another_is_one_object() -> None:
    block = """
1 Five  _    CD  2 nummod
2 years year NNS 3 obl:unmarked
3 later late RBR 6 advmod
4 ,     _    ,   3 punct
5 she   _    PRP 6 nsubj
6 met   meet VBD 0 root
7 Ann   _    NNP 6 obj
"""
    assert facts(block) == ["she | met | Ann", "she | met Ann | Five years later"]


def test_an_idiom_of_verb_and_noun_gives_no_bare_fact() -> None:
    block = """
1 The     _    DT  2 det
2 meeting _    NN  3 nsubj
3 took    take VBD 0 root
4 place   _    NN  3 obj
5 in      _    IN  6 case
6 Oslo    _    NNP 3 obl
"""
    assert facts(block) == ["The meeting | took place in | Oslo"]


def test_a_gerund_on_a_noun_is_told_behind_it() -> None:
    block = """
1  The       _        DT  2  det
2  book      _        NN  3  nsubj
3  describes describe VBZ 0  root
4  the       _        DT  5  det
5  need      _        NN  3  obj
6  for       _        IN  7  mark
7  building  build    VBG 5  acl
8  dams      dam      NNS 7  obj
9  in        _        IN  10 case
10 Peru      _        NNP 8  nmod
"""
    assert facts(block) == [
        "The book | describes | the need",
        "The book | describes the need for building | dams",
        "The book | describes the need for building dams in | Peru",
    ]


def test_a_gerund_as_subject_is_taken_whole() -> None:
    block = """
1 Accomplishing accomplish VBG 7 csubj
2 both          _          DT  1 obj
3 will          _          MD  7 aux
4 be            _          VB  7 cop
5 a             _          DT  7 det
6 balancing     _          NN  7 compound
7 act           _          NN  0 root
"""
    assert facts(block) == ["Accomplishing both | will be | a balancing act"]
