"""Regular and irregular English inflection undone by spelling rules and a vocabulary, where the table knows no lemma.

The spelling rules are those of Quirk et al. (1985, 3.5-10): doubled consonants, silent e, y and i.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

VOWELS = frozenset("aeiou")
# The only forms of the plain present that are not the base form (Quirk et al. 1985, 3.2).
CONJUGATED = frozenset({"am", "are"})
# An irregular verb keeps its forms after these (Quirk et al. 1985, I.24): "retaken", "overran", "withheld".
PREFIXES = ("re", "over", "under", "out", "mis", "fore", "with", "up", "un")
# Stems that end so mostly take a silent e; asked only where the vocabulary knows neither spelling: "denounc-e".
SILENT_E = (
    "c",
    "v",
    "z",
    "u",
    "s",
    "dg",
    "at",
    "iz",
    "bl",
    "tl",
    "dl",
    "pl",
    "gl",
    "ed",
    "id",
    "ud",
    "od",
    "ut",
    "ur",
    "ir",
    "or",
    "ag",
    "ak",
    "am",
    "ib",
    "in",
    "ar",
    "um",
    "ul",
)


@cache
def irregular_verbs() -> dict[str, str]:
    """Return the base form of each irregular verb form."""
    text = Path(__file__).with_name("irregular_verbs.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {form: lemma for form, lemma in rows}


def verb_lemma(form: str, xpos: str, is_word: Callable[[str], bool]) -> str | None:
    """Return the base form of a verb, the form itself for an infinitive; None for what no rule explains.

    `is_word` tells whether a spelling is a known word; where none is, spelling alone decides.

    >>> known = {"deny", "expel", "denounce", "try", "oppose"}.__contains__
    >>> [verb_lemma(form, "VBD", known) for form in ("denied", "expelled", "denounced", "hid")]
    ['deny', 'expel', 'denounce', 'hide']
    >>> verb_lemma("polling", "VBG", {"pol", "poll"}.__contains__)
    'poll'
    >>> verb_lemma("co-sponsored", "VBD", {"sponsor"}.__contains__)
    'co-sponsor'
    >>> verb_lemma("mediated", "VBD", known)
    'mediate'
    >>> verb_lemma("hoped", "VBD", {"hop", "hope"}.__contains__)
    'hope'
    >>> verb_lemma("aided", "VBN", {"aid", "aide"}.__contains__)
    'aid'
    >>> [verb_lemma(form, "VBD", known) for form in ("ascribed", "underlined", "explained")]
    ['ascribe', 'underline', 'explain']
    >>> verb_lemma("tries", "VBZ", known), verb_lemma("opposing", "VBG", known), verb_lemma("see", "VB", known)
    ('try', 'oppose', 'see')
    >>> verb_lemma("amassed", "VBN", known)
    'amass'
    >>> verb_lemma("endorse", "VBP", known), verb_lemma("are", "VBP", known)
    ('endorse', None)
    >>> verb_lemma("lied", "VBD", {"li"}.__contains__)
    'lie'
    >>> verb_lemma("retaken", "VBN", known), verb_lemma("overran", "VBD", known)
    ('retake', 'overrun')
    """
    prefix, hyphen, word = form.lower().rpartition("-")
    if hyphen:
        base = verb_lemma(word, xpos, is_word)
        return f"{prefix}-{base}" if base else None
    if xpos == "VB" or (xpos == "VBP" and word.isalpha() and word not in CONJUGATED):
        return word
    if xpos not in ("VBD", "VBN", "VBG", "VBZ") or not word.isalpha():
        return None
    if xpos != "VBZ" and word in irregular_verbs():
        return irregular_verbs()[word]
    before = next((found for found in PREFIXES if word.startswith(found)), "")
    if xpos in ("VBD", "VBN") and before and word.removeprefix(before) in irregular_verbs():
        return before + irregular_verbs()[word.removeprefix(before)]
    candidates = list(_candidates(word, xpos))
    doubled = word.removesuffix("ing").removesuffix("ed")
    if doubled.endswith("ll") and is_word(doubled):
        return doubled  # "polled" is of poll, "expelled" of expel
    known = [candidate for candidate in candidates if is_word(candidate)]
    return next(iter([*known, *candidates]), None)


def _candidates(word: str, xpos: str) -> Iterator[str]:
    """Yield the spellings a regular form may come from, the likeliest first."""
    if xpos == "VBZ":
        yield from _without_s(word)
        return
    ending = "ing" if xpos == "VBG" else "ed"
    stem = word.removesuffix(ending)
    if stem == word or not any(letter in VOWELS or letter == "y" for letter in stem):
        return
    if ending == "ed" and stem.endswith("i") and len(stem) == 2:
        yield stem + "e"  # "lied", "tied"
        return
    if ending == "ed" and stem.endswith("i"):
        yield stem[:-1] + "y"
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS and stem[-1] not in "sz":
        yield stem[:-1]
    if stem.endswith("ss"):
        yield stem  # "amassed", "harassing"
    if (stem.endswith(SILENT_E) and not _has_long_vowel(stem)) or _would_double(stem):
        yield stem + "e"
    yield stem
    yield stem + "e"


def _has_long_vowel(stem: str) -> bool:
    """Whether two vowels written before the last letter make it long without an e: "aid", "load"; but "pleas-e".

    In "ia" they are two sounds: "mediat-ed".
    """
    if stem[-3:-1] == "ia":
        return False
    return stem[-1] in "dtrgknblm" and len(stem) > 2 and stem[-2] in VOWELS and stem[-3] in "aeio"


def _would_double(stem: str) -> bool:
    """Whether a short stem would have doubled its last letter, so that "hoped" comes from hope, not from hop."""
    vowels = sum(letter in VOWELS for letter in stem)
    is_short = len(stem) > 1 and vowels == 1 and stem[-2] in VOWELS
    return is_short and stem[-1] not in VOWELS and stem[-1] not in "wxy"


def _without_s(word: str) -> Iterator[str]:
    if word.endswith("ies") and len(word) > 4:
        yield word[:-3] + "y"
    if word.endswith("es") and word[:-2].endswith(("iz", "yz", "c", "v", "dg", "us", "as", "is")):
        yield word[:-1]
    if word.endswith(("ches", "shes", "sses", "xes", "zes", "oes")):
        yield word[:-2]
    if word.endswith("s"):
        yield word[:-1]


def plausible_lemma(form: str, upos: str, lemma: str, is_word: Callable[[str], bool]) -> str:
    """Return a lemma that a rule of the model gave, or what spelling says where that is no word.

    >>> known = {"deadly", "movie"}.__contains__
    >>> plausible_lemma("mercenaries", "NOUN", "mercenarie", known), plausible_lemma("movies", "NOUN", "movie", known)
    ('mercenary', 'movie')
    >>> plausible_lemma("deadliest", "ADJ", "deadli", known), plausible_lemma("formerly", "ADV", "formerl", known)
    ('deadly', 'formerly')
    """
    word = form.lower()
    if is_word(lemma.lower()):
        return lemma
    if upos == "NOUN" and word.endswith("ies") and lemma.lower().endswith("ie"):
        return form[:-3] + "y"
    if upos == "ADJ" and word.endswith(("ier", "iest")) and lemma.lower().endswith("i"):
        return lemma[:-1] + "y"
    return word if upos == "ADV" and word.endswith("ly") else lemma
