"""URLs as text: resolved, compared, matched by host, given parameters. Nothing else.

Contains no business logic. A URL that cannot be understood is returned as it came, so
that callers decide what an odd URL means.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urljoin, urlsplit, urlunsplit

# Parameters that name a campaign or a click, never a document.
_TRACKING = re.compile(
    r"(?:utm_[a-z_]+|mtm_[a-z_]+|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|yclid|igshid"
    r"|_hsenc|_hsmi|vero_id|oly_enc_id|oly_anon_id|ref_src)$",
    re.IGNORECASE,
)
# By these a page's twin for AMP or for telephones is told from the page itself.
_AMP_PATH = re.compile(r"(?<=.)(?:/amp(?:\.html)?|\.amp(?:\.html)?)$")
_AMP_QUERY = re.compile(r"(?:amp(?:=1|=true)?|outputType=amp)$", re.IGNORECASE)
_TWIN_HOST = re.compile(r"^(?:amp|m|mobile)\.(?=[^.]+\.[^.])")
# A query under a signature means nothing once a byte of it has changed.
_SIGNED = re.compile(
    r"(?:^|[&;])(?:[a-z-]*[_-])?(?:signature|sig|hmac|token|key-pair-id|policy"
    r"|x-(?:amz|goog)-[a-z]+)=",
    re.IGNORECASE,
)
# RFC 3986: what may stand unescaped; "%" stays, so escapes are never doubled.
_SAFE = "%!#$&'()*+,/:;=?@[]~-._"
# What stands around a URL and is none of it: white space, and controls as browsers do.
_AROUND = "".join(c for c in map(chr, range(0x3001)) if c <= " " or c.isspace())
_LONE_PERCENT = re.compile(r"%(?![0-9a-fA-F]{2})")
_NO_HOST = re.compile(r"[\s\"<>\\^`{|}%]")
# What a newsletter tool will replace: a URL that holds one is not yet a URL.
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_MERGE_TAG = re.compile(r"\*\||\{\{|\{%|%%|\[\[")


@lru_cache(maxsize=4096)  # policy, formats and audit all ask of the same links
def split(url: str) -> SplitResult | None:
    """The parts of a URL, or None where it has none that make sense."""
    try:
        parts = urlsplit(url)
        _ = parts.port, parts.hostname
    except ValueError:
        return None
    return parts


def is_web(url: str) -> bool:
    """Say whether this is an absolute http(s) URL with a host."""
    parts = split(url)
    if parts is None or parts.scheme not in ("http", "https"):
        return False
    return bool(parts.hostname and not _NO_HOST.search(parts.netloc))


def absolute(url: str, base: str) -> str:
    """Resolve a reference (RFC 3986 §5) and escape what no URI may hold.

    A reference that cannot be resolved comes back as it was.
    """
    cleaned = re.sub(r"[\t\n\r]", "", url.strip(_AROUND))
    try:
        joined = urljoin(base, cleaned) if base else cleaned
    except ValueError:
        return url
    return ascii_url(joined)


def ascii_url(url: str) -> str:
    """An IRI as a URI (RFC 3987 §3.1): host in IDNA, the rest percent-encoded."""
    parts = split(url)
    if parts is None:
        return url
    before, netloc, after = (
        url.partition(parts.netloc) if parts.netloc else ("", "", url)
    )
    if not netloc.isascii():
        try:
            netloc = netloc.encode("idna").decode("ascii")
        except UnicodeError:
            netloc = quote(netloc, safe=_SAFE)
    rest = _LONE_PERCENT.sub("%25", after)
    return before + netloc + quote(rest, safe=_SAFE, errors="replace")


@lru_cache(maxsize=4096)
def host(url: str) -> str:
    """The host in lower case without "www.", or ""."""
    parts = split(url)
    name = (parts.hostname or "") if parts else ""
    return name.lower().rstrip(".").removeprefix("www.")


def path(url: str) -> str:
    """The path, or ""."""
    parts = split(url)
    return parts.path if parts else ""


def host_in(url: str, hosts: tuple[str, ...]) -> bool:
    """Say whether the URL's host is one of these or below one of them."""
    name = host(url)
    wanted = (h.lower().rstrip(".").removeprefix("www.") for h in hosts)
    return any(name == h or name.endswith("." + h) for h in wanted if h and name)


