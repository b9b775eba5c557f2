"""Clients of a running `kg serve`: what they ask, well-meant or not, and what comes back."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

from kg.graph.queries import read_queries
from kg.vocabulary import Namespaces

_PATIENCE = 60.0
"""Seconds after which a request counts as lost."""
_LONGEST_THOUGHT = 0.2
"""Seconds that a client waits at most before it asks again."""
_MIX = {"ordinary": 50, "whole graph": 2, "page": 25, "bomb": 10, "malformed": 13}
"""What one in a hundred requests of the crowd is."""

PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l"
BOMB = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
"""Counts a cross product, and would not end this year."""
_DOUBLED = "".join(f"BIND(CONCAT(?x{number}, ?x{number}) AS ?x{number + 1}) " for number in range(40))
BOMBS = (
    BOMB,
    "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c }",
    f"SELECT * {{ {PRODUCT} }}",
    f"SELECT * {{ {PRODUCT} }} ORDER BY ?a ?e ?i",
    f"SELECT (GROUP_CONCAT(STR(?e)) AS ?all) {{ {PRODUCT} }}",
    f"SELECT * {{ BIND('{'x' * 64}' AS ?x0) {_DOUBLED} }}",
    f"CONSTRUCT {{ ?a ?e ?i }} WHERE {{ {PRODUCT} }}",
    "SELECT * { FILTER(" + "(" * 10_000 + "1" + ")" * 10_000 + ") }",
    "SELECT * " + "{" * 10_000 + "}" * 10_000,
    "SELECT * { {}" + " UNION {}" * 20_000 + "}",
)
_MALFORMED = (
    b"GET /sparql?query=%zz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /sparql?query=SELECT HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /sparql?query=%FF%FE HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /sparql?update=DROP%20ALL HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /sparql?query=SELECT%20*%20%7BSERVICE%20%3Chttp://x.example/%3E%20%7B%7D%7D HTTP/1.1\r\nHost: {host}\r\n"
    b"Connection: close\r\n\r\n",
    b"PUT /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    b"POST /sparql HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 90000000\r\n\r\n",
    b"POST /api/about HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabcde",
    b"GET /../../etc/passwd HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /assets/%2e%2e/%2e%2e/archive.sqlite HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /api/entity/%00 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
    b"GET /api/about HTTP/1.1\r\nHost: x.example\r\nConnection: close\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
)


@dataclass(frozen=True)
class Reply:
    """What came back to a request of some kind: the status, 0 if there was none, and the seconds it took."""

    kind: str
    status: int
    seconds: float
    size: int


@dataclass
class Crowd:
    """Clients of a server that know some entities and facts of its graph, by slug and identifier."""

    host: str
    port: int
    slugs: Sequence[str]
    facts: Sequence[str]
    replies: list[Reply] = field(default_factory=list)

    async def ask(self, kind: str, request: bytes) -> Reply:
        """Send a request, and return what comes back; it is noted."""
        started = time.perf_counter()
        status, size = 0, 0
        with suppress(OSError, TimeoutError, ValueError, IndexError):
            async with asyncio.timeout(_PATIENCE):
                reader, writer = await asyncio.open_connection(self.host, self.port)
                try:
                    writer.write(request.replace(b"{host}", f"{self.host}:{self.port}".encode()))
                    answer = await reader.read(-1)
                    status, size = int(answer.split(b" ", 2)[1]), len(answer)
                finally:
                    writer.close()
        reply = Reply(kind, status, time.perf_counter() - started, size)
        self.replies.append(reply)
        return reply

    async def ask_sparql(self, kind: str, query: str) -> Reply:
        """Send a query as the body of a POST."""
        body = query.encode()
        head = f"Content-Type: application/sparql-query\r\nContent-Length: {len(body)}"
        return await self.ask(kind, _head("POST", "/sparql", head) + body)

    async def get(self, kind: str, path: str) -> Reply:
        """Ask for an address."""
        return await self.ask(kind, _head("GET", path))

    async def ask_something(self, dice: random.Random) -> None:
        """Ask as one of the crowd does."""
        (kind,) = dice.choices(list(_MIX), list(_MIX.values()))
        if kind == "ordinary":
            await self.ask_sparql(kind, self.make_query(dice))
        elif kind == "bomb":
            await self.ask_sparql(kind, dice.choice(BOMBS))
        elif kind == "whole graph":
            await self.ask_sparql(kind, dice.choice(_SAMPLES))
        elif kind == "page":
            await self.get(kind, self.make_path(dice))
        else:
            await self.ask(kind, dice.choice(_MALFORMED))

    def make_query(self, dice: random.Random) -> str:
        """Return what is asked of one entity."""
        entity = f"<{Namespaces().expand('ent:' + dice.choice(self.slugs))}>"
        return dice.choice((
            f"SELECT ?relation ?what {{ {entity} ?relation ?what }}",
            f"SELECT ?who ?relation {{ ?who ?relation {entity} }} ORDER BY ?who LIMIT 100",
            f"SELECT ?r (COUNT(*) AS ?n) {{ ?fact rdf:subject {entity} ; rdf:predicate ?r }} GROUP BY ?r",
            f"ASK {{ {entity} ?relation ?what }}",
            f"DESCRIBE {entity}",
            f"CONSTRUCT {{ ?who ?relation {entity} }} WHERE {{ ?who ?relation {entity} }}",
            f"SELECT ?name {{ {entity} rdfs:label|skos:altLabel ?name }}",
        ))  # fmt: skip

    def make_path(self, dice: random.Random) -> str:
        """Return the address of what a page of the front end reads."""
        slug, other = dice.choice(self.slugs), dice.choice(self.slugs)
        return dice.choice((
            f"/api/entity/{quote(slug)}",
            f"/api/neighbours/{quote(slug)}",
            f"/api/complete?{urlencode({'q': slug[:3]})}",
            f"/api/search?{urlencode({'q': slug.partition('-')[0]})}",
            f"/api/evidence/{dice.choice(self.facts)}",
            f"/api/paths?{urlencode({'from': slug, 'to': other})}",
            "/api/documents", "/api/about", "/api/queries", "/api/graph?limit=1000",
        ))  # fmt: skip

    async def gather(self, clients: int, seconds: float, ask: Callable[[random.Random], object]) -> None:
        """Let so many clients ask for some time, each after a short thought."""
        until = time.perf_counter() + seconds

        async def run(number: int) -> None:
            dice = random.Random(number)
            while time.perf_counter() < until:
                await ask(dice)  # type: ignore[misc]
                await asyncio.sleep(dice.uniform(0, _LONGEST_THOUGHT))

        await asyncio.gather(*(run(number) for number in range(clients)))


_SAMPLES = tuple(query.sparql for query in read_queries().values())
"""Asked of everybody: of a graph of 20,000 edges some take seconds, as bombs do."""


def _head(method: str, path: str, *lines: str) -> bytes:
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: {host}", "Connection: close", *lines, "", ""]).encode()
