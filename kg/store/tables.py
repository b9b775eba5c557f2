"""Writes what a SELECT or ASK finds in the formats of the W3C, row by row, so that a long result is never held."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from kg.vocabulary import XSD

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = Iterable[Term | None]

_XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
_CSV_MARKS = re.compile(r'[,"\r\n]')
# XML 1.0 has no way to write the control characters; and its readers take a carriage return for the end of a line.
_NOT_XML = (*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0xFFFE, 0xFFFF)
_XML = {**dict.fromkeys(_NOT_XML, "\ufffd"), ord("\r"): "&#13;"} | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
)


def write_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a result as SPARQL 1.1 Query Results JSON, a row at a time."""
    yield f'{{"head": {{"vars": {_json(list(columns))}}}, "results": {{"bindings": ['
    names, comma = [_json(column) for column in columns], ""
    for row in rows:
        cells = (f"{name}: {_json_term(term)}" for name, term in zip(names, row, strict=True) if term is not None)
        yield f"{comma}{{{', '.join(cells)}}}"
        comma = ", "
    yield "]}}"


def write_xml(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a result as SPARQL Query Results XML, a row at a time; what XML cannot hold becomes U+FFFD."""
    variables = "".join(f'<variable name="{column}"/>' for column in columns)
    yield f"{_XML_HEAD}<head>{variables}</head><results>\n"
    for row in rows:
        cells = (
            f'<binding name="{column}">{_xml_term(term)}</binding>'
            for column, term in zip(columns, row, strict=True)
            if term is not None
        )
        yield f"<result>{''.join(cells)}</result>\n"
    yield "</results></sparql>\n"


def write_csv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a result as CSV, a row at a time: an IRI without brackets, a literal without its datatype."""
    yield f"{','.join(columns)}\r\n"  # the line ends are those the W3C asks for
    for row in rows:
        # A line with nothing in it would be no row.
        yield (",".join(_csv_term(term) for term in row) or '""' * (len(columns) == 1)) + "\r\n"


def write_tsv(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a result as TSV, a row at a time: each term as N-Triples writes it, and its tabs escaped."""
    yield "\t".join(f"?{column}" for column in columns) + "\n"
    for row in rows:
        yield "\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row) + "\n"


WRITERS: Mapping[str, Callable[[Sequence[str], Iterable[Row]], Iterator[str]]] = {
    "json": write_json,
    "xml": write_xml,
    "csv": write_csv,
    "tsv": write_tsv,
}
"""By the name of the format."""


def write_answer(answer: bool, format: str) -> str:
    """Return the answer to an ASK as JSON or XML; in CSV and TSV, which the W3C has no form for, the word alone."""
    word = "true" if answer else "false"
    if format == "json":
        return f'{{"head": {{}}, "boolean": {word}}}'
    return f"{_XML_HEAD}<head/><boolean>{word}</boolean></sparql>\n" if format == "xml" else f"{word}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _json_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f'{{"type": "uri", "value": {_json(term.value)}}}'
    if not isinstance(term, ox.Literal):
        return f'{{"type": "bnode", "value": {_json(str(term).removeprefix("_:"))}}}'
    value = _json(term.value)
    if term.language:
        return f'{{"type": "literal", "value": {value}, "xml:lang": {_json(term.language)}}}'
    datatype = term.datatype.value
    if datatype == XSD + "string":
        return f'{{"type": "literal", "value": {value}}}'
    return f'{{"type": "literal", "value": {value}, "datatype": {_json(datatype)}}}'


def _xml_term(term: Term) -> str:
    if isinstance(term, ox.NamedNode):
        return f"<uri>{_xml(term.value)}</uri>"
    if not isinstance(term, ox.Literal):
        return f"<bnode>{_xml(str(term).removeprefix('_:'))}</bnode>"
    if term.language:
        return f'<literal xml:lang="{_xml(term.language)}">{_xml(term.value)}</literal>'
    datatype = term.datatype.value
    if datatype == XSD + "string":
        return f"<literal>{_xml(term.value)}</literal>"
    return f'<literal datatype="{_xml(datatype)}">{_xml(term.value)}</literal>'


def _xml(text: str) -> str:
    """Return a text for XML.

    >>> _xml('<a> & "b"' + chr(13) + chr(0)) == '&lt;a&gt; &amp; &quot;b&quot;&#13;\\ufffd'
    True
    """
    return text.translate(_XML)


def _csv_term(term: Term | None) -> str:
    text = term.value if isinstance(term, ox.NamedNode | ox.Literal) else "" if term is None else str(term)
    return '"' + text.replace('"', '""') + '"' if _CSV_MARKS.search(text) else text
