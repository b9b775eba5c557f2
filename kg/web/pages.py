"""The built front end: its files, and the one document that stands at every address of the page."""

from __future__ import annotations

from http import HTTPStatus
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route

from kg.bundle import BUILD_COMMAND

ADDRESSES = (
    "/", "/search", "/entity/{slug}", "/graph", "/paths", "/documents", "/document/{id}", "/fact/{id}", "/sparql-page",
)  # fmt: skip
"""What can be shared; the page itself reads the rest of the address."""

_INDEX = "index.html"
_HTML = "text/html; charset=utf-8"
# Their names change with what they hold.
_FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
_ANEW = {"Cache-Control": "no-cache"}
_UNBUILT = f"""The graph is being served, but the page to explore it is not built.

Run this once, then load this page again:

    {BUILD_COMMAND}

Meanwhile /api/about and the other addresses of the API answer, and /sparql takes queries.
"""


def page_routes(folder: Path) -> list[Route]:
    """Return the routes to the page and its files; nothing outside the folder can be named."""

    def answer_page(_: Request) -> Response:
        index = folder / _INDEX
        if not index.is_file():
            return PlainTextResponse(_UNBUILT, HTTPStatus.SERVICE_UNAVAILABLE, {"Cache-Control": "no-store"})
        return FileResponse(index, headers=_ANEW, media_type=_HTML)

    def answer_asset(request: Request) -> Response:
        return FileResponse(_find_file(folder / "assets", request.path_params["name"]), headers=_FOREVER)

    def answer_missing(request: Request) -> Response:
        is_ours = request.url.path.startswith(("/api/", "/assets/"))
        if is_ours or "text/html" not in request.headers.get("accept", "") or not (folder / _INDEX).is_file():
            raise HTTPException(HTTPStatus.NOT_FOUND)
        return FileResponse(folder / _INDEX, HTTPStatus.NOT_FOUND, _ANEW, media_type=_HTML)

    return [
        *(Route(address, answer_page) for address in ADDRESSES),
        Route("/assets/{name}", answer_asset),
        Route("/{rest:path}", answer_missing),
    ]


def _find_file(folder: Path, name: str) -> Path:
    """Return the file of a folder that has this name; names are compared, so that none leads anywhere else."""
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name == name and path.is_file() and not path.is_symlink():
            return path
    raise HTTPException(HTTPStatus.NOT_FOUND)
