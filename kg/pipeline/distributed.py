"""Extraction on Dask: workers read batches of files and leave shards, which the build takes into its archive.

Only names of files go to the workers. A batch is the same and has the same name whenever the same files are given, and
its shard stays until it is in the archive: so a worker that dies costs one batch, and a build that dies none that is
done. What a worker does not survive is read anew in the careful way of a local build, which leaves out the document.
"""

from __future__ import annotations

import faulthandler
import hashlib
import json
import logging
import multiprocessing
import sys
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import STDIN, SourceFile, count_bytes, path_in_archive, reader_version
from kg.errors import KGError, MissingExtra
from kg.model import Document, Extraction, Extractor, LeftOut, Metadata, Settings
from kg.pipeline.pool import blocked_interrupts, hidden_main
from kg.pipeline.run import FileReader, Reader, Run
from kg.pipeline.shards import Reading, Shards
from kg.pipeline.workers import Limits, count_processors, extract_documents, make_extractor

if TYPE_CHECKING:
    from distributed import Client, Future

# Bytes of text in a batch: some 80 articles, half a minute's work, which is what the death of a worker costs.
_BATCH = 256_000
# What a file that is no feed counts for, whatever its size: a page of 200 kB has no more text than that.
_FILE = 16_000
# A part of a feed is found by reading what stands before it: 400 parts are 200 readings of the feed, 1 % of the work.
_MOST_PARTS = 400
# How many times its size a gzipped feed has at least when it is unpacked; the last part takes the rest.
_PACKED = 3
# Batches handed out ahead of each worker, so that none waits.
_AHEAD = 3
_SECONDS_TO_CONNECT = 60
# Megabytes that Dask takes in a worker, beside the extractor and the document.
_OF_DASK = 150


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


def extract_on_dask(
    run: Run,
    sources: Sequence[str | Path],
    files: Sequence[SourceFile | LeftOut],
    reader: Reader,
    job: Job,
    *,
    prune: bool = False,
    scheduler: str | None = None,
    workers: int | None = None,
) -> None:
    """Do what is to be done for a build on the cluster of a `scheduler`, else on `workers` processes of this machine.

    The `reader` reads what only this process can: standard input. Raises `MissingExtra` without Dask, and `KGError` if
    the cluster or the place of the shards cannot be used; what is done by then is kept, in the archive or as shards.
    """
    shared = find_shared(files)
    own = [file for file in files if isinstance(file, LeftOut) or file.path == STDIN]
    shards = Shards(job.shards)
    merger = _Merger(run)
    with _connected(scheduler, workers, job.limits) as client:
        for batch, readings in _finish(client, job, shards, _make_batches(shared, run)):
            merger.merge(batch, readings)
        merger.forget_unseen(shared)
        own_documents = run.find_documents(sources, own, reader, prune=prune, settled=shared)
        batches = _make_document_batches(chain(merger.unread, own_documents))
        for _, readings in _finish(client, job, shards, batches):
            for reading in readings:
                if reading.document and reading.result:
                    run.keep(reading.document, reading.result)
    shards.clear()


def find_shared(files: Iterable[SourceFile | LeftOut]) -> list[SourceFile]:
    """Return the files that workers can read."""
    return [file for file in files if isinstance(file, SourceFile) and file.path != STDIN]


