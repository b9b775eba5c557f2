"""The endpoint as an HTTP resource: it answers each request with a whole result, or says why not."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kg.errors import GraphError
from kg.vocabulary import KG
from kg.web.sparql.description import COUNTS, SD, VOID, describe
from kg.web.sparql.formats import Choice, choose, list_types, prefers_html
from kg.web.sparql.graphs import write_graph
from kg.web.sparql.jobs import MESSAGE, Failure, Job, Kind, Limits, Reason
from kg.web.sparql.pool import Pool
from kg.web.sparql.process import Result
from kg.web.sparql.protocol import ACCEPTED, METHODS, Asked, Refusal, is_iri, read_request

_log = logging.getLogger(__name__)

PATH = "/sparql"

_STATUS = {
    Reason.SYNTAX: 400,
    Reason.REFUSED: 400,
    Reason.UNACCEPTABLE: 406,
    # Section 2.1.7 of the protocol has 500 for a query that a service fails to execute or refuses to. 503 and 504
    # would say the same, and make clients send it again, which for a query that is too much only does more harm.
    Reason.TIME: 500,
    Reason.MEMORY: 500,
    Reason.ROWS: 500,
    Reason.SIZE: 500,
    Reason.FAILED: 500,
    Reason.CRASHED: 500,
    Reason.BUSY: 503,
    Reason.DOWN: 503,
}
_RETRY_SECONDS = 2
_LIMITS = (Reason.TIME, Reason.MEMORY, Reason.ROWS, Reason.SIZE)
LIMIT_HEADER = "KG-Limit"
"""Tells a program which limit a query went beyond: time, memory, rows or size."""
_CLOSED_BY_CLIENT = 499
_SECONDS_TO_TAKE = 30.0
"""How long a client may take no byte of its result before it is given up."""


class Endpoint:
    """A SPARQL 1.1 endpoint on the newest checkpoint of a graph folder: `routes` for an application, `start`, `stop`.

    `cors` are the origins whose pages may ask it from a browser; `page` is where a browser is sent that opens the
    address of the endpoint itself.
    """

    def __init__(
        self, graph: Path, limits: Limits | None = None, *, cors: Sequence[str] = (), page: str | None = None
    ) -> None:
        self._pool = Pool(graph, limits or Limits())
        self._cors, self._page = tuple(cors), page
        self._counts: tuple[str, Mapping[str, int]] = ("", {})

    @property
    def routes(self) -> list[Route]:
        """The one route, at `/sparql`."""
        allowed = Middleware(
            CORSMiddleware, allow_origins=self._cors, allow_methods=METHODS, allow_headers=["Accept", "Content-Type"],
            expose_headers=[LIMIT_HEADER, "Retry-After"],
        )  # fmt: skip
        # Without methods, so that others than ours come here and are told which there are.
        return [Route(PATH, _Resource(self), middleware=[allowed] if self._cors else [])]

    async def start(self) -> None:
        """Start the processes that run queries, and return when one is ready; `GraphError` if there is no graph."""
        try:
            await self._pool.start()
        except Failure as failure:
            raise GraphError(str(failure)) from failure

    async def stop(self) -> None:
        """End the processes."""
        await self._pool.stop()

    async def answer(self, request: Request) -> Response:
        """Return the answer to a request."""
        try:
            return await self._answer(request)
        except Refusal as refusal:
            return _refuse(refusal)
        except Failure as failure:
            return _refuse(_to_refusal(failure))
        except ClientDisconnect:
            return Response(status_code=_CLOSED_BY_CLIENT)

    async def _answer(self, request: Request) -> Response:
        allow = {"Allow": ", ".join(METHODS)}
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={**allow, "Accept-Post": ACCEPTED})
        if request.method not in METHODS:
            raise Refusal(405, f"{request.method} is not for this endpoint; send GET or POST.", allow)
        body = await _read_body(request, self._pool.limits.request_bytes)
        content_type = request.headers.get("content-type", "")
        asked = read_request(request.method, request.scope["query_string"], content_type, body)
        return await self._describe(request, asked) if asked.query is None else await self._query(request, asked)

    async def _query(self, request: Request, asked: Asked) -> Response:
        choices = _choose(request, asked)
        job = self._make_job(asked, {kind: choice.format.name for kind, choice in choices.items()})
        result = await _unless_gone(request, self._pool, job)
        return _ResultResponse(self._pool, result, choices[result.kind].content_type, request.method)

    def _make_job(self, asked: Asked, formats: Mapping[str, str]) -> Job:
        limits = self._pool.limits
        return Job(
            asked.query or "", formats, limits.rows, limits.result_megabytes * 1_000_000, limits.seconds,
            asked.default_graphs, asked.named_graphs,
        )  # fmt: skip

    async def _describe(self, request: Request, asked: Asked) -> Response:
        """Return the description of this service; a browser is sent to the page for queries."""
        if self._page and not asked.formats and prefers_html(request.headers.get("accept")):
            return RedirectResponse(self._page, 303, {"Vary": "Accept"})
        choice = _choose(request, asked).get(Kind.GRAPH)
        if choice is None:
            raise _unacceptable(Kind.GRAPH)
        address = str(request.url.replace(query=""))
        if not is_iri(address):
            raise Refusal(400, "The header Host is no name of a server.")
        triples = describe(address, await self._count())
        prefixes = {"kg": KG, "sd": SD, "void": VOID}
        content = BytesIO()
        write_graph(triples, content, choice.format.name, prefixes)
        return Response(content.getvalue(), headers={"Content-Type": choice.content_type, "Vary": "Accept"})

    async def _count(self) -> Mapping[str, int]:
        """Return how many triples stand in which graph; counted once a checkpoint, and empty if that fails."""
        mark, counts = self._counts
        if mark == self._pool.mark:
            return counts
        try:
            result = await self._pool.run(self._make_job(Asked(COUNTS), {Kind.BINDINGS: "json"}))
        except Failure as failure:
            _log.info("the triples could not be counted: %s", failure)
            if failure.reason in _LIMITS:  # nor could they be the next time
                self._counts = self._pool.mark, {}
            return {}
        try:
            result.content.seek(0)
            bindings = json.load(result.content)["results"]["bindings"]
        finally:
            self._pool.release(result)
        counts = {row["graph"]["value"]: int(row["count"]["value"]) for row in bindings}
        self._counts = result.mark, counts
        return counts


class _Resource:
    """The endpoint as an application, which a route leaves all methods to."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._endpoint.answer(Request(scope, receive))
        await response(scope, receive, send)


