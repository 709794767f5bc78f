"""Serves published bytes over HTTP as they lie; never renders. For one machine's use,
or behind a web server that does TLS, compression and logs.
"""

import hashlib
import os
import posixpath
import socket
import sys
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".rss": "application/rss+xml; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".json": "application/feed+json; charset=utf-8",
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".svg": "image/svg+xml",
}
# Browsers show feeds as plain text unless they come as XML, which has a style.
_FEEDS = (".rss", ".atom")
_AS_XML = "application/xml; charset=utf-8"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
# Stored content never runs: a page's own <meta> narrows scripts down to its own.
_PAGE_POLICY = (
    "default-src 'none'; img-src http: https:; media-src http: https:;"
    " style-src 'unsafe-inline'; script-src 'unsafe-inline'; frame-src 'self'"
)
NAME = "Syndicator"
_TIMEOUT = 30  # seconds a client may keep a connection without saying anything


@dataclass(frozen=True, slots=True)
class _File:
    body: bytes
    etag: str
    modified: str


class _Handler(BaseHTTPRequestHandler):
    """GET and HEAD with RFC 9110 validators."""

    protocol_version = "HTTP/1.1"
    timeout = _TIMEOUT
    server: "Server"

    def version_string(self) -> str:
        return NAME

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = self._path()
        file = _load(path) if path else None
        if path is None or file is None:
            self._say(HTTPStatus.NOT_FOUND)
            return
        fresh = self._is_fresh(file)
        body = b"" if fresh else file.body
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else HTTPStatus.OK)
        for name, value in _headers(path, self.server.root, file).items():
            self.send_header(name, value)
        if not fresh:
            self.send_header("Content-Type", self._kind(path))
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            self.wfile.write(body)

    def _path(self) -> Path | None:
        """The file asked for, if it is one below the root and not hidden."""
        try:
            asked = unquote(urlsplit(self.path).path, errors="replace")
        except ValueError:  # an address in brackets that is none
            return None
        if "\0" in asked or "\\" in asked:
            return None
        clean = posixpath.normpath("/" + asked.lstrip("/")).lstrip("/")
        if asked.endswith("/"):
            clean = posixpath.join(clean, "index.html")
        if any(part.startswith(".") for part in clean.split("/")):
            return None
        root = self.server.root
        path = (root / clean).resolve()
        return path if path.is_relative_to(root) else None

    def _kind(self, path: Path) -> str:
        if path.suffix in _FEEDS and "text/html" in self.headers.get("Accept", ""):
            return _AS_XML
        return _TYPES.get(path.suffix, "application/octet-stream")

    def _is_fresh(self, file: _File) -> bool:
        """If-None-Match decides where it is sent (RFC 9110 §13.2.2)."""
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            tags = (t.strip().removeprefix("W/") for t in asked.split(","))
            # Some proxies append "-gzip" to the tag they pass on.
            return any(t in ("*", file.etag, file.etag[:-1] + '-gzip"') for t in tags)
        return self.headers.get("If-Modified-Since") == file.modified

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Refuse what is no GET or HEAD, or no proper HTTP, and hang up."""
        self.close_connection = True
        self._say(HTTPStatus(code))

    def _say(self, status: HTTPStatus) -> None:
        body = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        for name, value in _ALWAYS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", _TYPES[".txt"])
        self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Access logs are the front server's."""


def _headers(path: Path, root: Path, file: _File) -> dict[str, str]:
    named_by_content = path.parent == root / "media"
    page = path.suffix == ".html"
    headers = {
        **_ALWAYS,
        "ETag": file.etag,
        "Last-Modified": file.modified,
        "Cache-Control": "public, max-age=31536000, immutable"
        if named_by_content
        else "public, no-cache",
    }
    if path.suffix in _FEEDS:
        headers["Vary"] = "Accept"
    if page:
        headers["Content-Security-Policy"] = _PAGE_POLICY
        headers["X-Robots-Tag"] = "noindex"  # the article is at its publisher
    elif path.suffix == ".svg":
        headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    else:
        headers["Access-Control-Allow-Origin"] = "*"  # feeds may be read by web apps
    return headers


def _load(path: Path) -> _File | None:
    try:
        with path.open("rb") as file:
            facts = os.fstat(file.fileno())
            body = file.read()
    except OSError:
        return None
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    return _File(body, etag, formatdate(int(facts.st_mtime), usegmt=True))


class Server(ThreadingHTTPServer):
    """Serves what is below `root`, which may be set to another folder meanwhile.

    Raises OSError where the address cannot be had.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, host: str, port: int, root: Path) -> None:
        self.root = root.resolve()
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        self.address_family = found[0][0]
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """Bind without HTTPServer's look-up of our own name, which may take long."""
        TCPServer.server_bind(self)
        host, port = self.server_address[:2]
        self.server_name, self.server_port = str(host), port

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of clients that hang up."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]
