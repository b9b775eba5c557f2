"""Links names to countries and other things by tables that ship with the package, each with its Wikidata item.

The tables in `kg/gazetteers/` are derived by `python -m kg.gazetteers.derive` or written by hand; each is read on first
use and kept. Names compare without accents, dots or hyphens, and with case: `Turkey` and the headline's `TURKEY` are
the country, `turkey` is not; of abbreviations only the capitals count, so the pronoun `us` is never the United States.
"""

from kg.linking.choices import choose_country, is_shared
from kg.linking.countries import (
    Country,
    Term,
    find_capital,
    find_city,
    find_country,
    find_demonym,
    find_leader,
    is_ambiguous,
)
from kg.linking.items import Gazetteer, Item, find_seat
from kg.linking.rows import decode_items, digest_items, encode_items, gazetteer_with, read_gazetteer

__all__ = [
    "Country",
    "Gazetteer",
    "Item",
    "Term",
    "choose_country",
    "decode_items",
    "digest_items",
    "encode_items",
    "find_capital",
    "find_city",
    "find_country",
    "find_demonym",
    "find_leader",
    "find_seat",
    "gazetteer_with",
    "is_ambiguous",
    "is_shared",
    "read_gazetteer",
]
