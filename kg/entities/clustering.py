"""Joins names along scored edges, the surest first, under a person's decisions and what cannot be (Kruskal 1956)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.entities.comparison import PersonName, contradict, parse_person
from kg.entities.deciding import DECIDED
from kg.entities.edges import LINKED, Edge, Key
from kg.entities.names import Name
from kg.model import EntityType

# From this score on two names are joined.
THRESHOLD = 0.7


class Forest:
    """Groups of nodes that only grow: union-find with the pairs that must stay apart."""

    def __init__(self, size: int) -> None:
        self._leader = list(range(size))
        self._members = {node: [node] for node in range(size)}
        self._apart: dict[int, set[int]] = defaultdict(set)

    def find(self, node: int) -> int:
        """Return what stands for the group of a node."""
        while self._leader[node] != node:
            self._leader[node] = self._leader[self._leader[node]]
            node = self._leader[node]
        return node

    def members(self, node: int) -> Sequence[int]:
        """Return the nodes of the group of a node."""
        return self._members[self.find(node)]

    def keep_apart(self, left: int, right: int) -> None:
        """Never join two nodes."""
        self._apart[left].add(right)
        self._apart[right].add(left)

    def may_join(self, left: int, right: int) -> bool:
        """Whether no two nodes of the two groups have to stay apart."""
        few, many = sorted((self.members(left), self.members(right)), key=len)
        others = set(many)
        return not any(self._apart[node] & others for node in few if node in self._apart)

    def join(self, left: int, right: int) -> bool:
        """Join two groups; False if they were one, or have to stay apart."""
        first, second = sorted((self.find(left), self.find(right)))
        if first == second or (self._apart and not self.may_join(first, second)):
            return False
        few, many = sorted((first, second), key=lambda root: (len(self._members[root]), -root))
        self._leader[few] = many
        self._members[many] += self._members.pop(few)
        return True

    def groups(self) -> list[list[int]]:
        """Return the groups, each sorted, by their first node."""
        return sorted(sorted(members) for members in self._members.values())


class Clustering:
    """The names of all documents with the groups they fall into.

    `joined` are the edges within the groups, `needed` those of them without which a group would be two, and `left` what
    was not joined.
    """

    def __init__(self, names: Sequence[Name], keys: Sequence[tuple[Key, ...]]) -> None:
        self._names = names
        self.forest = Forest(len(names))
        self._full = [_full_names(name) for name in names]
        self._keys = [frozenset(own) for own in keys]
        self._links = [{name.link} - {None} for name in names]
        self._documents = [dict.fromkeys(name.documents, (number,)) for number, name in enumerate(names)]
        self.joined: list[Edge] = []
        self.needed: list[Edge] = []
        self.left: list[Edge] = []

    def decide(self, numbers: Sequence[int]) -> bool:
        """Join names that a person decided are one; False if another decision keeps some of them apart."""
        is_whole = True
        for number in numbers[1:]:
            left, right = self.forest.find(numbers[0]), self.forest.find(number)
            if left != right:
                is_joined = self.forest.join(left, right)
                is_whole = is_whole and is_joined
                if is_joined:
                    self._merge(self.forest.find(left), left, right)
                    names = self._names[numbers[0]].forms[0], self._names[number].forms[0]
                    self.joined.append(Edge(LINKED, numbers[0], number, names, DECIDED))
        return is_whole

    def join_all(self, edges: Iterable[Edge]) -> None:
        """Join along the edges, the highest score first, then by the names."""
        for edge in sorted(edges, key=self._order):
            left, right = self.forest.find(edge.left), self.forest.find(edge.right)
            if left == right:
                if edge.score >= THRESHOLD:
                    self.joined.append(edge)
            elif edge.score >= THRESHOLD and self._can_be_one(left, right) and self.forest.join(left, right):
                self._merge(self.forest.find(left), left, right)
                self.joined.append(edge)
                self.needed.append(edge)
            else:
                self.left.append(edge)

    def _order(self, edge: Edge) -> tuple[object, ...]:
        return -edge.score, edge.names, self._names[edge.left].first, self._names[edge.right].first

    def _merge(self, root: int, left: int, right: int) -> None:
        few, many = sorted((self._documents[left], self._documents[right]), key=len)
        for document, numbers in few.items():
            many[document] = (*many.get(document, ()), *numbers)
        self._full[root], self._documents[root] = self._full[left] | self._full[right], many
        self._links[root] = self._links[left] | self._links[right]

    def _can_be_one(self, left: int, right: int) -> bool:
        """Whether neither links nor full names of the groups contradict, and no document tells two of them apart."""
        if len(self._links[left] | self._links[right]) > 1:
            return False
        if any(contradict(one, other) for one in self._full[left] for other in self._full[right]):
            return False
        few, many = sorted((self._documents[left], self._documents[right]), key=len)
        return not any(
            self._are_two(one, other) for document in few if document in many
            for one in few[document] for other in many[document]
        )  # fmt: skip

    def _are_two(self, left: int, right: int) -> bool:
        """Whether two names of one document are two persons', or different: their chains would be one."""
        if self._names[left].type is EntityType.PERSON:
            return True
        return not self._keys[left] & self._keys[right]


def _full_names(name: Name) -> frozenset[PersonName]:
    if name.type is not EntityType.PERSON:
        return frozenset()
    parsed = (parse_person(form) for form in name.forms)
    return frozenset(person for person in parsed if person.is_full)
