"""Names of every source, brought to one scheme: each tag tells which of our labels it allows.

The sources tell more or fewer types apart. A tag of a coarse source allows several of our types, `B-GROUP/EVENT`, and
an O of a source that leaves types out allows them, too, `O/MISC`; `?` allows everything. Training asks only that the
probability of what is allowed is high (a marginal likelihood), so no source teaches a difference that it does not make.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from kg.linking import find_country, find_demonym

TYPES = ("PER", "ORG", "LOC", "GROUP", "EVENT", "WORK", "PRODUCT", "MISC")
"""What the model tells apart; the last is every other name: awards, languages, codes."""
FINE = ("GROUP", "EVENT", "WORK", "PRODUCT", "MISC")
"""What the sources with four types call MISC."""
OTHER = "/".join(FINE)
OUTSIDE_OR_OTHER = f"O/{OTHER}"
UNKNOWN = "?"

TITLES = Path(__file__).with_name("titles.txt")
FAITHS = Path(__file__).with_name("faiths.txt")

Span = tuple[int, int]


def allowed_labels(tag: str) -> frozenset[str]:
    """Return the labels that a tag allows: `O`, and `B-` or `I-` with a type; nothing for `?`, which allows all.

    A type that is only perhaps a name may begin or go on.

    >>> sorted(allowed_labels("B-GROUP/EVENT")), sorted(allowed_labels("O/MISC"))
    (['B-EVENT', 'B-GROUP'], ['B-MISC', 'I-MISC', 'O'])
    """
    if tag == UNKNOWN:
        return frozenset()
    if tag.startswith("O"):
        others = tag.split("/")[1:]
        return frozenset(["O", *(f"{part}-{kind}" for kind in others for part in "BI")])
    return frozenset(f"{tag[:2]}{kind}" for kind in tag[2:].split("/"))


def coarse(tag: str) -> str:
    """Return a BIO tag with the types that most sources do not tell apart as MISC.

    >>> coarse("B-EVENT"), coarse("I-PER")
    ('B-MISC', 'I-PER')
    """
    return tag[:2] + "MISC" if tag[2:] in FINE else tag


def map_tag(tag: str, types: dict[str, str]) -> str:
    """Return the BIO tag with its type mapped; a type mapped to O gives O, one not in the map stays.

    >>> map_tag("B-politician", {"politician": "PER"})
    'B-PER'
    """
    if tag == "O":
        return tag
    mapped = types.get(tag[2:], tag[2:])
    return "O" if mapped == "O" else tag[:2] + mapped


def spans_of(tags: Iterable[str]) -> Iterator[tuple[int, int, str]]:
    """Yield the names in BIO tags as (first, after the last, type); an I- without its B- begins a name.

    >>> list(spans_of(["B-PER", "I-PER", "O", "I-LOC"]))
    [(0, 2, 'PER'), (3, 4, 'LOC')]
    """
    start, kind = 0, ""
    for place, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            yield start, place, kind
            kind = ""
        if tag[:2] in ("B-", "I-") and not kind:
            start, kind = place, tag[2:]


def tags_of(length: int, spans: Iterable[tuple[int, int, str]], outside: str = "O") -> list[str]:
    """Return the BIO tags of spans that do not overlap.

    >>> tags_of(4, [(0, 2, "PER")])
    ['B-PER', 'I-PER', 'O', 'O']
    """
    tags = [outside] * length
    for start, end, kind in spans:
        tags[start:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - start - 1)]
    return tags


def cut_titles(words: tuple[str, ...], tags: Iterable[str]) -> list[str]:
    """Return the tags with the titles of persons cut from the front of names.

    >>> cut_titles(("President", "Ada", "Berg"), ["B-PER", "I-PER", "I-PER"])
    ['O', 'B-PER', 'I-PER']
    """
    mended = list(tags)
    for start, end, kind in list(spans_of(mended)):
        first = start
        while kind == "PER" and first < end - 1 and words[first].lower() in read_titles():
            mended[first] = "O"
            first += 1
        mended[first] = f"B-{kind}"
    return mended


def part_groups(words: tuple[str, ...], tags: Iterable[str]) -> list[str]:
    """Return the tags with peoples and faiths as groups, whatever a source calls them: "Syrian", "the Catholics".

    A word that some sources call MISC may be a language, too.
    """
    mended = list(tags)
    for start, end, kind in list(spans_of(mended)):
        if kind != "PER" and is_group(" ".join(words[start:end])):
            mended[start:end] = tags_of(end - start, [(0, end - start, "GROUP" if kind != OTHER else "GROUP/MISC")])
    return mended


def is_group(name: str) -> bool:
    """Whether a name is that of a people or a faith and of no country.

    >>> is_group("Syrian"), is_group("Catholics"), is_group("Syria"), is_group("West African")
    (True, True, False, True)
    """
    if find_country(name) is not None:
        return False
    last = name.split()[-1]
    return find_demonym(last) is not None or name.lower() in _read_words(FAITHS)


def read_titles() -> frozenset[str]:
    """Return the titles of persons, in lower case."""
    return _read_words(TITLES)


@cache
def _read_words(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


# Wikidata's relations of Re-DocRED that tell the type of the named thing at one of their ends.
HEADS = {
    **dict.fromkeys(("P50", "P57", "P58", "P86", "P123", "P161", "P162", "P175", "P179", "P364", "P449"), "WORK"),
    **dict.fromkeys(("P577", "P676", "P840", "P272"), "WORK"),
    **dict.fromkeys(("P710", "P585"), "EVENT"),
    "P176": "PRODUCT",
    "P178": "WORK/PRODUCT",
    "P400": "WORK/PRODUCT",
}
TAILS = {
    **dict.fromkeys(("P800", "P1441"), "WORK"),
    **dict.fromkeys(("P607", "P1344"), "EVENT"),
    **dict.fromkeys(("P140", "P172"), "GROUP"),
    **dict.fromkeys(("P166", "P37", "P364", "P1412", "P136"), "MISC"),
    **dict.fromkeys(("P400", "P1056"), "PRODUCT"),
}


def type_by_relations(labels: Iterable[tuple[str, bool]]) -> str:
    """Return the types of a thing by its relations, (Wikidata property, whether it is the head): the most votes win.

    Without such a relation it may be any but a person, a place or an organisation.

    >>> type_by_relations([("P607", False)]), type_by_relations([])
    ('EVENT', 'GROUP/EVENT/WORK/PRODUCT/MISC')
    """
    votes: dict[str, int] = defaultdict(int)
    for relation, is_head in labels:
        kind = (HEADS if is_head else TAILS).get(relation)
        if kind is not None:
            votes[kind] += 1
    return max(sorted(votes), key=lambda kind: votes[kind]) if votes else OTHER
