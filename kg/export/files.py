"""Bytes into files and streams: whole or not at all."""

from __future__ import annotations

import errno
import gzip
import os
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from kg.errors import ExportError

if TYPE_CHECKING:
    from collections.abc import Iterator

Write = Callable[[BinaryIO], None]
"""What writes a whole export to a stream."""

_NO_SPACE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def write_stream(stream: BinaryIO, write: Write, *, compress: bool = False) -> None:
    """Let `write` write to a stream, which stays open; `ExportError` if it takes no more, such as a full disk.

    A reader that leaves (`| head`) raises BrokenPipeError as ever.
    """
    with _explained("standard output" if getattr(stream, "name", "") == "<stdout>" else "the stream"):
        _write(stream, write, compress=compress)
        stream.flush()


def write_file(path: Path, write: Write, *, compress: bool = False) -> None:
    """Let `write` write a file beside its place, then rename it; a device such as /dev/stdout is written to directly.

    A symbolic link keeps pointing to the file. Raises `ExportError` if it cannot be written; what was there stays.
    """
    if path.is_dir():
        raise ExportError(f"Cannot write {path}: it is a folder. Name a file in it, such as {path / 'graph.ttl'}.")
    place = path.resolve()
    is_device = place.exists() and not place.is_file()
    # A short name, since that of the place may be as long as the file system allows.
    work = place if is_device else place.with_name(f".kg-export-{os.getpid()}.tmp")
    with _explained(str(path)):
        try:
            with work.open("wb") as file:
                _write(file, write, compress=compress)
            if work != place:
                work.replace(place)
        finally:
            if work != place:
                work.unlink(missing_ok=True)


def _write(stream: BinaryIO, write: Write, *, compress: bool) -> None:
    if not compress:
        write(stream)
        return
    # No name and no time in it, so that the same graph gives the same bytes.
    with gzip.GzipFile(filename="", mode="wb", fileobj=stream, mtime=0) as packed:
        write(cast("BinaryIO", packed))


@contextmanager
def _explained(place: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        advice = (
            "Free some space, or name a file on another disk."
            if error.errno in _NO_SPACE
            else "Name a file in a folder that is there and that you can write to."
        )
        raise ExportError(f"Cannot write {place}: {error.strerror or error}. {advice}") from error
