"""Runs the application on a port of this machine until it is told to stop."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from types import FrameType

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import KGError
from kg.web.security import HEADERS, MOST_HEADERS, explain_headers

_QUEUE = 128
PATIENCE = 20.0
"""Seconds in which a request has to arrive whole: connections that send a byte now and then keep others out."""
# Seconds that requests may still take when the server is told to stop.
_GRACE = 2


class Protocol(H11Protocol):
    """HTTP, with answers in JSON to what is no request, and an end to connections that never finish one."""

    _last: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for requests."""
        super().connection_made(transport)
        self.loop.call_later(PATIENCE, self._look)

    def _look(self) -> None:
        """Close the connection if no request has arrived whole since the last look."""
        if self.transport.is_closing():
            return
        is_sending = self.conn.their_state in (h11.IDLE, h11.SEND_BODY)
        if is_sending and self.cycle is self._last:
            self.transport.close()
            return
        self._last = self.cycle
        self.loop.call_later(PATIENCE, self._look)

    def send_400_response(self, msg: str) -> None:
        """Answer what could not be read, and close the connection."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else HTTPStatus.BAD_REQUEST
        content = json.dumps({"error": _explain(status)}).encode()
        headers = {**HEADERS, "Content-Type": "application/json", "Content-Length": str(len(content))}
        events = (
            h11.Response(status_code=status, headers=[*headers.items(), ("Connection", "close")]),
            h11.Data(data=content),
            h11.EndOfMessage(),
        )
        for event in events:
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()


def _explain(status: int) -> str:
    if status == HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE:
        return explain_headers()
    return "This is no HTTP request that can be read."


def open_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens at an address, at any free port for 0; `KGError` if there can be none."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((host, port))
        found.listen(_QUEUE)
    except (OSError, OverflowError) as error:
        found.close()
        raise KGError(_explain_socket(host, port, error)) from error
    return found


def _explain_socket(host: str, port: int, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"cannot listen at {host}:{port}: {reason}; another port is named by --port, and --port 0 takes a free one"


def make_server(app: Starlette, *, is_ready: Callable[[], None]) -> Server:
    """Return a server whose `run` answers requests at sockets until Ctrl-C, SIGTERM or `should_exit`.

    `is_ready` is called when the first would be answered.
    """
    config = uvicorn.Config(
        app, http=Protocol, ws="none", lifespan="on", log_level="warning", access_log=False, server_header=False,
        proxy_headers=False, h11_max_incomplete_event_size=MOST_HEADERS, timeout_graceful_shutdown=_GRACE,
    )  # fmt: skip
    return Server(config, app, is_ready)


class Server(uvicorn.Server):
    """A server that tells when it is ready, and for which a signal is no failure."""

    def __init__(self, config: uvicorn.Config, app: Starlette, is_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._app, self._is_ready = app, is_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Answer what still can be answered soon, and end."""
        self._app.state.cancel()
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and tell so."""
        await super().startup(sockets=sockets)
        if self.started and not self.should_exit:
            self._is_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Let a signal end the server and nothing else, unlike uvicorn, which raises it once more in the end."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
