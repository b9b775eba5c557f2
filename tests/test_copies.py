from __future__ import annotations

import random
from dataclasses import replace

import pytest
from graph_samples import OPPOSE
from hypothesis import given
from hypothesis import strategies as st

from kg.copies import SIZE, Sketched, drop_repeated, find_copies, make_sketch, sentence_keys
from kg.model import Document, Span

HEAD = "Harbour council votes for a second bridge"
DATELINE = "LUNDVIK, Norway (Wire) - "
PARAGRAPHS = [
    "The harbour council voted on Tuesday to build a second bridge over the Lund, ending a quarrel that had split the "
    "town for nine years and cost two mayors their office.",
    "Mayor Ingrid Solvang said the first piles would be driven in March, once the ice on the lower river had gone and "
    "the ferry had been moved to its summer berth.",
    "Fishermen from the eastern quay, who had blocked the plan in court, called the vote a betrayal and promised to "
    "appeal to the county before the end of the month.",
    "The bridge is to carry a single lane of cars, two paths for cyclists and a track for the narrow-gauge railway, "
    "whose last train crossed the river in 1968.",
    "Norvik Bank will lend the council forty million crowns at a rate that neither side was willing to name in public, "
    "and the county is expected to pay for the rest.",
    "Opponents counted eleven errors in the report on traffic, among them a school that closed long ago and a factory "
    "that was never built, but the council refused to send it back.",
]
ADDED = (
    "Our reporter in the gallery saw three members leave before the count, and nobody could say on Wednesday whether "
    "their names would still be entered in the minutes of the sitting."
)
ARTICLE = "\n\n".join([HEAD, DATELINE + PARAGRAPHS[0], *PARAGRAPHS[1:]])
OTHER = (
    "A storm tore the roof from the fish hall of Lundvik on Sunday night and sank four boats in the inner basin. "
    "Nobody was hurt, said the harbour master, although two watchmen spent the night in a crane. The council will "
    "meet on Tuesday to decide who pays for the damage, which was put at nine million crowns by the first experts "
    "to reach the quay. Fishermen wanted the hall to be built anew in stone, as their fathers had asked in vain."
)


def sketched(name: str, text: str, published: str | None = None) -> Sketched:
    return Sketched(name, published, f"articles/{name}.txt", make_sketch(text))


def copies_of(*documents: Sketched) -> dict[str, str]:
    return find_copies(lambda: documents)


WIRE_COPIES = {
    "another headline and dateline": "\n\n".join(
        ["Second bridge for Lundvik", "LUNDVIK (Evening Echo) — " + PARAGRAPHS[0], *PARAGRAPHS[1:]]
    ),
    "no headline": "\n\n".join(PARAGRAPHS),
    "cut after three paragraphs": "\n\n".join([HEAD, DATELINE + PARAGRAPHS[0], *PARAGRAPHS[1:3]]),
    "a paragraph cut in the middle": "\n\n".join([HEAD, *PARAGRAPHS[:2], *PARAGRAPHS[3:]]),
    "a paragraph added": "\n\n".join([HEAD, *PARAGRAPHS, ADDED]),
    "paragraphs in another order": "\n\n".join([HEAD, PARAGRAPHS[0], *PARAGRAPHS[:0:-1]]),
    "house style": ARTICLE.replace("forty million", "40 million").replace("Mayor Ingrid", "Mayoress Ingrid"),
    "upper case": ARTICLE.upper(),
}


@pytest.mark.parametrize("text", WIRE_COPIES.values(), ids=WIRE_COPIES)
def test_a_wire_copy_is_found(text: str) -> None:
    documents = [sketched("wire", ARTICLE, "2013-03-04"), sketched("echo", text, "2013-03-05")]
    assert copies_of(*documents, sketched("other", OTHER)) == {"echo": "wire"}


@pytest.mark.parametrize(
    "text",
    [OTHER, PARAGRAPHS[0] + OTHER, "\n\n".join([HEAD, OTHER]), PARAGRAPHS[0] + ADDED + OTHER],
    ids=["another event", "a paragraph quoted", "the same headline", "a paragraph quoted, much added"],
)
def test_another_article_is_no_copy(text: str) -> None:
    assert copies_of(sketched("wire", ARTICLE), sketched("echo", text)) == {}


def test_the_earliest_is_the_original_and_the_undated_comes_last() -> None:
    documents = [sketched("a", ARTICLE), sketched("b", ARTICLE, "2013-03-05"), sketched("c", ARTICLE, "2013-03-04")]
    assert copies_of(*documents) == {"a": "c", "b": "c"}
    assert copies_of(sketched("b", ARTICLE), sketched("a", ARTICLE)) == {"b": "a"}


