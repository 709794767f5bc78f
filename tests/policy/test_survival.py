"""Notices, labels and the credit outlive extractors: what read-later apps and reader
views leave of a page must still say who pays, and for what the text is no substitute.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product

import pytest
import trafilatura
from readability import Document

from syndicator import html, policy
from syndicator.model import (
    Article,
    Author,
    Channel,
    Disclaimer,
    Feed,
    Item,
    LinkRules,
    Site,
)
from syndicator.policy.rule import Terms
from syndicator.render import body, pages
from syndicator.render.frame import FeedFrame

AT = datetime(2026, 5, 30, 9, tzinfo=UTC)
SITE = Site(title="Kitchen Lab", url="https://kitchen.example/")
RESEARCH = (
    "Nothing here is medical advice; ask your own doctor before you change a diet."
)
PAID = "Shops behind links marked as sponsored pay us a commission on what you buy."
LABEL = "paid link"
SHOP = "https://shop.example/starter?aff=7"
LINKS = LinkRules(commercial=("shop.example",), label=LABEL)
FRAME = FeedFrame(
    site=SITE, base_url="https://feeds.example/", feed=Feed(name="all"), updated=AT
)
SOURDOUGH = """
A sourdough starter is a colony of wild yeasts and lactic acid bacteria that live on
flour and water. Kept at one temperature and fed at one hour, it settles within two
weeks into a mixture that hardly changes any more from one month to the next.

We kept nine jars for a hundred days, three each at eighteen, twenty-two and twenty-
six degrees. Every jar got the same rye flour, milled in one batch, and tap water that
had stood overnight in an open pan.

The warm jars rose fastest at first, as everybody expects. By the third week the
difference had shrunk to about forty minutes, which is less than the spread among jars
that stood side by side on the same shelf.

Acidity told another story. The cool jars ended up more sour, with a pH of 3.6 against
3.9, because acetic acid bacteria keep working when the yeasts slow down. Tasters
noticed that without being told which loaf came from which jar.

Two of the warm jars grew mould on the rim in the eighth week. Scraping it off is not
enough, since what shows is only the fruiting body, so we threw both away and count
them as failures in every table below.

If you bake once a week, a cool shelf is therefore the better place: the starter needs
feeding half as often, keeps longer and gives more flavour. Only those who bake every
day gain anything from a warm corner.

What we cannot say is whether wheat would have behaved like rye. Nine jars are few,
and a hundred days are one season, so take the numbers as a reason to try it for
yourself and not as the last word.
""".strip().split("\n\n")
ARABIC = """
الخميرة الطبيعية مستعمرة من الخمائر البرية وبكتيريا حمض اللبن تعيش على الدقيق والماء،
وإذا حفظت في درجة حرارة واحدة وغذيت في ساعة واحدة استقرت خلال أسبوعين.

احتفظنا بتسع جرار مئة يوم، ثلاث منها عند ثماني عشرة درجة وثلاث عند اثنتين وعشرين وثلاث
عند ست وعشرين، وأعطيناها كلها دقيق الجاودار نفسه والماء نفسه.

ارتفعت الجرار الدافئة أسرع في البداية كما يتوقع الجميع، لكن الفرق تقلص بحلول الأسبوع
الثالث إلى نحو أربعين دقيقة، وهو أقل من التفاوت بين جرار الرف الواحد.

أما الحموضة فكان لها شأن آخر، إذ صارت الجرار الباردة أشد حموضة لأن بكتيريا حمض الخل
تواصل العمل حين تبطئ الخمائر، ولاحظ المتذوقون ذلك من دون أن يخبرهم أحد.

نما العفن على حافة جرتين دافئتين في الأسبوع الثامن، ولا يكفي كشطه لأن ما يظهر ليس إلا
جزءا منه، فرميناهما وعددناهما فشلا في كل الجداول.

