"""Histories of a graph, drawn at random: after each of them it is what a fresh build makes."""

from __future__ import annotations

import logging
import sys
import time
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test


def run(sequences: int, steps: int) -> tuple[Counter[str], float]:
    """Return what was done in so many histories of so many steps, and the seconds; the first that fails is raised."""
    sys.path.insert(0, str(Path(__file__).parents[1]))
    from incremental import Machine

    logging.getLogger("kg").setLevel(logging.ERROR)  # each upgrade tells what is read anew
    started = time.monotonic()
    Machine.counts.clear()
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=sequences, stateful_step_count=steps, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    return Machine.counts, time.monotonic() - started
