"""Pictures for notebooks: the graph, or what is near some entities, to look at and to walk through."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from kg.analysis.drawing import Network
from kg.errors import KGError
from kg.export.files import write_file
from kg.export.page import LIMIT, make_page, state_of, title_of
from kg.model import Status

NODES = 50
"""Nodes of a neighbourhood besides those asked for; as many names can be read in the width of a notebook."""

_FURTHEST = 2
# It may run its script, and do nothing else: no forms, no windows, nothing of the notebook that it stands in.
_SANDBOX = "allow-scripts"


@dataclass(frozen=True)
class Picture:
    """A page that a notebook displays; equal if all it holds is. `height` is in pixels."""

    page: str
    description: str
    height: int

    def __repr__(self) -> str:
        return self.description

    def _repr_html_(self) -> str:
        """Return a frame that holds the whole page, so that nothing is fetched from anywhere."""
        return (
            f'<iframe title="{html.escape(self.description)}" sandbox="{_SANDBOX}" width="100%" height="{self.height}" '
            f'style="border: 1px solid #8888; border-radius: 4px" srcdoc="{html.escape(self.page)}"></iframe>'
        )

    def _repr_mimebundle_(self, **_: object) -> dict[str, str]:
        """Return the picture as HTML, and in words for those who show no HTML."""
        return {"text/html": self._repr_html_(), "text/plain": self.description}

    def save(self, path: str | Path) -> None:
        """Write the page to a file that any browser opens; `ExportError` if it cannot be written."""

        def write(out: BinaryIO) -> None:
            out.write(self.page.encode())

        write_file(Path(path), write)


def draw(
    network: Network, identifiers: Sequence[str], labels: Sequence[str], *, depth: int, statuses: Sequence[Status],
    height: int,
) -> Picture:  # fmt: skip
    """Return the picture of what is near some nodes, at most `depth` edges away; of the whole network without any.

    `labels` are the names of the nodes. Raises `KGError` for another depth than 1 and 2, or where no edge joins any of
    the nodes to another.
    """
    if depth not in range(1, _FURTHEST + 1):
        raise KGError(f"A depth of {depth} is not drawn: it is 1, for neighbours, or {_FURTHEST}, for theirs as well")
    if not identifiers:
        shown = network.sample(LIMIT)
        page = make_page(shown, title_of(shown), state=state_of(statuses))
        return Picture(page, _describe("The whole graph", shown), height)
    title = " and ".join(labels)
    shown = network.near(identifiers, depth=depth, limit=NODES * depth)
    if not shown.edges:
        raise KGError(f"No fact joins {title} to another entity; with another status there may be one")
    state = state_of(statuses) | {"show": "all"}
    if len(identifiers) == 1:  # what is said of it can be read at once
        state["selected"] = identifiers[0]
    page = make_page(shown, title, state=state, taken=f"those among the entities nearest to {title}")
    return Picture(page, _describe(title, shown), height)


def _describe(title: str, shown: Network) -> str:
    """Return how much a picture shows: "Russia: 80 of 227 entities and 393 of 1,203 facts"."""
    nodes, edges = _count(len(shown.nodes), shown.total_nodes), _count(len(shown.edges), shown.total_edges)
    return f"{title}: {nodes} entities and {edges} facts"


def _count(shown: int, total: int) -> str:
    return f"{shown:,}" if shown == total else f"{shown:,} of {total:,}"
