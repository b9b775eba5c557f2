"""Keeps documents and their extractions (SQLite): the source from which the RDF store is derived.

The file is `archive.sqlite` in the graph folder. It is in WAL mode: a build commits one transaction
a document, every reader sees the last commit, and what was committed survives a killed process.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.copies import Sketched, make_sketch
from kg.encoding import Encoded, decode_extraction, encode_extraction
from kg.errors import GraphError, GraphLocked
from kg.model import Document, Extraction, Settings, Span

if TYPE_CHECKING:
    from kg.linking import Item

_log = logging.getLogger(__name__)

ARCHIVE_NAME = "archive.sqlite"
LOCK_NAME = "build.lock"
RDF_NAME = "rdf"
"""The folder of the derived RDF store, beside the archive."""
FULL_DISK = "the disk is full; free some space and run the same command again, which goes on from there"
SCHEMA_VERSION = 2
# With less room than this, in bytes, SQLite cannot make the files beside its own.
_LITTLE = 100_000
# The name under which the rows of the user's own gazetteer stand among the settings.
_ROWS = "gazetteer_rows"
# The name of the stamp among the settings.
_STAMP = "published"
# "kg" and a number of our own: tells our file from any other SQLite file.
_APPLICATION_ID = 0x6B670001
_SCHEMA = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT, published TEXT,
    publisher TEXT, url TEXT, headline_end INTEGER NOT NULL, dateline_start INTEGER, dateline_end INTEGER,
    text TEXT NOT NULL, extractor TEXT NOT NULL, version TEXT NOT NULL, extraction TEXT NOT NULL);
CREATE INDEX documents_source ON documents (source, id);
CREATE TABLE files (
    path TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (id), fingerprint TEXT) WITHOUT ROWID;
CREATE INDEX files_document ON files (document);
CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE documents_text USING fts5 (title, text, content='documents', content_rowid='key');
CREATE TRIGGER documents_added AFTER INSERT ON documents BEGIN
    INSERT INTO documents_text (rowid, title, text) VALUES (new.key, new.title, new.text);
END;
CREATE TRIGGER documents_removed AFTER DELETE ON documents BEGIN
    INSERT INTO documents_text (documents_text, rowid, title, text) VALUES ('delete', old.key, old.title, old.text);
END;
"""
# What tells texts apart without reading them; beside the documents, whose rows are long.
_PRINTS = (
    "CREATE TABLE prints (document TEXT PRIMARY KEY, reading TEXT NOT NULL, sketch BLOB NOT NULL) WITHOUT ROWID",
    "CREATE INDEX prints_reading ON prints (reading)",
    "CREATE TRIGGER prints_removed AFTER DELETE ON documents BEGIN DELETE FROM prints WHERE document = old.id; END",
)
_COLUMNS = (
    "id, source, title, published, publisher, url, headline_end, dateline_start, dateline_end, text, "
    "extractor, version, extraction"
)


