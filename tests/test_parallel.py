"""Work spread over processes: in order, with the errors of the work, and never hanging on one that dies."""

from __future__ import annotations

import os
import signal
from functools import partial

import pytest

from kg.errors import GraphError, KGError
from kg.pipeline.parallel import call_apart, map_in_order


def make(start: int) -> int:
    return start


def add(context: int, number: int) -> tuple[int, int]:
    return context + number, os.getpid()


def fail(_: int, number: int) -> int:
    if number == 3:
        raise GraphError("three")
    return number


def die(_: int, number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_order(workers: int) -> None:
    found = list(map_in_order(add, partial(make, 100), range(30), workers))
    assert [number for number, _ in found] == list(range(100, 130))
    assert all((process == os.getpid()) is (workers == 1) for _, process in found)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_the_work_is_raised(workers: int) -> None:
    with pytest.raises(GraphError, match="three"):
        list(map_in_order(fail, partial(make, 0), range(10), workers))


def test_a_process_that_dies_is_an_error() -> None:
    with pytest.raises(KGError, match="died"):
        list(map_in_order(die, partial(make, 0), range(10), 2))


def test_a_call_apart_returns_what_the_function_does() -> None:
    process = call_apart(tell_process, 7)
    assert process[0] == 7
    assert process[1] != os.getpid()
    with pytest.raises(GraphError, match="seven"):
        call_apart(fail_apart, 7)


def tell_process(number: int) -> tuple[int, int]:
    return number, os.getpid()


def fail_apart(_: int) -> None:
    raise GraphError("seven")
