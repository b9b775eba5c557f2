"""What the assertions of all documents have in common, gathered on disk (SQLite): plain triples, phrases, entities."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.model import Assertion, EntityType, Status
from kg.rdf import find_plain
from kg.vocabulary import Namespaces

_STATED = (Status.ASSERTED, Status.REPORTED)
_ACTORS = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY)
_SCHEMA = """
CREATE TABLE plain (triple TEXT PRIMARY KEY, is_reported INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE phrases (predicate TEXT NOT NULL, phrase TEXT NOT NULL, PRIMARY KEY (predicate, phrase)) WITHOUT ROWID;
"""


@dataclass
class Contribution:
    """What the assertions of some documents contribute to the graphs that all share, and to the report.

    `plain` are triples as `find_plain` gives them, `phrases` pairs of relation and words, `used` the identifiers of
    entities, `subjects` how often an actor is the subject of what is asserted or reported; `wrong` are the numbers of
    decisions that left something out.
    """

    plain: dict[str, Status] = field(default_factory=dict)
    phrases: set[tuple[str, str]] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    subjects: Counter[str] = field(default_factory=Counter)
    sentences: int = 0
    has_decisions: bool = False
    wrong: set[int] = field(default_factory=set)

    def add(self, assertions: Iterable[Assertion], namespaces: Namespaces) -> None:
        """Add what the assertions of one document contribute."""
        assertions = tuple(assertions)
        add_plain(self.plain, find_plain(assertions, namespaces))
        for assertion in assertions:
            self.phrases.add((assertion.predicate_id, assertion.phrase))
            ids = (assertion.subject_id, assertion.object_id, assertion.place_id, *assertion.attribution_chain_ids)
            self.used.update(identifier for identifier in ids if identifier)
            self.statuses[assertion.status.value] += 1
            if assertion.status in _STATED and assertion.subject_type in _ACTORS:
                self.subjects[assertion.subject_id] += 1
            self.has_decisions = self.has_decisions or assertion.is_decided


def add_plain(known: dict[str, Status], found: Mapping[str, Status]) -> None:
    """Add plain triples to others: one that is asserted somewhere is asserted."""
    for triple, status in found.items():
        if known.get(triple) is not Status.ASSERTED:
            known[triple] = status


class Gathering:
    """What all documents contribute; the rest of the counts is kept in memory. A context manager."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_SCHEMA}")
        self.total = Contribution()

    def __enter__(self) -> Gathering:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, part: Contribution) -> None:
        """Add a contribution."""
        self._db.executemany(
            "INSERT INTO plain VALUES (?, ?) "
            "ON CONFLICT (triple) DO UPDATE SET is_reported = min(is_reported, excluded.is_reported)",
            ((triple, status is Status.REPORTED) for triple, status in part.plain.items()),
        )
        self._db.executemany("INSERT OR IGNORE INTO phrases VALUES (?, ?)", part.phrases)
        total = self.total
        total.used |= part.used
        total.statuses.update(part.statuses)
        total.subjects.update(part.subjects)
        total.sentences += part.sentences
        total.has_decisions = total.has_decisions or part.has_decisions
        total.wrong |= part.wrong

    def plain(self, status: Status) -> Iterator[str]:
        """Yield the plain triples of a status, sorted."""
        rows = self._db.execute(
            "SELECT triple FROM plain WHERE is_reported = ? ORDER BY triple", (status is Status.REPORTED,)
        )
        yield from (triple for (triple,) in rows)

    def phrases(self) -> Iterator[tuple[str, str]]:
        """Yield the relations with the phrases that state them, sorted."""
        yield from self._db.execute("SELECT predicate, phrase FROM phrases ORDER BY predicate, phrase")

    @property
    def commonest(self) -> str | None:
        """The actor that is most often a subject, the first by identifier of several."""
        subjects = self.total.subjects
        return min(subjects, key=lambda name: (-subjects[name], name), default=None)
