"""Faults to plant in published files: what each does to the bytes, and what it breaks.

Feeds hold their HTML escaped; `in_html` undoes that, edits the HTML, and does it again.
"""

import html
import json
import re
from collections.abc import Callable
from typing import NamedTuple

from audit_samples import (
    AI,
    NO_ADVICE,
    OLD,
    PAID,
    PAID_PLAIN,
    PAID_SHORT,
    PREPRINT,
    RESEARCH,
    RIGHTS,
    SHOP,
)

Edit = Callable[[str], str]

PATHS = {
    "rss": "feeds/all.rss",
    "atom": "feeds/all.atom",
    "json": "feeds/all.json",
    "page": "feeds/all.html",
    "letter": "letters/of-8/latest.html",
    "three": "letters/of-3/latest.html",
    "alone": "letters/of-1/latest.html",
    "text": "letters/of-8/latest.txt",
    "text-alone": "letters/of-1/latest.txt",
    "short-rss": "feeds/short.rss",
    "short-atom": "feeds/short.atom",
    "short-json": "feeds/short.json",
    "short-page": "feeds/short.html",
    "brief": "letters/brief/latest.html",
    "brief-text": "letters/brief/latest.txt",
    "index": "index.html",
    "opml": "feeds.opml",
    "style": "feeds.css",
}
FEEDS = ("rss", "atom", "json")
WHOLE = FEEDS
MAILS = ("letter", "alone")
HTML = (*WHOLE, *MAILS)
TEXTS = ("text", "text-alone")
SHORT = ("short-rss", "short-atom", "short-json", "short-page")


class Fault(NamedTuple):
    """What is done, to which artifacts, and the rule that must find it."""

    name: str
    rule: str
    where: tuple[str, ...]
    edit: Edit
    raw: bool = False  # edits the bytes' own text, not the HTML in it


# ---------------------------------------------------------------- editing


def planted(fault: Fault, artifact: str, body: bytes) -> bytes:
    """The bytes with the fault in them."""
    said = body.decode()
    edit = fault.edit if fault.raw else in_html(artifact, fault.edit)
    return edit(said).encode("utf-8", "surrogateescape")


def in_html(artifact: str, edit: Edit) -> Edit:
    """An edit of the HTML an artifact holds, whatever it is wrapped in."""
    format_ = artifact.rpartition("-")[2]
    return {"rss": _in_xml, "atom": _in_xml, "json": _in_json}.get(
        format_, lambda edit: edit
    )(edit)


_ESCAPED = re.compile(
    r"(<(content:encoded|description|content|summary)\b[^>]*>)(.*?)(</\2>)", re.DOTALL
)


def _in_xml(edit: Edit) -> Edit:
    def edited(match: re.Match[str]) -> str:
        inner = edit(html.unescape(match[3])) if "&lt;p" in match[3] else None
        return match[0] if inner is None else match[1] + html.escape(inner) + match[4]

    return lambda said: _ESCAPED.sub(edited, said)


def _in_json(edit: Edit) -> Edit:
    def edited(said: str) -> str:
        feed = json.loads(said)
        for item in feed["items"]:
            item["content_html"] = edit(item["content_html"])
        return json.dumps(feed)

    return edited


def swap(old: str, new: str, count: int = 0) -> Edit:
    return lambda said: re.sub(old, new, said, count=count)


def literally(old: str, new: str) -> Edit:
    return lambda said: said.replace(old, new)


def paragraph(words: str) -> str:
    return rf"<p[^>]*>{re.escape(words)}</p>"


def notice(make: Callable[[str], str], words: str = PAID) -> Edit:
    """An edit of a notice's whole paragraph."""
    return lambda said: re.sub(paragraph(words), lambda m: make(m[0]), said)


def moved_behind(anchor: str, words: str = PAID) -> Edit:
    """Each notice taken out and put behind the next place that matches."""
    pattern = rf"({paragraph(words)})(.*?{anchor})"
    return lambda said: re.sub(pattern, r"\2\1", said, flags=re.DOTALL)


