"""Dataset → RDF store: writes what changed, and publishes it for readers."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

from kg.archive import FULL_DISK, RDF_NAME
from kg.errors import GraphError, GraphLocked
from kg.model import Dataset, Settings

_log = logging.getLogger(__name__)


def publish(folder: Path, dataset: Dataset, settings: Settings, version: str) -> None:
    """Write what changed into the store, and publish a checkpoint for readers; a damaged store is written anew.

    Raises `GraphError` if it cannot be written, such as to a full disk; readers then keep what was published before.
    """
    try:
        _write(folder, dataset, settings, version)
    except GraphLocked:
        raise
    except (GraphError, OSError, RuntimeError) as error:
        _refuse_full(folder, error)
        _log.warning("the store in %s is damaged, and is written anew (%s)", folder / RDF_NAME, error)
        shutil.rmtree(folder / RDF_NAME / "live", ignore_errors=True)
        try:
            _write(folder, dataset, settings, version)
        except (OSError, RuntimeError) as again:
            _refuse_full(folder, again)
            raise GraphError(f"the graph in {folder} cannot be written: {again}") from again


def _refuse_full(folder: Path, error: Exception) -> None:
    """Raise `GraphError` if a disk is full, which Oxigraph says in words only."""
    if "No space left" in str(error) or "File too large" in str(error):
        raise GraphError(f"the graph in {folder} cannot be written: {FULL_DISK}") from error


def _write(folder: Path, dataset: Dataset, settings: Settings, version: str) -> None:
    from kg import rdf
    from kg.store import open_store

    with open_store(folder / RDF_NAME, write=True, settings=settings) as store:
        store.replace_all(rdf.quads(dataset, settings, version=version))
        store.publish()
