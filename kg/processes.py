"""What another process takes of the machine."""

from __future__ import annotations

from functools import cached_property

import psutil


class Gauge:
    """Tells how much memory and time a process of ours takes; of one that has died, nothing."""

    def __init__(self, pid: int) -> None:
        self._pid = pid

    @cached_property
    def _process(self) -> psutil.Process:
        return psutil.Process(self._pid)

    def count_bytes(self) -> int:
        """Return how much memory the process holds, 0 if it has died."""
        try:
            size: int = self._process.memory_info().rss
        except psutil.Error:
            return 0
        return size

    def count_seconds(self) -> float:
        """Return how much time of the processors the process has taken, 0 if it has died."""
        try:
            times = self._process.cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)
