"""Speaks HTTP with a SPARQL server: retries, credentials, redirects, and errors in words that say what to do."""

from __future__ import annotations

import html
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urljoin, urlsplit
from urllib.request import (
    HTTPDigestAuthHandler,
    HTTPPasswordMgrWithDefaultRealm,
    Request,
    getproxies,
    parse_http_list,
    parse_keqv_list,
    proxy_bypass,
)

import urllib3
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)

from kg.errors import StoreError

USER, PASSWORD, TOKEN, TIMEOUT = "KG_STORE_USER", "KG_STORE_PASSWORD", "KG_STORE_TOKEN", "KG_STORE_TIMEOUT"
"""The variables of the environment that credentials, and the seconds to wait for an answer, come from."""

_CONNECT_SECONDS = 10.0
_READ_SECONDS = 300.0
_MOST_REDIRECTS = 5
_REDIRECTS = (301, 302, 303, 307, 308)
_BUSY = (429, 502, 503, 504)
# Four more tries, after 0.6, 1.2, 2.4 and 4.8 seconds, outlast the restart of a server behind a proxy.
_RETRIES, _BACKOFF = 5, 0.3
# A wrong address answers nothing however long one waits.
_CONNECT_RETRIES = 3
_SHOWN = 300
_HINTS = {
    401: f"the server wants credentials: set {USER} and {PASSWORD}, or {TOKEN}",
    403: f"these credentials may not do this: grant the right on the server, or set {USER} and {PASSWORD} of another",
    404: "nothing is there: give the address that answers SPARQL queries, such as .../query or .../sparql",
    405: "the address takes no such request: is it the one for queries? --update and --graphs give the others",
    413: "the request is larger than the server takes: raise its limit (nginx: client_max_body_size)",
    415: "the address does not take what was sent: --update and --graphs give the addresses for writing",
}


@dataclass(frozen=True)
class Credentials:
    """Who asks; equal if all is. What is secret is not shown by `repr`."""

    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)

    @classmethod
    def from_environment(cls) -> Credentials:
        """Return what KG_STORE_USER, KG_STORE_PASSWORD and KG_STORE_TOKEN say."""
        return cls(*(os.environ.get(name) or None for name in (USER, PASSWORD, TOKEN)))

    def __bool__(self) -> bool:
        return self.token is not None or self.user is not None


