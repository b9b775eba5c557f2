"""The built front end of the page: where its files lie, and the one command that makes them."""

from __future__ import annotations

from pathlib import Path

from kg.errors import KGError

BUILD_COMMAND = "python -m kg.web.build"
FOLDER = Path(__file__).parent / "web" / "static"
"""What the front end is built into; git ignores it, a wheel contains it."""


def read_file(name: str) -> str:
    """Return the text of a file of the built front end; `KGError`, with the command to run, if it was not built."""
    try:
        return (FOLDER / name).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise KGError(f"The front end is not built: {FOLDER / name} is missing. Run: {BUILD_COMMAND}") from error