class Archive:
    """The documents and extractions of one graph folder; open it with `open_archive`.

    Everything comes back sorted by source and identifier, whatever order it was put in.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(
        self, path: str, document: Document, extraction: Extraction | Encoded, *, fingerprint: str | None = None,
        instead_of: Iterable[str] = (),
    ) -> None:  # fmt: skip
        """Keep a document, found at `path`, with its extraction, in one transaction.

        What stood at that path before is forgotten, unless another path has the same document; and so is what stood at
        the paths `instead_of` which it comes. `fingerprint` tells what the file held (`fingerprints`).
        """
        span = document.dateline
        row = (
            document.id, document.source, document.title, document.published, document.publisher, document.url,
            document.headline_end, span.start if span else None, span.end if span else None, document.text,
            extraction.extractor, extraction.version,
            extraction.text if isinstance(extraction, Encoded) else encode_extraction(extraction),
        )  # fmt: skip
        with self._connection as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            connection.execute(
                f"INSERT INTO documents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            _add_prints(connection, document)
            _place(connection, path, document.id, fingerprint)
            _forget(connection, instead_of)

    def link(self, path: str, document_id: str, *, fingerprint: str | None = None) -> bool:
        """Note that a document stands at `path` (too); False, and nothing is noted, if it is not kept."""
        with self._connection as connection:
            is_kept = connection.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone()
            if is_kept:
                _place(connection, path, document_id, fingerprint)
        return bool(is_kept)

    def forget(self, paths: Iterable[str]) -> None:
        """Forget the files at `paths`, and the documents that no other file holds, in one transaction."""
        with self._connection as connection:
            _forget(connection, paths)

    def mark(self, paths: Iterable[str], fingerprint: str) -> None:
        """Note what the file held that these paths are in, in one transaction."""
        with self._connection as connection:
            rows = ((fingerprint, path) for path in paths)
            connection.executemany("UPDATE files SET fingerprint = ? WHERE path = ?", rows)

    def fingerprints(self) -> dict[str, str]:
        """Return what tells whether a file still holds what was read in it, by path; those that have it."""
        return dict(self._connection.execute("SELECT path, fingerprint FROM files WHERE fingerprint IS NOT NULL"))

    def find_extraction(self, document: Document, version: tuple[str, str]) -> Extraction | None:
        """Return what this version of an extractor finds in a document, if it has read another one of the same text."""
        query = (
            "SELECT extraction FROM prints JOIN documents ON documents.id = prints.document "
            "WHERE reading = ? AND extractor = ? AND version = ? LIMIT 1"
        )
        found = self._connection.execute(query, (reading_key(document), *version)).fetchone()
        return replace(decode_extraction(found[0]), document=document.id) if found else None

    def find_twins(self, document: Document) -> dict[str, list[str]]:
        """Return the paths of the other documents that differ from this one by their source alone, by identifier."""
        query = (
            "SELECT documents.id, path FROM prints JOIN documents ON documents.id = prints.document "
            "JOIN files ON files.document = documents.id WHERE reading = ? AND documents.id <> ? "
            "AND title IS ? AND publisher IS ? AND url IS ? ORDER BY path"
        )
        known = (reading_key(document), document.id, document.title, document.publisher, document.url)
        found: dict[str, list[str]] = defaultdict(list)
        for identifier, path in self._connection.execute(query, known):
            found[identifier].append(path)
        return dict(found)

    def sketches(self) -> Iterator[Sketched]:
        """Yield what `find_copies` has to know of all documents."""
        query = (
            "SELECT id, published, source, sketch FROM documents JOIN prints ON prints.document = documents.id "
            "ORDER BY source, id"
        )
        yield from (Sketched(*row) for row in self._connection.execute(query))

    def paths(self) -> dict[str, str]:
        """Return the identifier of the document at each path that was read."""
        return dict(self._connection.execute("SELECT path, document FROM files ORDER BY path"))

    def versions(self) -> dict[str, tuple[str, str]]:
        """Return name and version of the extractor that read each document, by document identifier."""
        rows = self._connection.execute("SELECT id, extractor, version FROM documents ORDER BY source, id")
        return {id_: (extractor, version) for id_, extractor, version in rows}

    def count_characters(self, version: tuple[str, str]) -> int:
        """Return how long the texts are together that this version of an extractor has read."""
        query = "SELECT coalesce(sum(length(text)), 0) FROM documents WHERE extractor = ? AND version = ?"
        [(count,)] = self._connection.execute(query, version)
        return int(count)

    def documents(self) -> Iterator[Document]:
        """Yield all documents."""
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY source, id"):
            yield _document(row)

    def pairs(self) -> Iterator[tuple[Document, Extraction]]:
        """Yield all documents with their extractions."""
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY source, id"):
            yield _document(row), decode_extraction(row[12])

    def pair(self, document_id: str) -> tuple[Document, Extraction]:
        """Return the document of that identifier with its extraction; KeyError if there is none."""
        found = self._connection.execute(f"SELECT {_COLUMNS} FROM documents WHERE id = ?", (document_id,)).fetchone()
        if found is None:
            raise KeyError(document_id)
        return _document(found), decode_extraction(found[12])

    def document(self, document_id: str) -> Document | None:
        """Return the document of that identifier, None if there is none."""
        found = self._connection.execute(f"SELECT {_COLUMNS} FROM documents WHERE id = ?", (document_id,)).fetchone()
        return _document(found) if found else None

    def find_documents(self, name: str) -> list[Document]:
        """Return the documents whose source is `name`, else ends in it, else whose identifier begins so.

        Whole parts of a path go before parts of a file name.
        """
        return next((found for condition in _NAMED if (found := self._select(condition, name))), [])

    def _select(self, condition: str, name: str) -> list[Document]:
        query = f"SELECT {_COLUMNS} FROM documents WHERE {condition} ORDER BY source, id"
        return [_document(row) for row in self._connection.execute(query, {"name": name})]

    def search(self, words: str) -> list[Document]:
        """Return the documents that hold, in title or text, a word beginning with each of `words`, best match first."""
        return [document for document, _ in self.search_sentences(words)]

    def search_sentences(self, words: str) -> Iterator[tuple[Document, list[Span]]]:
        """Yield what `search` does, each document with the spans of its sentences."""
        # Each by itself: most readers stop soon, and what is sorted would have to be read before.
        query = f"SELECT {_COLUMNS}, json_extract(extraction, '$.sentences') FROM documents WHERE id = ?"
        for identifier in self.search_identifiers(words):
            for row in self._connection.execute(query, (identifier,)):
                yield _document(row), [Span(start, end) for start, end in json.loads(row[-1])]

    def search_identifiers(self, words: str) -> list[str]:
        """Return the identifiers of what `search` finds, in that order."""
        phrase = " ".join('"' + word.replace('"', '""') + '"*' for word in words.split())
        query = (
            "SELECT documents.id FROM documents_text JOIN documents ON documents.key = documents_text.rowid "
            "WHERE documents_text MATCH ? ORDER BY documents_text.rank, documents.source, documents.id"
        )
        return [identifier for (identifier,) in self._connection.execute(query, (phrase,))] if phrase else []

    def counts(self) -> tuple[int, int]:
        """Return the numbers of documents and of sentences."""
        documents, sentences = self._connection.execute(
            "SELECT count(*), coalesce(sum(json_array_length(extraction, '$.sentences')), 0) FROM documents"
        ).fetchone()
        return documents, sentences

    def copy_to(self, path: Path) -> None:
        """Copy all to a new file, as of the last commit, whether or not a build goes on."""
        with closing(sqlite3.connect(path)) as copy:
            self._connection.backup(copy)

    def find_fault(self) -> str | None:
        """Return what is wrong with the file, None if it is whole; reads all of it."""
        [(found,)] = self._connection.execute("PRAGMA quick_check(1)")
        return None if found == "ok" else str(found)

    def read_settings(self) -> dict[str, str]:
        """Return the settings that the graph was last built with, by name."""
        return dict(self._connection.execute("SELECT name, value FROM settings ORDER BY name"))

    def read_stamp(self) -> str | None:
        """Return which published state of the RDF store says what the archive does; None while a build runs."""
        found = self._connection.execute("SELECT value FROM settings WHERE name = ?", (_STAMP,)).fetchone()
        return found[0] if found is not None else None

    def write_stamp(self, stamp: str | None) -> None:
        """Note which published state of the RDF store says what the archive does, or that none is known to."""
        with self._connection as connection:
            connection.execute("DELETE FROM settings WHERE name = ?", (_STAMP,))
            if stamp is not None:
                connection.execute("INSERT INTO settings VALUES (?, ?)", (_STAMP, stamp))

    def write_settings(self, settings: Mapping[str, str]) -> None:
        """Keep the settings of a build, in place of those before."""
        with self._connection as connection:
            connection.execute("DELETE FROM settings")
            connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())


_NAMED = (
    "source = :name",
    "substr(source, -length(:name) - 1) = '/' || :name",
    "length(:name) >= 4 AND substr(id, 1, length(:name)) = lower(:name)",
    "length(:name) >= 4 AND substr(source, -length(:name)) = :name",
)


def _place(connection: sqlite3.Connection, path: str, document_id: str, fingerprint: str | None) -> None:
    """Note that a document stands at a path, in place of another one."""
    before = connection.execute("SELECT document FROM files WHERE path = ?", (path,)).fetchone()
    connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?)", (path, document_id, fingerprint))
    if before is not None:
        _forget_orphan(connection, before)


def _forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget paths, and the documents that stand at no other."""
    for path in paths:
        before = connection.execute("SELECT document FROM files WHERE path = ?", (path,)).fetchone()
        connection.execute("DELETE FROM files WHERE path = ?", (path,))
        if before is not None:
            _forget_orphan(connection, before)


