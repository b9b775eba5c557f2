"""Puts a person's decisions on record and follows them at once: the graph is as a build with them makes it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.archive import Archive, open_archive, rows_of, settings_of
from kg.decisions import FILE_NAME, Decision, Decisions, add_decision, find_contradictions, read_decisions
from kg.errors import DecisionError
from kg.linking import Gazetteer, gazetteer_with
from kg.model import Dataset, Document, Extraction
from kg.pipeline.deriving import derive
from kg.pipeline.materialise import Outcome, materialise
from kg.pipeline.run import BuildReport, Progress, Run
from kg.pipeline.workers import extract_documents, make_extractor


@dataclass(frozen=True)
class State:
    """What a graph folder holds before a decision: the archive's pairs, and what they say with the decisions so far."""

    pairs: tuple[tuple[Document, Extraction], ...]
    gazetteer: Gazetteer
    decisions: Decisions
    outcome: Outcome

    @property
    def dataset(self) -> Dataset:
        """The documents, entities and assertions."""
        return self.outcome.dataset

    @cached_property
    def _extractions(self) -> dict[str, Extraction]:
        return {document.id: extraction for document, extraction in self.pairs}

    def extraction(self, document: str) -> Extraction:
        """Return what was extracted from the document of that identifier."""
        return self._extractions[document]


@dataclass(frozen=True)
class Decided:
    """What was put on record: each decision with its line, and whether it stood there before.

    `changed` counts the assertions that came, went or name other things now; `report` is None if nothing was built.
    """

    decisions: tuple[tuple[Decision, int, bool], ...]
    file: Path
    changed: int = 0
    report: BuildReport | None = None


Choose = Callable[[State], Sequence[Decision]]


def decide(
    folder: str | Path, choose: Choose, *, build: bool = True, before: Dataset | None = None,
    workers: int | None = None, progress: Progress | None = None,
) -> Decided:  # fmt: skip
    """Write the decisions that `choose` makes of the state of a graph, follow them, and return what was done.

    Without `build` they are followed by the next build. Changes are counted from `before`, by default the state at the
    start. Raises `DecisionError`, and writes nothing, for a decision
    that contradicts another; `GraphLocked` while a build runs; and what `choose` raises.
    """
    started, folder = time.monotonic(), Path(folder)
    with open_archive(folder):
        pass  # raises GraphError where there is none, before the folder is touched
    file = folder / FILE_NAME
    with open_archive(folder, write=True) as archive:
        known = read_decisions(file)
        settings = settings_of(archive)
        extractor = make_extractor(settings)
        run = Run(archive, (extractor.name, extractor.version), progress or _ignore, 0)
        if build:
            with closing(extract_documents(run.find_stale(), extractor, settings, workers)) as extracted:
                for document, extraction in extracted:
                    run.keep(document, extraction)
        state = _read_state(archive, known)
        chosen = choose(state)
        _check(file, known, chosen)
        written = tuple((decision, add_decision(file, decision), known.has(decision)) for decision in chosen)
        if not build:
            return Decided(written, file)
        outcome = materialise(state.pairs, read_decisions(file), gazetteer=state.gazetteer)
        holdings = derive(folder, archive, (extractor.name, extractor.version), workers=workers)
    report = run.report(folder, holdings, time.monotonic() - started)
    return Decided(written, file, count_changes(before or state.dataset, outcome.dataset), report)


def note_decision(folder: str | Path, decision: Decision) -> int:
    """Write a decision, which the next build follows, and return its line; raises what `decide` raises."""
    file = Path(folder) / FILE_NAME
    with open_archive(Path(folder), write=True):
        _check(file, read_decisions(file), [decision])
        return add_decision(file, decision)


def read_state(folder: str | Path) -> State:
    """Return what a graph folder holds, read from its archive and decisions; the RDF store is not needed."""
    folder = Path(folder)
    with open_archive(folder) as archive:
        return _read_state(archive, read_decisions(folder / FILE_NAME))


def _read_state(archive: Archive, decisions: Decisions) -> State:
    pairs, gazetteer = tuple(archive.pairs()), gazetteer_with(rows_of(archive))
    return State(pairs, gazetteer, decisions, materialise(pairs, decisions, gazetteer=gazetteer))


def count_changes(before: Dataset, after: Dataset) -> int:
    """Return how many assertions came, went or are not the same any more."""
    old = {assertion.id: assertion for assertion in before.assertions}
    new = {assertion.id: assertion for assertion in after.assertions}
    return sum(old.get(identifier) != new.get(identifier) for identifier in old.keys() | new.keys())


def _check(file: Path, known: Decisions, chosen: Iterable[Decision]) -> None:
    """Raise `DecisionError` if one of the new decisions contradicts what was decided, or another of them."""
    told = {contradiction.message for contradiction in find_contradictions(known)}
    together = known
    for decision in chosen:
        together = together.adding(decision)
    for contradiction in find_contradictions(together):
        if contradiction.message not in told:
            lines = [str(line) for line in contradiction.lines if line]
            named = f"line{'s' if len(lines) > 1 else ''} {', '.join(lines)} of {file}"
            where = named if lines else "another of these decisions"
            raise DecisionError(f"this contradicts {where}; delete there what is wrong, then decide again")


def _ignore(*_: object) -> None:
    """Tell nobody."""