def test_equal_words_are_copies_however_few() -> None:
    documents = [sketched("a", "Norvik Bank sued Anna Berg."), sketched("b", "“Norvik Bank  sued Anna Berg”")]
    assert copies_of(*documents) == {"b": "a"}
    assert copies_of(documents[0], sketched("c", "Norvik Bank sued Anna Berg again.")) == {}
    assert copies_of(sketched("a", "Peace."), sketched("b", "peace")) == {"b": "a"}


def test_a_short_text_inside_a_longer_one_is_no_copy() -> None:
    assert copies_of(sketched("a", PARAGRAPHS[0]), sketched("b", ARTICLE)) == {}


def test_a_page_that_gathers_two_articles_does_not_make_them_one() -> None:
    page = f"{ARTICLE}\n\n{OTHER}"
    documents = [sketched("a", ARTICLE, "2013-01-01"), sketched("b", OTHER, "2013-01-02"), sketched("c", page, "2014")]
    assert copies_of(*documents) == {"c": "a"}


def make_text(source: random.Random, count: int) -> list[str]:
    return [f"w{source.randrange(400)}" for _ in range(count)]


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_documents_changes_nothing(seed: int, shuffler: random.Random) -> None:
    source = random.Random(seed)
    documents = []
    for number in range(source.randrange(2, 8)):
        base = make_text(source, source.choice([10, 60, 300]))
        for copy in range(source.randrange(1, 4)):
            text = [*base[source.randrange(5) :], *make_text(source, source.randrange(20))]
            date = source.choice([None, "2013", "2013-01-02"])
            documents.append(sketched(f"{number}-{copy}", " ".join(text), date))
    found = copies_of(*documents)
    shuffler.shuffle(documents)
    assert copies_of(*documents) == found
    assert not set(found) & set(found.values())


@pytest.mark.parametrize(("length", "share"), [(400, 0.9), (400, 0.6), (2000, 0.9), (2000, 0.6)])
def test_the_estimate_tells_copies_from_texts_that_share_less(length: int, share: float) -> None:
    source = random.Random(length)
    wrong = 0
    for number in range(40):
        shared = [f"a{number}-{place}" for place in range(int(length * share))]
        one, two = ([*shared, *(f"{side}{number}-{place}" for place in range(length - len(shared)))] for side in "bc")
        found = copies_of(sketched("one", " ".join(one)), sketched("two", " ".join(two)))
        wrong += (len(found) == 1) is not (share > 0.8)
    assert wrong == 0, source


def test_a_copy_of_a_quarter_is_found() -> None:
    for number in range(40):
        words = [f"w{number}-{place}" for place in range(1200)]
        assert copies_of(sketched("a", " ".join(words)), sketched("b", " ".join(words[:300]))) == {"b": "a"}


def test_furniture_shared_by_hundreds_of_articles_makes_no_copies() -> None:
    footer = " ".join(f"footer{place}" for place in range(40))
    documents = [
        sketched(f"{number:03}", " ".join([*(f"w{number}-{place}" for place in range(100)), footer]))
        for number in range(300)
    ]
    again = replace(documents[250], id="again", source="articles/zzz.txt")
    assert copies_of(*documents, again) == {"again": "250"}


def test_sketches_are_small_and_the_same_everywhere() -> None:
    assert len(make_sketch(" ".join(map(str, range(5000))))) == 16 + 4 * SIZE == 512
    assert make_sketch("Norvik Bank sued Anna Berg in Oslo.").hex() == SKETCH
    assert len(make_sketch("")) == 16


SKETCH = "a1a4303c7321365207000000030000008be7ae3e8bc4c264cfcd1fda"


def test_what_a_copy_repeats_is_dropped_and_what_it_adds_is_kept() -> None:
    text = "Norvik Bank sued Anna Berg. Anna Berg met Paul Holm in Oslo."
    original = sentence_keys(Document("1", text, "a.txt"), [Span(0, 27), Span(28, len(text))])
    assert len(original) == 2
    repeated = replace(OPPOSE, sentence="“Anna Berg met Paul Holm, in Oslo.”")
    new = replace(OPPOSE, sentence="Anna Berg met Paul Holm in Paris.")
    decided = replace(repeated, is_decided=True)
    assert list(drop_repeated([repeated, new, decided], original)) == [new, decided]
