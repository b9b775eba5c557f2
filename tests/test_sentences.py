from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.language import LanguageModel, is_tree
from kg.language.boundaries import find_boundaries
from kg.language.tokenizer import find_tokens
from kg.model import Document, Span
from kg.sentences import find_sentences, model_version, parse_tokens

TEXT = """Council rejects the plan

LIMA, Peru (AP) -- The U.S.-backed council rejected Mr. Okafor's plan on Monday. "We can't pay $5m," he said.

Okafor didn't answer questions. The vote in the U.S. Senate is due in May."""


def words(text: str) -> list[str]:
    return [text[start:end] for start, end in find_tokens(text)]


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in find_boundaries(text)]


def document(text: str, headline_end: int = 0, dateline: Span | None = None) -> Document:
    return Document(id="0" * 16, text=text, source="test.txt", headline_end=headline_end, dateline=dateline)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Khan's men don't know.", "Khan 's men do n't know ."),
        ("She cannot and won’t go.", "She can not and wo n’t go ."),
        ("the reporters' union", "the reporters ' union"),
        ("U.S.-backed rebels", "U.S. - backed rebels"),
        ("a pro-Western, non-profit ex-minister", "a pro-Western , non-profit ex-minister"),
        ("a well-known 25-year-old", "a well - known 25 - year - old"),
        ("$5.2bn, €3m and 5%", "$ 5.2 bn , € 3 m and 5 %"),
        ("US$300 at 5:30pm", "US$ 300 at 5:30 pm"),
        ("1,200 troops in the 1990s, the 20th time", "1,200 troops in the 1990s , the 20th time"),
        ("and/or 9/11", "and / or 9/11"),
        ("2011–2014—maybe", "2011 – 2014 — maybe"),
        ("“Why?” he asked...", "“ Why ? ” he asked ..."),
        ('"Why?!"', '" Why ?! "'),
        ("AT&T (T) told a.b@example.org", "AT&T ( T ) told a.b@example.org"),
        ("See https://example.org/a-b?c=1.", "See https://example.org/a-b?c=1 ."),
        ("Gen. Petraeus of Acme Inc. saw No. 5.", "Gen. Petraeus of Acme Inc. saw No. 5 ."),
        ("He said no.", "He said no ."),
        ("J. F. Sarr left at 5 p.m. on Jan. 3.", "J. F. Sarr left at 5 p.m. on Jan. 3 ."),
        ("O'Reilly gave o'clock", "O'Reilly gave o'clock"),
        ("They dont read plan_b.pdf", "They do nt read plan_b.pdf"),
        ("He cant and wont go.", "He ca nt and wo nt go ."),
        ("the U.S because of it", "the U.S because of it"),
        ("Suite 83N is the 50,000th, item #1 of #peace", "Suite 83N is the 50,000th , item # 1 of #peace"),
        ("mailto:a@example.org on sci.space.news", "mailto:a@example.org on sci.space.news"),
        ("They won ^_^ and left =) (:", "They won ^_^ and left =) (:"),
        ("the w- the wh- water, a three- or four-day trip", "the w- the wh- water , a three - or four - day trip"),
        ("ants, bees, etc. and birds, etc.", "ants , bees , etc. and birds , etc ."),
    ],
)
def test_text_is_cut_as_the_treebanks_cut_it(text: str, expected: str) -> None:
    assert words(text) == expected.split()


