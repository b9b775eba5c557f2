"""A server goes on answering while the graph is built anew, and shows what is new."""

from __future__ import annotations

import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import WriteFiles
from live_server import Client, serving

import kg
from kg.bundle import BUILD_COMMAND
from kg.pipeline import build
from kg.web.states import States

_SECONDS = 60


def wait_for(client: Client, target: str, key: str, value: object) -> None:
    """Ask until the answer has that value; each answer on the way has to be one."""
    deadline = time.monotonic() + _SECONDS
    while client.json(target)[key] != value:
        assert client.json("/api/entity/russia")["facts"]
        assert time.monotonic() < deadline
        time.sleep(0.1)


def test_what_a_build_publishes_is_shown_without_a_pause(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "more" / "more.txt"
    article.parent.mkdir()
    article.write_text("Norway warns Sweden\n\nNorway warned Sweden on Monday.\n", encoding="utf-8")
    with serving(folder) as client:
        before = client.get("/api/about")
        assert before.json["documents"] == 3
        with kg.open(folder) as graph:
            graph.build(article.parent, workers=1)
        wait_for(client, "/api/about", "documents", 4)
        assert client.get("/api/about", if_none_match=before.headers["etag"]).status == 200
        assert client.json("/api/complete?q=sweden")["entities"][0]["label"] == "Sweden"
        wait_for(client, "/sparql?query=ASK%7Bent:norway%20rel:warn%20ent:sweden%7D", "boolean", True)


def test_a_graph_without_a_fact_is_served(write_files: WriteFiles, tmp_path: Path) -> None:
    build(tmp_path / "empty.kg", [write_files({"a.txt": "Nothing here.\n"})], workers=1)
    with serving(tmp_path / "empty.kg") as client:
        assert client.json("/api/about")["assertions"] == {}
        assert client.json("/api/graph")["nodes"] == []
        assert client.json("/api/documents")["total"] == 1
        assert client.json("/api/search?q=nothing")["sentences"]


def test_without_a_front_end_the_one_command_is_told(graph_folder: Path, tmp_path: Path) -> None:
    with serving(graph_folder, front_end=tmp_path) as client:
        for target in ("/", "/entity/russia"):
            answer = client.get(target, accept="text/html")
            assert (answer.status, answer.headers["content-type"]) == (503, "text/plain; charset=utf-8")
        assert client.get("/nowhere", accept="text/html").error
        assert BUILD_COMMAND in client.get("/").body.decode()
        assert client.json("/api/about")["documents"] == 3


def test_all_who_ask_at_once_at_the_start_get_the_same(graph_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.web.app._FIRST", 0.0)
    targets = ["/api/graph", "/api/entity/russia", "/api/neighbours/russia", "/api/complete?q=r", "/api/about"] * 8
    with serving(graph_folder) as client, ThreadPoolExecutor(20) as pool:
        answers = dict.fromkeys(zip(targets, pool.map(lambda target: client.get(target).body, targets), strict=True))
        assert len(answers) == 5
        assert client.get("/api/graph").status == 200


def test_a_graph_whose_folder_is_gone_is_told_so(folder: Path) -> None:
    with serving(folder) as client:
        fact = client.json("/api/entity/russia")["facts"][0]["id"]
        shutil.rmtree(folder)
        answer = client.get(f"/api/evidence/{fact}")
        assert answer.status == 503
        assert "there is no graph folder" in answer.error
        assert client.json("/api/about")["documents"] == 3


def test_a_state_is_prepared_in_the_background(folder: Path) -> None:
    with kg.open(folder) as graph:
        states = States(graph)
    states.start()
    try:
        deadline = time.monotonic() + _SECONDS
        while not states.current.answers:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    finally:
        states.stop()


def test_nobody_waits_for_a_state_that_is_given_up(folder: Path) -> None:
    with kg.open(folder) as graph:
        states = States(graph)
    states.cancel()
    started = time.monotonic()
    states.wait(_SECONDS)
    assert time.monotonic() - started < 1


def test_there_is_no_state_without_a_graph(tmp_path: Path) -> None:
    with pytest.raises(kg.GraphError, match="there is no graph folder"):
        States(kg.open(tmp_path / "none.kg"))
