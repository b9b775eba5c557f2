"""Articles and requests that mean harm: nothing of them is run, nothing outside is read, and the server stays up."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile import IMAGE, SCRIPT, build_hostile
from live_server import Answer, Client, serving

from kg.web.options import Options
from kg.web.security import POLICY

HEAD = b"GET /api/about HTTP/1.1\r\nHost: 127.0.0.1\r\n"
FORM = (
    b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 1000\r\n\r\nquery="
)
SECRET = "a word that stands in no file of ours"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a graph, a front end, and a secret beside and behind them."""
    root = tmp_path_factory.mktemp("hostile")
    build_hostile(root)
    assets = root / "static" / "assets"
    assets.mkdir(parents=True)
    (root / "static" / "index.html").write_text("<!doctype html><title>page</title>", encoding="utf-8")
    (root / "static" / "single.html").write_text("one file", encoding="utf-8")
    (assets / "main-1a2b.js").write_text("export {}", encoding="utf-8")
    for folder in (root, root / "static", root / "g.kg"):
        (folder / "secret").write_text(SECRET, encoding="utf-8")
    (assets / "linked").symlink_to(root / "secret")
    return root


@pytest.fixture(scope="module")
def client(root: Path) -> Iterator[Client]:
    with serving(root / "g.kg", Options(allowed_hosts=("graph.example",)), root / "static") as client:
        yield client
        assert client.json("/api/about")["documents"] == 3  # whatever was asked, it still answers


# What articles say


def every_answer(client: Client) -> Iterator[tuple[str, Answer]]:
    documents = client.json("/api/documents")["documents"]
    entities = [node["id"].removeprefix("ent:") for node in client.json("/api/graph")["nodes"]]
    facts = [edge["id"] for edge in client.json("/api/graph")["edges"]]
    targets = ["/api/about", "/api/search?q=alert", "/api/search?q=clinton", "/api/documents", "/api/graph"]
    targets += [f"/api/document/{document['id']}" for document in documents]
    targets += [f"/api/entity/{entity}" for entity in entities] + [f"/api/evidence/{fact}" for fact in facts]
    for target in targets:
        yield target, client.get(target)


def test_markup_of_articles_is_sent_as_words_in_json_and_never_as_a_page(client: Client) -> None:
    seen = b""
    for target, answer in every_answer(client):
        assert answer.status == 200, target
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        seen += answer.body
    assert SCRIPT.encode() in seen
    assert json.dumps(IMAGE)[1:-1].encode() in seen


def test_only_addresses_of_the_web_come_out_as_links(client: Client) -> None:
    urls = {document["title"]: document["url"] for document in client.json("/api/documents")["documents"]}
    assert urls[SCRIPT] is None
    assert urls["News"] == "https://news.example/a?b=1&c=<2>"
    assert all(b"javascript:" not in answer.body for _, answer in every_answer(client))


# What requests ask


def test_every_answer_has_the_strict_headers(client: Client) -> None:
    answers = [
        client.get(target)
        for target in ("/", "/entity/russia", "/assets/main-1a2b.js", "/api/about", "/api/nothing", "/sparql?query=x")
    ]
    answers += [client.get("/", "POST"), client.get("/", host="evil.example"), client.send(b"nonsense\r\n\r\n")]
    for answer in answers:
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"
        assert "server" not in answer.headers
        assert "access-control-allow-origin" not in answer.headers


def test_the_policy_lets_nothing_in_that_is_not_ours(client: Client) -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in POLICY
    assert {source for rule in rules.values() for source in rule.split()} == {"'none'", "'self'", "data:", "blob:"}


@pytest.mark.parametrize(
    "address", ["/", "/search?q=a", "/entity/russia", "/graph", "/paths", "/documents", "/document/1", "/fact/1",
                "/sparql-page", "/entity/%3Cscript%3E"],
)  # fmt: skip
def test_every_address_of_the_page_is_the_page(client: Client, address: str) -> None:
    answer = client.get(address)
    assert (answer.status, answer.body) == (200, b"<!doctype html><title>page</title>")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"


def test_files_of_the_page_are_kept_for_good(client: Client) -> None:
    answer = client.get("/assets/main-1a2b.js")
    assert (answer.status, answer.body) == (200, b"export {}")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


