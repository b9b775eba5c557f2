"""One run over sources: which documents are new, edited or gone, and the counts for the report."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol

from kg.archive import Archive, reading_key
from kg.documents import (
    STDIN,
    Content,
    SourceFile,
    find_fingerprint,
    find_vanished,
    has_vanished,
    path_in_archive,
    path_of,
    read_file,
)
from kg.encoding import Encoded
from kg.model import Document, Extraction, LeftOut, Metadata
from kg.pipeline.deriving import Holdings

_log = logging.getLogger(__name__)

# Characters that one process reads in a second: 100,000 take 11 s.
_SPEED = 9_000

Progress = Callable[[str, int, int], None]
"""Called with the stage ("documents", "graph"), what is done of it and what there is to do."""


@dataclass(frozen=True, kw_only=True)
class BuildReport(Holdings):
    """What a build did, and what the graph holds after it; `seconds` differs between equal builds.

    `renamed` are new files in place of others that vanished, with the same text; `copies` documents that repeat another
    one of the graph. `assertions` are counted by status; `commonest` identifies the person, organisation or country
    that most of them have as subject; `warnings` tell of decisions that are not followed.
    """

    graph: str
    added: int = 0
    replaced: int = 0
    renamed: int = 0
    unchanged: int = 0
    removed: int = 0
    left_out: tuple[LeftOut, ...] = ()
    seconds: float = 0.0


class Reader(Protocol):
    """Reads files, or knows what others have read in them."""

    def find_fingerprint(self, file: SourceFile) -> str | None:
        """Return what tells whether a file holds what it held before, None if that cannot be told."""
        ...

    def read(self, file: SourceFile) -> tuple[Iterable[Document | LeftOut], Callable[[], str | None]]:
        """Return what is in a file, and what tells its fingerprint once that was taken to its end."""
        ...


@dataclass(frozen=True)
class FileReader:
    """Reads files here; `overrides` hold for all documents."""

    overrides: Metadata | None = None
    stdin: BinaryIO | None = None

    def find_fingerprint(self, file: SourceFile) -> str | None:
        """Return what tells whether a file holds what it held before, None if it cannot be read."""
        return find_fingerprint(file, self.overrides)

    def read(self, file: SourceFile) -> tuple[Iterator[Document | LeftOut], Callable[[], str | None]]:
        """Return what is in a file, and what tells its fingerprint once that was read to its end."""
        content = Content()
        watched = None if file.path == STDIN or file.is_part else content
        documents = read_file(file, overrides=self.overrides, stdin=self.stdin, content=watched)
        return documents, lambda: content.fingerprint(file, self.overrides) if watched else None


class Run:
    """One build: which files are new, what became of each, and the counts for the report."""

    def __init__(self, archive: Archive, version: tuple[str, str], notify: Progress, total: int) -> None:
        self._archive, self._version, self._notify = archive, version, notify
        self._paths, self._versions = archive.paths(), archive.versions()
        self._fingerprints = archive.fingerprints()
        # Where each document stands that is being extracted, with the fingerprints of files.
        self._waiting: dict[str, dict[str, str | None]] = {}
        # Documents of one text, by what an extractor reads of them: the first is extracted, the others wait for it.
        self._twins: dict[str, list[Document]] = {}
        self._feeds: dict[str, set[str]] = {}
        self._counts: Counter[str] = Counter()
        self._left_out: list[LeftOut] = []
        self._done, self._total = 0, total
        self._moved: set[str] = set()
        self._is_announced = False

    def find_documents(
        self, sources: Sequence[str | Path], files: Sequence[SourceFile | LeftOut], reader: Reader, *, prune: bool,
        settled: Sequence[SourceFile | LeftOut] = (),
    ) -> Iterator[Document]:  # fmt: skip
        """Yield the documents that have to be extracted, in the sources and outside them; settle all others.

        The `settled` files of the sources were found changed or unchanged before.
        """
        yield from self.find_changed(files, reader)
        if prune:  # after renamed files were recognised, and before anything that vanished is extracted
            self.prune(sources, [*files, *settled])
        yield from self.find_stale()

    def find_known(self, file: SourceFile) -> set[str]:
        """Return the documents that were found in a file, and which this version of the extractor has read."""
        documents = {self._paths[place] for place in self._places(file)}
        return {document_id for document_id in documents if self._versions.get(document_id) == self._version}

    def find_changed(
        self, files: Iterable[SourceFile | LeftOut], reader: Reader
    ) -> Iterator[Document]:
        """Yield the documents in the sources that have to be extracted; settle all other files.

        What a part of a file held before is not forgotten (`forget_unseen`): another part may hold it.
        """
        self._announce_stale()
        for file in files:
            if isinstance(file, LeftOut):
                self._leave_out(file)
            elif (known := self.find_mark(file)) and known == reader.find_fingerprint(file):
                yield from self._keep_all(file)
            else:
                yield from self._read(file, reader)

    def find_mark(self, file: SourceFile, *, is_current: bool = False) -> str | None:
        """Return the fingerprint that a file has if it holds what it held when it was read, None if it is not known.

        With `is_current`, all of it has to be read by this version of the extractor.
        """
        if file.path == STDIN or file.is_part:
            return None
        places = self._places(file)
        if is_current and any(self._versions.get(self._paths[place]) != self._version for place in places):
            return None
        marks = {self._fingerprints.get(place) for place in places}
        fingerprint, _, count = (marks.pop() or "").rpartition(":") if len(marks) == 1 else ("", "", "")
        return fingerprint if fingerprint and int(count) == len(places) else None

    def _places(self, file: SourceFile) -> list[str]:
        """Return where documents of a file stand."""
        if not file.is_feed:
            return [file.path] if file.path in self._paths else []
        return sorted(place for place in self._places_of_feeds.get(file.path, ()) if place in self._paths)

    @cached_property
    def _places_of_feeds(self) -> dict[str, set[str]]:
        """The places of each file that holds several documents."""
        found: dict[str, set[str]] = defaultdict(set)
        for place in self._paths:
            if path_of(place) != place:
                found[path_of(place)].add(place)
        return found

    def _keep_all(self, file: SourceFile) -> Iterator[Document]:
        """Count what an unchanged file holds, and yield what another version of the extractor has read."""
        places = self._places(file)
        self._total += len(places) - 1
        for place in places:
            identifier, fingerprint = self._paths[place], self._fingerprints[place]
            if self._versions.get(identifier) == self._version:
                self._count(place, identifier, is_unchanged=True)
                continue
            document = self._archive.document(identifier)
            if document is not None:
                yield from self._ask(document, place, fingerprint)

    def _read(self, file: SourceFile, reader: Reader) -> Iterator[Document]:
        """Yield the documents in a file that have to be extracted."""
        documents, find_fingerprint = reader.read(file)
        seen: set[str] = set()
        is_unread, is_whole = file.is_part, file.path != STDIN and not file.is_part
        for number, document in enumerate(documents):
            self._total += number > 0  # a feed holds more than the one document counted for each file
            if isinstance(document, LeftOut):
                is_whole = False  # it has to be told again
                is_unread = is_unread or document.is_unread
                self._leave_out(document)
                continue
            place = path_in_archive(file, document)
            seen.add(place)
            # What a feed holds is known when its last line was read: `finish` notes it then.
            fingerprint = find_fingerprint() if is_whole and not file.is_feed else None
            yield from self._ask(document, place, _mark(fingerprint, 1) if fingerprint else None)
        if is_whole and file.is_feed and (fingerprint := find_fingerprint()):
            self._feeds[_mark(fingerprint, len(seen))] = seen
        if not is_unread:
            self.forget_unseen(file, seen)

    def _ask(self, document: Document, place: str, fingerprint: str | None) -> Iterator[Document]:
        """Yield a document if it has to be extracted; one whose text was read before, here or elsewhere, has not."""
        if document.id in self._waiting:
            self._waiting[document.id][place] = fingerprint
        elif self._versions.get(document.id) != self._version or not self._link(place, document.id, fingerprint):
            yield from self._extract(document, {place: fingerprint})

    def _extract(
        self, document: Document, places: dict[str, str | None], *, everything: bool = False
    ) -> Iterator[Document]:
        self._waiting[document.id] = places
        twins = self._twins.setdefault(reading_key(document), [])
        twins.append(document)
        if len(twins) == 1:
            known = None if everything else self._archive.find_extraction(document, self._version)
            if known is None:
                yield document
            else:
                self.keep(document, known)

    def forget_unseen(self, file: SourceFile, seen: set[str]) -> None:
        """Forget what a file held before and holds no more: a fresh build would not find it there."""
        if file.path == STDIN:
            return
        self.forget([place for place in self._places(file) if place in self._paths and place not in seen])

    def find_stale(self, *, everything: bool = False) -> Iterator[Document]:
        """Yield the documents outside the sources that another version of the extractor has read, or all of them."""
        self._announce_stale()
        # What a file holds now may still be with a worker, while the archive has what it held before.
        taken = {place for waiting in self._waiting.values() for place in waiting}
        places: dict[str, list[str]] = defaultdict(list)
        for place, document_id in self._paths.items():
            if place not in taken:
                places[document_id].append(place)
        for document_id in list(self._versions):
            is_wanted = everything or self._versions.get(document_id) != self._version
            if not is_wanted or document_id in self._waiting:
                continue
            known = [place for place in places[document_id] if self._paths.get(place) == document_id]
            document = self._archive.document(document_id) if known else None
            if document is not None:
                self._total += len(known)
                fingerprints = {place: self._fingerprints.get(place) for place in known}
                yield from self._extract(document, fingerprints, everything=everything)

    def _announce_stale(self) -> None:
        """Warn, once, of the documents that are read anew because another version of the extractor has read them."""
        if self._is_announced:
            return
        self._is_announced = True
        counts = Counter(version for version in self._versions.values() if version != self._version)
        for version, count in sorted(counts.items()):
            characters = self._archive.count_characters(version)
            _log.warning(
                "%s read by %s; %s read anew with %s, in about %s of one processor",
                "1 document was" if count == 1 else f"{count:,} documents were", " ".join(version),
                "it is" if count == 1 else "they are", " ".join(self._version), _tell_time(characters / _SPEED),
            )  # fmt: skip

    def keep(self, document: Document, extraction: Extraction | Encoded | LeftOut) -> None:
        """Archive what was extracted from a document, for all the files that hold it, and all others of its text."""
        for twin in self._twins.pop(reading_key(document)):
            waiting = self._waiting.pop(twin.id)
            places = {place: mark for place, mark in waiting.items() if place not in self._moved}
            if isinstance(extraction, LeftOut):
                self._leave_out(replace(extraction, source=twin.source), places)
            elif places:
                self._put(twin, _of_document(extraction, twin.id), places)

    def _put(self, document: Document, extraction: Extraction | Encoded, places: dict[str, str | None]) -> None:
        first = next(iter(places))
        moved = self._find_moved(document) if document.id not in self._versions else []
        self._archive.put(first, document, extraction, fingerprint=places.pop(first), instead_of=moved)
        self._versions[document.id] = self._version
        self._moved.update(moved)
        for place in moved:
            del self._paths[place]
        self._count(first, document.id, is_renamed=bool(moved))
        for place, fingerprint in places.items():
            self._link(place, document.id, fingerprint)

    def _find_moved(self, document: Document) -> list[str]:
        """Return the places that a new document takes over: of the same text and metadata, in files that vanished."""
        twins = self._archive.find_twins(document)
        return [place for places in twins.values() if all(map(has_vanished, places)) for place in places]

    def _link(self, place: str, document_id: str, fingerprint: str | None) -> bool:
        """Note that a document stands at a place; False if it was forgotten in this run, when its old file changed."""
        is_unchanged = self._paths.get(place) == document_id
        is_noted = is_unchanged and fingerprint in (None, self._fingerprints.get(place))
        if not is_noted and not self._archive.link(place, document_id, fingerprint=fingerprint):
            return False
        self._count(place, document_id, is_unchanged=is_unchanged)
        return True

    def _count(self, place: str, document_id: str, *, is_unchanged: bool = False, is_renamed: bool = False) -> None:
        is_known = place in self._paths
        kind = "unchanged" if is_unchanged else "replaced" if is_known else "renamed" if is_renamed else "added"
        self._counts[kind] += 1
        self._paths[place] = document_id
        self._advance()

    def _leave_out(self, item: LeftOut, places: Iterable[str] = ()) -> None:
        """Report a source, and forget what its files held before: a fresh build would not find it there."""
        _log.info("%s left out: %s", item.source, item.reason)
        self._left_out.append(item)
        self.forget([place for place in places if place in self._paths])
        self._advance()

    def forget(self, places: list[str]) -> None:
        """Forget what these files held."""
        if places:
            self._archive.forget(places)
            self._counts["removed"] += len(places)
            for place in places:
                del self._paths[place]

    def _advance(self) -> None:
        self._done += 1
        self._notify("documents", self._done, max(self._total, self._done))

    def prune(self, sources: Iterable[str | Path], files: Iterable[SourceFile | LeftOut]) -> None:
        """Forget the files under `sources` that are no longer there."""
        self.forget(find_vanished(self._paths, sources, files))

    def finish(self) -> None:
        """Note what feeds held, now that all of their lines are kept."""
        for mark, places in self._feeds.items():
            if all(place in self._paths for place in places):
                self._archive.mark(sorted(places), mark)

    def report(self, folder: Path, holdings: Holdings, seconds: float) -> BuildReport:
        """Return what the run did, and what the graph holds now."""
        return BuildReport(
            graph=str(folder),
            added=self._counts["added"],
            replaced=self._counts["replaced"],
            renamed=self._counts["renamed"],
            unchanged=self._counts["unchanged"],
            removed=self._counts["removed"],
            left_out=tuple(self._left_out),
            seconds=seconds,
            **vars(holdings),
        )


def _of_document(extraction: Extraction | Encoded, document: str) -> Extraction | Encoded:
    """Return an extraction as that of a document, which has the same text as the one it was made of."""
    if extraction.document == document:
        return extraction
    return replace(extraction.decode() if isinstance(extraction, Encoded) else extraction, document=document)


def _mark(fingerprint: str, count: int) -> str:
    """Return the mark of all documents of a file: while as many as it held have it, none of them is gone."""
    return f"{fingerprint}:{count}"


def _tell_time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{max(1, seconds):.0f} s" if seconds < 90 else f"{minutes} min" if minutes < 90 else f"{minutes / 60:.0f} h"
