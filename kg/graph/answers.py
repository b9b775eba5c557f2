"""What a graph answers with, as lists: plain lists for programs, with a table for people.

`g.assertions()` is a list of `Assertion`, no more and no less, so all that works on lists works. As a class of its own
it can be shown: as a few lines in a terminal, as a table in a notebook (`kg.graph.display`), and as a DataFrame. A
slice of it is such a list again; a list made of some of its members is plain, and `Assertions(those)` shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, SupportsIndex, TypeVar, overload

from kg.errors import MissingExtra
from kg.graph.lookup import Relation
from kg.graph.paths import Chain
from kg.graph.wording import describe, draw_chain
from kg.model import Assertion, Entity

if TYPE_CHECKING:
    from typing import Self

    import pandas

Item = TypeVar("Item")
_LINES = 10


class Answers(list[Item]):
    """A list that can be shown, and made a table; equal to any list of the same members."""

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> Item: ...
    @overload
    def __getitem__(self, place: slice, /) -> Self: ...
    def __getitem__(self, place: SupportsIndex | slice, /) -> Item | Self:
        if isinstance(place, slice):
            return type(self)(super().__getitem__(place))
        return super().__getitem__(place)

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the table."""
        raise NotImplementedError

    def rows(self) -> Iterable[Mapping[str, object]]:
        """Yield what the table has of each member, by column."""
        raise NotImplementedError

    def lines(self) -> Iterable[str]:
        """Yield each member in a line."""
        raise NotImplementedError

    def df(self) -> pandas.DataFrame:
        """Return a DataFrame with a row for each member; MissingExtra without pandas."""
        return make_frame(self.rows(), self.columns)

    def __repr__(self) -> str:
        lines = list(type(self)(self[:_LINES]).lines())
        more = len(self) - len(lines)
        return "\n".join([*lines, f"and {more:,} more"] if more else lines) or "[]"


class Assertions(Answers[Assertion]):
    """A list of assertions; its table has the keys of the assertion record (`kg.record`)."""

    @property
    def columns(self) -> Sequence[str]:
        """The keys of the record, in its order."""
        from kg.assertions import RECORD_KEYS

        return RECORD_KEYS

    def rows(self) -> Iterable[Mapping[str, object]]:
        """Yield the record of each assertion."""
        from kg.assertions import record

        return map(record, self)

    def lines(self) -> Iterable[str]:
        """Yield the status, the fact and who is credited with it."""
        for fact in self:
            source = f"  (according to {fact.attributed_to})" if fact.attributed_to else ""
            yield f"{fact.status:12}  {describe(fact)}{source}"


class Entities(Answers[Entity]):
    """A list of entities."""

    @property
    def columns(self) -> Sequence[str]:
        """What is told of an entity."""
        return ("id", "label", "type", "names", "wikidata", "mentions")

    def rows(self) -> Iterable[Mapping[str, object]]:
        """Yield what is told of each entity; `mentions` are the entities inside its name."""
        for entity in self:
            yield {
                "id": f"ent:{entity.slug}", "label": entity.label, "type": entity.type.value,
                "names": list(entity.names), "wikidata": entity.wikidata,
                "mentions": [f"ent:{part}" for part in entity.parts],
            }  # fmt: skip

    def lines(self) -> Iterable[str]:
        """Yield the identifier, the label and the type."""
        return (f"ent:{entity.slug}  {entity.label} ({entity.type})" for entity in self)


class Relations(Answers[Relation]):
    """A list of relations."""

    @property
    def columns(self) -> Sequence[str]:
        """What is told of a relation."""
        return ("id", "label", "phrases")

    def rows(self) -> Iterable[Mapping[str, object]]:
        """Yield identifier, label and phrases of each relation."""
        for relation in self:
            yield {"id": relation.id, "label": relation.label, "phrases": list(relation.phrases)}

    def lines(self) -> Iterable[str]:
        """Yield the identifier and the label."""
        return (f"{relation.id}  {relation.label}" for relation in self)


class Chains(Answers[Chain]):
    """A list of chains of facts; its table has a row for each fact of each step."""

    @property
    def columns(self) -> Sequence[str]:
        """The number of the chain and of the step, its ends, and the keys of the assertion record."""
        return ("chain", "step", "from", "to", *Assertions().columns)

    def rows(self) -> Iterable[Mapping[str, object]]:
        """Yield each fact of each step; a step that is a name inside another has none."""
        for number, chain in enumerate(self, start=1):
            for step, hop in enumerate(chain.hops, start=1):
                place = {"chain": number, "step": step, "from": hop.start.label, "to": hop.end.label}
                yield from ({**place, **told} for told in Assertions(hop.assertions).rows())

    def lines(self) -> Iterable[str]:
        """Yield each chain with its arrows."""
        return map(draw_chain, self)


def make_frame(rows: Iterable[Mapping[str, object]], columns: Sequence[str]) -> pandas.DataFrame:
    """Return a DataFrame with these rows and columns; MissingExtra without pandas."""
    try:
        import pandas
    except ImportError as error:
        raise MissingExtra("A DataFrame needs pandas: pip install 'kg-builder[notebook]'") from error
    return pandas.DataFrame(list(rows), columns=list(columns))
