"""A magazine with a feed of its newest articles and archives of all others (RFC 5005 §4).

    magazine = Archived(whole=False)
    magazine.publish(250)
    with Server(magazine.answers) as server:
        …  # server.url + "/feed.xml"
        magazine.edit(3); magazine.delete(4); magazine.fail("/archive/2.xml", 503, 30)

Every answer has an ETag and keeps to it. An archive once full never changes.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from servers import Answer, Request

FIRST = datetime(2020, 1, 1, 8, tzinfo=UTC)
_HEAD = (
    '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0">'
    "<title>The Quarry</title><id>urn:example:quarry</id>"
    "<author><name>Ada Brook</name></author><updated>2020-01-01T08:00:00Z</updated>"
)
_STONES = ("granite", "slate", "basalt", "marble", "chalk", "flint", "gneiss", "tuff")


@dataclass(slots=True)
class Archived:
    """The publisher; `whole`: its entries are articles, not teasers of their pages."""

    whole: bool = True
    per_document: int = 25
    complete: bool = False  # one document, and it says that it is all there is
    loop: bool = False  # the oldest archive names the newest as the one before it
    texts: list[str] = field(default_factory=list)
    gone: dict[int, int] = field(default_factory=dict)  # article → status
    _failing: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    # ------------------------------------------------------------ what its editors do

    def publish(self, many: int) -> None:
        """More articles, each a day younger than the one before."""
        for number in range(len(self.texts), len(self.texts) + many):
            stone = _STONES[number % len(_STONES)]
            self.texts.append(
                f"Block {number} is of {stone}, cut on day {number} at face"
                f" {number * 7 % 31}, and weighs {number * 13 % 97 + 3} tons. The crew"
                f" of {number * 5 % 23 + 2} took it to yard {number * 11 % 41} by rail."
            )

    def edit(self, number: int) -> None:
        self.texts[number] += " It has been weighed once more since."

    def delete(self, number: int, status: int = 404) -> None:
        self.gone[number] = status

    def restore(self, number: int) -> None:
        del self.gone[number]

    def fail(
        self, path: str, status: int, retry_after: int = 0, times: int = 1
    ) -> None:
        """Answer the next requests for a path with an error."""
        self._failing.setdefault(path, []).extend([(status, retry_after)] * times)

    def recover(self) -> None:
        self._failing.clear()

    # ------------------------------------------------------------ what it answers

    def answers(self, request: Request) -> Answer:
        if failing := self._failing.get(request.path):
            status, wait = failing.pop()
            return status, {"Retry-After": str(wait)} if wait else {}, b"Not now"
        host = f"http://{request.headers['host']}"
        status, kind, text = self._answer(host, request.path)
        tag = f'"{sha256(text.encode()).hexdigest()[:16]}"'
        if status == 200 and request.headers.get("if-none-match") == tag:
            return 304, {"ETag": tag}, b""
        return status, {"Content-Type": kind, "ETag": tag}, text.encode()

    def _answer(self, host: str, path: str) -> tuple[int, str, str]:
        numbers = list(range(len(self.texts)))
        size = len(numbers) if self.complete else self.per_document
        full = (
            max(0, (len(numbers) - 1) // size) if numbers else 0
        )  # archives there are
        if path == "/feed.xml":
            return self._feed(host, numbers[full * size :], full, "")
        name, _, end = path.removeprefix("/archive/").partition(".")
        if path.startswith("/archive/") and end == "xml" and 0 < int(name) <= full:
            n = int(name)
            before = full if self.loop and n == 1 else n - 1
            return self._feed(
                host, numbers[(n - 1) * size : n * size], before, "<fh:archive/>"
            )
        if path.startswith("/articles/"):
            return self._page(int(path.removeprefix("/articles/")))
        return 404, "text/plain", "Not here"

    def _feed(
        self, host: str, numbers: list[int], before: int, flag: str
    ) -> tuple[int, str, str]:
        entries = "".join(self._entry(host, n) for n in reversed(numbers))
        link = f'<link rel="prev-archive" href="{host}/archive/{before}.xml"/>'
        more = "<fh:complete/>" if self.complete else link if before else ""
        text = f"{_HEAD}{flag}{more}{entries}</feed>"
        return 200, "application/atom+xml", text

    def _entry(self, host: str, number: int) -> str:
        when = f"{FIRST + timedelta(days=number):%Y-%m-%dT%H:%M:%SZ}"
        text = self.texts[number]
        said = (
            f'<content type="html">&lt;p&gt;{text}&lt;/p&gt;</content>'
            if self.whole
            else f"<summary>{text[:60]} …</summary>"
        )
        return (
            f"<entry><id>urn:example:block-{number}</id><title>Block {number}</title>"
            f'<link href="{host}/articles/{number}"/><published>{when}</published>'
            f"<updated>{when}</updated>{said}</entry>"
        )

    def _page(self, number: int) -> tuple[int, str, str]:
        if status := self.gone.get(number, 0):
            return status, "text/html", "<h1>Nothing here</h1>"
        when = FIRST + timedelta(days=number)
        return (
            200,
            "text/html; charset=utf-8",
            (
                f"<!doctype html><html lang='en'><head><title>Block {number}</title>"
                f'<meta property="article:published_time" content="{when.isoformat()}">'
                f"</head><body><main><article><h1>Block {number}</h1>"
                f"<p>{self.texts[number]}</p></article></main></body></html>"
            ),
        )