def styled(style: str) -> Edit:
    """A style written after whatever the paragraph has already."""

    def restyle(tag: str) -> str:
        opened, _, rest = tag.partition(">")
        own = re.search(r'style="([^"]*)"', opened)
        opened = re.sub(r' style="[^"]*"', "", opened)
        return f'{opened} style="{own[1] if own else ""};{style}">{rest}'

    return notice(restyle)


def attributed(attribute: str) -> Edit:
    return notice(lambda tag: tag.replace("<p", f"<p {attribute}", 1))


def wrapped(before: str, after: str) -> Edit:
    return notice(lambda tag: f"{before}{tag}{after}")


def in_text(old: str, new: str) -> Edit:
    """An edit of wrapped plain text: any white space between the words of `old`."""
    pattern = r"\s+".join(map(re.escape, old.split()))
    return lambda said: re.sub(pattern, lambda _: new, said)


def on_json(change: Callable[[list[dict]], object]) -> Edit:  # type: ignore[type-arg]
    def edited(said: str) -> str:
        feed = json.loads(said)
        change(feed["items"])
        return json.dumps(feed)

    return edited


HALF = " ".join(PAID.split()[: len(PAID.split()) // 2])
EIGHT = " ".join(PAID.split()[2:10])
_CREDIT = r"<p[^>]*>Originally published by Example Lab: (?:(?!</p>).)*</p>"
_CELL = r"<tr><td class=\"card pad item\"(?:(?!card pad).)*?</td></tr>\s*(?=<tr><td class=\"card pad)"
_ITEM = {
    "rss": r"(?s)  <item>.*?</item>\n",
    "atom": r"(?s)  <entry>.*?</entry>\n",
    "page": r"(?s)<article.*?</article>",
    "letter": "(?s)" + _CELL,
    "text": r"(?s)A Short History of Coins\n-+.*?(?=A Short History of Starch\n)",
}


def items(change: Callable[[str], str], artifact: str) -> Edit:
    """An edit of one whole item."""
    return lambda said: re.sub(_ITEM[artifact], lambda m: change(m[0]), said, count=1)


def _other(item: str) -> str:
    """The same item under another id and address."""
    renamed = re.sub(r"urn:example:\w+", "urn:example:held", item)
    return re.sub(r"lab\.example/articles/\w+", "lab.example/articles/held", renamed)


# ---------------------------------------------------------------- the table

HIDING = {
    "display-none": styled("display:none"),
    "visibility": styled("visibility:hidden"),
    "opacity": styled("opacity:0.0"),
    "font-size-0": styled("font-size:0"),
    "9px": styled("font-size:9px"),
    "7pt": styled("font-size:7pt"),
    "half-an-em": styled("font-size:.5em"),
    "white-on-white": styled("color:#fff;background-color:#fff"),
    "nearly-white": styled("color:rgb(240, 240, 240);background-color:white"),
    "no-height": styled("max-height:0;overflow:hidden"),
    "off-screen": styled("position:absolute;left:-9999px"),
    "indented-away": styled("text-indent:-9999px"),
    "clipped": styled("clip-path:inset(50%)"),
    "hidden": attributed("hidden"),
    "aria-hidden": attributed('aria-hidden="true"'),
    "class-readers-drop": attributed('class="sponsor-disclosure"'),
    "aside": wrapped("<aside>", "</aside>"),
    "footer": wrapped("<footer>", "</footer>"),
    "details": wrapped("<details>", "</details>"),
    "hidden-parent": wrapped('<div style="display:none">', "</div>"),
}


def _notice_faults() -> list[Fault]:
    return [
        Fault("dropped", "notice-missing", HTML, notice(lambda _: "")),
        Fault("in-a-comment", "notice-missing", HTML, wrapped("<!--", "-->")),
        Fault("in-a-template", "notice-missing", HTML, wrapped("<template>", "</template>")),
        Fault("doubled", "notice-doubled", HTML, notice(lambda tag: tag * 2)),
        Fault("doubled-short", "notice-doubled", HTML, notice(lambda t: f"{t}<p>{PAID_SHORT}</p>")),
        Fault("one-word", "notice-altered", HTML, literally("a commission on", "a fee on")),
        Fault("one-comma", "notice-altered", HTML, literally("purchases, at", "purchases at")),
        Fault("cut-in-half", "notice-altered", HTML, literally(PAID, HALF)),
        Fault("run-on", "notice-altered", HTML, literally(PAID, f"{PAID} And so on.")),
        Fault("again-altered", "notice-altered", HTML, notice(lambda t: t + t.replace("commission", "fee"))),
        Fault("part-hidden", "notice-altered", HTML, literally("commission", '<span hidden>commission</span>')),
        Fault("short-for-long", "notice-form", HTML, literally(PAID, PAID_SHORT)),
        Fault("below-the-link", "notice-late", HTML, moved_behind(r"shop\.example.*?</p>")),
        Fault("at-the-end", "notice-late", WHOLE, moved_behind("all there is about [^<]*</p>", RESEARCH)),
        Fault("preprint-at-the-end", "notice-late", (*WHOLE, "letter"), moved_behind("all there is about [^<]*</p>", PREPRINT)),
        Fault("bottom-first", "notice-early", WHOLE, lambda said: re.sub(rf"(?s)(<p>Everybody has an opinion about starch.*?)({paragraph(RIGHTS)})", r"\2\1", said)),
        Fault("others-kind", "notice-extra", HTML, notice(lambda t: f"{t}<p>{AI}</p>")),
        Fault("others-kind-instead", "notice-extra", HTML, literally(PAID, AI)),
        Fault("one-items-kind", "notice-extra", WHOLE, literally(PAID, PREPRINT)),
        Fault("old-wording", "notice-leftover", HTML, notice(lambda t: f"{t}<p>{OLD}</p>")),
        Fault("in-one-item", "notice-misplaced", ("letter", "three"), moved_behind(r"<h2[^>]*>.*?</h2>", RESEARCH)),
        Fault("unfilled", "placeholder", HTML, literally("article of Example Lab", "article of {site}")),
        Fault("unknown-name", "placeholder", HTML, literally("end knows all", "end of {supplier} knows all")),
        Fault("style-sheet", "notice-hidden", ("letter", "alone"), literally("</head>", "<style>.notice{display:none}</style></head>")),
        Fault("style-sheet-page", "notice-hidden", ("page",), literally("</head>", "<style>.content p{visibility:hidden}</style></head>")),
        *(Fault(f"hidden-{n}", "notice-hidden", HTML, edit) for n, edit in HIDING.items()),
    ]  # fmt: skip


def _excerpt_faults() -> list[Fault]:
    return [
        Fault("short-dropped", "notice-missing", SHORT, swap(f"<p>{PAID_SHORT}</p>", "")),
        Fault("short-doubled", "notice-doubled", SHORT, literally(PAID_SHORT, f"{PAID_SHORT}</p><p>{PAID_SHORT}")),
        Fault("short-altered", "notice-missing", SHORT, literally(PAID_SHORT, "Contains free links.")),
        Fault("short-run-on", "notice-altered", SHORT, literally(PAID_SHORT, f"{PAID_SHORT} And more.")),
        Fault("long-for-short", "notice-form", SHORT, literally(PAID_SHORT, PAID)),
        Fault("short-hidden", "notice-hidden", SHORT, literally(f"<p>{PAID_SHORT}", f'<p style="display:none">{PAID_SHORT}')),
        Fault("brief-dropped", "notice-missing", ("brief",), notice(lambda _: "")),
        Fault("brief-text-dropped", "notice-missing", ("brief-text",), in_text(RESEARCH, "")),
        Fault("in-the-excerpt", "notice-astray", (*SHORT, "brief", "brief-text"), literally("What we know", f"Now {EIGHT}. What we know")),
    ]  # fmt: skip


def _label_faults() -> list[Fault]:
    title, summary = "A Short History of Bulbs", "What we know about bulbs"
    return [
        Fault("in-the-title", "notice-astray", (*FEEDS, *MAILS, "page", "text", "index"), literally(title, f"{title}. {NO_ADVICE}"), raw=True),
        Fault("in-the-description", "notice-astray", FEEDS, literally(summary, f"{PAID} {summary}"), raw=True),
        Fault("eight-words", "notice-astray", FEEDS, literally(summary, f"Here: {EIGHT}. {summary}"), raw=True),
        Fault("in-the-preheader", "notice-astray", MAILS, literally(f">{summary}", f">{NO_ADVICE} {summary}"), raw=True),
        Fault("in-a-meta", "notice-astray", ("page", "letter", "index"), literally("</head>", f'<meta name="description" content="{PAID}"></head>'), raw=True),
        Fault("in-the-index", "notice-astray", ("index",), literally("</main>", f"<p>{RESEARCH}</p></main>"), raw=True),
        Fault("in-the-opml", "notice-astray", ("opml",), literally('text="Example Lab"', f'text="{PAID}"'), raw=True),
        Fault("in-the-style", "notice-astray", ("style",), literally("This is a feed.", PAID), raw=True),
        Fault("in-the-channel", "notice-astray", ("rss",), swap("<description>", f"<description>{PAID} ", 1), raw=True),
        Fault("above-the-items", "notice-astray", ("page",), literally("<main>", f"<main><p>{RESEARCH}</p>"), raw=True),
        Fault("told-otherwise", "metadata", ("json",), on_json(lambda found: found[0]["_syndicator"]["notices"].pop()), raw=True),
        Fault("credited-otherwise", "metadata", ("json",), on_json(lambda found: found[0]["_syndicator"]["credit"].update(url=SHOP)), raw=True),
    ]  # fmt: skip


def _link_faults() -> list[Fault]:
    mails = (*MAILS, "text")
    return [
        Fault("rel-lost", "rel", HTML, swap(' rel="sponsored nofollow"', "")),
        Fault("only-nofollow", "rel", HTML, literally("sponsored nofollow", "nofollow")),
        Fault("only-sponsored", "rel", HTML, literally("sponsored nofollow", "sponsored")),
        Fault("paid-link-outside", "rel", ("page",), literally("</main>", '<p><a href="https://shop.example/">Our shop</a> (sponsored)</p></main>')),
        Fault("paid-link-below", "rel", MAILS, literally("You receive this", '<a href="https://shop.example/">Our shop</a> (sponsored). You receive this')),
        Fault("label-lost", "label-missing", (*HTML, *TEXTS), swap(r"\s*\(sponsored\)", "")),
        Fault("label-hidden", "label-missing", HTML, literally("(sponsored)", "<span hidden>(sponsored)</span>")),
        Fault("label-far-off", "label-missing", HTML, swap(r" \(sponsored\), or not\.", ", or do not, since there is much to be said for waiting (sponsored).")),
        Fault("label-doubled", "label-doubled", (*HTML, *TEXTS), literally("(sponsored)", "(sponsored) (sponsored)")),
        Fault("new-paid-link", "target", HTML, literally("First of", '<a href="https://eu.shop.example/x" rel="sponsored nofollow">Buy</a> (sponsored) First of')),
        Fault("target-changed", "target", (*HTML, *TEXTS), swap("shop.example/p", "shop.example/q")),
        Fault("affiliate-lost", "target", (*HTML, *TEXTS), swap("aff=lab&(?:amp;)?", "")),
        Fault("signature-touched", "target", (*HTML, *TEXTS), literally("Signature=abc", "Signature=abd")),
        Fault("signature-sorted", "target", HTML, swap(r"X-Amz-Signature=abc&(?:amp;)?X-Amz-Date=1", "X-Amz-Date=1&amp;X-Amz-Signature=abc")),
        Fault("others-tagged", "utm", HTML, swap(r"aff=lab&(amp;)?sku=2", "aff=lab&amp;sku=2&amp;utm_source=x")),
        Fault("others-tagged-in-text", "utm", TEXTS, literally(SHOP, f"{SHOP}&utm_source=x")),
        Fault("signed-tagged", "utm", HTML, literally("X-Amz-Date=1", "X-Amz-Date=1&amp;utm_source=x")),
        Fault("own-untagged", "target", mails, swap(r"(/hub/\w+)\?utm_source=[^\s\")<]*", r"/hub/bulbs")),
        Fault("title-untagged", "item-link", mails, swap(r"(?:articles/bulbs)\?utm_source=[^\s\")<]*", "articles/bulbs")),
        Fault("address-tagged", "item-link", ("rss", "atom"), swap(r"articles/bulbs(</link>|\" rel=\"alternate)", r"articles/bulbs?utm_source=x\1"), raw=True),
        Fault("credit-dropped", "credit-missing", HTML, swap(_CREDIT, "")),
        Fault("credit-hidden", "credit-missing", HTML, swap("<p([^>]*)>Originally", "<p hidden>Originally")),
        Fault("credit-doubled", "credit-doubled", HTML, lambda said: re.sub(_CREDIT, r"\g<0>\g<0>", said)),
        Fault("credit-elsewhere", "credit-changed", (*HTML, "text"), swap(r"((?:lab\.example)/articles/bulbs)(?=</a>|</p>|\s*\n)", "lab.example/articles/other")),
        Fault("credit-leads-elsewhere", "credit-changed", WHOLE, swap(r'(Originally published by Example Lab: <a href=")[^"]*', r'\1https://lab.example/else')),
        Fault("credit-tagged", "utm", WHOLE, swap(r"articles/bulbs(?=\"|<)", "articles/bulbs?utm_source=x")),
        Fault("credit-tagged-in-mail", "utm", (*MAILS, *TEXTS), swap(r"articles/bulbs(?=</a>|</p>|\s*\n\n)", "articles/bulbs?utm_source=x")),
    ]  # fmt: skip


def _item_faults() -> list[Fault]:
    found = []
    for artifact in _ITEM:
        one = (artifact,)
        found += [
            Fault("item-lost", "item-missing", one, items(lambda _: "", artifact), raw=True),
            Fault("item-again", "item-doubled", one, items(lambda i: i * 2, artifact), raw=True),
            Fault("held-item", "item-extra", one, items(lambda i: i + _other(i), artifact), raw=True),
        ]  # fmt: skip
    json_ = ("json",)
    return [
        *found,
        Fault("item-lost", "item-missing", json_, on_json(lambda i: i.pop()), raw=True),
        Fault("item-again", "item-doubled", json_, on_json(lambda i: i.append(i[0])), raw=True),
        Fault("held-item", "item-extra", json_, on_json(lambda i: i.append({"id": "held"})), raw=True),
        Fault("held-item", "item-extra", ("index",), swap("articles/coins", "articles/held"), raw=True),
        Fault("other-id", "item-extra", FEEDS, swap("urn:example:bulbs", "urn:example:new"), raw=True),
    ]  # fmt: skip


def _text_faults() -> list[Fault]:
    return [
        Fault("dropped", "notice-missing", TEXTS, in_text(PAID_PLAIN, "")),
        Fault("doubled", "notice-doubled", TEXTS, in_text(PAID_PLAIN, f"{PAID_PLAIN}\n\n{PAID_PLAIN}")),
        Fault("one-word", "notice-altered", TEXTS, in_text("pay us a commission", "pay us a fee")),
        Fault("cut-in-half", "notice-altered", TEXTS, in_text(PAID_PLAIN, " ".join(PAID_PLAIN.split()[:12]))),
        Fault("html-wording", "notice-form", TEXTS, in_text(PAID_PLAIN, PAID)),
        Fault("short-for-long", "notice-form", TEXTS, in_text(RESEARCH, NO_ADVICE)),
        Fault("others-kind", "notice-extra", TEXTS, in_text(PAID_PLAIN, f"{PAID_PLAIN}\n\n{AI}")),
        Fault("old-wording", "notice-leftover", TEXTS, in_text(PAID_PLAIN, f"{PAID_PLAIN}\n\n{OLD}")),
        Fault("at-the-end", "notice-late", TEXTS, lambda said: in_text(RESEARCH, "")(said).replace("\n\n-----", f"\n\n{RESEARCH}\n\n-----")),
        Fault("below-the-link", "notice-late", TEXTS, lambda said: in_text(PAID_PLAIN, "")(said).replace("- First of all, bulbs", f"{PAID_PLAIN}\n\n- First of all, bulbs")),
        Fault("in-one-item", "notice-misplaced", ("text",), lambda said: in_text(RESEARCH, "")(said).replace("Everybody has an opinion about bulbs", f"{RESEARCH}\n\nEverybody has an opinion about bulbs")),
        Fault("bottom-first", "notice-early", ("text",), lambda said: in_text(RIGHTS, "")(said).replace("A Short History of Bulbs\n---", f"{RIGHTS}\n\nA Short History of Bulbs\n---")),
        Fault("unfilled", "placeholder", TEXTS, in_text("article of Example Lab", "article of {site}")),
        Fault("credit-dropped", "credit-missing", TEXTS, swap(r"Originally published by Example Lab:\s+\S+", "")),
        Fault("credit-doubled", "credit-doubled", TEXTS, lambda said: re.sub(r"Originally published by Example Lab:\s+\S+", r"\g<0>\n\n\g<0>", said)),
    ]  # fmt: skip


def _duty_faults() -> list[Fault]:
    mails = (*MAILS, "three", "brief", *TEXTS, "brief-text")
    pages = (*MAILS, "brief")
    return [
        Fault("no-way-out", "unsubscribe", mails, literally("*|UNSUB|*", ""), raw=True),
        Fault("way-out-encoded", "unsubscribe", mails, literally("*|UNSUB|*", "*%7CUNSUB%7C*"), raw=True),
        Fault("way-out-twice", "unsubscribe", mails, literally("*|UNSUB|*", "*|UNSUB|* *|UNSUB|*"), raw=True),
        Fault("way-out-no-link", "unsubscribe", pages, swap(r'<a href="\*\|UNSUB\|\*"', '<a title="*|UNSUB|*"'), raw=True),
        Fault("way-out-hidden", "unsubscribe", pages, swap(r'<p([^>]*)>(?=<a href="\*)', "<p hidden>"), raw=True),
        Fault("no-address", "address", mails, literally("Springfield", ""), raw=True),
        Fault("address-hidden", "address", pages, swap(r"<p([^>]*)>(?=You receive)", "<p hidden>"), raw=True),
    ]  # fmt: skip


def _file_faults() -> list[Fault]:
    everything = (*HTML, *TEXTS, "index", "opml")
    return [
        Fault("empty", "unreadable", everything, lambda _: "", raw=True),
        Fault("cut-off", "unreadable", (*FEEDS, "opml"), lambda said: said[: len(said) // 2], raw=True),
        Fault("not-utf-8", "unreadable", (*FEEDS, *MAILS, "page", "text"), lambda said: said.replace("research", "\udcff", 1), raw=True),
        Fault("stray-tag", "unreadable", ("rss", "atom"), swap("<title>", "<title><b>", 1), raw=True),
        Fault("other-root", "unreadable", ("rss", "atom", "opml"), lambda _: "<html/>", raw=True),
        Fault("no-items", "unreadable", ("json",), lambda _: '{"items": 3}', raw=True),
        Fault("bottomless", "unreadable", ("page", "letter"), lambda said: said.replace("<body", "<div>" * 3000 + "<body").replace("</body>", "<div>" * 3000), raw=True),
    ]  # fmt: skip


FAULTS = (
    *_notice_faults(),
    *_excerpt_faults(),
    *_label_faults(),
    *_link_faults(),
    *_item_faults(),
    *_text_faults(),
    *_duty_faults(),
    *_file_faults(),
)
