"""Issues of letters: made when due, of what is new, and never changed by themselves."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from world import LAB, NEWS, SENTENCE, feed, item, page

from syndicator.errors import ConfigError
from syndicator.model import Disclaimer, Letter, LinkRules, Part
from syndicator.pipeline import choosing, issues, revising
from syndicator.pipeline.issuing import plan_of
from syndicator.pipeline.proof import findings

pytestmark = pytest.mark.slow  # a plain run stays short

MONDAYS = Letter(
    name="weekly",
    title="Lab Weekly",
    schedule="0 9 * * mon",
    unsubscribe="https://lab.example/leave",
    subject="No. {number}: {first}",
)
FIRST_MONDAY = datetime(2026, 6, 8, 9, tzinfo=UTC)
FILES = (".html", ".txt", ".json")


@pytest.fixture
def weekly(world):
    """A world whose letter began on Monday, June 1st, at noon, with one young article."""
    world.change(letters=(MONDAYS,), feeds=())
    write(world, "old.html", "Old", date="2026-01-01")
    write(world, "young.html", "Young", date="2026-05-28")
    world.now = datetime(2026, 6, 1, 9, tzinfo=UTC)
    world.run()
    return world


def write(world, name, title, **more):
    files = world.fetcher.folders.setdefault("lab", {})
    files[name] = page(title, **more)


def on_monday(world, number=1):
    """What a pass comes to right after a turn of the schedule."""
    world.now = FIRST_MONDAY + timedelta(weeks=number - 1)
    world.look("lab")
    world.now = FIRST_MONDAY + timedelta(weeks=number - 1, seconds=3)
    return world.emit()


def titles(world, file="latest"):
    issue = json.loads(world.read(f"letters/weekly/{file}.json"))
    return [each["title"] for each in issue["items"]]


def bytes_of(world, file):
    return {
        suffix: (world.public / f"letters/weekly/{file}{suffix}").read_bytes()
        for suffix in FILES
    }


def problems(world):
    return [p for p in world.store.problems() if p.source == "issue of weekly"]


# ---------------------------------------------------------------- when


def test_nothing_is_issued_before_the_first_turn(weekly):
    assert weekly.store.issues("weekly") == []
    assert titles(weekly) == ["Young"]  # what the first would be
    weekly.now = FIRST_MONDAY - timedelta(seconds=1)
    weekly.emit()
    assert weekly.store.issues("weekly") == []


def test_an_issue_is_made_at_its_turn_and_once(weekly):
    on_monday(weekly)
    (issue,) = weekly.store.issues("weekly")
    assert (issue.number, issue.name) == (1, "2026-06-08")
    assert issue.subject == "No. 1: Young"
    assert titles(weekly) == titles(weekly, "2026-06-08") == ["Young"]
    before = weekly.files()
    assert weekly.emit().written == ()
    weekly.later(hours=5)
    assert weekly.emit().written == ()
    assert weekly.files() == before


def test_turns_that_were_missed_make_one_issue(weekly):
    write(weekly, "a.html", "Alpha", date="2026-06-05")
    on_monday(weekly, number=9)
    (issue,) = weekly.store.issues("weekly")
    assert issue.name == "2026-08-03"
    assert titles(weekly) == ["Alpha", "Young"]
    weekly.later(days=3)
    weekly.emit()
    assert len(weekly.store.issues("weekly")) == 1


def test_turns_of_another_schedule_lie_ahead(weekly):
    on_monday(weekly)
    write(weekly, "a.html", "Alpha", date="2026-06-09")
    weekly.look("lab")
    weekly.now = FIRST_MONDAY + timedelta(days=3)
    weekly.change(letters=(replace(MONDAYS, schedule="0 9 * * tue"),))
    weekly.emit()
    assert len(weekly.store.issues("weekly")) == 1
    weekly.now = FIRST_MONDAY + timedelta(days=8)
    weekly.emit()
    assert titles(weekly, "2026-06-16") == ["Alpha"]


def test_a_clock_put_back_makes_no_second_issue(weekly):
    on_monday(weekly)
    write(weekly, "a.html", "Alpha", date="2026-06-09")
    on_monday(weekly)
    assert len(weekly.store.issues("weekly")) == 1


def test_the_day_is_that_of_the_letter_s_zone(weekly):
    late = replace(MONDAYS, schedule="30 0 * * mon", timezone="Pacific/Auckland")
    weekly.change(letters=(late,))
    write(weekly, "a.html", "Alpha", date="2026-06-05")
    weekly.look("lab")
    weekly.emit()
    weekly.now = datetime(2026, 6, 7, 12, 31, tzinfo=UTC)  # Monday there
    weekly.emit()
    (issue,) = weekly.store.issues("weekly")
    assert issue.name == "2026-06-08"
    assert "June 8, 2026" in weekly.read("letters/weekly/latest.html")


# ---------------------------------------------------------------- what


def test_a_new_issue_holds_only_what_is_new(weekly):
    on_monday(weekly)
    write(weekly, "a.html", "Alpha", date="2026-06-10")
    write(weekly, "young.html", "Young, edited", date="2026-05-28")
    on_monday(weekly, 2)
    assert titles(weekly) == ["Alpha"]
    assert [i.number for i in weekly.store.issues("weekly")] == [2, 1]


def test_an_article_that_comes_late_with_an_old_date_is_new(weekly):
    on_monday(weekly)
    write(weekly, "late.html", "Late", date="2020-01-01")
    on_monday(weekly, 2)
    assert titles(weekly) == ["Late"]


def test_no_article_is_lost_or_doubled_where_there_is_no_room(weekly):
    weekly.change(letters=(replace(MONDAYS, limit=2),))
    for day in range(1, 6):
        write(weekly, f"{day}.html", f"Day {day}", date=f"2026-06-0{day}")
    for number in range(1, 5):
        on_monday(weekly, number)
    made = reversed(weekly.store.issues("weekly"))
    issued = [[each.title for each in issue.articles] for issue in made]
    assert issued == [["Day 5", "Day 4"], ["Day 3", "Day 2"], ["Day 1", "Young"]]


def test_what_came_late_waits_for_room_like_the_others(weekly):
    weekly.change(letters=(replace(MONDAYS, limit=1),))
    write(weekly, "late.html", "Late", date="2020-01-01")
    for day in (1, 2, 3):
        write(weekly, f"{day}.html", f"Day {day}", date=f"2026-06-0{day}")
    for number in range(1, 6):
        on_monday(weekly, number)
    issued = [each.title for i in weekly.store.issues("weekly") for each in i.articles]
    assert issued[::-1] == ["Day 3", "Day 2", "Day 1", "Young", "Late"]


def test_an_issue_made_by_hand_takes_no_turn_and_the_pins_it_shows(weekly):
    (letter,), store = weekly.plan.letters, weekly.store
    young = weekly.article("https://lab.example/young.html").id
    before = replace(store.letter_state("weekly"), pinned=(young, "nobody"))
    store.save_letter_state(before)
    assert issues.make(weekly.plan, letter, store, weekly.now, at_least=1).issue
    assert store.letter_state("weekly") == replace(before, pinned=("nobody",))


def test_what_had_no_room_does_not_wait_for_ever(weekly):
    weekly.change(letters=(replace(MONDAYS, limit=1, lookback_days=14),))
    for day in range(1, 8):
        write(weekly, f"{day}.html", f"Day {day}", date=f"2026-06-0{day}")
    for number in range(1, 6):
        on_monday(weekly, number)
    issued = [each.title for i in weekly.store.issues("weekly") for each in i.articles]
    assert len(issued) == len(set(issued)) < 8


def test_the_past_of_a_new_source_does_not_flood_an_issue(weekly):
    weekly.change(sources=(LAB,), letters=(replace(MONDAYS, lookback_days=7),))
    on_monday(weekly)
    weekly.change(sources=(NEWS, LAB))
    weekly.fetcher.feeds[NEWS.url] = feed(*(item(f"n{n}") for n in range(9)))
    weekly.look("news")
    on_monday(weekly, 2)
    assert len(weekly.store.issues("weekly")) == 1


def test_the_first_issue_is_bounded(world):
    letter = replace(MONDAYS, limit=5, lookback_days=30)
    world.change(letters=(letter,), feeds=())
    for n in range(20):
        day = date(2026, 6, 1) - timedelta(days=n)
        write(world, f"{n}.html", f"Day {n}", date=day.isoformat())
    world.run()
    on_monday(world)
    assert titles(world) == [f"Day {n}" for n in range(5)]


def test_too_few_wait_for_the_next_turn(weekly):
    weekly.change(letters=(replace(MONDAYS, minimum=3),))
    write(weekly, "a.html", "Alpha", date="2026-06-05")
    report = on_monday(weekly)
    assert "letter weekly: no issue: 2 of at least 3 new articles" in report.notes
    write(weekly, "b.html", "Beta", date="2026-06-09")
    weekly.look("lab")
    weekly.emit()
    assert weekly.store.issues("weekly") == []  # not in the middle of the week
    on_monday(weekly, 2)
    assert titles(weekly) == ["Beta", "Alpha", "Young"]


def test_an_issue_without_articles_is_made_where_it_is_wanted(weekly):
    weekly.change(letters=(replace(MONDAYS, minimum=0, intro="Nothing new."),))
    for number in (1, 2):
        on_monday(weekly, number)
    assert titles(weekly) == []
    assert "Nothing new." in weekly.read("letters/weekly/latest.txt")


def test_pinned_articles_come_first_and_once(weekly):
    pins = ("https://lab.example/old.html",)
    weekly.change(letters=(replace(MONDAYS, pinned=pins),))
    on_monday(weekly)
    assert titles(weekly) == ["Old", "Young"]
    write(weekly, "a.html", "Alpha", date="2026-06-10")
    on_monday(weekly, 2)
    assert titles(weekly) == ["Alpha"]


def test_parts_gather_their_articles_under_their_headings(weekly):
    parts = (
        Part(title="Nights", tags=("sleep",), limit=1),
        Part(title="Labs", tags=("lab", "sleep")),
    )
    weekly.change(letters=(replace(MONDAYS, parts=parts),))
    for n, tags in enumerate((("sleep",), ("sleep", "lab"), (), ("lab",)), 2):
        write(weekly, f"{n}.html", f"Day {n}", date=f"2026-06-0{n}", tags=tags)
    on_monday(weekly)
    (issue,) = weekly.store.issues("weekly")
    shown = [(each.part, each.title) for each in issue.articles]
    assert shown == [
        ("", "Day 4"),
        ("", "Young"),
        ("Nights", "Day 3"),
        ("Labs", "Day 5"),
    ]
    html = weekly.read("letters/weekly/latest.html")
    order = [html.index(f">{word}<") for word in ("Young", "Nights", "Day 3", "Labs")]
    assert order == sorted(order)
    on_monday(weekly, 2)
    assert titles(weekly) == ["Day 2"]  # a full part's waits


def test_a_withdrawn_article_is_in_no_issue_and_a_restored_one_in_one(weekly):
    kept = weekly.fetcher.folders["lab"].pop("young.html")
    write(weekly, "a.html", "Alpha", date="2026-06-02")
    on_monday(weekly)
    assert titles(weekly) == ["Alpha"]
    weekly.fetcher.folders["lab"]["young.html"] = kept
    on_monday(weekly, 2)
    assert titles(weekly) == ["Young"]


def test_what_the_policy_holds_back_waits(weekly):
    strict = Disclaimer(kind="by", text="By {author}.", tags=("sleep",))
    weekly.change(disclaimers=(strict,))
    write(weekly, "a.html", "Alpha", date="2026-06-02", tags=("sleep",))
    on_monday(weekly)
    assert titles(weekly) == ["Young"]
    weekly.change(disclaimers=(replace(strict, text="By us."),))
    on_monday(weekly, 2)
    assert titles(weekly) == ["Alpha"]
    assert "By us." in weekly.read("letters/weekly/latest.txt")


# ---------------------------------------------------------------- frozen


def edit_everything(world):
    """Change each article, the settings and the wordings."""
    for name in list(world.fetcher.folders["lab"]):
        write(world, name, f"{name} edited", text="Quite other words. " * 30)
    world.change(
        letters=(replace(MONDAYS, title="Other", intro="Hello.", subject="{date}"),),
        disclaimers=(Disclaimer(kind="research", text="Other words.", always=True),),
        links=LinkRules(label="advertisement"),
    )


def test_an_issue_stays_as_it_was_made(weekly):
    on_monday(weekly)
    before = bytes_of(weekly, "2026-06-08")
    edit_everything(weekly)
    weekly.run()
    weekly.later(days=1)
    assert bytes_of(weekly, "2026-06-08") == before
    assert bytes_of(weekly, "latest") == before
    write(weekly, "a.html", "Alpha", date="2026-06-10")
    on_monday(weekly, 2)
    assert bytes_of(weekly, "2026-06-08") == before
    assert titles(weekly) == ["Alpha"]
    assert "Other words." in weekly.read("letters/weekly/latest.txt")


@pytest.mark.parametrize(("file", "lost"), [("2026-06-08", True), ("latest", False)])
def test_a_frozen_file_that_is_gone_is_put_back(weekly, file, lost):
    on_monday(weekly)
    before = bytes_of(weekly, file)
    edit_everything(weekly)
    for suffix in FILES:
        path = weekly.public / f"letters/weekly/{file}{suffix}"
        if lost:
            path.unlink()
        else:
            path.write_bytes(b"<")
    weekly.run()
    assert bytes_of(weekly, file) == before


def test_issues_come_back_with_their_letter(weekly):
    on_monday(weekly)
    before = bytes_of(weekly, "2026-06-08")
    weekly.change(letters=())
    weekly.emit()
    assert not [path for path in weekly.files() if path.startswith("letters/")]
    weekly.change(letters=(MONDAYS,))
    weekly.emit()
    assert bytes_of(weekly, "2026-06-08") == before
    assert len(weekly.store.issues("weekly")) == 1


def test_frozen_bytes_keep_the_policy_of_their_day(weekly):
    on_monday(weekly)
    edit_everything(weekly)
    weekly.run()
    record = weekly.store.issue_record("weekly", 1)
    files = {
        f"letters/weekly/2026-06-08{suffix}": body
        for suffix, body in bytes_of(weekly, "2026-06-08").items()
    }
    assert findings(plan_of(weekly.plan, record), files, record.items) == []
    faulty = {p: b.replace(b"research", b"fun") for p, b in files.items()}
    found = findings(plan_of(weekly.plan, record), faulty, record.items)
    assert {finding.path for finding in found} == set(files)


# ---------------------------------------------------------------- cut short


class Stop(Exception):
    """Stands for a kill."""


@pytest.mark.slow
@pytest.mark.parametrize("after", range(8))
def test_a_kill_after_any_write_loses_and_doubles_nothing(weekly, monkeypatch, after):
    """Each write to the store or the folder may be the last."""
    left = [after]

    def limited(real):
        def call(*given):
            if not left[0]:
                raise Stop
            left[0] -= 1
            return real(*given)

        return call

    store, publisher = weekly.store, weekly.publisher
    for owner, name in (
        (store, "save_issue"),
        (store, "save_letter_state"),
        (store, "save_artifacts"),
        (publisher, "put"),
    ):
        monkeypatch.setattr(owner, name, limited(getattr(owner, name)))
    with pytest.raises(Stop):
        on_monday(weekly)
    monkeypatch.undo()
    weekly.emit()
    (issue,) = weekly.store.issues("weekly")
    assert [each.title for each in issue.articles] == ["Young"]
    assert bytes_of(weekly, "latest") == bytes_of(weekly, issue.name)
    assert weekly.emit().written == ()


# ---------------------------------------------------------------- lists


def test_issues_are_listed_on_a_page_and_in_a_feed(weekly):
    on_monday(weekly)
    write(weekly, "a.html", "Alpha", date="2026-06-10")
    on_monday(weekly, 2)
    page = weekly.read("letters/weekly/index.html")
    assert page.index("No. 2: Alpha") < page.index("No. 1: Young")
    assert 'href="2026-06-08.html"' in page
    feed = json.loads(weekly.read("letters/weekly/issues.json"))
    base = "https://feeds.example/letters/weekly/"
    assert feed["feed_url"] == f"{base}issues.json"
    assert [each["url"] for each in feed["items"]] == [
        f"{base}2026-06-15.html",
        f"{base}2026-06-08.html",
    ]
    assert "For research only." in feed["items"][0]["content_html"]
    assert "No. 2: Alpha" in weekly.read("index.html")


def test_ids_of_issues_stay(weekly):
    on_monday(weekly)

    def ids():
        feed = json.loads(weekly.read("letters/weekly/issues.json"))
        return [each["id"] for each in feed["items"]]

    before = ids()
    edit_everything(weekly)
    weekly.change(base_url="https://elsewhere.example/")
    weekly.run()
    assert ids() == before


# ---------------------------------------------------------------- by command


def make(world, **more):
    (letter,) = world.plan.letters
    settings = {"at_least": 1} | more
    outcome = issues.make(world.plan, letter, world.store, world.now, **settings)
    world.emit()
    return outcome


def test_a_day_s_second_issue_has_a_number_behind_it(weekly):
    assert make(weekly).issue.name == "2026-06-01"
    write(weekly, "a.html", "Alpha", date="2026-06-01")
    weekly.look("lab")
    assert make(weekly).issue.name == "2026-06-01-2"
    assert titles(weekly) == ["Alpha"]
    assert titles(weekly, "2026-06-01") == ["Young"]


def test_an_issue_made_by_hand_leaves_the_schedule_alone(weekly):
    make(weekly)
    write(weekly, "a.html", "Alpha", date="2026-06-03")
    on_monday(weekly)
    assert titles(weekly) == ["Alpha"]


def revise(world, number=1, **more):
    plan = world.plan.as_of(world.now.date())
    issue = revising.revise(
        plan,
        "weekly",
        number,
        world.store,
        world.now,
        **{"reason": "A mistake", **more},
    )
    world.emit()
    return issue


def test_a_withdrawn_article_is_told_until_it_is_decided(weekly):
    write(weekly, "a.html", "Alpha", date="2026-06-02")
    on_monday(weekly)
    weekly.fetcher.folders["lab"].pop("a.html")
    weekly.run()
    before = bytes_of(weekly, "2026-06-08")
    (problem,) = problems(weekly)
    assert problem.subject == "https://lab.example/a.html"
    assert "issue 1 shows it" in problem.reason
    weekly.emit()
    assert problems(weekly) == [problem]
    assert bytes_of(weekly, "2026-06-08") == before
    revise(weekly, out=["https://lab.example/a.html"])
    assert problems(weekly) == []
    assert titles(weekly, "2026-06-08") == titles(weekly) == ["Young"]


def test_a_withdrawn_article_may_be_left_in(weekly):
    write(weekly, "a.html", "Alpha", date="2026-06-02")
    on_monday(weekly)
    weekly.fetcher.folders["lab"].pop("a.html")
    weekly.run()
    before = bytes_of(weekly, "2026-06-08")
    revising.leave("weekly", 1, weekly.store, "https://lab.example/a.html")
    weekly.emit()
    assert problems(weekly) == []
    assert bytes_of(weekly, "2026-06-08") == before


def test_a_revision_is_told_and_changes_nothing_else(weekly):
    write(weekly, "a.html", "Alpha", date="2026-06-02")
    on_monday(weekly)
    edit_everything(weekly)
    weekly.run()
    weekly.later(days=1)
    issue = revise(weekly, out=["a.html"], reason="Its numbers were wrong.")
    assert issue.revisions[0].out == ("Alpha",)
    note = "Revised 2026-06-09: Its numbers were wrong."
    for path in ("index.html", "issues.rss", "2026-06-08.html", "latest.txt"):
        assert note in weekly.read(f"letters/weekly/{path}"), path
    text = weekly.read("letters/weekly/latest.txt")
    assert "Alpha" not in text
    assert "For research only." in text  # the wording of its day
    assert SENTENCE.split(".")[0].split()[0] in text
    assert "Quite other words" not in text
    weekly.fetcher.folders["lab"].pop("a.html")
    on_monday(weekly, 2)
    assert len(weekly.store.issues("weekly")) == 1  # what was taken out is not new


def test_wordings_are_renewed_by_command(weekly):
    on_monday(weekly)
    edit_everything(weekly)
    weekly.run()
    revise(weekly, renew=True)
    text = weekly.read("letters/weekly/2026-06-08.txt")
    assert "Other words." in text
    assert "For research only." not in text
    assert titles(weekly, "2026-06-08") == ["Young"]


@pytest.mark.parametrize(
    ("number", "more", "told"),
    [
        (7, {"out": ["x"]}, "no issue 7"),
        (1, {"out": ["nobody.html"]}, "issue 1 does not show nobody.html"),
    ],
)
def test_a_revision_of_what_is_not_there_changes_nothing(weekly, number, more, told):
    on_monday(weekly)
    before = weekly.files()
    with pytest.raises(ConfigError, match=told):
        revise(weekly, number, **more)
    assert weekly.files() == before


# ---------------------------------------------------------------- that cannot be made


def test_a_refused_issue_is_told_once_and_tried_again_when_something_changes(
    weekly, monkeypatch
):
    from syndicator.pipeline import proof

    tried = []

    def refuse(*_):
        tried.append(1)
        return "notice-missing: research"

    monkeypatch.setattr(proof, "in_words", refuse)
    on_monday(weekly)
    asked = len(tried)
    (problem,) = problems(weekly)
    assert problem.reason == "not published: notice-missing: research"
    weekly.emit()
    assert len(tried) == asked
    assert problems(weekly) == [problem]
    monkeypatch.undo()
    write(weekly, "a.html", "Alpha", date="2026-06-03")
    weekly.look("lab")
    weekly.emit()
    assert titles(weekly) == ["Alpha", "Young"]
    assert problems(weekly) == []


@pytest.mark.parametrize(
    ("faulty", "shown", "why"),
    [
        (
            {"Alpha"},
            ["Young"],
            "https://lab.example/a.html left out: our renderer fails at it: RecursionError()",
        ),
        ({"Alpha", "Young"}, [], "not published: our renderer fails: RecursionError()"),
    ],
)
def test_what_our_renderer_fails_at_waits_and_the_others_go_out(
    weekly, monkeypatch, faulty, shown, why
):
    from syndicator.render import letter

    render = letter.render

    def fail(frame, items):
        if any(i.article.title in faulty for i in items):
            raise RecursionError
        return render(frame, items)

    monkeypatch.setattr(letter, "render", fail)
    write(weekly, "a.html", "Alpha", date="2026-06-03")
    weekly.look("lab")
    on_monday(weekly)
    made = weekly.store.issues("weekly")
    assert [each.title for issue in made for each in issue.articles] == shown
    assert [p.reason for p in problems(weekly)] == [why]
    monkeypatch.undo()
    on_monday(weekly, 2)
    assert set(titles(weekly)) == faulty


def test_what_an_issue_was_cut_by_is_told_until_the_next(weekly):
    write(weekly, "a.html", "Alpha", date="2026-06-03", text="Words, and more. " * 900)
    weekly.change(letters=(replace(MONDAYS, max_kilobytes=12),))
    on_monday(weekly)
    (problem,) = problems(weekly)
    assert problem.subject == "weekly/2026-06-08"
    assert problem.reason == "2 items shortened: over 12 KiB"
    weekly.emit()
    assert problems(weekly) == [problem]
    write(weekly, "b.html", "Beta", date="2026-06-10")
    on_monday(weekly, 2)
    assert titles(weekly) == ["Beta"]
    assert problems(weekly) == []


# ---------------------------------------------------------------- a mail an article

EACH = Letter(
    name="each", kind="article", unsubscribe="https://lab.example/leave", limit=2
)


def test_each_article_is_a_mail_of_its_own(world):
    world.change(letters=(EACH,), feeds=())
    write(world, "one-night.html", "One night", date="2026-05-01")
    write(world, "two.html", "Two", date="2026-05-02")
    world.run()
    assert {p for p in world.files() if p.startswith("letters/")} == {
        f"letters/each/{name}"
        for name in (
            "index.html",
            "one-night.html",
            "one-night.txt",
            "two.html",
            "two.txt",
        )
    }
    assert "One night\n=========" in world.read("letters/each/one-night.txt")
    assert 'href="one-night.html"' in world.read("letters/each/index.html")
    before = world.files()
    write(world, "two.html", "Two, edited", date="2026-05-02")
    world.run()
    changed = {p for p, facts in world.files().items() if before[p] != facts}
    assert "letters/each/two.html" in changed
    assert "letters/each/one-night.html" not in changed


def test_pages_of_articles_are_as_many_as_the_limit(world):
    world.change(letters=(EACH,), feeds=())
    for day in (1, 2, 3):
        write(world, f"d{day}.html", f"Day {day}", date=f"2026-05-0{day}")
    world.run()
    assert "letters/each/d3.html" in world.files()
    assert "letters/each/d1.html" not in world.files()


def test_an_article_that_is_held_back_has_no_page(world):
    world.change(letters=(EACH,), feeds=())
    write(world, "a.html", "Alpha")
    world.run()
    assert "letters/each/a.html" in world.files()
    world.change(disclaimers=(Disclaimer(kind="by", text="By {author}.", always=True),))
    world.emit()
    assert "letters/each/a.html" not in world.files()
    told = [p.subject for p in world.store.problems() if p.source == "pages of each"]
    assert told == ["https://lab.example/a.html"]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://lab.example/2026/05/A-Night.html", "a-night"),
        ("https://lab.example/schlaf-für-alle/", "schlaf-fur-alle"),
        ("https://lab.example/latest", "urn-uuid-1"),
        ("https://lab.example/2026-05-01.html", "urn-uuid-1"),
        ("https://lab.example/?p=7", "urn-uuid-1"),
        ("https://lab.example/睡眠", "urn-uuid-1"),
        ("https://lab.example/" + "word-" * 40, "word-" * 15 + "word"),
    ],
)
def test_a_page_is_named_after_its_article(world, url, name):
    write(world, "a.html", "Alpha")
    world.run()
    article = world.article("https://lab.example/a.html")
    assert choosing.slug(replace(article, url=url, id="urn:uuid:1")) in (
        name,
        name[:80],
    )