@pytest.mark.parametrize(
    "expected",
    [
        ["Gen. Petraeus left.", "He was 60."],
        ["Officials in the U.S. said so.", "It was late."],
        ["He moved to the U.S. in May.", "They stayed."],
        ["She works for Acme Inc. in Ohio.", "The firm is small."],
        ["He left the U.S.", "The army stayed."],
        ["J. F. Sarr spoke.", "Nobody heard."],
        ["It rose 3.5 points to No. 2 in the list.", "Then it fell."],
        ['"We won," he said.', '"It is over."', "They left."],
        ["“It is over.”", "They left."],
        ['"Why?" Berg asked.', "Nobody knew."],
        ["Is it true?", "Yes!", "Good."],
        ["(It rained.)", "The game went on."],
        ["He waited ... and waited.", "Nothing came."],
        ["It was signed on Sept. 8 in Lima.", "All agreed."],
        ["He died in 2009. [2]", "She lives."],
        ["1. Open the door.", "Go in."],
        ["LIMA, Peru (AP) --", "The council met."],
        ["Council rejects plan"],
        ["i won the game.", "they lost it.", "who cares?"],
        ["Should it rain?", "or is it dry?"],
        ["They came home.", "we were glad."],
        ["They flew to Zuwara.", "we stayed."],
        ["Is it true? she asked.", "Nobody knew."],
        ["He works for Yahoo! in Ohio.", "It is late."],
        ["We made plans, lists, etc.", "Nobody cared."],
        ["It opened at 6 a.m. Monday.", "They came at 6 p.m. Moscow time.", "It ends at 9 p.m.", "Guests leave then."],
        ["They won!", "(everyone knew)"],
        ["See the plan.", "https://example.org/a-b", "For more, write to us."],
        ["You made it so quickly, right? :)", "It took two years."],
        ["It was her father's wish . .", "Nobody knew."],
        ["2.1. New plans for the east"],
        ["Figure 1. The plan as it was."],
        ["He felt guilty. [citation needed]", "She did not."],
        ['They called it a loss.[3]"', "Some of them left."],
        ['"It is a long game." - Ada Berg'],
        ["CONGRESSIONAL RECORD — SENATE"],
        ["b) Refusing to go at any price."],
    ],
)
def test_paragraphs_are_cut_into_sentences(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["Wikinews interviews Ada Berg", "Tuesday, September 1, 2015"],
        ["Thursday, May 7, 2015", "On Tuesday, the council met."],
        ["It was held on Thursday, May 7, 2015"],
        ["The robot by the pool", "Image: Ada Berg."],
        ["It was held in Washington D.C.", "Photo credit: Ada Berg."],
        ["Figure 1.3", "This map shows the land."],
        ["Ada Berg", "03/15/2001 04:11 PM", "Lou:", "We need a plan."],
        ["Please call me.", "Thanks,", "Ada"],
        ["Thank you, Mr. Chair.", "Thank you, Madam Speaker.", "I yield."],
        ["We met.", "-----------", "They left."],
        ["I have questions:", "1. Is it true?"],
        ["Is it true?", "(b) Do they know?"],
        ["Call Ada Berg at 555-0100", "They met in Lima."],
        ["Write to ada@example.org", "They met in Lima."],
        ["Ada Berg <ada@example.org>", "Date: Monday", "Subject: the plan"],
        ["<<plan.doc>>", "They met in Lima."],
        ["The party of the north", "In the east of the city, the council met."],
        ["The novel In the Country of Men, by a Libyan, won."],
        ["The library of Ada Berg", "It was named for her."],
        ["She saw Gone With The wind."],
        ["he has been right", "They've been kind to us."],
    ],
)
def test_a_line_ends_though_its_break_is_lost(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["They came home.", "We were glad."],
        ["They came home.", "I'm glad."],
        ["Is it true?", "Nobody knew."],
        ["is it true?", "nobody knew."],
        ["He waited...", "Nobody came."],
        ["It is at www.example.org/home?Open in Lima."],
        ["He lives in Dallas/Ft.Worth now."],
    ],
)
def test_a_mark_between_two_words_ends_a_sentence(expected: list[str]) -> None:
    assert sentences("".join(expected)) == expected


@given(st.text(alphabet="ab .'\"“’U.S-$5%(,)!?\u2014é1/", max_size=60))
def test_tokens_quote_the_text_in_order_and_lose_nothing(text: str) -> None:
    spans = find_tokens(text)
    assert all(start < end for start, end in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))
    assert "".join(text[start:end] for start, end in spans) == "".join(text.split())


