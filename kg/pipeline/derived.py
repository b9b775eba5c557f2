"""What was derived from the archive last time, so that the next time only what changed is: `rdf/derived.sqlite`.

It holds the summary of each document, and of each graph in the live store a digest of what was written. It is deleted
with the store, and made anew with it.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from kg.entities import Summary, decode_summary

FILE_NAME = "derived.sqlite"
_VERSION = 1
_SCHEMA = f"""
CREATE TABLE summaries (document TEXT PRIMARY KEY, key TEXT NOT NULL, named TEXT NOT NULL, described TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE graphs (name TEXT PRIMARY KEY, digest TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
PRAGMA user_version = {_VERSION};
"""


class Derived:
    """The file; a context manager that closes it. A damaged one, or one of another version, is made anew."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE_NAME
        try:
            self._db = self._open(path)
        except sqlite3.DatabaseError:
            forget_derived(folder)
            self._db = self._open(path)

    @staticmethod
    def _open(path: Path) -> sqlite3.Connection:
        db = sqlite3.connect(path)
        try:
            [(version,)] = db.execute("PRAGMA user_version")
            if version != _VERSION:
                [(tables,)] = db.execute("SELECT count(*) FROM sqlite_master")
                if tables:
                    raise sqlite3.DatabaseError("of another version")
                # A crash of the machine may lose the last transactions: what they noted is then derived once more.
                db.executescript(f"PRAGMA journal_mode = WAL; {_SCHEMA}")
            db.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError:
            db.close()
            raise
        return db

    def __enter__(self) -> Derived:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    # Summaries

    def missing_summaries(self, keys: Mapping[str, str]) -> list[str]:
        """Return the documents without a summary of that key, sorted, and forget the summaries of all others.

        `keys` tell for each document of the archive what its summary depends on.
        """
        known = dict(self._db.execute("SELECT document, key FROM summaries"))
        with self._db:
            gone = [(document,) for document in known if document not in keys]
            self._db.executemany("DELETE FROM summaries WHERE document = ?", gone)
        return sorted(document for document, key in keys.items() if known.get(document) != key)

    def put_summaries(self, rows: Iterable[tuple[str, str, str, str]]) -> None:
        """Keep summaries: document, key, and the two parts that `encode_summary` gives; in one transaction."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO summaries VALUES (?, ?, ?, ?)", rows)

    def named(self) -> Iterator[Summary]:
        """Yield the summaries without what they describe, in the order of the documents' identifiers."""
        for (named,) in self._db.execute("SELECT named FROM summaries ORDER BY document"):
            yield decode_summary(named)

    def whole(self) -> Iterator[Summary]:
        """Yield the summaries, in the order of the documents' identifiers."""
        for row in self._db.execute("SELECT named, described FROM summaries ORDER BY document"):
            yield decode_summary(*row)

    # Graphs

    def digests(self) -> dict[str, str]:
        """Return the digest of what the live store is known to hold in each graph."""
        return dict(self._db.execute("SELECT name, digest FROM graphs"))

    def doubt(self, names: Iterable[str]) -> None:
        """Note that these graphs are about to be written to: until `note` they may hold anything."""
        with self._db:
            self._db.executemany("DELETE FROM graphs WHERE name = ?", ((name,) for name in names))

    def note(self, digests: Mapping[str, str]) -> None:
        """Note what these graphs hold now."""
        with self._db:
            self._db.executemany("INSERT OR REPLACE INTO graphs VALUES (?, ?)", digests.items())

    def forget_graphs(self) -> None:
        """Note that nothing is known of what the live store holds."""
        with self._db:
            self._db.execute("DELETE FROM graphs")
            self._db.execute("DELETE FROM state")

    # State

    def read_state(self) -> dict[str, str]:
        """Return what was noted of the last time that all was derived, nothing if something changed since."""
        return dict(self._db.execute("SELECT name, value FROM state"))

    def write_state(self, state: Mapping[str, str]) -> None:
        """Note something of this time, in place of what was noted before."""
        with self._db:
            self._db.execute("DELETE FROM state")
            self._db.executemany("INSERT INTO state VALUES (?, ?)", state.items())


def forget_derived(folder: Path) -> None:
    """Delete the file; nothing happens if there is none."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        (folder / f"{FILE_NAME}{suffix}").unlink(missing_ok=True)


def digest_lines(lines: Iterable[str]) -> str:
    """Return a digest of what a graph holds."""
    return hashlib.blake2b("".join(lines).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


@cache
def digest_package() -> str:
    """Return a digest of this package's code and tables: another version may derive something else of the same texts.

    The weights of the language model are left out, since archived extractions tell which made them.
    """
    found = hashlib.blake2b(digest_size=16)
    root = Path(__file__).parents[1]
    for path in sorted(path for pattern in ("*.py", "*.tsv") for path in root.rglob(pattern)):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def digest_values(*values: object) -> str:
    """Return a digest of values that JSON has."""
    return hashlib.sha256(json.dumps(values, ensure_ascii=True, sort_keys=True).encode()).hexdigest()
