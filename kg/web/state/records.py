"""Assertion records as JSON, kept once they were read: reading one from the store takes longer than all else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import islice
from threading import Lock
from typing import Any

from kg import rdf
from kg.assertions import record
from kg.model import Assertion, Settings
from kg.store import Store

Record = dict[str, Any]

# Few enough for the list of a query, and for others to come in between.
_BATCH = 500


class Records:
    """The assertion records of a store, by identifier; what was read is kept in a file that goes away with this."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._lock = Lock()
        self._kept = sqlite3.connect("", check_same_thread=False)  # a temporary database, on disk where it grows
        self._kept.execute("CREATE TABLE records (id TEXT PRIMARY KEY, record TEXT NOT NULL) WITHOUT ROWID")

    def get(self, identifiers: Sequence[str]) -> list[Record]:
        """Return the records of these assertions, in this order; those that there are not are left out."""
        found = self._look_up(identifiers)
        missing = [identifier for identifier in identifiers if identifier not in found]
        if missing:
            iris = sorted(map(self._store.namespaces.assertion, missing))
            found |= self._keep(rdf.select_assertions(self._store, self._settings, iris))
        return [json.loads(found[identifier]) for identifier in identifiers if identifier in found]

    def fill(self) -> None:
        """Read all there are."""
        remaining = rdf.assertions(self._store, self._settings)
        while self._keep(islice(remaining, _BATCH)):
            pass

    def _look_up(self, identifiers: Sequence[str]) -> dict[str, str]:
        found: dict[str, str] = {}
        for start in range(0, len(identifiers), _BATCH):
            batch = identifiers[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            with self._lock:
                found |= self._kept.execute(f"SELECT id, record FROM records WHERE id IN ({marks})", batch).fetchall()
        return found

    def _keep(self, assertions: Iterable[Assertion]) -> dict[str, str]:
        read = {assertion.id: json.dumps(record(assertion), ensure_ascii=False) for assertion in assertions}
        with self._lock, self._kept:
            self._kept.executemany("INSERT OR REPLACE INTO records VALUES (?, ?)", read.items())
        return read
