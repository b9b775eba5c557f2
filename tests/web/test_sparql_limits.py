"""Queries that are too much are stopped, each with a clear answer, and ordinary ones go on being answered."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import pytest
from sparql_server import Answer, Client, serving, wait_until, workers_of

from kg.processes import Gauge
from kg.web.sparql.endpoint import Endpoint
from kg.web.sparql.jobs import Limits

TIGHT = Limits(seconds=1.5, megabytes=200, rows=1_000, result_megabytes=1, workers=2, waiting=4)
ORDINARY = "SELECT ?what { ent:russia rel:oppose ?what }"
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
TWICE = "".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1}) " for number in range(40))
BOMBS = {
    "cross product": (ENDLESS, "time"),
    "endless path": ("SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?c (!<x:y>|^!<x:y>)* ?d }", "time"),
    "grouped text": (f"SELECT (GROUP_CONCAT(?b) AS ?all) {{ {PRODUCT} }}", "time memory"),
    "doubled text": (f"SELECT * {{ BIND('{'x' * 64}' AS ?x0) {TWICE} }}", "memory"),
    "sorted product": (f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?e ?i", "time memory"),
    "distinct product": (f"SELECT DISTINCT * {{ {PRODUCT} }} OFFSET 100000000", "time memory"),
    "nested subqueries": (f"SELECT * {{ ?a ?b ?c {'{ SELECT * { ?d ?e ?f ' * 4}. ?g ?h ?i{'} }' * 4} }}", "rows"),
    "many rows": (f"SELECT * {{ {PRODUCT} }}", "rows"),
    "many triples": (f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {PRODUCT} }}", "rows time"),
    "large rows": (f"SELECT (CONCAT({','.join(['STR(?s)'] * 500)}) AS ?x) {{ ?s ?p ?o }}", "size"),
    "large graph": (f"CONSTRUCT {{ ?s ?p ?x }} WHERE {{ ?s ?p ?o BIND(CONCAT({','.join(['STR(?s)'] * 500)}) AS ?x) }}",
        "size rows"),
}  # fmt: skip
CRASHES = {
    "parentheses": "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "braces": "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "negations": "SELECT (" + "!" * 100_000 + "1 AS ?x) {}",
    "sums": "SELECT (" + "1+" * 100_000 + "1 AS ?x) {}",
    "unions": "SELECT * { {}" + " UNION {}" * 20_000 + "}",
    "optionals": "SELECT * {" + " OPTIONAL { ?a ?b ?c }" * 10_000 + "}",
    "collection": "SELECT * { ?s ?p " + "(" * 20_000 + ")" * 20_000 + " }",
    "path": "SELECT * { ?s " + "(" * 20_000 + "ent:a" + ")" * 20_000 + " ?o }",
}


@pytest.fixture(scope="module")
def client(graph_folder: Path) -> Iterator[Client]:
    with serving(Endpoint(graph_folder, TIGHT)) as client:
        yield client


def answers_ordinary(client: Client) -> None:
    """Check that an ordinary query is answered, soon and rightly."""
    started = time.monotonic()
    answer = client.ask(ORDINARY, accept="text/csv")
    assert (answer.status, len(answer.text.splitlines())) == (200, 2), answer.text
    assert time.monotonic() - started < 5


def is_stopped(answer: Answer, reasons: str) -> None:
    assert answer.status == 500, answer.text
    assert answer.headers["kg-limit"] in reasons.split()
    assert answer.text.strip()


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_beyond_a_limit_is_stopped_and_told_which(name: str, client: Client) -> None:
    query, reasons = BOMBS[name]
    started = time.monotonic()
    is_stopped(client.ask(query), reasons)
    assert time.monotonic() - started < TIGHT.seconds + 3
    answers_ordinary(client)


@pytest.mark.parametrize("name", CRASHES)
def test_a_query_that_ends_its_process_harms_no_other(name: str, client: Client) -> None:
    answer = client.ask(CRASHES[name])
    assert answer.status in (400, 500), answer.text
    assert answer.status == 400 or "too deeply" in answer.text or answer.headers["kg-limit"] in ("memory", "time")
    answers_ordinary(client)


def test_a_sort_of_words_and_numbers_ends_no_process(client: Client) -> None:
    mixed = " ".join(f"{number} '{number} km'" for number in range(300))
    answer = client.ask(f"SELECT ?x {{ VALUES ?x {{ {mixed} }} }} ORDER BY ?x", accept="text/csv")
    assert (answer.status, len(answer.text.splitlines())) == (200, 601)


def test_regular_expressions_do_not_backtrack(client: Client) -> None:
    answer = client.ask(f"ASK {{ FILTER(REGEX('{'a' * 50_000}', '^(a+)+(a|aa)*b$')) }}")
    assert (answer.status, '"boolean": false' in answer.text) == (200, True)


def test_a_result_at_the_limit_is_whole(client: Client) -> None:
    for query in (f"SELECT ?a {{ {PRODUCT} }} LIMIT 1000", f"CONSTRUCT {{ ?a ?b ?c }} WHERE {{ {PRODUCT} }} LIMIT 3"):
        answer = client.ask(query, accept="text/csv, application/n-triples")
        assert answer.status == 200
    lines = client.ask(f"SELECT ?a {{ {PRODUCT} }} LIMIT 1000", accept="text/csv").text.splitlines()
    assert len(lines) == 1_001
    is_stopped(client.ask(f"SELECT ?a {{ {PRODUCT} }} LIMIT 1001"), "rows")


def test_service_is_refused_and_nobody_is_called(client: Client) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.3)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        for query in (
            f"SELECT * {{ SERVICE <{address}> {{}} }}",
            f"ASK {{ BIND(<{address}> AS ?x) SERVICE SILENT ?x {{}} }}",
        ):
            answer = client.ask(query)
            assert (answer.status, answer.text.startswith("SERVICE is refused")) == (400, True)
        assert client.ask(f"SELECT * FROM <{address}> {{ ?s ?p ?o }}").status == 200  # a name, not an address
        with pytest.raises(TimeoutError):
            listener.accept()


def test_ordinary_queries_are_answered_beside_a_bomb(client: Client) -> None:
    with ThreadPoolExecutor(1) as crowd:
        bomb = crowd.submit(client.ask, ENDLESS)
        while not bomb.done():
            answers_ordinary(client)
    is_stopped(bomb.result(), "time")


def test_more_queries_than_can_wait_are_refused_at_once(client: Client) -> None:
    with ThreadPoolExecutor(12) as crowd:
        answers = [answer.result() for answer in [crowd.submit(client.ask, ENDLESS) for _ in range(12)]]
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {500, 503}
    for answer in answers:
        if answer.status == 503:
            assert answer.headers["retry-after"] == "2"
            assert "Try again" in answer.text
    answers_ordinary(client)


def test_while_others_wait_long_queries_have_half_of_the_processes(graph_folder: Path) -> None:
    limits = Limits(seconds=5, workers=2)
    with serving(Endpoint(graph_folder, limits)) as client, ThreadPoolExecutor(8) as crowd:
        bombs = [crowd.submit(client.ask, ENDLESS) for _ in range(2)]
        time.sleep(0.5)
        started = time.monotonic()
        answers_ordinary(client)
        assert time.monotonic() - started < 4
        answers = [bomb.result() for bomb in bombs]
    assert sorted(answer.status for answer in answers) == [500, 503]
    assert any("Other queries wait" in answer.text for answer in answers)


# Processes


def is_at_work(process: psutil.Process) -> bool:
    """Tell whether a process has done more than to start, which takes a third of a second."""
    return Gauge(process.pid).count_seconds() > 1


def test_a_client_that_leaves_stops_its_query(graph_folder: Path) -> None:
    before = set(workers_of(os.getpid()))
    with serving(Endpoint(graph_folder, Limits(seconds=60, workers=1))) as client:
        place = urlsplit(client.url)
        with socket.create_connection((place.hostname, place.port)) as caller:
            caller.sendall(f"GET {place.path}?{urlencode({'query': ENDLESS})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            wait_until(lambda: any(map(is_at_work, set(workers_of(os.getpid())) - before)))
            (worker,) = filter(is_at_work, set(workers_of(os.getpid())) - before)
        wait_until(lambda: not worker.is_running())
        answers_ordinary(client)


def test_a_process_that_is_killed_is_replaced(client: Client) -> None:
    before = set(workers_of(os.getpid()))
    for worker in before:
        worker.kill()
    wait_until(lambda: len(set(workers_of(os.getpid())) - before) == len(before))
    answers_ordinary(client)


def test_the_least_memory_that_may_be_given_is_enough_for_ordinary_queries(graph_folder: Path) -> None:
    with serving(Endpoint(graph_folder, Limits(megabytes=100, workers=1))) as client:
        answers_ordinary(client)
        assert client.send("GET").status == 200
        is_stopped(client.ask(BOMBS["doubled text"][0]), "memory")
        answers_ordinary(client)


def test_processes_that_cannot_start_are_told_of_until_they_can(folder: Path) -> None:
    before = set(workers_of(os.getpid()))
    with serving(Endpoint(folder, Limits(workers=1))) as client:
        (folder / "rdf").rename(folder / "elsewhere")
        for worker in set(workers_of(os.getpid())) - before:
            worker.kill()
        wait_until(lambda: client.ask(ORDINARY).status == 503)
        answer = client.ask(ORDINARY)
        assert (answer.status, answer.headers["retry-after"], "never finished" in answer.text) == (503, "2", True)
        (folder / "elsewhere").rename(folder / "rdf")
        wait_until(lambda: client.ask(ORDINARY).status == 200)


def test_a_slow_client_holds_no_process(graph_folder: Path) -> None:
    limits = Limits(workers=1, rows=1_000_000)
    with serving(Endpoint(graph_folder, limits)) as client:
        place, query = urlsplit(client.url), f"SELECT * {{ {PRODUCT} }} LIMIT 10000"
        whole = client.ask(query).body
        with socket.create_connection((place.hostname, place.port)) as caller:
            caller.sendall(f"GET {place.path}?{urlencode({'query': query})} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            start = caller.recv(1_000)  # and no more for now
            answers_ordinary(client)
            caller.settimeout(10)
            length = int(start.partition(b"content-length: ")[2].split(b"\r\n")[0])
            received = start.partition(b"\r\n\r\n")[2]
            while len(received) < length:
                received += caller.recv(1_000_000)
        assert received == whole


SERVER = """
import asyncio, sys
from pathlib import Path
from kg.processes import Gauge
from kg.web.sparql.endpoint import Endpoint
from kg.web.sparql.jobs import Job, Limits

async def main():
    endpoint = Endpoint(Path(sys.argv[1]), Limits(seconds=4, workers=2))
    await endpoint.start()
    pool = endpoint._pool
    print("ready", flush=True)
    await pool.run(Job(sys.argv[2], {"bindings": "json"}, 10, 1000, 4.0))

asyncio.run(main())
"""


def test_no_process_outlives_a_server_that_is_killed(graph_folder: Path) -> None:
    command = [sys.executable, "-c", SERVER, str(graph_folder), ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        server.stdout.readline()
        wait_until(lambda: len(workers_of(server.pid)) > 2)
        workers = workers_of(server.pid)
        wait_until(lambda: any(map(is_at_work, workers)))
        server.kill()
    wait_until(lambda: not any(worker.is_running() for worker in workers), 15)
