"""Opens what a graph folder has published, and derives it anew where it is damaged or out of date."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.model import Settings

if TYPE_CHECKING:
    from kg.store import EmbeddedStore


def open_published(folder: Path) -> EmbeddedStore:
    """Return what was published, derived anew if it is damaged or of another state than the archive.

    Raises `GraphError` if there is no finished graph.
    """
    try:
        return _open(folder)
    except GraphError as error:
        from kg.pipeline.maintenance import derive_store

        derive_store(folder, error)
        return _open(folder)


def _open(folder: Path) -> EmbeddedStore:
    from kg.archive import RDF_NAME, open_archive, settings_of
    from kg.store import open_store

    with open_archive(folder) as archive:
        before = archive.read_stamp()
        store = open_store(folder / RDF_NAME, settings=settings_of(archive))
        # Once more, for a build may have published and stamped between the two; it has no stamp while it runs.
        if {before, archive.read_stamp()} & {None, store.stamp}:
            return store
    store.close()
    raise GraphError(f"{folder / RDF_NAME} was made of another state of the archive")


def read_settings(folder: Path) -> Settings:
    """Return the settings that a graph folder was last built with."""
    from kg.archive import open_archive, settings_of

    with open_archive(folder) as archive:
        return settings_of(archive)
