"""The directory of a store: one live store for the writer, and published checkpoints for readers.

rdf/live/               the store that a build writes; nobody else opens it
rdf/published/000007/   a checkpoint: `all`, and `asserted`, which lacks kg:reported (hard links, so small); SIZES
rdf/published/000007.lock   readers hold it shared, so that a checkpoint in use is not deleted
rdf/CURRENT             the name of the newest checkpoint, replaced by a rename
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError, GraphLocked
from kg.vocabulary import REPORTED_GRAPH

_SIZES = "SIZES"
_STAMP = "STAMP"
_CHANGING = ("LOG", "LOCK")
"""What RocksDB writes to even where it only reads."""


def open_live(directory: Path) -> ox.Store:
    """Open the live store, made if missing; `GraphLocked` if another process writes to it."""
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        store = ox.Store(str(directory))
        for stray in directory.glob("bulk-*.sst"):  # what a killed bulk load left
            stray.unlink()
        return store
    except (OSError, RuntimeError) as error:  # RuntimeError: a damaged file
        # RocksDB says "lock hold by current process" or "Resource temporarily unavailable".
        if "lock hold" in str(error) or "temporarily unavailable" in str(error):
            raise GraphLocked(f"Another process writes to {directory.parent}; wait until it is done.") from error
        raise GraphError(f"Cannot open {directory} for writing: {error}.") from error


def hold_checkpoint(directory: Path) -> tuple[Path, int]:
    """Return the newest checkpoint and a shared lock on it, so that no build deletes it while it is read."""
    for _ in range(100):  # a build may publish, and clean up, between two of the steps
        try:
            name = (directory / "CURRENT").read_text(encoding="ascii").strip()
            lock = os.open(directory / "published" / f"{name}.lock", os.O_RDONLY)
        except FileNotFoundError:
            if not (directory / "CURRENT").exists():
                break
            continue
        fcntl.flock(lock, fcntl.LOCK_SH)
        checkpoint = directory / "published" / name
        if checkpoint.is_dir():
            fault = _find_fault(checkpoint)
            if fault is None:
                return checkpoint, lock
            os.close(lock)
            raise GraphError(f"Cannot open {checkpoint}: {fault}. `kg rebuild` makes it anew.")
        os.close(lock)
    raise GraphError(f"the build of {directory.parent} never finished; run the same kg build again, or: kg rebuild")


def _note_sizes(checkpoint: Path) -> None:
    """Note how large the files of a checkpoint are: RocksDB opens a truncated one as if it held less."""
    files = sorted(path for path in checkpoint.rglob("*") if path.is_file() and path.name not in _CHANGING)
    lines = [f"{path.stat().st_size} {path.relative_to(checkpoint)}\n" for path in files]
    (checkpoint / _SIZES).write_text("".join(lines), encoding="utf-8")


def _find_fault(checkpoint: Path) -> str | None:
    """Return which file of a checkpoint is not as long as it was, None if all are; nothing but sizes is read."""
    try:
        lines = (checkpoint / _SIZES).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:  # of an earlier version of kg
        return None
    for size, name in (line.split(" ", 1) for line in lines):
        try:
            if (checkpoint / name).stat().st_size != int(size):
                return f"{name} is damaged"
        except FileNotFoundError:
            return f"{name} is gone"
    return None


def copy_checkpoint(directory: Path, target: Path) -> None:
    """Copy the newest checkpoint to another directory of a store, where readers find it; builds go on meanwhile."""
    checkpoint, lock = hold_checkpoint(directory)
    try:
        shutil.copytree(checkpoint, target / "published" / checkpoint.name)
        (target / "published" / f"{checkpoint.name}.lock").touch()
        (target / "CURRENT").write_text(checkpoint.name + "\n", encoding="ascii")
    finally:
        os.close(lock)


def read_stamp(checkpoint: Path) -> str | None:
    """Return what a checkpoint was stamped with when it was published, None if it was not."""
    try:
        return (checkpoint / _STAMP).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None


def read_mark(directory: Path) -> str | None:
    """Return what changes whenever a checkpoint is published, None while there is none; it costs next to nothing."""
    try:
        found = (directory / "CURRENT").stat()
    except FileNotFoundError:
        return None
    return f"{found.st_ino:x}-{found.st_mtime_ns:x}"


def publish(store: ox.Store, directory: Path, stamp: str | None = None) -> Path:
    """Make a checkpoint of the live store the newest, and return its directory; `stamp` tells what it was made of."""
    published = directory / "published"
    published.mkdir(exist_ok=True)
    _remove_strays(published)
    numbers = [int(path.name) for path in published.iterdir() if path.name.isdigit()]
    name = f"{max(numbers, default=0) + 1:06}"
    work = published / f"{name}.tmp"
    work.mkdir()
    store.flush()
    store.backup(str(work / "all"))
    store.backup(str(work / "asserted"))
    asserted = ox.Store(str(work / "asserted"))
    asserted.remove_graph(ox.NamedNode(REPORTED_GRAPH))
    asserted.flush()
    del asserted  # closes it
    if stamp is not None:
        (work / _STAMP).write_text(stamp, encoding="utf-8")
    _note_sizes(work)
    (published / f"{name}.lock").touch()
    work.rename(published / name)
    pointer = directory / "CURRENT.tmp"
    pointer.write_text(name + "\n", encoding="ascii")
    pointer.replace(directory / "CURRENT")
    _remove_stale(published, current=name)
    return published / name


def sweep(directory: Path) -> None:
    """Remove what a killed build left beside the newest checkpoint, and older ones that no reader has open."""
    published = directory / "published"
    _remove_strays(published)
    (directory / "CURRENT.tmp").unlink(missing_ok=True)
    _remove_stale(published, current=(directory / "CURRENT").read_text(encoding="ascii").strip())


def _remove_strays(published: Path) -> None:
    for stray in published.glob("*.tmp"):
        shutil.rmtree(stray)


def _remove_stale(published: Path, *, current: str) -> None:
    """Remove the checkpoints that are not current and that no reader has open."""
    for path in sorted(published.glob("*.lock")):
        if path.stem == current:
            continue
        lock = os.open(path, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(published / path.stem, ignore_errors=True)
            path.unlink()
        except BlockingIOError:  # somebody reads it
            continue
        finally:
            os.close(lock)
