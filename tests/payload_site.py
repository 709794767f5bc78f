"""A site whose every source and field carries attack payloads, and what comes of it.

`leftovers` publishes it in all formats and tells what is still active in any file, by a
parser that shares no code with ours; `Watch` tells what a browser does of its own.
"""

import json
import random
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from active import active, is_active_address
from lxml import etree
from servers import Server

from syndicator.app import load_settings, opened, run_pass

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
_SETTINGS = """
[site]
title = "Harbour News"
url = "https://harbour.example/"
postal_address = "1 Example Quay"
[store]
url = "sqlite:///{folder}/state.db"
[publish]
path = "{folder}/public"
base_url = "https://feeds.harbour.example/"
{sources}
[feeds.all]
limit = 100000
max_kilobytes = 1000000
[letters.weekly]
unsubscribe = "https://harbour.example/leave"
limit = 100000
max_kilobytes = 1000000
"""
_SOURCE = """
[sources.{name}]
kind = "{kind}"
url = "{url}"
{more}
images = "link"
"""
_LETTERS = "aeioubdklmnrst"
_WORDS_ROUND = 60  # words of prose beside a payload: enough for an article


@dataclass(frozen=True, slots=True)
class Payload:
    name: str
    markup: str
    why: str = ""
    stays: str = ""  # the words of it that a reader still gets to see


def own_payloads() -> list[Payload]:
    """Those of hostile/payloads.toml."""
    file = Path(__file__).with_name("hostile") / "payloads.toml"
    cases = tomllib.loads(file.read_text("utf-8"))
    return [Payload(name, **case) for name, case in cases.items()]


# All that articles are made of, so that formats show how they dress it.
_HARMLESS = Payload(
    "none",
    """<h2>H</h2><p>A <a href="https://a.example/">b</a> <em>c</em> <code>d</code>.</p>
    <ul><li>e</li></ul><ol><li>f</li></ol><blockquote>g</blockquote><pre>h</pre>
    <table><tr><th>i</th><td>j</td></tr></table><hr><details><summary>k</summary>l</details>
    <figure><img src="https://a.example/m.png" alt="n"><figcaption>o</figcaption></figure>
    <video src="https://a.example/p.mp4"></video><dl><dt>q</dt><dd>r</dd></dl>""",
)

# ---------------------------------------------------------------- the site


def _prose(seed: str) -> str:
    """Words no other article has, or they would be taken for one."""
    chance = random.Random(seed)
    made = ("".join(chance.choices(_LETTERS, k=7)) for _ in range(_WORDS_ROUND))
    return " ".join(made).capitalize() + "."


def _body(kind: str, payload: Payload) -> str:
    first, second = _prose(f"{kind} {payload.name}"), _prose(f"{payload.name} {kind}")
    return f"<p>{first}</p>\n{payload.markup}\n<p>{second}</p>"


def _legal(text: str) -> str:
    return escape("".join(c for c in text if c >= " " or c in "\t\n\r"))


def _rss(payloads: Iterable[Payload]) -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>r{n}</guid><title>RSS {n}</title>"
        f"<link>https://harbour.example/rss/{n}</link>"
        f"<description>{_legal(_body('rss', p))}</description></item>"
        for n, p in enumerate(payloads)
    )
    channel = f"<channel><title>RSS</title>{items}</channel>"
    return f"<rss version='2.0'>{channel}</rss>".encode()


_ATOM = "xmlns='http://www.w3.org/2005/Atom' xmlns:m='http://search.yahoo.com/mrss/'"


def _atom(payloads: Iterable[Payload]) -> bytes:
    """Every field that is not the body; titles as text and as markup in turn."""
    entries = "".join(
        _entry(n, payload, _legal(payload.markup)) for n, payload in enumerate(payloads)
    )
    return f"<feed {_ATOM}><id>urn:f</id><title>Atom</title>{entries}</feed>".encode()


