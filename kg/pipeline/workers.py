"""Runs an extractor over documents, in processes of their own unless there is little to read."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable
from functools import partial
from itertools import chain, islice

from kg.model import Document, Extraction, Extractor, LeftOut, Settings
from kg.pipeline.pool import Limits, Pool, extract_safely

__all__ = ["Limits", "count_processors", "extract_documents", "make_extractor"]


def make_extractor(settings: Settings) -> Extractor:
    """Return the extractor that settings name."""
    from kg.extractors import RuleExtractor

    return RuleExtractor(settings)


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
    """Yield each document with its extraction, as they are done; a document that the extractor fails on is left out.

    By default there is a process for each processor, and each document has the default limits. This process, which
    nothing can limit, does the work where one worker is asked for, or one document to read, and no `limits` are given.
    Documents are read from the iterable as they are needed. Who may stop before the end closes the generator
    (`contextlib.closing`), which ends the processes.
    """
    documents = iter(documents)
    first = list(islice(documents, 2))
    everything = chain(first, documents)
    if limits is None and (workers == 1 or len(first) < 2):
        yield from ((document, extract_safely(document, extractor)) for document in everything)
    elif first:
        pool = Pool(partial(make_extractor, settings), workers or count_processors(), limits or Limits())
        yield from pool.extract(everything)
