"""Keeps documents and their extractions (SQLite): the source from which the RDF store is derived.

The file is `archive.sqlite` in the graph folder. It is in WAL mode: a build commits one transaction
a document, every reader sees the last commit, and what was committed survives a killed process.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.encoding import decode_extraction, encode_extraction
from kg.errors import GraphError, GraphLocked
from kg.linking import Item, decode_items, encode_items
from kg.model import Document, Extraction, Settings, Span

ARCHIVE_NAME = "archive.sqlite"
LOCK_NAME = "build.lock"
RDF_NAME = "rdf"
"""The folder of the derived RDF store, beside the archive."""
SCHEMA_VERSION = 1
# The name under which the rows of the user's own gazetteer stand among the settings.
_ROWS = "gazetteer_rows"
# "kg" and a number of our own: tells our file from any other SQLite file.
_APPLICATION_ID = 0x6B670001
_SCHEMA = """
CREATE TABLE documents (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, title TEXT, published TEXT,
    publisher TEXT, url TEXT, headline_end INTEGER NOT NULL, dateline_start INTEGER, dateline_end INTEGER,
    text TEXT NOT NULL, extractor TEXT NOT NULL, version TEXT NOT NULL, extraction TEXT NOT NULL);
CREATE INDEX documents_source ON documents (source, id);
CREATE TABLE files (path TEXT PRIMARY KEY, document TEXT NOT NULL REFERENCES documents (id)) WITHOUT ROWID;
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

    def put(self, path: str, document: Document, extraction: Extraction) -> None:
        """Keep a document, found at `path`, with its extraction, in one transaction.

        What stood at that path before is forgotten, unless another path has the same document.
        """
        span = document.dateline
        row = (
            document.id, document.source, document.title, document.published, document.publisher, document.url,
            document.headline_end, span.start if span else None, span.end if span else None, document.text,
            extraction.extractor, extraction.version, encode_extraction(extraction),
        )  # fmt: skip
        with self._connection as connection:
            connection.execute("DELETE FROM documents WHERE id = ?", (document.id,))
            connection.execute(
                f"INSERT INTO documents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row
            )
            connection.execute("INSERT OR REPLACE INTO files (path, document) VALUES (?, ?)", (path, document.id))
            _forget_orphans(connection)

    def link(self, path: str, document_id: str) -> bool:
        """Note that a document stands at `path` (too); False, and nothing is noted, if it is not kept."""
        with self._connection as connection:
            is_kept = connection.execute("SELECT 1 FROM documents WHERE id = ?", (document_id,)).fetchone()
            if is_kept:
                connection.execute("INSERT OR REPLACE INTO files (path, document) VALUES (?, ?)", (path, document_id))
                _forget_orphans(connection)
        return bool(is_kept)

    def forget(self, paths: Iterable[str]) -> None:
        """Forget the files at `paths`, and the documents that no other file holds, in one transaction."""
        with self._connection as connection:
            connection.executemany("DELETE FROM files WHERE path = ?", ((path,) for path in paths))
            _forget_orphans(connection)

    def paths(self) -> dict[str, str]:
        """Return the identifier of the document at each path that was read."""
        return dict(self._connection.execute("SELECT path, document FROM files ORDER BY path"))

    def versions(self) -> dict[str, tuple[str, str]]:
        """Return name and version of the extractor that read each document, by document identifier."""
        rows = self._connection.execute("SELECT id, extractor, version FROM documents ORDER BY source, id")
        return {id_: (extractor, version) for id_, extractor, version in rows}

    def documents(self) -> Iterator[Document]:
        """Yield all documents."""
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY source, id"):
            yield _document(row)

    def pairs(self) -> Iterator[tuple[Document, Extraction]]:
        """Yield all documents with their extractions."""
        for row in self._connection.execute(f"SELECT {_COLUMNS} FROM documents ORDER BY source, id"):
            yield _document(row), decode_extraction(row[12])

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
        phrase = " ".join('"' + word.replace('"', '""') + '"*' for word in words.split())
        columns = ", ".join(f"documents.{name.strip()}" for name in _COLUMNS.split(","))
        query = (
            f"SELECT {columns}, json_extract(documents.extraction, '$.sentences') "
            "FROM documents_text JOIN documents ON documents.key = documents_text.rowid "
            "WHERE documents_text MATCH ? ORDER BY documents_text.rank, documents.source, documents.id"
        )
        for row in self._connection.execute(query, (phrase,)) if phrase else ():
            yield _document(row), [Span(start, end) for start, end in json.loads(row[-1])]

    def counts(self) -> tuple[int, int]:
        """Return the numbers of documents and of sentences."""
        documents, sentences = self._connection.execute(
            "SELECT count(*), coalesce(sum(json_array_length(extraction, '$.sentences')), 0) FROM documents"
        ).fetchone()
        return documents, sentences

    def read_settings(self) -> dict[str, str]:
        """Return the settings that the graph was last built with, by name."""
        return dict(self._connection.execute("SELECT name, value FROM settings ORDER BY name"))

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


def _forget_orphans(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM documents WHERE id NOT IN (SELECT document FROM files)")


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
        with _connected(path, write=False) as connection:
            yield Archive(connection)


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
    except sqlite3.DatabaseError as error:
        raise GraphError(f"{broken} ({error}); {advice}") from error
    try:
        _check_version(connection, path)
        yield connection
    except sqlite3.OperationalError as error:
        raise GraphError(f"{path} cannot be used: {error}") from error
    except sqlite3.DatabaseError as error:
        raise GraphError(f"{broken} ({error}); {advice}") from error
    finally:
        connection.close()


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
            connection.executescript(f"BEGIN; {_SCHEMA} {marks} COMMIT;")
    return connection


def _check_version(connection: sqlite3.Connection, path: Path) -> None:
    [(application,)] = connection.execute("PRAGMA application_id")
    [(version,)] = connection.execute("PRAGMA user_version")
    if application != _APPLICATION_ID:
        raise GraphError(f"{path} was not made by kg; name another graph folder with -g")
    if version != SCHEMA_VERSION:
        advice = "build it again from the articles" if version < SCHEMA_VERSION else "install a newer version of kg"
        raise GraphError(f"{path} has archive version {version}, and this kg reads version {SCHEMA_VERSION}; {advice}")


def keep_settings(archive: Archive, settings: Settings, rows: Iterable[Item]) -> None:
    """Keep the settings of a build and the rows of the user's own gazetteer, in place of those before."""
    values = {name: str(value) for name, value in asdict(settings).items()}
    archive.write_settings({**values, _ROWS: encode_items(rows)})


def rows_of(archive: Archive) -> tuple[Item, ...]:
    """Return the rows of the user's own gazetteer that a graph was last built with, none for a new one."""
    return decode_items(archive.read_settings().get(_ROWS, "[]"))


def settings_of(archive: Archive) -> Settings:
    """Return the settings that a graph was last built with, the defaults for a new one."""
    known = {part: value for part, value in archive.read_settings().items() if part in asdict(Settings())}
    return Settings(**known)
