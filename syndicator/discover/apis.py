"""APIs that a site's own pages give away: WordPress, Ghost, and an address that is one."""

import re
from collections.abc import Iterator

from syndicator import urls
from syndicator.model import Candidate, Home, Source

_WORDPRESS = "https://api.w.org/"  # its relation, in the head and in the Link header
_GENERATOR = re.compile(r"(wordpress|ghost)\b", re.IGNORECASE)


def wordpress(home: Home) -> Iterator[Candidate]:
    """By the link to the API, else by the name of what made the page."""
    for link in home.links:
        if _WORDPRESS in link.rel and urls.is_web(link.url):
            yield _candidate(
                "wordpress", link.url, "the site links to its WordPress API"
            )
            return
    if _made_by(home) == "wordpress":
        yield _candidate("wordpress", home.url, "the page says that WordPress made it")


def ghost(home: Home) -> Iterator[Candidate]:
    """By its name, or by its own scripts, which ask it with a key that all may have."""
    if _made_by(home) != "ghost" and not home.api:
        return
    url = home.api if urls.is_web(home.api) else home.url
    if home.key:
        reason = "the page says that Ghost made it, and has a content key"
        source = Source(kind="ghost", url=url, token=home.key)
        yield Candidate(source=source, reason=reason)
    else:
        yield Candidate(
            source=Source(kind="ghost", url=url),
            reason="the page says that Ghost made it",
            lacks="needs a content key: --token (in Ghost, Settings, Integrations)",
        )


def json(home: Home) -> Iterator[Candidate]:
    if home.kind == "json":
        yield _candidate("json", home.url, "it is JSON")


def _made_by(home: Home) -> str:
    found = _GENERATOR.match(home.generator.strip())
    return found[1].lower() if found else ""


def _candidate(kind: str, url: str, reason: str) -> Candidate:
    return Candidate(source=Source(kind=kind, url=url), reason=reason)
