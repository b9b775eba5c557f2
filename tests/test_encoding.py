from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.encoding import decode_extraction, encode_extraction
from kg.model import (
    Argument,
    EntityType,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Proposition,
    Span,
    Triple,
)

small = st.integers(0, 10_000)
spans = st.builds(Span, small, small)
span_tuples = st.lists(spans, min_size=1, max_size=3).map(tuple)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
numbers = st.lists(small, max_size=3).map(tuple)
mentions = st.builds(
    Mention, small, small, small, span_tuples, words, words, st.sampled_from(MentionKind), st.sampled_from(EntityType),
    numbers, st.lists(words, max_size=2).map(tuple), st.none() | words, st.none() | small,
)  # fmt: skip
triples = st.builds(Triple, small, words, st.none() | small, words, span_tuples, st.floats(0, 1))
propositions = st.builds(
    Proposition, small, small, small, words, span_tuples,
    st.lists(st.builds(Argument, words, small), max_size=2).map(tuple), st.sampled_from(Polarity),
    st.sampled_from(Modality), numbers, st.none() | words, st.none() | small,
    st.lists(triples, max_size=2).map(tuple),
)  # fmt: skip
extractions = st.builds(
    Extraction, words, words, words, st.lists(spans, max_size=3).map(tuple), st.lists(mentions, max_size=3).map(tuple),
    st.lists(propositions, max_size=3).map(tuple), st.lists(numbers, max_size=2).map(tuple),
)  # fmt: skip


@given(extractions)
def test_an_extraction_survives_json(extraction: Extraction) -> None:
    assert decode_extraction(encode_extraction(extraction)) == extraction


def test_members_of_enumerations_come_back_as_themselves() -> None:
    mention = Mention(0, 0, 1, (Span(0, 4),), "Oslo", "Oslo", MentionKind.NAME, EntityType.PLACE)
    found = decode_extraction(encode_extraction(Extraction("d", "rules", "1", (), (mention,), ()))).mentions[0]
    assert found.type is EntityType.PLACE
    assert found.kind is MentionKind.NAME


def test_what_is_at_its_default_is_left_out() -> None:
    pronoun = Mention(0, 0, 1, (Span(0, 2),), "It", "It", MentionKind.PRONOUN, EntityType.CONCEPT, antecedent=3)
    clause = Proposition(0, 0, 2, "rain", (Span(3, 8),), polarity=Polarity.NEGATIVE)
    assert encode_extraction(Extraction("d", "rules", "1", (Span(0, 9),), (pronoun,), (clause,), ((0, 3),))) == (
        '{"document":"d","extractor":"rules","version":"1","sentences":[[0,9]],'
        '"mentions":[{"index":0,"sentence":0,"head":1,"spans":[[0,2]],"text":"It","name":"It","kind":"pronoun",'
        '"type":"Concept","antecedent":3}],'
        '"propositions":[{"sentence":0,"clause":0,"head":2,"lemma":"rain","spans":[[3,8]],"polarity":"negative"}],'
        '"chains":[[0,3]]}'
    )
