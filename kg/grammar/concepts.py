"""What noun phrases are joined by across documents, and which of them tell too little to be joined at all.

"Sanctions on Syria", "the sanctions against Syria" and "a sanction on Syria" are one concept, as are "Syria's
government", "the government of Syria" and "the Syrian government". What could change the sense is left as it stands:
"talks" are no talk, and a ban on imports is none on exports.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from kg.lexicon import is_honorific, is_listed, names_person, read_table
from kg.model import Mention, MentionKind

DETERMINERS = frozenset("the a an this that these those".split())
_POSSESSIVE = re.compile(r"^(.*[^\s])['’]s?$")
# The simple prepositions that begin a phrase after a noun (Quirk et al. 1985, 9.7).
PREPOSITIONS = frozenset(
    """of on against upon over about at in into to toward towards for from with without by between among through under
    regarding concerning surrounding within across during after before since as like near beyond amid despite""".split()
)
# Of what there is one for everybody, so that its name alone tells what is meant (Hawkins 1978, larger situation uses).
UNIQUE = frozenset(
    """earth environment equator future internet moon past planet poor public rich sky sun universe weather
    world""".split()
)


def concept_key(name: str, head: str, lemma: str, parts: Mapping[str, str]) -> str:
    """Return what equal concepts are joined by: plain words in small letters, a phrase that is its own key.

    `name` is the phrase as it is listed, `head` its head noun as it stands there and `lemma` that noun in base form
    (see `head_of`); `parts` are the labels of the things named in it by the words of the text ("Syrian": "Syria").
    Articles and demonstratives go; the head is put in the singular unless its plural has a sense of its own;
    prepositions that mark one complement of the head are one; a possessor or an adjective of a country before what it
    has goes after it.

    >>> concept_key("the sanctions against Syria", "sanctions", "sanction", {"Syria": "Syria"})
    'sanction on syria'
    >>> concept_key("Syrian government", "government", "government", {"Syrian": "Syria"})
    'government of syria'
    >>> concept_key("talks with the Taliban", "talks", "talk", {"Taliban": "Taliban"})
    'talks with taliban'
    """
    parts = {text: label for text, label in parts.items() if text.split()[-1:] != [head]}  # "two Kurds" are no Kurds
    words = _words(name, parts)
    labels = {_plain(label) for label in parts.values()}
    chunks = _chunks(words)
    place = _head_place(chunks[0][1], head.casefold(), labels)
    if place is None:
        return " ".join(_joined(chunks))
    base = head.casefold() if is_listed("plural_nouns", head.casefold()) else lemma.casefold()
    first = [*chunks[0][1]]
    first[place] = base
    chunks = [("", first), *chunks[1:]]
    chunks = [chunks[0], *_with_one_preposition(base, chunks[1:])]
    return " ".join(_joined([part for chunk in chunks for part in _owned_after(chunk, labels)]))


def head_of(mention: Mention) -> tuple[str, str]:
    """Return the head noun of a nominal as it stands in its name, and in base form; empty for names and pronouns."""
    head = lemma = ""
    for feature in mention.features:
        if feature.startswith("Head="):
            head = feature[5:]
        elif feature.startswith("Lemma="):
            lemma = feature[6:]
    return head, lemma


_Chunk = tuple[str, list[str]]
"""A preposition, "" for what begins the phrase, and the words after it; a name of several words is one."""


def _words(name: str, parts: Mapping[str, str]) -> list[str]:
    """Return the words of a phrase in small letters, without articles; what it names is one word each, by its label."""
    found: list[str] = []
    wanted = tuple(sorted((text for text in parts if text), key=lambda text: (-len(text), text)))
    end = 0
    for start, text in _places_of(wanted, name):
        found += name[end:start].casefold().split()
        found.append(_plain(parts[text]))
        end = start + len(text)
        ending = re.match(r"['’]s?(?!\w)", name[end:])
        if ending:
            found.append("'s")
            end += ending.end()
    found += name[end:].casefold().split()
    return [word.strip('"“”,;') or word for word in _parted(found) if word not in DETERMINERS]


def _places_of(texts: tuple[str, ...], name: str) -> Iterator[tuple[int, str]]:
    """Yield where texts stand in a name, in whole words, one after the other; the first of them first."""
    if len(texts) > 1:
        yield from ((place.start(), place.group()) for place in _any_of(texts).finditer(name))
        return
    for text in texts:  # most have one, and a pattern takes longer to make than to find it
        start = name.find(text)
        while start >= 0:
            end = start + len(text)
            if _is_apart(name[start - 1 : start]) and _is_apart(name[end : end + 1]):
                yield start, text
                start = name.find(text, end)
            else:
                start = name.find(text, start + 1)


def _is_apart(character: str) -> bool:
    return not (character.isalnum() or character == "_")


@lru_cache(maxsize=20_000)
def _any_of(texts: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of these texts, in whole words, the first of them first."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, texts))})(?!\w)")


def _parted(words: list[str]) -> list[str]:
    """Part the possessive ending from nouns: "bank's" is bank and 's."""
    parted: list[str] = []
    for word in words:
        match = _POSSESSIVE.match(word) if " " not in word else None
        parted += [match.group(1), "'s"] if match else [word]
    return parted


