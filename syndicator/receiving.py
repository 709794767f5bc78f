"""Articles pushed over HTTP: who may, what of it is taken in, and what is answered.

A request is answered for when its articles are kept; that needs no lock, so it does not
wait for a pass. Whatever is sent, the answer tells what is wrong with it (RFC 9457).
"""

import hmac
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from threading import BoundedSemaphore
from urllib.parse import parse_qs, unquote, urlsplit

from syndicator.errors import ParseError, StoreError
from syndicator.model import Mistake, Pushed, Source
from syndicator.pipeline import inbox
from syndicator.ports import Document, Sandbox, Store

PATH = "/articles"
LARGEST = 10 * 1024 * 1024  # bytes of a request
_AT_ONCE = 4  # requests being read: each may take much memory
_PAGES = ("text/html", "application/xhtml+xml")
_TYPES = ("application/json", *_PAGES)
_PATIENCE = 20  # seconds to wait for a turn
_LONGEST_KEY = 4000  # characters: it may be an address
_RETRY = {"Retry-After": "5"}


@dataclass(frozen=True, slots=True)
class Reply:
    """What is answered: JSON, unless there is nothing to say."""

    status: HTTPStatus
    said: Mapping[str, object] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> bytes:
        return json.dumps(self.said).encode() + b"\n"

    @property
    def media_type(self) -> str:
        failed = self.status >= HTTPStatus.BAD_REQUEST
        return "application/problem+json" if failed else "application/json"


class Receiver:
    """Takes articles in for sources of kind "push": a token names its source."""

    def __init__(
        self, sources: Sequence[Source], store: Store, sandbox: Sandbox
    ) -> None:
        self._sources = [s for s in sources if s.kind == "push" and s.token]
        self._store = store
        self._sandbox = sandbox
        self._turns = BoundedSemaphore(_AT_ONCE)

    def refusal(
        self, method: str, path: str, headers: Mapping[str, str]
    ) -> Reply | None:
        """Why a request will not be read; None where its body may be."""
        there = _path(path)
        if there is None or not (there == PATH or there.startswith(f"{PATH}/")):
            return problem(HTTPStatus.NOT_FOUND, f"articles are sent to {PATH}")
        fits = {"POST": there == PATH, "DELETE": there != PATH}
        if not fits[method]:
            allow = "POST" if there == PATH else "DELETE"
            words = f"{allow} is what can be done with {there[:100]}"
            return problem(HTTPStatus.METHOD_NOT_ALLOWED, words, Allow=allow)
        if "origin" in headers:
            words = "web pages may not push articles; a publisher's own server may"
            return problem(HTTPStatus.FORBIDDEN, words)
        if self._source(headers) is None:
            words = "no source has this token; send Authorization: Bearer TOKEN"
            told = {"WWW-Authenticate": "Bearer"}
            return problem(HTTPStatus.UNAUTHORIZED, words, **told)
        return _unfit(headers) if method == "POST" else None

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        """Take articles in; to be called where there is no refusal."""
        source = self._source(headers)
        if source is None:
            return problem(HTTPStatus.UNAUTHORIZED, "no source has this token")
        if not self._turns.acquire(timeout=_PATIENCE):
            words = "too many are sending at once; try again"
            return problem(HTTPStatus.SERVICE_UNAVAILABLE, words, **_RETRY)
        try:
            document, key = _document(path, headers, body)
            made = inbox.take_in(document, source, key, self._store, self._sandbox)
            return _taken(made)
        except ParseError as error:
            return problem(HTTPStatus.BAD_REQUEST, error.reason)
        except StoreError:
            return _unkept()
        finally:
            self._turns.release()

    def delete(self, path: str, headers: Mapping[str, str]) -> Reply:
        """Withdraw the article whose key the path names."""
        source, there = self._source(headers), _path(path)
        key = " ".join((there or "").removeprefix(f"{PATH}/").split())
        if source is None or not 0 < len(key) <= _LONGEST_KEY:
            words = f"the path must name a key: {PATH}/KEY"
            return problem(HTTPStatus.UNPROCESSABLE_ENTITY, words)
        try:
            inbox.withdraw(key, source, self._store)
        except StoreError:
            return _unkept()
        return _taken((Pushed(key=key, gone=True),))

    def _source(self, headers: Mapping[str, str]) -> Source | None:
        """Whose token is shown; all are compared, so that time tells nothing of them."""
        scheme, _, token = headers.get("authorization", "").strip().partition(" ")
        shown = token.strip().encode("utf-8", "replace")
        fits = [hmac.compare_digest(s.token.encode(), shown) for s in self._sources]
        found = [s for s, fit in zip(self._sources, fits, strict=True) if fit]
        return found[0] if found and scheme.lower() == "bearer" else None


