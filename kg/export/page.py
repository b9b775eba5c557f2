"""The graph as one page to mail around: it opens in any browser, asks nobody, and has a sentence behind every line.

The page is made by the front end (`single.html`); here the network is put into it. Its own Content-Security-Policy
lets it run the script that stands in it and nothing else, and fetch nothing.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from kg.analysis.drawing import Network, read_network
from kg.bundle import BUILD_COMMAND, read_file
from kg.errors import KGError
from kg.model import EntityType, Status

if TYPE_CHECKING:
    from kg import rdf
    from kg.model import Settings
    from kg.projection import Filter

LIMIT = 20_000
"""Edges in a page: `python -m tests.benchmark drawing` tells how soon so many are shown without a graphics card."""

TEMPLATE = "single.html"
_NETWORK = '"__KG_NETWORK__"'
_TITLE = "__KG_TITLE__"
_NO_TITLE = "Knowledge graph"
_NAMES_IN_TITLE = 3
NO_STATE: Mapping[str, str] = MappingProxyType({})
_TAKEN = "those that most documents state, and then those that join the most central entities"
# What would end the script element, and what old parsers take for the end of a line; JSON may write them so as well.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def write_page(source: rdf.QuadSource, settings: Settings, wanted: Filter, out: BinaryIO) -> None:
    """Write the page of the assertions that a filter lets through; the same graph gives the same bytes.

    Of more than `LIMIT` those are taken that most documents state. The page begins with the statuses that the filter
    names, else with the asserted and reported. Raises `KGError`, with the command to run, if there is no front end.
    """
    template = read_file(TEMPLATE)
    network = read_network(source, settings, wanted=wanted, has_quotes=True).sample(LIMIT)
    page = make_page(network, title_of(network), state=state_of(wanted.statuses), template=template)
    out.write(page.encode())


def make_page(
    network: Network,
    title: str,
    *,
    state: Mapping[str, str] = NO_STATE,
    taken: str = _TAKEN,
    template: str | None = None,
) -> str:
    """Return the page of a network, whose edges should have their quotes.

    `state` is what the picture begins with, in the words of the page's address ("show": "all"), and `taken` tells which
    facts a sample holds. Nothing in names, titles or quotes is ever run: they are data, escaped, and the page shows
    them as text. `template` is `single.html` unless given. Raises `KGError` if the front end is not built.
    """
    page = read_file(TEMPLATE) if template is None else template
    if _NETWORK not in page:
        raise KGError(f"{TEMPLATE} of the front end has no place for a network. Run: {BUILD_COMMAND}")
    told = {"title": title, "state": dict(state), "taken": taken}
    data = json.dumps(told | {"network": network.record()}, ensure_ascii=False, separators=(",", ":"))
    before, _, after = page.partition(_NETWORK)
    return f"{before.replace(_TITLE, html.escape(title))}{data.translate(_ESCAPES)}{after}"


def state_of(statuses: Iterable[Status]) -> dict[str, str]:
    """Return the state of a picture that begins with these statuses; without one, with the asserted and reported."""
    named = ",".join(sorted(statuses))
    return {"status": named} if named else {}


def title_of(network: Network) -> str:
    """Return the names of the most central nodes, concepts last: "Russia, Syria, Iran and others"."""
    central = sorted(network.nodes, key=lambda node: (node.type == EntityType.CONCEPT, -node.centrality, node.id))
    names = [node.label for node in central[:_NAMES_IN_TITLE]]
    if len(central) > len(names):
        return f"{', '.join(names)} and others"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]])) or _NO_TITLE
