"""Finds the files that sources name: paths, folders, standard input; each once, in a fixed order."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from glob import glob, has_magic
from pathlib import Path

from kg.documents.remote import (
    find_url_files,
    is_url,
    is_url_of_file,
    is_vanished_url,
    root_of_url,
    without_file_scheme,
)
from kg.documents.tables import TABLE_NAMES, combine, read_table
from kg.model import Document, LeftOut, Metadata

STDIN = "-"
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown"})
PAGE_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
FEED_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz"})
SUFFIXES = frozenset({".txt", ".text", *MARKDOWN_SUFFIXES, *PAGE_SUFFIXES, *FEED_SUFFIXES})
# Stands in no absolute path, and in a URL only after its scheme and before a host.
_LINE_MARK = "//"
_LINE = re.compile(f"{_LINE_MARK}[0-9a-f]+$")
_WHAT_IS_READ = f"what is read: {', '.join(sorted(SUFFIXES))}"
# Files that tell about a folder and are no documents of it; read all the same where given by name.
_ABOUT_FOLDERS = frozenset({"readme", "license", "licence", "copying", "notice"})


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its absolute path or URL ("-" for standard input), the name people see, its metadata.

    `start` and `end` make it a part of a feed: the lines that begin at these bytes, once it is unpacked.
    """

    path: str
    source: str
    metadata: Metadata = field(default_factory=Metadata)
    start: int = 0
    end: int | None = None

    @property
    def is_feed(self) -> bool:
        """Whether each line of the file is a document."""
        return find_suffix(self.path) in FEED_SUFFIXES

    @property
    def is_part(self) -> bool:
        """Whether this is not all of the file."""
        return self.start > 0 or self.end is not None


def find_suffix(path: str) -> str:
    """Return the suffix of a path or URL in lower case, with what is before ".gz".

    >>> find_suffix("news/a.TXT"), find_suffix("s3://bucket/2012-09.jsonl.gz"), find_suffix("news/LICENSE")
    ('.txt', '.jsonl.gz', '')
    """
    parts = Path(path.lower()).suffixes
    return "".join(parts[-2:] if parts[-1:] == [".gz"] else parts[-1:])


def path_in_archive(file: SourceFile, document: Document) -> str:
    """Return what the archive calls the place of a document: its file, or the file and which of its lines it is.

    Lines are told apart by what they hold, so that others may be added, removed or moved.
    """
    if file.path == STDIN:
        return f"{STDIN}{document.id}"
    return f"{file.path}{_LINE_MARK}{document.id}" if file.is_feed else file.path


def path_of(place: str) -> str:
    """Return the file of a place in the archive.

    >>> path_of("/news/feed.jsonl//3f9a"), path_of("/news/a.txt"), path_of("s3://bucket/feed.jsonl//3f9a")
    ('/news/feed.jsonl', '/news/a.txt', 's3://bucket/feed.jsonl')
    """
    return _LINE.sub("", place)


def find_files(sources: Iterable[str | Path], metadata: Path | None = None) -> Iterator[SourceFile | LeftOut]:
    """Yield every file under `sources` once, sorted by name, whatever order they are given in.

    `metadata` is a table for all sources; its paths are taken from the folder it stands in, or as
    the names people see. Raises `MetadataError` for a table that cannot be used.
    """
    tables = _Tables(metadata)
    named: dict[str, str] = {}
    left_out: set[tuple[str, str]] = set()
    for given in dict.fromkeys(without_file_scheme(str(source)) for source in sources):
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
    if is_url(given):
        yield from _expand_url(given)
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
    elif find_suffix(path.name) not in SUFFIXES:
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


def _expand_url(url: str) -> Iterator[tuple[str | None, str]]:
    try:
        is_file = find_suffix(url) in SUFFIXES
        found = list(find_url_files(url, is_file=is_file, is_document=lambda path: _is_document(Path(path))))
    except OSError as error:
        yield None, _reason(error)
        return
    yield from found
    if not found:
        yield None, f"nothing to read is found there; {_WHAT_IS_READ}"


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
    return find_suffix(file.name) in SUFFIXES and file.stem.lower() not in _ABOUT_FOLDERS


def _name(path: Path, root: Path) -> str:
    """Return a path relative to `root` with "/", readable on any system (macOS decomposes accents)."""
    name = os.fsencode(path.relative_to(root).as_posix()).decode("utf-8", "replace")
    return unicodedata.normalize("NFC", name)


def has_vanished(place: str) -> bool:
    """Whether the file of a place in the archive is surely no longer there."""
    path = path_of(place)
    return is_vanished_url(path) if is_url(path) else os.path.isabs(path) and not os.path.lexists(path)


def find_vanished(
    places: Iterable[str], sources: Iterable[str | Path], files: Iterable[SourceFile | LeftOut]
) -> list[str]:
    """Return those of `places` in the archive whose files stood under `sources` and are there no longer.

    `files` is what is found under the sources now. Of URLs that could not be listed nothing has vanished.
    """
    files = list(files)
    present = {file.path for file in files if isinstance(file, SourceFile)}
    unlisted = {file.source for file in files if isinstance(file, LeftOut)}
    names = [without_file_scheme(str(source)) for source in sources if str(source) != STDIN]
    roots = [find_root(name) for name in names if not is_url(name)]
    urls = tuple(f"{root_of_url(name)}/" for name in names if is_url(name) and name not in unlisted)

    def is_under(path: str) -> bool:
        return f"{path}/".startswith(urls) if is_url(path) else any(Path(path).is_relative_to(root) for root in roots)

    return [
        place for place in places
        if path_of(place) not in present and is_under(path_of(place)) and has_vanished(place)
    ]  # fmt: skip


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
    def _folders(path: str, name: str) -> list[str]:
        """Return the folders of a file that are parts of its name, the nearest first.

        >>> _Tables._folders("s3://bucket/news/2012/a.txt", "news/2012/a.txt")
        ['s3://bucket/news/2012', 's3://bucket/news']
        """
        folders = [path.rsplit("/", depth)[0] for depth in range(1, name.count("/") + 1)]
        return folders if is_url(path) else [folder or "/" for folder in folders]


def _folder_rows(folder: str) -> dict[str, Metadata]:
    rows: dict[str, Metadata] = {}
    is_local = not is_url(folder)
    for table in TABLE_NAMES:
        where = f"{folder}/{table}"
        if os.path.isfile(where) if is_local else is_url_of_file(where):
            for name, metadata in read_table(where).items():
                path = os.path.realpath(Path(folder) / name) if is_local else f"{folder}/{name.removeprefix('./')}"
                rows[path] = combine(rows.get(path), metadata)
    return rows
