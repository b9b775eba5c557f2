"""How likely two names of persons are one person's: the forms of a name, with a score and the rule in words.

The score is that of the names alone, from 0 to 1; what else is known of the two is weighed in `kg.entities.people`.
Similar spellings are compared with rapidfuzz (Jaro-Winkler), as is usual in record linkage (Christen 2012).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import JaroWinkler

from kg.grammar.names import PARTICLES, SUFFIXES
from kg.lexicon import read_table
from kg.vocabulary import slug

EQUAL, MIDDLE_LEFT_OUT, NICKNAME, SECOND_SURNAME, INITIAL, SPELLING, SURNAME = 0.95, 0.9, 0.85, 0.62, 0.6, 0.62, 0.35
SUFFIX_LEFT_OUT = 0.55
# Less alike are two names: Sergey and Sergei have .93, Ana and Anna .93, Mark and Mary .88.
LEAST_LIKENESS = 0.89


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, in small ASCII letters: `given` are the first and middle names, an initial one letter.

    `surname` holds its particles ("de blasio"); a name of one word has a surname only. `suffix` is jr, sr or a number.
    """

    given: tuple[str, ...]
    surname: str
    suffix: str = ""

    @property
    def is_full(self) -> bool:
        """Whether a given name is known, or as of sovereigns the number: Elizabeth II."""
        return bool(self.given) or self.suffix not in ("", "jr", "sr")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two names are one person's, and why.

    `is_by_company` tells whether standing beside the same names makes it likelier: a father and a son do as well.
    """

    score: float
    rule: str
    is_by_company: bool = True


@lru_cache(maxsize=200_000)
def parse_person(name: str) -> PersonName:
    """Return the parts of a person's name.

    >>> parse_person("Ludwig van der Rohe Jr.")
    PersonName(given=('ludwig',), surname='van der rohe', suffix='jr')
    >>> parse_person("Anna M. Berg").given, parse_person("Berg").given
    (('anna', 'm'), ())
    """
    words = [_fold(word) for word in re.sub(r"\"[^\"]*\"|“[^”]*”|\([^)]*\)", " ", name).replace(",", " ").split()]
    suffixes = {suffix.lower() for suffix in SUFFIXES}
    suffix = next((word for word in words if word in suffixes), "")
    words = [word for word in words if word and word not in suffixes]
    if not words:
        return PersonName((), _fold(name) or slug(name), suffix)
    start = next((place for place, word in enumerate(words[:-1]) if place and word in PARTICLES), len(words) - 1)
    return PersonName(tuple(words[:start]), " ".join(words[start:]), suffix)


def compare_people(left: PersonName, right: PersonName) -> Likeness | None:
    """Return how likely two names are one person's, None if they are plainly not.

    >>> compare_people(parse_person("Hillary Clinton"), parse_person("Hillary Rodham Clinton")).rule
    'a middle name left out'
    >>> compare_people(parse_person("Bill Berg"), parse_person("William Berg")).score
    0.85
    >>> compare_people(parse_person("Sergey Ivanov"), parse_person("Sergei Ivanov")).rule
    'another spelling'
    >>> compare_people(parse_person("Ann A. Berg"), parse_person("Ann B. Berg")) is None
    True
    >>> compare_people(parse_person("Paul Lind Jr."), parse_person("Paul Lind Sr.")) is None
    True
    """
    if left.suffix and right.suffix and left.suffix != right.suffix:
        return None
    if left.surname != right.surname:
        return _compare_surnames(left, right)
    if not (left.given and right.given):
        if left == right and left.is_full:
            return Likeness(EQUAL, "the same full name")
        is_equal = not (left.is_full or right.is_full)
        return Likeness(0.75, "the same single name") if is_equal else Likeness(SURNAME, "a surname alone")
    found = _compare_given(left.given, right.given)
    if found is not None and left.suffix != right.suffix:
        return Likeness(min(found.score, SUFFIX_LEFT_OUT), "one with Jr., Sr. or a number", is_by_company=False)
    return found


def contradict(left: PersonName, right: PersonName) -> bool:
    """Whether two full names cannot be one person's: other first names, other middle initials, Jr. and Sr.

    >>> contradict(parse_person("Ann A. Berg"), parse_person("Ann B. Berg"))
    True
    >>> contradict(parse_person("Ann Berg"), parse_person("Berg"))
    False
    """
    return left.is_full and right.is_full and compare_people(left, right) is None


def block_keys(name: PersonName) -> list[tuple[str, str]]:
    """Return what names that may be alike share: the consonants of the surname and the initial of a given name."""
    initials = sorted({root[0] for root in _roots(name.given[0])}) if name.given else []
    surnames = {name.surname, name.surname.split()[0], name.given[-1] if len(name.given) > 1 else name.surname}
    return [(skeleton(surname), initial) for surname in sorted(surnames) for initial in initials]


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """Return the consonants of a word as transliterations share them (much simplified from Metaphone, Philips 1990).

    >>> skeleton("qaddafi") == skeleton("gadhafi"), skeleton("lavrov") == skeleton("lavrow"), skeleton("marin")
    (True, True, 'mrn')
    """
    word = re.sub(r"[^a-z]", "", word)
    for pattern, consonant in _SOUNDS:
        word = re.sub(pattern, consonant, word)
    bare = re.sub(r"(?<=.)[aeiouyh]", "", word)
    return re.sub(r"(.)\1+", r"\1", bare) or word


# Spellings of one sound in names from other alphabets, in this order.
_SOUNDS = tuple(
    tuple(rule.rsplit("=", 1))
    for rule in """^al(?=[a-z]{4})= sch|shch|sh=s tch|tsch|ch|cz=c x=ks kh|gh|q|ck|c=k ph=f w|v|ff=v ts|tz|z=s dh=d
    th=t g=k j=y v=f""".split()
)


def _fold(word: str) -> str:
    """Return a word in small ASCII letters without dots, hyphens kept as none: "al-Assad" is "alassad"."""
    return slug(word).replace("-", "") if re.search(r"[^\W\d_]", word) else ""


def _compare_given(left: Sequence[str], right: Sequence[str]) -> Likeness | None:
    first = _compare_first(left[0], right[0])
    if first is None:
        return None
    few, many = sorted((left[1:], right[1:]), key=len)
    if not few:
        return first if not many else Likeness(min(first.score, MIDDLE_LEFT_OUT), _and(first, "a middle name left out"))
    if not all(_are_one(short, full) for short, full in zip(few, many, strict=False)):
        return None
    return first if few == many else Likeness(min(first.score, MIDDLE_LEFT_OUT), _and(first, "a middle name shortened"))


def _and(first: Likeness, rule: str) -> str:
    return rule if first.score == EQUAL else f"{first.rule}, {rule}"


def _compare_first(left: str, right: str) -> Likeness | None:
    if left == right:
        return Likeness(EQUAL, "the same full name")
    if 1 in (len(left), len(right)):
        return Likeness(INITIAL, "an initial for the first name") if left[0] == right[0] else None
    if _roots(left) & _roots(right):
        return Likeness(NICKNAME, "a short form of the first name")
    is_alike = skeleton(left) == skeleton(right) and JaroWinkler.similarity(left, right) >= LEAST_LIKENESS
    return Likeness(SPELLING, "another spelling") if is_alike and not _tell_gender(left, right) else None


def _tell_gender(left: str, right: str) -> bool:
    """Whether one first name is the other with the ending of the other gender: Paul, Paula."""
    short, full = sorted((left, right), key=len)
    return full in (short + "a", short + "e", short + "ine")


def _compare_surnames(left: PersonName, right: PersonName) -> Likeness | None:
    """Compare names with surnames that differ: spellings, and the second surname of Spanish and Portuguese names."""
    if not (left.given and right.given):
        return None
    first = _compare_first(left.given[0], right.given[0])
    if first is None or len(left.given[0]) == 1 or len(right.given[0]) == 1:
        return None
    fewer, more = sorted((left, right), key=lambda name: len(name.given))
    if len(more.given) > 1 and more.given[-1] == fewer.surname and len(more.given) > len(fewer.given):
        return Likeness(SECOND_SURNAME, "a second surname left out")
    is_alike = skeleton(left.surname) == skeleton(right.surname)
    if is_alike and JaroWinkler.similarity(left.surname, right.surname) >= LEAST_LIKENESS:
        return Likeness(SPELLING, "another spelling") if _compare_given(left.given, right.given) else None
    return None


def _are_one(short: str, full: str) -> bool:
    return short == full or (1 in (len(short), len(full)) and short[0] == full[0]) or bool(_roots(short) & _roots(full))


@lru_cache(maxsize=50_000)
def _roots(given: str) -> frozenset[str]:
    """Return a given name with those it may be short for."""
    return frozenset({given, *_nicknames().get(given, ())})


@cache
def _nicknames() -> dict[str, tuple[str, ...]]:
    return {_fold(short): tuple(_fold(name) for name in names.split(",")) for short, names in read_table("nicknames")}
