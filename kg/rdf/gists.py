"""The gist of an assertion, without its words: enough to see that two graphs say the same in a document.

Reading the gists of a document takes a third of the time of reading its assertions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg import vocabulary as v
from kg.model import Status
from kg.rdf.reading import QuadSource
from kg.rdf.rows import BATCH, Queryable

Term = NamedNode | BlankNode | Literal | Triple

# So that a query stays within the 10 KB that Virtuoso takes.
_TRIPLES = 40
_MAYBE = ("rdf:object", "kg:attributedTo", "kg:time", "kg:place")
_GRAPHS = {v.ASSERTED_GRAPH: Status.ASSERTED, v.REPORTED_GRAPH: Status.REPORTED}


class Title(NamedTuple):
    """What names a document: the IRI of it and of its graph, its identifier, its path and its date."""

    iri: str
    id: str
    source: str
    published: str | None


class Gist(NamedTuple):
    """What an assertion says, names shortened; `rest` are object, source, time and place, "" where there is none."""

    subject: str
    predicate: str
    status: str
    polarity: str
    modality: str
    rest: tuple[str, ...]

    @property
    def object(self) -> str:
        """The object: a prefixed name, or a literal as N-Triples writes it."""
        return self.rest[0]


def read_titles(source: QuadSource, namespaces: v.Namespaces) -> list[Title]:
    """Return what names each document, by path."""
    published = {_iri(quad.subject): _text(quad.object) for quad in source.quads(predicate=v.PUBLISHED)}
    found = []
    for quad in source.quads(predicate=v.SOURCE):
        iri = _iri(quad.subject)
        found.append(Title(iri, iri.removeprefix(namespaces.document("")), _text(quad.object), published.get(iri)))
    return sorted(found, key=lambda title: (title.source, title.iri))


def read_gists(
    store: Queryable, namespaces: v.Namespaces, texts: Sequence[Title]
) -> Iterator[tuple[Title, Mapping[str, Gist]]]:
    """Yield the documents in their order, each with the gists of its assertions by identifier."""
    shorten = _Shortener(namespaces)
    folder = namespaces.assertion("")
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        iris = [text.iri for text in batch]
        maybe = _read_maybe(store, iris, shorten)
        found: dict[str, dict[str, Gist]] = defaultdict(dict)
        for text, fact, *said in store.query(_gist_query(iris)).terms:
            held = maybe.pop(_iri(fact), {})
            rest = tuple(held.get(place, "") for place in range(len(_MAYBE)))
            subject, predicate, status, polarity, modality = (shorten[term] for term in said)
            gist = Gist(subject, predicate, status, polarity, modality, rest)
            found[_iri(text)][_iri(fact).removeprefix(folder)] = gist
        for document in batch:
            yield document, found.pop(document.iri, {})


def read_plain(
    store: Queryable, namespaces: v.Namespaces, triples: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str, str], Status]:
    """Return those of the triples of prefixed names that some document states or reports, each with that status."""
    shorten = _Shortener(namespaces)
    found: dict[tuple[str, str, str], Status] = {}
    wanted = sorted(set(triples))
    for start in range(0, len(wanted), _TRIPLES):
        batch = wanted[start : start + _TRIPLES]
        rows = (" ".join(f"<{namespaces.expand(name)}>" for name in triple) for triple in batch)
        query = f"""SELECT ?s ?p ?o ?graph {{
          VALUES (?s ?p ?o) {{ {" ".join(f"({row})" for row in rows)} }}
          VALUES ?graph {{ {" ".join(f"<{iri}>" for iri in _GRAPHS)} }}
          GRAPH ?graph {{ ?s ?p ?o }}
        }}"""
        for subject, predicate, obj, graph in store.query(query).terms:
            found[shorten[subject], shorten[predicate], shorten[obj]] = _GRAPHS[_iri(graph)]
    return found


def _read_maybe(store: Queryable, iris: Iterable[str], shorten: _Shortener) -> dict[str, dict[int, str]]:
    """Return for each assertion what it may have, by its place in `_MAYBE`; faster than OPTIONAL in the other query."""
    parts = (f"{{ ?fact {name} ?value BIND({place} AS ?place) }}" for place, name in enumerate(_MAYBE))
    query = f"SELECT ?fact ?place ?value {{ {_among(iris)} GRAPH ?text {{ {' UNION '.join(parts)} }} }}"
    found: dict[str, dict[int, str]] = defaultdict(dict)
    for fact, place, value in store.query(query).terms:
        if isinstance(place, Literal):
            found[_iri(fact)][int(place.value)] = shorten[value]
    return found


def _gist_query(iris: Iterable[str]) -> str:
    return f"""SELECT ?text ?fact ?subject ?predicate ?status ?polarity ?modality {{
  {_among(iris)} GRAPH ?text {{ ?fact rdf:subject ?subject ; rdf:predicate ?predicate ; kg:status ?status ;
    kg:polarity ?polarity ; kg:modality ?modality }}
}}"""


def _among(iris: Iterable[str]) -> str:
    return f"VALUES ?text {{ {' '.join(f'<{iri}>' for iri in iris)} }}"


class _Shortener(dict[Term | None, str]):
    """Terms as text that two graphs share, whatever their names stand under; each is made once."""

    def __init__(self, namespaces: v.Namespaces) -> None:
        self._namespaces = namespaces

    def __missing__(self, term: Term | None) -> str:
        text = self._namespaces.shorten(term.value) if isinstance(term, NamedNode) else str(term or "")
        self[term] = text
        return text


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""


def _text(term: object) -> str:
    return term.value if isinstance(term, Literal) else ""
