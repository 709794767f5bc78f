"""Which feeds have another name now and which are no more, as web servers read it.

Old addresses are answered for ever: 301 (not 308, which feedparser and rss2email take
for something else) where a feed has moved, 410 where it has ended.
"""

import json
from collections.abc import Mapping

from syndicator import urls

FOLDER = ".elsewhere"  # hidden: for servers, not for readers
SERVER, NGINX, CADDY = (
    f"{FOLDER}/{name}" for name in ("feeds.json", "nginx.map", "Caddyfile")
)


def files(base_url: str, elsewhere: Mapping[str, str]) -> dict[str, bytes]:
    """What our own server, nginx and Caddy are to know of old names, by path.

    A name of `elsewhere` is one a feed once had; its value the feed's name now, or "".
    """
    if not elsewhere:
        return {}
    parts = urls.split(base_url)
    root = f"{parts.path if parts else '/'}feeds/"
    known = sorted(elsewhere.items())
    return {
        SERVER: json.dumps(dict(known), indent=2).encode() + b"\n",
        NGINX: "".join(_nginx(root, *each) for each in known).encode(),
        CADDY: "".join(_caddy(root, *each) for each in known).encode(),
    }


def _nginx(root: str, old: str, new: str) -> str:
    """One line of a map of $uri (nginx.org/en/docs/http/ngx_http_map_module.html)."""
    to = f'"{root}{new}$feed_rest"' if new else "gone"
    return f'"~^{root}{old}(?<feed_rest>[./].*)$" {to};\n'


def _caddy(root: str, old: str, new: str) -> str:
    """Directives for a site (caddyserver.com/docs/caddyfile)."""
    name = f"elsewhere_{old.replace('-', '__')}"
    matcher = f"@{name} path_regexp {name} ^{root}{old}([./].*)$\n"
    if not new:
        return f"{matcher}respond @{name} 410\n"
    return f"{matcher}redir @{name} {root}{new}{{re.{name}.1}} 301\n"