class _ResultResponse(Response):
    """Sends a result from its file, and lets go of it."""

    def __init__(self, pool: Pool, result: Result, content_type: str, method: str) -> None:
        self._pool, self._result, self._method = pool, result, method
        headers = {"Content-Type": content_type, "Content-Length": str(result.size), "Vary": "Accept"}
        super().__init__(None, 200, headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
            self._result.content.seek(0)
            while self._method != "HEAD" and (part := self._result.content.read(MESSAGE)):
                async with asyncio.timeout(_SECONDS_TO_TAKE):
                    await send({"type": "http.response.body", "body": part, "more_body": True})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            _log.info("a client took nothing of its result for %g s", _SECONDS_TO_TAKE)
        finally:
            self._pool.release(self._result)


async def _read_body(request: Request, most: int) -> bytes:
    """Return the body of a request; `Refusal` if it, or what stands behind the question mark, is too long."""
    if len(request.scope["query_string"]) > most:
        raise Refusal(414, f"The address is longer than {most:,} bytes; send the query as the body of a POST.")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _too_large(most)
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > most:
            raise _too_large(most)
    return bytes(body)


def _too_large(most: int) -> Refusal:
    return Refusal(413, f"The request is larger than {most:,} bytes, the most that this server reads.")


async def _unless_gone(request: Request, pool: Pool, job: Job) -> Result:
    """Return what a query finds; it is stopped, and `ClientDisconnect` raised, if the client leaves before."""
    query = asyncio.ensure_future(pool.run(job))
    gone = asyncio.ensure_future(_wait_until_gone(request))
    is_given = False
    try:
        await asyncio.wait({query, gone}, return_when=asyncio.FIRST_COMPLETED)
        if not query.done():
            raise ClientDisconnect
        result, is_given = query.result(), True
        return result
    finally:
        gone.cancel()
        query.cancel()
        await asyncio.gather(query, gone, return_exceptions=True)
        if not is_given and not query.cancelled() and query.exception() is None:
            pool.release(query.result())


async def _wait_until_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _choose(request: Request, asked: Asked) -> Mapping[Kind, Choice]:
    """Return the format for each kind of result; `Refusal` if the client takes none of ours."""
    choices = choose(request.headers.get("accept"), [name.lower() for name in asked.formats])
    if not choices:
        raise Refusal(
            406, f"None of the formats asked for is known. Tables are sent as {list_types(Kind.BINDINGS)}; graphs as "
            f"{list_types(Kind.GRAPH)}.",
        )  # fmt: skip
    return choices


def _unacceptable(kind: Kind) -> Refusal:
    what = "a graph" if kind is Kind.GRAPH else "a table" if kind is Kind.BINDINGS else "yes or no"
    return Refusal(406, f"The answer is {what}; ask for it as one of {list_types(kind)}.")


def _to_refusal(failure: Failure) -> Refusal:
    if failure.reason is Reason.UNACCEPTABLE:
        return _unacceptable(Kind(str(failure)))
    headers = {LIMIT_HEADER: failure.reason.value} if failure.reason in _LIMITS else {}
    if _STATUS[failure.reason] == 503:
        headers["Retry-After"] = str(_RETRY_SECONDS)
    return Refusal(_STATUS[failure.reason], str(failure), headers)


def _refuse(refusal: Refusal) -> Response:
    return PlainTextResponse(f"{refusal}\n", refusal.status, {**refusal.headers, "Vary": "Accept"})
