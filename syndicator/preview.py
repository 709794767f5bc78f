"""`syndicator preview`: a letter in a browser, as mail clients of all kinds show it.

Serves one page on the loopback interface, which draws the letter anew each time, and
asks nothing of the network. Publishes nothing.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from syndicator.app import App
from syndicator.errors import ConfigError, SyndicatorError
from syndicator.pipeline import frozen
from syndicator.pipeline.products import Product, current, let_through, under_policy
from syndicator.render import mailview, pages

_LOOPBACK = "127.0.0.1"
_POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'unsafe-inline';"
    " script-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'"
)
_OFF = "off"


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter as it is, or would be, published."""

    html: str
    text: str


def mail(app: App, name: str, day: date) -> Mail:
    """The letter of that name, as it would be published now; or a published file.

    `name` is a letter's, or that of one of its files, as in "weekly/2026-11-23".
    Raises ConfigError where there is none.
    """
    letter, _, file = name.partition("/")
    if letter not in {each.name for each in app.plan.letters}:
        known = ", ".join(each.name for each in app.plan.letters) or "none"
        raise ConfigError([f"there is no letter {letter!r}; there are: {known}"])
    return (file and _published(app, letter, file)) or _drawn(app, name, day)


def _published(app: App, letter: str, file: str) -> Mail | None:
    root = app.settings.publish.path.resolve() / "letters" / letter
    found = {s: (root / f"{file}{s}").resolve() for s in (".html", ".txt")}
    if not all(p.is_relative_to(root) and p.is_file() for p in found.values()):
        return None
    return Mail(*(found[s].read_text("utf-8") for s in (".html", ".txt")))


def _drawn(app: App, name: str, day: date) -> Mail:
    plan = app.plan.as_of(day)
    wanted = f"letter {name}"
    made = current(plan, frozen.issued(plan, app.store), app.store)
    product = next((p for p in made if p.name == wanted), None) or next(
        (p for p in made if p.name.startswith(f"{wanted}/")), None
    )
    if product is None:
        raise ConfigError([f"{name}: there is no such letter, nor such a file of it"])
    items = let_through(under_policy(plan, product, app.store))
    return _mail_of(product, product.make(items, app.store).files)


def _mail_of(product: Product, files: Mapping[str, bytes]) -> Mail:
    """The letter among a product's files."""
    drawn = [name for name in sorted(files) if name.endswith(".html")]
    texts = [name for name in sorted(files) if name.endswith(".txt")]
    if not drawn:
        raise ConfigError([f"{product.name}: has nothing to show yet"])
    text = (
        files[texts[0]].decode() if texts else "An issue has its text once it is made."
    )
    return Mail(files[drawn[0]].decode(), text)


# ---------------------------------------------------------------- the page


@dataclass(frozen=True, slots=True)
class Answer:
    body: bytes
    type: str = "text/html; charset=utf-8"
    status: HTTPStatus = HTTPStatus.OK


@dataclass(frozen=True, slots=True)
class Site:
    """What is served: the letter by name, drawn by `draw`; pictures from `media`."""

    name: str
    draw: Callable[[], Mail]
    media: Callable[[], tuple[str, Path]]  # their public address, and their folder

    def answer(self, address: str) -> Answer:
        """What stands at an address below the root."""
        parts = urlsplit(address)
        asked = {name: said[0] for name, said in parse_qs(parts.query).items()}
        folder, _, file = parts.path.lstrip("/").rpartition("/")
        if folder == "media":
            return self._picture(file)
        answers = _ANSWERS.get(file) if not folder else None
        if answers is None:
            return Answer(b"not found", "text/plain", HTTPStatus.NOT_FOUND)
        try:
            return answers(self, asked)
        except SyndicatorError as error:  # a mistake being made, to be seen and mended
            return Answer(f"<pre>{escape(str(error))}</pre>".encode())

    def _picture(self, file: str) -> Answer:
        path = self.media()[1] / file
        kind = _TYPES.get(path.suffix)
        if kind is None or not path.is_file():
            return Answer(b"not found", "text/plain", HTTPStatus.NOT_FOUND)
        return Answer(path.read_bytes(), kind)

    def page(self, asked: Mapping[str, str]) -> Answer:
        return Answer(pages.preview_page(self.name))

    def html(self, asked: Mapping[str, str]) -> Answer:
        said = asked.get("scheme", "light")
        view = mailview.View(
            scheme=next((s for s in mailview.SCHEMES if s == said), "light"),
            images=asked.get("images") != _OFF,
            styles=asked.get("styles") != _OFF,
            media=self.media()[0],
        )
        return Answer(mailview.seen(self.draw().html, view).encode())

    def text(self, asked: Mapping[str, str]) -> Answer:
        return Answer(f"<!doctype html><pre>{escape(self.draw().text)}</pre>".encode())

    def box(self, asked: Mapping[str, str]) -> Answer:
        """A picture that we do not hold."""
        size = (asked.get(name, "") for name in ("width", "height"))
        width, height = (min(int(s), 4000) if s.isdecimal() else 1 for s in size)
        return Answer(mailview.box(width, height).encode(), _TYPES[".svg"])


_ANSWERS: dict[str, Callable[[Site, Mapping[str, str]], Answer]] = {
    "": Site.page,
    "mail.html": Site.html,
    "mail.txt": Site.text,
    "picture.svg": Site.box,
}
_TYPES = {
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}


class Server(ThreadingHTTPServer):
    """Serves one letter on the loopback interface; port 0 is any that is free."""

    daemon_threads = True

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        super().__init__((_LOOPBACK, port), _Handler)

    @property
    def address(self) -> str:
        return f"http://{_LOOPBACK}:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that hang up."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        # Another name for this address is a page elsewhere that tries to read ours.
        host = self.headers.get("Host", "").rpartition(":")[0]
        if host not in (_LOOPBACK, "localhost"):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        answer = self.server.site.answer(self.path)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(answer.body)))
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, format: str, *args: object) -> None:
        """What a browser asks of its own preview is no news."""
