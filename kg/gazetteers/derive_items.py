"""Derives `relations.tsv`, names with Wikidata items, from corpora of relations that carry them.

    python -m kg.gazetteers.derive_items ../shared/relations

The sources are Text2KGBench (labels of Wikidata items, by the relations they stand in) and KnowledgeNet (names in text,
linked by hand). An item is kept only if its name can hardly be somebody else's: two words or more, no other item of
the sources has it, no other table does, and of people the item is old, which well-known ones are. The same sources
give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kg.gazetteers.derive import HERE, write_table
from kg.lexicon import find_lone_given_name, find_role, is_honorific
from kg.linking import find_city, find_country, find_demonym, is_ambiguous
from kg.linking.items import WELL_KNOWN_TABLES
from kg.linking.names import name_key, read_table, split_values
from kg.model import EntityType

TABLE = "relations.tsv"
# The sides of relations (Wikidata property or KnowledgeNet's name; s for subject, o for object) on which things of one
# type stand.
SIDES = {
    EntityType.PERSON: """P39.s P412.s P410.s P1412.s P106.s P35.o P6.o P102.s P450.s P1347.s P54.s P6087.s P50.o P57.o
        P58.o P161.o P110.o DATE_OF_BIRTH.s DATE_OF_DEATH.s PLACE_OF_BIRTH.s SPOUSE.s SPOUSE.o CHILD_OF.s CHILD_OF.o
        NATIONALITY.s EDUCATED_AT.s POLITICAL_AFFILIATION.s PLACE_OF_RESIDENCE.s""",
    EntityType.ORGANIZATION: """P102.o P463.o P272.o P264.o P178.o P123.o P54.o P6087.o P241.o POLITICAL_AFFILIATION.o
        EMPLOYEE_OR_MEMBER_OF.o HEADQUARTERS.s EDUCATED_AT.o FOUNDED_BY.s SUBSIDIARY_OF.s SUBSIDIARY_OF.o
        DATE_FOUNDED.s""",
    EntityType.PLACE: "PLACE_OF_BIRTH.o PLACE_OF_RESIDENCE.o HEADQUARTERS.o P840.o P915.o",
}  # fmt: skip
TYPE_OF_SIDE = {side: type_ for type_, sides in SIDES.items() for side in sides.split()}
# Items were numbered from the best known on; many with later numbers bear names that others bear as well (by reading).
LATEST = {EntityType.PERSON: 400_000, EntityType.ORGANIZATION: 1_500_000, EntityType.PLACE: 200_000}
SMALL = frozenset("of the and for in at on de la le du des van von der den di da del al bin ibn to".split())
SCHOOLS = re.compile(
    r"\b(School|College|Academy|Church|Hospital|Lyceum|Gymnasium|Seminary|Chapel|Temple|Hall)\b|^(St|Saint)\b"
)
NOT_NAMES = re.compile(r"[\d()\[\]/:;,\"“”!?&\u0080-\u009fÃÂ]|\b(team|season|women's|men's|series|album)\b")


@dataclass
class Found:
    """What the sources say of an item: labels and names with counts, and the sides of relations it stands on."""

    labels: Counter[str] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    sides: set[str] = field(default_factory=set)

    def type(self) -> EntityType | None:
        """Return the one type that the item's relations allow, None if there is none or several."""
        types = {TYPE_OF_SIDE[side] for side in self.sides if side in TYPE_OF_SIDE}
        return types.pop() if len(types) == 1 else None

    def label(self) -> str:
        """Return the label of the item, else the fullest name that text gives it twice or more."""
        if self.labels:
            return min(self.labels, key=lambda label: (-self.labels[label], label))
        names = [name for name, count in self.names.items() if count > 1]
        return min(names, key=lambda name: (-len(name.split()), -self.names[name], name), default="")


def read_sources(folder: Path) -> dict[str, Found]:
    """Return what Text2KGBench and KnowledgeNet under `folder` say, by item."""
    found: dict[str, Found] = defaultdict(Found)
    for path in sorted((folder / "text2kgbench").glob("*/*.jsonl.gz")):
        for row in _read_lines(path):
            for side in ("sub", "obj"):
                if re.fullmatch(r"Q\d+", row.get(side) or ""):
                    item = found[row[side]]
                    item.labels[row[f"{side}_label"].strip()] += 1
                    item.sides.add(f"{row['rel']}.{side[0]}")
    for path in sorted((folder / "knowledgenet").glob("*.jsonl.gz")):
        for row in _read_lines(path):
            for fact in row["facts"]:
                for side in ("subject", "object"):
                    number = re.search(r"/(Q\d+)$", fact.get(f"{side}_uri") or "")
                    if number:
                        item = found[number.group(1)]
                        item.names[fact[side][2].strip()] += 1
                        item.sides.add(f"{fact['property']}.{side[0]}")
    return found


