"""What a query found, as RDF terms, Python values or text in the formats of the W3C."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import MissingExtra, QueryError
from kg.store.tables import WRITERS, Term, write_answer
from kg.vocabulary import XSD, Namespaces

if TYPE_CHECKING:
    import pandas

_INTEGERS = {XSD + name for name in ("integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger")}
_REALS = {XSD + name for name in ("decimal", "double", "float")}


@dataclass(frozen=True)
class QueryResult:
    """What a query found; equal if the terms are, in their order.

    `columns` are the variables of a SELECT in their order; subject, predicate and object of a CONSTRUCT
    or DESCRIBE; none of an ASK, whose answer is `answer`. `terms` are the rows as RDF terms.
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...]
    namespaces: Namespaces
    answer: bool | None = None
    is_graph: bool = False

    def __repr__(self) -> str:
        if self.answer is not None:
            return f"<QueryResult: {'yes' if self.answer else 'no'}>"
        return f"<QueryResult: {len(self):,} {'row' if len(self) == 1 else 'rows'} of {', '.join(self.columns)}>"

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[tuple[object, ...]]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        """Return the answer to an ASK; of other queries, whether anything was found."""
        return bool(self.terms) if self.answer is None else self.answer

    @property
    def rows(self) -> list[tuple[object, ...]]:
        """The rows as Python values.

        An IRI is its prefixed name where there is one; a number an int or a float; a truth value a bool;
        dates and all other literals are their characters; what is unbound is None.
        """
        return [tuple(to_python(term, self.namespaces) for term in row) for row in self.terms]

    def df(self) -> pandas.DataFrame:
        """Return the rows as a DataFrame, one column a variable; MissingExtra without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("A DataFrame needs pandas: pip install 'kg-builder[notebook]'") from error
        if self.answer is not None:
            return pandas.DataFrame({"answer": [self.answer]})
        return pandas.DataFrame(self.rows, columns=list(self.columns))

    def serialize(self, format: str) -> str:
        """Return the result in a W3C format: `json`, `xml`, `csv`, `tsv`, or `turtle` for a graph.

        QueryError if the format does not fit: only CONSTRUCT and DESCRIBE give a graph, and ASK no table.
        """
        if format == "turtle" and self.is_graph:
            triples = [ox.Triple(*row) for row in self.terms]  # type: ignore[arg-type]
            prefixes = self.namespaces.prefixes
            return (ox.serialize(triples, format=ox.RdfFormat.TURTLE, prefixes=prefixes) or b"").decode()
        if format not in WRITERS or (format in ("csv", "tsv") and self.answer is not None):
            kind = "a graph" if self.is_graph else "a table" if self.answer is None else "a yes or no"
            raise QueryError(f"The query gives {kind}, which {format} cannot hold; json can.")
        if self.answer is not None:
            return write_answer(self.answer, format)
        return "".join(WRITERS[format](self.columns, self.terms))


def to_python(term: Term | None, namespaces: Namespaces) -> object:
    """Return a term as `QueryResult.rows` gives it."""
    if isinstance(term, ox.NamedNode):
        return namespaces.shorten(term.value)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    try:
        if term.datatype.value in _INTEGERS:
            return int(term.value)
        if term.datatype.value in _REALS:
            return float(term.value)
    except ValueError:  # a literal such as "many"^^xsd:integer is legal RDF
        return term.value
    if term.datatype.value == XSD + "boolean":
        return term.value in ("true", "1")
    return term.value


def collect(found: ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples, namespaces: Namespaces) -> QueryResult:
    """Return what Oxigraph found; the triples of a graph are sorted, each once."""
    if isinstance(found, ox.QueryBoolean):
        return QueryResult((), (), namespaces, answer=bool(found))
    if isinstance(found, ox.QueryTriples):
        triples = sorted({(triple.subject, triple.predicate, triple.object) for triple in found}, key=str)
        return QueryResult(("subject", "predicate", "object"), tuple(triples), namespaces, is_graph=True)
    columns = tuple(variable.value for variable in found.variables)
    rows = tuple(tuple(solution) for solution in found)
    return QueryResult(columns, rows, namespaces)
