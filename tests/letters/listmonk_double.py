"""A listmonk on the loopback, as far as its manual and its code describe campaigns.

Written from listmonk.app/docs/apis/campaigns and cmd/campaigns.go: campaigns are found by
`tag`, newest first; a new one is a draft; one that is done cannot be changed; templates
are compiled when they are stored, so a stray "{{" in body or subject is refused.
"""

import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from servers import Answer, Request

TOKEN = "token syndicator:s3cret"
_REQUIRED = ("name", "subject", "lists", "content_type", "body")
_KNOWN = re.compile(
    r"\{\{ (?:UnsubscribeURL|MessageURL|\.Subscriber\.FirstName|Safe `[^`]*`) \}\}"
)


@dataclass
class Listmonk:
    """`campaigns` is what it holds, by id; `asked` what it was asked, but its reads."""

    lists: tuple[int, ...] = (3, 4)
    campaigns: dict[int, dict[str, Any]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Answer:
        parts = urlsplit(request.path)
        if request.headers.get("authorization") != TOKEN:
            return _said(403, message="invalid session or API credentials")
        if parts.path == "/api/campaigns" and request.method == "GET":
            return self._found(parse_qs(parts.query))
        self.asked.append(f"{request.method} {parts.path}")
        said = json.loads(request.body)
        if parts.path == "/api/campaigns" and request.method == "POST":
            return self._made(said)
        known = re.fullmatch(r"/api/campaigns/(\d+)", parts.path)
        if known and request.method == "PUT":
            return self._changed(int(known[1]), said)
        return _said(404, message="Not Found")

    def _found(self, query: dict[str, list[str]]) -> Answer:
        newest = sorted(self.campaigns.values(), key=lambda c: -c["id"])
        found = [c for c in newest if set(query.get("tag", ())) <= set(c["tags"])]
        pages = found[: int(query["per_page"][0])]
        return _said(200, data={"results": pages, "total": len(found)})

    def _made(self, said: dict[str, Any]) -> Answer:
        wrong = self._wrong(said)
        if wrong:
            return _said(400, message=wrong)
        number = len(self.campaigns) + 1
        own = {"id": number, "status": "draft", "from_email": "No Reply <no@l.example>"}
        self.campaigns[number] = own | self._kept(said)
        return _said(200, data=self.campaigns[number])

    def _changed(self, number: int, said: dict[str, Any]) -> Answer:
        standing = self.campaigns.get(number)
        if standing is None:
            return _said(400, message="Campaign not found")
        if standing["status"] not in ("draft", "paused", "scheduled"):
            return _said(400, message="Cannot update a running or a finished campaign")
        wrong = self._wrong(said)
        if wrong:
            return _said(400, message=wrong)
        standing |= self._kept(said)
        return _said(200, data=standing)

    def _wrong(self, said: dict[str, Any]) -> str:
        missing = [key for key in _REQUIRED if not said.get(key)]
        if missing:
            return f"Invalid fields: {', '.join(missing)}"
        if not set(said["lists"]) <= set(self.lists):
            return "One or more lists not found"
        words = [said["body"], said["subject"], said.get("altbody") or ""]
        if any("{{" in _KNOWN.sub("", text) for text in words):
            return "Error compiling template: unexpected token"
        return ""

    def _kept(self, said: dict[str, Any]) -> dict[str, Any]:
        lists = [{"id": number, "name": f"List {number}"} for number in said["lists"]]
        return {**said, "lists": lists, "tags": [t.lower() for t in said["tags"]]}


def _said(status: int, **body: Any) -> Answer:
    return status, {"Content-Type": "application/json"}, json.dumps(body).encode()