@pytest.mark.parametrize(
    "target",
    [
        "/secret", "/sources.sha256",
        "/secret/../secret", "/../secret", "/..%2fsecret", "/%2e%2e/secret", "/%2e%2e%2fsecret", "/..\\secret",
        "/..%5csecret", "/assets/../../secret", "/assets/..%2f..%2fsecret", "/assets/%2e%2e%2f%2e%2e%2fsecret",
        "/assets/..%252f..%252fsecret", "/assets//secret", "/assets/linked", "/assets/", "/assets", "/assets/.",
        "/assets/..", "/assets/%2e%2e", "//secret", "/./secret", "/single.html", "/index.html", "/archive.sqlite",
        "/assets/main-1a2b.js%00.png", "/%00", "/etc/passwd", "/assets/%2fetc%2fpasswd", "/assets/main-1a2b.js/..",
        "/api/document/..%2f..%2fsecret", "/api/document/../../secret", "/api/entity/..%2fsecret",
        "/api/evidence/%2e%2e%2fsecret", "/api/entity/%00", "/api/evidence/%00", "/api/document/%F0%28%8C%28",
        "/api/neighbours/%22%3E%3C", "/api/entity/ent:russia", "/api/evidence/a%3E%20%3Chttp:",
        f"/api/entity/{'a' * 5000}", f"/api/evidence/{'a' * 5000}", "/graph/", "/api/", "/api/about/", "/API/ABOUT",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_the_folder_of_the_page(client: Client, target: str) -> None:
    answer = client.get(target)
    assert answer.status == 404, answer.body
    assert answer.error
    assert SECRET.encode() not in answer.body


@pytest.mark.parametrize("target", ["/nowhere", "/entity/a/b", "/%2e%2e/secret", "/single.html", "/graph/"])
def test_a_browser_that_asks_for_what_is_not_there_gets_the_page_which_says_so(client: Client, target: str) -> None:
    answer = client.get(target, accept="text/html,*/*;q=0.8")
    assert (answer.status, answer.body) == (404, b"<!doctype html><title>page</title>")


@pytest.mark.parametrize("target", ["/api/nothing", "/api/entity/nobody", "/assets/nothing.js"])
def test_what_a_page_asks_for_is_never_answered_with_a_page(client: Client, target: str) -> None:
    answer = client.get(target, accept="text/html,*/*;q=0.8")
    assert answer.status == 404
    assert answer.error


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/api/complete?q=%", 200), ("/api/complete?q=%zz%", 200), ("/api/complete?q=%00", 200),
        ("/api/complete?q=%ED%A0%80", 200), ("/api/complete?q=%FF%FE", 200), ("/api/search?q=%22%20OR%20%22*", 200),
        ("/api/search?q=NEAR(a%20b)", 200), ("/api/search?q=title:*", 200), ("/api/search?q=%00%00", 200),
        ("/api/search?q=" + "%F0%9F%98%80" * 100, 200), ("/api/documents?q=';DROP+TABLE+documents;--", 200),
        ("/api/documents?q=%22", 200), ("/api/complete?q=a&q=b&q=c", 200), ("/api/complete?&&=&=&", 200),
        ("/api/entity/russia?predicate=%00%3Cscript%3E", 200), ("/api/complete?q=" + "a" * 501, 400),
        ("/api/search?q=" + "a+" * 300, 400), ("/api/complete?q=a&limit=99999999999999999999", 400),
        ("/api/complete?q=a&limit=%D9%A1", 400), ("/api/complete?q=a&limit=1e3", 400), ("/api/graph?limit=0x10", 400),
        ("/api/graph?limit=" + "9" * 5000, 400), ("/api/entity/russia?status=%3Cscript%3E", 400),
        ("/api/entity/russia?offset=%00", 400), ("/api/paths?from=%00&to=%00", 404),
        ("/api/paths?from=russia&to=..%2f..", 404), ("/api/complete?q=" + "a" * 10_000, 414), ("/" + "a" * 20_000, 414),
    ],
)  # fmt: skip
def test_nonsense_has_a_status_and_an_answer_in_json(client: Client, target: str, status: int) -> None:
    answer = client.get(target)
    assert answer.status == status, answer.body
    assert answer.headers["content-type"] == "application/json"
    assert len(answer.body) < 20_000
    if status != 200:
        assert answer.error


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "FOO"])
def test_nothing_is_answered_but_reading(client: Client, method: str) -> None:
    for target in ("/", "/api/about", "/assets/main-1a2b.js", "/nothing"):
        answer = client.get(target, method)
        assert answer.status == 405
        assert answer.headers["allow"] == "GET, HEAD"
        assert "Nothing can be changed here" in answer.error


