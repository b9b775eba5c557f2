"""Searches a graph for words: in the names of entities, in relations and in the sentences of the documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from kg import vocabulary as v
from kg.graph.lookup import LIKENESS, Relation, fold
from kg.graph.wording import plural
from kg.model import Document, Entity, EntityType, Span

if TYPE_CHECKING:
    from kg.archive import Archive
    from kg.store import Store

_WORD = re.compile(r"\w+")
Named = TypeVar("Named")


@dataclass(frozen=True)
class FoundEntity:
    """An entity whose name fits, and the number of assertions that it is subject or object of."""

    entity: Entity
    facts: int


@dataclass(frozen=True)
class FoundRelation:
    """A relation whose label or phrase fits, and the number of assertions that have it."""

    relation: Relation
    facts: int


@dataclass(frozen=True)
class FoundSentence:
    """A sentence that holds the words; `span` and `words` are characters of the document's text."""

    document: Document
    span: Span
    words: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The sentence itself."""
        return self.span.quote(self.document.text)


@dataclass(frozen=True)
class Found:
    """What a search found, the best first. `near` is true if no name holds the words and those are merely like them."""

    entities: tuple[FoundEntity, ...]
    relations: tuple[FoundRelation, ...]
    sentences: tuple[FoundSentence, ...]
    near: bool = False

    def __repr__(self) -> str:
        counts = ((self.entities, "entity"), (self.relations, "relation"), (self.sentences, "sentence"))
        return f"<Found: {', '.join(plural(len(found), noun) for found, noun in counts)}>"

    def __len__(self) -> int:
        return len(self.entities) + len(self.relations) + len(self.sentences)


def search(
    store: Store, archive: Archive | None, entities: Sequence[Entity], relations: Sequence[Relation], text: str,
    *, limit: int,
) -> Found:  # fmt: skip
    """Return up to `limit` entities, relations and sentences each in which each word of `text` begins a word.

    If no name does so, those most like `text` are found, so that a slip of the pen is forgiven.
    """
    named = [entity for entity in entities if any(_fits(text, name) for name in (entity.label, *entity.names))]
    stated = [relation for relation in relations if any(_fits(text, name) for name in _names_of(relation))]
    is_near = not named and not stated
    if is_near:
        people = [entity for entity in entities if entity.type is not EntityType.CONCEPT]  # concepts have any word
        named = _find_like(text, ((name, entity) for entity in people for name in (entity.label, *entity.names)))
        stated = _find_like(text, ((relation.label, relation) for relation in relations))
    found = [FoundEntity(entity, _count(store, entity)) for entity in named]
    used = [FoundRelation(relation, _count_relation(store, relation)) for relation in stated]
    if not is_near:
        found.sort(key=lambda item: (fold(text) not in _names_in(item.entity), _rank(item), item.entity.slug))
        used.sort(key=lambda item: (fold(text) != fold(item.relation.label), -item.facts, item.relation.id))
    sentences = tuple(find_sentences(archive, text, limit)) if archive else ()
    return Found(tuple(found[:limit]), tuple(used[:limit]), sentences, near=is_near and bool(found or used))


def _fits(text: str, name: str) -> bool:
    """Whether each word of `text` begins a word of `name`.

    >>> _fits("clin", "Hillary Clinton"), _fits("sanction syr", "sanctions on Syria"), _fits("met", "permit")
    (True, True, False)
    """
    words = words_of(name)
    wanted = words_of(text)
    return bool(wanted) and all(any(word.startswith(part) for word in words) for part in wanted)


def words_of(text: str) -> list[str]:
    """Return the words of a text in small letters without accents.

    >>> words_of("Lech Wałęsa, São Paulo")
    ['lech', 'wałesa', 'sao', 'paulo']
    """
    return _WORD.findall(plain(text))


def plain(text: str) -> str:
    """Return a text in small letters without accents."""
    return "".join(mark for mark in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(mark))


def _find_like(text: str, names: Iterable[tuple[str, Named]]) -> list[Named]:
    """Return what has a name, or a word of a name, that is written much like `text`, the likest first, each once."""
    from rapidfuzz import fuzz, process

    candidates = [(form, thing) for name, thing in names for form in {plain(name), *plain(name).split()}]
    near = process.extract(
        plain(text), [form for form, _ in candidates], scorer=fuzz.ratio, limit=50, score_cutoff=LIKENESS
    )
    return list({id(candidates[place][1]): candidates[place][1] for _, _, place in near}.values())


def _names_of(relation: Relation) -> Iterator[str]:
    yield relation.label
    yield from relation.phrases


def _names_in(entity: Entity) -> set[str]:
    return {fold(name) for name in (entity.label, *entity.names)}


def _rank(item: FoundEntity) -> tuple[bool, int]:
    return item.entity.type is EntityType.CONCEPT, -item.facts


def _count(store: Store, entity: Entity) -> int:
    iri = store.namespaces.entity + entity.slug
    return sum(1 for place in (v.SUBJECT, v.OBJECT) for _ in store.quads(predicate=place, object=iri))


def _count_relation(store: Store, relation: Relation) -> int:
    return sum(1 for _ in store.quads(predicate=v.PREDICATE, object=store.namespaces.expand(relation.id)))


def find_sentences(archive: Archive, text: str, limit: int) -> Iterator[FoundSentence]:
    """Yield sentences that hold a word beginning with each word of `text`, best documents first."""
    wanted = words_of(text)
    done = 0
    for document, sentences in archive.search_sentences(" ".join(wanted)):
        for span in sentences:
            words = [
                Span(span.start + found.start(), span.start + found.end())
                for found in _WORD.finditer(span.quote(document.text))
                if plain(found.group()).startswith(tuple(wanted))
            ]
            if all(any(plain(word.quote(document.text)).startswith(part) for word in words) for part in wanted):
                yield FoundSentence(document, span, tuple(words))
                done += 1
                if done == limit:
                    return
