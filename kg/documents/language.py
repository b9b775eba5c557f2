"""Tells a text in another language from English by the common words in it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache

# Single letters are no words of any language here: "U.S." would be two of Czech.
_WORD = re.compile(r"[^\W\d_]{2,}")
# Fewer words tell no language: "Clinton met Putin" might be Dutch.
_FEWEST_WORDS = 8
# Measured with justext's list on 10,741 English texts (news, speeches, reviews, forum posts, mail): of those with 20
# words or more, 99 in a hundred have a share of 0.37 and two less than 0.26, which list addresses. Short news texts
# that we wrote in 15 other languages have 0.16 at most, a text half in English 0.33. No English text, and 9 of the
# 82,723 sentences taken alone, are held for another language.
_ENGLISH_SHARE = 0.25
# ... and at least this share of words common in their own language, and so many times the English share, while
# lists of English names and results have less.
_FOREIGN_SHARE, _TIMES = 0.33, 2.5
# Languages without a list here: long enough, and less English than any English text met.
_MANY_WORDS, _HARDLY_ENGLISH = 40, 0.06
# A text mostly in other letters is not English, however many names it gives in ours.
_OTHER_LETTERS = 0.7
# Where justext's lists are of common words: its Finnish and its Estonian one, say, hold first names and places.
_LANGUAGES = (
    "Catalan Croatian Czech Danish Dutch French German Indonesian Italian Norwegian_Bokmal Polish Portuguese "
    "Romanian Spanish Swedish Turkish"
).split()


def find_foreign_language(text: str) -> str | None:
    """Return what a text that is not English is written in, None for English, for mixed and for very short text.

    >>> find_foreign_language("Die Regierung lehnt neue Sanktionen gegen Syrien ab und will verhandeln.")
    'German'
    >>> find_foreign_language("Москва отвергла критику Reuters.")
    'Cyrillic letters'
    >>> find_foreign_language("The minister said: “Die Regierung lehnt neue Sanktionen ab.” He did not say why.")
    """
    script = _find_script(text)
    if script != "LATIN":
        return f"{script.capitalize()} letters"
    words = [word.casefold() for word in _WORD.findall(text)]
    english = _share(words, "English")
    if len(words) < _FEWEST_WORDS or english >= _ENGLISH_SHARE:
        return None
    share, language = max((_share(words, language), language) for language in _LANGUAGES)
    if share >= max(_FOREIGN_SHARE, _TIMES * english):
        return language.partition("_")[0]
    return "a language that is not English" if len(words) >= _MANY_WORDS and english < _HARDLY_ENGLISH else None


def _find_script(text: str) -> str:
    """Return the script that nearly all letters belong to, as Unicode names them; Latin unless it is another one."""
    counts = Counter(filter(str.isalpha, text))
    scripts: Counter[str] = Counter()
    for letter, count in counts.items():
        scripts[unicodedata.name(letter, "LATIN").split()[0]] += count
    others = sum(count for script, count in scripts.items() if script != "LATIN")
    if others <= scripts.total() * _OTHER_LETTERS:
        return "LATIN"
    return min(scripts, key=lambda script: (-scripts[script], script))


def _share(words: list[str], language: str) -> float:
    """Return which share of the words is among the common ones of a language."""
    common = _common_words(language)
    return sum(word in common for word in words) / len(words) if words else 0.0


@cache
def _common_words(language: str) -> frozenset[str]:
    from justext import get_stoplist

    return frozenset(word.casefold() for word in get_stoplist(language))
