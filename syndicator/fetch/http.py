"""Documents, pages and images over HTTP; all that knows httpx is here.

The order of one look: check the URL → of a page, its host's rules (robots) → wait for
the host (turns) → resolve, check and connect (guard) → follow a redirect, and begin
again → judge the status → decode within bounds (decode).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from hashlib import blake2b
from http.cookiejar import CookieJar, DefaultCookiePolicy
from socket import gaierror
from time import monotonic

import httpcore
import httpx

from syndicator import urls
from syndicator.errors import FetchError
from syndicator.fetch import decode, headers
from syndicator.fetch.decode import Undecodable
from syndicator.fetch.guard import Guard, Refused, Resolve, check_url, look_up
from syndicator.fetch.images import PREFIXES, measure
from syndicator.fetch.limits import Limits
from syndicator.fetch.refusals import refusal, shown, without
from syndicator.fetch.robots import LONGEST, Robots
from syndicator.fetch.transport import Transport
from syndicator.model import Source
from syndicator.ports import (
    Answer,
    Document,
    Fetched,
    FileFacts,
    Look,
    Picture,
    Validators,
)

_FEED = {
    "Accept": "application/atom+xml, application/rss+xml, application/feed+json,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
}
_PAGE = {"Accept": "text/html, application/xhtml+xml, */*;q=0.5"}
_IMAGE = {"Accept": "image/*, */*;q=0.5", "Accept-Encoding": "identity"}

_ANY = {"Accept": "*/*", "Accept-Encoding": "identity"}

_ROBOTS = {"Accept": "text/plain, */*;q=0.5", "Accept-Encoding": "identity"}

_CONDITIONS = {"If-None-Match", "If-Modified-Since"}
_WHOLE = frozenset({200, 203})
_REDIRECTS = {301: True, 302: False, 303: False, 307: False, 308: True}  # permanent?

# What can go wrong on the way, in our words: the first that fits is used.
_REASONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((Refused, Undecodable), "{}"),
    ((gaierror,), "its host name cannot be resolved ({})"),
    ((httpx.InvalidURL, httpx.UnsupportedProtocol, ValueError), "not usable: {}"),
    ((httpcore.TimeoutException, httpx.TimeoutException), "no answer in time ({})"),
    ((httpcore.ConnectError,), "cannot connect ({})"),
    ((httpcore.NetworkError, OSError), "the connection broke ({})"),
    (
        (httpcore.ProtocolError, httpx.HTTPError, httpx.StreamError),
        "the answer is not proper HTTP ({})",
    ),
)
_FOREIGN = tuple(kind for kinds, _ in _REASONS for kind in kinds)


class HttpFetcher:
    """Fetches sources of any kind on the web; shared by all threads.

    `agent` is the User-Agent; `resolve` gives every address of a host.
    """

    def __init__(self, agent: str, limits: Limits, resolve: Resolve = look_up) -> None:
        self._limits = limits
        self._resolve = resolve
        self._robots = Robots(agent.partition("/")[0])
        self._client = httpx.Client(
            transport=Transport(),
            trust_env=False,
            timeout=limits.wait_seconds,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
            headers={
                "User-Agent": agent,
                "Accept-Encoding": decode.ACCEPTED,
                "Connection": "close",
            },
        )

    def close(self) -> None:
        self._client.close()

    def fetch(
        self, source: Source, known: Validators, marks: Mapping[str, str]
    ) -> Fetched:
        """Look at a source; `unchanged` by status or by its bytes."""
        conditions = _conditions(known)
        fine = _WHOLE | {304} if conditions else _WHOLE
        page = source.kind == "listing"
        asked = (_PAGE if page else _FEED) | dict(source.headers) | conditions
        robots = page and source.robots
        with self._get(source, source.url, asked, fine, robots=robots) as response:
            same = response.status_code == 304
            body = b"" if same else self._body(response)
            mark = known.fingerprint if same else _fingerprint(body)
            unchanged = mark == known.fingerprint
            new = () if unchanged else (_document(source.url, response, body, mark),)
            return Fetched(
                documents=new,
                validators=_validators(response, known if same else Validators(), mark),
                unchanged=unchanged,
                wait_seconds=headers.freshness(response.headers),
                moved_to=response.extensions["moved_to"],
            )

    def call(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes,
        allow_networks: tuple[str, ...] = (),
    ) -> Answer:
        """Ask a service; a redirect is refused: it would take a secret elsewhere."""
        with _in_our_words(url):
            check_url(url)
            deadline = monotonic() + self._limits.total_seconds
            request = self._client.build_request(
                method,
                url,
                headers=dict(headers),
                content=body,
                extensions={
                    "guard": Guard(allow_networks, deadline, self._resolve),
                    "rest": 0.0,
                },
            )
            with closing(self._client.send(request, stream=True)) as response:
                if response.status_code in _REDIRECTS:
                    where = response.headers.get("location", "")[:200]
                    raise Refused(f"redirects to {where}; name that address instead")
                return Answer(status=response.status_code, body=self._body(response))

    def page(self, source: Source, url: str) -> Document:
        """Fetch the page at `url`, with what `source` may reach and robots.txt allows."""
        with self._page(source, url, Validators()) as response:
            body = self._body(response)
            return _document(url, response, body, _fingerprint(body))

    def again(self, source: Source, url: str, known: Validators) -> Document | None:
        """The page at `url`; None where its status or its bytes say it is what it was."""
        with self._page(source, url, known) as response:
            if response.status_code == 304:
                return None
            body = self._body(response)
            mark = _fingerprint(body)
            same = mark == known.fingerprint
            return None if same else _document(url, response, body, mark)

    def there(self, source: Source, url: str, known: Validators) -> Validators:
        """See whether there is a page at `url`, by its headers: its body is not read."""
        with self._page(source, url, known) as response:
            return _validators(response, known, "")

    def _page(
        self, source: Source, url: str, known: Validators
    ) -> AbstractContextManager[httpx.Response]:
        conditions = _conditions(known)
        fine = _WHOLE | {304} if conditions else _WHOLE
        return self._get(source, url, _PAGE | conditions, fine, robots=source.robots)

    def picture(self, source: Source, url: str, look: Look) -> Picture | None:
        """Measure an image, by as few of its bytes as will do where they suffice.

        Readers and mail clients ask without a word about the page; where that is not
        enough, the host shows its pictures on its own site only.
        """
        try:
            return self._picture(source, url, look, {})
        except FetchError as error:
            if error.status not in (401, 403) or not look.page:
                raise
            picture = self._picture(source, url, look, {"Referer": look.page})
            return picture and replace(picture, guarded=True)

    def _picture(
        self, source: Source, url: str, look: Look, words: dict[str, str]
    ) -> Picture | None:
        asked = _IMAGE | words | _unless(look.validator)
        if look.whole:
            return self._whole_picture(source, url, asked)
        for size in PREFIXES:
            part = self._prefix(source, url, size, asked)
            if part is None:
                return None
            prefix, length, validator = part
            picture = measure(prefix, length)
            if picture is None or picture.width or len(prefix) < size:
                break
        return _known_type(url, picture, validator)

    def _whole_picture(
        self, source: Source, url: str, asked: dict[str, str]
    ) -> Picture | None:
        with self._get(source, url, asked, _WHOLE | _same(asked)) as response:
            if _is_known(response, asked):
                return None
            body = self._body(response)
            picture = _known_type(url, measure(body, len(body)), _validator(response))
            return replace(picture, body=body)

    def file(self, source: Source, url: str) -> FileFacts:
        """What is at `url`, by its headers: one byte is asked for."""
        asked = _ANY | {"Range": "bytes=0-0"}
        with self._get(source, url, asked, _WHOLE | {206}) as response:
            length = headers.content_length(response.headers)
            if response.status_code == 206:
                length = headers.range_total(response.headers) or 0
            kind = response.headers.get("content-type", "").partition(";")[0]
            return FileFacts(type=kind.strip().lower(), length=length)

    def _prefix(
        self, source: Source, url: str, size: int, asked: dict[str, str]
    ) -> tuple[bytes, int, str] | None:
        """The first bytes of what is at `url`, its length, and its validator."""
        asked = asked | {"Range": f"bytes=0-{size - 1}"}
        with self._get(source, url, asked, _WHOLE | {206} | _same(asked)) as response:
            if _is_known(response, asked):
                return None
            coding = response.headers.get("content-encoding", "")
            prefix = decode.read_prefix(response.iter_raw(), coding, size)
            length: int | None = headers.content_length(response.headers)
            if response.status_code == 206:
                length = headers.range_total(response.headers)
            if length is None:
                raise Undecodable("answered with another part than was asked for")
            length = length or (len(prefix) if len(prefix) < size else 0)
            return prefix, length, _validator(response)

    def _body(self, response: httpx.Response) -> bytes:
        coding = response.headers.get("content-encoding", "")
        return decode.read(response.iter_raw(), coding, self._limits.body_bytes)

    @contextmanager
    def _get(
        self,
        source: Source,
        url: str,
        asked: dict[str, str],
        fine: frozenset[int],
        *,
        robots: bool = False,
    ) -> Iterator[httpx.Response]:
        """An open answer with a status among `fine`; anything else is a FetchError.

        With `robots` also where the rules of a host on the way do not allow it.
        """
        with _in_our_words(url, source.token):
            rules = self._obey if robots else _no_rules
            with closing(self._follow(source, url, asked, rules)) as response:
                if response.status_code not in fine:
                    raise refusal(url, response, source.token)
                yield response

    def _obey(self, source: Source, url: str) -> None:
        """Refuse what the robots.txt of the URL's host does not let us read."""
        there = urls.absolute("/robots.txt", url)

        def fetch() -> bytes:
            with self._get(source, there, _ROBOTS, _WHOLE) as response:
                return decode.read_prefix(response.iter_raw(), "", LONGEST)

        if not self._robots.allows((there, source.allow_networks), url, fetch):
            raise Refused(
                f"{there} does not let programs read it; where you have leave, set"
                " robots = false for the source"
            )

    def _follow(
        self,
        source: Source,
        url: str,
        asked: dict[str, str],
        rules: Callable[[Source, str], None],
    ) -> httpx.Response:
        """The answer at the end of all redirects; `moved_to` among its extensions."""
        deadline = monotonic() + self._limits.total_seconds
        guard = Guard(source.allow_networks, deadline, self._resolve)
        # The operator's own networks are as quick as they are; strangers get a rest.
        rest = 0.0 if source.allow_networks else self._limits.rest_seconds
        # Validators are opaque bytes, which httpx would try to write as ASCII.
        raw = {name.encode(): value.encode("latin-1") for name, value in asked.items()}
        ours = {name.encode() for name in source.headers}
        here, permanent = url, True
        for _ in range(self._limits.redirects + 1):
            check_url(here)
            rules(source, here)
            extensions = {"guard": guard, "rest": rest}
            request = self._client.build_request(
                "GET", here, headers=raw, extensions=extensions
            )
            response = self._client.send(request, stream=True)
            location = response.headers.get("location", "")
            if response.status_code not in _REDIRECTS or not location:
                moved = permanent and here != url
                response.extensions["moved_to"] = here if moved else ""
                return response
            response.close()
            permanent = permanent and _REDIRECTS[response.status_code]
            here = str(response.url.join(location).copy_with(fragment=None))
            if not _may_be_told(here, url):
                raw = {name: value for name, value in raw.items() if name not in ours}
        raise Refused(f"more than {self._limits.redirects} redirects")


