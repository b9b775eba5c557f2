"""What stands between the application and whoever asks: articles are hostile input, and so is every request.

Headers keep a browser from running or loading anything but our own files; requests that no page of ours makes are
refused before anything else sees them.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from http import HTTPStatus

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.web.answers import refuse
from kg.web.options import Options

_log = logging.getLogger(__name__)

SPARQL = "/sparql"
"""The one address that takes other methods than reading ones, and tells itself how long a request may be."""

POLICY = "; ".join((
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
))  # fmt: skip
"""What a page of ours may load: our own files, and pictures and workers that it makes itself."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_READING = ("GET", "HEAD")
_MOST_TARGET = 8_000
"""Bytes of path and parameters: as much as servers and browsers agree to take (RFC 9110, section 4.1)."""
MOST_HEADERS = 64_000
"""Bytes of all headers."""


class Guard:
    """Answers what may not be asked, gives every answer the headers, and keeps an error from telling what it was."""

    def __init__(self, app: ASGIApp, options: Options) -> None:
        self._app, self._options = app, options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let the application do it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        is_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                self._add_headers(scope, MutableHeaders(scope=message))
            await send(message)

        refusal = self._find_refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        try:
            await self._app(scope, receive, send_guarded)
        except asyncio.CancelledError:  # the server is told to stop, and this took too long
            if is_begun:
                raise
            message = "The server is being stopped."
            await refuse(HTTPStatus.SERVICE_UNAVAILABLE, message)(scope, receive, send_guarded)
        except Exception:  # whatever it is, its words are for the log and not for a stranger
            if is_begun:
                raise
            _log.exception("%s %s failed", scope["method"], scope["path"])
            message = "The server made a mistake; what it was stands in its log."
            await refuse(HTTPStatus.INTERNAL_SERVER_ERROR, message)(scope, receive, send_guarded)

    def _add_headers(self, scope: Scope, headers: MutableHeaders) -> None:
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if scope["path"] == SPARQL and "access-control-allow-origin" in headers:
            headers["Cross-Origin-Resource-Policy"] = "cross-origin"

    def _find_refusal(self, scope: Scope) -> Response | None:
        """Return why a request is not answered, None if it is."""
        headers, is_sparql = Headers(scope=scope), scope["path"] == SPARQL
        host = _host_of(headers)
        if not self._options.allows(host):
            return refuse(
                HTTPStatus.MISDIRECTED_REQUEST,
                f"This server is not called {host[:100]!r}; if it is, start it with --allowed-host NAME.",
            )
        if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEADERS:
            return refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, explain_headers())
        if not is_sparql and scope["method"] not in _READING:
            allowed = ", ".join(_READING)
            return refuse(
                HTTPStatus.METHOD_NOT_ALLOWED, f"Nothing can be changed here; {allowed} are answered.", Allow=allowed
            )
        if not is_sparql and len(scope["raw_path"]) + len(scope["query_string"]) > _MOST_TARGET:
            return refuse(HTTPStatus.REQUEST_URI_TOO_LONG, f"The address is longer than {_MOST_TARGET:,} bytes.")
        if not is_sparql and (headers.get("content-length", "0") != "0" or "transfer-encoding" in headers):
            return refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "Nothing is read here but the address.")
        return None


def explain_headers() -> str:
    """Return what is told to whom sends too much before a request begins."""
    return f"The head of the request is larger than {MOST_HEADERS:,} bytes."


def _host_of(headers: Headers) -> str:
    """Return the name by which a request calls the server, without the port and without the brackets of IPv6."""
    host = headers.get("host", "").strip()
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0]
