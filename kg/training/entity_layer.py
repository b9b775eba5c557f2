"""Reads the Entity layer of GUM: the text of each document and what in it refers to what (Zeldes 2017)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model import MentionKind, Span
from kg.training.conllu import read_lines

_BRACKET = re.compile(r"\((\d+)-([^()]*)(\))?|(\d+)\)")
_PRONOUNS = frozenset({"PRP", "PRP$", "DT", "WP", "WP$", "WDT", "EX"})


@dataclass(frozen=True)
class Word:
    """A syntactic word of a treebank with its place in the text; two are equal when all this is."""

    id: int
    form: str
    upos: str
    xpos: str
    head: int
    deprel: str
    span: Span


@dataclass(frozen=True)
class GoldMention:
    """A phrase that refers to something; those of one `chain` refer to the same thing.

    `head` is the word that governs the rest, `type` GUM's own (person, organization, place ...), and `link` tells how
    it is tied to what was named before: coref, ana, appos, cata, pred, disc (a clause meant), sgl (named only once).
    """

    span: Span
    head: Span
    kind: MentionKind
    chain: int
    type: str
    link: str
    words: tuple[int, ...]
    sentence: int


@dataclass(frozen=True)
class GoldDocument:
    """A document of GUM: its name, text, sentences and mentions, the longer before the shorter that it begins with."""

    name: str
    text: str
    sentences: tuple[tuple[Word, ...], ...]
    mentions: tuple[GoldMention, ...]

    def chains(self) -> list[list[GoldMention]]:
        """Return the chains of two mentions or more, in the order of their first mentions."""
        groups: dict[int, list[GoldMention]] = {}
        for mention in self.mentions:
            groups.setdefault(mention.chain, []).append(mention)
        return [group for group in groups.values() if len(group) > 1]


def read_entities(path: Path, genres: tuple[str, ...] = ()) -> Iterator[GoldDocument]:
    """Yield the documents of a GUM file, those of some genres ("news") or all.

    The text is that of the treebank, its paragraphs parted by empty lines. Raises `DocumentError` if the file cannot
    be read.
    """
    lines: list[str] = []
    for _, line in read_lines(path):
        if line.startswith("# newdoc") and lines:
            yield from _documents(lines, genres)
            lines = []
        lines.append(line)
    yield from _documents(lines, genres)


def _documents(lines: list[str], genres: tuple[str, ...]) -> Iterator[GoldDocument]:
    name = next((line.partition("= ")[2] for line in lines if line.startswith("# newdoc")), "")
    if not genres or any(f"_{genre}_" in name for genre in genres):
        yield _Reader(name).read(lines)


class _Reader:
    """Puts the text of a document together and keeps the brackets that are open."""

    def __init__(self, name: str) -> None:
        self.name, self.text = name, ""
        self.sentences: list[list[Word]] = [[]]
        self.opened: list[tuple[int, str, int]] = []
        self.mentions: list[tuple[int, str, int, int, int]] = []
        self.token = Span(0, 0)
        self.rest, self.last = "", 0  # what is left of a token of several words, and the number of its last

    def read(self, lines: list[str]) -> GoldDocument:
        for line in lines:
            if line.startswith("# newpar"):
                self.text = self.text.rstrip()
                self.text += "\n\n" if self.text and not self.text.endswith("\n") else ""
            elif not line.strip():
                self.last = 0
                if self.sentences[-1]:
                    self.sentences.append([])
            elif not line.startswith("#"):
                self._add(line.split("\t"))
        found = sorted(self.mentions, key=lambda item: (item[4], item[2], -item[3]))
        mentions = tuple(self._mention(*item) for item in found)
        return GoldDocument(self.name, self.text.rstrip(), tuple(map(tuple, self.sentences)), mentions)

    def _add(self, columns: list[str]) -> None:
        if "." in columns[0]:
            return
        blank = "" if "SpaceAfter=No" in columns[9] else " "
        if "-" in columns[0]:
            self.last = int(columns[0].split("-")[1])
            self._write(columns[1], blank)
            self.rest = columns[1]
            return
        number = int(columns[0])
        if number > self.last:
            self._write(columns[1], blank)
            span = self.token
        else:
            span = self._part(columns[1])
        word = Word(number, columns[1], columns[3], columns[4], int(columns[6]), columns[7], span)
        self.sentences[-1].append(word)
        brackets = next((part[7:] for part in columns[9].split("|") if part.startswith("Entity=")), "")
        for opening, details, is_closed, closing in _BRACKET.findall(brackets):
            if opening:
                self.opened.append((int(opening), details, number))
            if is_closed or closing:
                self._close(int(opening or closing), number)

    def _write(self, form: str, blank: str) -> None:
        self.token = Span(len(self.text), len(self.text) + len(form))
        self.text += form + blank

    def _part(self, form: str) -> Span:
        """Return the characters of one word of several in a token; all of the token where letters differ."""
        if not self.rest.startswith(form):
            return self.token
        start = self.token.end - len(self.rest)
        self.rest = self.rest[len(form) :]
        return Span(start, start + len(form))

    def _close(self, chain: int, last: int) -> None:
        place = max(number for number, item in enumerate(self.opened) if item[0] == chain)
        _, details, first = self.opened.pop(place)
        self.mentions.append((chain, details, first, last, len(self.sentences) - 1))

    def _mention(self, chain: int, details: str, first: int, last: int, sentence: int) -> GoldMention:
        words = self.sentences[sentence][first - 1 : last]
        ids = {word.id for word in words}
        head = next((word for word in words if word.head not in ids), words[0])
        parts = details.split("-")
        return GoldMention(
            Span(words[0].span.start, words[-1].span.end), head.span, kind_of(head), chain, parts[0],
            parts[5] if len(parts) > 5 else "", tuple(sorted(ids)), sentence,
        )  # fmt: skip


def kind_of(head: Word) -> MentionKind:
    """Return the kind of a mention by the word that governs it (ACE): proper noun, pronoun, or any other."""
    if head.upos == "PROPN":
        return MentionKind.NAME
    return MentionKind.PRONOUN if head.upos == "PRON" or head.xpos in _PRONOUNS else MentionKind.NOMINAL
