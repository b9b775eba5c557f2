"""Dataset → RDF store: writes what changed, and publishes it for readers."""

from __future__ import annotations

from pathlib import Path

from kg.archive import RDF_NAME
from kg.model import Dataset, Settings


def publish(folder: Path, dataset: Dataset, settings: Settings, version: str) -> None:
    """Write what changed into the store, and publish a checkpoint for readers."""
    from kg import rdf
    from kg.store import open_store

    with open_store(folder / RDF_NAME, write=True, settings=settings) as store:
        store.replace_all(rdf.quads(dataset, settings, version=version))
        store.publish()
