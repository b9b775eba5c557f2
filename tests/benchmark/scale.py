"""What a document costs when it is extracted on Dask, and what that makes for many: docs/scale.md rests on it.

`python -m tests.benchmark.scale [FOLDER]` builds a graph from a folder on two workers of this machine, measures what
each step takes a document, and reckons it up for `--documents` on `--cores`. It has no floors: `speed` has.
"""

from __future__ import annotations

import random
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import psutil

from kg.archive import RDF_NAME, open_archive
from kg.documents import find_files, read_file
from kg.model import Document, Extraction, Mention, MentionKind, Settings
from kg.pipeline import build
from kg.pipeline.batches import find_shared
from kg.pipeline.shards import Reading, Shards
from kg.pipeline.workers import make_extractor
from kg.store import open_store

from . import sources

WIKINEWS = "corpus/wikinews"
_DAY = 86_400.0
_NAME = "0" * 32
_PLAIN = "SELECT (COUNT(*) AS ?count) { VALUES ?graph { kg:asserted kg:reported } GRAPH ?graph { ?s ?p ?o } }"
# Documents in one graph folder; the build holds a few hundred bytes for each of them in memory.
_PARTITION = 1_000_000


@dataclass(frozen=True)
class Costs:
    """Means a document: processor seconds, bytes, words and quads.

    `worker` is the memory of a worker in MB, `growth` how many times as many names there are in twice the documents.
    """

    documents: int
    words: float
    read: float
    extract: float
    write: float
    merge: float
    text: float
    shard: float
    archive: float
    store: float
    quads: float
    plain: float
    worker: float
    growth: float


def measure(folder: Path) -> Costs:
    """Return the costs of the documents in a folder."""
    with tempfile.TemporaryDirectory() as place:
        graph = Path(place) / "graph.kg"
        with _watched_workers() as peak:
            build(graph, [folder], engine="dask", workers=2)
        with open_archive(graph) as archive:
            pairs = list(archive.pairs())
        with open_store(graph / RDF_NAME) as store:
            quads = len(store)
            [(plain,)] = store.query(_PLAIN).rows
        archive_size = _count_bytes(graph / "archive.sqlite")
        count = len(pairs)
        documents = [document for document, _ in pairs]
        shard, write, merge = _time_shards(Path(place), pairs)
        return Costs(
            documents=count, words=sum(len(document.text.split()) for document in documents) / count,
            read=_time_reading(folder) / count, extract=_time_extraction(documents) / count, write=write / count,
            merge=merge / count, text=sum(len(document.text.encode()) for document in documents) / count,
            shard=shard / count, archive=archive_size / count,
            store=_count_bytes(graph / RDF_NAME) / count, quads=quads / count,
            plain=int(str(plain)) / count, worker=max(peak, default=0.0),
            growth=_find_growth(pairs),
        )  # fmt: skip


