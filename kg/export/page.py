"""The graph as one page to mail around: it opens in any browser, asks nobody, and has a sentence behind every line.

The page is made by the front end (`single.html`); here the network is put into it. Its own Content-Security-Policy
lets it run the script that stands in it and nothing else, and fetch nothing.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, BinaryIO

from kg.analysis.drawing import Network, read_network
from kg.bundle import read_file
from kg.errors import KGError

if TYPE_CHECKING:
    from kg import rdf
    from kg.model import Settings
    from kg.projection import Filter

LIMIT = 20_000
"""Edges in a page; so many are drawn without a graphics card and without a pause (docs/graph-tools.md)."""

TEMPLATE = "single.html"
_NETWORK = '"__KG_NETWORK__"'
_TITLE = "__KG_TITLE__"
_NO_TITLE = "Knowledge graph"
# What would end the script element, or what old parsers take for the end of a line, as JSON may also write it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_page(source: rdf.QuadSource, settings: Settings, wanted: Filter, title: str | None, out: BinaryIO) -> None:
    """Write the page of the assertions that a filter lets through; the same graph gives the same bytes.

    Of more than `LIMIT` those are taken that most documents state. Raises `KGError`, with the command to run, if the
    front end was not built.
    """
    template = read_file(TEMPLATE)
    network = read_network(source, settings, wanted=wanted, has_quotes=True).sample(LIMIT)
    out.write(make_page(network, title or _NO_TITLE, template=template).encode())


def make_page(network: Network, title: str, *, template: str | None = None) -> str:
    """Return the page of a network, whose edges should have their quotes.

    Nothing in names, titles or quotes is ever run: they are data, escaped, and the page shows them as text.
    Raises `KGError` if the front end was not built, or is of another version.
    """
    page = read_file(TEMPLATE) if template is None else template
    if _NETWORK not in page:
        raise KGError(f"{TEMPLATE} of the front end has no place for a network: build the front end anew.")
    data = json.dumps({"title": title, "network": network.record()}, ensure_ascii=False, separators=(",", ":"))
    before, _, after = page.partition(_NETWORK)
    return f"{before.replace(_TITLE, html.escape(title))}{data.translate(_ESCAPES)}{after}"