فإن كنت تخبز مرة في الأسبوع فالرف البارد هو المكان الأفضل، لأن الخميرة تحتاج إلى نصف
عدد مرات التغذية وتدوم أطول وتعطي نكهة أغنى.
""".strip().split("\n\n")
STEPS = "<h2>What you need</h2><ul><li>Rye flour</li><li>A jar with a lid</li></ul>"
PROSE = {"plain": SOURDOUGH, "arabic": ARABIC}
LANGUAGES = {"plain": "en", "arabic": "ar", "structured": "en"}
SHAPES = tuple(LANGUAGES)
POSITIONS = {"first": 0, "middle": 3, "last": -1}


def article(shape: str, link: str) -> Article:
    """An article of that shape, with a commercial link in its first … last paragraph."""
    paragraphs = list(PROSE.get(shape, SOURDOUGH))
    at = POSITIONS[link]
    paragraphs[at] += f' <a href="{SHOP}">A jar like ours</a> is sold at the shop.'
    marked = [f"<p>{p}</p>" for p in paragraphs]
    if shape == "structured":
        marked[2:2] = [STEPS]
        marked[5:5] = [f"<blockquote>{marked.pop(5)}</blockquote>"]
    return Article(
        id=f"urn:{shape}:{link}",
        source="lab",
        key=shape,
        url=f"https://kitchen.example/{shape}",
        title="A hundred days of sourdough",
        body="".join(marked),
        summary="Nine jars, three shelves, a hundred days.",
        language=LANGUAGES[shape],
        authors=(Author(name="Ada Byron"),),
        published=AT,
        updated=AT,
    )


def item(shape: str, place: str, link: str) -> Item:
    kinds = {"research": {"always": True}, "commercial": {"commercial": True}}
    texts = {"research": RESEARCH, "commercial": PAID}
    disclaimers = tuple(
        Disclaimer(kind=k, text=texts[k], place=place, **asks)  # type: ignore[arg-type]
        for k, asks in kinds.items()
    )
    terms = Terms(site=SITE, disclaimers=disclaimers, links=LINKS)
    made = policy.apply(article(shape, link), Channel(medium="feed", name="all"), terms)
    assert isinstance(made, Item)
    return made


# ---------------------------------------------------------------- readers' pages


def bare(item: Item, drawn: str) -> str:
    """The item as the whole of a page."""
    title = html.escape(item.article.title)
    return (
        f"<!doctype html><html lang={item.article.language}><head><title>{title}</title>"
        f"</head><body>{drawn}</body></html>"
    )


def web_reader(item: Item, drawn: str) -> str:
    """The item among a reader's own machinery."""
    title = html.escape(item.article.title)
    entries = "".join(f'<li><a href="/entry/{n}">Entry {n}</a></li>' for n in range(9))
    return f"""<!doctype html><html lang="{item.article.language}"><head>
        <title>{title} – Reader</title></head><body>
        <header class="header"><nav><ul><li><a href="/unread">Unread</a></li>
        <li><a href="/starred">Starred</a></li></ul></nav></header>
        <aside class="sidebar"><ul>{entries}</ul></aside>
        <main><section class="entry"><header class="entry-header"><h1><a
        href="{item.link}">{title}</a></h1><ul class="entry-actions"><li>Save</li>
        <li>Share</li></ul><time>2026-05-30</time></header>
        <article class="entry-content" dir="auto">{drawn}</article></section></main>
        <footer class="footer"><p>Keyboard shortcuts</p></footer></body></html>"""


def weblog(item: Item, drawn: str) -> str:
    """The item syndicated on another site, in blocks of its theme."""
    title = html.escape(item.article.title)
    return f"""<!doctype html><html><head><title>{title} | Other Site</title></head>
        <body class="single"><div id="page"><div id="masthead"><a href="/">Other Site</a>
        </div><div id="content"><div class="post"><h1 class="entry-title">{title}</h1>
        <div class="entry-content">{drawn}</div><div class="sharedaddy">Share this</div>
        </div></div><div id="sidebar" class="widget-area"><h3>Recent posts</h3><ul><li>
        <a href="/x">Something else</a></li></ul></div><div id="colophon">© Other Site
        </div></div></body></html>"""