@dataclass(frozen=True)
class Answer:
    """What a server answered to a request that it accepted."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes = field(repr=False)

    @property
    def server(self) -> str:
        """What the server calls itself, in small letters."""
        return self.headers.get("server", "").lower()


class _Retry(urllib3.Retry):
    """Tries again where the connection fails or the server is busy, but not where it takes too long."""

    def increment(self, *args: Any, **kwargs: Any) -> Self:
        error = kwargs.get("error")
        if isinstance(error, ReadTimeoutError | SSLError):
            raise error
        return super().increment(*args, **kwargs)


class Http:
    """A client for the addresses of one SPARQL server.

    Credentials go to the servers of `addresses` and to no other. Every request may be sent twice, since all that
    is sent here may: reading, and writing that has the same effect once more.
    """

    def __init__(self, *addresses: str, credentials: Credentials | None = None, timeout: float | None = None) -> None:
        self._credentials = Credentials.from_environment() if credentials is None else credentials
        self._origins = {_origin(address) for address in addresses}
        self._challenges: dict[str, tuple[str, dict[str, str]]] = {}
        self._digest: dict[str, HTTPDigestAuthHandler] = {}
        read = timeout or _read_timeout()
        self._seconds = read
        self._options: dict[str, Any] = {
            "timeout": urllib3.Timeout(connect=_CONNECT_SECONDS, read=read),
            "retries": _Retry(
                _RETRIES, connect=_CONNECT_RETRIES, redirect=False, backoff_factor=_BACKOFF, status_forcelist=_BUSY,
                allowed_methods=None, raise_on_status=False,
            ),
        }  # fmt: skip
        self._pools: dict[str, urllib3.PoolManager] = {}

    def trust(self, address: str) -> None:
        """Send the credentials to the server of that address as well: it was given by the user."""
        self._origins.add(_origin(address))

    def request(
        self, method: str, url: str, *, accept: str = "*/*", body: bytes | None = None, content_type: str | None = None
    ) -> Answer:
        """Return the answer to a request; StoreError if there is none, or if the server refuses."""
        headers = {"Accept": accept, "User-Agent": "kg-builder"}
        if content_type:
            headers["Content-Type"] = content_type
        for _ in range(_MOST_REDIRECTS):
            answer = self._authorise(method, url, headers, body)
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return _checked(answer, method)
            url = self._follow(method, url, urljoin(url, answer.headers["location"]))
        raise StoreError(f"{url} sends on to other addresses again and again; is it the address of a SPARQL server?")

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.clear()

    def _follow(self, method: str, url: str, target: str) -> str:
        """Return where a redirect leads; StoreError if what is written, or who asks, would go to another server."""
        is_elsewhere = _origin(target) not in self._origins
        if is_elsewhere and (self._credentials or method not in ("GET", "POST")):
            raise StoreError(
                f"{url} sends on to another server, {_shown(target)}, where credentials are not sent; if that is"
                " right, give that address itself"
            )
        return target

    def _authorise(self, method: str, url: str, headers: dict[str, str], body: bytes | None) -> Answer:
        """Send a request, once more with an answer to the challenge if the server asks who it is."""
        answer = self._send(method, url, headers | self._authorization(method, url), body)
        if answer.status != 401 or self._credentials.user is None or _origin(url) not in self._origins:
            return answer
        challenge = _read_challenge(answer.headers.get("www-authenticate", ""))
        known = self._challenges.get(_space(url))
        is_stale = challenge is not None and challenge[1].get("stale", "").lower() == "true"
        is_new = known is None or (challenge is not None and challenge[1].get("nonce") != known[1].get("nonce"))
        if challenge is None or not (is_new or is_stale):
            return answer
        self._challenges[_space(url)] = challenge
        return self._send(method, url, headers | self._authorization(method, url), body)

    def _authorization(self, method: str, url: str) -> dict[str, str]:
        if not self._credentials or _origin(url) not in self._origins:
            return {}
        if self._credentials.token is not None:
            return {"Authorization": f"Bearer {self._credentials.token}"}
        known = self._challenges.get(_space(url))
        if known is None:  # a password is told only to who asks for it, and as a digest if it may be one
            return {}
        user, password = self._credentials.user or "", self._credentials.password or ""
        scheme, challenge = known
        if scheme == "basic":
            return urllib3.make_headers(basic_auth=f"{user}:{password}")
        handler = self._digest.get(_space(url))
        if handler is None:
            passwords = HTTPPasswordMgrWithDefaultRealm()
            passwords.add_password(None, _origin(url), user, password)
            handler = self._digest[_space(url)] = HTTPDigestAuthHandler(passwords)
        return {"Authorization": f"Digest {handler.get_authorization(Request(url, method=method), challenge)}"}

    def _send(self, method: str, url: str, headers: Mapping[str, str], body: bytes | None) -> Answer:
        try:
            found = self._pool(url).request(method, url, body=body, headers=headers, redirect=False, **self._options)
        except HTTPError as error:
            raise StoreError(_tell_trouble(url, error, self._seconds)) from error
        return Answer(url, found.status, {name.lower(): value for name, value in found.headers.items()}, found.data)

    def _pool(self, url: str) -> urllib3.PoolManager:
        parts = urlsplit(url)
        proxy = None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)
        if (proxy or "") not in self._pools:
            self._pools[proxy or ""] = urllib3.ProxyManager(proxy) if proxy else urllib3.PoolManager()
        return self._pools[proxy or ""]


def checked_address(url: str) -> str:
    """Return the address of a server; StoreError for one that is none, or that holds a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise StoreError(f"{url} is no address of a SPARQL server; write it like http://localhost:7878/query")
    if parts.username is not None or parts.password is not None:
        raise StoreError(f"the address {_shown(url)} holds credentials; set {USER} and {PASSWORD} instead")
    return url