def _find_growth(pairs: list[tuple[Document, Extraction]]) -> float:
    """Return how many times as many names all documents have as half of them: of twenty halves the mean."""
    names = [
        {_words(mention, document) for mention in extraction.mentions if mention.kind is MentionKind.NAME}
        for document, extraction in pairs
    ]
    halves = [random.Random(seed).sample(names, len(names) // 2) for seed in range(20)]
    return len(set().union(*names)) * len(halves) / sum(len(set().union(*half)) for half in halves)


def _words(mention: Mention, document: Document) -> str:
    return " ".join(span.quote(document.text) for span in mention.spans)


@contextmanager
def _watched_workers() -> Iterator[list[float]]:
    """Give a list that is told the memory of the largest process under this one, in MB, four times a second."""
    peak: list[float] = []
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.25):
            for process in psutil.Process().children(recursive=True):
                try:
                    peak.append(process.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        done.set()
        thread.join()


def _time_reading(folder: Path) -> float:
    started = time.process_time()
    for file in find_shared(list(find_files([folder]))):
        list(read_file(file))
    return time.process_time() - started


def _time_extraction(documents: list[Document]) -> float:
    extractor = make_extractor(Settings())
    extractor.extract(documents[0])  # loads the model
    started = time.process_time()
    for document in documents:
        extractor.extract(document)
    return time.process_time() - started


def _time_shards(place: Path, pairs: list[tuple[Document, Extraction]]) -> tuple[float, float, float]:
    """Return the bytes of a shard of all pairs, and the seconds it takes to write it and to archive what is in it."""
    shards = Shards(str(place / "shards"))
    started = time.process_time()
    shards.write(_NAME, [Reading(0, document, extraction) for document, extraction in pairs])
    written = time.process_time()
    with open_archive(place / "other.kg", write=True) as archive:
        for reading in shards.read(_NAME):
            if reading.document is not None and isinstance(reading.result, Extraction):
                archive.put(reading.document.source, reading.document, reading.result)
    merged = time.process_time()
    return _count_bytes(place / "shards"), written - started, merged - written


def _count_bytes(path: Path) -> float:
    """Return the size of a file, or of all in a folder; a file that stands there under two names counts once."""
    files = [file.stat() for file in (path, *path.rglob("*")) if file.is_file()]
    return sum({status.st_ino: status.st_size for status in files}.values())


def show(costs: Costs, documents: int, cores: int) -> Iterator[tuple[str, str]]:
    """Yield what was measured and what follows, as rows of two cells."""
    on_workers = costs.read + costs.extract + costs.write
    parts = -(-documents // _PARTITION)
    yield "measured", f"{costs.documents} documents of {costs.words:.0f} words"
    yield "reading a document", f"{1000 * costs.read:.1f} ms"
    yield "extracting from it", f"{1000 * costs.extract:.0f} ms, {costs.words / costs.extract:,.0f} words a second"
    yield "writing it to a shard", f"{1000 * costs.write:.1f} ms"
    yield "taking it into the archive", f"{1000 * costs.merge:.1f} ms"
    yield "text, shard, archive, store", ", ".join(
        f"{size / 1000:.1f} kB" for size in (costs.text, costs.shard, costs.archive, costs.store)
    )
    yield "quads", f"{costs.quads:.0f} a document, of them plain triples {costs.plain:.1f}"
    yield "memory of a worker", f"{costs.worker:.0f} MB"
    yield "distinct names", f"{costs.growth:.2f} times as many in twice the documents"
    yield "reckoned", f"{documents:,} documents on {cores:,} cores, {parts:,} graph folders"
    hours = documents * on_workers / 3600
    yield "extraction", f"{hours / cores:,.1f} h, {hours:,.0f} core hours"
    yield "taking into the archives", (
        f"{documents * costs.merge / _DAY:,.1f} days by one process, {documents * costs.merge / parts / 3600:,.1f} h "
        f"with a process for each folder, which feeds {on_workers / costs.merge:,.0f} cores"
    )
    yield "memory of the workers", f"{costs.worker * cores / 1e6:,.2f} TB"
    yield "shards, archives, stores", ", ".join(
        f"{documents * size / 1e12:,.1f} TB" for size in (costs.shard, costs.archive, costs.store)
    )
    yield "quads", f"{documents * costs.quads / 1e9:,.1f} thousand million, plain {documents * costs.plain / 1e9:,.1f}"


@click.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True))
@click.option("--documents", default=100_000_000, show_default=True, help="How many to reckon for.")
@click.option("--cores", default=1000, show_default=True, help="On how many worker cores.")
def main(folder: Path | None, documents: int, cores: int) -> None:
    """Measure what the documents of a folder cost, by default those of Wikinews beside the repository."""
    try:
        folder = folder or sources.find(None, WIKINEWS)[0]
    except sources.Skipped as missing:
        raise click.ClickException(str(missing)) from missing
    for name, words in show(measure(folder), documents, cores):
        click.echo(f"{name:28}{words}")


if __name__ == "__main__":
    main()
