"""Names of capitals that stand for a government, and those that stand for the town."""

import pytest
from hand import tree

from kg.grammar.metonymy import is_government


def governments(block: str) -> list[str]:
    """Return the names of places in a sentence that stand for governments."""
    found = tree(block)
    return [token.form for token in found.tokens if token.ner == "B-LOC" and is_government(found, token)]


@pytest.mark.parametrize(
    "block",
    [
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 rejected reject VBD 0 root\n3 it _ PRP 2 obj",
        "1 Oslo _ NNP 3 nsubj B-LOC\n2 is be VBZ 3 cop\n3 silent _ JJ 0 root",
        "1 Oslo _ NNP 3 nsubj B-LOC\n2 is be VBZ 3 cop\n3 reluctant _ JJ 0 root\n4 to _ TO 5 mark\n5 sign _ VB 3 xcomp",
        "1 Oslo _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 critic _ NN 0 root\n5 of _ IN 7 case\n"
        "6 the _ DT 7 det\n7 war _ NN 4 nmod",
        "1 Oslo _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 at _ IN 4 case\n4 odds _ NNS 0 root\n5 with _ IN 6 case\n"
        "6 them _ PRP 4 nmod",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 has have VBZ 0 root\n3 no _ DT 4 det\n4 intention _ NN 2 obj",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 has have VBZ 0 root\n3 to _ TO 4 mark\n4 decide _ VB 2 xcomp",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 sees see VBZ 0 root\n3 it _ PRP 2 obj\n4 as _ IN 6 case\n5 a _ DT 6 det\n"
        "6 threat _ NN 2 obl",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 closed close VBD 0 root\n3 its _ PRP$ 4 nmod:poss\n4 embassy _ NN 2 obj",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 remains remain VBZ 0 root\n3 committed _ JJ 2 xcomp",
        "1 Oslo _ NNP 3 nsubj:pass B-LOC\n2 is be VBZ 3 aux:pass\n3 accused accuse VBN 0 root\n4 of _ IN 5 case\n"
        "5 theft _ NN 3 obl",
        "1 Oslo _ NNP 3 nsubj:pass B-LOC\n2 is be VBZ 3 aux:pass\n3 expected expect VBN 0 root\n4 to _ TO 5 mark\n"
        "5 protest _ VB 3 xcomp",
        "1 Ann _ NNP 2 nsubj\n2 accused accuse VBD 0 root\n3 Oslo _ NNP 2 obj B-LOC\n4 of _ IN 5 case\n"
        "5 theft _ NN 2 obl",
        "1 Ann _ NNP 2 nsubj\n2 told tell VBD 0 root\n3 Oslo _ NNP 2 iobj B-LOC\n4 so _ RB 2 advmod",
        "1 Ann _ NNP 2 nsubj\n2 wants want VBZ 0 root\n3 Oslo _ NNP 2 obj B-LOC\n4 to _ TO 5 mark\n5 act _ VB 2 xcomp",
        "1 Ann _ NNP 2 nsubj\n2 called call VBD 0 root\n3 on _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC\n5 to _ TO 6 mark\n"
        "6 act _ VB 2 xcomp",
        "1 Ann _ NNP 2 nsubj\n2 was be VBD 3 aux:pass\n3 praised praise VBN 0 root\n4 by _ IN 5 case\n"
        "5 Oslo _ NNP 3 obl:agent B-LOC",
        "1 Oslo _ NNP 3 nmod:poss B-LOC\n2 's _ POS 1 case\n3 decision _ NN 4 nsubj\n4 hurt _ VBD 0 root",
        "1 Oslo _ NNP 5 nmod:poss B-LOC\n2 's _ POS 1 case\n3 long _ JJ 5 amod\n4 military _ JJ 5 amod\n"
        "5 buildup _ NN 6 nsubj\n6 hurt _ VBD 0 root",
        "1 Oslo _ NNP 4 nmod:poss B-LOC\n2 's _ POS 1 case\n3 defense _ NN 4 compound\n4 minister _ NN 5 nsubj\n"
        "5 left leave VBD 0 root",
        "1 Sanctions sanction NNS 4 nsubj\n2 against _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 work _ VBP 0 root",
        "1 Pressure _ NN 4 nsubj\n2 on _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 grew grow VBD 0 root",
        "1 A _ DT 2 det\n2 push _ NN 5 nsubj\n3 by _ IN 4 case\n4 Oslo _ NNP 2 nmod B-LOC\n5 failed fail VBD 0 root",
        "1 Ann _ NNP 2 nsubj\n2 demanded demand VBD 0 root\n3 an _ DT 4 det\n4 apology _ NN 2 obj\n5 from _ IN 6 case\n"
        "6 Oslo _ NNP 2 obl B-LOC",
        "1 Critics critic NNS 4 nsubj\n2 of _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 left leave VBD 0 root",
        "1 Oslo _ NNP 7 nsubj B-LOC\n2 , _ , 4 punct\n3 which _ WDT 4 nsubj\n4 backs back VBZ 1 acl:relcl\n"
        "5 it _ PRP 4 obj\n6 , _ , 4 punct\n7 agreed agree VBD 0 root",
    ],
)  # fmt: skip
def test_a_capital_that_acts_is_addressed_or_has_a_policy_is_the_government(block: str) -> None:
    assert governments(block) == ["Oslo"]


