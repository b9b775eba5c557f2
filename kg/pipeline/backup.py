"""Copies a graph folder while it is read, and while a build writes to it; the copy is a graph folder, and checked."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from kg.archive import ARCHIVE_NAME, RDF_NAME, open_archive
from kg.decisions import FILE_NAME
from kg.errors import GraphError


@dataclass(frozen=True)
class Backup:
    """A copy of a graph folder: where it is, its size in bytes, and how much is in it.

    `quads` is 0 if the graph had no readable RDF store, which the first query of the copy then derives.
    """

    path: str
    documents: int
    quads: int
    size: int


def back_up(folder: str | Path, target: str | Path, *, force: bool = False) -> Backup:
    """Copy a graph folder to `target`, a folder that can be used in its place, and return what was copied.

    The archive is copied as of its last commit, the RDF store as it was last published. The copy is checked, and gets
    its name only then. Raises `GraphError` if the folder holds no graph, if `target` exists (with `force` an earlier
    backup is replaced) or cannot be written, and if the copy is not what it should be.
    """
    folder, target = Path(folder), Path(target)
    _check_target(folder, target, force=force)
    part = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(part, ignore_errors=True)  # what a killed backup left
        part.mkdir()
        copied = _copy_parts(folder, part)
        _flush(part)
        _give_name(part, target)
    except OSError as error:
        raise GraphError(f"the backup {target} cannot be written: {error.strerror or error}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    return Backup(str(target), *copied, size)


def _check_target(folder: Path, target: Path, *, force: bool) -> None:
    if target.resolve().is_relative_to(folder.resolve()):
        raise GraphError(f"{target} lies in the graph folder itself; name another place for the backup")
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return
    if not (target / ARCHIVE_NAME).is_file():
        raise GraphError(f"{target} exists and is no graph folder; name another place for the backup")
    if not force:
        raise GraphError(f"{target} exists; name another place, or replace it with --force")


def _copy_parts(folder: Path, part: Path) -> tuple[int, int]:
    """Copy archive, decisions and RDF store, and return how many documents and quads the copy holds."""
    quads = _copy_store(folder / RDF_NAME, part / RDF_NAME)  # the archive never has less than what is published
    with open_archive(folder) as archive:
        archive.copy_to(part / ARCHIVE_NAME)
    if (folder / FILE_NAME).is_file():
        shutil.copy2(folder / FILE_NAME, part / FILE_NAME)
    with open_archive(part) as copy:
        fault = copy.find_fault()
        if fault:
            advice = "restore an older backup, or build the graph again from the articles"
            raise GraphError(f"the archive in {folder} is damaged, and so would be its copy ({fault}); {advice}")
        return copy.counts()[0], quads


def _copy_store(rdf: Path, copy: Path) -> int:
    """Copy the newest checkpoint, if it can be read, and return how many quads it holds."""
    from kg.store import open_store
    from kg.store.checkpoints import copy_checkpoint

    try:
        copy_checkpoint(rdf, copy)
        with open_store(copy) as store:
            return len(store)
    except GraphError:  # none, or a damaged one: it is derived when it is needed
        shutil.rmtree(copy, ignore_errors=True)
        return 0


def _flush(part: Path) -> None:
    """Make sure that all is on the disk before it gets its name."""
    for path in (*part.rglob("*"), part):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _give_name(part: Path, target: Path) -> None:
    """Rename the copy; what stood there before goes only when the copy is there."""
    former = target.with_name(f".{target.name}.former")
    shutil.rmtree(former, ignore_errors=True)
    if target.exists():
        target.rename(former)
    part.rename(target)
    shutil.rmtree(former, ignore_errors=True)
