"""Runs the stages over many documents, in worker processes, again without duplicates."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, Literal

from kg.archive import keep_settings, open_archive, rows_of, settings_of
from kg.decisions import FILE_NAME, read_decisions
from kg.documents import find_files, read_documents, reader_version
from kg.linking import digest_items, read_gazetteer
from kg.model import Assertion, Document, Extraction, LeftOut, Metadata, Settings
from kg.pipeline.deriving import SummaryKeeper, derive
from kg.pipeline.materialise import make_dataset
from kg.pipeline.run import BuildReport, FileReader, Progress, Run
from kg.pipeline.workers import Limits, extract_documents, extract_encoded, make_extractor

__all__ = ["SHARDS_NAME", "BuildReport", "Limits", "Progress", "build", "extract"]

SHARDS_NAME = "shards"
"""The folder in the graph folder where the workers of another engine leave what they read."""


def build(
    folder: str | Path,
    sources: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    metadata: Path | None = None,
    overrides: Metadata | None = None,
    prune: bool = False,
    gazetteer: Path | None = None,
    forget_gazetteer: bool = False,
    workers: int | None = None,
    limits: Limits | None = None,
    engine: Literal["local", "dask"] = "local",
    scheduler: str | None = None,
    shards: str | None = None,
    progress: Progress | None = None,
    stdin: BinaryIO | None = None,
) -> BuildReport:
    """Read `sources` into the graph folder, and return what was done; the graph is as a fresh build makes it.

    Files read before and unchanged are skipped, edited ones replaced, and with `prune` those that
    vanished from under `sources` are forgotten. `settings` are those of the last build by default.
    `gazetteer` is a table of the user's own names (`read_gazetteer`); it is kept in the graph and used by every later
    build until another takes its place or `forget_gazetteer` drops it. Raises `GraphLocked` while another build
    writes, `GraphError` if the folder cannot be used, `GazetteerError` if the table cannot, and `DecisionError` if the
    decisions cannot; then nothing changes. `workers` and `limits` are those of `extract_documents`.
    The `engine` "dask" has documents read on the cluster of a `scheduler`, else on a cluster of `workers` on this
    machine (`kg.pipeline.distributed`); its workers leave their `shards` at that URL, by default in the graph folder.
    """
    started = time.monotonic()
    folder, sources = Path(folder), list(sources)
    given = read_gazetteer(gazetteer) if gazetteer is not None else () if forget_gazetteer else None
    notify = progress or _ignore
    with open_archive(folder, write=True) as archive:
        read_decisions(folder / FILE_NAME)  # raises DecisionError before anything is read
        rows = rows_of(archive) if given is None else given
        settings = replace(settings or settings_of(archive), gazetteer=digest_items(rows))
        extractor = make_extractor(settings)
        files = list(find_files(sources, metadata))
        run = Run(archive, (extractor.name, extractor.version), notify, len(files))
        reader = FileReader(overrides, stdin)
        if engine == "dask":
            from kg.pipeline.batches import Job
            from kg.pipeline.distributed import extract_on_dask

            shards = shards or str(folder.resolve() / SHARDS_NAME)
            version = extractor.name, extractor.version
            job = Job(settings, version, reader_version(), overrides, shards, limits or Limits())
            extract_on_dask(run, sources, files, reader, job, prune=prune, scheduler=scheduler, workers=workers)
        else:
            changed = run.find_documents(sources, files, reader, prune=prune)
            keeper = SummaryKeeper(folder, (extractor.name, extractor.version), settings.gazetteer)
            found = extract_encoded(changed, extractor, settings, workers, limits=limits, rows=rows)
            with closing(found) as extracted, keeper:
                for document, extraction in extracted:
                    run.keep(document, extraction)
                    keeper.keep(extraction)
        run.finish()
        keep_settings(archive, settings, rows)
        notify("graph", 0, 1)
        holdings = derive(folder, archive, (extractor.name, extractor.version), workers=workers)
        notify("graph", 1, 1)
    return run.report(folder, holdings, time.monotonic() - started)


def extract(
    sources: Iterable[str | Path],
    *,
    settings: Settings | None = None,
    metadata: Path | None = None,
    overrides: Metadata | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    progress: Progress | None = None,
    left_out: Callable[[LeftOut], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Assertion]:
    """Yield the assertions in `sources` without a graph: entities are resolved over these documents alone.

    `left_out` is called with each source that could not be used.
    """
    report = left_out or _ignore
    settings = settings or Settings()
    seen: set[str] = set()

    def read() -> Iterator[Document]:
        for found in read_documents(sources, metadata=metadata, overrides=overrides, stdin=stdin):
            if isinstance(found, LeftOut):
                report(found)
            elif found.id not in seen:
                seen.add(found.id)
                yield found

    pairs: list[tuple[Document, Extraction]] = []
    with closing(extract_documents(read(), make_extractor(settings), settings, workers, limits=limits)) as extracted:
        for done, (document, extraction) in enumerate(extracted, start=1):
            (progress or _ignore)("documents", done, len(seen))
            if isinstance(extraction, LeftOut):
                report(extraction)
            else:
                pairs.append((document, extraction))
    yield from make_dataset(pairs).assertions


def _ignore(*_: object) -> None:
    """Tell nobody."""
