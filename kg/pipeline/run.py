"""One run over sources: which documents are new, edited or gone, and the counts for the report."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.archive import Archive
from kg.documents import STDIN, SourceFile, find_vanished, path_in_archive, path_of
from kg.model import Assertion, Document, EntityType, Extraction, LeftOut, Status
from kg.pipeline.materialise import Outcome

_log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with the stage ("documents", "graph"), what is done of it and what there is to do."""


@dataclass(frozen=True)
class BuildReport:
    """What a build did, and what the graph holds after it; `seconds` differs between equal builds.

    `assertions` are counted by status; `commonest` identifies the person, organisation or country that most
    of them have as subject; `warnings` tell of decisions that are not followed.
    """

    graph: str
    added: int = 0
    replaced: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[LeftOut, ...] = ()
    documents: int = 0
    sentences: int = 0
    entities: int = 0
    assertions: Mapping[str, int] = field(default_factory=dict)
    commonest: str | None = None
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0


class Run:
    """One build: which files are new, what became of each, and the counts for the report."""

    def __init__(self, archive: Archive, version: tuple[str, str], notify: Progress, total: int) -> None:
        self._archive, self._version, self._notify = archive, version, notify
        self._paths, self._versions = archive.paths(), archive.versions()
        self._waiting: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._left_out: list[LeftOut] = []
        self._done, self._total = 0, total

    def find_known(self) -> dict[str, set[str]]:
        """Return the documents that this version of the extractor has read already, by the file that holds them."""
        known: dict[str, set[str]] = defaultdict(set)
        for path, document_id in self._paths.items():
            if self._versions.get(document_id) == self._version:
                known[path_of(path)].add(document_id)
        return known

    def find_changed(
        self, files: Iterable[SourceFile | LeftOut], read: Callable[[SourceFile], Iterable[Document | LeftOut]]
    ) -> Iterator[Document]:
        """Yield the documents that have to be extracted; settle all other files. `read` gives what a file holds.

        What a part of a file held before is not forgotten (`forget_unseen`): another part may hold it.
        """
        for file in files:
            if isinstance(file, LeftOut):
                self._leave_out(file)
                continue
            seen: set[str] = set()
            is_whole = not file.is_part
            for number, document in enumerate(read(file)):
                self._total += number > 0  # a feed holds more than the one document counted for each file
                if isinstance(document, LeftOut):
                    self._leave_out(document)
                    is_whole = is_whole and not document.is_unread
                    continue
                path = path_in_archive(file, document)
                seen.add(path)
                if document.id in self._waiting:
                    self._waiting[document.id].append(path)
                elif self._versions.get(document.id) != self._version or not self._link(path, document):
                    self._waiting[document.id] = [path]
                    yield document
            if is_whole:
                self.forget_unseen(file, seen)

    def forget_unseen(self, file: SourceFile, seen: set[str]) -> None:
        """Forget what a file held before and holds no more: a fresh build would not find it there."""
        if file.path == STDIN:
            return
        before = [path for path in self._paths if path_of(path) == file.path] if file.is_feed else [file.path]
        self.forget([path for path in before if path in self._paths and path not in seen])

    def find_stale(self, *, everything: bool = False) -> Iterator[Document]:
        """Yield the documents outside the sources that another version of the extractor has read, or all of them."""
        paths: dict[str, list[str]] = defaultdict(list)
        for path, document_id in self._paths.items():
            paths[document_id].append(path)
        for document_id, version in self._versions.copy().items():
            is_wanted = (everything or version != self._version) and document_id not in self._waiting
            document = self._archive.document(document_id) if is_wanted and document_id in paths else None
            if document:
                self._waiting[document_id] = paths[document_id]
                self._total += len(paths[document_id])
                yield document

    def keep(self, document: Document, extraction: Extraction | LeftOut) -> None:
        """Archive what was extracted from a document, for all the files that hold it."""
        paths = self._waiting.pop(document.id)
        if isinstance(extraction, LeftOut):
            self._leave_out(extraction, paths)
            return
        self._archive.put(paths[0], document, extraction)
        self._versions[document.id] = self._version
        self._count(paths[0], document, is_unchanged=False)
        for path in paths[1:]:
            self._link(path, document)

    def _link(self, path: str, document: Document) -> bool:
        """Note that a document stands at a path; False if it was forgotten in this run, when its old file changed."""
        is_unchanged = self._paths.get(path) == document.id
        if not is_unchanged and not self._archive.link(path, document.id):
            return False
        self._count(path, document, is_unchanged=is_unchanged)
        return True

    def _count(self, path: str, document: Document, *, is_unchanged: bool) -> None:
        self._counts["unchanged" if is_unchanged else "replaced" if path in self._paths else "added"] += 1
        self._paths[path] = document.id
        self._advance()

    def _leave_out(self, item: LeftOut, paths: Iterable[str] = ()) -> None:
        """Report a source, and forget what its files held before: a fresh build would not find it there."""
        _log.info("%s left out: %s", item.source, item.reason)
        self._left_out.append(item)
        self.forget([path for path in paths if path in self._paths])
        self._advance()

    def forget(self, paths: list[str]) -> None:
        """Forget what these files held."""
        if paths:
            self._archive.forget(paths)
            self._counts["removed"] += len(paths)
            for path in paths:
                del self._paths[path]

    def _advance(self) -> None:
        self._done += 1
        self._notify("documents", self._done, max(self._total, self._done))

    def prune(self, sources: Iterable[str | Path], files: Iterable[SourceFile | LeftOut]) -> None:
        """Forget the files under `sources` that are no longer there."""
        self.forget(find_vanished(self._paths, sources, files))

    def report(self, folder: Path, outcome: Outcome, sentences: int, seconds: float) -> BuildReport:
        """Return what the run did, and what the graph holds now."""
        dataset = outcome.dataset
        return BuildReport(
            graph=str(folder),
            added=self._counts["added"],
            replaced=self._counts["replaced"],
            unchanged=self._counts["unchanged"],
            removed=self._counts["removed"],
            left_out=tuple(self._left_out),
            documents=len(dataset.documents),
            sentences=sentences,
            entities=sum(not entity.type.is_literal for entity in dataset.entities),
            assertions=dict(sorted(Counter(assertion.status.value for assertion in dataset.assertions).items())),
            commonest=_find_commonest(dataset.assertions),
            warnings=outcome.warnings,
            seconds=seconds,
        )


def _find_commonest(assertions: Iterable[Assertion]) -> str | None:
    stated = (Status.ASSERTED, Status.REPORTED)
    named = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.COUNTRY)
    counts = Counter(a.subject_id for a in assertions if a.status in stated and a.subject_type in named)
    return min(counts, key=lambda name: (-counts[name], name), default=None)
