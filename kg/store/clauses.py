"""Finds clauses of a query that Oxigraph has to be told of, or kept from, before it reads the query."""

from __future__ import annotations

import re

_BLANK = r"(?:[ \t\r\n]|\#[^\r\n]*)*"
_SPACE = r"(?:[ \t\r\n]|\#[^\r\n]*)+"
_SKIPPED = r"""
    \#[^\r\n]*
    |\"\"\"(?:\\.|(?!\"\"\").)*\"\"\"|'''(?:\\.|(?!''').)*'''|"(?:\\.|[^"\\\r\n])*"|'(?:\\.|[^'\\\r\n])*'
    |<[^<>"{}|^`\\\x00-\x20]*>
    |[?$]\w+|@[A-Za-z]+(?:-[A-Za-z0-9]+)*
    |:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)*
"""
"""Comments, texts, IRIs, variables, languages, and the colon of a prefixed name with all after it up to a point."""
_NAME = r"[\w.-]*:"
_SERVICE = re.compile(
    rf"""{_SKIPPED}
    |(?P<found>SERVICE(?:{_BLANK}SILENT)?(?:
        {_BLANK}[<?$]                          # SERVICE <...>, SERVICE ?x
        |{_SPACE}{_NAME}                       # SERVICE ex:a
        |{_NAME}[^\s{{}}]*{_BLANK}\{{            # SERVICEex:a {{...}}, and not the prefix of service:a
    ))
    |[^\#"'<?$@:sS]+|.""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_FROM = re.compile(
    rf"""{_SKIPPED}
    |(?P<found>\bFROM(?:{_BLANK}<|{_SPACE}NAMED{_BLANK}<|{_SPACE}(?:NAMED{_SPACE})?{_NAME}))
    |[^\#"'<?$@:fF]+|.""",
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)


def calls_service(sparql: str) -> bool:
    r"""Tell whether a query has a SERVICE clause: Oxigraph would send a request to the address in it.

    Every query with one is found, however it is written; a name such as `ex:a.service` before a variable, which no
    graph of ours has, counts as one too.

    >>> calls_service("SELECT * { SERVICE <https://x.example/sparql> { ?s ?p ?o } }")
    True
    >>> calls_service('SELECT ?service { ?s ex:service ?service ; rdfs:label "SERVICE <x>" } # SERVICE ?x')
    False
    """
    return any(found["found"] for found in _SERVICE.finditer(sparql))


def names_dataset(sparql: str) -> bool:
    """Tell whether a query names its graphs by FROM: Oxigraph does not look at them where it is told to take the union.

    >>> names_dataset("SELECT * FROM <https://x.example/g> { ?s ?p ?o }"), names_dataset("ASK { ?from ex:from from:x }")
    (True, False)
    """
    return any(found["found"] for found in _FROM.finditer(sparql))
