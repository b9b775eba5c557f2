"""Changes a graph folder without its sources: documents forgotten, the store derived anew."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.archive import RDF_NAME, Archive, open_archive, settings_of
from kg.decisions import FILE_NAME, read_decisions
from kg.documents import STDIN, path_of
from kg.errors import GraphError, KGError
from kg.model import Document
from kg.pipeline.derived import forget_derived
from kg.pipeline.deriving import derive
from kg.pipeline.run import BuildReport, Progress, Run
from kg.pipeline.workers import Limits, extract_documents, make_extractor

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Removal:
    """What was forgotten: the sources of the documents, those of their files that still exist, and the graph left."""

    documents: tuple[str, ...]
    files: tuple[str, ...]
    report: BuildReport


def remove(
    folder: str | Path, names: Iterable[str], *, workers: int | None = None, progress: Progress | None = None
) -> Removal:
    """Forget documents, and return what was forgotten; the graph is as a fresh build without them makes it.

    A name is a source path, the end of one, or the beginning of an identifier. Raises `KGError` if one
    of them means no document or several, and then nothing is forgotten.
    """
    with _changing(Path(folder), workers, progress) as (archive, run):
        documents = {document.id: document for name in names for document in [find_document(archive, name)]}
        paths = [path for path, document_id in archive.paths().items() if document_id in documents]
        run.forget(paths)
    return Removal(
        documents=tuple(sorted(document.source for document in documents.values())),
        files=tuple(path_of(path) for path in paths if not path.startswith(STDIN) and os.path.exists(path_of(path))),
        report=run.result,
    )


def rebuild(
    folder: str | Path, *, extract: bool = False, workers: int | None = None, limits: Limits | None = None,
    progress: Progress | None = None,
) -> BuildReport:  # fmt: skip
    """Derive the RDF store anew from the archive, and return what was done; a damaged store is replaced.

    With `extract` all archived texts are read anew, else those that another version of the extractor read.
    Readers keep the state that they opened.
    """
    with _changing(Path(folder), workers, progress, everything=extract, limits=limits) as (_, run):
        rdf = Path(folder) / RDF_NAME
        shutil.rmtree(rdf / "live", ignore_errors=True)
        forget_derived(rdf)
    return run.result


def derive_store(folder: Path, error: GraphError) -> None:
    """Derive the RDF store of a folder anew because it cannot be opened for reading; `error` tells why.

    Raises `error` itself for a folder whose first build never finished, and for one that cannot be written to with
    what to do; `GraphLocked` while a build runs, which publishes a new store itself.
    """
    with open_archive(folder) as archive:
        if not archive.read_settings():  # a build keeps them when it has read everything
            raise error
    if not os.access(folder, os.W_OK):
        advice = f"copy {folder} to where you can write, and read the copy: it is derived anew there"
        raise GraphError(f"{error}\nThe folder cannot be written to; {advice}") from error
    _log.warning("%s: the RDF store is missing or damaged; it is derived anew from the archive", folder)
    _log.info("%s", error)
    rebuild(folder)


class _Change(Run):
    """A run without sources; `result` is what it did."""

    result: BuildReport


@contextmanager
def _changing(
    folder: Path, workers: int | None, progress: Progress | None, *, everything: bool = False,
    limits: Limits | None = None,
) -> Iterator[tuple[Archive, _Change]]:  # fmt: skip
    """Give the archive, locked, and a run on it; then read what has to be read anew, and publish the graph."""
    started = time.monotonic()
    with open_archive(folder):
        pass  # raises GraphError where there is none, before the folder is touched
    with open_archive(folder, write=True) as archive:
        read_decisions(folder / FILE_NAME)  # raises DecisionError before anything changes
        settings = settings_of(archive)
        extractor = make_extractor(settings)
        run = _Change(archive, (extractor.name, extractor.version), progress or _ignore, 0)
        yield archive, run
        stale = run.find_stale(everything=everything)
        with closing(extract_documents(stale, extractor, settings, workers, limits=limits)) as extracted:
            for document, extraction in extracted:
                run.keep(document, extraction)
        holdings = derive(folder, archive, (extractor.name, extractor.version), workers=workers)
    run.result = run.report(folder, holdings, time.monotonic() - started)


def find_document(archive: Archive, name: str) -> Document:
    """Return the document of that source path, or its end, or the beginning of its identifier.

    Raises `KGError` if there is none, or, with the choices, if there are several.
    """
    found = archive.find_documents(name)
    if len(found) > 1:
        lines = [f"  {document.id}  {document.source}" for document in found]
        raise KGError("\n".join([f"{name!r} may be one of {len(found)}; name one by its identifier:", *lines]))
    if not found:
        raise KGError(f"no document is named {name!r}{_tell_near(archive, name)}")
    return found[0]


def _tell_near(archive: Archive, name: str) -> str:
    from rapidfuzz import fuzz, process

    # A name is compared with the end of a path, so the score is that of the best part.
    sources = sorted({document.source for document in archive.documents()})
    near = process.extract(name, sources, scorer=fuzz.partial_ratio, limit=3, score_cutoff=75)
    if near:
        return f"; is it {' or '.join(source for source, _, _ in near)}?"
    return "; name one by its path, the end of it, or its identifier"


def _ignore(*_: object) -> None:
    """Tell nobody."""
