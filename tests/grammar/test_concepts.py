"""What noun phrases are joined by across documents, and which tell too little to be joined."""

import pytest
from hand import read
from hypothesis import given
from hypothesis import strategies as st

from kg.grammar.concepts import concept_key, head_of, is_generic
from kg.model import Mention

PARTS = {"Norway": "Norway", "Norwegian": "Norway", "Lakeland": "Lakeland", "U.S.": "United States"}


def key(name: str, head: str, lemma: str | None = None) -> str:
    named = {text: label for text, label in PARTS.items() if text in name.split() or f"{text}'s" in name.split()}
    return concept_key(name, head, lemma or head, named)


# what is one


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("sanctions on Norway", "sanctions", "sanction"), ("the sanctions against Norway", "sanctions", "sanction")),
        (("a sanction on Norway", "sanction", "sanction"), ("sanctions on Norway", "sanctions", "sanction")),
        (("Norway's government", "government"), ("the government of Norway", "government")),
        (("Norway's government", "government"), ("the Norwegian government", "government")),
        (("the new Norwegian parliament", "parliament"), ("new Norwegian parliament", "parliament")),
        (("members of Norway's parliament", "members", "member"),
         ("member of the parliament of Norway", "member", "member")),
        (("opposition to the dam", "opposition"), ("the opposition against dam", "opposition")),
        (("these concerns over fees", "concerns", "concern"), ("concern about fees", "concern")),
        (("U.S. army", "army"), ("army of the United States", "army")),
    ],
)  # fmt: skip
def test_phrases_of_one_sense_have_one_key(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    assert key(*left) == key(*right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (("sanctions on Norway", "sanctions", "sanction"), ("sanctions on Lakeland", "sanctions", "sanction")),
        (("sanctions on Norway", "sanctions", "sanction"), ("sanctions of Norway", "sanctions", "sanction")),
        (("talks with Norway", "talks", "talk"), ("talks on Norway", "talks", "talk")),
        (("talks with Norway", "talks", "talk"), ("talk with Norway", "talk")),
        (("attack on Norway", "attack"), ("attack by Norway", "attack")),
        (("ban on exports", "ban"), ("ban on imports", "ban")),
        (("Norway's invasion", "invasion"), ("invasion of Norway", "invasion")),
        (("Norwegian attack", "attack"), ("attack of Norway", "attack")),
        (("letters to Norway against fees", "letters", "letter"), ("letter to Norway on fees", "letter")),
    ],
)
def test_phrases_of_two_senses_have_two_keys(left: tuple[str, ...], right: tuple[str, ...]) -> None:
    assert key(*left) != key(*right)


def test_one_of_a_people_is_not_its_country() -> None:
    assert concept_key("two Norwegians", "Norwegians", "Norwegian", {"Norwegians": "Norway"}) == "two norwegian"


def test_a_name_of_several_words_is_replaced_as_a_whole() -> None:
    parts = {"Lake Norvik": "Lake Norvik", "Norvik": "Norvik"}
    assert concept_key("fishing in Lake Norvik", "fishing", "fishing", parts) == "fishing in lake norvik"


WORDS = st.sampled_from(["ban", "new", "old", "fees", "Norway", "Norwegian", "army", "of", "on", "against", "talks"])
PHRASES = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
DETERMINERS = st.sampled_from(["the", "a", "these", "The", "that"])
HEADS = st.sampled_from(["ban", "army", "talks", "fees"])


@given(PHRASES, HEADS)
def test_a_key_is_its_own_key(name: str, head: str) -> None:
    found = key(name, head)
    assert concept_key(found, head, head, {"norway": "Norway"}) == found


@given(PHRASES, HEADS, DETERMINERS)
def test_a_key_does_not_depend_on_the_determiner(name: str, head: str, determiner: str) -> None:
    assert key(f"{determiner} {name}", head) == key(name, head)


# what tells too little


def nominal(block: str, words: str) -> Mention:
    return read(block).mention(words)


def phrase(before: str, noun: str, lemma: str, tag: str = "NN") -> Mention:
    """Return the mention of "BEFORE NOUN fell"; the words before are an article, adjectives or numbers."""
    words = before.split()
    head = len(words) + 1
    tags = {"the": "DT", "a": "DT", "two": "CD"}
    relations = {"the": "det", "a": "det", "two": "nummod"}
    lines = [
        f"{number} {word} _ {tags.get(word, 'JJ')} {head} {relations.get(word, 'amod')}"
        for number, word in enumerate(words, 1)
    ]
    lines += [f"{head} {noun} {lemma} {tag} {head + 1} nsubj", f"{head + 1} fell fall VBD 0 root"]
    kept = [word for word in words if word not in ("the", "a")]
    return nominal("\n".join(lines), " ".join([*kept, noun]))


@pytest.mark.parametrize(
    "mention",
    [
        ("the", "embassy", "embassy"),
        ("a", "farmer", "farmer"),
        ("two senior", "officials", "official", "NNS"),
        ("", "soldiers", "soldier", "NNS"),
        ("the same", "man", "man"),
        ("the", "virus", "virus"),
        ("new", "talks", "talks", "NNS"),
    ],
)
def test_one_of_many_is_generic(mention: tuple[str, ...]) -> None:
    assert is_generic(phrase(*mention))


@pytest.mark.parametrize(
    "mention",
    [
        ("", "oil", "oil"),
        ("", "democracy", "democracy"),
        ("", "vaccines", "vaccine", "NNS"),
        ("the", "environment", "environment"),
        ("nuclear", "weapons", "weapon", "NNS"),
        ("domestic", "violence", "violence"),
    ],
)
def test_stuffs_ideas_and_kinds_are_not_generic(mention: tuple[str, ...]) -> None:
    assert not is_generic(phrase(*mention))


def test_what_has_a_name_in_it_is_not_generic() -> None:
    block = "1 Oslo _ NNP 2 compound B-LOC\n2 court _ NN 3 nsubj\n3 fell fall VBD 0 root"
    assert not is_generic(nominal(block, "Oslo court"))


def test_a_number_of_many_is_generic() -> None:
    block = "1 thousands thousand NNS 4 nsubj\n2 of _ IN 3 case\n3 trucks truck NNS 1 nmod\n4 fell fall VBD 0 root"
    assert is_generic(nominal(block, "thousands of trucks"))


def test_names_are_not_generic_and_have_no_head_noun() -> None:
    name = nominal("1 Oslo _ NNP 2 nsubj B-LOC\n2 fell fall VBD 0 root", "Oslo")
    assert not is_generic(name)
    assert head_of(name) == ("", "")
