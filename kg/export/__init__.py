"""A graph as a file: RDF from the store, GraphML, GEXF and a page from the projection, CSV and JSON of assertions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg import rdf
from kg.errors import ExportError
from kg.export import records, selection, triples
from kg.export.files import write_file, write_stream
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.jsonld import write_jsonld
from kg.export.page import write_page
from kg.model import Settings, Status
from kg.projection import SHOWN, Filter, Projection, make_filter
from kg.vocabulary import Namespaces

__all__ = ["FORMATS", "RDF_FORMATS", "export", "find_format"]

_WRITERS_OF_QUADS = {
    "ttl": triples.write_turtle,
    "nt": triples.write_ntriples,
    "rdf": triples.write_rdfxml,
    "nq": triples.write_nquads,
    "trig": triples.write_trig,
    "jsonld": write_jsonld,
}
_WRITERS_OF_PROJECTIONS = {"graphml": write_graphml, "gexf": write_gexf}
_WRITERS_OF_RECORDS = {"csv": records.write_table, "jsonl": records.write_records}
_PAGE = "html"

RDF_FORMATS = tuple(_WRITERS_OF_QUADS)
FORMATS = (*_WRITERS_OF_QUADS, *_WRITERS_OF_PROJECTIONS, *_WRITERS_OF_RECORDS, _PAGE)
"""The suffixes that can be written; each may be followed by .gz."""

_COMPRESSED = ".gz"


def export(
    source: rdf.QuadSource,
    target: str | Path | BinaryIO,
    settings: Settings,
    *,
    format: str | None = None,
    status: str | Iterable[str] | None = None,
    types: str | Iterable[str] | None = None,
    since: str | None = None,
    until: str | None = None,
    min_confidence: float = 0.0,
    only_asserted: bool = False,
) -> None:
    """Write a graph to a file or a binary stream; the same graph gives the same bytes.

    The format is `format`, else the suffix of the file: `ttl nt rdf` write the union of all graphs as
    triples, `nq trig jsonld` keep the graphs, `graphml gexf` are the projection (asserted and reported unless
    `status` says otherwise), `csv jsonl` have one assertion record a line; with `.gz` behind it, compressed. `html` is
    one page to open in a browser, without a server: the picture of the graph with a sentence behind every line. It
    holds assertions of all four statuses unless `status` says otherwise, and shows the negated and hypothetical ones
    only when its reader asks for them; of more than 20,000 it holds the best supported ones, and says so.

    The filters choose assertions, in RDF with all that describes them and the plain triples that follow
    from them. `only_asserted` leaves the graph kg:reported out of RDF, as it does in a query, and elsewhere
    is the same as `status="asserted"`. A file is written whole or not at all. Raises `ExportError` for an
    unknown format, a file that cannot be written, and a graph that a format cannot hold, and `KGError` for a
    page if the front end is not built.
    """
    name = find_format(target, format)
    if only_asserted and status is not None:
        raise ExportError("Give either a status or only_asserted (--only asserted), not both.")
    if only_asserted and name not in RDF_FORMATS:
        status = Status.ASSERTED
    if status is None and name in _WRITERS_OF_PROJECTIONS:
        status = SHOWN
    wanted = make_filter(status, types, since, until, min_confidence)
    write = _writer(source, settings, name, wanted, only_asserted=only_asserted)
    compress = _is_compressed(target, format)
    if isinstance(target, str | Path):
        write_file(Path(target), write, compress=compress)
    else:
        write_stream(target, write, compress=compress)


def _writer(
    source: rdf.QuadSource, settings: Settings, name: str, wanted: Filter, *, only_asserted: bool
) -> Callable[[BinaryIO], None]:
    """Return what writes the graph to a stream."""
    if name in _WRITERS_OF_QUADS:
        chosen: rdf.QuadSource = source if wanted == Filter() else selection.Selection(source, settings, wanted)
        shown = selection.WithoutReported(chosen) if only_asserted else chosen
        return partial(_WRITERS_OF_QUADS[name], shown, Namespaces(settings.base))
    if name == _PAGE:
        return partial(write_page, source, settings, wanted)
    if name in _WRITERS_OF_PROJECTIONS:
        lines = _WRITERS_OF_PROJECTIONS[name](Projection(source, settings, wanted))
    else:
        lines = _WRITERS_OF_RECORDS[name](filter(wanted, rdf.assertions(source, settings)))
    return lambda out: out.writelines(lines)


def find_format(target: str | Path | BinaryIO, format: str | None = None) -> str:
    """Return the format asked for, else that of the suffix, without `.gz`; `ExportError` for one that is not known.

    >>> find_format("graph.TTL"), find_format("graph.nt.gz"), find_format("-", "jsonl")
    ('ttl', 'nt', 'jsonl')
    """
    name = _suffixes(target, format).removesuffix(_COMPRESSED).rpartition(".")[2]
    if name in FORMATS:
        return name
    known = f"The formats are {', '.join(FORMATS)}, each also compressed, with .gz."
    if format is not None:
        raise ExportError(f"There is no format {format!r}. {known}")
    if not isinstance(target, str | Path):
        raise ExportError(f"There is no name whose suffix tells the format: give it, with --format. {known}")
    found = (
        f"The suffix .{name} of {target} is not known"
        if name
        else f"There is no suffix that tells the format of {target}"
    )
    raise ExportError(f"{found}: choose one, or give --format. {known}")


def _is_compressed(target: str | Path | BinaryIO, format: str | None) -> bool:
    """Whether the format asks for compression, or the name of the file does."""
    path = str(target) if isinstance(target, str | Path) else ""
    return any(name.lower().endswith(_COMPRESSED) for name in (format or "", path))


def _suffixes(target: str | Path | BinaryIO, format: str | None) -> str:
    """Return the suffixes that tell the format, in lower case: ".nt.gz"."""
    if format is not None:
        return "." + format.lower().removeprefix(".")
    return "".join(Path(target).suffixes[-2:]).lower() if isinstance(target, str | Path) else ""
