"""Runs commands, in this process or in one of their own; the tests of all of them use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from kg.cli import main

ROOT = Path(__file__).parents[2]
SELECT = "SELECT ?o { ent:russia rel:oppose ?o }"


def run(*arguments: str | Path, code: int = 0, stdin: str | bytes | None = None) -> Result:
    """Return what a command prints; its exit status has to be `code`."""
    result = CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin)
    assert result.exit_code == code, result.output
    return result


def start(*arguments: str | Path) -> subprocess.Popen[str]:
    """Return a command started in a process group of its own."""
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
