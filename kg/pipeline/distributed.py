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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from kg.documents import STDIN, SourceFile, count_bytes, path_in_archive, read_file
from kg.errors import KGError, MissingExtra
from kg.model import Document, Extraction, Extractor, LeftOut, Metadata, Settings
from kg.pipeline.pool import hidden_main
from kg.pipeline.run import Run
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

Reader = Callable[[SourceFile], Iterable[Document | LeftOut]]


@dataclass(frozen=True)
class Job:
    """What holds for all batches of a build: how documents are read and extracted, and where shards are left.

    The limits are those of one document. A worker that exceeds them dies; then the careful way tells by what.
    """

    settings: Settings
    version: tuple[str, str]
    overrides: Metadata | None
    shards: str
    limits: Limits


@dataclass(frozen=True)
class Batch:
    """Files to read, or documents that the build has read itself; what one task does."""

    files: tuple[SourceFile, ...] = ()
    documents: tuple[Document, ...] = ()
    is_careful: bool = False

    def name_shard(self, job: Job) -> str:
        """Return the name of what becomes of the batch: other settings or another extractor give another one."""
        parts = [asdict(file) for file in self.files], [document.id for document in self.documents]
        told = asdict(job.overrides or Metadata())
        content = json.dumps([*parts, asdict(job.settings), job.version, told], ensure_ascii=True)
        return hashlib.sha256(content.encode()).hexdigest()[:32]

    def made_smaller(self) -> list[Batch]:
        """Return what to do instead of a batch that workers died of, nothing if no less can be done."""
        if not self.is_careful:
            return [replace(self, is_careful=True)]
        if len(self.files) + len(self.documents) == 1:
            return []
        files = [Batch(files=(file,), is_careful=True) for file in self.files]
        return files + [Batch(documents=(document,), is_careful=True) for document in self.documents]


def extract_on_dask(
    run: Run,
    files: Iterable[SourceFile | LeftOut],
    read: Reader,
    job: Job,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
) -> None:
    """Do what is to be done for a build on the cluster of a `scheduler`, else on `workers` processes of this machine.

    `read` reads what only this process can: standard input. Raises `MissingExtra` without Dask, and `KGError` if the
    cluster or the place of the shards cannot be used; what is done by then is kept, in the archive or as shards.
    """
    files = list(files)
    shared = find_shared(files)
    own = [file for file in files if isinstance(file, LeftOut) or file.path == STDIN]
    shards = Shards(job.shards)
    merger = _Merger(run)
    known = run.find_known()
    with _connected(scheduler, workers, job.limits) as client:
        for batch, readings in _finish(client, job, shards, _make_batches(shared), known):
            merger.merge(batch, readings)
        merger.forget_unseen(shared)
        documents = chain(merger.unread, run.find_changed(own, read), run.find_stale())
        for _, readings in _finish(client, job, shards, _make_document_batches(documents), {}):
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

    def merge(self, batch: Batch, readings: Iterable[Reading]) -> None:
        by_file: dict[SourceFile, list[Reading]] = {file: [] for file in batch.files}
        results: dict[str, Extraction | LeftOut] = {}
        for reading in readings:
            file = batch.files[reading.file]
            by_file[file].append(reading)
            if reading.document is None:
                if isinstance(reading.result, LeftOut) and reading.result.is_unread:
                    self._failed.add(file.path)
                continue
            if file.is_part:
                self._seen[file.path].add(path_in_archive(file, reading.document))
            if reading.result is not None:
                results[reading.document.id] = reading.result
        for document in self._run.find_changed(batch.files, lambda file: map(_content, by_file[file])):
            result = results.get(document.id)
            if result is None:
                self.unread.append(document)
            else:
                self._run.keep(document, result)

    def forget_unseen(self, files: Iterable[SourceFile]) -> None:
        """Forget what feeds that were read in parts held before; no part may have failed."""
        for file in files:
            if file.path in self._seen and file.path not in self._failed:
                self._run.forget_unseen(file, self._seen[file.path])


def _content(reading: Reading) -> Document | LeftOut:
    if reading.document is None:
        assert isinstance(reading.result, LeftOut)
        return reading.result
    return reading.document


# Batches


def _make_batches(files: Iterable[SourceFile]) -> Iterator[Batch]:
    """Yield batches of about the same work; the same for the same files, however many workers there are."""
    gathered: list[SourceFile] = []
    weight = 0
    for file in files:
        for part, size in _cut(file):
            gathered.append(part)
            weight += size
            if weight >= _BATCH:
                yield Batch(files=tuple(gathered))
                gathered, weight = [], 0
    if gathered:
        yield Batch(files=tuple(gathered))


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
    with (
        dask.config.set(options),
        hidden_main(),  # workers that died are started anew at any time
        LocalCluster(
            n_workers=workers or count_processors(), threads_per_worker=1, dashboard_address=None,
            memory_limit=(limits.megabytes + _OF_DASK) * 1_000_000, silence_logs=logging.CRITICAL,
        ) as cluster,
        Client(cluster) as client,
    ):  # fmt: skip
        yield client


def _finish(
    client: Client, job: Job, shards: Shards, batches: Iterator[Batch], known: dict[str, set[str]]
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
            ids = frozenset().union(*(known.get(file.path, ()) for file in batch.files))
            future = client.submit(read_batch, job, batch, ids, pure=False)
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


def read_batch(job: Job, batch: Batch, known: frozenset[str]) -> str:
    """Read a batch, leave its shard, and return the name of it; the documents `known` are not extracted.

    What is extracted in a shard of that name already, left by a build that was killed, is not extracted again.
    """
    name, shards = batch.name_shard(job), Shards(job.shards)
    with _lock:  # a worker of several threads would read no faster, and its limit of time is one for the process
        extractor = _extractor_of(job.settings)
        if (extractor.name, extractor.version) != job.version:
            theirs, ours = f"{extractor.name} {extractor.version}", " ".join(job.version)
            raise KGError(f"a worker has the extractor {theirs}, the build {ours}; install the same version of kg")
        found = list(_read(job, batch))
        done = {reading.document.id: reading.result for reading in shards.find(name) if reading.document}
        wanted = {
            document.id: document
            for _, document in found
            if isinstance(document, Document) and document.id not in known and done.get(document.id) is None
        }
        done |= _extract(wanted.values(), extractor, job, batch)
    shards.write(name, (
        Reading(file, None, item) if isinstance(item, LeftOut)
        else Reading(file, item, None if item.id in known else done[item.id])
        for file, item in found
    ))  # fmt: skip
    return name


_extractor_of = cache(make_extractor)


def _read(job: Job, batch: Batch) -> Iterator[tuple[int, Document | LeftOut]]:
    for number, file in enumerate(batch.files):
        for item in read_file(file, overrides=job.overrides):
            yield number, item
    for document in batch.documents:
        yield 0, document


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
