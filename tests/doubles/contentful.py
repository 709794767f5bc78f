"""A headless CMS with a sync API of Contentful's shape: changes and deletions since.

    space = Space()
    space.add("one", title="The first", body=[paragraph("Words.")])
    with Server(space.answers) as server:
        fetch(server.url + space.sync + "?initial=true")

As documented there: the first sync is asked for by `initial=true` and holds entries and
assets, never deletions; `nextPageUrl` leads on and `nextSyncUrl`, on the last page, to
what changes later, without the access token. Entries of a sync hold every locale of a
field and mere links; /entries holds one locale, and what is linked below `includes`.
`throttle(n)` answers the next n requests with 429, as the CDA does: how long to wait is
in X-Contentful-RateLimit-Reset only. Each article has a page at /SLUG.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from servers import Answer, Request

LOCALE = "en-US"
_BASE = "/spaces/lab/environments/master"


def paragraph(text: str) -> dict[str, Any]:
    words = {"nodeType": "text", "value": text, "marks": [], "data": {}}
    return {"nodeType": "paragraph", "content": [words], "data": {}}


def embedded(asset: str) -> dict[str, Any]:
    return {
        "nodeType": "embedded-asset-block",
        "content": [],
        "data": {"target": link("Asset", asset)},
    }


def link(kind: str, id: str) -> dict[str, Any]:
    return {"sys": {"type": "Link", "linkType": kind, "id": id}}


@dataclass
class Space:
    token: str = ""
    most: int = 100  # items of a sync page
    now: datetime = datetime(2026, 6, 1, 8, tzinfo=UTC)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)  # as they are now
    changes: list[str] = field(default_factory=list)  # ids, in their order
    throttled: int = 0
    asked: list[str] = field(default_factory=list)  # of the API, in order
    sync: str = f"{_BASE}/sync"
    entries: str = f"{_BASE}/entries"

    def add(
        self, id: str, *, title: str, body: list[dict[str, Any]], **more: Any
    ) -> None:
        """An article; further fields, as `hero=link("Asset", "x")`, as they are."""
        document = {"nodeType": "document", "data": {}, "content": body}
        fields = {"title": title, "slug": id, "body": document, **more}
        self._put("Entry", id, fields, "article")

    def add_author(self, id: str, name: str) -> None:
        self._put("Entry", id, {"name": name}, "person")

    def add_asset(self, id: str, title: str) -> None:
        details = {"size": 4096, "image": {"width": 1200, "height": 800}}
        file = {
            "url": f"//images.example/{id}.jpg",
            "details": details,
            "fileName": f"{id}.jpg",
            "contentType": "image/jpeg",
        }
        self._put("Asset", id, {"title": title, "file": file}, "")

    def edit(self, id: str, **changed: Any) -> None:
        thing = self.things[id]
        for name, value in changed.items():
            thing["fields"][name] = {LOCALE: value}
        self._changed(id)

    def delete(self, id: str) -> None:
        sys = self.things[id]["sys"]
        kept = {k: sys[k] for k in ("space", "environment", "id", "revision")}
        at = self._tick()
        times = {"createdAt": at, "updatedAt": at, "deletedAt": at}
        self.things[id] = {"sys": {"type": f"Deleted{sys['type']}", **kept, **times}}
        self.changes.append(id)

    def throttle(self, requests: int) -> None:
        self.throttled = requests

    # ------------------------------------------------------------ answers

    def answers(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        query = {k: v[0] for k, v in parse_qs(parts.query).items()}
        api = {self.sync: self._synced, self.entries: self._listed}.get(parts.path)
        if api is None:
            return self._page(parts.path.lstrip("/"))
        self.asked.append(request.path)
        said = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.token and self.token not in (said, query.get("access_token")):
            return _failed(401, "AccessTokenInvalid")
        if self.throttled:
            self.throttled -= 1
            wait = {"X-Contentful-RateLimit-Reset": "7"}
            return _failed(429, "RateLimitExceeded", wait)
        return api(f"http://{request.headers['host']}", query)

    def _synced(self, root: str, query: Mapping[str, str]) -> Answer:
        """Tokens are "FROM-AT-SIZE": changes from FROM on, of them those from AT on."""
        if query.get("initial") == "true":
            start, at, size = 0, 0, min(int(query.get("limit", self.most)), self.most)
        elif "sync_token" in query:
            start, at, size = map(int, query["sync_token"].split("-"))
        else:
            return _failed(400, "BadRequest")
        ids = list(dict.fromkeys(self.changes[start:]))
        found = [self.things[id] for id in ids]
        if not start:
            found = [t for t in found if "Deleted" not in t["sys"]["type"]]
        more = at + size < len(found)
        token = (
            f"{start}-{at + size}-{size}" if more else f"{len(self.changes)}-0-{size}"
        )
        name = "nextPageUrl" if more else "nextSyncUrl"
        there = f"{root}{self.sync}?sync_token={token}"
        return _array(found[at : at + size], **{name: there})

    def _listed(self, root: str, query: Mapping[str, str]) -> Answer:
        wanted = query.get("sys.id[in]")
        ids = wanted.split(",") if wanted is not None else list(self.things)
        kind = query.get("content_type", "")
        found = [
            _flat(self.things[id])
            for id in ids
            if id in self.things
            and self.things[id]["sys"]["type"] == "Entry"
            and (not kind or _kind(self.things[id]) == kind)
        ]
        found.sort(key=lambda t: t["sys"]["updatedAt"], reverse=True)
        skip, size = int(query.get("skip", 0)), min(int(query.get("limit", 100)), 1000)
        page = found[skip : skip + size]
        more = {"total": len(found), "skip": skip, "limit": size}
        return _array(page, includes=self._linked(page), **more)

    def _linked(self, page: list[dict[str, Any]]) -> dict[str, Any]:
        there = {t["sys"]["id"] for t in page}
        includes: dict[str, list[Any]] = {}
        for kind, id in sorted({link for t in page for link in _links(t)}):
            thing = self.things.get(id)
            if thing and id not in there and thing["sys"]["type"] == kind:
                includes.setdefault(kind, []).append(_flat(thing))
        return includes

    def _page(self, slug: str) -> Answer:
        thing = self.things.get(slug)
        if not thing or "fields" not in thing:
            return 404, {}, b""
        title = thing["fields"]["title"][LOCALE]
        html = (
            f"<!doctype html><title>{title}</title><article><h1>{title}</h1></article>"
        )
        return 200, {"Content-Type": "text/html; charset=utf-8"}, html.encode()

    # ------------------------------------------------------------ changes

    def _put(self, type: str, id: str, fields: dict[str, Any], kind: str) -> None:
        sys = {
            "type": type,
            "id": id,
            "space": link("Space", "lab"),
            "environment": link("Environment", "master"),
            "createdAt": self._tick(),
            "revision": 0,
        }
        if kind:
            sys["contentType"] = link("ContentType", kind)
        named = {name: {LOCALE: value} for name, value in fields.items()}
        self.things[id] = {"sys": sys, "fields": named}
        self._changed(id)

    def _changed(self, id: str) -> None:
        sys = self.things[id]["sys"]
        sys["updatedAt"], sys["revision"] = self._tick(), sys["revision"] + 1
        self.changes.append(id)

    def _tick(self) -> str:
        self.now += timedelta(seconds=1)
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _kind(thing: Mapping[str, Any]) -> str:
    return thing["sys"]["contentType"]["sys"]["id"]


def _flat(thing: Mapping[str, Any]) -> dict[str, Any]:
    """A thing in one locale."""
    fields = {name: each[LOCALE] for name, each in thing["fields"].items()}
    return {"sys": thing["sys"] | {"locale": LOCALE}, "fields": fields}


def _links(value: Any) -> set[tuple[str, str]]:
    """Every asset and entry that a field links to."""
    if isinstance(value, list):
        return {found for each in value for found in _links(each)}
    if not isinstance(value, dict):
        return set()
    if value.get("sys", {}).get("linkType") in ("Asset", "Entry"):
        return {(value["sys"]["linkType"], value["sys"]["id"])}
    return {found for each in value.values() for found in _links(each)}


def _array(items: list[Any], **more: Any) -> Answer:
    said = {"sys": {"type": "Array"}, "items": items, **more}
    headers = {"Content-Type": "application/vnd.contentful.delivery.v1+json"}
    return 200, headers, json.dumps(said).encode()


def _failed(status: int, id: str, more: Mapping[str, str] | None = None) -> Answer:
    said = json.dumps({"sys": {"type": "Error", "id": id}, "message": id}).encode()
    return status, {"Content-Type": "application/json", **(more or {})}, said
