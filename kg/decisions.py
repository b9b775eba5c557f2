"""What a person decided about the graph: which names are one, which are two."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityType


@dataclass(frozen=True, order=True)
class Reference:
    """A name as a person writes it; `type` and `document` (a source path or its end, or an id) where it means two."""

    name: str
    type: EntityType | None = None
    document: str | None = None


@dataclass(frozen=True)
class Decisions:
    """Pairs of names that are one entity, and pairs that are two."""

    same: tuple[tuple[Reference, Reference], ...] = ()
    different: tuple[tuple[Reference, Reference], ...] = ()