def key(url: str) -> str:
    """What two addresses of one document have in common, for comparing only.

    Scheme, "www.", default port, trailing slash, fragment, tracking parameters and
    what marks the AMP or mobile twin of a page make no difference; all else does.
    """
    parts = split(url)
    if not parts or not host(url):
        return url
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    path = _AMP_PATH.sub("", re.sub(r"/(?:index\.html?)?$", "", parts.path))
    fields = _without_tracking(parts.query).split("&")
    query = "&".join(f for f in fields if not _AMP_QUERY.match(f))
    name = _TWIN_HOST.sub("", host(url))
    return f"{name}{port}{path}" + (f"?{query}" if query else "")


def strip_tracking(url: str) -> str:
    """Drop tracking parameters; a URL without any, or signed, stays byte for byte."""
    parts = split(url)
    if not parts or not parts.query or _SIGNED.search(parts.query):
        return url
    query = _without_tracking(parts.query)
    return url if query == parts.query else urlunsplit(parts._replace(query=query))


def _without_tracking(query: str) -> str:
    fields = query.split("&")
    return "&".join(f for f in fields if not _TRACKING.match(f.partition("=")[0]))


def add_parameters(url: str, parameters: dict[str, str]) -> str:
    """Splice query parameters in before the fragment; no other byte changes.

    Nothing is added to a signed URL, to one that already says where a click comes
    from (any `utm_`, `ref` or `source`), to one that holds a merge tag, or to
    anything but http(s); and no parameter to one that has it.
    """
    if not is_web(url) or _MERGE_TAG.search(url):
        return url
    head, mark, fragment = url.partition("#")
    path, question, query = head.partition("?")
    names = {f.partition("=")[0].lower() for f in re.split("[&;]", query)}
    tagged = any(n.startswith("utm_") or n in ("ref", "source") for n in names)
    if tagged or _SIGNED.search(query):
        return url
    fresh = {k: v for k, v in parameters.items() if k.lower() not in names}
    if not fresh:
        return url
    added = "&".join(f"{k}={quote(v, safe='-._~')}" for k, v in fresh.items())
    glue = "" if not question or query.endswith("&") or not query else "&"
    return f"{path}?{query}{glue}{added}{mark}{fragment}"


def filled(template: str, values: Mapping[str, str]) -> str:
    """A template's {names} replaced by values, percent-encoded; other braces stay."""

    def fill(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return found[0] if value is None else quote(value, safe="-._~")

    return _PLACEHOLDER.sub(fill, template)


def place(page: int, first: int, size: int) -> dict[str, str]:
    """What the placeholders of a page stand for: {page}, {offset}, {end} and {size}."""
    offset = (page - first) * size
    numbers = {"page": page, "offset": offset, "end": offset + size, "size": size}
    return {name: str(number) for name, number in numbers.items()}


def with_query(url: str, query: str) -> str:
    """The URL with these parameters, in the place of those of the same names."""
    head = url.partition("#")[0]
    path, _, old = head.partition("?")
    fresh = [field for field in query.split("&") if field]
    names = {_parameter(field) for field in fresh}
    kept = [f for f in old.split("&") if f and _parameter(f) not in names]
    joined = "&".join((*kept, *fresh))
    return ascii_url(f"{path}?{joined}" if joined else path)


def _parameter(field: str) -> str:
    return unquote(field.partition("=")[0])


def without_parameter(url: str, name: str) -> str:
    """The URL without a query parameter; no other byte changes."""
    head, mark, fragment = url.partition("#")
    path, _, query = head.partition("?")
    kept = [f for f in query.split("&") if f.partition("=")[0] != name]
    return path + ("?" + "&".join(kept) if any(kept) else "") + mark + fragment


def slug(text: str) -> str:
    """Text as one path segment: letters and digits of any script, dashes between.

    Vowel signs count as letters: scripts such as Devanagari cannot do without.
    """
    plain = unicodedata.normalize("NFKC", text.casefold())
    kept = (c if c.isalnum() or _is_sign(c) else "-" for c in plain)
    return re.sub("-+", "-", "".join(kept)).strip("-")


def _is_sign(character: str) -> bool:
    return unicodedata.category(character) in ("Mc", "Mn")
