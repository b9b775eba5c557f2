"""Answers in JSON, errors included, and the parameters of a request as values."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping
from functools import wraps
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg import __version__
from kg.web.state import State
from kg.web.states import States
from kg.web.views.parts import Json

# No name or question of a person is longer.
_MOST_CHARACTERS = 500
_SLUG = re.compile(r"[A-Za-z0-9_-]{1,300}")
# What is quoted of a request in an error.
_QUOTED = 60

Handler = Callable[[Request], Response]


class JsonResponse(Response):
    """An answer in JSON."""

    media_type = "application/json"

    def render(self, content: object) -> bytes:
        """Return the bytes of the answer; what is no text, such as half a surrogate pair, becomes a question mark."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def refuse(status: int, message: str, **headers: str) -> JsonResponse:
    """Return an error: what was found, where, and what to do."""
    return JsonResponse({"error": message}, status, {"Cache-Control": "no-store", **headers})


def answer_error(_: Request, error: Exception) -> Response:
    """Return the answer to a request that failed as expected: the application has no other place for errors."""
    if isinstance(error, HTTPException):
        message = error.detail
        if error.status_code == HTTPStatus.NOT_FOUND and message == HTTPStatus.NOT_FOUND.phrase:
            message = "There is nothing at this address; / is the page, and /api/about tells what the graph holds."
        return refuse(error.status_code, message, **(error.headers or {}))
    return refuse(HTTPStatus.SERVICE_UNAVAILABLE, f"The graph cannot be read now: {error}")


def api(states: States, compute: Callable[..., Json | None], missing: str = "") -> Handler:
    """Return what answers a request with the JSON that `compute` gives for the state and the request.

    `compute` raises `HTTPException` for a request that cannot be meant, and returns None if there is no such thing.
    A client that has the answer of this state already is told so.
    """

    @wraps(compute)
    def answer(request: Request) -> Response:
        state = states.current
        headers = freshness(state)
        if has_already(request, headers):
            return Response(None, HTTPStatus.NOT_MODIFIED, headers)
        found = compute(state, request)
        return refuse(HTTPStatus.NOT_FOUND, missing) if found is None else JsonResponse(found, headers=headers)

    return answer


def freshness(state: State) -> dict[str, str]:
    """Return the headers that make a client ask each time, and spare the answer while the graph is the same."""
    return {"ETag": f'W/"{state.mark}-{__version__}"', "Cache-Control": "no-cache"}


def has_already(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether a client says that it has the answer with the tag in these headers."""
    known = request.headers.get("if-none-match", "")
    return headers["ETag"] in (part.strip() for part in known.split(","))


def read_text(request: Request, name: str) -> str:
    """Return a parameter that is text, "" without it."""
    text = request.query_params.get(name, "")
    if len(text) > _MOST_CHARACTERS:
        raise HTTPException(
            HTTPStatus.BAD_REQUEST, f"{name} has {len(text):,} characters; give {_MOST_CHARACTERS} at most."
        )
    return text


def read_number(request: Request, name: str, default: int, *, most: int, least: int = 1) -> int:
    """Return a parameter that is a whole number."""
    text = request.query_params.get(name)
    if not text:
        return default
    if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) and least <= int(text) <= most:
        return int(text)
    raise HTTPException(
        HTTPStatus.BAD_REQUEST, f"{name}={text[:_QUOTED]!r} is none of the numbers from {least:,} to {most:,}."
    )


def read_several(request: Request, name: str, known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the values of a parameter that may be given several times, or parted by commas."""
    values = [value for part in request.query_params.getlist(name) for value in part.split(",") if value]
    unknown = [value for value in values if known and value not in known]
    if unknown:
        raise HTTPException(
            HTTPStatus.BAD_REQUEST, f"{name}={unknown[0][:_QUOTED]!r} is not known; known are {', '.join(known)}."
        )
    return tuple(values)


def read_slug(text: str) -> str:
    """Return the prefixed name of an entity of which a request gives what follows `ent:`."""
    if not _SLUG.fullmatch(text):
        raise HTTPException(
            HTTPStatus.NOT_FOUND, f"{text[:_QUOTED]!r} is no name of an entity; /api/complete?q= lists them."
        )
    return f"ent:{text}"
