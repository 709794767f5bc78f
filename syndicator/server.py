"""Serves published bytes over HTTP as they lie; never renders. For one machine's use,
or behind a web server that does TLS and logs. Articles may be pushed to it.
"""

import gzip
import hashlib
import json
import os
import posixpath
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from urllib.parse import quote, unquote, urlsplit

from syndicator.posting import PushHandler
from syndicator.receiving import Receiver

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
_TOPICS = (*_FEEDS, ".json")
_AS_XML = "application/xml; charset=utf-8"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}
# A page of ours asks nobody else for anything; its <meta> narrows this to its own script.
_PAGE_POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline';"
    " script-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'"
)
# A letter is shown with the pictures that its mail has, and nothing in it runs.
_LETTER_POLICY = (
    "default-src 'none'; img-src http: https:; style-src 'unsafe-inline';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_IMAGE_POLICY = "default-src 'none'; sandbox"
_FOREVER = "public, max-age=31536000, immutable"
_ASK_AGAIN = "public, no-cache"
_PACKED = range(1024, 1024 * 1024)  # bytes of a file worth compressing, and kept so
_KEPT = 64  # such files in memory
NAME = "Syndicator"
_TIMEOUT = 30  # seconds a client may keep a connection without saying anything


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it goes out; `tag` is a strong validator (RFC 9110 §8.8.3)."""

    body: bytes
    digest: str
    modified: int  # seconds since 1970
    encoding: str = ""

    @property
    def tag(self) -> str:
        behind = f"-{self.encoding}" if self.encoding else ""
        return f'"{self.digest}{behind}"'


class _Handler(PushHandler):
    """GET and HEAD with RFC 9110 validators; POST and DELETE where articles are pushed."""

    protocol_version = "HTTP/1.1"
    timeout = _TIMEOUT
    server: "Server"

    def version_string(self) -> str:
        return NAME

    def do_GET(self) -> None:  # noqa: N802
        self._answer(with_body=True)

    def do_HEAD(self) -> None:  # noqa: N802
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        path = self._path()
        file = _load(path) if path else None
        if path is None or file is None:
            if path is None or not self._has_moved(path):
                self._say(HTTPStatus.NOT_FOUND)
            return
        kind = self._kind(path)
        codings = ",".join(self.headers.get_all("Accept-Encoding", ()))
        if _is_text(kind) and _accepts_gzip(codings):
            file = _packed(file)
        fresh = self._is_fresh(file)
        self.send_response(HTTPStatus.NOT_MODIFIED if fresh else HTTPStatus.OK)
        for name, value in self._headers(path, file).items():
            self.send_header(name, value)
        if not fresh:
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(file.body)))
        self.end_headers()
        if with_body and not fresh:
            self.wfile.write(file.body)

    def _has_moved(self, path: Path) -> bool:
        """Answer for a feed that is elsewhere, or is no more."""
        feed = _feed(path, self.server.root)
        elsewhere = _elsewhere(self.server.root)
        if feed not in elsewhere:
            return False
        to = elsewhere[feed]
        if not to:
            self._say(HTTPStatus.GONE)
            return True
        # 301 and not 308, which feedparser and rss2email take for something else.
        rest = path.relative_to(self.server.root / "feeds").as_posix()[len(feed) :]
        up = "../" * rest.count("/")
        self._say(HTTPStatus.MOVED_PERMANENTLY, Location=f"{up}{quote(to + rest)}")
        return True

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

    def _headers(self, path: Path, file: _File) -> dict[str, str]:
        root, kind = self.server.root, _TYPES.get(path.suffix, "")
        headers = {
            **_ALWAYS,
            "ETag": file.tag,
            "Last-Modified": formatdate(file.modified, usegmt=True),
            "Cache-Control": self._cache_control(path),
        }
        vary = ["Accept"] if path.suffix in _FEEDS else []
        vary += ["Accept-Encoding"] if _is_text(kind) else []
        headers |= {"Vary": ", ".join(vary)} if vary else {}
        headers |= {"Content-Encoding": file.encoding} if file.encoding else {}
        headers |= self._links(path)
        if path.suffix == ".html":
            letter = path.is_relative_to(root / "letters")
            policy = _LETTER_POLICY if letter else _PAGE_POLICY
            # The article is at its publisher: only the list of feeds may be found.
            found = {} if path == root / "index.html" else {"X-Robots-Tag": "noindex"}
            return headers | {"Content-Security-Policy": policy} | found
        if path.suffix == ".svg":
            return headers | {"Content-Security-Policy": _IMAGE_POLICY}
        return headers | {"Access-Control-Allow-Origin": "*"}  # for web applications

    def _links(self, path: Path) -> dict[str, str]:
        """Where a feed is, and who tells of its changes (w3.org/TR/websub §4)."""
        server = self.server
        is_topic = path.suffix in _TOPICS and path.parent.name != "archive"
        if not (is_topic and server.hubs and _feed(path, server.root)):
            return {}
        own = f"{server.base_url}{quote(path.relative_to(server.root).as_posix())}"
        links = [(own, "self"), *((hub, "hub") for hub in server.hubs)]
        return {"Link": ", ".join(f'<{url}>; rel="{rel}"' for url, rel in links)}

    def _cache_control(self, path: Path) -> str:
        """A feed is fresh as long as it says itself; media are named by their bytes."""
        if path.parent == self.server.root / "media":
            return _FOREVER
        seconds = self.server.ttl.get(_feed(path, self.server.root))
        return f"public, max-age={seconds}" if seconds else _ASK_AGAIN

    def _is_fresh(self, file: _File) -> bool:
        """If-None-Match decides where it is sent (RFC 9110 §13.2.2)."""
        asked = self.headers.get("If-None-Match")
        if asked is not None:
            tags = (t.strip().removeprefix("W/") for t in asked.split(","))
            # In whatever coding: some proxies add "-gzip" to the tag they pass on.
            known = ("*", f'"{file.digest}"', f'"{file.digest}-gzip"')
            return any(t in known for t in tags)
        return file.modified <= _seconds(self.headers.get("If-Modified-Since", ""))

    def send_error(
        self, code: int, message: str | None = None, explain: str | None = None
    ) -> None:
        """Refuse what is not served, or no proper HTTP, and hang up."""
        self.close_connection = True
        self._say(HTTPStatus(code))

    def _say(self, status: HTTPStatus, **headers: str) -> None:
        body = f"{status.value} {status.phrase}\n".encode()
        self.send_response(status)
        for name, value in (_ALWAYS | headers).items():
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


def _feed(path: Path, root: Path) -> str:
    """The feed a file is of, "" where of none: feeds/NAME.rss, feeds/NAME/tag/x.rss."""
    folder, *rest = path.relative_to(root).parts or ("",)
    if folder != "feeds" or not rest:
        return ""
    return rest[0] if len(rest) > 1 else Path(rest[0]).stem


def _elsewhere(root: Path) -> dict[str, str]:
    """Former names of feeds, as published: where each is now, "" where it is no more."""
    try:
        found = json.loads((root / ".elsewhere/feeds.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(date: str) -> float:
    """An HTTP date as seconds since 1970; before all times where it is none."""
    try:
        return parsedate_to_datetime(date).timestamp()
    except (ValueError, OverflowError):
        return -1.0


def _is_text(kind: str) -> bool:
    return "charset" in kind or kind == _TYPES[".svg"]


def _accepts_gzip(accepted: str) -> bool:
    """Say whether a client takes gzip (RFC 9110 §12.5.3)."""
    codings = (part.replace(" ", "").lower().split(";") for part in accepted.split(","))
    return any(
        name in ("gzip", "x-gzip") and not {"q=0", "q=0.0", "q=0.00", "q=0.000"} & {*q}
        for name, *q in codings
    )


def _load(path: Path) -> _File | None:
    try:
        facts = path.stat()
        if facts.st_size in _PACKED:
            return _kept(path, facts.st_ino, facts.st_mtime_ns, facts.st_size)
        return _read(path)
    except OSError:
        return None


@lru_cache(maxsize=_KEPT)
def _kept(path: Path, *_: int) -> _File:
    """A file that need not be read again until it is replaced."""
    return _read(path)


def _read(path: Path) -> _File:
    with path.open("rb") as file:
        modified = int(os.fstat(file.fileno()).st_mtime)
        body = file.read()
    return _File(body, hashlib.sha256(body).hexdigest()[:32], modified)


def _packed(file: _File) -> _File:
    """The file compressed, where that is worth it; the same bytes every time."""
    return _compressed(file) if len(file.body) in _PACKED else file


@lru_cache(maxsize=_KEPT)
def _compressed(file: _File) -> _File:
    body = gzip.compress(file.body, mtime=0)
    return replace(file, body=body, encoding="gzip")


class Server(ThreadingHTTPServer):
    """Serves what is below `root`; what it goes by may be set to others meanwhile.

    `ttl` is how long each feed is fresh, in seconds; `base_url`, where all is public,
    and `hubs`, who tells of changed feeds. Raises OSError where the address cannot be
    had.
    """

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        host: str,
        port: int,
        root: Path,
        ttl: Mapping[str, int] | None = None,
        base_url: str = "",
        hubs: tuple[str, ...] = (),
    ) -> None:
        self.root = root.resolve()
        self.ttl = ttl or {}
        self.base_url, self.hubs = base_url, hubs
        self.receiver: Receiver | None = None  # where articles may be pushed
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
