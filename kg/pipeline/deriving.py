"""Archive + decisions → RDF store, document by document: nothing holds all of them; what did not change stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TypeVar

from kg.archive import FULL_DISK, RDF_NAME, Archive, open_archive, rows_of, settings_of
from kg.copies import find_copies
from kg.decisions import FILE_NAME, Decisions, Missed, is_document, plain_words, read_decisions, settle
from kg.encoding import Encoded
from kg.entities import EntityTable, Outcome, is_used, resolve_summaries
from kg.errors import GraphError
from kg.linking import Gazetteer, Item, gazetteer_with
from kg.model import Document, Entity, Extraction, Settings, Status
from kg.pipeline.derived import Derived, digest_lines, digest_package, digest_values
from kg.pipeline.gathering import Contribution, Gathering
from kg.pipeline.materialise import tell_decisions
from kg.pipeline.parallel import call_apart, map_in_order
from kg.pipeline.publishing import Publisher, StoreDamaged
from kg.pipeline.statements import Added, Statements, add_missed
from kg.pipeline.workers import count_processors, make_summarizer
from kg.rdf import (
    GRAPHS,
    dateline_name,
    document_lines,
    entity_lines,
    label_predicates,
    phrase_line,
    plain_line,
    provenance_lines,
    relation_lines,
)
from kg.vocabulary import (
    ENTITIES_GRAPH,
    PROVENANCE_GRAPH,
    RELATIONS_GRAPH,
    Namespaces,
    extraction_id,
    slug,
)

Pair = tuple[Document, Extraction]
Version = tuple[str, str]
Item_ = TypeVar("Item_")

# Documents that a process gets at once: enough that handing them out costs nothing, few enough to hold.
_CHUNK = 40
# Resolution of more documents than these takes more memory than a process takes anyway.
_MANY = 3_000
# Summaries that are kept at once.
_WAITING = 200
# With fewer than these for each process, starting it takes longer than the work.
_WORTH_A_PROCESS = 200


@dataclass(frozen=True)
class Holdings:
    """What a graph holds: counts, the commonest actor, and in words which decisions are not followed."""

    documents: int = 0
    copies: int = 0
    sentences: int = 0
    entities: int = 0
    assertions: Mapping[str, int] = field(default_factory=dict)
    commonest: str | None = None
    warnings: tuple[str, ...] = ()


def derive(folder: Path, archive: Archive, version: Version, *, workers: int | None = None) -> Holdings:
    """Make the RDF store say what the archive and the decisions do, publish it, and return what it holds.

    `version` is that of the extractor. Nothing is done where nothing has changed since the last time. Raises
    `DecisionError` for decisions that cannot be read, and `GraphError` where the store cannot be written.
    """
    decisions = read_decisions(folder / FILE_NAME)
    settings, rows = settings_of(archive), rows_of(archive)
    with _told_in_words(folder), Derived(folder / RDF_NAME) as derived:
        stamp = _stamp(archive, decisions, settings, version)
        state = derived.read_state()
        publisher = Publisher(folder, settings, derived)
        if state.get("stamp") == stamp and publisher.is_published(stamp):
            archive.write_stamp(stamp)
            return _decode(state["holdings"])
        derived.write_state({})
        archive.write_stamp(None)
        count = workers or count_processors()
        deriving = _Deriving(folder, archive, derived, decisions, settings, rows, version, count)
        try:
            holdings = deriving.run(publisher, stamp)
        except StoreDamaged as error:
            publisher.start_anew(error)
            holdings = deriving.run(publisher, stamp)
        archive.write_stamp(stamp)
        derived.write_state({"stamp": stamp, "holdings": _encode(holdings)})
    return holdings


@contextmanager
def _told_in_words(folder: Path) -> Iterator[None]:
    """Raise `GraphError` where the files that are derived cannot be written."""
    try:
        yield
    except sqlite3.Error as error:
        is_full = "disk is full" in str(error) or "disk I/O" in str(error)
        raise GraphError(f"the graph in {folder} cannot be written: {FULL_DISK if is_full else error}") from error


def _stamp(archive: Archive, decisions: Decisions, settings: Settings, version: Version) -> str:
    """Return a digest of all that the store depends on."""
    return digest_values(digest_package(), version, asdict(settings), repr(decisions), archive.versions())


def _encode(holdings: Holdings) -> str:
    return json.dumps(asdict(holdings))


def _decode(text: str) -> Holdings:
    told = json.loads(text)
    return Holdings(**{**told, "warnings": tuple(told["warnings"])})


class SummaryKeeper:
    """Keeps the summaries that come with extractions, so that they need not be made again; a context manager.

    `version` is that of the extractor, `gazetteer` the digest of the user's own table.
    """

    def __init__(self, folder: Path, version: Version, gazetteer: str) -> None:
        self._folder, self._key = folder, _summary_key(version, gazetteer)
        self._rows: list[tuple[str, str, str, str]] = []

    def __enter__(self) -> SummaryKeeper:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._flush()

    def keep(self, found: object) -> None:
        """Keep the summary that an extraction came with, if it came with one."""
        if isinstance(found, Encoded) and found.summary is not None:
            self._rows.append((found.document, self._key, *found.summary))
            if len(self._rows) >= _WAITING:
                self._flush()

    def _flush(self) -> None:
        if self._rows:
            with _told_in_words(self._folder), Derived(self._folder / RDF_NAME) as derived:
                derived.put_summaries(self._rows)
            self._rows.clear()


def _summary_key(version: Version, gazetteer: str) -> str:
    """Return a digest of all that a summary depends on, beside the document."""
    return digest_values(digest_package(), version, gazetteer)


class _Deriving:
    """One derivation, step by step."""

    def __init__(
        self, folder: Path, archive: Archive, derived: Derived, decisions: Decisions, settings: Settings,
        rows: Sequence[Item], version: Version, workers: int,
    ) -> None:  # fmt: skip
        self._folder, self._archive, self._derived = folder, archive, derived
        self._decisions, self._contradictions = settle(decisions)
        self._settings, self._rows, self._version, self._workers = settings, tuple(rows), version, workers
        self._gazetteer: Gazetteer = gazetteer_with(self._rows)
        self._namespaces = Namespaces(settings.base)

    def run(self, publisher: Publisher, stamp: str) -> Holdings:
        """Return what the store holds now."""
        identifiers = self._summarize()
        copies = find_copies(self._archive.sketches)
        things, gathered = (self._folder / RDF_NAME / name for name in ("things.tmp", "gathered.tmp"))
        for stray in (things, gathered):
            stray.unlink(missing_ok=True)
        with ExitStack() as stack:
            stack.callback(things.unlink, missing_ok=True)
            stack.callback(gathered.unlink, missing_ok=True)
            resolved = self._resolve(things, len(identifiers))
            table = stack.enter_context(EntityTable(things, read_only=True))
            gathering = stack.enter_context(Gathering(gathered))
            missed = self._decisions.missed
            candidates = self._candidates(missed)
            added = add_missed(candidates, missed, table, self._derived.whole, self._decisions, self._gazetteer)
            labels = self._label_predicates()
            plan = _Plan(
                self._folder, things, self._decisions, added, copies, labels, self._settings, self._version[1]
            )
            with publisher:
                self._write_documents(publisher, plan, identifiers, gathering)
                entities = self._write_shared(publisher, table, added, labels, gathering)
                publisher.finish(stamp)
            warnings = tell_decisions(
                self._decisions, self._contradictions, resolved.conflicts, resolved.met, added, gathering.total.wrong
            )
            total = gathering.total
            return Holdings(
                len(identifiers), len(copies), total.sentences, entities, dict(sorted(total.statuses.items())),
                gathering.commonest, warnings,
            )  # fmt: skip

    def _resolve(self, things: Path, documents: int) -> Outcome:
        """Fill the table of things; of many documents in a process of its own, which gives its memory back."""
        task = _Resolution(self._folder, things, self._decisions, self._rows)
        return call_apart(_Resolution.run, task) if documents > _MANY else task.run()

    def _count_workers(self, things: int) -> int:
        return max(1, min(self._workers, things // _WORTH_A_PROCESS))

    # Before resolution

    def _summarize(self) -> list[str]:
        """Make the summaries that are missing, and return the identifiers of all documents, sorted."""
        versions = self._archive.versions()
        gazetteer = self._settings.gazetteer
        by_version = {version: _summary_key(version, gazetteer) for version in set(versions.values())}
        keys = {document: by_version[version] for document, version in versions.items()}
        missing = self._derived.missing_summaries(keys)
        make = partial(_Summarizer, self._folder, self._rows)
        chunks = _chunks(missing)
        for found in map_in_order(_Summarizer.summarize, make, chunks, self._count_workers(len(missing))):
            self._derived.put_summaries(
                (document, keys[document], named, described) for document, named, described in found
            )
        return sorted(keys)

    def _label_predicates(self) -> dict[str, str]:
        """Return the label of each relation, of all that the texts state."""
        stated = {predicate for summary in self._derived.named() for predicate in summary.predicates}
        stated |= {fact.predicate for fact in self._decisions.missed}
        return label_predicates((f"rel:{slug(predicate)}", predicate) for predicate in stated)

    def _candidates(self, missed: Sequence[Missed]) -> Iterator[Pair]:
        """Yield the documents that may have the sentences of facts that a person added."""
        sentences = [fact.sentence for fact in missed]
        for document in self._archive.documents() if missed else ():
            text = plain_words(document.text)
            is_named = any(fact.document is not None and is_document(document, fact.document) for fact in missed)
            if is_named or any(sentence in text for sentence in sentences):
                yield self._archive.pair(document.id)

    # After resolution

    def _write_documents(
        self, publisher: Publisher, plan: _Plan, identifiers: Sequence[str], gathering: Gathering
    ) -> None:
        """Write the graph of each document, and gather what they contribute to the others."""
        workers = self._count_workers(len(identifiers))
        for graphs, contribution in map_in_order(_Reader.read, plan.open, _chunks(identifiers), workers):
            publisher.put_all((self._namespaces.document(name), lines, digest) for name, lines, digest in graphs)
            gathering.add(contribution)

    def _write_shared(
        self, publisher: Publisher, table: EntityTable, added: Added, labels: Mapping[str, str], gathering: Gathering
    ) -> int:
        """Write the graphs that all documents share, and return how many entities there are."""
        for status, graph in GRAPHS.items():
            publisher.put_large(graph, partial(_plain_lines, gathering, status))
        used: set[str | None] = {*gathering.total.used}
        count = [0]

        def entities() -> Iterator[str]:
            count[0] = 0
            for entity in _merged(table.entities(), added.entities):
                if is_used(entity, used):
                    count[0] += 1
                    yield from entity_lines(entity, self._namespaces)

        publisher.put_large(ENTITIES_GRAPH, entities)
        publisher.put_large(RELATIONS_GRAPH, lambda: self._relations(gathering, labels))
        told = provenance_lines(self._settings, self._version[1], has_decisions=gathering.total.has_decisions)
        publisher.put_large(PROVENANCE_GRAPH, lambda: told)
        return count[0]

    def _relations(self, gathering: Gathering, labels: Mapping[str, str]) -> Iterator[str]:
        last = ""
        for predicate, phrase in gathering.phrases():
            if predicate != last:
                yield from relation_lines(predicate, labels[predicate], self._namespaces)
                last = predicate
            yield phrase_line(predicate, phrase, self._namespaces)


def _plain_lines(gathering: Gathering, status: Status) -> Iterator[str]:
    return (plain_line(triple, status) for triple in gathering.plain(status))


def _merged(entities: Iterable[Entity], added: Sequence[Entity]) -> Iterator[Entity]:
    """Yield the entities of the table, and those that only missed facts name."""
    yield from entities
    yield from added


def _chunks(things: Iterable[Item_]) -> Iterator[list[Item_]]:
    remaining = iter(things)
    while chunk := list(islice(remaining, _CHUNK)):
        yield chunk


# In the processes


@dataclass(frozen=True)
class _Resolution:
    """All that resolution takes; it may be sent to a process of its own."""

    folder: Path
    things: Path
    decisions: Decisions
    rows: tuple[Item, ...]

    def run(self) -> Outcome:
        """Fill the table of things, and return what else is to be told, but no doubts, which nobody asks for here."""
        with Derived(self.folder / RDF_NAME) as derived, EntityTable(self.things) as table:
            outcome = resolve_summaries(derived, table, self.decisions, gazetteer_with(self.rows))
            table.commit()
        return replace(outcome, doubts=())


class _Summarizer:
    """Makes summaries of archived documents."""

    def __init__(self, folder: Path, rows: Sequence[Item]) -> None:
        self._open = ExitStack()
        self._archive = self._open.enter_context(open_archive(folder))
        self._summarize = make_summarizer(rows)

    def summarize(self, identifiers: Sequence[str]) -> list[tuple[str, str, str]]:
        """Return identifier and summary, in its two parts, of each document."""
        return [(identifier, *self._summarize(*self._archive.pair(identifier))) for identifier in identifiers]


@dataclass(frozen=True)
class _Plan:
    """All that it takes to write the graph of any document; it is sent to the processes that do so."""

    folder: Path
    things: Path
    decisions: Decisions
    added: Added
    copies: Mapping[str, str]
    labels: Mapping[str, str]
    settings: Settings
    version: str

    def open(self) -> _Reader:
        """Return what follows the plan."""
        return _Reader(self)


Graph = tuple[str, str, str]
"""The identifier of a document, the lines of its graph, and a digest of them."""


class _Reader:
    """Reads archived documents as a plan has it."""

    def __init__(self, plan: _Plan) -> None:
        self._plan, self._open = plan, ExitStack()
        self._archive = self._open.enter_context(open_archive(plan.folder))
        self._table = self._open.enter_context(EntityTable(plan.things, read_only=True))
        self._statements = Statements(self._table, plan.decisions, plan.added, plan.copies, self._archive.pair)
        self._namespaces = Namespaces(plan.settings.base)
        self._extraction = self._namespaces.extraction(extraction_id(plan.settings, plan.version))

    def read(self, identifiers: Sequence[str]) -> tuple[list[Graph], Contribution]:
        """Return the graph of each document, and what they contribute to those that all share."""
        contribution = Contribution()
        graphs = [self._read(identifier, contribution) for identifier in identifiers]
        contribution.wrong = set(self._statements.used)
        return graphs, contribution

    def _read(self, identifier: str, contribution: Contribution) -> Graph:
        document, extraction = self._archive.pair(identifier)
        assertions = self._statements.of(document, extraction)
        contribution.add(assertions, self._namespaces)
        contribution.sentences += len(extraction.sentences)
        name = dateline_name(document)
        place = self._table.find_place(identifier, name) if name is not None else None
        if place is not None:
            contribution.used.add(f"ent:{place}")
        lines = document_lines(
            document, assertions, self._plan.labels, self._namespaces, self._extraction, place=place,
            original=self._plan.copies.get(identifier),
        )  # fmt: skip
        return identifier, "".join(lines), digest_lines(lines)
