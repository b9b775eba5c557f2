"""The benchmark of `kg serve`, with few clients for some seconds: nobody goes without an answer."""

from __future__ import annotations

from benchmark.serving import measure, measure_protocol


def test_a_crowd_that_means_no_good_is_answered() -> None:
    found = {measure.name: measure for measure in measure(12, 4, 400, "--time-limit", "2")}
    for name in (
        "requests of the crowd that had a status",
        "malformed requests that were refused",
        "an ordinary query after it all, answered",
        "is up at the end",
    ):
        assert found[name].score == 100, name
    answered = found["ordinary queries in the crowd, answered"]
    assert answered.score > 90 and answered.examples > 5
    assert (
        found["ordinary queries beside a bomb, p95"].score < 2_000
    )  # on a busy machine
    memory = found["peak memory of server and workers together"]
    assert 0 < memory.score < memory.limit


def test_the_tests_of_the_w3c_are_counted() -> None:
    counted = list(measure_protocol())
    assert [(measure.score, measure.examples) for measure in counted] == [(100, 20), (100, 14), (100, 3)]
