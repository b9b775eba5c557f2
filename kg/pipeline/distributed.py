"""Extraction on Dask: workers read batches of files and leave shards, which the build takes into its archive.

Only names of files go to the workers. A batch is the same and has the same name whenever the same files are given, and
its shard stays until it is in the archive: so a worker that dies costs one batch, and a build that dies none that is
done. What a worker does not survive is read anew in the careful way of a local build, which leaves out the document.
"""

from __future__ import annotations

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.documents import STDIN, SourceFile, path_in_archive
from kg.errors import KGError, MissingExtra
from kg.model import Document, LeftOut
from kg.pipeline.batches import Batch, Job, find_shared, make_batches, make_document_batches, read_batch
from kg.pipeline.pool import blocked_interrupts, hidden_main
from kg.pipeline.run import Reader, Run
from kg.pipeline.shards import Reading, Shards
from kg.pipeline.workers import Limits, count_processors

if TYPE_CHECKING:
    from distributed import Client, Future

# Batches handed out ahead of each worker, so that none waits.
_AHEAD = 3
_SECONDS_TO_CONNECT = 60
# Megabytes that Dask takes in a worker, beside the extractor and the document.
_OF_DASK = 150


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
    merger = _Merger(run)
    with _connected(scheduler, workers, job.limits) as client:
        shards = Shards(job.shards)
        for batch, readings in _finish(client, job, shards, make_batches(shared, run)):
            merger.merge(batch, readings)
        merger.forget_unseen(shared)
        own_documents = run.find_documents(sources, own, reader, prune=prune, settled=shared)
        batches = make_document_batches(chain(merger.unread, own_documents))
        for _, readings in _finish(client, job, shards, batches):
            for reading in readings:
                if reading.document and reading.result:
                    run.keep(reading.document, reading.result)
        shards.clear()


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


# Of the build


@contextmanager
def _connected(scheduler: str | None, workers: int | None, limits: Limits) -> Iterator[Client]:
    """Give a client of the cluster of a `scheduler`, else of one on this machine, which is ended after use."""
    try:
        from distributed.client import FutureCancelledError
        from distributed.comm.core import CommClosedError
    except ImportError as error:
        raise MissingExtra(f"the engine dask needs Dask ({error}): pip install 'kg-builder[distributed]'") from error
    try:
        with _started(workers, limits) if scheduler is None else _found(scheduler) as client:
            yield client
    except (FutureCancelledError, CommClosedError) as error:
        kept = "what is done is kept, and the same command goes on from there"
        raise KGError(f"the connection to the scheduler of Dask was lost; {kept}") from error


def _found(scheduler: str) -> Client:
    from distributed import Client

    try:
        client = Client(scheduler, timeout=_SECONDS_TO_CONNECT)
        try:
            client.wait_for_workers(1, timeout=_SECONDS_TO_CONNECT)
        except BaseException:
            client.close()
            raise
    except (OSError, TimeoutError, ValueError) as error:
        raise KGError(f"no cluster with workers answers at {scheduler}: {error}") from error
    return client


@contextmanager
def _started(workers: int | None, limits: Limits) -> Iterator[Client]:
    import dask
    from distributed import Client, LocalCluster

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
