"""A publisher with a JSON API, paged as asked: page, offset, cursor or the Link header.

    api = JsonApi(paging="cursor")
    api.add("one", "The first", "<p>Words.</p>")
    with Server(api.answers) as server:
        fetch(server.url + "/api/articles")

Newest change first. `since` holds back what has not changed after an instant. At most
`most` items a page, whatever is asked for. `deleted` lists what was deleted since, where
`tells_deleted`. `throttle(n)` answers the next n requests with 429; `token`, where it is
set, is asked for. An answer has an ETag, and an unchanged one is a 304. Each article has
a page at /blog/SLUG.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from servers import Answer, Request

PATH = "/api/articles"


@dataclass
class JsonApi:
    paging: str = "page"  # or offset, cursor, link
    most: int = 100  # items a page
    token: str = ""
    tells_deleted: bool = False
    now: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)  # key → when
    throttled: int = 0
    asked: list[str] = field(default_factory=list)  # of the API, in order

    def add(self, key: str, title: str, body: str, **more: Any) -> None:
        at = self._tick()
        self.items[key] = {
            "id": key,
            "slug": key,
            "title": title,
            "body": body,
            "published_at": at,
            "updated_at": at,
            **more,
        }

    def edit(self, key: str, **changed: Any) -> None:
        self.items[key] |= {**changed, "updated_at": self._tick()}

    def delete(self, key: str) -> None:
        del self.items[key]
        self.gone[key] = self._tick()

    def throttle(self, requests: int) -> None:
        self.throttled = requests

    def answers(self, request: Request) -> Answer:
        path, query = _split(request.path)
        if path == PATH:
            return self._listing(request, query)
        item = self.items.get(path.removeprefix("/blog/"))
        if item is None:
            return 404, {}, b""
        page = f"<!doctype html><title>{item['title']}</title><article>{item['body']}"
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page.encode()

    def _listing(self, request: Request, query: dict[str, str]) -> Answer:
        self.asked.append(request.path)
        if (
            self.token
            and request.headers.get("authorization") != f"Bearer {self.token}"
        ):
            return 401, {"WWW-Authenticate": "Bearer"}, b'{"error": "unauthorized"}'
        if self.throttled:
            self.throttled -= 1
            return 429, {"Retry-After": "120"}, b'{"error": "slow down"}'
        since = query.get("since", "")
        changed = [i for i in self.items.values() if i["updated_at"] > since]
        changed.sort(key=lambda i: i["updated_at"], reverse=True)
        start, size = self._window(query)
        page = changed[start : start + size]
        more = start + size < len(changed)
        said: dict[str, Any] = {"articles": page, "total": len(changed)}
        headers = {"Content-Type": "application/json"}
        if self.paging == "cursor":
            said["next"] = f"c{start + size}" if more else None
        elif self.paging == "link" and more:
            there = f"{PATH}?page={start // size + 2}&since={since}"
            headers["Link"] = f'<{there}>; rel="next"'
        if self.tells_deleted:
            said["deleted"] = [k for k, at in self.gone.items() if since and at > since]
        return _conditional(request, headers, json.dumps(said).encode())

    def _window(self, query: dict[str, str]) -> tuple[int, int]:
        """Where the page asked for begins, and how many items it may hold."""
        size = min(int(query.get("limit", self.most)), self.most)
        if self.paging == "offset":
            return int(query.get("offset", 0)), size
        if self.paging == "cursor":
            return int(query.get("cursor", "c0").removeprefix("c")), size
        return (int(query.get("page", 1)) - 1) * size, size

    def _tick(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.isoformat().replace("+00:00", "Z")


def filled(api: JsonApi, numbers: Iterable[int]) -> JsonApi:
    """The API with an article of each number."""
    for n in numbers:
        words = f"<p>What happened on day {n}, told by those who were there.</p>" * 4
        api.add(f"day-{n}", f"Day {n}", words)
    return api


def _split(path: str) -> tuple[str, dict[str, str]]:
    parts = urlsplit(path)
    return parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()}


def _conditional(request: Request, headers: dict[str, str], body: bytes) -> Answer:
    tag = f'"{sha256(body).hexdigest()[:16]}"'
    headers |= {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return 304, headers, b""
    return 200, headers, body