def _forget_orphan(connection: sqlite3.Connection, row: tuple[str]) -> None:
    connection.execute(
        "DELETE FROM documents WHERE id = ? AND NOT EXISTS (SELECT 1 FROM files WHERE document = documents.id)", row
    )


def _add_prints(connection: sqlite3.Connection, document: Document) -> None:
    row = (document.id, reading_key(document), make_sketch(document.text))
    connection.execute("INSERT INTO prints VALUES (?, ?, ?)", row)


def sketch_of(document: Document) -> Sketched:
    """Return what `find_copies` has to know of a document, as the archive keeps it."""
    return Sketched(document.id, document.published, document.source, make_sketch(document.text))


def reading_key(document: Document) -> str:
    """Return a digest of all that an extractor may read in a document: of equal keys the extractions are equal."""
    span = document.dateline
    told = [document.text, document.published, document.headline_end, [span.start, span.end] if span else None]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _document(row: tuple[Any, ...]) -> Document:
    dateline = Span(row[7], row[8]) if row[7] is not None else None
    return Document(row[0], row[9], row[1], row[2], row[3], row[4], row[5], row[6], dateline)


# Opening


@contextmanager
def open_archive(folder: Path, *, write: bool = False) -> Iterator[Archive]:
    """Give the archive of a graph folder; with `write`, make it where it is missing, and lock it against other builds.

    Raises `GraphError` if the folder holds no graph, or one that this version cannot read, and
    `GraphLocked` if another build runs.
    """
    path = folder / ARCHIVE_NAME
    if write:
        with _locked(folder), _connected(path, write=True) as connection:
            yield Archive(connection)
    else:
        if not path.is_file():
            found = f"{folder} holds no graph" if folder.exists() else f"there is no graph folder {folder}"
            raise GraphError(f"{found}; name another with -g, or make one with: kg -g {folder} build SOURCE...")
        if _is_old(path):
            with _locked(folder), _connected(path, write=True):
                pass
        with _connected(path, write=False) as connection:
            yield Archive(connection)