def _may_be_told(here: str, url: str) -> bool:
    """Say whether what the host of `url` is given, a secret, may be given here, too."""
    there, asked = httpx.URL(here), httpx.URL(url)
    same = (there.host, there.port) == (asked.host, asked.port)
    return same and (there.scheme == "https" or asked.scheme == "http")


def _no_rules(source: Source, url: str) -> None:
    """Everything may be read."""


@contextmanager
def _in_our_words(url: str, token: str = "") -> Iterator[None]:
    """Whatever goes wrong is a FetchError, which does not tell the token."""
    try:
        yield
    except _FOREIGN as error:
        words = next(words for kinds, words in _REASONS if isinstance(error, kinds))
        reason = words.format(str(error)[:200] or type(error).__name__)
        subject = without(token, shown(url))
        raise FetchError(subject, without(token, reason)) from error


def _known_type(url: str, picture: Picture | None, validator: str) -> Picture:
    if picture is None:
        raise FetchError(shown(url), "not an image of a known type", missing=True)
    return replace(picture, validator=validator)


def _validator(response: httpx.Response) -> str:
    """One word for a picture: its ETag, else the date of its last change."""
    return _opaque(response, b"etag") or _opaque(response, b"last-modified")


def _same(asked: Mapping[str, str]) -> set[int]:
    """304 answers a condition; without one it says nothing."""
    return {304} if asked.keys() & _CONDITIONS else set()


