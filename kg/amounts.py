"""Money and quantities as numbers: "$2.5 million" is 2500000 USD."""

from __future__ import annotations

import re
from decimal import Decimal

from kg.model import Token
from kg.trees import Tree

CURRENCIES = {
    "$": "USD", "us$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP",
    "yen": "JPY", "yuan": "CNY", "ruble": "RUB", "rouble": "RUB", "rupee": "INR", "franc": "CHF", "peso": "MXN",
}  # fmt: skip
MAGNITUDES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def find_currency(token: Token) -> str | None:
    """Return the ISO 4217 code of a currency sign or noun, None if it is none."""
    return CURRENCIES.get(token.lemma.lower()) or CURRENCIES.get(token.form.lower())


def find_amount(tree: Tree, numbers: list[Token]) -> str | None:
    """Return "2500000" for "2.5 million", None if the number is not written in digits."""
    words = [member for number in numbers for member in tree.subtree(number) if member.upos == "NUM"]
    digits = [word.form.replace(",", "") for word in words if word.form[0].isdigit()]
    if len(digits) != 1 or not re.fullmatch(r"\d{1,15}(\.\d+)?", digits[0], re.ASCII):
        return None
    value = Decimal(digits[0])
    for word in words:
        value *= MAGNITUDES.get(word.form.lower(), 1)
    return str(int(value)) if value == int(value) else str(value.normalize())
