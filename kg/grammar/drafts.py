"""Mentions while they are found, before they are numbered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.model import EntityType, MentionKind, Token


@dataclass
class Draft:
    """A mention before it is numbered; equality is by value, but the finders tell drafts apart by identity."""

    tokens: list[Token]
    head: Token
    kind: MentionKind
    type: EntityType
    features: list[str] = field(default_factory=list)
    value: str | None = None
    name: str | None = None

    def ids(self) -> set[int]:
        """Return the ids of the tokens."""
        return {token.id for token in self.tokens}


def join_forms(tokens: Iterable[Token]) -> str:
    """Return the forms of tokens, spaced as in the text."""
    text, end = "", -1
    for token in tokens:
        text += f" {token.form}" if -1 < end < token.start else token.form
        end = token.end
    return text
