"""HTML that is safe by construction: `tag` escapes all but what it made itself.

Articles are hostile input: a name may be `<script>`, an address `javascript:...`. Nothing of a document becomes markup
here, and no style but the ones written in this folder. All styles are inline, for a notebook that is not trusted
loses every style sheet, and a sheet would reach beyond its own output.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

Child = str | int | float | None


class Html(str):
    """Characters that are HTML and safe; everything else is text and gets escaped."""

    __slots__ = ()


def tag(name: str, *children: Child, style: str = "", title: str = "", href: str = "") -> Html:
    """Return an element; children that are no `Html` are escaped, and None is nothing.

    >>> tag("b", "<script>", tag("i", "!"))
    '<b>&lt;script&gt;<i>!</i></b>'
    """
    attributes = (("style", style), ("title", title), ("href", href))
    written = "".join(f' {key}="{_escape(value)}"' for key, value in attributes if value)
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def join(*children: Child) -> Html:
    """Return the children one after the other, escaped where they are no `Html`."""
    return Html("".join(child if isinstance(child, Html) else _escape(child) for child in children))


def join_with(separator: Child, children: Iterable[Child]) -> Html:
    """Return the children with a separator between them; None is no child."""
    known = [child for child in children if child not in (None, "")]
    parts: list[Child] = []
    for child in known:
        parts += [separator, child] if parts else [child]
    return join(*parts)


def link(text: Child, address: str | None) -> Html:
    """Return the text as a link, if the address is one of the web: `javascript:` and the like are none.

    >>> link("x", "javascript:alert(1)")
    'x'
    """
    if address is None or not address.lower().startswith(("http://", "https://")):
        return join(text)
    return Html(tag("a", text, href=address).replace("<a ", '<a target="_blank" rel="noopener noreferrer" ', 1))


def _escape(child: Child) -> str:
    """Return text as HTML shows it; half a character of UTF-16, which no file can hold, becomes a question mark."""
    return "" if child is None else escape(str(child).encode("utf-8", "replace").decode("utf-8"))
