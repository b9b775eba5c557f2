"""What can be decided: two names are the same or different, a fact is wrong or was missed.

Things are named by name, type and sentence, never by an identifier that dies with an edit of the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from kg.grammar.names import normal_name
from kg.linking import find_country
from kg.model import Document, EntityType, Modality, Polarity
from kg.vocabulary import slug

KINDS = ("same", "different", "wrong", "missed")
# Shorter beginnings of a document's identifier are no name for it.
_SHORTEST_IDENTIFIER = 4


@dataclass(frozen=True)
class Reference:
    """What a decision names: a name, with type and document where the same name means several things.

    `document` is the source of a document, the end of it, or its identifier; None is every document.
    Equality is by these words; `is_like` tells whether two mean the same whatever their spelling.
    """

    name: str
    type: EntityType | None = None
    document: str | None = None

    def __lt__(self, other: Reference) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str, str, str]:
        return self.name, self.type or "", self.document or ""

    def __str__(self) -> str:
        known = ", ".join(part for part in (self.type, self.document) if part is not None)
        return f"{self.name} ({known})" if known else self.name

    @cached_property
    def key(self) -> str:
        """What equal names have in common: no article, "U.N." written out, no accents or capitals."""
        return name_key(self.name, self.type)

    def fits(self, names: Collection[str], type: EntityType | None, documents: Iterable[Document]) -> bool:
        """Whether something of these names and this type, found in these documents, is meant.

        A type of None fits every type. Names are compared as resolution compares them.
        """
        if self.type is not None and type is not None and self.type is not type:
            return False
        if self.key not in {name_key(name, type) for name in names}:
            return False
        return self.document is None or any(is_document(document, self.document) for document in documents)

    def is_like(self, other: Reference) -> bool:
        """Whether both name the same: names of equal key, the same type, the same document."""
        return (self.key, self.type, self.document) == (other.key, other.type, other.document)

    def covers(self, other: Reference) -> bool:
        """Whether all that `other` means is meant by this as well."""
        same_type = self.type is None or self.type is other.type
        same_document = self.document is None or (other.document is not None and _is_end(other.document, self.document))
        return same_type and same_document and self.key == other.key

    def overlaps(self, other: Reference) -> bool:
        """Whether one thing may be meant by both: a missing type or document leaves it open."""
        same_type = self.type is other.type or self.type is None or other.type is None
        same_document = (
            self.document is None or other.document is None or _is_end(self.document, other.document)
            or _is_end(other.document, self.document)
        )  # fmt: skip
        return same_type and same_document and self.key == other.key


@lru_cache(maxsize=1 << 16)
def name_key(name: str, type: EntityType | None) -> str:
    """Return what names of one thing have in common; those of a country share its label.

    >>> name_key("the U.N.", None), name_key("Lech Wałęsa", None), name_key("USA", EntityType.COUNTRY)
    ('united-nations', 'lech-walesa', 'united-states')
    """
    country = find_country(name) if type is EntityType.COUNTRY else None
    return slug(country.label if country is not None else normal_name(name))


def is_document(document: Document, name: str) -> bool:
    """Whether a name means a document: its source, the end of that in whole parts, or how its identifier begins."""
    return is_place_of(document.id, document.source, name)


def is_place_of(identifier: str, source: str, name: str) -> bool:
    """Whether a name means the document of that identifier and source."""
    is_identifier = len(name) >= _SHORTEST_IDENTIFIER and identifier.startswith(name.lower())
    return is_identifier or _is_end(source, name)


def _is_end(source: str, name: str) -> bool:
    return source == name or source.endswith(f"/{name}")


class Same(NamedTuple):
    """Two references are one thing."""

    left: Reference
    right: Reference


class Different(NamedTuple):
    """Two references are never one thing."""

    left: Reference
    right: Reference


@dataclass(frozen=True)
class Wrong:
    """A fact that a sentence does not state, whatever the extractor finds in it.

    `subject` and `object` are words of the sentence or labels; `document` names one of several that have the sentence.
    """

    subject: str
    predicate: str
    object: str | None
    sentence: str
    document: str | None = None


@dataclass(frozen=True)
class Missed:
    """A fact that a sentence states and the extractor does not find.

    `subject`, `object`, `phrase` (the words that state the predicate, by default the predicate itself) and `by` (who
    says so, None if the text itself does) are words of the sentence.
    """

    subject: str
    predicate: str
    object: str | None
    sentence: str
    document: str | None = None
    phrase: str | None = None
    polarity: Polarity = Polarity.POSITIVE
    modality: Modality = Modality.CERTAIN
    by: str | None = None


Decision = Same | Different | Wrong | Missed


@dataclass(frozen=True)
class Decisions:
    """All decisions of a graph, in the order of the file.

    `lines` are the line numbers of each kind ("same" ...), in step with its decisions; they do not count for equality.
    """

    same: tuple[tuple[Reference, Reference], ...] = ()
    different: tuple[tuple[Reference, Reference], ...] = ()
    wrong: tuple[Wrong, ...] = ()
    missed: tuple[Missed, ...] = ()
    lines: Mapping[str, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def __bool__(self) -> bool:
        return bool(self.same or self.different or self.wrong or self.missed)

    def has(self, decision: Decision) -> bool:
        """Whether this was decided before, in whatever order and spelling of two names."""
        if isinstance(decision, Same | Different):
            known = self.same if isinstance(decision, Same) else self.different
            return any(is_same_pair(decision, pair) for pair in known)
        return decision in (self.wrong if isinstance(decision, Wrong) else self.missed)

    def adding(self, decision: Decision) -> Decisions:
        """Return these decisions and one more, which stands on no line yet."""
        if isinstance(decision, Same):
            return replace(self, same=(*self.same, decision))
        if isinstance(decision, Different):
            return replace(self, different=(*self.different, decision))
        if isinstance(decision, Wrong):
            return replace(self, wrong=(*self.wrong, decision))
        return replace(self, missed=(*self.missed, decision))

    def line(self, kind: str, place: int) -> int:
        """Return the line of a decision of that kind; 0 if they were not read from a file."""
        lines = self.lines.get(kind, ())
        return lines[place] if place < len(lines) else 0


def is_same_pair(one: tuple[Reference, Reference], other: tuple[Reference, Reference]) -> bool:
    """Whether two pairs name the same two things, in whatever order and spelling."""
    return any(one[0].is_like(left) and one[1].is_like(right) for left, right in (other, other[::-1]))


def plain_words(text: str) -> str:
    """Return a text with single blanks, as sentences are compared."""
    return " ".join(text.split())
