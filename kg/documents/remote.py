"""Files at URLs such as s3://bucket/news, read by fsspec, which is imported only where a source is one."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO
from urllib.parse import unquote

from kg.errors import MissingExtra

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_LOCAL = "file://"
_WEB = ("http://", "https://")
# The first part of a path that is a pattern. "?" is no wildcard: it begins the query of a web address; nor is what
# stands in a host, such as [::1].
_PATTERN = re.compile(r"(?<=[^:/])/[^/]*[*\[]|(?<=:///)[^/]*[*\[]")
# What a web server answers where there is nothing.
_GONE = (404, 410)
# What is asked for at a time; the libraries' own 50 MB would be held in memory for each open file.
_BLOCK = 4_000_000


def is_url(source: str) -> bool:
    """Whether a source is a URL.

    >>> is_url("s3://bucket/news"), is_url("/news//a.txt"), is_url("a.txt")
    (True, False, False)
    """
    return _SCHEME.match(source) is not None


def without_file_scheme(source: str) -> str:
    """Return a source as it was given, but a URL of this machine's own files as their path.

    >>> without_file_scheme("file:///news/a%20b.txt"), without_file_scheme("s3://bucket/news")
    ('/news/a b.txt', 's3://bucket/news')
    """
    return unquote(source.removeprefix(_LOCAL)) if source.startswith(_LOCAL) else source


def root_of_url(source: str) -> str:
    """Return the URL that a source names, as those of the files in it begin; of a pattern, its fixed folder."""
    system, path = open_system(_cut_pattern(source))
    return str(system.unstrip_protocol(path)).rstrip("/")


def _cut_pattern(source: str) -> str:
    """Return a URL without its last "/"; of a pattern, the folder that all it matches stands in.

    >>> _cut_pattern("s3://bucket/news/2012-*/*.jsonl"), _cut_pattern("http://[::1]/news/")
    ('s3://bucket/news', 'http://[::1]/news')
    """
    found = _PATTERN.search(source)
    return source[: found.start()] if found else source.rstrip("/")


def find_url_files(source: str, *, is_file: bool, is_document: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """Yield URL and name of each file under a URL or pattern, without what is hidden and what is no document.

    Names begin with the folder given, as they do for local folders. `is_file` tells that the URL looks like that of a
    file to read. A web address is followed no further than to the files it lists itself. Raises `OSError` where it
    cannot be read, and `MissingExtra` if what reads such URLs is not installed.
    """
    system, path = open_system(source)
    root = _cut_pattern(source)
    is_web = source.startswith(_WEB)
    with _translated():
        if _PATTERN.search(source):
            paths = system.glob(path)
        elif is_file and (is_web or system.info(path)["type"] == "file"):
            paths, root = [path], root.rpartition("/")[0]
        else:
            paths = _list_folder(system, path, depth=1 if is_web else None)
    top, base = root.rpartition("/")[2], root_of_url(root)
    for url in map(system.unstrip_protocol, paths):
        below = url.removeprefix(base).strip("/")
        is_hidden = any(part.startswith(".") for part in below.split("/"))
        if (is_file and url == system.unstrip_protocol(path)) or (is_document(url) and not is_hidden):
            yield url, f"{top}/{unquote(below) if is_web else below}".strip("/")


def _list_folder(system: Any, path: str, *, depth: int | None) -> list[str]:
    # Unless told otherwise, fsspec passes over folders that cannot be listed.
    walk = system.walk(path, maxdepth=depth, detail=True, on_error="raise")
    return [info["name"] for _, _, files in walk for info in files.values()]


def open_url(url: str) -> BinaryIO:
    """Return the file at a URL, to be read from its beginning as a stream; whatever goes wrong is an `OSError`."""
    system, path = open_system(url)
    with _translated():
        file = system.open(path, "rb", block_size=_BLOCK)
    return io.BufferedReader(_Stream(file), 1 << 16)


def is_url_of_file(url: str) -> bool:
    """Whether there is a file at a URL that may be read; not told of the web, where some servers have all one asks for.

    Raises `OSError` where that cannot be found out.
    """
    system, path = open_system(url)
    try:
        with _translated():
            return not url.startswith(_WEB) and bool(system.info(path)["type"] == "file")
    except (FileNotFoundError, PermissionError):  # S3 forbids where it may not tell that there is none
        return False


def is_vanished_url(url: str) -> bool:
    """Whether there is surely no file at a URL."""
    system, path = open_system(url)
    try:
        with _translated():
            system.info(path)
    except FileNotFoundError as error:
        # Of the web, fsspec says so whatever goes wrong.
        return not url.startswith(_WEB) or getattr(error.__cause__, "status", None) in _GONE
    except OSError:
        pass
    return False


def size_of_url(url: str) -> int:
    """Return how many bytes the file at a URL has, 0 if that is not told; raises `OSError`."""
    system, path = open_system(url)
    with _translated():
        return int(system.info(path).get("size") or 0)


class _Stream(io.RawIOBase):
    """A file of fsspec as a raw stream of Python's own."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return bool(self._file.seekable())

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        with _translated():
            return int(self._file.seek(offset, whence))

    def tell(self) -> int:
        return int(self._file.tell())

    def readinto(self, buffer: Any) -> int:
        with _translated():
            data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


@contextmanager
def _translated() -> Iterator[None]:
    """Make an `OSError` of whatever a library of a remote file system raises: each has classes of its own."""
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        raise OSError(f"{type(error).__name__}: {error}") from error


def open_system(url: str) -> tuple[Any, str]:
    """Return the file system of a URL, and the path in it."""
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise MissingExtra(f"{url}: reading URLs needs fsspec: pip install 'kg-builder[distributed]'") from error
    try:
        system, path = url_to_fs(url, use_listings_cache=False)
    except ImportError as error:
        raise MissingExtra(f"{url}: {error}; it is one more package for pip to install") from error
    except Exception as error:
        raise OSError(f"it is no URL that can be read ({error})") from error
    return system, path
