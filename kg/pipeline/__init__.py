"""Runs the stages over many documents, in worker processes, again without duplicates."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from kg.archive import keep_settings, open_archive, rows_of, settings_of
from kg.decisions import FILE_NAME, read_decisions
from kg.documents import find_files, read_documents
from kg.linking import digest_items, read_gazetteer
from kg.model import Assertion, Document, Extraction, LeftOut, Metadata, Settings
from kg.pipeline.deriving import derive
from kg.pipeline.materialise import make_dataset
from kg.pipeline.run import BuildReport, Progress, Run
from kg.pipeline.workers import Limits, extract_documents, make_extractor

__all__ = ["BuildReport", "Limits", "Progress", "build", "extract"]


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
        changed = run.find_documents(sources, files, overrides, stdin, prune=prune)
        with closing(extract_documents(changed, extractor, settings, workers, limits=limits)) as extracted:
            for document, extraction in extracted:
                run.keep(document, extraction)
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
