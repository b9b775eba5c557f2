"""How names compare: normal forms, the countries they stand for, and which short forms stand for which full ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from kg.lexicon import find_organization
from kg.linking import Country, find_capital, find_city, find_country, find_demonym
from kg.model import EntityType, Mention

CORPORATE_ENDINGS = frozenset(
    "inc corp corporation co company ltd limited plc group holdings ag sa se gmbh llc nv bank airlines".split()
)

COMMON_FIRST_WORDS = frozenset(
    """united national international federal royal first new north south east west central general public supreme
    high free democratic republican social european african asian american world house party bank university
    ministry department committee council court senate army air security human the state""".split()
)


def normal_name(name: str) -> str:
    """Return what equal names are joined by: no article, abbreviations of countries and organisations written out.

    >>> normal_name("the US Supreme Court"), normal_name("U.N."), normal_name("Acme")
    ('United States Supreme Court', 'United Nations', 'Acme')
    """
    bare = re.sub(r"^the\s+", "", name, flags=re.IGNORECASE)
    full = find_organization(bare)
    if full is not None:
        return full
    first, _, rest = bare.partition(" ")
    country = find_country(first) if re.fullmatch(r"[A-Z]\.?[A-Z]\.?", first) else None
    organization = find_organization(first) if rest else None
    return f"{country.label if country is not None else organization or first} {rest}".strip()


def country_of(mention: Mention) -> Country | None:
    """Return the country a name mention stands for: by its name, adjective, or capital if that names the government."""
    if mention.type is not EntityType.COUNTRY:
        return None
    found = find_country(mention.name) or find_demonym(mention.name)
    if found is None and "Government=Yes" in mention.features:
        found = find_capital(mention.name)
    return found


# Words that begin a surname of several words.
PARTICLES = frozenset("de del della der den di da dos du la le van von ten ter bin ibn al el".split())


def is_short_person(short: str, full: str) -> bool:
    """Whether one name of a person can stand for a fuller one.

    "Clinton", "Hillary" and "Hillary Clinton" are short for "Hillary Rodham Clinton", "de Blasio" for "Bill de Blasio",
    "John Conyers" for "John James Conyers Jr.", "@AnnBerg" for "Ann Berg", "Amin" for "Omar al-Amin"; but
    "Paul Lind Jr." is not "Paul Lind Sr.".
    """
    if short.startswith("@"):
        return short[1:].casefold() == full.replace(" ", "").casefold()
    few, suffix = _person_words(short)
    many, other_suffix = _person_words(full)
    if few == many:
        return not suffix and bool(other_suffix)
    if not few or len(few) >= len(many) or len({suffix, other_suffix} - {""}) > 1:
        return False
    if few[0].lower() in PARTICLES:
        return [word.lower() for word in few] == [word.lower() for word in many[-len(few) :]]
    if len(few) == 1:
        given = many[1] if re.fullmatch(r"[A-Z]\.", many[0]) else many[0]  # "F. Otto Berg" is Otto
        return few[0] in (many[-1], given)
    return few[-1] == many[-1] and few[0] == many[0]


_ARTICLE = re.compile(r"^([Aa]l|[Ee]l|[Uu]l)[-\u2010\u2011](?=\w)")


@lru_cache(maxsize=4096)
def _person_words(name: str) -> tuple[list[str], str]:
    """Return the words of a person's name without accents and Arabic articles, and its Jr., Sr., III or "".

    "Al-Quaety" opens a sentence, "Assad" is al-Assad.
    """
    words = (fold_accents(word) for word in _without_suffix(name))
    return [_ARTICLE.sub("", word) for word in words], _suffix(name)


def fold_accents(name: str) -> str:
    """Return a name without accents, as newspapers may write it.

    >>> fold_accents("Erdoğan"), fold_accents("José Díaz")
    ('Erdogan', 'Jose Diaz')
    """
    decomposed = unicodedata.normalize("NFKD", name).replace("ı", "i")
    return name if name.isascii() else "".join(mark for mark in decomposed if not unicodedata.combining(mark))


SUFFIXES = frozenset({"Jr", "Sr", "II", "III", "IV"})


def _without_suffix(name: str) -> list[str]:
    """Return the words of a person's name without Jr., Sr., III."""
    return [word.strip(",") for word in name.split() if word.strip(".,") not in SUFFIXES and word != ","]


def _suffix(name: str) -> str:
    return next((word.strip(".,") for word in name.split() if word.strip(".,") in SUFFIXES), "")


def is_distinctive(word: str) -> bool:
    """Whether one word can be the short name of an organisation: not a place, not a word many names begin with.

    >>> is_distinctive("Acme"), is_distinctive("National"), is_distinctive("London")
    (True, False, False)
    """
    is_place = find_country(word) or find_demonym(word) or find_city(word)
    return len(word) > 2 and word[0].isupper() and not is_place and word.lower() not in COMMON_FIRST_WORDS


# Words that tie a name to another inside it: the end of "Bank of Upper Lakeland" is no bank.
TIES = frozenset("of for and the in on at to & de du del des la le".split())
# Words of names that, alone and with a capital, mean the one body of a text that is so called.
GENERIC_BODIES = frozenset(
    """senate parliament congress house assembly council commission committee court ministry department bank
    university college institute agency authority party union army navy church club museum foundation board office
    chamber cabinet treasury""".split()
)


def is_short_organization(short: str, full: str) -> bool:
    """Whether one name of an organisation can stand for a fuller one.

    "WTO" for "World Trade Organization", "Acme" for "Acme Pumps Corp.", "Security
    Council" for "U.N. Security Council"; but "Lakeland" not for "Bank of Lakeland", nor "Delta" for "Delta 9 Project".
    """
    few, many = short.split(), full.split()
    if len(few) >= len(many):
        return False
    initials = "".join(word[0] for word in many if word[0].isupper())
    if len(few) == 1 and len(initials) > 1 and short.replace(".", "") == initials:
        return True
    rest = [word.strip(".,").lower() for word in many[len(few) :]]
    if many[: len(few)] == few and all(word in CORPORATE_ENDINGS for word in rest):
        return True
    if any(not word.replace(".", "").replace("-", "").replace("'", "").isalpha() for word in set(many) - set(few)):
        return False  # a number or a sign makes another thing of it
    if len(few) == 1 and many[0] == short and is_distinctive(short):
        return True
    return len(few) > 1 and many[-len(few) :] == few and many[-len(few) - 1].lower() not in TIES


def is_generic_short(short: str, full: str) -> bool:
    """Whether a body's name is the general word of a fuller one, as a text may use it for the one body it names so.

    >>> is_generic_short("Senate", "U.S. Senate"), is_generic_short("House", "House of Representatives")
    (True, True)
    >>> is_generic_short("Bank", "Bank Leumi"), is_generic_short("Lakeland", "Bank of Lakeland")
    (False, False)
    """
    many = full.split()
    is_end = many[-1] == short and len(many) > 1
    is_beginning = full.startswith((f"{short} of ", f"{short} for "))
    return short.lower() in GENERIC_BODIES and (is_end or is_beginning)
