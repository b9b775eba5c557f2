"""Which thing every cluster of every document is: a table on disk (SQLite), so that memory does not grow with it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.model import Entity, EntityType, Merge

_SCHEMA = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL);
CREATE TABLE members (document INTEGER, cluster INTEGER, thing INTEGER, join_key TEXT, label TEXT, mentions TEXT,
    PRIMARY KEY (document, cluster)) WITHOUT ROWID;
CREATE TABLE things (number INTEGER PRIMARY KEY, is_named INTEGER, join_key TEXT, label TEXT, type TEXT, slug TEXT);
CREATE TABLE parts (document INTEGER, cluster INTEGER, part INTEGER, words TEXT);
CREATE TABLE reasons (document INTEGER, cluster INTEGER, reason TEXT);
CREATE TABLE entities (slug TEXT PRIMARY KEY, entity TEXT NOT NULL) WITHOUT ROWID;
"""


@dataclass(frozen=True, slots=True)
class Member:
    """One cluster of a document that has no name: where it is first spoken of, and how it is listed there."""

    number: int
    document: str
    source: str
    cluster: int
    first: int
    label: str


@dataclass(frozen=True, slots=True)
class Row:
    """A described thing of a document on its way into the table; `parts` are the clusters inside it, with their words.
    """

    cluster: int
    key: tuple[str, ...]
    label: str
    mentions: tuple[int, ...]
    parts: tuple[tuple[int, str], ...] = ()
    reason: str | None = None


