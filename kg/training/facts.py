"""Reads from the facts of KnowledgeNet which names and pronouns refer to one thing (Mesquita et al. 2019)."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.model import Span

PRONOUNS = frozenset({"he", "she", "his", "her", "him", "himself", "herself"})


def read_knowledgenet(folder: Path) -> Iterator[tuple[str, str, tuple[tuple[Span, ...], ...]]]:
    """Yield name, text and groups of spans of each document in which a pronoun and a name are told the same fact.

    Facts with the same property and the same other side, or the same Wikidata item, are of one thing: "Peters is a
    founder. He was born in Delta State" tells the birthplace of both. Passages that adjoin make one paragraph.
    """
    passages: dict[str, list[dict[str, Any]]] = {}
    for part in ("train", "dev"):
        for line in gzip.decompress((folder / f"{part}.jsonl.gz").read_bytes()).decode("utf-8").splitlines():
            passage = json.loads(line)
            passages.setdefault(passage["doc"], []).append(passage)
    for name in sorted(passages, key=int):
        text, groups = _read(sorted(passages[name], key=lambda passage: _place(passage)[0]))
        kept = tuple(group for group in groups if _has_both(text, group))
        if kept:
            yield f"knowledgenet-{name}", text, kept


def _place(passage: dict[str, Any]) -> tuple[int, int]:
    _, start, end = passage["id"].split(":")
    return int(start), int(end)


def _read(passages: Iterable[dict[str, Any]]) -> tuple[str, list[tuple[Span, ...]]]:
    text, last = "", 0
    leader: dict[Span, Span] = {}
    first: dict[tuple[object, ...], Span] = {}
    for passage in passages:
        start, end = _place(passage)
        text += "" if not text else " " if start - last <= 3 else "\n\n"
        offset, last = len(text), end
        text += passage["text"].replace("\n", " ")
        for fact in passage["facts"]:
            for span, key in _keys(fact, offset):
                leader.setdefault(span, span)
                one, other = _find(leader, span), _find(leader, first.setdefault(key, span))
                leader[max(one, other)] = min(one, other)
    groups: dict[Span, list[Span]] = {}
    for span in sorted(leader):
        groups.setdefault(_find(leader, span), []).append(span)
    return text, [tuple(group) for group in groups.values()]


def _keys(fact: dict[str, Any], offset: int) -> Iterator[tuple[Span, tuple[object, ...]]]:
    """Yield each side of a fact with what it shares with others of the same thing."""
    sides = {side: Span(offset + fact[side][0], offset + fact[side][1]) for side in ("subject", "object")}
    yield sides["subject"], (fact["property"], sides["object"])
    for side, span in sides.items():
        if fact[f"{side}_uri"]:
            yield span, (fact[f"{side}_uri"],)


def _find(leader: dict[Span, Span], span: Span) -> Span:
    while leader[span] != span:
        span = leader[span]
    return span


def _has_both(text: str, group: Iterable[Span]) -> bool:
    """Whether a group holds a pronoun and a name."""
    kinds = {span.quote(text).lower() in PRONOUNS for span in group}
    return len(kinds) == 2
