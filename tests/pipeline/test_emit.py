"""What is published when: all that is stale, and nothing else."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from world import LAB, NEWS, SENTENCE, feed, item, page

from syndicator.errors import PublishError
from syndicator.model import Disclaimer, Feed, Letter, LinkRules
from syndicator.pipeline import frozen, making, products
from syndicator.ports import Picture
from syndicator.render.feeds import FORMATS

FRONT = {"index.html", "feeds.opml"}
STYLE = {"feeds.css"}  # never changes
ALL = {f"feeds/all.{s}" for s in ("rss", "atom", "json", "html")}
SLEEP = {f"feeds/sleep.{s}" for s in ("rss", "atom", "json", "html")}
WEEKLY = {
    f"letters/weekly/{n}"
    for n in ("latest.html", "latest.txt", "latest.json", "preview.html")
}


@pytest.fixture
def drawn(monkeypatch):
    """What was rendered anew, as (format, article)."""
    seen = []
    for name, form in FORMATS.items():

        def entry(frame, item, full, name=name, real=form.entry):
            seen.append((name, item.article.key))
            return real(frame, item, full)

        monkeypatch.setitem(FORMATS, name, replace(form, entry=entry))
    return seen


@pytest.fixture
def full(world):
    """A world with two articles, published."""
    world.fetcher.folders["lab"] = {
        "a.html": page("Alpha", tags=("sleep",)),
        "b.html": page("Beta", date="2026-05-05"),
    }
    world.run()
    return world


def ids(world, path="feeds/all.json"):
    return [each["id"] for each in json.loads(world.read(path))["items"]]


def titles(world, path="feeds/all.json"):
    return [each["title"] for each in json.loads(world.read(path))["items"]]


# ---------------------------------------------------------------- what is written


def test_first_emit_writes_every_product(full):
    assert set(full.files()) == STYLE | FRONT | ALL | SLEEP | WEEKLY
    assert titles(full) == ["Beta", "Alpha"]
    assert titles(full, "feeds/sleep.json") == ["Alpha"]


def test_products_name_the_files_they_make(full):
    issued = frozen.issued(full.plan, full.store)
    for product in products.current(full.plan, issued, full.store):
        made = product.make((), full.store)
        assert set(made.files) == set(product.paths)


def test_second_emit_writes_nothing(full, drawn):
    before = full.files()
    assert full.run().written == ()
    assert full.files() == before
    assert drawn == []


def test_emit_without_articles_makes_valid_empty_feeds(world):
    world.run()
    assert titles(world) == []
    assert set(world.files()) == STYLE | FRONT | ALL | SLEEP | WEEKLY


def test_changed_article_touches_what_holds_it(full):
    full.fetcher.folders["lab"]["b.html"] = page("Beta", text="Other words. " * 30)
    full.look("lab")
    written = set(full.emit().written)
    assert ALL | WEEKLY <= written <= ALL | WEEKLY | FRONT
    assert "Other words." in full.read("feeds/all.rss")


def test_only_the_changed_article_of_fifty_is_rendered(world, drawn):
    world.change(feeds=(Feed(name="all", limit=50, max_kilobytes=5000),))
    names = [f"{number:02}.html" for number in range(50)]
    world.fetcher.folders["lab"] = {name: page(f"Title {name}") for name in names}
    world.run()
    assert len(drawn) == 50 * len(FORMATS)
    drawn.clear()
    world.fetcher.folders["lab"]["07.html"] = page("Title 07.html", text="New. " * 50)
    world.run()
    assert sorted(drawn) == sorted((name, "07.html") for name in FORMATS)
    assert len(ids(world)) == 50


def test_withdrawn_article_is_taken_out_and_restored_with_its_id(full):
    before = ids(full)
    kept = full.fetcher.folders["lab"].pop("b.html")
    full.run()
    assert titles(full) == ["Alpha"]
    assert "Beta" not in full.read("index.html")
    full.fetcher.folders["lab"]["b.html"] = kept
    full.run()
    assert ids(full) == before


def test_failing_source_keeps_its_articles_published(full):
    before = full.files()
    full.fetcher.folders.clear()
    full.run()
    assert full.files() == before


def test_future_article_appears_when_its_time_comes(full):
    moment = datetime(2026, 7, 1, 8, tzinfo=UTC)
    full.fetcher.folders["lab"]["c.html"] = page("Gamma", date="2026-07-01")
    full.run()
    assert "Gamma" not in titles(full)
    full.now = moment - timedelta(seconds=1)
    assert full.emit().written == ()
    full.now = moment
    full.emit()
    assert titles(full) == ["Gamma", "Beta", "Alpha"]
    assert "Gamma" in full.read("letters/weekly/latest.txt")


# ---------------------------------------------------------------- settings that change


def test_feed_title_writes_that_feed_and_the_lists_of_feeds(full):
    before = full.files()
    full.change(feeds=(full.plan.feeds[0], replace(full.plan.feeds[1], title="Nights")))
    assert set(full.emit().written) == SLEEP | FRONT
    untouched = ALL | WEEKLY
    assert {p: full.files()[p] for p in untouched} == {p: before[p] for p in untouched}


def test_wording_changes_every_product_and_no_identity(full):
    def facts():
        keys = ("id", "date_published", "date_modified")
        return [
            [each.get(k) for k in keys]
            for each in json.loads(full.read("feeds/all.json"))["items"]
        ]

    before = facts()
    wording = Disclaimer(kind="research", text="Words for thought only.", always=True)
    full.change(disclaimers=(wording,))
    written = set(full.run().written)
    assert written >= ALL | SLEEP | WEEKLY
    for path in ALL | SLEEP | WEEKLY:
        text = " ".join(full.read(path).split())
        assert "Words for thought only." in text, path
        assert "For research only." not in text, path
    assert facts() == before


def test_variant_is_taken_out_of_what_is_published(full):
    full.fetcher.folders["lab"]["c.html"] = page("C", text=f"{SENTENCE * 3} No advice.")
    full.run()
    assert "No advice." in full.read("feeds/all.rss")
    wording = replace(full.plan.disclaimers[0], variants=("No advice.",))
    full.change(disclaimers=(wording,))
    full.run()
    assert "No advice." not in full.read("feeds/all.rss")
    assert full.read("feeds/all.json").count("For research only.") >= 3


def test_new_feed_is_made_and_listed(full):
    full.change(feeds=(*full.plan.feeds, Feed(name="brief", content="summary")))
    written = set(full.emit().written)
    assert (
        written == {f"feeds/brief.{s}" for s in ("rss", "atom", "json", "html")} | FRONT
    )
    assert "feeds/brief.rss" in full.read("feeds.opml")


def test_removed_feed_and_letter_take_their_files_along(full):
    full.change(feeds=full.plan.feeds[:1], letters=())
    assert set(full.emit().removed) == SLEEP | WEEKLY
    assert set(full.files()) == STYLE | FRONT | ALL
    assert full.store.fragments("feeds/sleep.rss") == {}
    assert "sleep" not in full.read("feeds.opml")
    assert full.emit().removed == ()


def test_removed_source_takes_its_articles_out(full):
    full.fetcher.feeds[NEWS.url] = feed(item("one"))
    full.run()
    assert titles(full) == ["Beta", "One", "Alpha"]
    kept = ids(full)
    full.change(sources=(LAB,))
    full.emit()
    assert titles(full) == ["Beta", "Alpha"]
    assert "One" not in full.read("index.html")
    full.change(sources=(NEWS, LAB))
    full.emit()
    assert ids(full) == kept


def test_problems_of_what_is_no_more_are_forgotten(full):
    full.fetcher.folders["lab"]["bad.html"] = b""
    full.run()
    assert [p.source for p in full.store.problems()] == ["lab"]
    full.change(sources=(NEWS,))
    full.emit()
    assert full.store.problems() == []


# ---------------------------------------------------------------- files that were lost


@pytest.mark.parametrize(
    "path", ["feeds/all.rss", "index.html", "letters/weekly/latest.txt"]
)
def test_deleted_file_comes_back(full, path):
    text = full.read(path)
    (full.public / path).unlink()
    assert full.emit().written == (path,)
    assert full.read(path) == text


def test_shortened_file_is_made_whole(full):
    text = full.read("feeds/all.rss")
    (full.public / "feeds/all.rss").write_text("<rss")
    assert full.emit().written == ("feeds/all.rss",)
    assert full.read("feeds/all.rss") == text


def test_everything_comes_back_after_the_folder_was_emptied(full):
    texts = {path: full.read(path) for path in full.files()}
    for path in texts:
        (full.public / path).unlink()
    full.emit()
    assert {path: full.read(path) for path in full.files()} == texts


def test_pictures_are_published_restored_and_stay(world):
    figure = '<figure><img src="https://lab.example/a.png" alt="A curve"></figure>'
    text = f"{SENTENCE * 3}</p>{figure}<p>{SENTENCE * 3}"
    world.fetcher.folders["lab"] = {"a.html": page("A", text=text)}
    world.fetcher.pictures["https://lab.example/a.png"] = Picture(
        type="image/svg+xml", width=800, height=600, length=3, body=b"<svg/>"
    )
    world.run()
    (path,) = (p for p in world.files() if p.startswith("media/"))
    assert world.read(path) == "<svg/>"
    assert path in world.read("feeds/all.rss")
    (world.public / path).unlink()
    assert world.emit().written == (path,)
    world.fetcher.folders["lab"] = {}
    world.run()
    assert world.read(path) == "<svg/>"  # mails that were sent point at it


# ---------------------------------------------------------------- interrupted


class Stop(Exception):
    """Stands for a kill."""


@pytest.mark.parametrize("after", range(12))
def test_emit_cut_short_is_made_up_by_the_next(full, monkeypatch, after):
    full.fetcher.folders["lab"]["c.html"] = page("Gamma", tags=("sleep",))
    full.look("lab")
    put, left = full.publisher.put, [after]

    def until(path, body):
        if not left[0]:
            raise Stop
        left[0] -= 1
        return put(path, body)

    monkeypatch.setattr(full.publisher, "put", until)
    with pytest.raises(Stop):
        full.emit()
    monkeypatch.undo()
    full.emit()
    texts = {path: full.read(path) for path in full.files()}
    full.store.save_artifacts([], list(full.store.artifacts()))
    full.emit()  # as if nothing had ever been published
    assert {path: full.read(path) for path in full.files()} == texts
    assert set(titles(full)) == {"Alpha", "Beta", "Gamma"}


def test_file_of_a_run_cut_short_is_removed_when_its_feed_is(full, monkeypatch):
    put = full.publisher.put

    def once(path, body):
        if path == "feeds/extra.atom":
            raise Stop
        return put(path, body)

    kept = full.plan
    full.change(feeds=(*kept.feeds, Feed(name="extra")))
    monkeypatch.setattr(full.publisher, "put", once)
    with pytest.raises(Stop):
        full.emit()
    monkeypatch.undo()
    assert "feeds/extra.rss" in full.files()
    full.plan = kept
    full.emit()
    assert "feeds/extra.rss" not in full.files()


def test_publish_error_leaves_what_was_there(full, monkeypatch):
    before = full.read("feeds/all.rss")

    def fail(path, body):
        raise PublishError(f"{path}: full")

    full.fetcher.folders["lab"]["c.html"] = page("Gamma")
    full.look("lab")
    monkeypatch.setattr(full.publisher, "put", fail)
    with pytest.raises(PublishError):
        full.emit()
    assert full.read("feeds/all.rss") == before
    monkeypatch.undo()
    full.emit()
    assert "Gamma" in titles(full)


# ---------------------------------------------------------------- limits, and what is held


def test_items_beyond_the_kilobytes_show_their_summary(world):
    world.change(feeds=(Feed(name="all", max_kilobytes=20),))
    world.fetcher.folders["lab"] = {
        f"{day}.html": page(f"Day {day}", date=f"2026-05-0{day}", text=SENTENCE * 200)
        for day in (1, 2, 3)
    }
    report = world.run()
    lengths = [
        len(each["content_html"])
        for each in json.loads(world.read("feeds/all.json"))["items"]
    ]
    assert lengths[0] > len(SENTENCE) * 200
    assert max(lengths[1:]) < 2000
    assert "feed all: 2 items shown as summaries: over 20 kB" in report.notes


def test_cut_of_a_letter_is_told_until_there_is_none(world):
    letter = Letter(name="weekly", tool="mailchimp", max_kilobytes=14, limit=3)
    world.change(letters=(letter,))
    world.fetcher.folders["lab"] = {
        f"{day}.html": page(f"Day {day}", date=f"2026-05-0{day}", text=SENTENCE * 60)
        for day in (1, 2, 3)
    }

    def cuts() -> list[str]:
        return [p.reason for p in world.store.problems() if p.source == "letter weekly"]

    report = world.run()
    assert [r for r in cuts() if r.endswith("over 14 KiB")] == cuts() != []
    assert not any(p.source == "letter weekly" for p in report.held)
    before = cuts()
    world.fetcher.folders["lab"]["0.html"] = page("Older", date="2026-04-01")
    world.run()
    assert cuts() == before
    world.change(letters=(replace(letter, max_kilobytes=90),))
    world.run()
    assert cuts() == []


def test_number_of_items_is_limited_to_the_newest(world):
    world.change(feeds=(Feed(name="all", limit=2),))
    world.fetcher.folders["lab"] = {
        f"{day}.html": page(f"Day {day}", date=f"2026-05-0{day}") for day in (1, 2, 3)
    }
    world.run()
    assert titles(world) == ["Day 3", "Day 2"]


def test_article_that_cannot_meet_its_policy_is_nowhere(full):
    full.change(links=LinkRules(credit="By {author} at {site}"))
    author = '<meta name="author" content="Ada Lovelace">'
    full.fetcher.folders["lab"]["c.html"] = page("Gamma", head=author)
    report = full.run()
    assert titles(full) == ["Gamma"]
    for path in ALL | SLEEP | WEEKLY | FRONT | STYLE:
        assert "Beta" not in full.read(path), path
    held = {(p.source, p.subject) for p in full.store.problems()}
    assert ("feed all", "https://lab.example/b.html") in held
    assert ("letter weekly", "https://lab.example/a.html") in held
    assert {(p.source, p.subject) for p in report.held} == held
    assert all("{author}" in p.reason for p in report.held)
    full.change(links=LinkRules())
    full.run()
    assert set(titles(full)) == {"Alpha", "Beta", "Gamma"}
    assert full.store.problems() == []


def test_item_our_renderer_fails_at_is_held_back_alone(full, monkeypatch):
    render = making.letters.render

    def faulty(frame, items):
        if any(i.article.title == "Beta" for i in items):
            raise RecursionError("too deep")
        return render(frame, items)

    full.fetcher.folders["lab"]["c.html"] = page("Gamma")
    monkeypatch.setattr(making.letters, "render", faulty)
    report = full.run()
    assert "Beta" in titles(full)
    letter = full.read("letters/weekly/latest.txt")
    assert "Gamma" in letter
    assert "Beta" not in letter
    (problem,) = report.held
    assert report.faulty
    assert (problem.source, problem.subject) == (
        "letter weekly",
        "https://lab.example/b.html",
    )
    assert full.store.problems() == [problem]


def test_renderer_that_fails_at_everything_leaves_what_is_there(full, monkeypatch):
    def faulty(frame, items):
        raise RecursionError("too deep")

    before = full.files()
    monkeypatch.setattr(making.letters, "render", faulty)
    full.change(letters=(replace(full.plan.letters[0], title="New"),))
    report = full.emit()
    assert report.faulty
    assert [p.subject for p in report.held] == ["letter weekly"]
    assert set(report.written) <= FRONT
    assert {p: full.files()[p] for p in WEEKLY} == {p: before[p] for p in WEEKLY}
    monkeypatch.undo()
    assert set(full.emit().written) == WEEKLY
    assert full.store.problems() == []
