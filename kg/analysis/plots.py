"""How the answers are drawn: matplotlib axes, titled and labelled, in colours that the colour-blind can tell apart."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ExportError, MissingExtra

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.analysis.results import Results
    from kg.analysis.timeline import Period

# Okabe and Ito 2008, "Color universal design".
_BLUE, _ORANGE, _GREEN, _PINK, _SKY, _RED, _YELLOW, _GREY = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#999999",
)  # fmt: skip
_TYPES = {
    "Person": _ORANGE, "Organization": _BLUE, "Country": _GREEN, "Place": _SKY, "Group": _PINK, "Event": _RED,
    "Work": _YELLOW,
}  # fmt: skip
# As the page tells statuses: what is stated full, reported dashed, denied red, hypothetical dotted.
_STATUSES: dict[str, dict[str, Any]] = {
    "asserted": {"facecolor": _BLUE, "edgecolor": _BLUE},
    "reported": {"facecolor": "#CFE6F5", "edgecolor": _BLUE, "linestyle": "--"},
    "negated": {"facecolor": "#F6D5BF", "edgecolor": _RED, "hatch": "////"},
    "hypothetical": {"facecolor": "white", "edgecolor": "#555555", "linestyle": ":"},
}
_LABEL_WIDTH = 44
_LEAST_ROWS = 3
_WIDTH, _ROW, _FRAME, _TIMELINE = 8.0, 0.32, 1.3, 3.6  # inches


def open_axes(ax: Axes | None, rows: int | None) -> Axes:
    """Return the axes that are given, else new ones with room for so many rows, or for a timeline.

    MissingExtra without matplotlib.
    """
    if ax is not None:
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise _missing() from error
    _, axes = pyplot.subplots(figsize=size_for(rows), layout="constrained")
    return axes


def size_for(rows: int | None) -> tuple[float, float]:
    """Return width and height in inches of a picture with so many rows, or of a timeline."""
    return _WIDTH, _TIMELINE if rows is None else _FRAME + _ROW * max(rows, _LEAST_ROWS)


def save_plot(results: Results[Any], path: Path, *, limit: int | None = None) -> None:
    """Draw an answer into a file, PNG or SVG by its suffix; the same answer gives the same bytes.

    Raises `ExportError` for another suffix or a file that cannot be written, MissingExtra without matplotlib.
    """
    try:
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError as error:
        raise _missing() from error
    form = path.suffix.lower().removeprefix(".")
    if form not in ("png", "svg"):
        raise ExportError(f"{path}: a plot is written as .png or .svg")
    figure = Figure(figsize=size_for(results.rows_to_draw(limit)), layout="constrained")
    with matplotlib.rc_context({"svg.hashsalt": "kg", "svg.fonttype": "none"}):
        results.plot(figure.subplots(), **({} if limit is None else {"limit": limit}))
        drawn = BytesIO()
        figure.savefig(drawn, format=form, dpi=150, metadata={"Date": None} if form == "svg" else None)
    try:
        path.write_bytes(drawn.getvalue())
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}") from error


def draw_bars(
    ax: Axes,
    labels: Sequence[str],
    values: Sequence[float],
    *,
    title: str,
    axis: str,
    groups: Sequence[str] | None = None,
    within: Sequence[float] | None = None,
) -> Axes:
    """Draw a bar for each label, the first on top, coloured by its group; `within` is a darker part of each."""
    places = range(len(labels))
    colours = [_TYPES.get(group, _GREY) for group in groups] if groups else [_SKY if within else _BLUE] * len(labels)
    ax.barh(places, values, color=colours, height=0.72)
    if within:
        ax.barh(places, within, color=_BLUE, height=0.72)
    _name_rows(ax, labels)
    _frame(ax, title, axis, are_counts=all(float(value).is_integer() for value in values))
    if groups:
        _add_legend(ax, {group: {"facecolor": _TYPES.get(group, _GREY)} for group in dict.fromkeys(groups)})
    if not labels:
        _tell_nothing(ax)
    return ax


def draw_sides(
    ax: Axes,
    labels: Sequence[str],
    positive: Sequence[int],
    negative: Sequence[int],
    *,
    title: str,
    axis: str,
    sides: tuple[str, str] = ("against", "for"),
) -> Axes:
    """Draw for each label a bar to the right for what is positive, and a hatched one to the left for the other."""
    places = range(len(labels))
    ax.barh(places, positive, color=_BLUE, height=0.62)
    ax.barh(places, [-count for count in negative], facecolor="#F6D5BF", edgecolor=_RED, hatch="///", height=0.62)
    ax.axvline(0, color="black", linewidth=0.8)
    _name_rows(ax, labels)
    widest = max([*positive, *negative, 1])
    ax.set_xlim(-widest * 1.1, widest * 1.1)
    _frame(ax, title, f"← {sides[0]}      {axis}      {sides[1]} →", are_counts=True)
    ax.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    if not labels:
        _tell_nothing(ax)
    return ax


def draw_periods(ax: Axes, periods: Sequence[Period], unit: str, clock: str) -> Axes:
    """Draw a column for each period, the statuses above each other, each in its own style."""
    heights = [0] * len(periods)
    for status, style in _STATUSES.items():
        counts = [getattr(period, status) for period in periods]
        places = [place for place, count in enumerate(counts) if count]
        if places:
            tops, bottoms = [counts[place] for place in places], [heights[place] for place in places]
            ax.bar(places, tops, bottom=bottoms, width=0.85, linewidth=0.8, label=status, **style)
            heights = [height + count for height, count in zip(heights, counts, strict=True)]
    step = max(1, -(-len(periods) // 12))
    ax.set_xticks(range(0, len(periods), step), [period.period for period in periods][::step], rotation=45, ha="right")
    title = f"Facts by the {unit} {'they were published' if clock == 'published' else 'they tell of'}"
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold", pad=24)  # above the legend
    ax.set_ylabel("facts")
    ax.locator_params(axis="y", integer=True)
    ax.spines[["top", "right"]].set_visible(False)
    if any(heights):
        ax.legend(frameon=False, fontsize=9, ncols=4, loc="lower left", bbox_to_anchor=(0, 1), borderpad=0)
    else:
        _tell_nothing(ax)
    return ax


def add_to_title(ax: Axes, words: str) -> Axes:
    """Return axes whose title has these words behind a colon."""
    from matplotlib.text import Text

    title = ax.get_title(loc="left")
    for child in ax.get_children():  # to set the title anew would put it on the legend
        if isinstance(child, Text) and child.get_text() == title:
            child.set_text(f"{title}: {words}")
    return ax


def _name_rows(ax: Axes, labels: Sequence[str]) -> None:
    ax.set_yticks(range(len(labels)), [_wrap(label) for label in labels], fontsize=9)
    ax.set_ylim(max(len(labels), _LEAST_ROWS) - 0.4, -0.6)  # the first on top
    ax.tick_params(axis="y", length=0)


def _wrap(label: str) -> str:
    """Return a label in two lines at most."""
    return "\n".join(textwrap.wrap(label, _LABEL_WIDTH, max_lines=2, placeholder=" …"))


def _tell_nothing(ax: Axes) -> None:
    ax.text(0.5, 0.5, "nothing found", transform=ax.transAxes, ha="center", va="center", color=_GREY)
    ax.set_xticks([])
    ax.set_yticks([])


def _frame(ax: Axes, title: str, axis: str, *, are_counts: bool) -> None:
    ax.set_title(title, loc="left", fontsize=11, fontweight="bold")
    ax.set_xlabel(axis)
    ax.spines[["top", "right", "left"]].set_visible(False)
    ax.grid(axis="x", color="#dddddd", linewidth=0.6)
    ax.set_axisbelow(True)
    if are_counts:
        ax.locator_params(axis="x", integer=True)


def _add_legend(ax: Axes, styles: dict[str, dict[str, Any]]) -> None:
    from matplotlib.patches import Patch

    handles = [Patch(label=name, **style) for name, style in styles.items()]
    ax.legend(handles=handles, frameon=False, fontsize=9, loc="lower right")


def _missing() -> MissingExtra:
    return MissingExtra("A plot needs matplotlib: pip install 'kg-builder[notebook]'")