def _is_old(path: Path) -> bool:
    """Whether an archive has to be upgraded before it can be read."""
    try:
        with closing(_connect(path, write=False)) as connection:
            return _marks(connection) in ((_APPLICATION_ID, version) for version in _UPGRADES)
    except sqlite3.DatabaseError:
        return False  # which opening it will tell in words


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    [(application,)] = connection.execute("PRAGMA application_id")
    [(version,)] = connection.execute("PRAGMA user_version")
    return application, version


def _upgrade(connection: sqlite3.Connection) -> None:
    """Make an archive of an older version one of this, in one transaction."""
    application, version = _marks(connection)
    if application != _APPLICATION_ID or version not in _UPGRADES:
        return
    _log.info("upgrading the archive from version %d", version)
    connection.execute("BEGIN IMMEDIATE")
    with connection:
        while version in _UPGRADES:
            _UPGRADES[version](connection)
            version += 1
        connection.execute(f"PRAGMA user_version = {version}")


def _upgrade_from_1(connection: sqlite3.Connection) -> None:
    """Files have fingerprints, and documents prints."""
    connection.execute("ALTER TABLE files ADD COLUMN fingerprint TEXT")
    for statement in _PRINTS:
        connection.execute(statement)
    for row in connection.execute(f"SELECT {_COLUMNS} FROM documents"):
        _add_prints(connection, _document(row))


