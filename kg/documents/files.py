"""Finds the files that sources name: paths, folders, standard input; each once, in a fixed order."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.documents.tables import TABLE_NAMES, combine, read_table
from kg.model import LeftOut, Metadata

STDIN = "-"
SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
# Files that tell about a folder and are no documents of it; read all the same where given by name.
_ABOUT_FOLDERS = frozenset({"readme", "license", "licence", "copying", "notice"})


@dataclass(frozen=True)
class SourceFile:
    """A file to read: its absolute path ("-" for standard input), the name people see, its metadata."""

    path: str
    source: str
    metadata: Metadata = field(default_factory=Metadata)


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
        if not found:
            left_out.add((given, f"the folder holds no {', '.join(sorted(SUFFIXES))} files"))
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
        real = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        yield None, _reason(error)
        return
    # The name shown is the one given, not what a link points to.
    root = Path(os.path.abspath(path)).parent
    if real.is_dir():
        for file in _walk(real):
            yield str(file.resolve()), _name(root / Path(os.path.abspath(path)).name / file.relative_to(real), root)
    elif path.suffix.lower() not in SUFFIXES:
        found = f"the suffix {path.suffix}" if path.suffix else "a file without a suffix"
        yield None, f"{found} is not read; what is read: {', '.join(sorted(SUFFIXES))}"
    else:
        yield str(real), _name(Path(os.path.abspath(path)), root.parent)


def _walk(folder: Path) -> Iterator[Path]:
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(where, name)
            is_about = path.stem.lower() in _ABOUT_FOLDERS
            if not name.startswith(".") and not is_about and path.suffix.lower() in SUFFIXES:
                yield path


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
