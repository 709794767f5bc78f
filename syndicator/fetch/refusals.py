"""What an answer that is none means, in words for the operator, with no secret in them."""

import json
import re
from collections.abc import Iterator, Mapping
from http.client import responses
from typing import Any
from urllib.parse import quote

import httpx

from syndicator import text
from syndicator.errors import FetchError
from syndicator.fetch import decode, headers

_ADVICE = {
    304: "although nothing was known of it yet",
    401: "it is behind a login wall",
    402: "it is behind a pay wall",
    403: "the server refuses us",
    404: "there is nothing at this address",
    410: "the publisher removed it for good",
    429: "it asks for fewer requests",
    451: "it is withheld for legal reasons",
    503: "it is overloaded or under maintenance",
}
_CHALLENGE = "a Cloudflare challenge keeps programs out; ask the publisher to let feed readers in"
_LONGEST = 8192  # bytes of an answer that may say why it is none
_SECRET = re.compile(
    r"([?&][\w.-]*(?:key|token|secret|signature|password)=)[^&#\s]+", re.IGNORECASE
)
_SHORTEST_TOKEN = 4  # characters; shorter ones stand in words by chance


def shown(url: str) -> str:
    """A URL as it may be logged: without a password, a key or a token."""
    return _SECRET.sub(r"\1…", re.sub(r"//[^/?#]*@", "//", url))


def without(token: str, words: str) -> str:
    """Words, a secret among them replaced by "…"."""
    if len(token) < _SHORTEST_TOKEN:
        return words
    return words.replace(token, "…").replace(quote(token, safe=""), "…")


def refusal(url: str, response: httpx.Response, token: str = "") -> FetchError:
    """Why an answer cannot be used, and how long to wait; nothing of it is the token."""
    status = response.status_code
    reason = f"{status} {responses.get(status, '')}".strip()
    advice = _ADVICE.get(status, "the server failed" if status >= 500 else "")
    if "challenge" in response.headers.get("cf-mitigated", ""):
        advice = _CHALLENGE
    if response.url != httpx.URL(url):
        reason += f" at {shown(str(response.url))[:200]}, where it redirects to"
    told = _told(response)
    parts = (reason, advice, f"“{told}”" if told else "")
    return FetchError(
        without(token, shown(url)),
        without(token, ": ".join(part for part in parts if part)),
        headers.retry_after(response.headers),
        status=status,
    )


def _told(response: httpx.Response) -> str:
    """What an API says of why it refuses, "" where it says nothing."""
    if "json" not in response.headers.get("content-type", "").lower():
        return ""
    coding = response.headers.get("content-encoding", "")
    try:
        data = json.loads(decode.read_prefix(response.iter_raw(), coding, _LONGEST))
    except (ValueError, RecursionError, decode.Undecodable, httpx.HTTPError):
        return ""
    return text.collapse(next(_messages(data), ""))[:200]


def _messages(data: Any) -> Iterator[str]:
    """As WordPress, Ghost, Contentful and most others put them."""
    errors = data.get("errors") if isinstance(data, Mapping) else None
    for holder in (data, *(errors if isinstance(errors, list) else ())):
        message = holder.get("message") if isinstance(holder, Mapping) else None
        if isinstance(message, str) and message:
            yield message