def _read_lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def derive_items(folder: Path) -> list[list[str]]:
    """Return rows of relations.tsv: id, type, label, names, short (both empty), part_of."""
    sources = read_sources(folder)
    owners: dict[str, set[str]] = defaultdict(set)
    for id_, found in sources.items():
        for name in (*found.labels, *found.names):
            owners[name_key(name).lower()].add(id_)
    known = set(_known_names())
    rows = []
    for id_, found in sources.items():
        type_, label = found.type(), found.label()
        key = name_key(label).lower()
        is_free = len(owners[key]) == 1 and key not in known
        if type_ is not None and is_free and int(id_[1:]) <= LATEST[type_] and is_safe(label, type_):
            country = find_city(label) if type_ is EntityType.PLACE else None
            rows.append([id_, type_.value, label, "", "", country.wikidata if country is not None else ""])
    return sorted(rows, key=lambda row: int(row[0][1:]))


def _known_names() -> Iterator[str]:
    """Yield the keys of all names in the tables written by hand, and the numbers of their items."""
    for table in WELL_KNOWN_TABLES:
        for row in read_table(table):
            for name in (row["label"], *split_values(row["names"]), *split_values(row["short"])):
                yield name_key(name).lower()


def is_safe(name: str, type_: EntityType) -> bool:
    """Whether a name can hardly mean another thing of that type.

    >>> is_safe("Vanessa Ollivander", EntityType.PERSON), is_safe("John Smith", EntityType.PERSON)
    (True, False)
    >>> is_safe("Warner Bros. Records", EntityType.ORGANIZATION), is_safe("Green Party", EntityType.ORGANIZATION)
    (True, False)
    """
    words = name.split()
    if name in _listed("left-out") or name.endswith(("'s", "'")):
        return False
    is_written = bool(words) and all(word[0].isupper() or word in SMALL for word in words) and words[0] not in SMALL
    if NOT_NAMES.search(name) or not is_written or find_country(name) or find_demonym(name):
        return False
    if type_ is EntityType.PLACE:
        return find_city(name) is not None and not is_ambiguous(name)
    if len(words) < 2 or find_city(name) is not None:
        return False
    return _is_safe_person(words) if type_ is EntityType.PERSON else _is_safe_body(name, words)


@cache
def _listed(kind: str) -> frozenset[str]:
    """Return the values of a kind in relations_filters.tsv."""
    rows = read_table("relations_filters.tsv")
    return frozenset(value for row in rows if row["kind"] == kind for value in split_values(row["values"]))


def _is_safe_person(words: list[str]) -> bool:
    is_titled = any(is_honorific(word) or find_role(word.lower()) is not None for word in words)
    is_numbered = any(re.fullmatch(r"[IVX]+|Jr\.?|Sr\.?", word) for word in words)
    is_full = len(words) <= 4 and all(len(word.strip(".")) > 1 for word in (words[0], words[-1]))
    is_surname = words[-1].lower() not in _listed("surnames") and find_lone_given_name(words[-1]) is None
    is_place = find_city(words[-1]) is not None or find_country(words[-1]) is not None
    return is_full and is_surname and not (is_titled or is_numbered or is_place or "of" in words or "the" in words)


def _is_safe_body(name: str, words: list[str]) -> bool:
    return not all(word.lower().strip(".") in _listed("generic") for word in words) and not SCHOOLS.search(name)


COMMENT = (
    "Derived from Text2KGBench (Mihindukulasooriya et al. 2023; labels of Wikidata, CC0, by way of TekGen) and",
    "KnowledgeNet (Mesquita et al. 2019), train, validation and dev, by derive_items.py, without names others bear.",
    "Licence of both and of this table: CC BY-SA 4.0: LICENSE.",
)


def derive(folder: Path, target: Path = HERE) -> None:
    """Write relations.tsv into `target` from the corpora in `folder`."""
    write_table(target / TABLE, COMMENT, "id type label names short part_of", derive_items(folder))


if __name__ == "__main__":
    derive(Path(sys.argv[1]))
