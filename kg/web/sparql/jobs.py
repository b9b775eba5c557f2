"""What the server and a process that runs queries tell each other: jobs, results, and why there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True)
class Limits:
    """What queries may take; equal if all figures are.

    `seconds` is the time of one query, `megabytes` (millions of bytes) the memory of the process that runs it, `rows`
    and `result_megabytes` the size of a result. `workers` processes run queries, `waiting` queries may wait for one;
    a request has at most `request_bytes`. Results that are being sent may take `spool_megabytes` on disk together.
    """

    seconds: float = 10.0
    megabytes: int = 1_000
    rows: int = 100_000
    result_megabytes: int = 50
    workers: int = 4
    waiting: int = 64
    request_bytes: int = 1_000_000
    spool_megabytes: int = 1_000


class Kind(StrEnum):
    """What a query gives."""

    BINDINGS = "bindings"
    BOOLEAN = "boolean"
    GRAPH = "graph"


class Reason(StrEnum):
    """Why a query has no result."""

    SYNTAX = "syntax"
    REFUSED = "refused"
    UNACCEPTABLE = "unacceptable"
    TIME = "time"
    MEMORY = "memory"
    ROWS = "rows"
    SIZE = "size"
    FAILED = "failed"
    CRASHED = "crashed"
    BUSY = "busy"
    DOWN = "down"


OUT_OF_MEMORY = (
    "The query needs more memory than this server gives to one, and was stopped. Join fewer patterns, or "
    "sort and group fewer rows."
)


class Failure(Exception):
    """A query without a result: why, and what to tell the client."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True)
class Job:
    """A query and how its result is wanted; equal if everything in it is.

    The dataset is what the request names: None leaves it to the query. `formats` has the name of a format for each
    kind of result that the client takes.
    """

    query: str
    formats: Mapping[str, str]
    rows: int
    size: int
    seconds: float
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None

    def encode(self) -> bytes:
        """Return the job as JSON."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Return the job that was encoded."""
        content = json.loads(data)
        for key in ("default_graphs", "named_graphs"):
            content[key] = None if content[key] is None else tuple(content[key])
        return cls(**content)


HEAD = 5
"""Bytes before each message: one that tells what it is, and four with its length."""

READY, STARTED, DATA, DONE, FAILED = b"R", b"S", b"D", b"Z", b"E"
"""What a process says: it is ready, a result of some kind begins, a part of it, its end, or why there is none."""

MESSAGE = 65_536
"""Bytes of a result that are sent at once."""


def frame(kind: bytes, content: bytes) -> bytes:
    """Return a message with its head.

    >>> frame(DATA, b"abc")
    b'D\\x00\\x00\\x00\\x03abc'
    """
    return kind + len(content).to_bytes(4, "big") + content


def read_head(head: bytes) -> tuple[bytes, int]:
    """Return what kind of message follows, and its length.

    >>> read_head(frame(DONE, b"12")[:HEAD])
    (b'Z', 2)
    """
    return head[:1], int.from_bytes(head[1:HEAD], "big")