@pytest.mark.parametrize(
    "block",
    [
        "1 Talks talk NNS 6 nsubj\n2 between _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 and _ CC 5 cc\n"
        "5 Rome _ NNP 3 conj B-LOC\n6 failed fail VBD 0 root",
        "1 Oslo _ NNP 4 nsubj B-LOC\n2 and _ CC 3 cc\n3 Rome _ NNP 1 conj B-LOC\n4 agreed agree VBD 0 root",
        "1 Ann _ NNP 2 nsubj\n2 met meet VBD 0 root\n3 with _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC\n5 and _ CC 6 cc\n"
        "6 Rome _ NNP 4 conj B-LOC",
    ],
)
def test_two_capitals_joined_are_two_governments(block: str) -> None:
    assert governments(block) == ["Oslo", "Rome"]


@pytest.mark.parametrize(
    "block",
    [
        "1 Ann _ NNP 2 nsubj\n2 lives live VBZ 0 root\n3 in _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC",
        "1 Ann _ NNP 2 nsubj\n2 flew fly VBD 0 root\n3 to _ IN 4 case\n4 Oslo _ NNP 2 obl B-LOC\n5 and _ CC 6 cc\n"
        "6 Rome _ NNP 4 conj B-LOC",
        "1 Ann _ NNP 3 nsubj:pass\n2 was be VBD 3 aux:pass\n3 born bear VBN 0 root\n4 in _ IN 5 case\n"
        "5 Oslo _ NNP 3 obl B-LOC",
        "1 Ann _ NNP 2 nsubj\n2 sent send VBD 0 root\n3 an _ DT 4 det\n4 envoy _ NN 2 obj\n5 to _ IN 6 case\n"
        "6 Oslo _ NNP 2 obl B-LOC",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 hosted host VBD 0 root\n3 the _ DT 4 det\n4 games _ NNS 2 obj",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 burned burn VBD 0 root",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 fell fall VBD 0 root\n3 2 _ CD 4 nummod\n4 percent _ NN 2 obj",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 closed close VBD 0 root\n3 higher _ RBR 2 advmod",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 has have VBZ 0 root\n3 a _ DT 4 det\n4 subway _ NN 2 obj",
        "1 Oslo _ NNP 2 nsubj B-LOC\n2 saw see VBD 0 root\n3 heavy _ JJ 4 amod\n4 fighting _ NN 2 obj",
        "1 Oslo _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 very _ RB 4 advmod\n4 beautiful _ JJ 0 root",
        "1 Oslo _ NNP 4 nsubj B-LOC\n2 is be VBZ 4 cop\n3 the _ DT 4 det\n4 capital _ NN 0 root",
        "1 Oslo _ NNP 3 nsubj:pass B-LOC\n2 was be VBD 3 aux:pass\n3 shaken shake VBN 0 root\n4 by _ IN 5 case\n"
        "5 bombs _ NNS 3 obl:agent",
        "1 Oslo _ NNP 3 nsubj:pass B-LOC\n2 is be VBZ 3 aux:pass\n3 expected expect VBN 0 root\n4 to _ TO 5 mark\n"
        "5 host _ VB 3 xcomp",
        "1 Oslo _ NNP 2 nmod:poss B-LOC\n2 streets street NNS 3 nsubj\n3 froze freeze VBD 0 root",
        "1 Oslo _ NNP 3 nmod:poss B-LOC\n2 's _ POS 1 case\n3 mayor _ NN 4 nsubj\n4 left leave VBD 0 root",
        "1 Oslo _ NNP 2 compound B-LOC\n2 police _ NN 3 nsubj\n3 left leave VBD 0 root",
        "1 The _ DT 3 det\n2 Oslo _ NNP 3 compound B-LOC\n3 court _ NN 4 nsubj\n4 agreed agree VBD 0 root",
        "1 The _ DT 5 det\n2 Oslo _ NNP 4 obl:unmarked B-LOC\n3 - _ HYPH 4 punct\n4 based base VBN 5 amod\n"
        "5 firm _ NN 6 nsubj\n6 agreed agree VBD 0 root",
        "1 Ann _ NNP 2 nsubj\n2 visited visit VBD 0 root\n3 Oslo _ NNP 2 obj B-LOC",
        "1 Ann _ NNP 2 nsubj\n2 saw see VBD 0 root\n3 Oslo _ NNP 2 obj B-LOC\n4 fall _ VB 2 xcomp",
        "1 Flights flight NNS 6 nsubj\n2 between _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 and _ CC 5 cc\n"
        "5 Rome _ NNP 3 conj B-LOC\n6 resumed resume VBD 0 root",
        "1 Roads road NNS 2 nsubj\n2 link _ VBP 0 root\n3 Ayr _ NNP 2 obj\n4 with _ IN 5 case\n"
        "5 Oslo _ NNP 2 obl B-LOC",
        "1 Attacks attack NNS 4 nsubj\n2 on _ IN 3 case\n3 Oslo _ NNP 1 nmod B-LOC\n4 failed fail VBD 0 root",
        "1 The _ DT 2 det\n2 capital _ NN 4 nsubj\n3 Oslo _ NNP 2 appos B-LOC\n4 agreed agree VBD 0 root",
        "1 Oslo _ NNP 0 root B-LOC",
    ],
)  # fmt: skip
def test_a_place_where_something_is_or_that_things_happen_to_is_the_town(block: str) -> None:
    assert governments(block) == []
