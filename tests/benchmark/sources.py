"""Finds the data and the scorers beside the repository; none of them is copied into it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from .floors import ROOT

BESIDE = ROOT.parent / "shared"


class Skipped(Exception):
    """The data of a benchmark are not there; the message names them."""


def find(shared: Path | None, *names: str) -> list[Path]:
    """Return files and folders of the shared folder, which is looked for beside the repository if None.

    Raises `Skipped` where one of them is not there.
    """
    folder = shared or BESIDE
    paths = [folder / name for name in names]
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise Skipped(f"{', '.join(missing)} not there; name the folder of the data with --shared DIR")
    return paths


def load_scorer(path: Path) -> ModuleType:
    """Return the module in a file; importing it writes nothing beside the file, which may be read-only."""
    specification = importlib.util.spec_from_file_location(path.stem, path)
    if specification is None or specification.loader is None:
        raise ImportError(f"{path}: no Python module")
    module = importlib.util.module_from_spec(specification)
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        specification.loader.exec_module(module)
    finally:
        sys.dont_write_bytecode = before
    return module