@pytest.mark.parametrize("target", ["/", "/api/about", "/api/graph", "/assets/main-1a2b.js", "/api/nothing"])
def test_head_has_the_headers_of_get_and_no_body(client: Client, target: str) -> None:
    head, full = client.get(target, "HEAD"), client.get(target)
    assert (head.status, head.body) == (full.status, b"")
    told = {name: value for name, value in full.headers.items() if name != "date"}
    assert {name: value for name, value in head.headers.items() if name != "date"} == told


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil:80", "", "[",
             "localhost@evil.example", "0.0.0.0", "192.168.0.1", "169.254.169.254"],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(client: Client, host: str) -> None:
    for target in ("/", "/api/about", "/sparql?query=ASK%7B%7D"):
        answer = client.get(target, host=host)
        assert answer.status == 421
        assert "--allowed-host" in answer.error


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000", "graph.example"]
)
def test_the_names_of_this_machine_and_those_allowed_are_answered(client: Client, host: str) -> None:
    assert client.get("/api/about", host=host).status == 200


def test_who_lets_others_in_is_called_by_any_number_and_by_the_names_that_are_told() -> None:
    for host in ("0.0.0.0", "::", "192.168.0.7"):
        options = Options(host=host, allowed_hosts=("Graph.example",))
        assert all(map(options.allows, ("192.168.0.7", "::1", "localhost", "graph.example", "GRAPH.EXAMPLE")))
        assert not any(map(options.allows, ("evil.example", "", "192.168.0.7.evil.example", "1234567")))


def test_only_the_endpoint_is_for_pages_of_others_and_only_of_those_that_are_told(root: Path) -> None:
    with serving(root / "g.kg", Options(cors=("https://a.example",))) as client:
        allowed = client.get("/sparql?query=ASK%7B%7D", origin="https://a.example")
        assert allowed.headers["access-control-allow-origin"] == "https://a.example"
        assert allowed.headers["cross-origin-resource-policy"] == "cross-origin"
        for answer in (
            client.get("/sparql?query=ASK%7B%7D", origin="https://b.example"),
            client.get("/api/about", origin="https://a.example"),
        ):
            assert "access-control-allow-origin" not in answer.headers
            assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_request_with_a_body_is_refused(client: Client) -> None:
    for headers in ({"content_length": "4"}, {"content_length": "999999999999"}):
        assert client.get("/api/about", body=None, **headers).status == 413
    chunked = b"GET /api/about HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert client.send(chunked + b"0\r\n\r\n").status == 413


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"nonsense\r\n\r\n", 400),
        (b"GET\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nno colon\r\n\r\n", 400),
        (b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip\r\n\r\n", 501),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: " + b"a" * 100_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 100_000, 431),
        (b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
        (b"GET * HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 404),
        (b"GET /api/about HTTP/1.0\r\n\r\n", 421),
    ],
)
def test_what_is_no_request_is_answered_and_let_go(client: Client, data: bytes, status: int) -> None:
    answer = client.send(data)
    assert answer.status == status, answer.body
    assert answer.error


def test_the_endpoint_is_served_and_changes_nothing(client: Client) -> None:
    assert client.get("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D").json["boolean"] is True
    update = client.get("/sparql", "POST", b"DROP ALL", content_type="application/sparql-update")
    assert update.status == 400 or update.status == 403
    assert client.json("/api/about")["documents"] == 3


@pytest.mark.parametrize("beginning", [b"", HEAD, FORM], ids=["nothing", "half a head", "half a body"])
def test_a_request_that_never_ends_is_not_waited_for(
    root: Path, beginning: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.web.server.PATIENCE", 0.5)
    with serving(root / "g.kg", front_end=root / "static") as client:
        with socket.create_connection(("127.0.0.1", client.port), timeout=10) as connection:
            connection.sendall(beginning)
            assert b"200" not in connection.recv(1000)
        assert client.json("/api/about")["documents"] == 3
