"""Real SPARQL servers on loopback for the tests, and a small web server between that fails as told."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import urllib3

from kg.store.http import Credentials
from kg.store.remote import RemoteStore

USER = Credentials("kg", "secret")


def read_address(process: subprocess.Popen[str]) -> str:
    """Return the line in which `kg serve` says where it is; on a busy machine it says first what it is doing."""
    assert process.stderr is not None
    while (line := process.stderr.readline()).startswith("Reading "):
        pass
    return line


_INI = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 10
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
DirsAllowed = {folder}
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 8
ServerRoot = {folder}
DavRoot = DAV
[SPARQL]
ResultSetMaxRows = {rows}
MaxQueryExecutionTime = 60
"""
ROWS = 100
"""Virtuoso gives no more rows than these to a query here, so that its cuts are met with little data."""
_RIGHTS = """USER_CREATE('kg', 'secret'); GRANT SPARQL_UPDATE TO "kg"; DB.DBA.RDF_DEFAULT_USER_PERMS_SET('kg', 7);"""


@dataclass(frozen=True)
class Server:
    """A running server: the address for queries, and who may write."""

    url: str
    credentials: Credentials = field(default_factory=Credentials)


def open_empty(server: Server) -> RemoteStore:
    """Return the store on a server, with no graph in it but those a server has of its own."""
    store = RemoteStore.open(server.url, credentials=server.credentials)
    for graph in store.all_graphs():
        if "://x.example/" in graph or store.is_ours(graph):
            store.remove_graph(graph)
    return store


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def find_virtuoso() -> bool:
    return shutil.which("virtuoso-t") is not None and shutil.which("isql-vt") is not None


@contextmanager
def run_oxigraph(folder: Path, *options: str) -> Iterator[Server]:
    """Give an Oxigraph server that keeps its data in a folder."""
    port = free_port()
    beside = Path(sys.executable).with_name("oxigraph")
    binary = str(beside) if beside.exists() else shutil.which("oxigraph") or "oxigraph"
    command = [binary, "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}", *options]
    with _running(command, port):
        yield Server(f"http://127.0.0.1:{port}/query")


@contextmanager
def run_virtuoso(folder: Path) -> Iterator[Server]:
    """Give a Virtuoso server that lets `USER` write."""
    port, sql = free_port(), free_port()
    configuration = folder / "virtuoso.ini"
    configuration.write_text(_INI.format(folder=folder, port=port, sql=sql, rows=ROWS))
    with _running(["virtuoso-t", "+configfile", str(configuration), "+foreground"], port, folder):
        subprocess.run(
            ["isql-vt", f"127.0.0.1:{sql}", "dba", "dba", f"exec={_RIGHTS}"], check=True, capture_output=True
        )
        yield Server(f"http://127.0.0.1:{port}/sparql", USER)


@contextmanager
def _running(command: list[str], port: int, folder: Path | None = None) -> Iterator[None]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            with socket.socket() as caller:
                if caller.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@dataclass
class Request:
    """A request that came to a `Between`."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Reply = tuple[int, dict[str, str], bytes]
BROKEN: Reply = (0, {}, b"")
"""Breaks the connection off instead of an answer."""
LOST: Reply = (-1, {}, b"")
"""Passes the request on, and breaks the connection off instead of the answer."""


class Between:
    """A web server that does what `rule` says of each request: answer it, break off, or pass it on.

    What is passed on (None) goes to `target`. All requests are kept in `requests`.
    """

    def __init__(self, rule: Callable[[Request], Reply | None], target: str = "") -> None:
        self.requests: list[Request] = []
        self._rule, self._target = rule, target.rpartition("/")[0]
        self._pool = urllib3.PoolManager()
        between = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                between.handle(self)

            do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/query"
        self.server = self._server

    def __enter__(self) -> Between:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def handle(self, handler: BaseHTTPRequestHandler) -> None:
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in handler.headers.items()}
        request = Request(handler.command, handler.path, headers, body)
        self.requests.append(request)
        reply = self._rule(request)
        is_lost = reply == LOST
        if reply is None or is_lost:
            kept = {name: value for name, value in headers.items() if name not in ("host", "connection")}
            found = self._pool.request(
                request.method, self._target + request.path, body=body, headers=kept, redirect=False
            )
            wanted = ("Content-Type", "Server", "WWW-Authenticate", "X-SPARQL-MaxRows")
            reply = found.status, {n: found.headers[n] for n in wanted if n in found.headers}, found.data
        status, sent, data = reply
        if status == 0 or is_lost:
            handler.close_connection = True
            handler.connection.shutdown(socket.SHUT_RDWR)
            return
        handler.send_response_only(status)
        for name, value in sent.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)