@given(st.text(alphabet="ab. AB!?\"'()…U.S", max_size=80))
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_a_document_becomes_sentences_with_exact_offsets() -> None:
    found = find_sentences(document(TEXT))
    assert [TEXT[sentence.start : sentence.end] for sentence in found] == [
        "Council rejects the plan",
        "LIMA, Peru (AP) --",
        "The U.S.-backed council rejected Mr. Okafor's plan on Monday.",
        '"We can\'t pay $5m," he said.',
        "Okafor didn't answer questions.",
        "The vote in the U.S. Senate is due in May.",
    ]
    assert [sentence.paragraph for sentence in found] == [0, 1, 1, 1, 2, 2]
    assert [sentence.index for sentence in found] == list(range(6))
    for sentence in found:
        assert all(TEXT[token.start : token.end] == token.form for token in sentence.tokens)
        assert [token.id for token in sentence.tokens] == list(range(1, len(sentence.tokens) + 1))
        assert is_tree([token.head for token in sentence.tokens])
        assert (sentence.start, sentence.end) == (sentence.tokens[0].start, sentence.tokens[-1].end)


def test_the_headline_and_the_dateline_end_sentences() -> None:
    text = "Council rejects plan LIMA, Peru — The council met."
    start = text.index("LIMA")
    found = find_sentences(document(text, headline_end=start - 1, dateline=Span(start, start + len("LIMA, Peru"))))
    assert [text[sentence.start : sentence.end] for sentence in found] == [
        "Council rejects plan",
        "LIMA, Peru —",
        "The council met.",
    ]


@pytest.mark.parametrize("text", ["", "\n\n", " \n\n \n\n", "…", "\u00a0", "-\n\n-"])
def test_documents_of_nothing_much_do_no_harm(text: str) -> None:
    assert all(sentence.tokens for sentence in find_sentences(document(text)))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from(["Russia", "said", "“no”", "U.S.", ".", "\n\n", "it's", "5%", "Ada Berg", "—"]), max_size=20
    )
)
def test_any_document_keeps_its_offsets(parts: list[str]) -> None:
    text = " ".join(parts)
    for sentence in find_sentences(document(text)):
        assert all(text[token.start : token.end] == token.form for token in sentence.tokens)
        assert is_tree([token.head for token in sentence.tokens])


def test_a_sentence_does_not_depend_on_its_neighbours() -> None:
    alone = find_sentences(document("The council rejected the plan."))[0]
    among = find_sentences(document("It rained. The council rejected the plan. Nobody came."))[1]
    shown = [(token.form, token.lemma, token.upos, token.head, token.deprel) for token in alone.tokens]
    assert [(token.form, token.lemma, token.upos, token.head, token.deprel) for token in among.tokens] == shown


def test_words_given_are_words_kept() -> None:
    given_words = [["Putin", "met", "U.S.-backed", "rebels", "."], [], ["No"]]
    found = parse_tokens(given_words)
    assert [[token.form for token in sentence.tokens] for sentence in found] == given_words
    assert [sentence.index for sentence in found] == [0, 1, 2]
    text = " ".join(given_words[0])
    assert all(text[token.start : token.end] == token.form for token in found[0].tokens)


def test_a_name_votes_in_its_document() -> None:
    import numpy as np

    from kg.language import Analysis, vote_on_names

    labels = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG")
    person = np.array([[0.02, 0.5, 0.0, 0.48, 0.0]], dtype=np.float32)
    firm = np.array([[0.02, 0.1, 0.0, 0.88, 0.0]], dtype=np.float32)
    analyses = [Analysis((), person), Analysis((), firm), Analysis((), firm)]
    assert vote_on_names([["Acme"]] * 3, analyses, labels) == [["B-ORG"]] * 3
    assert vote_on_names([["Acme"], ["Berg"], ["Zuwara"]], analyses, labels) == [["B-PER"], ["B-ORG"], ["B-ORG"]]


def test_the_version_names_the_weights() -> None:
    assert model_version() == LanguageModel.load().version
