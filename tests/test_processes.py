"""What a process of ours takes is told while it lives, and nothing of it afterwards."""

from __future__ import annotations

import subprocess
import sys

from kg.processes import Gauge

HOLDING = "x = bytearray(50_000_000); y = sum(range(5_000_000)); print(flush=True); input()"


def test_memory_and_time_are_those_of_the_process() -> None:
    command = [sys.executable, "-c", HOLDING]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        gauge = Gauge(process.pid)
        assert 50_000_000 < gauge.count_bytes() < 200_000_000
        assert 0 < gauge.count_seconds() < 60
    assert (gauge.count_bytes(), gauge.count_seconds()) == (0, 0)


def test_nothing_is_told_of_a_process_that_is_gone() -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        pass
    assert (Gauge(process.pid).count_bytes(), Gauge(process.pid).count_seconds()) == (0, 0)
