"""What robots.txt lets us read (RFC 9309), remembered for a day."""

from collections.abc import Callable
from time import monotonic

from protego import Protego

from syndicator.errors import FetchError

LONGEST = 500 * 1024  # bytes that are read of it (RFC 9309 §2.5)
_DAY, _HOUR = 86_400, 3600
_MOST = 1000  # hosts remembered
_MOST_STARS = 8  # in a rule: matching takes time in their power

# A host, and what may be reached for it: what one source must not see, another may.
Key = tuple[str, tuple[str, ...]]


class Robots:
    """Rules by host for a robot of the name `agent`; shared by all threads."""

    def __init__(self, agent: str) -> None:
        self._agent = agent
        self._rules: dict[Key, tuple[float, Protego | None]] = {}

    def allows(self, key: Key, url: str, fetch: Callable[[], bytes]) -> bool:
        """Say whether `url` may be read; `fetch` gets its host's robots.txt.

        One that is not there allows everything; one that cannot be had, nothing, until
        it is asked for again an hour later (RFC 9309 §2.3.1).
        """
        until, rules = self._rules.get(key, (0.0, None))
        if monotonic() >= until:
            rules = _fetched(fetch)
            self._keep(key, rules)
        return rules is not None and bool(rules.can_fetch(url, self._agent))

    def _keep(self, key: Key, rules: Protego | None) -> None:
        if len(self._rules) >= _MOST:
            self._rules.clear()
        self._rules[key] = monotonic() + (_DAY if rules else _HOUR), rules


def _fetched(fetch: Callable[[], bytes]) -> Protego | None:
    try:
        text = fetch().decode("utf-8-sig", "replace")
    except FetchError as error:
        if not 400 <= error.status < 500 or error.status == 429:
            return None
        text = ""
    lines = (line for line in text.splitlines() if line.count("*") <= _MOST_STARS)
    return Protego.parse("\n".join(lines))
