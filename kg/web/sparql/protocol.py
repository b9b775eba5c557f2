"""Reads what a request asks for (SPARQL 1.1 Protocol, section 2), and refuses what it may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pyoxigraph as ox

QUERY_TYPE = "application/sparql-query"
UPDATE_TYPE = "application/sparql-update"
FORM_TYPE = "application/x-www-form-urlencoded"
ACCEPTED = f"{QUERY_TYPE}, {FORM_TYPE}"
"""What the body of a POST may be."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")

_UPDATE_FIELDS = ("update", "using-graph-uri", "using-named-graph-uri")
_MOST_FIELDS = 1_000
_NOT_ENCODED = re.compile(rb"%(?![0-9A-Fa-f]{2})")
Fields = tuple[tuple[str, str], ...]


class Refusal(Exception):
    """A request that is not answered: the status, what to tell the client, and headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Asked:
    """What a request asks for; without a query it asks what this service is.

    The graphs are those that the request names, None where it names none at all. `formats` are the values of the
    parameter `format`, which is no part of the protocol, and known to most servers and clients.
    """

    query: str | None
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    formats: tuple[str, ...] = field(default=())


def read_request(method: str, address: bytes, content_type: str, body: bytes) -> Asked:
    """Return what a request asks for, by GET, or by POST with a form or with a query as its body.

    `address` is the part of the address behind the question mark. Raises `Refusal`.
    """
    fields = read_fields(address)
    if method == "POST":
        media_type, charset = read_media_type(content_type)
        refuse_update(media_type, fields)
        if media_type == FORM_TYPE:
            fields += read_fields(body)
        elif media_type == QUERY_TYPE:
            fields += (("query", _decode(body, charset)),)
        else:
            what = f"is {media_type}" if media_type else "has no Content-Type"
            raise Refusal(415, f"The body {what}; send {QUERY_TYPE} or {FORM_TYPE}.", {"Accept-Post": ACCEPTED})
    refuse_update("", fields)
    return _gather(fields, is_post=method == "POST")


def read_fields(data: bytes) -> Fields:
    """Return the names and values of a form, or of what stands behind the question mark of an address.

    >>> read_fields(b"query=ASK+%7B%7D&format=json")
    (('query', 'ASK {}'), ('format', 'json'))
    """
    if found := _NOT_ENCODED.search(data):
        raise Refusal(400, f"Character {found.start() + 1} of the parameters is a % without two hexadecimal digits.")
    try:
        return tuple(
            parse_qsl(data.decode("utf-8"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_FIELDS)
        )
    except UnicodeDecodeError:
        raise Refusal(400, "The parameters are not UTF-8.") from None
    except ValueError:
        raise Refusal(400, f"There are more than {_MOST_FIELDS:,} parameters.") from None


def read_media_type(header: str) -> tuple[str, str]:
    """Return the media type and the character set of a header, in small letters; the latter is UTF-8 by default.

    >>> read_media_type('Application/SPARQL-Query; charset="UTF-8"'), read_media_type("")
    (('application/sparql-query', 'utf-8'), ('', 'utf-8'))
    """
    media_type, *parameters = (part.strip().lower() for part in header.split(";"))
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "charset":
            return media_type, value.strip().strip('"')
    return media_type, "utf-8"


def refuse_update(media_type: str, fields: Fields) -> None:
    """Raise `Refusal` if a request wants to change the graph."""
    if media_type == UPDATE_TYPE or any(name in _UPDATE_FIELDS for name, _ in fields):
        raise Refusal(403, "This endpoint is read-only: it answers queries, and takes no updates. Only a build writes.")


def is_iri(text: str) -> bool:
    """Tell whether a text is an absolute IRI.

    >>> is_iri("https://kg.example/vocab#asserted"), is_iri("asserted"), is_iri("https://kg.example/a b")
    (True, False, False)
    """
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def _decode(body: bytes, charset: str) -> str:
    if charset not in ("utf-8", "utf8"):
        raise Refusal(415, f"The query is in {charset}; send UTF-8.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"The query is not UTF-8: byte {error.start + 1} fits no character.") from None


def _gather(fields: Fields, *, is_post: bool) -> Asked:
    """Return what the fields ask for; those with other names are of no concern to us."""

    def values(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in fields if key == name)

    queries, default_graphs, named_graphs = map(values, ("query", "default-graph-uri", "named-graph-uri"))
    for graph in (*default_graphs, *named_graphs):
        if not is_iri(graph):
            raise Refusal(400, f"{graph[:200]!r} is no absolute IRI, so no graph has that name.")
    if len(queries) > 1:
        raise Refusal(400, f"There are {len(queries)} queries; send one.")
    if not queries and (is_post or default_graphs or named_graphs):
        raise Refusal(400, "There is no query; send it as the parameter query, or as the body of a POST.")
    names_graphs = bool(default_graphs or named_graphs)
    return Asked(
        queries[0] if queries else None,
        default_graphs if names_graphs else None,
        named_graphs if names_graphs else None,
        tuple(filter(None, values("format"))),
    )
