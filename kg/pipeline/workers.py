"""Runs an extractor over documents, in processes of their own unless there is little to read."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from functools import partial
from itertools import chain, islice

from kg.encoding import Encoded
from kg.linking import Item
from kg.model import Document, Extraction, Extractor, LeftOut, Settings
from kg.pipeline.pool import Limits, Pool, Summarize, extract_safely

__all__ = ["Limits", "count_processors", "extract_documents", "extract_encoded", "make_extractor", "make_summarizer"]


def make_extractor(settings: Settings) -> Extractor:
    """Return the extractor that settings name."""
    from kg.extractors import RuleExtractor

    return RuleExtractor(settings)


def make_summarizer(rows: Sequence[Item]) -> Summarize:
    """Return what makes summaries of documents, with names linked by the shipped tables and these rows."""
    from kg.entities import encode_summary, summarize
    from kg.linking import gazetteer_with

    gazetteer = gazetteer_with(rows)
    return lambda document, extraction: encode_summary(summarize(document, extraction, gazetteer))


def count_processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def extract_documents(
    documents: Iterable[Document],
    extractor: Extractor,
    settings: Settings,
    workers: int | None = None,
    *,
    limits: Limits | None = None,
) -> Generator[tuple[Document, Extraction | LeftOut], None, None]:
    """Yield each document with its extraction, as `extract_encoded` does."""
    with closing(extract_encoded(documents, extractor, settings, workers, limits=limits)) as extracted:
        for document, found in extracted:
            yield document, found.decode() if isinstance(found, Encoded) else found


def extract_encoded(
    documents: Iterable[Document],
    extractor: Extractor,
    settings: Settings,
    workers: int | None = None,
    *,
    limits: Limits | None = None,
    rows: Sequence[Item] | None = None,
) -> Generator[tuple[Document, Extraction | Encoded | LeftOut], None, None]:
    """Yield each document with its extraction, as they are done; a document that the extractor fails on is left out.

    Another process gives an extraction as JSON, as the archive keeps it, and with `rows`, those of the user's own
    gazetteer, the summary of the document as well. By default there is a process for each
    processor, and each document has the default limits. This process, which nothing can limit, does the work where one
    worker is asked for, or one document to read, and no `limits` are given. Documents are read from the iterable as
    they are needed. Who may stop before the end closes the generator (`contextlib.closing`), which ends the processes.
    """
    documents = iter(documents)
    first = list(islice(documents, 2))
    everything = chain(first, documents)
    if limits is None and (workers == 1 or len(first) < 2):
        yield from ((document, extract_safely(document, extractor)) for document in everything)
    elif first:
        make_summarize = partial(make_summarizer, tuple(rows)) if rows is not None else None
        make = partial(make_extractor, settings)
        pool = Pool(make, workers or count_processors(), limits or Limits(), make_summarize)
        yield from pool.extract(everything)