class EntityTable:
    """The clusters of all documents with the things they are; made by `resolve`, read document by document.

    Without a path it stands in memory. A context manager: closing it frees the file, which nobody needs any more.
    """

    def __init__(self, path: Path | None = None, *, read_only: bool = False) -> None:
        if path is not None and read_only:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
        else:
            self._db = sqlite3.connect(path if path is not None else ":memory:")
            # Nothing here outlives a build: what is lost in a crash is made anew.
            self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")

    def __enter__(self) -> EntityTable:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the table."""
        self._db.close()

    def commit(self) -> None:
        """Let other processes see what was written."""
        self._db.commit()

    # Writing

    def add_document(self, number: int, document: str, source: str) -> None:
        """Add a document; its number is its place in the order of the identifiers."""
        self._db.execute("INSERT INTO documents VALUES (?, ?, ?)", (number, document, source))

    def add_named(self, document: int, things: Iterable[tuple[Sequence[int], int]]) -> None:
        """Add the named clusters of a document: their mentions, and the number of their name."""
        self._db.executemany(
            "INSERT INTO members VALUES (?, ?, ?, NULL, NULL, ?)",
            ((document, place, name, _pack(mentions)) for place, (mentions, name) in enumerate(things)),
        )

    def add_described(self, document: int, rows: Sequence[Row]) -> None:
        """Add the clusters of a document that have no name."""
        self._db.executemany(
            "INSERT INTO members VALUES (?, ?, NULL, ?, ?, ?)",
            ((document, row.cluster, "\x1f".join(row.key), row.label, _pack(row.mentions)) for row in rows),
        )
        self._db.executemany(
            "INSERT INTO parts VALUES (?, ?, ?, ?)",
            ((document, row.cluster, part, words) for row in rows for part, words in row.parts),
        )
        self._db.executemany(
            "INSERT INTO reasons VALUES (?, ?, ?)",
            ((document, row.cluster, row.reason) for row in rows if row.reason is not None),
        )

    def join_names(self, groups: Iterable[Sequence[int]]) -> None:
        """Let the clusters of each group of names be one thing; things are numbered in the order of the groups."""
        self._db.execute("CREATE TEMP TABLE joined (name INTEGER PRIMARY KEY, thing INTEGER)")
        self._db.executemany(
            "INSERT INTO joined VALUES (?, ?)", ((name, thing) for thing, names in enumerate(groups) for name in names)
        )
        self._db.execute("UPDATE members SET thing = (SELECT thing FROM joined WHERE name = members.thing)")
        self._db.execute("DROP TABLE joined")

    def add_thing(self, number: int, label: str, type_: EntityType, slug: str) -> None:
        """Add a named thing."""
        self._db.execute("INSERT INTO things VALUES (?, 1, NULL, ?, ?, ?)", (number, label, type_.value, slug))

    def join_described(self, first: int, make_slug: Callable[[str], str]) -> int:
        """Let the clusters of one key be one thing, numbered from `first`; return how many things there are.

        The label is the commonest, the first by alphabet of equals, and `make_slug` gives the first slug of a label.
        """
        found = self._db.execute(
            "SELECT join_key, label FROM members WHERE join_key IS NOT NULL GROUP BY join_key, label "
            "ORDER BY join_key, COUNT(*) DESC, label"
        )
        labels = ((key, next(rows)[1]) for key, rows in groupby(found, key=itemgetter(0)))
        self._db.executemany(
            "INSERT INTO things VALUES (?, 0, ?, ?, ?, ?)",
            (
                (number, key, label, key.partition("\x1f")[0], make_slug(label))
                for number, (key, label) in enumerate(labels, start=first)
            ),
        )
        self._db.execute("CREATE INDEX things_key ON things (join_key)")
        self._db.execute(
            "UPDATE members SET thing = (SELECT number FROM things WHERE join_key = members.join_key) "
            "WHERE join_key IS NOT NULL"
        )
        self._db.execute("CREATE INDEX members_thing ON members (thing)")
        self._db.execute("CREATE INDEX parts_place ON parts (document, cluster)")
        self._db.execute("CREATE INDEX reasons_place ON reasons (document, cluster)")
        [(count,)] = self._db.execute("SELECT COUNT(*) FROM things WHERE NOT is_named")
        return int(count)

    def shared_slugs(self) -> list[tuple[str, list[int]]]:
        """Return the slugs that several things have, each with the numbers of these things, sorted."""
        found = self._db.execute(
            "SELECT slug, number FROM things WHERE slug IN "
            "(SELECT slug FROM things GROUP BY slug HAVING COUNT(*) > 1) ORDER BY slug, number"
        ).fetchall()
        return [(slug, [number for _, number in rows]) for slug, rows in groupby(found, key=itemgetter(0))]

    def described(self, number: int) -> tuple[str, EntityType, str, list[Member]]:
        """Return label, type, slug and the clusters of a described thing."""
        label, kind, slug = self._db.execute(
            "SELECT label, type, slug FROM things WHERE number = ?", (number,)
        ).fetchone()
        rows = self._db.execute(
            "SELECT m.document, d.id, d.source, m.cluster, CAST(m.mentions AS INTEGER), m.label FROM members m "
            "JOIN documents d ON d.number = m.document WHERE m.thing = ? AND m.join_key IS NOT NULL "
            "ORDER BY m.document, m.cluster",
            (number,),
        )
        return label, EntityType(kind), slug, [Member(*row) for row in rows]

    def described_labels(self) -> Iterator[tuple[int, str, EntityType, str]]:
        """Yield number, label of the thing, type and label in a document of every described cluster, once each."""
        rows = self._db.execute(
            "SELECT DISTINCT t.number, t.label, t.type, m.label FROM things t JOIN members m ON m.thing = t.number "
            "WHERE NOT t.is_named AND m.join_key IS NOT NULL ORDER BY t.number"
        ).fetchall()
        for number, label, kind, own in rows:
            yield number, label, EntityType(kind), own

    def assign(self, number: int, members: Iterable[Member]) -> None:
        """Let clusters be a thing."""
        self._db.executemany(
            "UPDATE members SET thing = ? WHERE document = ? AND cluster = ?",
            ((number, member.number, member.cluster) for member in members),
        )

    def put_thing(self, number: int, label: str, type_: EntityType, slug: str) -> None:
        """Add a thing, or change it."""
        self._db.execute(
            "INSERT INTO things VALUES (?, 0, NULL, ?, ?, ?) "
            "ON CONFLICT (number) DO UPDATE SET label = excluded.label, "
            "type = excluded.type, slug = excluded.slug",
            (number, label, type_.value, slug),
        )

    def drop_thing(self, number: int) -> None:
        """Forget a thing that has no clusters any more."""
        self._db.execute("DELETE FROM things WHERE number = ?", (number,))

    def put_entities(self, entities: Iterable[Entity]) -> None:
        """Keep entities, without their mentions."""
        rows = ((entity.slug, _encode(entity)) for entity in entities)
        self._db.executemany("INSERT INTO entities VALUES (?, ?)", rows)

    # Reading

    def labels(self) -> Iterator[tuple[int, str, EntityType]]:
        """Yield number, label and type of all things."""
        for number, label, kind in self._db.execute("SELECT number, label, type FROM things").fetchall():
            yield number, label, EntityType(kind)

    def thing_at(self, document: int, cluster: int) -> tuple[str, EntityType]:
        """Return label and type of what a cluster of a document is."""
        label, kind = self._db.execute(
            "SELECT t.label, t.type FROM members m JOIN things t ON t.number = m.thing "
            "WHERE m.document = ? AND m.cluster = ?",
            (document, cluster),
        ).fetchone()
        return label, EntityType(kind)

    def documents_of(self, number: int) -> list[tuple[str, str]]:
        """Return identifier and source of the documents that speak of a thing."""
        return self._db.execute(
            "SELECT DISTINCT d.id, d.source FROM members m JOIN documents d ON d.number = m.document "
            "WHERE m.thing = ? ORDER BY d.id",
            (number,),
        ).fetchall()

    def described_things(self) -> Iterator[tuple[int, str, EntityType, str, list[tuple[str, str, str]]]]:
        """Yield number, label, type and slug of each described thing, with slug, label and words of its parts."""
        parts = groupby(self._parts_of_described(), key=itemgetter(0))
        number_of, found = next(parts, (None, iter(())))
        rows = self._db.execute(
            "SELECT number, label, type, slug FROM things WHERE NOT is_named ORDER BY number"
        )
        for number, label, kind, slug in rows:
            while number_of is not None and number_of < number:
                number_of, found = next(parts, (None, iter(())))
            inside = [row[1:] for row in found] if number_of == number else []
            yield number, label, EntityType(kind), slug, inside

    def _parts_of_described(self) -> Iterator[tuple[int, str, str, str]]:
        yield from self._db.execute(
            "SELECT DISTINCT m.thing, t.slug, t.label, p.words FROM parts p "
            "JOIN members m ON m.document = p.document AND m.cluster = p.cluster "
            "JOIN members o ON o.document = p.document AND o.cluster = p.part "
            "JOIN things t ON t.number = o.thing ORDER BY m.thing, t.slug, p.words"
        )

    def reasons_of_described(self) -> dict[int, set[str]]:
        """Return the reasons for the labels of described things."""
        found: dict[int, set[str]] = {}
        for number, reason in self._db.execute(
            "SELECT DISTINCT m.thing, r.reason FROM reasons r "
            "JOIN members m ON m.document = r.document AND m.cluster = r.cluster"
        ):
            found.setdefault(number, set()).add(reason)
        return found

    def index(self, document: str) -> dict[int, Entity]:
        """Return what each mention of a document is: an entity with slug, label and type, and nothing else."""
        found: dict[int, Entity] = {}
        known: dict[int, Entity] = {}
        rows = self._db.execute(
            "SELECT m.mentions, t.number, t.slug, t.label, t.type FROM members m "
            "JOIN documents d ON d.number = m.document JOIN things t ON t.number = m.thing WHERE d.id = ?",
            (document,),
        )
        for mentions, number, slug, label, kind in rows:
            entity = known.get(number)
            if entity is None:
                entity = known[number] = Entity(slug, label, _TYPES[kind])
            for mention in mentions.split():
                found[int(mention)] = entity
        return found

    def thing_of(self, document: str, mention: int) -> int | None:
        """Return the number of the thing that a mention of a document is, None if it is none."""
        for mentions, number in self._db.execute(
            "SELECT m.mentions, m.thing FROM members m JOIN documents d ON d.number = m.document WHERE d.id = ?",
            (document,),
        ):
            if mention in _unpack(mentions):
                return int(number)
        return None

    def entity_at(self, document: str, mention: int) -> Entity | None:
        """Return what a mention of a document is, as `index` does, None if it is nothing."""
        return self.index(document).get(mention)

    def places_of(self, number: int) -> Iterator[tuple[str, int]]:
        """Yield the mentions of a thing, sorted."""
        rows = self._db.execute(
            "SELECT d.id, m.mentions FROM members m JOIN documents d ON d.number = m.document WHERE m.thing = ? "
            "ORDER BY m.document",
            (number,),
        ).fetchall()
        for document, found in groupby(rows, key=itemgetter(0)):
            for mention in sorted(mention for _, mentions in found for mention in _unpack(mentions)):
                yield document, mention

    def names_of(self, slug: str) -> tuple[str, ...]:
        """Return the other names of the entity of a slug."""
        entity = self.entity(slug)
        return entity.names if entity is not None else ()

    def find_place(self, document: str, name: str) -> str | None:
        """Return the first slug of the places in a document that have a name, which is given in small letters."""
        kinds = [kind.value for kind in EntityType if kind.is_place]
        rows = self._db.execute(
            "SELECT DISTINCT e.slug, e.entity FROM members m JOIN documents d ON d.number = m.document "
            "JOIN things t ON t.number = m.thing JOIN entities e ON e.slug = t.slug "
            f"WHERE d.id = ? AND t.type IN ({', '.join('?' for _ in kinds)}) ORDER BY e.slug",
            (document, *kinds),
        ).fetchall()
        for slug, text in rows:
            entity = _decode(text)
            if name in {known.casefold() for known in (entity.label, *entity.names)}:
                return str(slug)
        return None

    def entity(self, slug: str) -> Entity | None:
        """Return the entity of a slug, None if there is none."""
        row = self._db.execute("SELECT entity FROM entities WHERE slug = ?", (slug,)).fetchone()
        return _decode(row[0]) if row is not None else None

    def entities(self) -> Iterator[Entity]:
        """Yield the entities, by slug, without their mentions."""
        for (text,) in self._db.execute("SELECT entity FROM entities ORDER BY slug"):
            yield _decode(text)

    def mentions(self) -> Mapping[str, list[tuple[str, int]]]:
        """Return the mentions of every entity, sorted, by slug: all at once, for few documents."""
        found: dict[str, list[tuple[str, int]]] = {}
        rows = self._db.execute(
            "SELECT t.slug, d.id, m.mentions FROM members m JOIN documents d ON d.number = m.document "
            "JOIN things t ON t.number = m.thing ORDER BY m.document"
        )
        for slug, document, mentions in rows:
            found.setdefault(slug, []).extend((document, mention) for mention in _unpack(mentions))
        return {slug: sorted(places) for slug, places in found.items()}


def _pack(mentions: Iterable[int]) -> str:
    return " ".join(map(str, mentions))


def _unpack(mentions: str) -> list[int]:
    return [int(mention) for mention in mentions.split()]


_TYPES = {type_.value: type_ for type_ in EntityType}


def _encode(entity: Entity) -> str:
    told = [entity.slug, entity.label, entity.type, entity.names, entity.wikidata, entity.parts, entity.reasons]
    merges = [[merge.left, merge.right, merge.rule, merge.score] for merge in entity.merges]
    return json.dumps([*told, merges], ensure_ascii=False, separators=(",", ":"))


def _decode(text: str) -> Entity:
    slug, label, kind, names, wikidata, parts, reasons, merges = json.loads(text)
    return Entity(
        slug, label, EntityType(kind), tuple(names), wikidata, (), tuple(parts), tuple(reasons),
        tuple(Merge(*merge) for merge in merges),
    )  # fmt: skip