def _plain(label: str) -> str:
    """Return a label in small letters, without its article."""
    return re.sub(r"^(?:the|a|an)\s+", "", label.casefold())


def _chunks(words: list[str]) -> list[_Chunk]:
    chunks: list[_Chunk] = [("", [])]
    for word in words:
        if word in PREPOSITIONS and chunks[-1][1]:
            chunks.append((word, []))
        else:
            chunks[-1][1].append(word)
    return chunks


def _head_place(words: list[str], head: str, labels: set[str]) -> int | None:
    """Return where the head stands: the last such word before the first preposition."""
    places = [place for place, word in enumerate(words) if word == head and word not in labels]
    return places[-1] if places else None


def _with_one_preposition(noun: str, chunks: list[_Chunk]) -> list[_Chunk]:
    """Put the first of the prepositions that mark one complement for the one right after the noun."""
    if not chunks:
        return chunks
    (preposition, words), *rest = chunks
    group = _complements().get(noun, ())
    return [(group[0] if preposition in group else preposition, words), *rest]


@cache
def _complements() -> dict[str, tuple[str, ...]]:
    return {row[0]: tuple(row[1].split(", ")) for row in read_table("complement_prepositions")}


def _owned_after(chunk: _Chunk, labels: set[str]) -> list[_Chunk]:
    """Put whose something is after it, where that says the same: "syria 's government", "syria government".

    A possessor that is no name stays, and so does one before a deed: "syria 's attack" is no attack of it.
    """
    preposition, words = chunk
    owner = words[0] if words else ""
    rest = words[2:] if words[1:2] == ["'s"] else words[1:]
    is_owned = owner in labels and bool(rest) and is_listed("relational_nouns", rest[-1]) and "'s" not in rest
    return [(preposition, rest), ("of", [owner])] if is_owned else [chunk]


def _joined(chunks: list[_Chunk]) -> list[str]:
    """Return the words of chunks, the possessive ending joined to its noun again."""
    words: list[str] = []
    for preposition, rest in chunks:
        words += [preposition] if preposition else []
        for word in rest:
            if word == "'s" and words:
                words[-1] += "'s"
            else:
                words.append(word)
    return words


def is_generic(mention: Mention) -> bool:
    """Whether a nominal alone tells nothing by which it could be known in another document.

    It is headed by a noun for a person, a body, a place, an event or another thing of which there are many, and has no
    name in it and no adjective but of order, degree or standing: "embassy", "two senior officials", "the same man". So
    is any other noun with the definite article, since the text has told before which is meant ("the virus"), but for
    what is one for everybody ("the environment"). Stuffs, ideas and kinds are one concept everywhere, and no generic
    mentions: "oil", "democracy", "abortion", "sanctions", "climate change".
    """
    head, lemma = head_of(mention)
    if is_honorific(head):
        return True
    if mention.kind is not MentionKind.NOMINAL or mention.type.is_literal or mention.parts or not head:
        return False
    words = [word.casefold().strip('"“”,') for word in mention.name.split()]
    if "of" in words[1:] and is_listed("measure_nouns", words[words.index("of") - 1]):
        counted = [word for word in words[words.index("of") + 1 :] if word not in DETERMINERS]
        return bool(counted) and _is_countable(counted[-1]) and all(map(_tells_nothing, counted[:-1]))
    if words[-1] != head.casefold() or not all(map(_tells_nothing, words[:-1])):
        return False
    if {lemma.casefold(), words[-1]} & UNIQUE:
        return False
    is_one_of_many = _is_countable(lemma.casefold()) or _is_countable(words[-1])
    return is_one_of_many or "Definite=Def" in mention.features


def is_individual(mention: Mention) -> bool:
    """Whether a nominal without a name in it means some things of a kind, and not the kind itself.

    "A press conference", "the drone attacks" and "the federal judge" are those of their article; "drone attacks",
    "press freedom" and "climate change" are the same everywhere (Carlson 1977 on bare plurals and mass nouns).
    """
    head, lemma = head_of(mention)
    if mention.parts or not head or any(letter.isupper() for letter in mention.name[1:]):
        return False
    is_countable = _is_countable(lemma.casefold()) or _is_countable(head.casefold())
    return is_countable and ("Number=Sing" in mention.features or "Definite=Def" in mention.features)


def _is_countable(noun: str) -> bool:
    """Whether a noun, in base form or in its regular plural, names one of many: "truck", "trucks", "countries"."""
    forms = {noun, noun.removesuffix("s"), noun.removesuffix("es")}
    forms |= {f"{noun.removesuffix('ies')}y"} if noun.endswith("ies") else set()
    return any(is_listed("count_nouns", form) or names_person(form) for form in forms)


def _tells_nothing(word: str) -> bool:
    return is_listed("unmarking_adjectives", word) or word in DETERMINERS or word[0].isdigit()
