"""Finds decisions that cannot hold together, so that neither side of them is taken."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.decisions.kinds import KINDS, Decisions, Missed, Reference, Wrong, plain_words
from kg.vocabulary import slug


@dataclass(frozen=True)
class Contradiction:
    """Decisions that cannot all hold: their lines, in order, and what is wrong in words."""

    lines: tuple[int, ...]
    message: str


def find_contradictions(decisions: Decisions) -> tuple[Contradiction, ...]:
    """Return the decisions that cannot hold together, by the line of the later kind.

    Two names cannot be different and, by one decision or a chain of them, the same; a fact cannot be both wrong and
    missed.
    """
    return tuple(found for found, _ in _contradictions(decisions))


def settle(decisions: Decisions) -> tuple[Decisions, tuple[Contradiction, ...]]:
    """Return the decisions without those that contradict each other, and the contradictions: neither side is taken."""
    found = list(_contradictions(decisions))
    dropped = {place for _, places in found for place in places}
    kept: dict[str, list[int]] = {
        kind: [place for place in range(len(getattr(decisions, kind))) if (kind, place) not in dropped]
        for kind in KINDS
    }
    chosen = {kind: tuple(getattr(decisions, kind)[place] for place in places) for kind, places in kept.items()}
    lines = {kind: tuple(decisions.line(kind, place) for place in places) for kind, places in kept.items()}
    return Decisions(**chosen, lines=lines), tuple(contradiction for contradiction, _ in found)


_Place = tuple[str, int]
"""A kind of decision and its place among those of that kind."""


def _contradictions(decisions: Decisions) -> Iterator[tuple[Contradiction, list[_Place]]]:
    for place, (left, right) in enumerate(decisions.different):
        chain = _find_joining(decisions.same, left, right)
        if left.is_like(right) or chain:
            joined = [decisions.line("same", number) for number in chain]
            lines = sorted({*joined, decisions.line("different", place)})
            places = [("different", place), *(("same", number) for number in chain)]
            message = f"{left} and {right} are different by line {decisions.line('different', place)}"
            message += f", and the same by {_tell_lines(joined)}" if chain else ", and one and the same thing"
            yield Contradiction(tuple(lines), message), places
    wrong = {_fact_key(fact): place for place, fact in enumerate(decisions.wrong)}
    for place, fact in enumerate(decisions.missed):
        other = wrong.get(_fact_key(fact))
        if other is not None:
            lines = sorted((decisions.line("wrong", other), decisions.line("missed", place)))
            told = " | ".join(filter(None, (fact.subject, fact.predicate, fact.object)))
            message = f"{told} is wrong by line {decisions.line('wrong', other)}, and missed by line "
            message += str(decisions.line("missed", place))
            yield Contradiction(tuple(lines), message), [("wrong", other), ("missed", place)]


def _tell_lines(lines: Sequence[int]) -> str:
    ordered = sorted(set(lines))
    return f"line {ordered[0]}" if len(ordered) == 1 else f"lines {', '.join(map(str, ordered))}"


def _fact_key(fact: Wrong | Missed) -> tuple[str, ...]:
    parts = (fact.subject, fact.predicate, fact.object or "")
    return (*(slug(part) for part in parts), plain_words(fact.sentence), fact.document or "")


def _find_joining(same: Sequence[tuple[Reference, Reference]], left: Reference, right: Reference) -> list[int]:
    """Return which decisions join two references: chain after chain, the shortest first, until nothing joins them."""
    if right.covers(left):
        left, right = right, left
    rest, found = dict(enumerate(same)), list[int]()
    while chain := _shortest_chain(rest, left, right):
        found += chain
        for number in chain:
            del rest[number]
    return sorted(found)


def _shortest_chain(same: Mapping[int, tuple[Reference, Reference]], left: Reference, right: Reference) -> list[int]:
    """Return the decisions on the shortest way from one reference to another; by a tie those that come first.

    Where the one on the left covers the other, as Clinton does Clinton of one article, the rest of it is meant.
    """
    is_rest = left.covers(right)
    came_from: dict[int, int | None] = {}
    waiting: deque[tuple[Reference, int | None]] = deque([(left, None)])
    while waiting:
        reached, by = waiting.popleft()
        for number, pair in same.items():
            for start, end in (pair, pair[::-1]):
                is_apart = by is None and is_rest and right.covers(start)
                if number in came_from or is_apart or not reached.overlaps(start):
                    continue
                came_from[number] = by
                if end.overlaps(right) or start.overlaps(right):  # all that is meant by one side is one thing
                    return _trace(came_from, number)
                waiting.append((end, number))
    return []


def _trace(came_from: Mapping[int, int | None], last: int) -> list[int]:
    chain, current = [last], came_from[last]
    while current is not None:
        chain.append(current)
        current = came_from[current]
    return chain
