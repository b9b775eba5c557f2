"""Shards: files in which workers on any machine leave what they read, until it is in the archive."""

from __future__ import annotations

import gzip
import json
import re
import uuid
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from kg.documents import open_system
from kg.encoding import decode_extraction, encode_extraction
from kg.errors import KGError
from kg.model import Document, Extraction, LeftOut, Span

# Level 6 takes three times as long as level 1, 0.8 ms a document, to make shards a quarter smaller.
_LEVEL = 1
_NAME = re.compile(r"[0-9a-f]{32}\.tsv\.gz(\.[0-9a-f]{32})?$")


@dataclass(frozen=True)
class Reading:
    """What came of one document, or of what was to be one; `file` is the number of its file in the batch.

    Without `result` the document is in the archive already; without `document` there is none, and `result` tells why.
    The last reading of a whole file has its `fingerprint` alone; so has that of a file that is unchanged.
    """

    file: int
    document: Document | None = None
    result: Extraction | LeftOut | None = None
    fingerprint: str | None = None


class Shards:
    """A folder of shards, at a path or URL that all workers reach. One shard is one gzipped table: a line a reading."""

    def __init__(self, url: str) -> None:
        self._url = url
        try:
            self._system, self._folder = open_system(url)
        except OSError as error:
            raise KGError(f"{url} cannot hold shards: {error}") from error

    def write(self, name: str, readings: Iterable[Reading]) -> None:
        """Write a shard, all of it or nothing, in place of one of the same name; equal readings give equal bytes.

        Raises `KGError` if it cannot be written.
        """
        data = gzip.compress("".join(map(_encode, readings)).encode("utf-8", "surrogatepass"), _LEVEL, mtime=0)
        path = self._path(name)
        # Two workers may write the same shard at a time, each of them to a name of its own.
        written = f"{path}.{uuid.uuid4().hex}"
        try:
            self._system.makedirs(self._folder, exist_ok=True)
            self._system.pipe_file(written, data)
            self._system.mv(written, path)
        except Exception as error:  # each library raises its own
            raise KGError(f"the shards of this build cannot be written to {self._url}: {error}") from error

    def read(self, name: str) -> list[Reading]:
        """Return what a shard holds; raises `KGError` if there is none, or a damaged one."""
        try:
            data = gzip.decompress(self._system.cat_file(self._path(name))).decode("utf-8", "surrogatepass")
            return [_decode(line) for line in data.split("\n")[:-1]]
        except FileNotFoundError as error:
            advice = "workers and this machine have to share that folder; name one that they do: --shards URL"
            raise KGError(f"the shard {name} is not in {self._url}; {advice}") from error
        except (OSError, EOFError, zlib.error, ValueError, TypeError) as error:
            raise KGError(f"the shard {name} in {self._url} cannot be read ({error}); delete it") from error

    def find(self, name: str) -> list[Reading]:
        """Return what a shard holds that may be there from an earlier run; nothing if there is none of use."""
        try:
            return self.read(name)
        except KGError:
            return []

    def delete(self, name: str) -> None:
        """Delete a shard that is in the archive."""
        self._system.rm_file(self._path(name))

    def clear(self) -> None:
        """Delete what other runs, and tasks that ran twice, have left; the folder too if it is empty then."""
        try:
            paths = self._system.ls(self._folder, detail=False)
        except FileNotFoundError:
            return
        left = [path for path in paths if _NAME.search(path)]
        for path in left:
            self._system.rm_file(path)
        if "file" in self._system.protocol and len(left) == len(paths):
            self._system.rmdir(self._folder)

    def _path(self, name: str) -> str:
        return f"{self._folder}/{name}.tsv.gz"


def _encode(reading: Reading) -> str:
    document, result = reading.document, reading.result
    # JSON has no tab and no line break in it.
    return "\t".join((
        str(reading.file),
        json.dumps(asdict(document), ensure_ascii=False, separators=(",", ":")) if document else "",
        encode_extraction(result) if isinstance(result, Extraction) else "",
        json.dumps(asdict(result), ensure_ascii=False) if isinstance(result, LeftOut) else "",
        reading.fingerprint or "",
    )) + "\n"  # fmt: skip


def _decode(line: str) -> Reading:
    file, document, extraction, left_out, fingerprint = line.split("\t")
    result = decode_extraction(extraction) if extraction else LeftOut(**json.loads(left_out)) if left_out else None
    made = _make_document(**json.loads(document)) if document else None
    return Reading(int(file), made, result, fingerprint or None)


def _make_document(*, dateline: dict[str, int] | None, **fields: object) -> Document:
    return Document(**fields, dateline=Span(**dateline) if dateline else None)  # type: ignore[arg-type]
