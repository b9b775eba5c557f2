"""Fingerprints of files: what a file held when it was read, and all else that its documents depend on."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import astuple
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, BinaryIO

from kg.documents.files import SourceFile
from kg.model import Metadata

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

# Raised whenever a file may give another document than before, so that unchanged files are read anew. A test compares
# the documents of all kinds of files with those of the last version.
READER_VERSION = 1
# The libraries that take text out of files.
_READERS = ("charset-normalizer", "dateparser", "htmldate", "justext", "lxml", "markdown-it-py", "trafilatura")


class _Watched(io.RawIOBase):
    """Passes a stream on, and takes the digest of what was read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._stream.seekable()

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        view[: len(data)] = data
        self.digest.update(data)
        return len(data)

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) == (0, io.SEEK_SET):
            self.digest = hashlib.sha256()
        elif (offset, whence) != (0, io.SEEK_CUR):
            raise io.UnsupportedOperation("it is read from the beginning")
        return self._stream.seek(offset, whence)


class Content:
    """The bytes of a file as they are read."""

    def __init__(self) -> None:
        self._watched: _Watched | None = None

    def watch(self, stream: BinaryIO) -> BinaryIO:
        """Return a stream of the same bytes, which are noted here as they are read."""
        self._watched = _Watched(stream)
        return io.BufferedReader(self._watched)

    def fingerprint(self, file: SourceFile, overrides: Metadata | None) -> str:
        """Return the fingerprint of a file that was read to its end."""
        read = self._watched.digest.hexdigest() if self._watched is not None else ""
        told = [reader_version(), file.source, astuple(file.metadata), astuple(overrides or Metadata()), read]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]


@cache
def reader_version() -> str:
    """Return the versions of all that makes documents of files."""
    return " ".join([str(READER_VERSION), *(f"{name}={version(name)}" for name in _READERS)])