def problem(status: HTTPStatus, detail: str, **headers: str) -> Reply:
    """What is wrong, as RFC 9457 has it."""
    return Reply(status, _problem(status, detail), headers)


def _problem(status: HTTPStatus, detail: str) -> dict[str, object]:
    return {"title": status.phrase, "status": status.value, "detail": detail}


def _unkept() -> Reply:
    words = "it could not be kept; nothing was taken in, try again"
    return problem(HTTPStatus.SERVICE_UNAVAILABLE, words, **_RETRY)


def _unfit(headers: Mapping[str, str]) -> Reply | None:
    """What keeps a body from being read: its type, coding or length."""
    media_type, _ = _content_type(headers)
    if media_type not in _TYPES:
        words = f"send {' or '.join(_TYPES[:2])}"
        accepted = {"Accept": ", ".join(_TYPES)}
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words, **accepted)
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        words = "send it uncompressed"
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, words)
    length = headers.get("content-length", "")
    if "transfer-encoding" in headers or not (length.isascii() and length.isdigit()):
        return problem(HTTPStatus.LENGTH_REQUIRED, "say its Content-Length")
    if len(length) > 12 or int(length) > LARGEST:
        words = f"send {LARGEST} bytes at the most, in several requests"
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)
    return None


def _document(
    path: str, headers: Mapping[str, str], body: bytes
) -> tuple[Document, str]:
    """What was sent, and the key it is to go by where it names none itself."""
    media_type, charset = _content_type(headers)
    asked = parse_qs(urlsplit(path).query, errors="replace")
    url = asked.get("url", [headers.get("content-location", "")])[0]
    key = asked.get("key", [headers.get("idempotency-key", "").strip().strip('"')])[0]
    document = Document(
        name=f"the {media_type} that was pushed",
        url=url if media_type in _PAGES else "",
        body=body,
        media_type=media_type,
        charset=charset,
    )
    return document, key


def _content_type(headers: Mapping[str, str]) -> tuple[str, str]:
    media_type, _, rest = headers.get("content-type", "").partition(";")
    _, _, charset = rest.partition("charset=")
    return media_type.strip().lower(), charset.partition(";")[0].strip(' "')


def _taken(found: Sequence[Pushed]) -> Reply:
    """What became of each article; a problem where none was taken in."""
    articles = [_told(each) for each in found]
    if any(not each.mistakes for each in found):
        return Reply(HTTPStatus.ACCEPTED, {"articles": articles})
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    wrong = _errors(mistake for each in found for mistake in each.mistakes)
    said = _problem(status, "nothing was taken in; see errors")
    return Reply(status, said | {"errors": wrong})


def _told(pushed: Pushed) -> dict[str, object]:
    if not pushed.mistakes:
        status = "withdrawn" if pushed.gone else "accepted"
        return {"key": pushed.key, "status": status}
    wrong = _errors(pushed.mistakes)
    return {"key": pushed.key, "status": "rejected", "errors": wrong}


def _errors(mistakes: Iterable[Mistake]) -> list[dict[str, str]]:
    return [{"pointer": f"#{m.pointer}", "detail": m.detail} for m in mistakes]


def _path(path: str) -> str | None:
    try:
        return unquote(urlsplit(path).path, errors="strict")
    except (ValueError, UnicodeDecodeError):
        return None
