"""Finds which names of all documents may be one person's: forms of a name, offices held, who stands beside it.

Names are compared only within blocks of like ones (record linkage: Christen 2012), and what is found does not depend on
the order of the documents.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.entities.comparison import EQUAL, SURNAME, PersonName, block_keys, compare_people, contradict, parse_person
from kg.entities.edges import Edge, pairs_to_join
from kg.entities.names import Name
from kg.linking import find_leader
from kg.model import EntityType

SAME_OFFICE, OTHER_OFFICE, NEIGHBOUR, MOST_BY_NEIGHBOURS = 0.4, 0.3, 0.06, 0.24
# From here on a surname alone is surely enough that of a full name for two such to contradict.
SURE_SURNAME = SURNAME + SAME_OFFICE
# A person is the likelier of two who contradict each other only by so much; else the score is one below the line.
CLEAR_LEAD, DOUBTFUL_SCORE = 0.2, 0.65
# In a larger block only names with the same first letters are compared.
LARGEST_BLOCK = 300


@dataclass(slots=True)
class _Profile:
    """The names with one full name of a person, with what is known of all of them."""

    name: PersonName
    numbers: list[int]
    words: str
    offices: set[str] = field(default_factory=set)
    documents: set[int] = field(default_factory=set)
    genders: set[str] = field(default_factory=set)
    neighbours: set[str] = field(default_factory=set)

    def add(self, number: int, name: Name) -> None:
        self.numbers.append(number)
        self.offices |= name.offices
        self.documents |= name.documents
        self.genders |= name.genders
        self.neighbours |= name.neighbours


class People:
    """The persons of all documents: profiles of full names, and those known by one name."""

    def __init__(self, names: Sequence[Name], touched: frozenset[int] = frozenset()) -> None:
        self.names, self.touched = names, touched
        self.profiles: list[_Profile] = []
        self.single: list[int] = []
        by_name: dict[PersonName, list[_Profile]] = defaultdict(list)
        for number, person in enumerate(names):
            if person.type is not EntityType.PERSON or person.country is not None:
                continue
            name = parse_person(person.forms[0])
            if not name.is_full:
                self.single.append(number)
                continue
            known = next((p for p in by_name[name] if not self._are_apart(p, person)), None)
            if known is None:
                known = _Profile(name, [], person.forms[0])
                by_name[name].append(known)
                self.profiles.append(known)
            known.add(number, person)

    @staticmethod
    def _are_apart(profile: _Profile, name: Name) -> bool:
        """Whether two of one full name are plainly two: Mr. and Mrs., or office-holders of different countries."""
        if profile.genders and name.genders and not profile.genders & name.genders:
            return True
        return _hold_elsewhere(profile.offices, name.offices)

    def edges(self) -> list[Edge]:
        """Return the edges between persons."""
        return [*self._equal_edges(), *self._variant_edges(), *self._single_edges()]

    def _equal_edges(self) -> list[Edge]:
        return [
            Edge(
                EQUAL, left, right, (self.names[left].forms[0], self.names[right].forms[0]), "the same full name"
            )
            for profile in self.profiles
            for left, right in pairs_to_join(profile.numbers, self.touched)
        ]

    def _variant_edges(self) -> list[Edge]:
        blocks: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, profile in enumerate(self.profiles):
            for key in block_keys(profile.name):
                blocks[key].append(place)
        pairs: set[tuple[int, int]] = set()
        for members in blocks.values():
            for part in self._parts(members):
                pairs.update(combinations(part, 2))
        found: dict[tuple[int, int], Edge] = {}
        for left, right in sorted(pairs):
            edge = self._compare(self.profiles[left], self.profiles[right])
            if edge is not None:
                found[left, right] = edge
        return self._without_rivals(found)

    def _without_rivals(self, found: Mapping[tuple[int, int], Edge]) -> list[Edge]:
        """Return the edges, those made doubtful by which one name may be either of two persons.

        "Ann Berg" may be Ann A. Berg or Ann B. Berg, unless it is by far likelier one of them.
        """
        likely: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (left, right), edge in found.items():
            likely[left].append((edge.score, right))
            likely[right].append((edge.score, left))
        doubtful: set[tuple[int, int]] = set()
        for place, others in likely.items():
            for (score, one), (rival, other) in combinations(others, 2):
                if contradict(self.profiles[one].name, self.profiles[other].name):
                    doubtful |= {(place, one)} if score < rival + CLEAR_LEAD else set()
                    doubtful |= {(place, other)} if rival < score + CLEAR_LEAD else set()
        return [
            replace(edge, score=min(edge.score, DOUBTFUL_SCORE), rule=f"{edge.rule}; but others bear the name")
            if {ends, ends[::-1]} & doubtful
            else edge
            for ends, edge in found.items()
        ]

    def _parts(self, members: list[int]) -> Iterable[list[int]]:
        """Yield a block, or its parts with the same surname and first letters of the first name if it is large."""
        if len(members) <= LARGEST_BLOCK:
            yield members
            return
        parts: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place in members:
            name = self.profiles[place].name
            parts[name.surname, name.given[0][:3]].append(place)
        yield from parts.values()

    def _compare(self, left: _Profile, right: _Profile) -> Edge | None:
        likeness = compare_people(left.name, right.name)
        if likeness is None:
            return None
        score, reasons = likeness.score, [likeness.rule]
        if left.genders and right.genders and not left.genders & right.genders:
            score, reasons = score - 0.5, [*reasons, "but Mr. and Mrs."]
        if left.offices & right.offices:
            score, reasons = score + SAME_OFFICE, [*reasons, "the same office"]
        elif _hold_elsewhere(left.offices, right.offices):
            score, reasons = score - OTHER_OFFICE, [*reasons, "but offices of different countries"]
        shared = sorted(left.neighbours & right.neighbours)
        if shared and likeness.is_by_company:
            score += min(NEIGHBOUR * len(shared), MOST_BY_NEIGHBOURS)
            reasons.append(f"both beside {_some(shared)}")
        return Edge(_bounded(score), left.numbers[0], right.numbers[0], (left.words, right.words), "; ".join(reasons))

    def _single_edges(self) -> list[Edge]:
        """Return the edges of persons known by one name: to each other, and to full names by the office or the company.

        "Turkish president Erdogan" is "Recep Tayyip Erdogan, president of Turkey", if just one such person is known.
        """
        by_name: dict[str, list[_Profile]] = defaultdict(list)
        for profile in self.profiles:
            for name in sorted({profile.name.surname, profile.name.surname.split()[-1], *profile.name.given[:1]}):
                by_name[name].append(profile)
        singles: dict[str, list[int]] = defaultdict(list)
        for number in self.single:
            singles[parse_person(self.names[number].forms[0]).surname].append(number)
        edges = []
        for name, numbers in singles.items():
            known = by_name.get(name, [])
            edges += [self._equal_single(left, right, known) for left, right in pairs_to_join(numbers, self.touched)]
            for number in numbers:
                found = [edge for profile in known if (edge := self._known_as(number, profile)) is not None]
                if sum(edge.score >= SURE_SURNAME for edge in found) < 2:
                    edges += found
        return edges

    def _equal_single(self, left: int, right: int, known: Sequence[_Profile]) -> Edge:
        """Return the edge of two persons known by the same one name: more likely two, if others bear it as surname."""
        names = self.names[left].forms[0], self.names[right].forms[0]
        shared = sorted(self.names[left].neighbours & self.names[right].neighbours)
        score, rule = (0.8, "the same single name") if len(known) < 2 else (0.5, "the same name, which several bear")
        score += min(NEIGHBOUR * len(shared), MOST_BY_NEIGHBOURS)
        if _hold_elsewhere(self.names[left].offices, self.names[right].offices):
            score -= OTHER_OFFICE
        rule += f"; both beside {_some(shared)}" if shared else ""
        return Edge(_bounded(score), left, right, names, rule)

    def _known_as(self, number: int, profile: _Profile) -> Edge | None:
        name = self.names[number]
        if name.genders and profile.genders and not name.genders & profile.genders:
            return None
        if name.documents & profile.documents:
            return None
        score, reasons = SURNAME, ["a surname alone"]
        if name.offices & profile.offices or self._lead_the_same(name, profile):
            score, reasons = score + SAME_OFFICE, [*reasons, "the same national office"]
        elif _hold_elsewhere(name.offices, profile.offices):
            return None
        shared = sorted(name.neighbours & profile.neighbours)
        if shared:
            score += min(NEIGHBOUR * len(shared), MOST_BY_NEIGHBOURS)
            reasons.append(f"both beside {_some(shared)}")
        names = profile.words, name.forms[0]
        return Edge(_bounded(score), profile.numbers[0], number, names, "; ".join(reasons))

    @staticmethod
    def _lead_the_same(name: Name, profile: _Profile) -> bool:
        """Whether a surname is that of the one leader of that day, and the full name is the leader's."""
        if name.published is None:
            return False
        short, full = find_leader(name.forms[0], name.published), find_leader(profile.words, name.published)
        return short is not None and full is not None and short == full


def _hold_elsewhere(left: Iterable[str], right: Iterable[str]) -> bool:
    """Whether both hold national offices, and in no country the same: "president of Q20", "premier of Q35"."""
    countries = [{office.rpartition(" of ")[2] for office in offices} for offices in (left, right)]
    return bool(countries[0] and countries[1] and not countries[0] & countries[1])


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:3])


def _bounded(score: float) -> float:
    return round(min(max(score, 0.0), 0.99), 2)
