"""The exceptions that users meet.

KGError
├── DocumentError      a file, feed or page that cannot be read as a document
├── MetadataError      a metadata table that cannot be used
├── GazetteerError     a user's table of names that cannot be used
├── ModelError         the language model or its files are missing or broken
├── GraphError         the graph folder is missing, broken, locked or of another version
│   ├── GraphLocked    another process writes to it
│   └── StoreError     a SPARQL server that cannot be reached, or that refuses
├── QueryError         a SPARQL query that cannot be run
├── EntityNotFound     no entity of that name
├── AmbiguousEntity    several entities of that name
├── DecisionError      a decision that cannot be made, or a file of decisions that cannot be used
├── ExportError        an export that cannot be written
├── EvaluationError    a gold file, extractions or a reviewed sheet that cannot be used
└── MissingExtra       an optional dependency is not installed
"""

from __future__ import annotations


class KGError(Exception):
    """The base of all errors; its message says what was found, where, and what to try."""


class DocumentError(KGError):
    """A file, feed or page cannot be read as a document."""


class MetadataError(KGError):
    """A metadata table cannot be used."""


class GazetteerError(KGError):
    """A user's table of names cannot be used."""


class ModelError(KGError):
    """The language model or one of its files is missing or broken."""


class GraphError(KGError):
    """The graph folder is missing, broken or of another version."""


class GraphLocked(GraphError):
    """Another process is writing to the graph folder."""


class StoreError(GraphError):
    """A SPARQL server cannot be reached, or refuses; `status` is that of its answer, None without one.

    `is_page` tells that it answers with a web page, so that nothing there speaks SPARQL.
    """

    def __init__(self, message: str, status: int | None = None, *, is_page: bool = False) -> None:
        super().__init__(message)
        self.status = status
        self.is_page = is_page


class QueryError(KGError):
    """A SPARQL query cannot be run."""


class EntityNotFound(KGError):
    """No entity has that name."""


class AmbiguousEntity(KGError):
    """Several entities have that name; `choices` lists their labels and identifiers."""

    def __init__(self, message: str, choices: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(message)
        self.choices = choices


class DecisionError(KGError):
    """A decision cannot be made, or the file of decisions cannot be used."""


class ExportError(KGError):
    """An export cannot be written."""


class EvaluationError(KGError):
    """A gold file, a file of extractions or a reviewed sheet cannot be used."""


class MissingExtra(KGError):
    """An optional dependency is not installed; the message names the extra."""
