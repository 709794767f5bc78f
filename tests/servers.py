"""A real HTTP server on the loopback, for as long as a `with` block.

    with Server({"/feed.xml": (200, {"ETag": '"1"'}, b"<rss/>")}) as server:
        fetch(server.url + "/feed.xml")
    assert server.requests[0].headers["accept"] == …

`answers` maps paths, query included, to answers, or is a function of the request. It
may be changed while the server runs. What has no answer is a 404. The body may be an
iterable of pieces, sent as they come. Status 0 sends the body alone: bytes that need
not be HTTP at all.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Self

Answer = tuple[int, Mapping[str, str], bytes | Iterable[bytes]]


@dataclass(frozen=True, slots=True)
class Request:
    """What a client asked; header names are in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes = b""
    method: str = "GET"


@dataclass(slots=True)
class Server:
    """Answers until the block ends; `requests` keeps what was asked, in order."""

    answers: dict[str, Answer] | Callable[[Request], Answer]
    host: str = "127.0.0.1"
    requests: list[Request] = field(default_factory=list)
    _http: Any = None

    @property
    def port(self) -> int:
        return int(self._http.server_port)

    @property
    def url(self) -> str:
        """http://host:port, without a slash at the end."""
        return f"http://{self.host}:{self.port}"

    def paths(self) -> list[str]:
        return [request.path for request in self.requests]

    def __enter__(self) -> Self:
        self._http = _Listener((self.host, 0), _Handler)
        self._http.told = self
        Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, request: Request) -> Answer:
        self.requests.append(request)
        if callable(self.answers):
            return self.answers(request)
        return self.answers.get(request.path, (404, {}, b""))


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # no waiting for a repeated SYN under many threads
    block_on_close = False  # a handler may still be dripping
    told: Server

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: clients that hang up are what some tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Listener

    def _reply(self) -> None:
        length = int(self.headers.get("Content-Length", 0))
        names = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.path, names, self.rfile.read(length), self.command)
        status, headers, body = self.server.told.answer(request)
        pieces = [body] if isinstance(body, bytes) else body
        self.close_connection = True
        if status:
            self._head(status, headers, body)
        for piece in pieces:
            self.wfile.write(piece)

    def _head(self, status: int, headers: Mapping[str, str], body: Any) -> None:
        self.send_response_only(status)
        framed = {name.lower() for name in headers} & {
            "content-length",
            "transfer-encoding",
        }
        if isinstance(body, bytes) and not framed and status not in (204, 304):
            self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_POST = do_PUT = do_HEAD = do_DELETE = _reply  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Keep standard error for the tests."""
