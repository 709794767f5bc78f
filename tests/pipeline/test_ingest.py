"""What one look at a source means for what is stored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from fakes import InProcess
from PIL import Image as PixelImage
from world import LAB, NEWS, SENTENCE, feed, item, page

from syndicator import parse
from syndicator.errors import FetchError
from syndicator.model import Disclaimer
from syndicator.pipeline import entries, look, settle, settled, wants_look
from syndicator.ports import Picture


@pytest.fixture
def read(monkeypatch):
    """The documents that were parsed, by name; what is done to them stays as it is."""
    names = []

    def counted(document, source, part):
        names.append(document.name)
        return readers[source.kind](document, source, part)

    readers = dict(parse.READERS)
    for kind in readers:
        monkeypatch.setitem(parse.READERS, kind, counted)
    return names


# ---------------------------------------------------------------- the life of an article


def test_feed_entry_is_new_then_the_same_then_changed(world):
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    assert world.kinds() == ["new"]
    first = world.article("one")
    world.fetcher.feeds[NEWS.url] = feed(item("one"), item("two", day=5))
    assert world.kinds() == ["new"]
    assert world.article("one") == first
    world.fetcher.feeds[NEWS.url] = feed(item("one", text="Quite another thing."))
    assert world.kinds() == ["changed"]
    changed = world.article("one")
    assert (changed.id, changed.published) == (first.id, first.published)
    assert changed.updated == world.now
    assert world.article("two").status == "live"  # out of the feed is not gone


def test_file_is_withdrawn_when_removed_and_restored_when_back(world):
    world.fetcher.folders["lab"] = {"a.html": page("A"), "b.html": page("B")}
    assert world.kinds("lab") == ["new", "new"]
    before = world.article("a.html")
    kept = world.fetcher.folders["lab"].pop("a.html")
    assert world.kinds("lab") == ["withdrawn"]
    assert world.article("a.html").status == "withdrawn"
    assert world.kinds("lab") == []
    world.fetcher.folders["lab"]["a.html"] = kept
    assert world.kinds("lab") == ["restored"]
    assert world.article("a.html") == before


def test_last_file_of_a_folder_is_withdrawn(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    world.fetcher.folders["lab"] = {}
    assert world.kinds("lab") == ["withdrawn"]


def test_folder_that_is_gone_withdraws_nothing(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    del world.fetcher.folders["lab"]
    report = world.look("lab")
    assert (report.error, report.news) == ("lab: there is no such folder", ())
    assert world.article("a.html").status == "live"


def test_unchanged_source_parses_nothing(world, read):
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("news"), world.look("lab")
    assert read == [NEWS.url, "a.html"]
    assert world.look("news").unchanged
    assert world.look("lab").unchanged
    assert read == [NEWS.url, "a.html"]


def test_only_the_changed_file_is_parsed(world, read):
    world.fetcher.folders["lab"] = {"a.html": page("A"), "b.html": page("B")}
    world.look("lab")
    read.clear()
    world.fetcher.folders["lab"]["b.html"] = page("B", text="Another text. " * 20)
    assert world.kinds("lab") == ["changed"]
    assert read == ["b.html"]


# ---------------------------------------------------------------- bad things stay one thing


def test_bad_file_among_good_ones_is_left_out_and_reported(world):
    world.fetcher.folders["lab"] = {
        "a.html": page("A"),
        "b.html": b"",
        "c.html": page("C"),
    }
    report = world.look("lab")
    assert [n.article.key for n in report.news] == ["a.html", "c.html"]
    assert [(p.source, p.subject) for p in report.problems] == [("lab", "b.html")]
    assert world.store.problems() == list(report.problems)
    world.fetcher.folders["lab"]["b.html"] = page("B")
    assert world.look("lab").problems == ()
    assert world.store.problems() == []


def test_bad_new_version_leaves_the_old_one(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    world.fetcher.folders["lab"] = {"a.html": b""}
    assert [p.subject for p in world.look("lab").problems] == ["a.html"]
    assert world.article("a.html").title == "A"


@pytest.mark.parametrize("step", ["normalize", "parse"])
def test_fault_of_ours_with_one_article_costs_that_article_only(
    world, monkeypatch, step
):
    where = {"normalize": (entries, "normalize"), "parse": (parse, "parse")}[step]
    real = getattr(*where)

    def faulty(*arguments):
        if "b.html" in repr(arguments):
            raise RecursionError("too deep")
        return real(*arguments)

    monkeypatch.setattr(*where, faulty)
    world.fetcher.folders["lab"] = {"a.html": page("A"), "b.html": page("B")}
    report = world.look("lab")
    assert [n.article.key for n in report.news] == ["a.html"]
    (problem,) = report.problems
    assert problem.subject == "b.html"
    assert "too deep" in problem.reason
    assert report.faulty == (step == "normalize")


def test_file_that_cannot_be_read_is_reported(world, monkeypatch):
    world.fetcher.folders["lab"] = {"a.html": page("A"), "b.html": page("B")}
    fetch = world.fetcher.fetch

    def partly(source, known, marks):
        came = fetch(source, known, marks)
        failed = FetchError("b.html", "is over 10 bytes")
        return replace(came, documents=came.documents[:1], failed=(failed,))

    monkeypatch.setattr(world.fetcher, "fetch", partly)
    (problem,) = world.look("lab").problems
    assert (problem.subject, problem.reason) == ("b.html", "is over 10 bytes")


@pytest.mark.parametrize("broken", [b"<html><p>Login</p></html>", b"", b"{", None])
def test_failing_source_leaves_others_and_what_it_had(world, broken):
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.look()
    world.fetcher.feeds[NEWS.url] = broken or FetchError(NEWS.url, "no answer in time")
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    assert world.look("news").error.startswith(NEWS.url)
    assert world.kinds("lab") == ["new"]
    assert world.article("one").status == "live"
    state = world.store.state("news")
    assert (state.failures, state.error != "") == (1, True)
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.look()
    state = world.store.state("news")
    assert (state.failures, state.error, state.succeeded_at) == (0, "", world.now)


def test_same_id_twice_is_reported_and_the_first_counts(world):
    world.fetcher.feeds[NEWS.url] = feed(
        item("one", title="First"), item("one", title="Second"), item("two")
    )
    report = world.look()
    assert [n.article.title for n in report.news] == ["First", "Two"]
    (problem,) = report.problems
    assert problem.subject == "one"
    assert "twice" in problem.reason


@pytest.mark.parametrize(
    "nasty", ["a\x00b", "a\x1b[2Jb", "\ufffe", "&#xD800;", "😀" * 9]
)
def test_nasty_characters_stop_nothing(world, nasty):
    world.fetcher.folders["lab"] = {
        "a.html": page(f"A{nasty}", text=f"{SENTENCE}{nasty} {SENTENCE}"),
        "b.html": page("B"),
    }
    assert "new" in world.kinds("lab")
    assert world.article("b.html").status == "live"
    world.emit()


def test_lone_surrogates_in_json_stop_nothing(world):
    entry = r'{"id": "s", "title": "A\ud800", "content_html": "<p>\udfff words</p>"}'
    world.fetcher.feeds[NEWS.url] = (
        '{"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": ['
        + entry
        + ', {"id": "t", "title": "Fine", "content_html": "<p>Fine words.</p>"}]}'
    ).encode()
    assert "new" in world.kinds()
    assert world.article("t").title == "Fine"
    world.emit()


# ---------------------------------------------------------------- pages followed


@pytest.fixture
def following(world):
    world.change(sources=(replace(NEWS, follow=True), LAB))
    world.fetcher.feeds[NEWS.url] = feed(
        item("one", body=False), item("two", body=False)
    )
    world.fetcher.pages = {
        f"https://news.example/{name}": page(
            name.title(), text=f"{name}. {SENTENCE * 9}"
        )
        for name in ("one", "two")
    }
    return world


def test_page_gives_the_article_that_the_entry_lacks(following):
    assert following.kinds() == ["new", "new"]
    assert following.article("one").body.count(SENTENCE.strip()) == 9


def test_entry_and_page_speak_both_and_the_entry_first(following):
    following.look()
    id = following.article("one").id
    raw, _ = following.store.held([id])[id]
    said = [(c.place, c.value) for c in raw.claims if c.field == "title"]
    assert said[0][0] == "source"
    assert {"title", "h1"} <= {place for place, _ in said}
    assert raw.title == said[0][1]


def test_failing_page_is_tried_again_next_time(following):
    address = "https://news.example/two"
    kept = following.fetcher.pages[address]
    following.fetcher.pages[address] = FetchError(address, "503")
    report = following.look()
    assert [n.article.key for n in report.news] == ["one"]
    assert [p.subject for p in report.problems] == [address]
    following.fetcher.pages[address] = kept
    following.fetcher.asked.clear()
    report = following.look()
    assert [n.article.key for n in report.news] == ["two"]
    assert following.fetcher.asked == ["news", address]  # and not the other page
    assert following.look().unchanged


def test_following_takes_effect_on_what_is_known(following):
    following.change(sources=(NEWS, LAB))
    following.look()
    ids = following.article("one").id
    following.change(sources=(replace(NEWS, follow=True), LAB))
    assert following.kinds() == ["changed", "changed"]
    assert following.article("one").id == ids
    assert following.kinds() == []


# ---------------------------------------------------------------- settings that change


def test_date_to_come_holds_the_item_until_then(world):
    world.fetcher.feeds[NEWS.url] = feed(item("soon", day=4), item("now", day=1))
    world.now = datetime(2026, 5, 2, 12, tzinfo=UTC)
    world.run()
    assert world.article("soon").status == "scheduled"
    assert "Soon" not in world.read("feeds/all.rss")
    assert "Now" in world.read("feeds/all.rss")
    world.now = datetime(2026, 5, 4, 8, 0, 1, tzinfo=UTC)
    world.emit()
    assert "Soon" in world.read("feeds/all.rss")
    assert world.article("soon").published == datetime(2026, 5, 4, 8, tzinfo=UTC)


def test_date_that_is_none_is_reported(world):
    broken = item("odd").replace("04 May 2026 08:00", "31 Feb 2026 08:00")
    world.fetcher.feeds[NEWS.url] = feed(broken)
    (problem,) = world.look().problems
    assert "'Mon, 31 Feb 2026 08:00:00 GMT' names a day" in problem.reason
    assert world.article("odd").published == world.now


def test_entries_of_a_mere_day_stay_in_the_order_of_their_feed(world):
    names = ["zebra", "apple", "mango"]
    days = [item(n).replace(" 08:00:00 GMT", "") for n in names]
    world.fetcher.feeds[NEWS.url] = feed(*days)
    world.run()
    shown = world.read("feeds/all.rss")
    assert sorted(names, key=lambda n: shown.index(n.title())) == names


def test_new_wording_moves_no_identity_and_no_date(world):
    said = "Trust your doctor, not us."
    world.fetcher.folders["lab"] = {"a.html": page("A", text=f"{SENTENCE * 3} {said}")}
    world.look("lab")
    before = world.article("a.html")
    assert said in before.body
    wording = Disclaimer(kind="research", text="R.", variants=(said,), always=True)
    world.change(disclaimers=(wording,))
    world.fetcher.folders = {}  # not even the source is needed for that
    report = world.look("lab")
    assert [n.kind for n in report.news] == ["refreshed"]
    after = world.article("a.html")
    assert said not in after.body
    assert [s.kind for s in after.statements] == ["research"]
    kept = ("id", "published", "updated", "url")
    assert all(getattr(before, name) == getattr(after, name) for name in kept)


def test_settings_unchanged_renew_nothing(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    assert world.kinds("lab") == []


def test_changed_settings_are_a_reason_to_look(world):
    world.look()
    assert not wants(world)
    assert wants(world, hours=2)
    world.change(disclaimers=())
    assert wants(world)
    world.fetcher.feeds[NEWS.url] = FetchError(NEWS.url, "503")
    world.look()
    assert not wants(world)


def test_validators_of_one_address_are_not_shown_to_another(world):
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.look()
    moved = replace(NEWS, url="https://other.example/feed.xml")
    world.fetcher.feeds[moved.url] = world.fetcher.feeds[NEWS.url]
    world.change(sources=(moved, LAB))
    assert not world.look().unchanged
    assert world.look().unchanged


def test_folder_published_elsewhere_keeps_its_articles_and_moves_them(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    before = world.article("a.html")
    world.change(sources=(NEWS, replace(LAB, url="https://lab.example/new/")))
    assert world.kinds("lab") == ["refreshed"]
    after = world.article("a.html")
    assert (after.id, after.url) == (before.id, "https://lab.example/new/a.html")


def test_folder_published_elsewhere_and_emptied_withdraws_what_was_there(world):
    world.fetcher.folders["lab"] = {"a.html": page("A")}
    world.look("lab")
    world.change(sources=(NEWS, replace(LAB, url="https://lab.example/new/")))
    world.fetcher.folders["lab"] = {}
    assert world.kinds("lab") == ["withdrawn"]


# ---------------------------------------------------------------- politeness


def test_server_that_asks_to_be_left_alone_is(world):
    world.fetcher.feeds[NEWS.url] = FetchError(NEWS.url, "429", wait_seconds=3 * 3600)
    world.look()
    asked = world.now + timedelta(hours=3)
    world.fetcher.asked.clear()
    report = world.look()
    assert (report.left_until, report.error) == (asked, "")
    assert world.fetcher.asked == []
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.later(hours=1)
    assert world.kinds() == ["new"]  # not a minute longer, whatever the backoff is
    assert world.store.state("news").blocked_until is None


def test_blocked_source_still_follows_the_settings(world):
    world.fetcher.feeds[NEWS.url] = feed(item("one", text=f"{SENTENCE} Not advice."))
    world.look()
    world.fetcher.feeds[NEWS.url] = FetchError(NEWS.url, "429", wait_seconds=86_400)
    world.look()
    wording = Disclaimer(kind="r", text="R.", variants=("Not advice.",))
    world.change(disclaimers=(wording,))
    report = world.look()
    assert report.left_until
    assert [n.kind for n in report.news] == ["refreshed"]
    assert not wants(world)


def test_other_address_is_not_blocked_by_the_wish_of_the_first(world):
    world.fetcher.feeds[NEWS.url] = FetchError(NEWS.url, "429", wait_seconds=86_400)
    world.look()
    moved = replace(NEWS, url="https://other.example/feed.xml")
    world.fetcher.feeds[moved.url] = feed(item("one"))
    world.change(sources=(moved, LAB))
    assert world.kinds() == ["new"]


def gone(world, address=NEWS.url):
    world.fetcher.feeds[address] = FetchError(address, "410 Gone", status=410)


def test_source_that_is_gone_is_parked_and_says_what_to_do(world):
    gone(world)
    assert "syndicator once news" in world.look().error
    parked = world.now
    world.fetcher.asked.clear()
    world.later(days=400)
    assert not wants(world)
    report = world.look()
    assert (report.error, report.gone_since) == ("", parked)
    assert world.fetcher.asked == []
    assert "once news" in world.store.state("news").error


def test_what_is_remembered_of_idle_sources_is_written_together(world):
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    others = [replace(NEWS, name=f"news-{n}") for n in range(4)]
    outside = (world.fetcher, world.store, world.now, InProcess())

    def looks():
        for source in others:
            yield look(source, world.store.state(source.name), world.plan, *outside)

    first = list(settled(looks()))
    assert [r.unchanged for r in first] == [False] * 4
    saved = []
    save = world.store.save_states
    world.store.save_states = lambda states: (saved.append(len(states)), save(states))
    again = list(settled(looks()))
    assert [r.source for r in again] == [s.name for s in others]
    assert all(r.unchanged for r in again)
    assert saved == [4]
    assert {world.store.state(s.name).failures for s in others} == {0}


def wants(world, **later):
    now = world.now + timedelta(**later)
    return wants_look(NEWS, world.store.state("news"), world.plan, now)


def test_parked_source_is_looked_at_again_by_name_or_at_another_address(world):
    gone(world)
    world.look()
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    outside = (world.fetcher, world.store, world.now, InProcess())
    report = settle(
        look(NEWS, world.store.state("news"), world.plan, *outside, insist=True)
    )
    assert [n.kind for n in report.news] == ["new"]
    assert world.store.state("news").gone_at is None
    gone(world)
    world.look()
    moved = replace(NEWS, url="https://other.example/feed.xml")
    world.fetcher.feeds[moved.url] = feed(item("two"))
    world.change(sources=(moved, LAB))
    assert world.kinds() == ["new"]


NEW_HOME = "https://new.example/feed.xml"


def moved_for(world, days):
    """The addresses that were asked, a look a day."""
    asked = []
    fetch = world.fetcher.fetch

    def noted(source, known, marks):
        asked.append(source.url)
        return fetch(source, known, marks)

    world.fetcher.fetch = noted
    for _ in range(days):
        world.look()
        world.later(days=1)
    world.fetcher.fetch = fetch
    return asked


def test_permanent_redirect_that_has_held_is_believed_and_reported(world):
    world.fetcher.feeds[NEW_HOME] = feed(item("one"))
    world.fetcher.moved[NEWS.url] = NEW_HOME
    assert moved_for(world, 5) == [NEWS.url] * 3 + [NEW_HOME] * 2
    assert world.look().moved_to == NEW_HOME


def test_permanent_redirect_of_an_afternoon_is_forgotten(world):
    world.fetcher.feeds[NEWS.url] = world.fetcher.feeds[NEW_HOME] = feed(item("one"))
    world.fetcher.moved[NEWS.url] = NEW_HOME
    for _ in range(6):
        assert world.look().moved_to == NEW_HOME
    assert world.store.state("news").move.times == 1
    world.fetcher.moved.clear()
    assert world.look().moved_to == ""
    assert moved_for(world, 4) == [NEWS.url] * 4


@pytest.mark.parametrize("status", [404, 410])
def test_where_the_new_home_is_gone_the_old_address_is_asked_again(world, status):
    world.fetcher.feeds[NEW_HOME] = feed(item("one"))
    world.fetcher.moved[NEWS.url] = NEW_HOME
    moved_for(world, 4)
    world.fetcher.feeds[NEWS.url] = feed(item("two"))
    world.fetcher.feeds[NEW_HOME] = FetchError(NEW_HOME, "gone", status=status)
    world.fetcher.moved.clear()
    assert world.look().error
    assert world.kinds() == ["new"]
    assert world.store.state("news").gone_at is None


def test_feed_that_asks_for_fewer_looks_in_its_own_words_gets_them(world):
    slow = feed("<ttl>300</ttl>", item("one"))
    world.fetcher.feeds[NEWS.url] = slow
    for _ in range(2):  # with news, and with none
        world.look()
        wait = world.store.state("news").next_at - world.now
        assert timedelta(hours=5) <= wait <= timedelta(hours=5.5)
    world.fetcher.feeds[NEWS.url] = feed(item("one"))
    world.look()
    assert world.store.state("news").next_at - world.now < timedelta(hours=2)


# ---------------------------------------------------------------- pictures

FIGURE = '<figure><img src="https://lab.example/a.png" alt="A curve"></figure>'


def png(width: int) -> bytes:
    file = BytesIO()
    PixelImage.new("RGB", (width, 600), "white").save(file, "PNG")
    return file.getvalue()


CURVE = Picture(
    type="image/png", width=800, height=600, length=3, body=png(800), validator="1"
)
WITH_CURVE = f"{SENTENCE * 3}</p>{FIGURE}<p>{SENTENCE * 3}"


def test_picture_is_measured_and_mirrored(world):
    world.fetcher.folders["lab"] = {
        "a.html": page("A", text=f"{SENTENCE * 3}</p>{FIGURE}<p>{SENTENCE * 3}")
    }
    world.fetcher.pictures["https://lab.example/a.png"] = CURVE
    world.look("lab")
    (image,) = world.article("a.html").images
    assert (image.width, image.height, image.type) == (800, 600, "image/png")
    assert world.store.media(image.mirror) == CURVE.body
    assert (image.mail.width, image.mail.type) == (800, "image/png")
    assert world.store.media(image.mail.name)
    world.fetcher.asked.clear()
    world.look("lab")
    assert world.fetcher.asked == ["lab"]


def test_picture_that_cannot_be_had_costs_no_article(world):
    world.fetcher.folders["lab"] = {
        "a.html": page("A", text=f"{SENTENCE * 3}</p>{FIGURE}<p>{SENTENCE * 3}")
    }
    report = world.look("lab")
    assert [n.kind for n in report.news] == ["new"]
    (problem,) = report.problems
    assert problem.subject == "https://lab.example/a.png"


def test_a_picture_that_is_not_there_is_left_out_and_said(world):
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    (problem,) = world.look("lab").problems
    assert (problem.subject, problem.reason) == (
        "https://lab.example/a.png",
        "picture left out: 404 Not Found",
    )
    article = world.article("a.html")
    assert article.images == ()
    assert "figure" not in article.body


def test_a_picture_that_failed_once_is_linked(world):
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    url = "https://lab.example/a.png"
    world.fetcher.pictures[url] = FetchError(url, "503", status=503)
    world.look("lab")
    assert [i.url for i in world.article("a.html").images] == [url]


@pytest.mark.parametrize(
    ("mode", "asked", "width", "kept"),
    [("link", 0, 0, False), ("measure", 1, 800, False), ("mirror", 1, 800, True)],
)
def test_what_is_done_with_pictures(world, mode, asked, width, kept):
    world.change(sources=(replace(LAB, images=mode),))
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    world.fetcher.pictures["https://lab.example/a.png"] = CURVE
    world.look("lab")
    (image,) = world.article("a.html").images
    assert len(world.fetcher.asked) - 1 == asked
    assert (image.width, bool(image.mirror), bool(image.mail)) == (width, kept, kept)


def test_another_way_with_pictures_renews_them(world):
    world.change(sources=(replace(LAB, images="measure"),))
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    world.fetcher.pictures["https://lab.example/a.png"] = CURVE
    world.look("lab")
    before = world.article("a.html")
    world.change(sources=(replace(LAB, images="mirror"),))
    world.look("lab")
    after = world.article("a.html")
    assert after.images[0].mirror
    assert (after.id, after.updated) == (before.id, before.updated)


def test_a_picture_changed_with_its_article_is_seen_again(world):
    url = "https://lab.example/a.png"
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    world.fetcher.pictures[url] = CURVE
    world.look("lab")
    (before,) = world.article("a.html").images
    world.fetcher.folders["lab"] = {"a.html": page("B", text=WITH_CURVE)}
    world.look("lab")
    assert world.article("a.html").images == (before,)
    changed = replace(CURVE, width=900, body=png(900), validator="2")
    world.fetcher.pictures[url] = changed
    world.fetcher.folders["lab"] = {"a.html": page("C", text=WITH_CURVE)}
    world.look("lab")
    (after,) = world.article("a.html").images
    assert (after.width, after.validator) == (900, "2")
    assert after.mirror != before.mirror


def test_a_guarded_picture_is_reported(world):
    world.change(sources=(replace(LAB, images="measure"),))
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    guarded = replace(CURVE, guarded=True)
    world.fetcher.pictures["https://lab.example/a.png"] = guarded
    (problem,) = world.look("lab").problems
    assert 'images = "mirror"' in problem.reason


def test_a_picture_that_cannot_be_copied_is_measured(world):
    world.fetcher.folders["lab"] = {"a.html": page("A", text=WITH_CURVE)}
    broken = replace(CURVE, body=CURVE.body[:50])
    world.fetcher.pictures["https://lab.example/a.png"] = broken
    (problem,) = world.look("lab").problems
    assert "not copied" in problem.reason
    (image,) = world.article("a.html").images
    assert (image.width, image.mirror) == (800, "")


def test_what_is_known_of_a_picture_stays_when_it_cannot_be_had(world):
    world.fetcher.folders["lab"] = {
        "a.html": page("A", text=f"{SENTENCE * 3}</p>{FIGURE}<p>{SENTENCE * 3}")
    }
    world.fetcher.pictures["https://lab.example/a.png"] = CURVE
    world.look("lab")
    before = world.article("a.html")
    world.fetcher.pictures.clear()
    world.change(disclaimers=())  # all is made anew
    world.look("lab")
    assert world.article("a.html").images == before.images
