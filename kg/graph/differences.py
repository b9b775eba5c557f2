"""What one graph says and another does not, in words: facts, entities and documents.

Facts are compared by what they say - subject, predicate, object, status, polarity, modality, who is credited, when and
where - document by document, and not by identifiers, which die with an edit. The entities are aligned first, so that
a fact is not lost and gained where only the name of its subject changed.

Only what differs is read in full, document by document; so a difference that is small needs little memory in graphs
of any size.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from kg.graph.alignment import Alignment, EntityChange, EntityKind
from kg.graph.matching import FactChange, FactKind, match_facts
from kg.graph.wording import plural, tell_counts
from kg.model import Assertion, Settings, Status
from kg.rdf import DocumentReader, Gist, Title, read_gists, read_plain, read_titles
from kg.vocabulary import Namespaces, digest

if TYPE_CHECKING:
    from kg.graph import Graph
    from kg.pipeline import Progress
    from kg.store import Store

__all__ = [
    "Differences",
    "DocumentChange",
    "DocumentKind",
    "EntityChange",
    "EntityKind",
    "FactChange",
    "FactKind",
    "Overview",
]

_SAID = (Status.ASSERTED, Status.REPORTED)


class DocumentKind(StrEnum):
    """What became of a document: *edited* in its text or in what is known of it, *renamed* with the same text."""

    ADDED = "added"
    REMOVED = "removed"
    EDITED = "edited"
    RENAMED = "renamed"


@dataclass(frozen=True)
class DocumentChange:
    """What became of a document; there is none `before` an added one, and none `after` a removed one."""

    kind: DocumentKind
    before: Title | None
    after: Title | None

    @property
    def title(self) -> Title:
        """The document as it is now, else as it was."""
        title = self.after or self.before
        assert title is not None
        return title


@dataclass(frozen=True)
class Overview:
    """What changed, in short: `facts` are the first of each kind, `totals` counts all of them.

    `elsewhere` counts those gained that the graph had before from another sentence, and those lost that it still has
    from one; `per_document` counts by the path of the document, as it is now or was. As text it is a summary in a line.
    """

    documents: Sequence[DocumentChange]
    entities: Sequence[EntityChange]
    facts: Mapping[FactKind, Sequence[FactChange]]
    totals: Mapping[FactKind, int]
    elsewhere: Mapping[FactKind, int]
    per_document: Mapping[str, Mapping[FactKind, int]]

    def __str__(self) -> str:
        facts = {f"{kind}{self._tell_elsewhere(kind)}": count for kind, count in self.totals.items()}
        documents = _count(DocumentKind, (change.kind for change in self.documents))
        entities = _count(EntityKind, (change.kind for change in self.entities))
        told = [
            f"{name}: {words}"
            for name, counts in (("facts", facts), ("entities", entities), ("documents", documents))
            if (words := tell_counts(counts))
        ]
        return " · ".join(told) or "the two graphs say the same"

    def __repr__(self) -> str:
        return f"<Overview: {self}>"

    def _tell_elsewhere(self, kind: FactKind) -> str:
        count = self.elsewhere.get(kind, 0)
        when = "still said" if kind is FactKind.LOST else "said before"
        return f" ({count:,} {when} elsewhere)" if count else ""


class Differences:
    """What changed from one graph to another; `facts` reads it anew each time, so both have to stay open.

    `documents` are sorted by path, `entities` by what became of them. It is true if anything differs. `progress` is
    called with what is read, how many of it were read, and how many there are.
    """

    def __init__(self, before: Graph, after: Graph, progress: Progress | None = None) -> None:
        self._progress = progress or (lambda *_: None)
        self._before, self._after = _Side.of(before), _Side.of(after)
        self._alignment = Alignment(self._before.reader.entities, self._after.reader.entities)
        same, changed = _pair_texts(self._before, self._after)
        self.documents = sorted(changed, key=_place_document)
        edited = [(change.before, change.after) for change in self.documents if change.before and change.after]
        self._pairs = [*self._find_unlike(same), *edited]
        for one, other in self._pairs:
            self._alignment.learn(self._before.read(one), self._after.read(other))
        self._alignment.settle()
        self.entities = self._alignment.changes()

    def _find_unlike(self, texts: Iterable[tuple[Title, Title]]) -> Iterator[tuple[Title, Title]]:
        """Yield the documents of which the two graphs do not say the same; what the others are about stays the same."""
        pairs = list(texts)
        before = self._before.gists([one for one, _ in pairs])
        after = self._after.gists([other for _, other in pairs])
        for done, ((one, said), (other, says)) in enumerate(zip(before, after, strict=True), start=1):
            self._progress("documents", done, len(pairs))
            if said != says:
                yield one, other
            else:
                self._alignment.keep(name for gist in said.values() for name in (gist.subject, gist.object))

    def facts(self, status: Iterable[str] | None = None) -> Iterator[FactChange]:
        """Yield the facts that changed, were gained or lost, of any status or of those given.

        They come document by document, those in both graphs first, then added and removed ones, by path; in a
        document in the order of its text.
        """
        wanted = frozenset(status) if status is not None else frozenset(Status)
        pairs = list(self._text_pairs())
        for done, (one, other) in enumerate(pairs, start=1):
            self._progress("facts of documents", done, len(pairs))
            found = match_facts(self._before.read(one), self._after.read(other), self._alignment)
            yield from self._look_elsewhere([change for change in found if change.statuses & wanted])

    def _text_pairs(self) -> Iterator[tuple[Title | None, Title | None]]:
        """Yield the documents whose facts may differ, before and after."""
        yield from sorted(self._pairs, key=lambda pair: (pair[1].source, pair[1].id))
        yield from ((change.before, change.after) for change in self.documents if not (change.before and change.after))

    def _look_elsewhere(self, changes: Sequence[FactChange]) -> Iterator[FactChange]:
        """Yield the changes, each fact gained or lost with the status that it has elsewhere in the other graph."""
        triples = [self._triple(change) for change in changes]
        asked: dict[FactKind, list[tuple[str, str, str]]] = defaultdict(list)
        for change, triple in zip(changes, triples, strict=True):
            if triple is not None:
                asked[change.kind].append(triple)
        told = {
            FactKind.LOST: self._after.find_plain(asked[FactKind.LOST]),
            FactKind.GAINED: self._before.find_plain(asked[FactKind.GAINED]),
        }
        for change, triple in zip(changes, triples, strict=True):
            yield replace(change, elsewhere=told[change.kind].get(triple)) if triple is not None else change

    def _triple(self, change: FactChange) -> tuple[str, str, str] | None:
        """Return the plain triple that the other graph would have of a fact; None if a fact has none."""
        fact = change.assertion
        if change.kind is FactKind.CHANGED or fact.status not in _SAID or not fact.object_id:
            return None
        find = self._alignment.image if change.kind is FactKind.LOST else self._alignment.source
        subject, obj = (find(name.removeprefix("ent:")) for name in (fact.subject_id, fact.object_id))
        return (f"ent:{subject}", fact.predicate_id, f"ent:{obj}") if subject and obj else None

    def overview(self, *, limit: int = 20, status: Iterable[str] | None = None) -> Overview:
        """Return the counts of all changes, and the first `limit` facts of each kind, of these statuses or of any."""
        shown: dict[FactKind, list[FactChange]] = {kind: [] for kind in FactKind}
        totals, elsewhere = Counter[FactKind](), Counter[FactKind]()
        per_document: dict[str, Counter[FactKind]] = defaultdict(Counter)
        for change in self.facts(status):
            totals[change.kind] += 1
            elsewhere[change.kind] += change.elsewhere is not None
            per_document[change.assertion.source][change.kind] += 1
            if len(shown[change.kind]) < limit:
                shown[change.kind].append(change)
        counts = {kind: totals[kind] for kind in FactKind}
        return Overview(self.documents, self.entities, shown, counts, elsewhere, per_document)

    def __str__(self) -> str:
        return str(self.overview())

    def __repr__(self) -> str:
        documents, entities = (plural(len(changes), "change") for changes in (self.documents, self.entities))
        return f"<Differences: {documents} of documents, {entities} of entities; print it for the facts>"

    def __bool__(self) -> bool:
        return bool(self.documents or self.entities) or any(True for _ in self.facts())


@dataclass(frozen=True)
class _Side:
    """One of the two graphs."""

    store: Store
    namespaces: Namespaces
    reader: DocumentReader
    texts: Sequence[Title]

    @classmethod
    def of(cls, graph: Graph) -> _Side:
        settings: Settings = graph.settings
        store, namespaces = graph.store, Namespaces(settings.base)
        return cls(store, namespaces, DocumentReader(store, settings), read_titles(store, namespaces))

    def read(self, text: Title | None) -> list[Assertion]:
        return self.reader.read(text.iri) if text else []

    def gists(self, texts: Sequence[Title]) -> Iterator[tuple[Title, Mapping[str, Gist]]]:
        return read_gists(self.store, self.namespaces, texts)

    def find_plain(self, triples: Iterable[tuple[str, str, str]]) -> Mapping[tuple[str, str, str], Status]:
        return read_plain(self.store, self.namespaces, triples)


Kind = TypeVar("Kind", bound=StrEnum)


def _count(kinds: type[Kind], found: Iterable[Kind]) -> dict[str, int]:
    """Return how many there are of each kind, in the order of the kinds."""
    counts = Counter(found)
    return {kind.value: counts[kind] for kind in kinds}


# Documents


def _pair_texts(before: _Side, after: _Side) -> tuple[list[tuple[Title, Title]], list[DocumentChange]]:
    """Return the documents that both graphs have, and what became of the others."""
    known = {text.id: text for text in after.texts}
    same = [(text, known[text.id]) for text in before.texts if text.id in known]
    kept = {text.id for text, _ in same}
    gone = [text for text in before.texts if text.id not in kept]
    new = [text for text in after.texts if text.id not in kept]
    edited = _pair_up([(text.source, text) for text in gone], [(text.source, text) for text in new])
    gone, new = _rest(gone, edited), _rest(new, edited)
    renamed = _pair_up(_by_words(before, gone), _by_words(after, new)) if gone and new else []
    return same, [
        *(DocumentChange(DocumentKind.EDITED, one, other) for one, other in edited),
        *(DocumentChange(DocumentKind.RENAMED, one, other) for one, other in renamed),
        *(DocumentChange(DocumentKind.REMOVED, text, None) for text in _rest(gone, renamed)),
        *(DocumentChange(DocumentKind.ADDED, None, text) for text in _rest(new, renamed)),
    ]


def _pair_up(gone: Iterable[tuple[str, Title]], new: Iterable[tuple[str, Title]]) -> list[tuple[Title, Title]]:
    """Return the documents that have the same key, in their order; the more of them have it, the first ones."""
    waiting: dict[str, list[Title]] = defaultdict(list)
    for key, text in new:
        waiting[key].append(text)
    return [(text, waiting[key].pop(0)) for key, text in gone if waiting[key]]


def _rest(texts: Iterable[Title], pairs: Iterable[tuple[Title, Title]]) -> list[Title]:
    paired = {text.id for pair in pairs for text in pair}
    return [text for text in texts if text.id not in paired]


def _by_words(side: _Side, texts: Iterable[Title]) -> Iterator[tuple[str, Title]]:
    """Yield documents with a digest of the sentences behind their facts; one without facts is like no other."""
    for text in texts:
        sentences = sorted({(fact.start, fact.sentence) for fact in side.read(text)})
        yield (digest(repr(sentences)) if sentences else text.iri), text


def _place_document(change: DocumentChange) -> tuple[str, str]:
    return change.title.source, change.title.id
