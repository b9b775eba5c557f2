"""How our mentions become those of GUM, and how its chains are compared with ours."""

import pytest
from benchmark.gum import Found, found_chains, match_heads, score_document, whole_phrase
from hand import read, read_block, tree

from kg.evaluation.chains import score_chains
from kg.grammar.trees import Tree
from kg.model import MentionKind, Span
from kg.training.entity_layer import GoldDocument, GoldMention

MAYOR = """
1  The     _     DT  3  det
2  new     _     JJ  3  amod
3  mayor   _     NN  11 nsubj
4  of      _     IN  5  case
5  Halden  _     NNP 3  nmod   B-LOC
6  ,       _     ,   7  punct
7  who     _     WP  8  nsubj
8  won     win   VBD 3  acl:relcl
9  ,       _     ,   3  punct
10 often   _     RB  11 advmod
11 met     meet  VBD 0  root
12 Ann     _     NNP 11 obj    B-PER
13 Berg    _     NNP 12 flat   I-PER
14 ,       _     ,   16 punct
15 his     _     PRP$ 16 nmod:poss
16 aunt    _     NN  12 appos
17 ,       _     ,   16 punct
18 and     _     CC  19 cc
19 Bo      _     NNP 12 conj   B-PER
20 's      _     POS 19 case
"""


def phrase(block: str, number: int) -> str:
    document, sentences = read_block(block)
    found = Tree(sentences[0])
    return whole_phrase(found, found.token(number)).quote(document.text)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (3, "The new mayor of Halden, who won"),
        (5, "Halden"),
        (12, "Ann Berg"),
        (16, "his aunt"),
        (15, "his"),
        (19, "Bo's"),
    ],
)
def test_a_phrase_has_its_modifiers_but_no_preposition_apposition_or_conjunct(number: int, expected: str) -> None:
    assert phrase(MAYOR, number) == expected


def test_a_predicate_leaves_its_subject_and_verb_out() -> None:
    block = "1 She _ PRP 4 nsubj\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 judge _ NN 0 root\n5 . _ . 4 punct\n"
    assert phrase(block, 4) == "a judge"


def test_titles_and_adjectives_of_nationality_are_no_mentions() -> None:
    block = """
1 Norwegian _ JJ 2 amod
2 ships  ship  NNS 3 nsubj
3 left   leave VBD 0 root
4 Norway _     NNP 3 obj B-LOC
"""
    reading, sentence = read(block), tree(block)
    assert reading.chain("Norway") == ["Norwegian", "Norway"]
    chains = found_chains([sentence], reading.extraction)
    assert [[mention.span.quote(reading.document.text) for mention in chain] for chain in chains] == [["Norway"]]


def gold_mention(start: int, end: int, head: int, chain: int, kind: MentionKind = MentionKind.NAME) -> GoldMention:
    return GoldMention(Span(start, end), Span(head, head + 1), kind, chain, "person", "coref", (), 0)


GOLD = GoldDocument(
    "GUM_news_own", "", (),
    (gold_mention(0, 9, 2, 1), gold_mention(2, 4, 2, 2), gold_mention(20, 22, 20, 1), gold_mention(30, 31, 30, 2)),
)  # fmt: skip


def test_a_mention_with_a_gold_head_counts_as_that_mention_the_nearest_in_length() -> None:
    chains = [[Found(Span(1, 9), Span(2, 3), MentionKind.NAME), Found(Span(20, 23), Span(20, 21), MentionKind.NAME)]]
    assert match_heads(GOLD, chains) == [[Span(0, 9), Span(20, 22)]]
    result = score_document(GOLD, chains)
    assert result.exact.muc.f1 == 0.0
    assert result.heads.muc == score_chains([[1, 2], [3, 4]], [[1, 2]]).muc


def test_mentions_and_links_are_counted_by_kind() -> None:
    chains = [[Found(Span(0, 9), Span(2, 3), MentionKind.NAME), Found(Span(20, 22), Span(20, 21), MentionKind.NAME)]]
    counts = score_document(GOLD, chains).counts
    name = MentionKind.NAME
    assert (counts[name, "found"], counts[name, "right"], counts[name, "wanted"], counts[name, "met"]) == (2, 2, 4, 2)
    assert (counts[name, "links found"], counts[name, "links right"]) == (1, 1)
    assert (counts[name, "links wanted"], counts[name, "links met"]) == (2, 1)
