"""What every answer is: a sequence of frozen rows, with what was counted told beside it, as table and as picture."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Self, TypeVar, overload

from kg.errors import MissingExtra

if TYPE_CHECKING:
    from _typeshed import DataclassInstance
    from matplotlib.axes import Axes
    from pandas import DataFrame

    Row = TypeVar("Row", bound=DataclassInstance)
else:
    Row = TypeVar("Row")


MOST_DRAWN = 20
"""Rows of a picture, unless asked otherwise."""


@dataclass(frozen=True)
class Results(Sequence[Row], Generic[Row]):
    """Rows in their order, with a `note` of what was counted, and whom they are `about`; equal if all of it is."""

    rows: tuple[Row, ...]
    note: str
    about: str = field(default="", kw_only=True)

    row_type: ClassVar[type[Any]]

    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Row, ...]: ...

    def __getitem__(self, place: int | slice) -> Row | tuple[Row, ...]:
        return self.rows[place]

    def head(self, count: int) -> Self:
        """Return the first rows alone."""
        return replace(self, rows=self.rows[:count])

    def of(self, names: Collection[str]) -> Self:
        """Return the rows about things of these identifiers alone; all of them without one."""
        return replace(self, rows=tuple(row for row in self if self._is_about(row, names))) if names else self

    def _is_about(self, row: Row, names: Collection[str]) -> bool:
        return getattr(row, "id", None) in names

    def records(self) -> list[dict[str, object]]:
        """Return each row as a dictionary, its keys in the order of the columns."""
        return [asdict(row) for row in self.rows]

    def df(self) -> DataFrame:
        """Return the rows as a DataFrame, one column a field; MissingExtra without pandas."""
        try:
            import pandas
        except ImportError as error:
            raise MissingExtra("A DataFrame needs pandas: pip install 'kg-builder[notebook]'") from error
        return pandas.DataFrame(self.records(), columns=[field.name for field in fields(self.row_type)])

    def plot(self, ax: Axes | None = None, *, limit: int = MOST_DRAWN) -> Axes:
        """Draw the first rows, at most `limit`, on axes that are given or new ones, and return these.

        MissingExtra without matplotlib.
        """
        from kg.analysis.plots import open_axes

        return self._entitle(self.head(limit)._draw(open_axes(ax, self.rows_to_draw(limit))))

    def _entitle(self, ax: Axes) -> Axes:
        """Return axes whose title tells whom the answer is about."""
        from kg.analysis.plots import add_to_title

        return add_to_title(ax, self.about) if self.about else ax

    def rows_to_draw(self, limit: int | None) -> int | None:
        """Return how many rows a picture has, None if they stand beside each other."""
        return min(len(self), MOST_DRAWN if limit is None else limit)

    @abstractmethod
    def _draw(self, ax: Axes) -> Axes: ...