_UPGRADES: dict[int, Callable[[sqlite3.Connection], None]] = {1: _upgrade_from_1}
"""What makes an archive of a version one of the next; others cannot be read."""


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the folder for one build; the system lets go when the process ends, however it ends."""
    import fcntl

    try:
        _check_new(folder)
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise GraphError(f"the graph folder {folder} cannot be written: {error.strerror}") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise GraphLocked(f"another build is writing to {folder}; wait until it has ended") from error
        yield
    finally:
        os.close(lock)


def _check_new(folder: Path) -> None:
    """Refuse a folder that holds something else, so that a slip of -g spoils nobody's files."""
    if folder.is_dir() and not (folder / ARCHIVE_NAME).exists():
        ours = (LOCK_NAME, "decisions.yaml")
        names = (entry.name for entry in folder.iterdir())
        others = sorted(name for name in names if name not in ours and not name.startswith("."))
        if others:
            raise GraphError(f"{folder} is no graph folder: it holds {others[0]}; name a new folder with -g")


@contextmanager
def _connected(path: Path, *, write: bool) -> Iterator[sqlite3.Connection]:
    broken = f"{path} is damaged or no archive of ours"
    advice = "restore it from a backup, or delete the graph folder and build it again from the articles"
    try:
        connection = _connect(path, write=write)
    except sqlite3.OperationalError as error:
        raise GraphError(_explain(error, path)) from error
    except sqlite3.DatabaseError as error:
        raise GraphError(f"{broken} ({error}); {advice}") from error
    try:
        if write:
            _upgrade(connection)
        _check_version(connection, path)
        yield connection
    except sqlite3.OperationalError as error:
        raise GraphError(_explain(error, path)) from error
    except sqlite3.DatabaseError as error:
        raise GraphError(f"{broken} ({error}); {advice}") from error
    finally:
        connection.close()


def _explain(error: sqlite3.OperationalError, path: Path) -> str:
    """Return in words why SQLite cannot go on; on a full disk it says so, or only that writing failed."""
    is_failed_write = error.sqlite_errorname.startswith("SQLITE_IOERR")
    if error.sqlite_errorname == "SQLITE_FULL" or (is_failed_write and shutil.disk_usage(path.parent).free < _LITTLE):
        return f"{path} cannot be written: {FULL_DISK}"
    return f"{path} cannot be used: {error}"


def _connect(path: Path, *, write: bool) -> sqlite3.Connection:
    # A folder that cannot be written to has no running build, so nothing changes under a reader.
    is_fixed = not os.access(path.parent, os.W_OK) or (path.exists() and not os.access(path, os.W_OK))
    # Readers open it for writing too: SQLite then tidies up its log when the last of them closes.
    mode = "rwc" if write else "ro&immutable=1" if is_fixed else "rw"
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True, timeout=30)
    connection.execute(f"PRAGMA query_only = {not write}")
    if write:
        [(is_new,)] = connection.execute("SELECT count(*) = 0 FROM sqlite_master")
        if is_new:
            connection.execute("PRAGMA journal_mode = WAL")
            marks = f"PRAGMA application_id = {_APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};"
            connection.executescript(f"BEGIN; {_SCHEMA} {'; '.join(_PRINTS)}; {marks} COMMIT;")
    return connection


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    application, version = _marks(connection)
    if application != _APPLICATION_ID:
        raise GraphError(f"{path} was not made by kg; name another graph folder with -g")
    if version != SCHEMA_VERSION:
        advice = "build it again from the articles" if version < SCHEMA_VERSION else "install a newer version of kg"
        raise GraphError(f"{path} has archive version {version}, and this kg reads version {SCHEMA_VERSION}; {advice}")


def keep_settings(archive: Archive, settings: Settings, rows: Iterable[Item]) -> None:
    """Keep the settings of a build and the rows of the user's own gazetteer, in place of those before."""
    from kg.linking import encode_items  # here, since who only asks a graph needs none of it

    values = {name: str(value) for name, value in asdict(settings).items()}
    archive.write_settings({**values, _ROWS: encode_items(rows)})


def rows_of(archive: Archive) -> tuple[Item, ...]:
    """Return the rows of the user's own gazetteer that a graph was last built with, none for a new one."""
    from kg.linking import decode_items

    return decode_items(archive.read_settings().get(_ROWS, "[]"))


def settings_of(archive: Archive) -> Settings:
    """Return the settings that a graph was last built with, the defaults for a new one."""
    known = {part: value for part, value in archive.read_settings().items() if part in asdict(Settings())}
    return Settings(**known)
