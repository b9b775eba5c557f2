"""The pieces that all displays are made of: tables, badges, small print.

Colours are those of the notebook, light or dark; what is added is see-through. No meaning hangs on a colour: a status
is a word in a frame of its own form, and the words of a fact are marked by place and weight.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.graph.display.markup import Child, Html, join, join_with, link, tag
from kg.model import Assertion, Entity, Status

ROWS = 20
"""How many rows a table shows."""
_MOST_CHARACTERS = 400
_BEFORE_MARKS = 120
_SHORT = 12

_ROOT = "line-height:1.45;max-width:80em;overflow-x:auto;overflow-wrap:break-word"
_TABLE = "border-collapse:collapse;margin:.3em 0"
_CELL = "text-align:left;min-width:4em;vertical-align:top;padding:.25em .8em .25em 0;white-space:normal"
_HEAD = f"{_CELL};font-weight:600;border-bottom:1px solid rgba(128,128,128,.6)"
_ROW = "background:none;border-bottom:1px solid rgba(128,128,128,.25)"
_SMALL = "font-size:.86em;opacity:.8"
_HEADING = "font-weight:600;margin:.7em 0 .1em"
# Frames as on the page that explores a graph: what is reported is dashed, hypothetical dotted, negated red.
_FRAMES = {
    Status.ASSERTED: "solid currentColor",
    Status.REPORTED: "dashed currentColor",
    Status.NEGATED: "solid #d33",
    Status.HYPOTHETICAL: "dotted currentColor",
}
_MEANINGS = {
    Status.ASSERTED: "the text itself states it",
    Status.REPORTED: "somebody in the text says so",
    Status.NEGATED: "the text denies it, or somebody in it does",
    Status.HYPOTHETICAL: "possible, planned, wanted or the like",
}
_MARKS = {
    "subject": "background:rgba(66,133,244,.25);font-weight:600",
    "predicate": "background:rgba(240,160,0,.28);font-style:italic",
    "object": "background:rgba(60,170,90,.28);font-weight:600",
    "found": "background:rgba(240,160,0,.28);font-weight:600",
    "named before": "border-bottom:1px dotted currentColor;background:none",
}


def block(*children: Child) -> Html:
    """Return what a whole display stands in."""
    return tag("div", *children, style=_ROOT)


def heading(text: str) -> Html:
    """Return a small heading."""
    return tag("div", text, style=_HEADING)


def small(*children: Child) -> Html:
    """Return small print."""
    return tag("span", *children, style=_SMALL)


def small_line(*children: Child) -> Html:
    """Return small print on a line of its own."""
    return tag("div", *children, style=_SMALL)


def code(text: str) -> Html:
    """Return an identifier."""
    return tag("code", text, style="font-size:.9em;background:none;color:inherit")


def table(head: Sequence[str], rows: Iterable[Sequence[Child]]) -> Html:
    """Return a table; without column names in `head` it has no head."""
    cells = (tag("tr", *(tag("td", cell, style=_CELL) for cell in row), style=_ROW) for row in rows)
    names = tag("thead", tag("tr", *(tag("th", name, style=_HEAD) for name in head))) if head else None
    return tag("table", names, tag("tbody", *cells), style=_TABLE)


def rest(count: int, hint: str = "") -> Html | None:
    """Return that so many more are not shown, None if there are none."""
    return small_line(f"and {count:,} more{hint}") if count > 0 else None


def badge(status: Status) -> Html:
    """Return a status as a word in a frame of its form."""
    style = f"border:1px {_FRAMES[status]};border-radius:.3em;padding:0 .4em;font-size:.86em;white-space:nowrap"
    return tag("span", status.value, style=style, title=_MEANINGS[status])


def keep_together(text: str) -> Child:
    """Return a short word, such as a date, so that no line breaks in it; longer text as it is, cut where it is long."""
    is_short = len(text) <= _SHORT and not any(map(str.isspace, text))
    return tag("span", text, style="white-space:nowrap") if is_short else shorten(text)


def shorten(text: str, limit: int = _MOST_CHARACTERS) -> str:
    """Return a text, cut where it is too long to read."""
    return text if len(text) <= limit else f"{text[:limit]}…"


def name_entity(entity: Entity) -> Html:
    """Return an entity in a line: label, type, identifier and link."""
    return join(tag("b", shorten(entity.label)), f" {entity.type.value} · ", code(f"ent:{entity.slug}"), _link(entity))


def _link(entity: Entity) -> Html | None:
    """Return the link to Wikidata, or to the address that the user's own table gives."""
    if entity.wikidata is None:
        return None
    is_item = entity.wikidata[:1] == "Q" and entity.wikidata[1:].isdigit()
    address = f"https://www.wikidata.org/wiki/{entity.wikidata}" if is_item else entity.wikidata
    return join(" · ", link(f"Wikidata {entity.wikidata}" if is_item else shorten(entity.wikidata), address))


def quote(assertion: Assertion) -> Html:
    """Return the sentence behind an assertion, the words of the fact marked."""
    roles = (
        ("subject", assertion.subject_span), ("predicate", assertion.predicate_span),
        ("object", assertion.object_span), ("named before", assertion.subject_antecedent or ()),
        ("named before", assertion.object_antecedent or ()),
    )  # fmt: skip
    marks = [
        (span.start - assertion.start, span.end - assertion.start, role) for role, spans in roles for span in spans
    ]
    return mark(assertion.sentence, marks)


def mark(text: str, marks: Iterable[tuple[int, int, str]]) -> Html:
    """Return a text with marks in it, each from one character to another in a role; a long text is cut around them.

    Where marks overlap, the first one's form is taken and the roles of all are told.
    """
    inside = [(start, end, role) for start, end, role in marks if 0 <= start < end <= len(text)]
    begin, finish = _window(text, min((start for start, _, _ in inside), default=0))
    edges = {begin, finish, *(edge for start, end, _ in inside for edge in (start, end) if begin < edge < finish)}
    parts: list[Child] = ["…" if begin else ""]
    for start, end in pairwise(sorted(edges)):
        roles = [role for first, last, role in inside if first <= start and end <= last]
        words = text[start:end]
        parts.append(_mark(words, list(dict.fromkeys(roles))) if roles else words)
    return join(*parts, "…" if finish < len(text) else "")


def _mark(words: str, roles: Sequence[str]) -> Html:
    style = f"color:inherit;border-radius:.15em;{_MARKS[roles[0]]}"
    return tag("mark", words, style=style, title=", ".join(roles))


def _window(text: str, first: int) -> tuple[int, int]:
    """Return which characters of a text are shown: all, or of a long one those around the first mark."""
    if len(text) <= _MOST_CHARACTERS:
        return 0, len(text)
    begin = max(0, min(first - _BEFORE_MARKS, len(text) - _MOST_CHARACTERS))
    return begin, begin + _MOST_CHARACTERS


def list_some(items: Sequence[Child], limit: int) -> Html:
    """Return the first items with commas between them, and how many more there are."""
    more = f" and {len(items) - limit:,} more" if len(items) > limit else ""
    return join(join_with(", ", items[:limit]), more)
