"""Figures of code that runs in a process of its own, so that its peak of memory is its own."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import click

from .floors import ROOT

Found = TypeVar("Found")


def run_child(module: str, *words: object) -> dict[str, Any]:
    """Return what `python -m MODULE WORDS...`, run at the root of the repository, prints as JSON."""
    command = [sys.executable, "-m", module, *map(str, words)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False, text=True)
    if done.returncode:
        raise click.ClickException(f"{' '.join(command)} ended with {done.returncode}: {done.stderr.strip()[-1000:]}")
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def clock(work: Callable[[], Found]) -> tuple[Found, float]:
    """Return what some work gives, and the processor seconds that this process took for it, on all its threads.

    Other work on the machine changes them less than time on the wall.
    """
    started = time.process_time()
    found = work()
    return found, time.process_time() - started
