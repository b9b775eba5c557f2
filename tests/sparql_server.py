"""A SPARQL endpoint on loopback for the tests, on graphs of their own, and a client that shows all of an answer."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psutil
import pyoxigraph as ox
import uvicorn
from starlette.applications import Starlette

from kg.archive import RDF_NAME, keep_settings, open_archive
from kg.model import Settings
from kg.store import EmbeddedStore
from kg.web.sparql.endpoint import PATH, Endpoint
from kg.web.sparql.jobs import Limits

EX = "http://x.example/"
FEW = Limits(workers=2)
"""Two processes, so that a test starts soon."""


def make_folder(folder: Path, quads: Iterable[ox.Quad]) -> Path:
    """Make a graph folder that holds these quads and no text, and return it."""
    folder.mkdir(exist_ok=True)
    with open_archive(folder, write=True) as archive:
        keep_settings(archive, Settings(), ())
    publish(folder, quads)
    return folder


def publish(folder: Path, quads: Iterable[ox.Quad]) -> None:
    """Add quads to a graph folder, and publish a checkpoint."""
    with EmbeddedStore.open(folder / RDF_NAME, write=True) as store:
        store.add(quads)
        store.publish()


def small_graphs(*names: str) -> Iterator[ox.Quad]:
    """Yield a triple for each graph: `ex:a ex:in "a"` in the graph ex:a."""
    for name in names:
        graph = ox.NamedNode(EX + name)
        yield ox.Quad(graph, ox.NamedNode(EX + "in"), ox.Literal(name), graph)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def type(self) -> str:
        """The media type, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0]

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """Sends requests to an endpoint, each on a connection of its own."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send(
        self, method: str, address: str = "", *, headers: Mapping[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        place = urlsplit(self.url)
        caller = HTTPConnection(place.hostname or "", place.port, timeout=60)
        with closing(caller):
            caller.request(method, place.path + address, body, dict(headers or {}))
            found = caller.getresponse()
            return Answer(found.status, {name.lower(): value for name, value in found.getheaders()}, found.read())

    def get(self, fields: Sequence[tuple[str, str]], **headers: str) -> Answer:
        """Ask by GET; `accept="..."` is a header."""
        return self.send("GET", "?" + urlencode(fields), headers=headers)

    def form(self, fields: Sequence[tuple[str, str]], **headers: str) -> Answer:
        """Ask by POST of a form."""
        content_type = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", headers={**content_type, **headers}, body=urlencode(fields).encode())

    def ask(self, query: str, **headers: str) -> Answer:
        """Ask by POST of the query itself."""
        content_type = {"Content-Type": "application/sparql-query"}
        return self.send("POST", headers={**content_type, **headers}, body=query.encode())


@contextmanager
def serving(endpoint: Endpoint) -> Iterator[Client]:
    """Give a client of an endpoint that runs under uvicorn in a thread."""

    @asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        await endpoint.start()
        yield
        await endpoint.stop()

    app = Starlette(routes=endpoint.routes, lifespan=run)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            if not thread.is_alive():
                raise RuntimeError("the server did not start")
            time.sleep(0.02)
        (listener,) = server.servers[0].sockets
        yield Client(f"http://127.0.0.1:{listener.getsockname()[1]}{PATH}")
    finally:
        server.should_exit = True
        thread.join()


def wait_until(is_so: Callable[[], bool], seconds: float = 30) -> None:
    """Return when something is so, which it has to be in some seconds."""
    late = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < late
        time.sleep(0.05)


def workers_of(process: int) -> list[psutil.Process]:
    """Return the processes that run queries for one."""
    return [child for child in psutil.Process(process).children() if _is_worker(child)]


def _is_worker(process: psutil.Process) -> bool:
    try:
        return "kg.web.sparql.worker" in process.cmdline()
    except psutil.Error:  # it has ended
        return False