class _Merger:
    """Takes what workers have read into the run, as if it had read the files itself."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._failed: set[str] = set()
        self.unread: list[Document] = []
        """Documents that no worker was to extract, because the archive had them, and has no longer."""

    def merge(self, batch: Batch, readings: Sequence[Reading]) -> None:
        results = {reading.document.id: reading.result for reading in readings if reading.document}
        self._note_parts(batch, readings)
        for document in self._run.find_changed(batch.files, _ShardReader(batch, readings)):
            result = results.get(document.id)
            if result is None:
                self.unread.append(document)
            else:
                self._run.keep(document, result)

    def _note_parts(self, batch: Batch, readings: Iterable[Reading]) -> None:
        for reading in readings:
            file = batch.files[reading.file]
            if file.is_part and reading.document is not None:
                self._seen[file.path].add(path_in_archive(file, reading.document))
            elif file.is_part and isinstance(reading.result, LeftOut) and reading.result.is_unread:
                self._failed.add(file.path)

    def forget_unseen(self, files: Iterable[SourceFile]) -> None:
        """Forget what feeds that were read in parts held before; no part may have failed."""
        for file in files:
            if file.path in self._seen and file.path not in self._failed:
                self._run.forget_unseen(file, self._seen[file.path])


class _ShardReader:
    """The files of a batch, as a worker has read them."""

    def __init__(self, batch: Batch, readings: Iterable[Reading]) -> None:
        self._items: dict[SourceFile, list[Document | LeftOut]] = {file: [] for file in batch.files}
        self._fingerprints: dict[SourceFile, str | None] = {}
        for reading in readings:
            file = batch.files[reading.file]
            if reading.document is not None:
                self._items[file].append(reading.document)
            elif isinstance(reading.result, LeftOut):
                self._items[file].append(reading.result)
            else:
                self._fingerprints[file] = reading.fingerprint

    def find_fingerprint(self, file: SourceFile) -> str | None:
        return self._fingerprints.get(file)

    def read(self, file: SourceFile) -> tuple[Iterable[Document | LeftOut], Callable[[], str | None]]:
        return self._items[file], lambda: self._fingerprints.get(file)


# Batches


def _make_batches(files: Iterable[SourceFile], run: Run) -> Iterator[Batch]:
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


def _make_document_batches(documents: Iterable[Document]) -> Iterator[Batch]:
    gathered: list[Document] = []
    for document in documents:
        gathered.append(document)
        if sum(len(document.text) for document in gathered) >= _BATCH:
            yield Batch(documents=tuple(gathered))
            gathered = []
    if gathered:
        yield Batch(documents=tuple(gathered))


# Of the build


@contextmanager
def _connected(scheduler: str | None, workers: int | None, limits: Limits) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise MissingExtra(f"the engine dask needs Dask ({error}): pip install 'kg-builder[distributed]'") from error
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=_SECONDS_TO_CONNECT)
            client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except (OSError, TimeoutError, ValueError) as error:
            raise KGError(f"no cluster with workers answers at {scheduler}: {error}") from error
        with client:
            yield client
        return
    options = {"distributed.scheduler.allowed-failures": 1, "distributed.worker.daemon": False}
    with dask.config.set(options), hidden_main():  # workers that died are started anew at any time
        # Threads and processes that are started here do not hear Ctrl-C either: this thread tidies up.
        with blocked_interrupts():
            cluster = LocalCluster(
                n_workers=workers or count_processors(), threads_per_worker=1, dashboard_address=None,
                memory_limit=(limits.megabytes + _OF_DASK) * 1_000_000, silence_logs=logging.CRITICAL,
            )  # fmt: skip
        with cluster, Client(cluster) as client:
            yield client


def _finish(
    client: Client, job: Job, shards: Shards, batches: Iterator[Batch]
) -> Iterator[tuple[Batch, list[Reading]]]:
    """Yield what came of each batch, as they are done; a shard is deleted once what was yielded has been taken."""
    from distributed import as_completed
    from distributed.scheduler import KilledWorker

    running: dict[Future[str], Batch] = {}
    again: deque[Batch] = deque()
    done = as_completed()
    while True:
        while len(running) < _AHEAD * max(1, sum(client.nthreads().values())):
            batch = again.popleft() if again else next(batches, None)
            if batch is None:
                break
            future = client.submit(read_batch, job, batch, pure=False)
            running[future] = batch
            done.add(future)
        if not running:
            return
        future = next(done)
        batch = running.pop(future)
        if isinstance(future.exception(), KilledWorker):
            again += (smaller := batch.made_smaller())
            if not smaller:
                yield batch, [_lose(batch)]
        else:
            name = future.result()
            yield batch, shards.read(name)
            shards.delete(name)


def _lose(batch: Batch) -> Reading:
    """Return that the one file or document of a batch cannot be read without the death of the process that does it."""
    reason = "the process that read it died, perhaps for want of memory"
    if batch.documents:
        return Reading(0, batch.documents[0], LeftOut(batch.documents[0].source, reason))
    return Reading(0, None, LeftOut(batch.files[0].source, reason, is_unread=batch.files[0].is_part))


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
