"""A feed that somebody opens in a browser as it is: words, not markup."""

from itertools import product

import pytest
from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEEDS = {
    "feeds/all.rss": ("channel > title", "item > title", "item > description", "link"),
    "feeds/all.atom": ("feed > title", "entry > title", "entry > summary", "id"),
    # Summaries are markup that a style sheet cannot draw.
    "feeds/headlines.rss": ("channel > title", "item > title", "item > description"),
    "feeds/headlines.atom": ("feed > title", "entry > title", "entry > summary"),
}
LOOKS = ((375, "light"), (1280, "dark"))
SHOWN = "t => { const s = getComputedStyle(t); return [s.display, s.color] }"
SEEN = """() => [...document.querySelectorAll("*")]
    .filter(e => !e.children.length && e.getClientRects().length)
    .map(e => e.textContent).join(" ")"""


@pytest.mark.parametrize(
    ("path", "look"),
    [*product(FEEDS, LOOKS)],
    ids=lambda x: x if type(x) is str else x[1],
)
def test_a_raw_feed_can_be_read(browser: Browser, site: str, path, look):
    width, scheme = look
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{site}{path}", wait_until="networkidle")
    *words, machinery = FEEDS[path]
    for selector in words:
        display, colour = page.eval_on_selector(selector, SHOWN)
        light = sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(",")))
        assert display == "block"
        assert (light > 384) == (scheme == "dark")
    assert page.eval_on_selector(machinery, SHOWN)[0] == "none"
    seen = page.evaluate(SEEN)
    assert "Meridian" in seen
    assert "<p>" not in seen
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    known = {f"{site}{path}", f"{site}feeds.css", f"{site}favicon.ico"}
    assert {*asked} <= known
    context.close()
