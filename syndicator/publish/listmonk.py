"""Letters as draft campaigns in listmonk, by its HTTP API (listmonk.app/docs/apis).

A campaign is found again by its tags, so that pushing twice is pushing once. Whatever is
no longer a draft is left alone: it has gone out, or somebody has said when it will.
"""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from syndicator.errors import FetchError, PublishError
from syndicator.model import Listmonk
from syndicator.ports import Caller, Mail

# Go's html/template drops comments, Outlook's conditional ones among them; `Safe` is
# listmonk's way to keep one, and a raw string of Go holds anything but a backquote.
_COMMENT = re.compile("<!--[^`]*?-->")
_SEEN = 100  # newest campaigns of a letter that are looked through
_ADVICE = {
    401: "; look at `user` and `token`",
    403: "; the user's role must allow to get and manage campaigns",
    404: "; look at `url`",
}


class ListmonkPusher:
    """A Pusher to one listmonk."""

    def __init__(self, settings: Listmonk, caller: Caller) -> None:
        self._settings = settings
        self._caller = caller
        self._campaigns = f"{settings.url.rstrip('/')}/api/campaigns"

    def request(self, mail: Mail) -> str:
        wanted = json.dumps(self._wanted(mail), ensure_ascii=False, indent=2)
        return f"POST {self._campaigns}\n{wanted}"

    def push(self, mail: Mail) -> str:
        wanted = self._wanted(mail)
        standing = _standing(self._tagged(wanted["tags"][0]), wanted, mail)
        if standing is None:
            made = self._asked("id", "POST", self._campaigns, wanted)
            return f"campaign {made} is new: {wanted['name']}"
        campaign = f"campaign {standing['id']}"
        if standing["status"] != "draft":
            return f"{campaign} is {standing['status']} and was left alone"
        if _same(standing, wanted):
            return f"{campaign} is as it should be"
        self._asked("id", "PUT", f"{self._campaigns}/{standing['id']}", wanted)
        return f"{campaign} has been changed: {wanted['name']}"

    def _wanted(self, mail: Mail) -> dict[str, Any]:
        """The campaign as the API takes it."""
        settings = self._settings
        if mail.letter not in settings.lists:
            raise PublishError(f"listmonk.lists names no list for {mail.letter}")
        own = {"from_email": settings.from_email, "template_id": settings.template}
        return {
            "name": f"{mail.title} {mail.issue}".strip(),
            "subject": mail.subject,
            "lists": list(settings.lists[mail.letter]),
            "type": "regular",
            "content_type": "html",
            "messenger": "email",
            "tags": [f"syndicator:{mail.letter}", _key(mail)],
            **{key: value for key, value in own.items() if value},
            "body": _COMMENT.sub(_safe, mail.html),
            "altbody": mail.text,
        }

    def _tagged(self, tag: str) -> list[dict[str, Any]]:
        """The newest campaigns with a tag; an old listmonk may not look for it."""
        # Its manual says `tags`, its code reads `tag`.
        asked = {"tag": tag, "tags": tag, "order_by": "created_at", "order": "DESC"}
        query = urlencode(asked | {"per_page": str(_SEEN)})
        found = self._asked("results", "GET", f"{self._campaigns}?{query}")
        return [c for c in found or () if tag in (c["tags"] or ())]

    def _asked(
        self, key: str, method: str, url: str, said: Mapping[str, Any] | None = None
    ) -> Any:
        """What `data` holds there. Raises PublishError, in listmonk's words if it can."""
        settings = self._settings
        headers = {
            "Authorization": f"token {settings.user}:{settings.token}",
            "Content-Type": "application/json",
            "Accept": "application/json",
        }
        body = b"" if said is None else json.dumps(said).encode()
        try:
            answer = self._caller.call(
                method, url, headers, body, settings.allow_networks
            )
            told = json.loads(answer.body)
            if answer.status == 200:
                return told["data"][key]
        except FetchError as error:
            raise PublishError(f"listmonk: {error}") from error
        except (ValueError, KeyError, TypeError) as error:
            raise PublishError(f"listmonk: {url} is no listmonk API") from error
        why = told.get("message", "") if isinstance(told, dict) else ""
        advice = _ADVICE.get(answer.status, "")
        raise PublishError(f"listmonk: {answer.status} {why}{advice}")


def _safe(comment: re.Match[str]) -> str:
    return f"{{{{ Safe `{comment[0]}` }}}}"


def _key(mail: Mail) -> str:
    """The tag of this very mail: of its issue, or of its bytes where it has none."""
    of_bytes = sha256(mail.html.encode()).hexdigest()[:12]
    return f"syndicator:{mail.letter}:{mail.issue or of_bytes}"


def _standing(
    found: Sequence[dict[str, Any]], wanted: Mapping[str, Any], mail: Mail
) -> dict[str, Any] | None:
    """The campaign that is this mail already; a letter without issues has one draft."""
    same = [c for c in found if wanted["tags"][1] in c["tags"]]
    drafts = [c for c in found if c["status"] == "draft" and not mail.issue]
    return next(iter([*same, *drafts]), None)


def _same(standing: Mapping[str, Any], wanted: Mapping[str, Any]) -> bool:
    shown = {**standing, "lists": [one["id"] for one in standing["lists"] or ()]}
    return all(
        sorted(shown.get(key) or ()) == sorted(value)
        if isinstance(value, list)
        else shown.get(key) == value
        for key, value in wanted.items()
    )
