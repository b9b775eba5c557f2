"""Batches: what one task of a cluster does, how sources are cut into them, and how a worker reads one."""

from __future__ import annotations

import faulthandler
import hashlib
import json
import multiprocessing
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import pairwise

from kg.documents import STDIN, SourceFile, count_bytes, reader_version
from kg.errors import KGError
from kg.model import Document, Extraction, Extractor, LeftOut, Metadata, Settings
from kg.pipeline.run import FileReader, Run
from kg.pipeline.shards import Reading, Shards
from kg.pipeline.workers import Limits, extract_documents, make_extractor

# Bytes of text in a batch: some 80 articles, half a minute's work, which is what the death of a worker costs.
_BATCH = 256_000
# What a file that is no feed counts for, whatever its size: a page of 200 kB has no more text than that.
_FILE = 16_000
# A part of a feed is found by reading what stands before it: 400 parts are 200 readings of the feed, 1 % of the work.
_MOST_PARTS = 400
# How many times its size a gzipped feed has at least when it is unpacked; the last part takes the rest.
_PACKED = 3


@dataclass(frozen=True)
class Job:
    """What holds for all batches of a build: how documents are read and extracted, and where shards are left.

    `version` is that of the extractor, `reader` that of all that makes documents of files; workers have the same.
    The limits are those of one document. A worker that exceeds them dies; then the careful way tells by what.
    """

    settings: Settings
    version: tuple[str, str]
    reader: str
    overrides: Metadata | None
    shards: str
    limits: Limits


@dataclass(frozen=True)
class Batch:
    """Files to read, or documents that the build has read itself; what one task does.

    Of its files the archive has the documents `known`, and those fingerprints that are among the `marks`: neither is
    extracted again, and an unchanged file is not even read.
    """

    files: tuple[SourceFile, ...] = ()
    documents: tuple[Document, ...] = ()
    known: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    is_careful: bool = False

    def name_shard(self, job: Job) -> str:
        """Return the name of what becomes of the batch: other settings or another extractor give another one."""
        parts = [asdict(file) for file in self.files], [document.id for document in self.documents]
        told = asdict(job.overrides or Metadata())
        content = json.dumps([*parts, asdict(job.settings), job.version, job.reader, told], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def made_smaller(self) -> list[Batch]:
        """Return what to do instead of a batch that workers died of, nothing if no less can be done."""
        if not self.is_careful:
            return [replace(self, is_careful=True)]
        if len(self.files) + len(self.documents) == 1:
            return []
        files = [replace(self, files=(file,)) for file in self.files]
        return files + [replace(self, documents=(document,)) for document in self.documents]


# Of the build


def find_shared(files: Iterable[SourceFile | LeftOut]) -> list[SourceFile]:
    """Return the files that workers can read."""
    return [file for file in files if isinstance(file, SourceFile) and file.path != STDIN]


def make_batches(files: Iterable[SourceFile], run: Run) -> Iterator[Batch]:
    """Yield batches of about the same work; the same for the same files, however many workers there are."""
    gathered: list[SourceFile] = []
    known: set[str] = set()
    marks: set[str] = set()
    weight = 0
    for file in files:
        of_file, mark = run.find_known(file), run.find_mark(file, is_current=True)
        for part, size in _cut(file):
            gathered.append(part)
            known |= of_file
            marks |= {mark} if mark and not part.is_part else set()
            weight += size
            if weight >= _BATCH:
                yield Batch(tuple(gathered), known=frozenset(known), marks=frozenset(marks))
                gathered, known, marks, weight = [], set(), set(), 0
    if gathered:
        yield Batch(tuple(gathered), known=frozenset(known), marks=frozenset(marks))


def _cut(file: SourceFile) -> Iterator[tuple[SourceFile, int]]:
    """Yield the parts of a large feed, or the file, with what each weighs."""
    if not file.is_feed:
        yield file, _FILE
        return
    size = count_bytes(file) * (_PACKED if file.path.lower().endswith(".gz") else 1)
    step = max(_BATCH, -(-size // _MOST_PARTS))
    for start, end in pairwise([*range(0, max(size, 1), step), None]):
        assert start is not None
        yield replace(file, start=start, end=end), min(step, size)


def make_document_batches(documents: Iterable[Document]) -> Iterator[Batch]:
    """Yield batches of about the same work of documents that the build has read itself."""
    gathered: list[Document] = []
    weight = 0
    for document in documents:
        gathered.append(document)
        weight += len(document.text)
        if weight >= _BATCH:
            yield Batch(documents=tuple(gathered))
            gathered, weight = [], 0
    if gathered:
        yield Batch(documents=tuple(gathered))


# Of a worker

_lock = threading.Lock()


def read_batch(job: Job, batch: Batch) -> str:
    """Read a batch, leave its shard, and return the name of it.

    What is extracted in a shard of that name already, left by a build that was killed, is not extracted again.
    """
    name, shards = batch.name_shard(job), Shards(job.shards)
    with _lock:  # a worker of several threads would read no faster, and its limit of time is one for the process
        extractor = _extractor_of(job.settings)
        _check_versions(job, extractor)
        found = list(_read(job, batch))
        results = {
            reading.document.id: reading.result
            for reading in shards.find(name)
            if reading.document is not None and reading.result is not None
        }
        wanted = {reading.document.id: reading.document for reading in found if reading.document is not None}
        new = [document for key, document in wanted.items() if key not in batch.known and key not in results]
        results |= _extract(new, extractor, job, batch)
    shards.write(name, (
        replace(reading, result=results.get(reading.document.id)) if reading.document else reading for reading in found
    ))  # fmt: skip
    return name


def _check_versions(job: Job, extractor: Extractor) -> None:
    theirs, ours = (extractor.name, extractor.version, reader_version()), (*job.version, job.reader)
    for found, wanted in zip(theirs, ours, strict=True):
        if found != wanted:
            raise KGError(f"a worker has {found}, the build {wanted}; install the same version of kg on all machines")


_extractor_of = cache(make_extractor)


def _read(job: Job, batch: Batch) -> Iterator[Reading]:
    """Yield what is in the files of a batch, not extracted yet."""
    reader = FileReader(job.overrides)
    for number, file in enumerate(batch.files):
        fingerprint = reader.find_fingerprint(file) if batch.marks and not file.is_part else None
        if fingerprint is None or fingerprint not in batch.marks:
            items, find_fingerprint = reader.read(file)
            for item in items:
                yield Reading(number, None, item) if isinstance(item, LeftOut) else Reading(number, item)
            fingerprint = find_fingerprint()
        yield Reading(number, fingerprint=fingerprint)
    for document in batch.documents:
        yield Reading(0, document)


def _extract(
    documents: Iterable[Document], extractor: Extractor, job: Job, batch: Batch
) -> dict[str, Extraction | LeftOut]:
    if batch.is_careful:
        multiprocessing.current_process().daemon = False  # else it may have no processes of its own
        found = extract_documents(documents, extractor, job.settings, 1, limits=job.limits)
    else:
        found = (pair for document in documents for pair in _extract_watched(document, extractor, job))
    return {document.id: result for document, result in found}


def _extract_watched(
    document: Document, extractor: Extractor, job: Job
) -> Iterator[tuple[Document, Extraction | LeftOut]]:
    """Yield one document with its extraction; a worker that hangs ends itself, whatever it hangs in."""
    faulthandler.dump_traceback_later(job.limits.seconds, exit=True, file=sys.__stderr__ or sys.stderr)
    try:
        yield from extract_documents([document], extractor, job.settings, 1)
    finally:
        faulthandler.cancel_dump_traceback_later()
