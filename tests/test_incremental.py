"""A sample of what `python -m tests.benchmark incremental` runs in full: after any history, a graph is as if fresh."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from incremental import Machine

from kg.extractors import RuleExtractor


def test_after_any_history_a_graph_is_what_a_fresh_build_makes(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("extract", "version"):  # restored when the test ends
        monkeypatch.setattr(RuleExtractor, name, getattr(RuleExtractor, name))
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=10, stateful_step_count=15, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert Machine.counts["kills"] and Machine.counts["builds"] and Machine.counts["decisions"], Machine.counts
