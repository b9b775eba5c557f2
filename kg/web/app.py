"""The application: which address is answered by what, and what a request passes on the way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from anyio import to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.bundle import FOLDER
from kg.errors import KGError
from kg.graph import Graph
from kg.web.answers import Handler, answer_error, refuse
from kg.web.api import api_routes
from kg.web.options import Options
from kg.web.pages import page_routes
from kg.web.security import SPARQL, Guard
from kg.web.sparql.endpoint import Endpoint
from kg.web.sparql.jobs import Limits
from kg.web.states import States
from kg.web.views.networks import COMPRESSION

_PAGE = "/sparql-page"
"""Where a browser is sent that opens the address of the endpoint."""
_FIRST = 10.0
"""Seconds that the application reads the graph at most before it answers: then no view has to wait. A graph that takes
longer is read on while the pages that need little of it answer.
"""


def create_app(graph: Graph, options: Options | None = None, front_end: Path = FOLDER) -> Starlette:
    """Return the application over a graph in a folder or on a server, with the page that is built in `front_end`.

    The page and its API are always there; the endpoint is that of a folder, since a server has its own. Raises
    `GraphError` if there is no graph. The graph is read when the application starts up.
    """
    options = options or Options()
    states = States(graph)
    endpoint = _make_endpoint(graph.path, options) if graph.address is None else None
    app = Starlette(
        routes=[
            *api_routes(states),
            *(endpoint.routes if endpoint is not None else [Route(SPARQL, _tell_other(graph.address))]),
            *page_routes(front_end),
        ],
        middleware=[
            Middleware(Guard, options=options),
            Middleware(GZipMiddleware, compresslevel=COMPRESSION),
        ],
        exception_handlers={HTTPException: answer_error, KGError: answer_error},
        lifespan=_run_with(states, endpoint),
    )
    app.router.redirect_slashes = False
    app.state.cancel = states.cancel
    return app


def _make_endpoint(graph: Path, options: Options) -> Endpoint:
    known = Limits()
    limits = replace(
        known,
        seconds=options.time_limit or known.seconds,
        megabytes=options.memory_limit or known.megabytes,
        rows=options.row_limit or known.rows,
    )
    return Endpoint(graph, limits, cors=options.cors, page=_PAGE)


def _tell_other(address: str | None) -> Handler:
    """Return what answers where the endpoint would be, if the graph is on a server that has one."""

    def answer(_: Request) -> Response:
        return refuse(HTTPStatus.NOT_FOUND, f"The graph is on another server; send queries to {address}.")

    return answer


def _run_with(states: States, endpoint: Endpoint | None) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    """Return what starts what the application needs, and ends it."""

    @asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        states.start()
        try:
            if endpoint is not None:
                await endpoint.start()
            await to_thread.run_sync(states.wait, _FIRST)
            yield
        finally:
            if endpoint is not None:
                await endpoint.stop()
            await to_thread.run_sync(states.stop)

    return run
