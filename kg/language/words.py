"""What the model sees of a word: its word pieces and its shape."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PIECES_PER_WORD = 8
"""Longer words (addresses, mostly) are cut: only the first piece represents a word anyway."""

SHAPES = (
    "none",
    "lower",
    "title",
    "upper",
    "initial",
    "mixed",
    "digits",
    "number",
    "alphanumeric",
    "abbreviation",
    "hyphenated",
    "punctuation",
    "symbol",
)
"""Word shapes by index; the vocabulary is uncased, so the shape carries what upper case tells."""

_REPLACED = str.maketrans(
    {
        "\u201c": '"',
        "\u201d": '"',
        "\u201e": '"',
        "\u00ab": '"',
        "\u00bb": '"',
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u2032": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
    }
)
_QUOTES = {"``": '"', "''": '"'}
_PUNCTUATION = frozenset(".,;:!?'\"()[]{}-/\\\u2013\u2014\u2026*|_")


def normalise(form: str) -> str:
    """Return the word with curly quotes and odd hyphens made plain, as the treebanks mostly write them."""
    plain = form.translate(_REPLACED)
    return _QUOTES.get(plain, plain)


@lru_cache(maxsize=20_000)
def shape(form: str) -> int:
    """Return the index in `SHAPES` that describes how the word is written.

    >>> [SHAPES[shape(word)] for word in ("said", "Putin", "UN", "B", "2012", "3.5", "U.S.", "--")]
    ['lower', 'title', 'upper', 'initial', 'digits', 'number', 'abbreviation', 'punctuation']
    """
    return SHAPES.index(_shape(form))


def _shape(form: str) -> str:
    if form.isdigit():
        return "digits"
    letters = [character for character in form if character.isalpha()]
    if any(character.isdigit() for character in form):
        return "alphanumeric" if letters else "number"
    if not letters:
        return "punctuation" if set(form) <= _PUNCTUATION else "symbol"
    if "." in form and letters[0].isupper():
        return "abbreviation"
    if len(letters) == 1 and letters[0].isupper():
        return "initial"
    if "-" in form and letters[0].isupper():
        return "hyphenated"
    return _letter_shape("".join(letters))


def _letter_shape(letters: str) -> str:
    if letters.islower():
        return "lower"
    if letters.isupper():
        return "upper"
    if letters[0].isupper() and letters[1:].islower():
        return "title"
    return "mixed"


class WordPieces:
    """Cuts words into word pieces, remembering each word it has seen."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        tokenizer.no_padding()
        tokenizer.no_truncation()
        self._tokenizer = tokenizer
        self._seen: dict[str, tuple[int, ...]] = {}
        self.cls = self._id("[CLS]")
        self.sep = self._id("[SEP]")
        self.unknown = self._id("[UNK]")

    def _id(self, piece: str) -> int:
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise ValueError(f"the vocabulary has no {piece}")
        return int(number)

    def is_word(self, form: str) -> bool:
        """Whether the vocabulary holds a lower-case spelling as one piece."""
        return self._tokenizer.token_to_id(form) is not None

    def pieces(self, form: str) -> tuple[int, ...]:
        """Return the vocabulary indices of the word's pieces: at least one, at most `PIECES_PER_WORD`."""
        found = self._seen.get(form)
        if found is None:
            ids = self._tokenizer.encode(normalise(form)[:200], add_special_tokens=False).ids
            found = tuple(ids[:PIECES_PER_WORD]) or (self.unknown,)
            if len(self._seen) < 200_000:
                self._seen[form] = found
        return found

    def encode(self, words: list[str]) -> tuple[list[int], list[int], list[int]]:
        """Return the pieces of a sentence, the shape at each piece, and the place of each word's first piece.

        The sentence is framed by `[CLS]`, which stands for the root and is the first place, and `[SEP]`.
        """
        ids, shapes, places = [self.cls], [0], [0]
        for word in words:
            pieces = self.pieces(word)
            places.append(len(ids))
            ids.extend(pieces)
            shapes.extend([shape(word)] * len(pieces))
        return [*ids, self.sep], [*shapes, 0], places
