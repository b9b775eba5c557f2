"""The addresses under /api: which parameters they take, and who answers."""

from __future__ import annotations

import gzip
import re
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.model import Entity, Status
from kg.web.answers import Handler, api, freshness, has_already, read_number, read_several, read_slug, read_text
from kg.web.state import State
from kg.web.state.facts import ROLES
from kg.web.states import States
from kg.web.views import about, chains, entities, evidence, networks, searching
from kg.web.views.parts import Json

_IDENTIFIER = re.compile(r"[0-9a-zA-Z]{1,64}")
_LONGEST_CHAIN = 8
_MOST_CHAINS = 10
_MOST_FACTS = 5_000
_MOST_EDGES = 200_000
_MOST_FOUND = 100
_MOST_NEIGHBOURS = 1_000
_FARTHEST = 100_000_000

_NO_ENTITY = "No entity has this name; /api/complete?q= lists them."
_NO_FACT = "No fact has this identifier in the graph as it is now."
_NO_DOCUMENT = "No document has this identifier in the graph as it is now; /api/documents lists them."


def api_routes(states: States) -> list[Route]:
    """Return the routes to all that the page reads."""
    return [
        Route("/api/about", api(states, _about)),
        Route("/api/complete", api(states, _complete)),
        Route("/api/search", api(states, _search)),
        Route("/api/entity/{slug}", api(states, _entity, _NO_ENTITY)),
        Route("/api/evidence/{id}", api(states, _evidence, _NO_FACT)),
        Route("/api/neighbours/{slug}", api(states, _neighbours, _NO_ENTITY)),
        Route("/api/graph", _graph(states)),
        Route("/api/paths", api(states, _paths)),
        Route("/api/documents", api(states, _documents)),
        Route("/api/document/{id}", api(states, _document, _NO_DOCUMENT)),
        Route("/api/queries", api(states, _queries)),
    ]


def _about(state: State, _: Request) -> Json:
    return about.about(state)


def _complete(state: State, request: Request) -> Json:
    limit = read_number(request, "limit", 10, most=_MOST_FOUND)
    return searching.complete(state, read_text(request, "q"), limit)


def _search(state: State, request: Request) -> Json:
    limit = read_number(request, "limit", 20, most=_MOST_FOUND)
    return searching.search(state, read_text(request, "q"), limit)


def _entity(state: State, request: Request) -> Json | None:
    choice = entities.Choice(
        read_several(request, "status", [*Status]),
        read_several(request, "predicate"),
        read_several(request, "role", ROLES),
    )
    offset = read_number(request, "offset", 0, least=0, most=_FARTHEST)
    limit = read_number(request, "limit", 500, most=_MOST_FACTS)
    return entities.entity_page(state, read_slug(request.path_params["slug"]), choice, offset=offset, limit=limit)


def _evidence(state: State, request: Request) -> Json | None:
    return evidence.evidence(state, _read_identifier(request, _NO_FACT))


def _neighbours(state: State, request: Request) -> Json | None:
    limit = read_number(request, "limit", 200, most=_MOST_NEIGHBOURS)
    return networks.neighbours(state, read_slug(request.path_params["slug"]), limit)


def _graph(states: States) -> Handler:
    def answer(request: Request) -> Response:
        limit = read_number(request, "limit", networks.DEFAULT_LIMIT, most=_MOST_EDGES)
        state = states.current
        headers = freshness(state)
        if has_already(request, headers):
            return Response(None, HTTPStatus.NOT_MODIFIED, headers)
        packed = networks.graph_answer(state, limit)
        headers["Vary"] = "Accept-Encoding"
        if "gzip" not in request.headers.get("accept-encoding", ""):
            return Response(gzip.decompress(packed), 200, headers, "application/json")
        return Response(packed, 200, headers | {"Content-Encoding": "gzip"}, "application/json")

    return answer


def _paths(state: State, request: Request) -> Json:
    ends = _read_end(state, request, "from"), _read_end(state, request, "to")
    longest = read_number(request, "max", 4, most=_LONGEST_CHAIN)
    limit = read_number(request, "limit", 3, most=_MOST_CHAINS)
    return chains.chains(state, ends, max_length=longest, limit=limit)


def _read_end(state: State, request: Request, name: str) -> Entity:
    slug = read_text(request, name)
    if not slug:
        raise HTTPException(HTTPStatus.BAD_REQUEST, f"{name}= is missing: name the entities by from=SLUG&to=SLUG.")
    entity = state.entities.get(read_slug(slug.removeprefix("ent:")))
    if entity is None:
        raise HTTPException(HTTPStatus.NOT_FOUND, f"{name}={slug[:100]!r}: {_NO_ENTITY}")
    return entity


def _documents(state: State, request: Request) -> Json:
    offset = read_number(request, "offset", 0, least=0, most=_FARTHEST)
    limit = read_number(request, "limit", 50, most=_MOST_FACTS)
    return about.documents(state, read_text(request, "q"), offset=offset, limit=limit)


def _document(state: State, request: Request) -> Json | None:
    return evidence.document_page(state, _read_identifier(request, _NO_DOCUMENT))


def _queries(state: State, _: Request) -> Json:
    return about.queries(state)


def _read_identifier(request: Request, missing: str) -> str:
    identifier: str = request.path_params["id"]
    if not _IDENTIFIER.fullmatch(identifier):
        raise HTTPException(HTTPStatus.NOT_FOUND, missing)
    return identifier
