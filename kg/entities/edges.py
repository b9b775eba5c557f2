"""Finds which names of all documents may be one thing's by equal words, links and short forms, with score and rule.

What is found does not depend on the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.entities.clusters import CONFUSABLE
from kg.entities.names import Name
from kg.grammar.names import CORPORATE_ENDINGS, normal_name
from kg.model import EntityType
from kg.vocabulary import slug

Key = tuple[str, ...]

LINKED, IN_DOCUMENT, EQUAL_NAME = 1.0, 0.95, 0.95
DEFINED_ACRONYM, CORPORATE_FORM, STATE_BODY, SHORT_NAME = 0.9, 0.9, 0.85, 0.75


@dataclass(frozen=True, order=True, slots=True)
class Edge:
    """Two names, by number, that may be one thing's: the names compared, the score from 0 to 1, the reasons."""

    score: float
    left: int
    right: int
    names: tuple[str, str]
    rule: str


def find_edges(
    names: Sequence[Name], keys: Sequence[tuple[Key, ...]], touched: frozenset[int] = frozenset()
) -> list[Edge]:
    """Return the pairs of names that may be one thing's; `keys` are those of `join_keys`, in the same order.

    Equal names are joined to the first of them; where decisions touch some, each is to each other, so that what is
    kept apart from one does not lose the rest. What persons have beyond equal links is found in `kg.entities.people`.
    """
    return [*_equal_edges(names, keys, touched), *_short_edges(names, keys)]


def join_keys(name: Name) -> tuple[Key, ...]:
    """Return what a name joins others by: its link, its names, or of a body of a state its kind with the state.

    Persons are compared apart. A body of a state that nobody knows joins nothing outside its document.
    """
    links: tuple[Key, ...] = (("link", name.link),) if name.link is not None else ()
    if name.country is not None or name.type is EntityType.PERSON:
        return links
    if name.body:
        of = name.body_of.wikidata if name.body_of is not None else f"document {name.document}"
        return (*links, ("body", name.body, of))
    if links:
        return links
    kind = kind_of(name)
    return tuple(sorted({(kind, slug(normal_name(form))) for form in main_forms(name)}))


def kind_of(name: Name) -> str:
    """Return what names have to have in common to be compared: the type, or "thing" where types are confused."""
    return "thing" if name.type in CONFUSABLE else name.type.value


def main_forms(name: Name) -> list[str]:
    """Return the forms of a name that others are sure to share: not the short forms of a longer one."""
    return [form for form in name.forms if not any(_is_short_form(form, full) for full in name.forms)]


def _is_short_form(form: str, full: str) -> bool:
    return len(form.split()) < len(full.split())


def _equal_edges(names: Sequence[Name], keys: Sequence[tuple[Key, ...]], touched: frozenset[int]) -> list[Edge]:
    """Return the edges between names with a key in common."""
    members: dict[Key, list[int]] = defaultdict(list)
    for number, own in enumerate(keys):
        for key in own:
            members[key].append(number)
    edges = []
    for key, numbers in members.items():
        for left, right in pairs_to_join(numbers, touched):
            score, rule = _equality(names[right], key)
            edges.append(Edge(score, left, right, (names[left].forms[0], names[right].forms[0]), rule))
    return edges


def pairs_to_join(numbers: Sequence[int], touched: frozenset[int]) -> Iterable[tuple[int, int]]:
    """Return the pairs of equals to join: each with the first, or all where decisions touch them."""
    if touched and not touched.isdisjoint(numbers):
        return combinations(numbers, 2)
    return ((numbers[0], number) for number in numbers[1:])


def _equality(name: Name, key: Key) -> tuple[float, str]:
    if key[0] == "link":
        return LINKED, f"both linked to {name.linked_label}"
    if key[0] == "body" and name.body_of is not None:
        return STATE_BODY, f"the same body of {name.body_of.name_in_text}"
    return EQUAL_NAME, "the same name"


def _short_edges(names: Sequence[Name], keys: Sequence[tuple[Key, ...]]) -> list[Edge]:
    """Return edges from a name to the one fuller name that other documents use it for: SDF, Acme for Acme Corp."""
    fuller: dict[Key, dict[Key, int]] = defaultdict(dict)
    for number, name in enumerate(names):
        if name.type is EntityType.PERSON or name.link is not None or name.body:
            continue
        mains = main_forms(name)
        for form in name.forms:
            if form not in mains:
                fuller[kind_of(name), slug(normal_name(form))].setdefault(keys[number][0], number)
        for form in mains:
            words = form.split()
            if len(words) > 1 and words[-1].strip(".,").lower() in CORPORATE_ENDINGS:
                fuller[kind_of(name), slug(" ".join(words[:-1]))].setdefault(keys[number][0], number)
    edges = []
    for number, own in enumerate(keys):
        for key in own:
            found = {target: other for target, other in fuller.get(key, {}).items() if target not in own}
            if len(found) == 1:
                (other,) = found.values()
                edges.append(_short_edge(names, other, number))
    return edges


def _short_edge(names: Sequence[Name], full: int, short: int) -> Edge:
    words = names[full].forms[0], names[short].forms[0]
    if words[0].split()[-1].strip(".,").lower() in CORPORATE_ENDINGS and words[0].startswith(words[1]):
        score, rule = CORPORATE_FORM, "a firm without its legal form"
    elif words[1].isupper() and len(words[1]) > 2:
        score, rule = DEFINED_ACRONYM, "an acronym that another document explains"
    else:
        score, rule = SHORT_NAME, "a short form that another document uses"
        if names[full].type is not names[short].type or len(words[1].split()) == 1:
            score -= 0.15
    return Edge(score, full, short, words, rule)
