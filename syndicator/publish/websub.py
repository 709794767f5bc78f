"""Hubs told of changed feeds, so that they tell subscribers (w3.org/TR/websub).

How a publisher does so is left open there; this is what hubs take since PubSubHubbub 0.3
(§7.1), with the topic under its newer name besides.
"""

from http.client import responses
from urllib.parse import urlencode

from syndicator.errors import FetchError, PublishError
from syndicator.ports import Caller

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class WebSub:
    """An Announcer over HTTP; `allow_networks` are private ones hubs may be in."""

    def __init__(self, caller: Caller, allow_networks: tuple[str, ...] = ()) -> None:
        self._caller = caller
        self._allow_networks = allow_networks

    def announce(self, hub: str, topic: str) -> None:
        told = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
        body = urlencode(told).encode()
        try:
            answer = self._caller.call("POST", hub, _FORM, body, self._allow_networks)
        except FetchError as error:
            raise PublishError(error.reason) from error
        if not 200 <= answer.status < 300:
            words = responses.get(answer.status, "")
            raise PublishError(f"the hub answered {answer.status} {words}".strip())
