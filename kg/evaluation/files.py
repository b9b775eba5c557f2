"""Text files that others wrote: decoded, or an error with its place."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import EvaluationError

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class Problems:
    """What was wrong with the lines of a file, in their order; the file is used without them."""

    file: str
    lines: list[str] = field(default_factory=list)

    def add(self, number: int, message: str) -> None:
        """Note what was found on a line, numbered from 1."""
        self.lines.append(f"{self.file}, line {number}: {message}")


def read_text(path: Path) -> str:
    """Return the text of a file in UTF-8 or, as some spreadsheets write it, UTF-16 with its mark.

    Raises `EvaluationError` if it cannot be read or is no text.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise EvaluationError(f"{path} cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise EvaluationError(f"{path}, line {line}: not UTF-8; save or convert the file as UTF-8 first") from error
    return text.replace("\r\n", "\n")
