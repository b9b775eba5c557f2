"""Money and quantities as numbers with their unit: "$2.5 million" is `2500000 USD`, "30,000 barrels a day" is
`30000 barrel per day`.

A bound or an estimate keeps its sign (`>=20 percent` for "at least 20 percent"), a range its two ends (`20..30 GBP`),
so that no value says more than the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache

from kg.grammar.trees import Tree
from kg.lexicon import read_mapping, read_table
from kg.linking import find_country, find_demonym
from kg.model import Token

# A rate: "a day", "per hour"; the unit stands after it.
RATE_UNITS = frozenset("second minute hour day week month year night person head barrel tonne ton gallon share".split())
RATE_WORDS = frozenset({"a", "an", "per", "each", "every"})
LONGEST_BOUND = 3
_DIGITS = re.compile(r"\d{1,15}(\.\d+)?", re.ASCII)
_FUSED = re.compile(r"(\d[\d,]*(?:\.\d+)?)([a-z]+)", re.ASCII)


def find_currency(token: Token) -> str | None:
    """Return the ISO 4217 code of a currency sign or noun, None if it is none."""
    codes = read_mapping("currencies")
    return codes.get(token.lemma.lower()) or codes.get(token.form.lower())


def find_currency_of(tree: Tree, token: Token) -> str | None:
    """Return the code of a currency, told by the adjective before it where several share the noun.

    "12 million Canadian dollars" is CAD, "500 dollars" is USD.
    """
    for child in tree.children(token, "amod", "compound", "nmod:poss"):
        country = find_demonym(child.form) or find_country(child.form)
        code = _national_currencies().get((token.lemma.lower(), country.label)) if country is not None else None
        if code is not None:
            return code
    return find_currency(token)


@cache
def _national_currencies() -> dict[tuple[str, str], str]:
    return {(noun, country): code for noun, country, code in read_table("currency_nouns")}


def find_unit(token: Token) -> str | None:
    """Return the singular name of a unit of measure, None if a word is none: "hectares" is `hectare`."""
    units = read_mapping("units")
    found = units.get(token.lemma.lower()) or units.get(token.form.lower())
    return None if found in ("square", "cubic") else found


def find_full_unit(tree: Tree, token: Token) -> str | None:
    """Return a unit with what stands before it: "square miles" is `square mile`, "percentage points" one unit."""
    unit, lemma = find_unit(token), token.lemma.lower()
    if unit is None and lemma != "point":
        return None
    words = [child.form.lower() for child in tree.children(token, "amod", "compound")]
    if lemma == "point" and ("percentage" in words or "basis" in words):
        return "percentage point" if "percentage" in words else "basis point"
    is_coin = lemma == "cent" and "per" not in words
    if unit is None or is_coin:
        return None
    power = next((word for word in words if word in ("square", "cubic")), None)
    return f"{power} {unit}" if power is not None else unit


def find_rate(tree: Tree, last: Token) -> list[Token]:
    """Return the words that make an amount a rate: "30,000 barrels a day", "$114 a barrel"; [] for none."""
    if last.id + 2 > len(tree.tokens):
        return []
    word, unit = tree.token(last.id + 1), tree.token(last.id + 2)
    is_rate = word.form.lower() in RATE_WORDS and unit.form.lower() in RATE_UNITS
    return [word, unit] if is_rate else []


def is_rate_unit(tree: Tree, token: Token) -> bool:
    """Whether a noun is the second part of a rate: the day of "30,000 barrels a day"."""
    if token.id < 3 or token.form.lower() not in RATE_UNITS:
        return False
    word, before = tree.token(token.id - 1), tree.token(token.id - 2)
    is_counted = before.upos in ("NUM", "SYM") or tree.child(before, "nummod") is not None or before.form == "%"
    return word.form.lower() in ("a", "an", "per") and is_counted


def find_bound(tree: Tree, first: Token) -> tuple[str, list[Token]]:
    """Return the sign of the words before an amount and those words: ">" for "more than"; "" and [] for none."""
    for length in range(min(LONGEST_BOUND, first.id - 1), 0, -1):
        words = list(tree.tokens[first.id - 1 - length : first.id - 1])
        sign = read_mapping("bounds").get(" ".join(word.form.lower() for word in words))
        if sign is not None:
            return sign, words
    return "", []


def find_amount(tree: Tree, numbers: Sequence[Token], *, is_money: bool = False) -> str | None:
    """Return "2500000" for "2.5 million" and "two and a half million", "20..30" for "20 to 30"; None if unsure.

    With `is_money` the short magnitudes count: "3bn", "4.5m".
    """
    words = number_words(tree, numbers)
    split = _range_sign(tree, words)
    if split is not None:
        ends = [_number(part, is_money=is_money) for part in (words[:split], words[split + 1 :])]
        return _range(ends, words[split + 1 :]) if None not in ends else None
    value = _number(words, is_money=is_money)
    return _plain(value) if value is not None else None


def number_words(tree: Tree, numbers: Sequence[Token]) -> list[Token]:
    """Return the words a number is written in, without what a bound before it left there: "at least 6 billion"."""
    words = [member for number in numbers for member in _own_words(tree, number)]
    words = [word for word in words if word.upos != "PUNCT" or word.form in "-–"]
    while words and not (words[0].form[0].isdigit() or words[0].form.lower().split("-")[0] in _numbers()):
        words = words[1:]
    return words


def _own_words(tree: Tree, number: Token) -> list[Token]:
    """Return the words below a number, without those of the clause it heads: "He was 101 and died in May"."""
    clausal = ("nsubj", "cop", "aux", "advcl", "acl", "parataxis", "mark", "obl")
    apart = [child for child in tree.children(number) if child.relation in clausal or child.upos == "VERB"]
    ids = {member.id for child in apart for member in tree.subtree(child)}
    return [member for member in tree.subtree(number) if member.id not in ids]


def _range_sign(tree: Tree, words: list[Token]) -> int | None:
    """Return where "20 to 30", "20-30" or "between 20 and 30" is parted; None if it is no range."""
    is_between = bool(words) and words[0].id > 1 and tree.token(words[0].id - 1).form.lower() == "between"
    for position, word in enumerate(words[1:-1], 1):
        if word.form.lower() in ("to", "-", "–", "or") or (is_between and word.form.lower() == "and"):
            return position
    return None


def _range(ends: list[Decimal | None], last: list[Token]) -> str | None:
    low, high = ends
    if low is None or high is None:
        return None
    for word in last:
        kind, value = _numbers().get(word.form.lower(), ("", Decimal(1)))
        if kind in ("magnitude", "short") and low < 1000:  # "between 2 and 3 million"
            low *= value
    return f"{_plain(low)}..{_plain(high)}" if low < high else None


@cache
def _numbers() -> dict[str, tuple[str, Decimal]]:
    return {word: (kind, Decimal(value)) for word, kind, value in read_table("numbers")}


def _number(words: list[Token], *, is_money: bool) -> Decimal | None:
    """Return what number words and digits come to; None if a word is unknown or the order makes no sense.

    "4.5m" in one token is parted; "one hundred and twenty-five" adds up, "2.5 million" multiplies.
    """
    total, current, seen = Decimal(0), Decimal(0), 0
    for form in _forms(words):
        digits = form.replace(",", "")
        kind, value = _numbers().get(form, (None, Decimal(0)))
        if _DIGITS.fullmatch(digits):
            if seen and current:
                return None
            current, seen = current + Decimal(digits), seen + 1
        elif kind == "number":
            is_next = current % 10 == 0 and (current == 0 or value < 10 or current >= 100)
            if not is_next and not (form == "half" and current):
                return None
            current, seen = current + value, seen + 1
        elif kind == "magnitude" or (kind == "short" and is_money):
            if not seen:
                return None
            current *= value
            if value >= 1000:
                total, current = total + current, Decimal(0)
        elif form not in FILLERS:
            return None
    return total + current if seen else None


FILLERS = frozenset({"and", "between", "of", "-", "about", "around", "some", "nearly", "almost", "roughly", "over"})


def _forms(words: list[Token]) -> list[str]:
    """Return the lower-case forms, fused ones parted ("4.5m", "twenty-five"); "half a million" without its article."""
    forms: list[str] = []
    for word in words:
        form = word.form.lower()
        fused = _FUSED.fullmatch(form)
        forms += list(fused.groups()) if fused else [form] if form == "-" else form.split("-")
    return [form for place, form in enumerate(forms) if not (form in ("a", "an") and forms[place - 1 : place] != [])]


def _plain(value: Decimal) -> str:
    return str(int(value)) if value == int(value) else format(value.normalize(), "f")
