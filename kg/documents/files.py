"""Finds the files that sources name: paths, folders, standard input; each once, in a fixed order."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from kg.documents.tables import TABLE_NAMES, combine, read_table
from kg.model import Document, LeftOut, Metadata

STDIN = "-"
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
FEED_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = frozenset({".txt", ".text", *MARKDOWN_SUFFIXES, *PAGE_SUFFIXES, *FEED_SUFFIXES})
# Stands in no absolute path.
_LINE_MARK = "//"
_WHAT_IS_READ = f"what is read: {', '.join(sorted(SUFFIXES))}"
# Files that tell about a folder and are no documents of it; read all the same where given by name.
_ABOUT_FOLDERS = frozenset({"readme", "license", "licence", "copying", "notice"})


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its absolute path ("-" for standard input), the name people see, its metadata."""

    path: str
    source: str
    metadata: Metadata = field(default_factory=Metadata)

    @property
    def is_feed(self) -> bool:
        """Whether each line of the file is a document."""
        return Path(self.path).suffix.lower() in FEED_SUFFIXES


def path_in_archive(file: SourceFile, document: Document) -> str:
    """Return what the archive calls the place of a document: its file, or the file and which of its lines it is.

    Lines are told apart by what they hold, so that others may be added, removed or moved.
    """
    if file.path == STDIN:
        return f"{STDIN}{document.id}"
    return f"{file.path}{_LINE_MARK}{document.id}" if file.is_feed else file.path


def path_of(place: str) -> str:
    """Return the file of a place in the archive.

    >>> path_of("/news/feed.jsonl//3f9a"), path_of("/news/a.txt")
    ('/news/feed.jsonl', '/news/a.txt')
    """
    return place.partition(_LINE_MARK)[0]


def find_files(sources: Iterable[str | Path], metadata: Path | None = None) -> Iterator[SourceFile | LeftOut]:
    """Yield every file under `sources` once, sorted by name, whatever order they are given in.

    `metadata` is a table for all sources; its paths are taken from the folder it stands in, or as
    the names people see. Raises `MetadataError` for a table that cannot be used.
    """
    tables = _Tables(metadata)
    named: dict[str, str] = {}
    left_out: set[tuple[str, str]] = set()
    for given in dict.fromkeys(map(str, sources)):
        found = list(_expand(given))
        for path, name in found:
            if path is None:
                left_out.add((given, name))
            # A file found by two sources has the longer name, which the outer folder gives.
            elif (len(name), name) > (len(named.get(path, "")), named.get(path, "")):
                named[path] = name
    for source, reason in sorted(left_out):
        yield LeftOut(source, reason)
    for path, name in sorted(named.items(), key=lambda item: (item[1], item[0])):
        yield SourceFile(path, name, tables.find(path, name))


def _expand(given: str) -> Iterator[tuple[str | None, str]]:
    """Yield path and name of each file that one source stands for; no path, and the reason, if it cannot be used."""
    if given == STDIN:
        yield STDIN, STDIN
        return
    path = Path(given).expanduser()
    try:
        is_folder = path.resolve(strict=True).is_dir()
    except (OSError, RuntimeError) as error:
        if has_magic(given) and isinstance(error, FileNotFoundError):
            yield from _expand_pattern(given)
        else:
            yield None, _reason(error)
        return
    if is_folder:
        yield from _expand_folder(path)
    elif path.suffix.lower() not in SUFFIXES:
        found = f"the suffix {path.suffix}" if path.suffix else "a file without a suffix"
        yield None, f"{found} is not read; {_WHAT_IS_READ}"
    else:
        # The name shown is the one given, not what a link points to.
        whole = Path(os.path.abspath(path))
        yield os.path.realpath(path), _name(whole, whole.parent.parent)


def _expand_folder(folder: Path) -> Iterator[tuple[str | None, str]]:
    shown = Path(os.path.abspath(folder))
    errors: list[OSError] = []
    files = [Path(where, name) for where, names in _walk(folder.resolve(), errors) for name in names]
    read = [file for file in files if _is_document(file)]
    for file in read:
        yield os.path.realpath(file), _name(shown / file.relative_to(folder.resolve()), shown.parent)
    for error in errors:
        yield None, f"{error.filename} cannot be opened: {error.strerror}"
    if not read and not errors:
        suffixes = ", ".join(sorted({file.suffix or file.name for file in files})[:5])
        held = f"it holds only {suffixes}" if suffixes else "it is empty"
        yield None, f"the folder holds nothing to read ({held}); {_WHAT_IS_READ}"


def _expand_pattern(pattern: str) -> Iterator[tuple[str | None, str]]:
    """Yield the files that a pattern such as "news/**/*.html" matches, named as if its fixed part were given."""
    root = find_root(pattern)
    matches = [Path(path) for path in sorted(glob(str(Path(pattern).expanduser()), recursive=True))]
    files = [Path(os.path.abspath(path)) for path in matches if not path.is_dir()]
    read = [file for file in files if _is_document(file)]
    for file in read:
        yield os.path.realpath(file), _name(file, root.parent)
    if not read:
        found = f"only {files[0].name} and the like" if files else "no file"
        yield None, f"the pattern matches {found}; {_WHAT_IS_READ}"


def find_root(source: str | Path) -> Path:
    """Return the absolute path that a source names; of a pattern, the folder that all it matches stands in."""
    path = Path(source).expanduser()
    if has_magic(str(source)) and not path.exists():
        parts = path.parts
        path = Path(*parts[: next(number for number, part in enumerate(parts) if has_magic(part))])
    return Path(os.path.realpath(path))


def _walk(folder: Path, errors: list[OSError]) -> Iterator[tuple[str, list[str]]]:
    """Yield each folder with the names of its files, without what is hidden; gather what cannot be opened."""
    for where, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield where, sorted(name for name in names if not name.startswith("."))


def _is_document(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and file.stem.lower() not in _ABOUT_FOLDERS


def _name(path: Path, root: Path) -> str:
    """Return a path relative to `root` with "/", readable on any system (macOS decomposes accents)."""
    name = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def _reason(error: OSError | RuntimeError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return (isinstance(error, OSError) and error.strerror) or str(error)


class _Tables:
    """The metadata tables of the folders that files stand in, and the one table given for all."""

    def __init__(self, given: Path | None) -> None:
        self._given: dict[str, Metadata] = {}
        if given is not None:
            for name, metadata in read_table(given).items():
                self._given[name] = metadata
                self._given[str(Path(os.path.abspath(given)).parent / name)] = metadata
        self._rows = cache(_folder_rows)

    def find(self, path: str, name: str) -> Metadata:
        """Return what the tables say of a file; the nearest folder counts first, a given table before all."""
        if path == STDIN:
            return self._given.get(STDIN, Metadata())
        given = (self._given.get(key) for key in (path, name, name.partition("/")[2]))
        # Every folder above is asked, so a file has the same metadata by whatever source it is found.
        beside = (self._rows(folder).get(path) for folder in self._folders(path, name))
        return combine(*given, *beside)

    @staticmethod
    def _folders(path: str, name: str) -> list[Path]:
        return list(Path(path).parents)[: name.count("/")]


def _folder_rows(folder: Path) -> dict[str, Metadata]:
    rows: dict[str, Metadata] = {}
    for table in TABLE_NAMES:
        if (folder / table).is_file():
            for name, metadata in read_table(folder / table).items():
                path = os.path.realpath(folder / name)
                rows[path] = combine(rows.get(path), metadata)
    return rows