def _entry(n: int, payload: Payload, said: str) -> str:
    kind = "html" if n % 2 else "text"
    return f"""<entry><id>urn:f:{n}</id><updated>2026-11-01T00:00:00Z</updated>
        <title type="{kind}">{n} {said}</title><link href="{said}"/>
        <link rel="enclosure" type="audio/mpeg" href="{said}"/>
        <link rel="enclosure" type="image/png" href="{said}"/>
        <author><name>{said}</name><uri>{said}</uri></author>
        <category term="{said}" label="{said}"/><rights>{said}</rights>
        <summary type="{kind}">{said} {n}</summary>
        <m:content url="{said}" medium="image"><m:description>{said}</m:description>
        <m:credit>{said}</m:credit></m:content>
        <content type="html">{escape(f"<p>{_prose(f'atom {payload.name}')}</p>")}
        &lt;img src="https://harbour.example/{n}.png" alt="{escape(said)}"&gt;
        &lt;figure&gt;&lt;img src="{escape(said)}"&gt;&lt;figcaption&gt;{escape(said)}
        &lt;/figcaption&gt;&lt;/figure&gt;&lt;a href="{escape(said)}"&gt;a&lt;/a&gt;
        </content></entry>"""


def _json(payloads: Iterable[Payload]) -> bytes:
    items = [
        {
            "id": f"j{n}",
            "url": f"https://harbour.example/json/{n}",
            "title": f"JSON {n}",
            "summary": p.markup,
            "image": p.markup,
            "authors": [{"name": p.markup, "url": p.markup}],
            "tags": [p.markup],
            "content_html": _body("json", p),
        }
        for n, p in enumerate(payloads)
    ]
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "J", "items": items}).encode()


def _page(n: int, payload: Payload) -> str:
    said = escape(payload.markup)
    return f"""<!doctype html><html lang="en"><head><title>Page {n}</title>
        <meta name="description" content="{said}"><meta name="author" content="{said}">
        <meta property="og:image" content="{said}"></head><body><article>
        <h1>Page {n}</h1>{_body("page", payload)}
        <p><img src="https://harbour.example/{n}.png" alt="{said}" title="{said}"></p>
        </article></body></html>"""


def _markdown(n: int, payload: Payload) -> str:
    said = json.dumps(payload.markup)
    return f"""---
title: {json.dumps(f"Markdown {n}")}
description: {said}
author: {said}
tags: [{said}]
---

{_prose(f"markdown {payload.name}")}

{payload.markup}

[words]({payload.markup}) ![picture](<{payload.markup}> {said})

{_prose(f"{payload.name} markdown")}
"""


_FEEDS: Mapping[str, Callable[[Iterable[Payload]], bytes]] = {
    "rss": _rss,
    "atom": _atom,
    "json": _json,
}
_FILES: Mapping[str, Callable[[int, Payload], str]] = {
    ".html": _page,
    ".md": _markdown,
}


def publish(payloads: Iterable[Payload], folder: Path) -> Path:
    """The site's files, published below the folder it returns."""
    payloads = tuple(payloads)
    files = folder / "files"
    files.mkdir(parents=True)
    for n, payload in enumerate(payloads):
        for suffix, write in _FILES.items():
            text = write(n, payload).encode("utf-8", "replace")
            (files / f"{n}{suffix}").write_bytes(text)
    answers = {f"/{name}": (200, {}, write(payloads)) for name, write in _FEEDS.items()}
    with Server(answers) as server:
        _run(folder, server.url)
    return folder / "public"


def _run(folder: Path, url: str) -> None:
    near = 'allow_networks = ["127.0.0.1"]'
    sources = [
        _SOURCE.format(name=name, kind="feed", url=f"{url}/{name}", more=near)
        for name in _FEEDS
    ]
    path, home = f'path = "{folder}/files"', "https://harbour.example/pages/"
    sources.append(_SOURCE.format(name="files", kind="folder", url=home, more=path))
    settings = folder / "syndicator.toml"
    settings.write_text(_SETTINGS.format(folder=folder, sources="".join(sources)))
    with opened(load_settings(settings, {})) as app:
        report = run_pass(app, "test", lambda: NOW, due_only=False)
    problems = [s.error for s in report.sources if s.error or s.faulty]
    assert not problems, problems


# ---------------------------------------------------------------- what is left


