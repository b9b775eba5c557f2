"""A query that would make Oxigraph send a request is known before it is run, however it is written."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.store.clauses import calls_service, names_dataset

EX = "http://x.example/"


class Listener:
    """A server that answers nothing, and counts who came."""

    def __init__(self) -> None:
        self.callers = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._socket.accept()
                self.callers += 1
                caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


BEFORE = (
    "", " ", "\n", "?s ?p ?o ", "?s ?p ?o.", "?s a true ", "?s a true.", "?s a true", "?s a 1", "?s a 1.", "?s a 1e0",
    "?s a x:a.", "?s a x:a ", "?s a x:a.b.c ", "?s a x:.", "?s a x:", "?s a :a", "?s a 'x'", '?s a "x"@en ',
    "?s a _:b.", "?s a [].", "?s a (1)", "{}", "{} UNION ", "OPTIONAL {} ", "FILTER(?s<?o)", "FILTER(?s<1&&2>?o)",
    "FILTER(?s<?o&&'>'>?o)", "BIND(1 AS ?x)", "VALUES ?x {1}", "# '''\r", '# """\n', "# <\n", "?s a '#'.", "?s a <#>.",
    "?s a '''\"'''.", '?s a "\\"".', "?s a \"'\".", "?s a 'é'.", "?é a 1 .", "?s a x:é.", "?s a 1 ;", "# '\n", "\t\r",
    "LATERAL ", "MINUS {} ", "?s a x:\\(.", "?s a x:%41.", "?s a x:a-.", "?s x:p|^x:q 1.", "?s a 'a\\'b'.",
)  # fmt: skip
WORDS = (
    "SERVICE",
    "service",
    "SerVice",
    "\\u0053ERVICE",
    "SERVICE SILENT",
    "SERVICE\n#'''\nSILENT",
    "service#\rsilent",
)
# A quote, a comment or a text that only one way to read it has.
HIDING = (
    ("FILTER(?s<x:y#>'''\n)", "#'''"), ("FILTER(?s<?o&&'>'>?o)", "#'"), ("FILTER(?s<x:y&&'>'>?o)", "#'"),
    ('VALUES ?x {"""a"}', '#\\q"""'), ("VALUES ?x {'''a'}", "#\\q'''"), ('VALUES ?x {"""a"}', '#\\u00"""'),
    ("?s a x:a.b\\#.", ""), ("?s a x:a\\'.", "#'"), ("?s a x:a.b\\'.", "#'"), ("#'''\r", "#'''"), ("", ""),
    ("FILTER(?s<1)#>'''\n", "#'''"), ("?s a <x:'>.", "#'"), ("?s a 'x'^^x:a.", ""), ('?s a "x"@en--ltr.', ""),
    ("?s a <<( ?s ?p ?o )>>.", ""), ("?s a <<?s ?p ?o>>.", ""), ("FILTER(?s<<<( ?s ?p '>' )>>)", "#'"),
)  # fmt: skip
BETWEEN = ("", " ", "\n", "\t", "#\n", "#'\r", "# SILENT\n", "\r\n")
TARGETS = ("<{url}>", "?url", "x:", ":", "service:", "$url", "x:a", "SERVICE:a", "<{url}#>")
AFTER = ("{}", " {}", "{?a ?b ?c}", "#\n{ ?a ?b ?c }", "\n{SELECT * {}}", " {} FILTER(1>0)", "{} ?s a '>'")


@settings(max_examples=3_000, deadline=None, derandomize=True)
@given(
    st.sampled_from(BEFORE), st.sampled_from(BEFORE), st.sampled_from(WORDS), st.sampled_from(BETWEEN),
    st.sampled_from(TARGETS), st.sampled_from(AFTER), st.sampled_from(HIDING),
)  # fmt: skip
def test_no_query_that_is_let_through_sends_a_request(
    listener: Listener,
    first: str,
    second: str,
    word: str,
    between: str,
    target: str,
    after: str,
    hiding: tuple[str, str],
) -> None:
    clause = f"{word}{between}{target.format(url=listener.url)}{after}"
    query = f"SELECT * {{ BIND(<{listener.url}> AS ?url) {first}{hiding[0]}{second}{clause} {hiding[1]}\n}}"
    if calls_service(query):
        return
    store, before = ox.Store(), listener.callers
    for object_ in ("true", "1", "x"):
        store.add(ox.Quad(ox.NamedNode(EX), ox.NamedNode(EX), ox.Literal(object_)))
    with suppress(SyntaxError, OSError, RuntimeError):
        list(store.query(query, prefixes={name: listener.url for name in ("x", "", "service", "SERVICE")}))
    assert listener.callers == before, query


@pytest.mark.parametrize("part", ["#", "# ", "#\n", "SERVICE", "'", '"', '"""', "\\", "<", "?", ":", "{", "FROM #"])
def test_a_long_query_is_looked_through_in_seconds(part: str) -> None:
    started = time.process_time()
    row = part * (30_000 // len(part))
    for text in (row, f"SERVICE{row}", f"SERVICE <{row}"):
        calls_service(text)
        names_dataset(f"FROM {text}")
    assert time.process_time() - started < 5


def test_escaped_letters_hide_nothing() -> None:
    assert calls_service("SELECT * { \\u0053ERVICE <http://x.example/> {} }")
    assert calls_service("SELECT * { SERV\\U00000049CE ?x {} \\UFFFFFFFF }")


def test_the_listener_hears_a_query_that_is_not_kept_from_it(listener: Listener) -> None:
    before = listener.callers
    with pytest.raises(OSError):
        list(ox.Store().query(f"SELECT * {{ SERVICE <{listener.url}> {{ ?s ?p ?o }} }}"))
    assert listener.callers > before


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service { ?service ex:service ?x . ?x ex:service <http://x.example/> }",
        "PREFIX service: <http://x.example/> SELECT * { ?s service:p ?o . GRAPH ?g { ?s service:q service:a } }",
        "SELECT * { ?s rdfs:label \"SERVICE <http://x.example/> {}\", '''SERVICE ?x {}''' }",
        "SELECT * { ?s <http://x.example/SERVICE> ?o } # SERVICE <http://x.example/> {}",
        "SELECT * { ?s ?p _:service . ?s ?p 'x'@service }",
        "SELECT * { ent:secret-service ?p ?o . ?s rel:serve ent:service }",
        'SELECT * { ?s ?p ?o FILTER(CONTAINS(?o, "service of")) }',
    ],
)
def test_the_word_alone_is_no_clause(query: str) -> None:
    assert not calls_service(query)


@pytest.mark.parametrize(
    "query, wanted",
    [
        ("SELECT * FROM <http://x.example/> {}", True),
        ("SELECT *FROM<http://x.example/>{}", True),
        ("SELECT ?x from named kg:asserted { ?x ?y ?z }", True),
        ("ASK FROM :g { ?s ?p ?o }", True),
        ("DESCRIBE ent:russia FROM#\nkg:asserted", True),
        ("SELECT (COUNT(*) AS ?n)FROM NAMED<http://x.example/> {}", True),
        ("SELECT * { ?from ?p <http://x.example/> }", False),
        ("SELECT * { ?x ex:from <http://x.example/> }", False),
        ("PREFIX from: <http://x.example/> SELECT * { ?x from:a ?y }", False),
        ("SELECT * { ?x fromage:a 'FROM <x>' } # FROM <x>", False),
        ("SELECT * { ?x ex:a-from ex:b ; ex:p%41from ex:c }", False),
    ],
)
def test_graphs_that_a_query_names_are_seen(query: str, wanted: bool) -> None:
    assert names_dataset(query) is wanted
