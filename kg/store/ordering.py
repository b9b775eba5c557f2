"""Makes ORDER BY safe: Oxigraph 0.5.13 ends the whole process where the sorted values have no order among them.

It compares numbers as numbers and anything else by its characters, so 10 < "5 km" < 9 < 10, and the sort of Rust's
standard library, which notices some of these circles, panics. SPARQL leaves open how a number and a word are
ordered; so "is it a number" is sorted by first, and all comparisons that are left agree with each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

TOKEN = re.compile(
    r"""(?P<skip>\s+|\#[^\n]*)
    |(?P<quoted>\"\"\"(?:\\.|(?!\"\"\").)*\"\"\"|'''(?:\\.|(?!''').)*'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'
        |<[^<>"{}|^`\\\x00-\x20]*>)
    |(?P<variable>[?$]\w+)
    |(?P<word>[A-Za-z_][\w.-]*)
    |(?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
"""One token of SPARQL: as much of the grammar as tells its words from comments, texts and IRIs."""
_DIRECTED = re.compile(r"(ASC|DESC)\s*(\(.*\))", re.IGNORECASE | re.DOTALL)
_END = re.compile(r"LIMIT|OFFSET|VALUES", re.IGNORECASE)


def make_sortable(sparql: str) -> str:
    """Return a query that sorts by "is it a number" before each thing that it sorts by, and is the same otherwise.

    >>> make_sortable("SELECT * { ?s ?p ?o } ORDER BY ?s DESC(?o) LIMIT 5")
    'SELECT * { ?s ?p ?o } ORDER BY isNumeric(?s) ?s DESC(isNumeric(?o)) DESC(?o) LIMIT 5'
    """
    tokens = [(found.lastgroup or "", found.group()) for found in TOKEN.finditer(sparql)]
    return "".join(_rewrite(tokens))


def _rewrite(tokens: list[tuple[str, str]]) -> Iterator[str]:
    place = 0
    while place < len(tokens):
        start = _find_order(tokens, place)
        end = _find_end(tokens, start)
        yield from (text for _, text in tokens[place:start])
        yield from _rewrite_conditions(tokens[start:end])
        place = end


def _find_order(tokens: list[tuple[str, str]], place: int) -> int:
    """Return the place behind the next ORDER BY, or the end."""
    words = [number for number in range(place, len(tokens)) if tokens[number][0] != "skip"]
    for first, second in pairwise(words):
        if (tokens[first][1].upper(), tokens[second][1].upper()) == ("ORDER", "BY"):
            return second + 1
    return len(tokens)


def _find_end(tokens: list[tuple[str, str]], place: int) -> int:
    """Return where the conditions end: at LIMIT, OFFSET, VALUES, the brace of a subquery, or the end."""
    depth = 0
    for number in range(place, len(tokens)):
        kind, text = tokens[number]
        depth += {"(": 1, ")": -1}.get(text, 0) if kind == "other" else 0
        if depth == 0 and (text == "}" or (kind == "word" and _END.fullmatch(text))):
            return number
    return len(tokens)


def _rewrite_conditions(tokens: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the conditions of ORDER BY: a variable, `DESC(...)`, a call of a function, or an expression in brackets."""
    depth, condition = 0, ""
    for kind, text in tokens:
        if kind == "skip" and not condition:
            yield text
            continue
        condition += text
        depth += {"(": 1, ")": -1}.get(text, 0) if kind == "other" else 0
        if depth == 0 and (kind == "variable" or text == ")"):
            directed = _DIRECTED.fullmatch(condition)
            yield f"{directed[1]}(isNumeric{directed[2]}) " if directed else f"isNumeric({condition}) "
            yield condition
            condition = ""
    yield condition
