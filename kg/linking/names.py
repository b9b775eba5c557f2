"""How names compare when they are looked up, and how the tables of names are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

# Shorter names are not looked up in capitals: `CAR` and `ALI` in a headline are more often something else.
SHORTEST_IN_CAPITALS = 4


@lru_cache(maxsize=20_000)
def name_key(name: str) -> str:
    """Return what names are compared by: no accents, dots, hyphens or leading article; case counts.

    >>> name_key("the São Tomé-based U.N."), name_key("Al-Qaida")
    ('Sao Tome based UN', 'Al Qaida')
    """
    words = " ".join(_fold(name).replace(".", "").replace("-", " ").split())
    return words[4:] if words[:4] in ("the ", "The ") else words


def _fold(name: str) -> str:
    if name.isascii():
        return name
    decomposed = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def name_keys(name: str) -> set[str]:
    """Return what a name of a table is found by: as it is written and, unless it is very short, in capitals.

    >>> sorted(name_keys("Hamas")), sorted(name_keys("WHO"))
    (['HAMAS', 'Hamas'], ['WHO'])
    """
    key = name_key(name)
    return {key, key.upper()} if len(key) >= SHORTEST_IN_CAPITALS else {key}


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a table in `kg/gazetteers/` by column name."""
    text = (files("kg") / "gazetteers" / name).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    columns = next(rows)
    for row in rows:
        yield dict(zip(columns, row, strict=True))


def split_values(value: str) -> tuple[str, ...]:
    """Return the values of a cell, parted by "; "."""
    return tuple(part for part in value.split("; ") if part)
