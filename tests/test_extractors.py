"""What every extractor keeps to: spans quote the document, indices hold together, nothing odd stops it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extractors import RuleExtractor
from kg.grammar.trees import quote
from kg.model import Document, Extraction, Extractor, MentionKind, Settings, Span

EXTRACTORS: list[Extractor] = [RuleExtractor()]
each_extractor = pytest.mark.parametrize("extractor", EXTRACTORS, ids=lambda extractor: extractor.name)

ARTICLE = """Halden buys ferries

BERGEN, Norway (AP) — Halden Shipping, a ferry company based in Bergen, said on Tuesday that it would buy three \
ferries from Tromex for $40 million.

“We hope to sail by May,” said Ingrid Moe, the chief executive of Halden. She denied reports that the Norwegian \
government had urged her to wait. Tromex did not comment.

Its founder, Lars Dahl, met Prime Minister Erna Solberg in Oslo last week."""

ODD = {
    "nothing": "",
    "blanks": " \n\n\t ",
    "one word": "Bergen",
    "one name": "Ingrid Moe",
    "one verb": "Sold.",
    "only punctuation": "?! … — “” ( ) ; :",
    "only paragraphs": "\n\n\n\n",
    "one pronoun": "It",
    "a headline": "Halden buys three ferries from Tromex",
    "a very long sentence": "Halden sold a ferry to Tromex " + "and Tromex sold the ferry to Halden " * 60 + ".",
    "a very long name": "Ingrid " * 300,
    "a very long word": "a" * 3000,
    "emoji": "Halden 🚢 bought Tromex 👩‍👩‍👧‍👦 in Bergen 🇳🇴.",
    "combining and invisible marks": "Ba\u0301rd\u200b Moe\u00ad met \ufeffAnn\u2028Berg.",
    "other scripts": "Ингрид Моэ встретила 習近平 في أوسلو .",
    "open quotes": "“ Halden ‘ said “ that it won",
    "brackets never closed": "Halden (which (owns [Tromex said",
    "only numbers": "1 2,000 3.5 $ 4% 1999",
    "shouting": "HALDEN BUYS TROMEX!!! SAYS MOE!!!",
    "a list": "- Bergen\n- Oslo\n- Halden",
    "windows line ends": "Halden bought Tromex.\r\n\r\nIt paid.",
}


def document(text: str, *, headline_end: int = 0, dateline: str = "", published: str | None = "2013-03-14") -> Document:
    span = Span(text.index(dateline), text.index(dateline) + len(dateline)) if dateline else None
    return Document(
        "0123456789abcdef", text, "ferry.txt", published=published, headline_end=headline_end, dateline=span
    )


def check(document: Document, extraction: Extraction) -> None:
    """Assert all that an extraction promises."""
    check_sentences(document, extraction)
    check_mentions(document, extraction)
    check_propositions(document, extraction)
    check_chains(extraction)


@each_extractor
def test_what_a_document_is_called_does_not_matter(extractor: Extractor) -> None:
    one = document(ARTICLE, headline_end=20, dateline="BERGEN, Norway")
    other = replace(one, id="fedcba9876543210", source="b.txt", title="Gas", publisher="AP", url="https://x.example")
    assert extractor.extract(other) == replace(extractor.extract(one), document=other.id)


def check_spans(document: Document, spans: tuple[Span, ...]) -> None:
    """Assert that there are spans, in order, apart, and inside the text."""
    assert spans
    assert all(0 <= span.start < span.end <= len(document.text) for span in spans)
    assert all(left.end <= right.start for left, right in pairwise(spans))


def check_sentences(document: Document, extraction: Extraction) -> None:
    if extraction.sentences:
        check_spans(document, extraction.sentences)


def check_mentions(document: Document, extraction: Extraction) -> None:
    count = len(extraction.mentions)
    assert [mention.index for mention in extraction.mentions] == list(range(count))
    for mention in extraction.mentions:
        check_spans(document, mention.spans)
        assert mention.text == quote(document.text, mention.spans)
        assert mention.name.strip()
        sentence = extraction.sentences[mention.sentence]
        assert all(sentence.contains(span) for span in mention.spans)
        assert all(part in range(count) and part != mention.index for part in mention.parts)
        if mention.antecedent is not None:
            assert mention.kind is MentionKind.PRONOUN
            assert mention.antecedent in range(count)
            assert mention.antecedent != mention.index
        assert mention.value is None or mention.type.is_literal


def check_propositions(document: Document, extraction: Extraction) -> None:
    indices = range(len(extraction.mentions))
    clauses = [(proposition.sentence, proposition.clause) for proposition in extraction.propositions]
    assert len(clauses) == len(set(clauses))
    for proposition in extraction.propositions:
        check_spans(document, proposition.spans)
        sentence = extraction.sentences[proposition.sentence]
        assert all(sentence.contains(span) for span in proposition.spans)
        assert proposition.lemma
        assert all(0 < triple.confidence < 1 for triple in proposition.triples)
        assert all(argument.role and argument.mention in indices for argument in proposition.arguments)
        assert all(source in indices for source in proposition.attribution)
        assert len(set(proposition.attribution)) == len(proposition.attribution)
        assert proposition.place is None or proposition.place in indices
        for triple in proposition.triples:
            check_spans(document, triple.spans)
            assert triple.phrase == quote(document.text, triple.spans)
            assert triple.predicate
            assert triple.subject in indices
            assert triple.object is None or (triple.object in indices and triple.object != triple.subject)


def check_chains(extraction: Extraction) -> None:
    members = [index for chain in extraction.chains for index in chain]
    assert len(members) == len(set(members))
    assert all(index in range(len(extraction.mentions)) for index in members)
    assert all(len(chain) > 1 and list(chain) == sorted(chain) for chain in extraction.chains)
    assert list(extraction.chains) == sorted(extraction.chains)


@each_extractor
def test_an_extractor_tells_its_name_and_version(extractor: Extractor) -> None:
    extraction = extractor.extract(document(ARTICLE))
    assert extractor.name.strip()
    assert extractor.version.strip()
    assert (extraction.document, extraction.extractor, extraction.version) == (
        "0123456789abcdef",
        extractor.name,
        extractor.version,
    )


@each_extractor
def test_an_article_yields_names_pronouns_facts_and_sources_that_quote_it(extractor: Extractor) -> None:
    article = document(ARTICLE, headline_end=ARTICLE.index("\n"), dateline="BERGEN, Norway")
    extraction = extractor.extract(article)
    check(article, extraction)
    assert {mention.kind for mention in extraction.mentions} == set(MentionKind)
    assert any(proposition.triples for proposition in extraction.propositions)
    assert any(proposition.attribution for proposition in extraction.propositions)
    assert extraction.chains


@each_extractor
def test_the_same_document_gives_the_same_extraction(extractor: Extractor) -> None:
    assert extractor.extract(document(ARTICLE)) == extractor.extract(document(ARTICLE))


@each_extractor
def test_a_document_is_read_whatever_was_read_before(extractor: Extractor) -> None:
    first = extractor.extract(document(ARTICLE))
    extractor.extract(document("Lars Dahl left Oslo. He sold Tromex."))
    assert extractor.extract(document(ARTICLE)) == first


@each_extractor
@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_documents_do_no_harm(extractor: Extractor, text: str) -> None:
    odd = document(text)
    check(odd, extractor.extract(odd))


@each_extractor
def test_a_headline_alone_does_no_harm(extractor: Extractor) -> None:
    text = "Halden buys three ferries from Tromex"
    headline = document(text, headline_end=len(text), published=None)
    check(headline, extractor.extract(headline))


@each_extractor
def test_a_dateline_alone_does_no_harm(extractor: Extractor) -> None:
    dateline = document("BERGEN, Norway", dateline="BERGEN, Norway", published=None)
    check(dateline, extractor.extract(dateline))


WORDS = """
    Halden Tromex Ingrid Moe Mr. Norway Norwegian U.S.-backed Oslo Prime Minister president of the a no not
    that which who whose to and or but if because said denied refused accused hopes would be is was been by
    with in until it its she they himself sold selling sells evidence report ferry ferries 3 million $ % 2012
    Monday , . ? “ ” ( ) : - 's n't
""".split()


@each_extractor
@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=40))
def test_random_words_do_no_harm(extractor: Extractor, words: list[str]) -> None:
    jumble = document(" ".join(words))
    check(jumble, extractor.extract(jumble))


@each_extractor
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=60))
def test_random_characters_do_no_harm(extractor: Extractor, text: str) -> None:
    jumble = document(text)
    check(jumble, extractor.extract(jumble))


def test_the_version_of_the_rules_names_the_language_model() -> None:
    from kg.extractors import RULES_VERSION
    from kg.sentences import model_version

    assert RuleExtractor(Settings()).version == f"{RULES_VERSION}+{model_version()}"
