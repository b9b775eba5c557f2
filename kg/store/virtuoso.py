"""What is different about Virtuoso 7.2: forms of literals, answers that it cuts short, and how graphs are left out.

It keeps durations as months or seconds, and integers of more than 32 bits as decimals; both are written here as they
were sent. Decimals of more than 15 digits, and durations of more than 6 digits of seconds, are not to be had back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal

from kg.store.http import Answer
from kg.store.ordering import TOKEN
from kg.vocabulary import XSD

_DATATYPE = re.escape(XSD).encode()
# In results as JSON and in N-Triples; a quotation mark inside a literal is escaped, so no text looks like this.
_JSON = re.compile(rb'("datatype": "%s)(duration|decimal)(", "value": ")(-?\d[\d.e+]*)"' % _DATATYPE)
_TRIPLES = re.compile(rb'"(-?\d[\d.e+]*)"\^\^<%s(duration|decimal)>' % _DATATYPE)
_LARGEST = 2**31 - 1
_PREFIX = re.compile(r"\bPREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_NOTHING = "urn:x-kg:nothing"


def hide(hidden: Iterable[str], sparql: str, prefixes: Mapping[str, str], list_graphs: Callable[[], list[str]]) -> str:
    """Return what, before a query, leaves the graphs `hidden` out; `list_graphs` gives all others.

    Where a named graph is left out, `GRAPH` finds nothing under a name that is written out, so that then the graphs
    to be found are told instead: those the query names, or all if it asks for any graph as well.
    """
    left_out = frozenset(hidden)
    lines = [f"define input:default-graph-exclude <{name}> " for name in sorted(left_out)]
    names, is_any = find_graphs(sparql, prefixes)
    if not names:
        lines += [f"define input:named-graph-exclude <{name}> " for name in sorted(left_out) if is_any]
    else:
        shown = list_graphs() if is_any else sorted(names - left_out)
        lines += [f"define input:named-graph-uri <{name}> " for name in shown or [_NOTHING]]
    return "".join(lines)


def bind(sparql: str, bindings: Mapping[str, str]) -> str:
    """Return a query whose outermost pattern ends with what these variables have to be.

    >>> bind("SELECT ?s { ?s ?p ?o } # }", {"?s": "<https://x.example/a>"})
    'SELECT ?s { ?s ?p ?o FILTER(?s = <https://x.example/a>) } # }'
    """
    end = max((found.start() for found in TOKEN.finditer(sparql) if found.group() == "}"), default=len(sparql))
    wanted = " && ".join(f"{variable} = {term}" for variable, term in bindings.items())
    return f"{sparql[:end]}FILTER({wanted}) {sparql[end:]}"


def find_graphs(sparql: str, prefixes: Mapping[str, str]) -> tuple[set[str], bool]:
    """Return the IRIs that a query writes behind `GRAPH`, and whether a variable stands behind one.

    >>> find_graphs("SELECT * { GRAPH kg:entities { ?s ?p ?o } GRAPH ?g {} } # GRAPH x:y", {"kg": "https://x.example/"})
    ({'https://x.example/entities'}, True)
    """
    known = {**prefixes, **dict(_PREFIX.findall(sparql))}
    tokens = [found for found in TOKEN.finditer(sparql) if found.lastgroup != "skip"]
    names, is_any = set[str](), False
    for place, token in enumerate(tokens[:-1]):
        if token.lastgroup != "word" or token.group().upper() != "GRAPH":
            continue
        behind = tokens[place + 1]
        if behind.lastgroup == "quoted":
            names.add(behind.group()[1:-1])
        elif behind.lastgroup == "variable":
            is_any = True
        else:
            prefix, _, local = re.split(r"[\s{]", sparql[behind.start() :], maxsplit=1)[0].partition(":")
            names.add(known.get(prefix, "") + local)
    return names, is_any


def repair(data: bytes, *, is_graph: bool) -> bytes:
    """Return results as JSON, or N-Triples, with the literals as they were sent.

    >>> repair(b'"36"^^<http://www.w3.org/2001/XMLSchema#duration> .', is_graph=True)
    b'"P3Y"^^<http://www.w3.org/2001/XMLSchema#duration> .'
    """
    if is_graph:
        return _TRIPLES.sub(lambda found: b'"%s"^^<%s%s>' % _sent(found[1], found[2]), data)
    return _JSON.sub(_repair_json, data)


def _repair_json(found: re.Match[bytes]) -> bytes:
    value, _, datatype = _sent(found[4], found[2])
    return found[1] + datatype + found[3] + value + b'"'


def _sent(value: bytes, datatype: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the characters of a literal as they were sent, the namespace of its datatype, and its name."""
    text = value.decode()
    if datatype == b"duration":
        text = _months(int(text)) if text.isdigit() else _seconds(int(Decimal(text)))
    elif text.lstrip("-").isdigit() and not -_LARGEST - 1 <= int(text) <= _LARGEST:
        datatype = b"integer"
    return text.encode(), XSD.encode(), datatype


def _months(count: int) -> str:
    """Return a number of months as a duration.

    >>> _months(14), _months(36), _months(3)
    ('P1Y2M', 'P3Y', 'P3M')
    """
    years, months = divmod(count, 12)
    return "P" + (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")


def _seconds(count: int) -> str:
    """Return a number of seconds as a duration.

    >>> _seconds(97200), _seconds(2592000), _seconds(9000)
    ('P1DT3H', 'P30D', 'PT2H30M')
    """
    days, rest = divmod(count, 86_400)
    parts = [f"{rest // 3600}H"] * (rest >= 3600) + [f"{rest % 3600 // 60}M"] * (rest % 3600 >= 60)
    parts += [f"{rest % 60}S"] * (rest % 60 > 0 or count == 0)
    return "P" + (f"{days}D" if days else "") + ("T" + "".join(parts) if parts else "")


def most_rows(answer: Answer) -> int | None:
    """Return how many rows the server gives at most (`ResultSetMaxRows` of virtuoso.ini), None without a limit."""
    written = answer.headers.get("x-sparql-maxrows", "")
    return int(written) if written.isdigit() else None


def is_partial(answer: Answer) -> bool:
    """Whether the server gave up after its time limit, and answers with what it had found by then."""
    return answer.headers.get("x-sql-state", "").startswith("S1TAT")
