"""Finds clauses of a query that Oxigraph has to be told of, or kept from, before it reads the query."""

from __future__ import annotations

import re
import sys

# Possessive (++, *+): a long row of # would else be tried in every way it can be cut.
_BLANK = r"(?:\s|\#[^\r\n]*+)*+"
_SPACE = r"(?:\s|\#[^\r\n]*+)++"
_NAME = r"[\w.-]*:"
_TOKENS = (
    r"\#[^\r\n]*",
    r"\#[^\n]*",
    r'"""(?:\\.|(?!""").)*"""',
    r"'''(?:\\.|(?!''').)*'''",
    r'"(?:\\.|[^"\\\r\n])*"',
    r"'(?:\\.|[^'\\\r\n])*'",
    r"""<[^<>"{}|^`\\\x00-\x20]*>""",
    r"[?$]\w+",
    r"@[A-Za-z]+(?:-[A-Za-z0-9]+)*",
    r":(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)*",  # of a prefixed name the colon with all after it up to a point
    r"\\.",
)
"""What may hide the words of a clause: comments, texts, IRIs, variables, languages, names and escapes in them."""
_AMBIGUOUS = "<"
"""A sign that is a token, and the beginning of another."""
_PLAIN = r"""[^\\#"'<?$@:sS]+|."""
_ESCAPE = r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})"
_SERVICE = rf"""SERVICE(?:{_BLANK}SILENT)?(?:
    {_BLANK}[<?$]                          # SERVICE <...>, SERVICE ?x
    |{_SPACE}{_NAME}                       # SERVICE ex:a
    |{_NAME}[^\s{{}}]*{_BLANK}\{{            # SERVICEex:a {{...}}, and not the prefix of service:a
)"""
_FROM = rf"""{"|".join(_TOKENS)}
    |(?P<found>\bFROM(?:{_BLANK}<|{_SPACE}NAMED{_BLANK}<|{_SPACE}(?:NAMED{_SPACE})?{_NAME}))
    |[^\\#"'<?$@:fF]+|."""


def calls_service(sparql: str) -> bool:
    r"""Tell whether a query has a SERVICE clause: Oxigraph would send a request to the address in it.

    Every query with one is found, however it is written: where it depends on the grammar what a sign begins, as in
    `?a <?b && '>' > ?c`, each way to read on is followed. A name such as `ex:a.service` before a variable, which no
    graph of ours has, counts as a clause too.

    >>> calls_service("SELECT * { SERVICE <https://x.example/sparql> { ?s ?p ?o } }")
    True
    >>> calls_service('SELECT ?service { ?s ex:service ?service ; rdfs:label "SERVICE <x>" } # SERVICE ?x')
    False
    """
    return any(_has_service(text) for text in {sparql, re.sub(_ESCAPE, _unescape, sparql)})


def _unescape(escape: re.Match[str]) -> str:
    """Return the character that an escape stands for; SPARQL has them stand anywhere, and Oxigraph 0.5.13 in texts."""
    number = int(escape[1] or escape[2], 16)
    return chr(number) if number <= sys.maxunicode else ""


def _has_service(sparql: str) -> bool:
    service = re.compile(_SERVICE, re.VERBOSE | re.IGNORECASE)
    if service.search(sparql) is None:
        return False
    tokens, plain = [re.compile(token, re.DOTALL) for token in _TOKENS], re.compile(_PLAIN, re.DOTALL)
    places, seen = [0], {len(sparql)}
    while places:
        place = places.pop()
        if place not in seen:
            seen.add(place)
            if service.match(sparql, place):
                return True
            # The ends of all tokens that may begin here.
            ends = [found.end() for token in tokens if (found := token.match(sparql, place))]
            if not ends and (found := plain.match(sparql, place)):
                ends = [found.end()]
            places += [*ends, place + 1] if sparql[place] in _AMBIGUOUS else ends
    return False


def names_dataset(sparql: str) -> bool:
    """Tell whether a query names its graphs by FROM: Oxigraph does not look at them where it is told to take the union.

    >>> names_dataset("SELECT * FROM <https://x.example/g> { ?s ?p ?o }"), names_dataset("ASK { ?from ex:from from:x }")
    (True, False)
    """
    if "from" not in sparql.lower():
        return False
    pattern = re.compile(_FROM, re.VERBOSE | re.DOTALL | re.IGNORECASE)
    return any(found["found"] for found in pattern.finditer(sparql))