def _read_timeout() -> float:
    written = os.environ.get(TIMEOUT)
    try:
        seconds = float(written) if written else _READ_SECONDS
    except ValueError:
        seconds = 0.0
    if seconds <= 0:
        raise StoreError(f"{TIMEOUT} is {written!r}; give a number of seconds")
    return seconds


def _origin(url: str) -> str:
    """Return scheme, host and port, which tell one server from another.

    >>> _origin("https://Data.Example/sparql?x=1") == _origin("https://data.example:443/")
    True
    """
    parts = urlsplit(url)
    port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}/"


def _space(url: str) -> str:
    """Return what a challenge holds for: an address without its parameters."""
    return url.partition("?")[0]


def _shown(url: str) -> str:
    """Return an address without credentials and parameters.

    >>> _shown("http://me:secret@data.example/sparql?query=x")
    'http://data.example/sparql'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _read_challenge(header: str) -> tuple[str, dict[str, str]] | None:
    """Return how the server wants to be told who asks, the digest first, with its parameters.

    >>> _read_challenge('Basic realm="a", Digest realm="b", nonce="c,d", qop="auth"')
    ('digest', {'realm': 'b', 'nonce': 'c,d', 'qop': 'auth'})
    """
    schemes = [(found.start(), found[1].lower()) for found in re.finditer(r"(?:^|,\s*)(Basic|Digest)\s", header)]
    ends = [*(start for start, _ in schemes[1:]), len(header)]
    found = {
        scheme: parse_keqv_list(parse_http_list(header[start:end].lstrip(", ").partition(" ")[2]))
        for (start, scheme), end in zip(schemes, ends, strict=True)
    }
    return next(((scheme, found[scheme]) for scheme in ("digest", "basic") if scheme in found), None)


def _checked(answer: Answer, method: str) -> Answer:
    """Return the answer if the request was accepted; StoreError with what the server says if not."""
    if answer.status < 400:
        return answer
    hint = _HINTS.get(answer.status, "")
    said = summary(answer)
    message = f"{_shown(answer.url)} answers {method} with status {answer.status}"
    raise StoreError("; ".join(filter(None, (f"{message}: {said}" if said else message, hint))), answer.status)


def summary(answer: Answer) -> str:
    """Return what an answer says, in a line: a page of HTML without its marks."""
    text = answer.data[:20_000].decode("utf-8", "replace")
    if text.lstrip().startswith("<"):
        text = html.unescape(re.sub(r"(?s)<(style|script|head)\b.*?</\1>|<[^>]*>", " ", text))
    text = " ".join(text.split("SPARQL query:")[0].split())
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " ..."


def _tell_trouble(url: str, error: HTTPError, seconds: float) -> str:
    """Return why there is no answer, and what to try."""
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    where = _shown(url)
    if isinstance(reason, NameResolutionError):
        return f"no server is known by the name in {where}; is it written right?"
    if isinstance(reason, ConnectTimeoutError) and not isinstance(reason, NewConnectionError):
        return f"{where} does not answer within {_CONNECT_SECONDS:.0f} s; is the server running, and let through?"
    if isinstance(reason, NewConnectionError):
        return f"no server answers at {where} ({_cause(reason)}); is it running, and the port right?"
    if isinstance(reason, SSLError):
        return (
            f"the connection to {where} is not secure: {_cause(reason)}; for a certificate of your own, set"
            " SSL_CERT_FILE to a file with it; for a server without TLS, write http://"
        )
    if isinstance(reason, ReadTimeoutError):
        return f"{where} took more than {seconds:.0f} s to answer; ask for less, or set {TIMEOUT} to more seconds"
    return f"the connection to {where} broke: {_cause(reason)}; try again"


def _cause(error: Exception) -> str:
    """Return the innermost reason, in a few words."""
    inner: BaseException = error
    while inner.__cause__ is not None or (inner.args and isinstance(inner.args[-1], BaseException)):
        inner = inner.__cause__ or inner.args[-1]
    return str(getattr(inner, "strerror", None) or inner)
