"""The pages for people, in the browser people use."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDTHS = (375, 1280)
SCHEMES = ("light", "dark")
PAGES = ("index.html", "feeds/all.html", "feeds/headlines.html")
BASE = "https://feeds.meridian.example/"  # where the demo says it is public

Look = Callable[..., Page]


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Look]:
    """Open a page; what it asks for elsewhere, or says is wrong, fails the test."""
    complaints: list[str] = []
    contexts = []

    def open_page(path: str, **options: object) -> Page:
        context = browser.new_context(**options)
        contexts.append(context)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda asked: _away(asked.url, site, complaints))
        page.on("response", lambda got: _refused(got.status, got.url, complaints))
        page.goto(f"{site}{path}", wait_until="networkidle")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints


def _away(url: str, site: str, complaints: list[str]) -> None:
    if not url.startswith((site, "data:")):
        complaints.append(f"asks for {url}")


def _refused(status: int, url: str, complaints: list[str]) -> None:
    if status >= 400:
        complaints.append(f"{status} for {url}")


def scroll_to_end(page: Page) -> None:
    """Have what is lazy loaded, too."""
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("path", "width", "scheme"), [*product(PAGES, WIDTHS, SCHEMES)]
)
def test_a_page_serves_everybody(look, path, width, scheme):
    page = look(path, viewport={"width": width, "height": 800}, color_scheme=scheme)
    scroll_to_end(page)
    found = Axe().run(page)
    assert not found.violations_count, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    bright = sum(map(int, ground.removeprefix("rgb(").removesuffix(")").split(",")))
    assert (bright > 384) == (scheme == "light")


@pytest.mark.parametrize("width", WIDTHS)
def test_pictures_are_there_and_none_is_bent(look, width):
    page = look("feeds/all.html", viewport={"width": width, "height": 800})
    pictures = page.locator("article > img")
    assert pictures.count() > 3
    for picture in pictures.all():
        picture.scroll_into_view_if_needed()
        picture.evaluate("image => image.decode()")
        box = picture.bounding_box()
        assert box
        assert box["width"] > 100
        assert picture.evaluate("i => getComputedStyle(i).objectFit") == "cover"


@pytest.mark.parametrize("path", PAGES)
def test_every_copy_button_copies_its_public_address(look, path):
    page = look(path)
    buttons = page.locator("button:visible").all()
    assert buttons
    for button in buttons:
        button.click()
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied == button.get_attribute("data-address")
        assert copied.startswith(f"{BASE}feeds/")
        assert page.get_by_role("status").text_content() == f"Copied {copied}"


def test_a_page_works_without_scripts(look):
    page = look("feeds/all.html", java_script_enabled=False)
    assert not page.locator("button:visible").count()
    assert page.get_by_text(f"{BASE}feeds/all.rss", exact=True).is_visible()
    assert page.get_by_role("link", name="JSON Feed").is_visible()


def test_the_keyboard_reaches_every_control(look):
    page = look("feeds/all.html")
    wanted = page.locator("a:visible, button:visible").count()
    reached = 0
    while reached < wanted:
        page.keyboard.press("Tab")
        seen = page.evaluate(
            "[document.activeElement.tagName,"
            " getComputedStyle(document.activeElement).outlineStyle]"
        )
        assert seen in (["A", "solid"], ["BUTTON", "solid"])
        reached += 1


@pytest.mark.parametrize("path", ["index.html", "feeds/all.html"])
def test_a_reader_given_the_page_finds_its_feeds(look, path):
    page = look(path)
    addresses = page.eval_on_selector_all(
        "link[rel=alternate]", "links => links.map(link => [link.type, link.href])"
    )
    kinds = {kind for kind, _ in addresses}
    assert kinds >= {"application/rss+xml", "application/atom+xml"}
    assert kinds >= {"application/feed+json"}
    for kind, address in addresses:
        answer = page.request.get(address)
        assert answer.status == 200
        assert answer.headers["content-type"] == f"{kind}; charset=utf-8"


def test_what_is_wrong_is_seen(look, site):
    """Each of the checks above fails where it should."""
    page = look("index.html", viewport={"width": 375, "height": 800})
    page.evaluate(
        "() => { const field = document.createElement('input');"
        " field.style.width = '2000px';"
        " document.querySelector('main').prepend(field) }"
    )
    assert Axe().run(page).violations_count
    assert page.evaluate("document.documentElement.scrollWidth") > 375
    said: list[str] = []
    _away("https://elsewhere.example/a.png", site, said)
    _refused(404, site, said)
    assert len(said) == 2