def our_page(item: Item, drawn: str) -> str:
    """Our own page of a feed, with that one item."""
    del drawn
    return pages.feed_page(FRAME, [item]).decode()


PAGES = (bare, web_reader, weblog, our_page)


# ---------------------------------------------------------------- extractors


def readability_keeps(page: str) -> str:
    return html.to_text(Document(page).summary(keep_all_images=True))


def trafilatura_html(page: str) -> str:
    found = trafilatura.extract(page, output_format="html", include_links=True)
    return html.to_text(found or "")


def trafilatura_text(page: str) -> str:
    found = trafilatura.extract(page, output_format="txt", include_links=True)
    return " ".join((found or "").split())


EXTRACTORS = (readability_keeps, trafilatura_html, trafilatura_text)
Extractor = Callable[[str], str]
Paged = Callable[[Item, str], str]


@pytest.mark.parametrize("extract", EXTRACTORS, ids=lambda f: f.__name__)
@pytest.mark.parametrize("paged", PAGES, ids=lambda f: f.__name__)
@pytest.mark.parametrize("shape", SHAPES)
def test_extractors_leave_what_must_be_said(
    extract: Extractor, paged: Paged, shape: str
) -> None:
    lost = []
    for place, link in product(("top", "bottom"), POSITIONS):
        shown = item(shape, place, link)
        left = extract(paged(shown, body.full_html(FRAME, shown)))
        assert shown.credit is not None
        said = {
            "research": RESEARCH,
            "commercial": PAID,
            "label": f"({LABEL})",
            "credit": f"{shown.credit.text}:",
        }
        if paged is our_page:
            del said["label"]  # it shows excerpts, which have no links
        lost += [(place, link, n) for n, words in said.items() if words not in left]
    assert lost == []


# ---------------------------------------------------------------- controls

# What to draw a notice in, and which extractors lose it there, in their order.
WRAPPERS = (
    ("<p>{}</p>", "kept kept kept"),
    ("<aside>{}</aside>", "kept lost lost"),
    ("<aside><p>{}</p></aside>", "lost lost lost"),
    ("<footer><p>{}</p></footer>", "lost lost lost"),
    ('<div class="post-footer"><p>{}</p></div>', "lost lost lost"),
    ('<div class="disclaimer">{}</div>', "kept lost lost"),
    ('<div class="sponsor-disclosure"><p>{}</p></div>', "lost kept kept"),
    ('<p class="sponsored">{}</p>', "lost kept kept"),
)
LABELS = (
    ("({})", "kept kept kept"),
    ("<em>({})</em>", "kept kept kept"),
    ('<span class="sponsored">({})</span>', "lost kept kept"),
    ('<span title="{}"></span>', "lost lost lost"),
)


def fates(words: str, drawn: str, paged: Paged) -> str:
    page = paged(item("plain", "top", "middle"), drawn)
    return " ".join("kept" if words in x(page) else "lost" for x in EXTRACTORS)


@pytest.mark.parametrize("paged", PAGES[:3], ids=lambda f: f.__name__)
@pytest.mark.parametrize(("wrapper", "expected"), WRAPPERS)
def test_other_wrappers_would_lose_a_notice(
    wrapper: str, expected: str, paged: Paged
) -> None:
    around = article("plain", "middle").body
    notice = wrapper.format(RESEARCH)
    assert fates(RESEARCH, notice + around, paged) == expected
    assert fates(RESEARCH, around + notice, paged) == expected


@pytest.mark.parametrize("paged", PAGES[:3], ids=lambda f: f.__name__)
@pytest.mark.parametrize(("label", "expected"), LABELS)
def test_other_labels_would_be_lost(label: str, expected: str, paged: Paged) -> None:
    drawn = article("plain", "middle").body.replace("</a>", f"</a> {label}")
    assert fates(LABEL, drawn.format(LABEL), paged) == expected