def leftovers(payloads: Iterable[Payload], folder: Path) -> list[str]:
    """What is active in any file, each with the file; pages also have their own."""
    public = publish(payloads, folder / "site")
    return judged(public, publish([_HARMLESS], folder / "plain"))


def judged(public: Path, plain: Path) -> list[str]:
    """What is active in published files, but for what a harmless site has, too."""
    files = sorted(f.relative_to(plain) for f in plain.rglob("*.*"))
    missing = [
        f"{file}: is not published" for file in files if not (public / file).exists()
    ]
    return missing + [
        f"{file}: {what}"
        for file in files
        if file.suffix in _JUDGES and (public / file).exists()
        for what in _JUDGES[file.suffix](public / file, plain / file)
    ]


_CONTENT = frozenset(("description", "encoded", "content", "summary", "subtitle"))
_ADDRESSES = frozenset(("link", "url", "comments", "uri", "icon", "logo"))
_FOREIGN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")


def _xml(file: Path, plain: Path) -> Iterator[str]:
    for element in etree.parse(file).getroot().iter(etree.Element):
        name = etree.QName(element)
        if name.namespace in _FOREIGN and name.localname != "div":
            yield f"<{name.localname}>"
        if name.localname in _CONTENT:
            yield from active(element.text or "")
        if name.localname in _ADDRESSES and is_active_address(element.text or ""):
            yield f"{name.localname} {element.text}"
        for key, value in element.attrib.items():
            if key in ("url", "href", "uri") and (is_active_address(value)):
                yield f"{name.localname} {key}={value}"


_JSON_ADDRESSES = ("url", "external_url", "image", "banner_image", "avatar", "icon")


def _json_file(file: Path, plain: Path) -> Iterator[str]:
    waiting = [json.loads(file.read_text("utf-8"))]
    while waiting:
        found = waiting.pop()
        if isinstance(found, list):
            waiting += found
        elif isinstance(found, dict):
            waiting += found.values()
            yield from active(str(found.get("content_html", "")))
            for key in _JSON_ADDRESSES:
                if is_active_address(str(found.get(key, ""))):
                    yield f"{key} {found[key]}"


def _html(file: Path, plain: Path) -> Iterator[str]:
    """More than a harmless site's own file has, of any sort."""
    yield from (
        active(file.read_text("utf-8")).keys() - active(plain.read_text("utf-8")).keys()
    )


_JUDGES = {
    ".rss": _xml,
    ".atom": _xml,
    ".opml": _xml,
    ".json": _json_file,
    ".html": _html,
}


# ---------------------------------------------------------------- in a browser


class Watch:
    """Opens files in a browser and notes whatever runs, asks or is fetched as code."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.seen: list[str] = []
        page.add_init_script("window.leak = (n) => window.alert(`leak ${n}`);")
        page.on("dialog", self._asked)
        page.on("popup", lambda _: self.seen.append("a window"))
        page.route("**/*", self._wanted)

    def _asked(self, dialog: Any) -> None:
        self.seen.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def _wanted(self, route: Any) -> None:
        """Pictures and sound are what articles are made of; the rest is not theirs."""
        request = route.request
        if request.url.startswith("file:///"):
            route.continue_()
            return
        if request.resource_type not in ("image", "media"):
            self.seen.append(f"{request.resource_type} {request.url}")
        route.abort()

    def open(self, file: Path) -> None:
        self.page.goto(file.as_uri(), wait_until="load")
        self.page.evaluate(
            "document.querySelectorAll('[tabindex],a').forEach(e => e.focus())"
        )
        self.page.wait_for_timeout(100)
        if self.page.url != file.as_uri():
            self.seen.append(f"left for {self.page.url}")


def shown_by_a_reader(public: Path) -> Path:
    """A page that shows the feed's content as it stands, as the simplest readers do."""
    items = json.loads((public / "feeds/all.json").read_text("utf-8"))["items"]
    page = public / "reader.html"
    shown = "".join(f"<div>{item['content_html']}</div>" for item in items)
    page.write_text(f"<!doctype html><meta charset=utf-8>{shown}", "utf-8")
    return page
