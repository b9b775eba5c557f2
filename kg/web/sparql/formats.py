"""The formats of results, and the choice among them by what a client accepts (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.web.sparql.jobs import Kind


@dataclass(frozen=True)
class Format:
    """A format: its name, what it can hold, the media types it goes by, the proper one first, and other names."""

    name: str
    kinds: tuple[Kind, ...]
    media_types: tuple[str, ...]
    names: tuple[str, ...] = ()
    iri: str = ""
    """How a service description names it."""

    def called(self, name: str) -> bool:
        """Tell whether a parameter `format` means this one."""
        return name in (self.name, *self.names, *self.media_types)


_TABLES = (Kind.BINDINGS, Kind.BOOLEAN)
_GRAPHS = (Kind.GRAPH,)
_W3C = "http://www.w3.org/ns/formats/"

FORMATS = (
    Format(
        "json", _TABLES,
        ("application/sparql-results+json", "application/json", "text/javascript", "application/javascript"),
        ("srj",), _W3C + "SPARQL_Results_JSON",
    ),
    Format(
        "xml", _TABLES, ("application/sparql-results+xml", "application/xml", "text/xml"), ("srx",),
        _W3C + "SPARQL_Results_XML",
    ),
    Format("csv", _TABLES, ("text/csv",), (), _W3C + "SPARQL_Results_CSV"),
    Format("tsv", _TABLES, ("text/tab-separated-values",), (), _W3C + "SPARQL_Results_TSV"),
    Format("turtle", _GRAPHS, ("text/turtle", "application/x-turtle", "application/turtle"), ("ttl",), _W3C + "Turtle"),
    Format("ntriples", _GRAPHS, ("application/n-triples", "text/plain"), ("nt", "n-triples"), _W3C + "N-Triples"),
    Format(
        "rdfxml", _GRAPHS, ("application/rdf+xml", "application/xml", "text/xml"), ("rdf", "rdf+xml", "xml"),
        _W3C + "RDF_XML",
    ),
    Format(
        "jsonld", _GRAPHS, ("application/ld+json", "application/x-json+ld", "application/json"), ("json-ld", "json"),
        _W3C + "JSON-LD",
    ),
    Format("n3", _GRAPHS, ("text/n3", "text/rdf+n3", "application/n3"), (), _W3C + "N3"),
    Format("trig", _GRAPHS, ("application/trig",), (), _W3C + "TriG"),
    Format("nquads", _GRAPHS, ("application/n-quads",), ("nq", "n-quads"), _W3C + "N-Quads"),
)  # fmt: skip
"""Those of tables and of graphs, each in the order that we prefer where a client takes several alike."""


@dataclass(frozen=True)
class Choice:
    """A format, and the media type it is sent as."""

    format: Format
    media_type: str

    @property
    def content_type(self) -> str:
        """The header that goes with it."""
        is_text = self.media_type.startswith("text/") and self.media_type != "text/turtle"
        return f"{self.media_type}; charset=utf-8" if is_text else self.media_type


def choose(accept: str | None, names: Sequence[str] = ()) -> Mapping[Kind, Choice]:
    """Return the format for each kind of result that a client takes in any.

    `names` are those of the parameter `format`, names or media types, and outweigh the header `Accept`.

    >>> chosen = choose("text/csv, application/*;q=0.5")
    >>> chosen[Kind.BINDINGS].media_type, chosen[Kind.GRAPH].media_type
    ('text/csv', 'application/x-turtle')
    """
    found: dict[Kind, Choice] = {}
    for kind in Kind:
        formats = [form for form in FORMATS if kind in form.kinds]
        choice = _by_name(formats, names) if names else _by_quality(formats, accept or "*/*")
        if choice is not None:
            found[kind] = choice
    return found


def list_types(kind: Kind) -> str:
    """Return the media types of a kind of result, for people to read."""
    return ", ".join(form.media_types[0] for form in FORMATS if kind in form.kinds)


def _by_name(formats: Iterable[Format], names: Sequence[str]) -> Choice | None:
    for name in names:
        for form in formats:
            if form.called(name):
                return Choice(form, name if name in form.media_types else form.media_types[0])
    return None


def _by_quality(formats: Iterable[Format], accept: str) -> Choice | None:
    """Return the format and media type of the highest quality; of several alike, the first."""
    ranges = list(_read_ranges(accept))
    best, highest = None, 0.0
    for form in formats:
        for media_type in form.media_types:
            quality = _quality(media_type, ranges)
            if quality > highest:
                best, highest = Choice(form, media_type), quality
    return best


def prefers_html(accept: str | None) -> bool:
    """Tell whether a client is a browser that shows pages: it names HTML, and no format of RDF before it.

    >>> prefers_html("text/html,application/xml;q=0.9,*/*;q=0.8"), prefers_html("*/*"), prefers_html(None)
    (True, False, False)
    """
    ranges = [(name, quality) for name, quality in _read_ranges(accept or "") if "*" not in name]
    html = max((quality for name, quality in ranges if name == "text/html"), default=0.0)
    rdf = {media_type for form in FORMATS if Kind.GRAPH in form.kinds for media_type in form.media_types}
    return html > max((quality for name, quality in ranges if name in rdf), default=0.0)


def _read_ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Yield each media range with its quality; one that cannot be read counts as not wanted."""
    for part in accept.split(","):
        name, *parameters = (word.strip().lower() for word in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            key, _, value = parameter.partition("=")
            if key.strip() == "q":
                try:
                    quality = min(max(float(value), 0.0), 1.0)
                except ValueError:
                    quality = 0.0
        if name:
            yield name, quality


def _quality(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """Return the quality of a media type: that of the most special range that it is in."""
    group = media_type.partition("/")[0] + "/*"
    for wanted in (media_type, group, "*/*"):
        found = [quality for name, quality in ranges if name == wanted]
        if found:
            return max(found)
    return 0.0