def _is_known(response: httpx.Response, asked: Mapping[str, str]) -> bool:
    """Some servers give the same word again, and all the bytes with it."""
    known = next((asked[name] for name in _CONDITIONS & asked.keys()), "")
    return response.status_code == 304 or bool(known and _validator(response) == known)


def _unless(validator: str) -> dict[str, str]:
    if not validator:
        return {}
    tagged = validator.startswith(('"', "W/"))
    return {"If-None-Match" if tagged else "If-Modified-Since": validator}


def _conditions(known: Validators) -> dict[str, str]:
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def _validators(
    response: httpx.Response, kept: Validators, fingerprint: str
) -> Validators:
    return Validators(
        etag=_opaque(response, b"etag") or kept.etag,
        last_modified=_opaque(response, b"last-modified") or kept.last_modified,
        fingerprint=fingerprint,
    )


def _opaque(response: httpx.Response, name: bytes) -> str:
    """A header's bytes, one character each, so that they can be sent back as they were."""
    values = (v for n, v in response.headers.raw if n.lower() == name)
    return next(values, b"").decode("latin-1")


def _fingerprint(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


def _document(name: str, response: httpx.Response, body: bytes, mark: str) -> Document:
    media_type, charset = headers.content_type(response.headers)
    return Document(
        name=name,
        url=str(response.url),
        body=body,
        media_type=media_type,
        charset=charset,
        mark=mark,
        links=headers.links(response.headers, str(response.url)),
        validators=_validators(response, Validators(), mark),
    )
