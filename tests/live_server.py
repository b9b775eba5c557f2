"""A server that really runs, in a thread, and what it answers, byte by byte."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Event, Thread
from typing import Any

import kg
from kg.bundle import FOLDER
from kg.web.app import create_app
from kg.web.options import Options
from kg.web.server import make_server, open_socket

_SECONDS = 20


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> str:
        """What an error says, which has to be JSON."""
        assert self.headers["content-type"] == "application/json"
        found: str = self.json["error"]
        return found


@dataclass(frozen=True)
class Client:
    """Asks one server."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, target: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Answer:
        """Send a request as it is given: nothing is encoded, and a header may be named `if_none_match`."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_SECONDS)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, target, body, named)
            response = connection.getresponse()
            content = response.read()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)
        finally:
            connection.close()

    def json(self, target: str) -> Any:
        """Return what an address of the API answers, which has to be there."""
        answer = self.get(target)
        assert answer.status == 200, answer.body
        return answer.json

    def send(self, data: bytes) -> Answer:
        """Send bytes that need be no request, and return what comes back."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=_SECONDS) as connection:
            connection.sendall(data)
            response = HTTPResponse(connection)
            response.begin()
            content = response.read()
            return Answer(response.status, {name.lower(): value for name, value in response.getheaders()}, content)


@contextmanager
def serving(folder: Path, options: Options | None = None, front_end: Path = FOLDER) -> Iterator[Client]:
    """Serve a graph folder at a free port until the end of the block."""
    is_ready = Event()
    with kg.open(folder) as graph, open_socket("127.0.0.1", 0) as listening:
        server = make_server(create_app(graph, options, front_end), is_ready=is_ready.set)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            assert is_ready.wait(_SECONDS)
            yield Client(listening.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join(_SECONDS)
            assert not thread.is_alive()
