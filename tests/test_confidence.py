"""How likely triples are right: what speaks for and against them, and what follows from it."""

from dataclasses import replace

import pytest
from hand import assertions_of, came, read, tree

from kg.confidence import MOST_DOUBT, describe, estimate
from kg.extractors import RuleExtractor
from kg.grammar.trees import Tree
from kg.model import Document

MET = "1 Ann _ NNP 2 nsubj B-PER\n2 met meet VBD 0 root\n3 Bo _ NNP 2 obj B-PER\n"


def features(block: str, *, probabilities: dict[int, float] | None = None) -> dict[str, float]:
    """Return what is told of the first triple of a block, whose arcs have these probabilities."""
    extraction = read(block).extraction
    found = tree(block)
    tokens = [
        replace(token, head_probability=(probabilities or {}).get(token.id, 1.0)) for token in found.sentence.tokens
    ]
    proposition = next(one for one in extraction.propositions if one.triples)
    sure = Tree(replace(found.sentence, tokens=tuple(tokens)))
    return describe(sure, extraction.mentions, proposition, proposition.triples[0])


def test_a_sure_parse_leaves_no_doubt() -> None:
    assert features(MET)["doubt"] == 0


def test_the_doubts_of_the_arcs_between_predicate_and_ends_add_up() -> None:
    found = features(MET, probabilities={1: 0.5, 3: 0.5})
    assert found["doubt"] == pytest.approx(1.386, abs=0.001)
    assert found["weakest"] == pytest.approx(0.693, abs=0.001)


def test_one_arc_tells_no_more_than_so_much() -> None:
    assert features(MET, probabilities={1: 0.0})["doubt"] == MOST_DOUBT


def test_arcs_beside_the_triple_do_not_count() -> None:
    block = MET + "4 today _ RB 2 advmod\n"
    assert features(block, probabilities={4: 0.1})["doubt"] == 0


def test_the_kind_of_a_triple_is_told() -> None:
    assert features(MET)["name"] == 2 and features(MET)["alone"] == 0
    assert features(came("Ann"))["alone"] == 1
    vet = "1 Ann _ NNP 4 nsubj B-PER\n2 is be VBZ 4 cop\n3 a _ DT 4 det\n4 vet _ NN 0 root\n"
    assert features(vet)["copula"] == 1


def test_doubt_lowers_the_estimate() -> None:
    weights = {"bias": 2.0, "doubt": -1.0}
    assert estimate({"bias": 1, "doubt": 0}, weights) > estimate({"bias": 1, "doubt": 1}, weights)


def test_a_fact_known_through_a_pronoun_is_less_sure() -> None:
    by_name, by_pronoun = assertions_of(
        read(came("Maria Berg") + "\n" + MET.replace("1 Ann _ NNP 2 nsubj B-PER", "1 She _ PRP 2 nsubj"))
    )
    assert by_pronoun.confidence < by_name.confidence


def test_confidences_have_two_digits_and_differ() -> None:
    text = "Clinton met Putin in Sochi. The man the plan the council backed hurt said old boats sank there, he feared."
    found = RuleExtractor().extract(Document("0" * 16, text, "a.txt")).propositions
    confidences = {triple.confidence for one in found for triple in one.triples}
    assert len(confidences) > 1
    assert all(round(confidence, 2) == confidence for confidence in confidences)
