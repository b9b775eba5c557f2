"""Tells what is wrong with a query that is no SPARQL: where, near which word, and what was expected there."""

from __future__ import annotations

import re

from kg.vocabulary import Namespaces

# Oxigraph lists all that may stand at a place, letter by letter; people want to know what kind of thing.
_KINDS = (
    (re.compile(r'"[?$]"'), "a variable (?x)"),
    (re.compile(r"\['A' ?\.\.= ?'Z'|\":\""), "a name (ent:russia)"),
    (re.compile(r'"<"'), "an IRI (<...>)"),
    (re.compile(r'"\\""'), 'a text ("...")'),
    (re.compile(r"\['0' ?\.\.= ?'9'\]"), "a number"),
)
_CLASS = re.compile(r"\[[^\]]*\]")
_MARK = re.compile(r'"[.,;{}()]"')
# A pattern may go on with these anywhere, so they are named where nothing better is known, and mislead.
_KEYWORD = re.compile(r"\b(?!LATERAL|SERVICE|OPTIONAL)[A-Z]{2,}\b")
_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_UPDATE = re.compile(r"\b(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY)\b", re.IGNORECASE)
_MOST = 6


def explain(message: str, sparql: str, namespaces: Namespaces) -> str:
    """Return where a query goes wrong, near which word, what was expected there, and the prefixes that are known."""
    if not sparql.strip():
        return "The query is empty; try: SELECT * { ?subject rel:oppose ?object } LIMIT 10"
    if not _FORM.search(sparql):
        update = _UPDATE.search(sparql)
        changes = f" {update[1].upper()} would change the graph, which only a build does." if update else ""
        return f"The query is not SPARQL: it has none of SELECT, ASK, CONSTRUCT and DESCRIBE.{changes}"
    known = f"Known prefixes: {', '.join(namespaces.prefixes)}."
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if place is None:
        return f"The query is not SPARQL: {message}. {known}"
    line, column, reason = int(place[1]), int(place[2]), " ".join(place[3].split())
    word = _word_at("".join(sparql.splitlines()[line - 1 : line]), column)
    near = f", near {word!r}" if word else ""
    return f"The query is not SPARQL at line {line}, column {column}{near}: {_tell_reason(reason, word)}. {known}"


def _word_at(line: str, column: int) -> str:
    """Return the word around a column, which counts from 1, or the one before if it stands between two.

    >>> _word_at("SELECT ?o { Russia oppose ?o }", 21), _word_at("SELECT ?x { ?x", 15)
    ('oppose', '?x')
    """
    words = [found for found in re.finditer(r"\S+", line) if found.start() < column]
    return words[-1].group() if words else ""


def _tell_reason(reason: str, word: str) -> str:
    if "Prefix not found" in reason:
        return "that prefix is not declared"
    if "unbound" in reason:
        return "SELECT names a variable that the pattern, or GROUP BY, does not give"
    if "IRI parsing failed" in reason:
        return "that is no absolute IRI"
    kinds = [kind for pattern, kind in _KINDS if pattern.search(reason)]
    rest = _CLASS.sub("", reason)
    expected = [*dict.fromkeys([*kinds, *_MARK.findall(rest), *_KEYWORD.findall(rest)])][:_MOST]
    if kinds != ["a number"] and re.fullmatch(r"[a-z]+|[A-Z][a-z]+", word):
        return "a name needs its prefix there, as in ent:russia or rel:oppose"
    if not expected:
        return "something else was expected there, or something is missing"
    *most, last = expected
    return f"expected {', '.join(most)} or {last}" if most else f"expected {last}"
