"""JSON APIs over real HTTP: all read, edits and deletions seen, few requests."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from contentful import Space, embedded, link, paragraph
from jsonapi import PATH, JsonApi, filled
from servers import Server
from world import PLAN, World

from syndicator.fetch import Fetchers
from syndicator.model import JsonRules, Source

TOKEN = "reader-of-the-lab-notes"
SOURCE = Source(kind="json", name="api", allow_networks=("127.0.0.0/8",), images="link")
RULES = JsonRules(
    items="articles",
    url_template="https://lab.example/blog/{slug}",
    page_size=10,
    complete=True,
)
PAGED = {
    "page": replace(RULES, paging="page={page}&limit={size}"),
    "offset": replace(RULES, paging="offset={offset}&limit={size}"),
    "cursor": replace(RULES, paging="cursor={next}&limit={size}", next="next"),
    "link": RULES,
}
SYNCED = JsonRules(
    items="items[?sys.type=='Entry' && sys.contentType.sys.id=='article']",
    deleted="items[?sys.type=='DeletedEntry'].sys.id",
    next="nextPageUrl",
    cursor="nextSyncUrl",
    key="sys.id",
    title="fields.title",
    body="fields.body",
    body_format="contentful",
    url_template="https://lab.example/{fields.slug}",
    published="sys.createdAt",
    updated="sys.updatedAt",
    authors="fields.authors",
    image="fields.hero",
)


@pytest.fixture
def read(world: World) -> Iterator[World]:
    with closing(Fetchers(version="1", contact="https://lab.example/")) as fetchers:
        world.fetcher = fetchers
        yield world


def watch(world: World, url: str, rules: JsonRules, **more: object) -> None:
    source = replace(SOURCE, url=url, json=rules, **more)
    world.change(sources=(source,), feeds=PLAN.feeds)


def titles(world: World) -> set[str]:
    live = world.store.select(PLAN.feeds[0], 1000)
    return {article.title for article in live}


def asked(api: JsonApi | Space) -> int:
    """How many requests there have been since this was last asked."""
    number = len(api.asked)
    api.asked.clear()
    return number


@pytest.mark.parametrize("paging", PAGED)
def test_everything_is_read_whatever_the_paging(read, paging):
    api = filled(JsonApi(paging=paging, most=10), range(34))
    with Server(api.answers) as server:
        watch(read, server.url + PATH, PAGED[paging])
        assert len(read.look("api").news) == 34
        assert asked(api) <= 34 / 10 + 2
        assert read.look("api").unchanged
        assert asked(api) == 1
        api.edit("day-33", title="Day 33, corrected")
        api.add("day-34", "Day 34", "<p>A whole new day.</p>")
        assert sorted(read.kinds("api")) == ["changed", "new"]
        assert asked(api) == 1
        api.delete("day-3")
        read.later(days=1)
        (news,) = read.look("api").news
        assert (news.kind, news.article.title) == ("withdrawn", "Day 3")
        assert asked(api) <= 34 / 10 + 2
    assert titles(read) == {a["title"] for a in api.items.values()}


def test_only_what_has_changed_is_asked_for(read):
    api = filled(JsonApi(most=10, token=TOKEN, tells_deleted=True), range(25))
    rules = replace(PAGED["page"], since="since={cursor}", deleted="deleted")
    with Server(api.answers) as server:
        told = {"Authorization": f"Bearer {TOKEN}"}
        watch(read, server.url + PATH, rules, headers=told)
        assert len(read.look("api").news) == 25
        asked(api)
        assert read.kinds("api") == []
        assert asked(api) == 1
        api.edit("day-2", body="<p>It was otherwise, as we know now.</p>")
        api.delete("day-4")
        kinds = {n.article.key: n.kind for n in read.look("api").news}
        assert kinds == {"day-2": "changed", "day-4": "withdrawn"}
        assert asked(api) <= 2


def test_a_date_that_lies_ahead_does_not_hide_what_changes_now(read):
    api = filled(JsonApi(), range(3))
    rules = replace(RULES, since="since={cursor}", complete=False)
    with Server(api.answers) as server:
        watch(read, server.url + PATH, rules)
        read.look("api")
        api.items["day-0"]["updated_at"] = "2099-01-01T00:00:00Z"
        read.look("api")
        api.edit("day-1", title="Day 1, corrected")
        assert read.kinds("api") == ["changed"]


def test_a_wrong_token_fails_the_look_and_shows_no_secret(read):
    api = filled(JsonApi(token="another-secret"), range(2))
    with Server(api.answers) as server:
        told = {"Authorization": f"Bearer {TOKEN}"}
        watch(read, server.url + PATH, RULES, headers=told)
        report = read.look("api")
    assert "401" in report.error
    assert TOKEN not in report.error


def test_a_throttled_page_is_asked_for_again_when_that_is_wished(read):
    api = filled(JsonApi(most=10), range(15))
    with Server(api.answers) as server:
        watch(read, server.url + PATH, PAGED["page"])
        api.throttle(1)
        assert "429" in read.look("api").error
        state = read.store.state("api")
        assert state.blocked_until == read.now + timedelta(seconds=120)
        assert len(read.look("api").news) == 15


def test_pages_at_another_host_are_not_asked_for(read):
    def answers(request):
        body = b'{"articles": [{"id": 1, "title": "One"}], "next": "%s"}'
        return 200, {}, body % b"https://elsewhere.example/2"

    with Server(answers) as server:
        watch(read, server.url + PATH, replace(RULES, next="next"))
        report = read.look("api")
    assert report.error.endswith("it goes on at another host, elsewhere.example")


# ---------------------------------------------------------------- a sync API


def space(articles: int) -> Space:
    made = Space(token=TOKEN, most=10)
    made.add_author("ann", "Ann Lee")
    made.add_asset("lamp", "A lamp")
    for n in range(articles):
        body = [paragraph(f"Note {n} was written by lamplight."), embedded("lamp")]
        linked = {"authors": [link("Entry", "ann")], "hero": link("Asset", "lamp")}
        made.add(f"note-{n}", title=f"Note {n}", body=body, **linked)
    return made


def test_a_sync_api_tells_every_edit_and_deletion(read):
    cms = space(24)
    with Server(cms.answers) as server:
        whole = server.url + cms.entries + "?sys.id[in]={keys}&include=2&limit=100"
        start = server.url + cms.sync + "?initial=true"
        told = {"Authorization": f"Bearer {TOKEN}"}
        watch(read, start, replace(SYNCED, lookup=whole), headers=told)
        assert len(read.look("api").news) == 24
        assert asked(cms) <= 2 * (26 / 10 + 1)
        assert read.kinds("api") == []
        assert asked(cms) == 1
        cms.edit("note-5", title="Note 5, corrected")
        cms.delete("note-7")
        cms.add("note-24", title="Note 24", body=[paragraph("The last one.")])
        kinds = {n.article.key: n.kind for n in read.look("api").news}
        assert kinds == {"note-5": "changed", "note-7": "withdrawn", "note-24": "new"}
        assert asked(cms) == 2
        cms.throttle(1)
        assert "429" in read.look("api").error
        state = read.store.state("api")
        assert state.blocked_until == read.now + timedelta(seconds=7)
    article = read.article("note-5")
    assert [a.name for a in article.authors] == ["Ann Lee"]
    assert article.url == "https://lab.example/note-5"
    assert article.images[0].url == "http://images.example/lamp.jpg"
    assert "<p>Note 5 was written by lamplight.</p>" in article.body


def test_without_a_look_up_an_entry_is_what_the_sync_itself_holds(read):
    cms = space(3)
    locale = '"en-US"'
    rules = replace(
        SYNCED,
        title=f"fields.title.{locale}",
        body=f"fields.body.{locale}",
        authors=f"fields.authors.{locale}",
        image=f"fields.hero.{locale}.fields.file.{locale}.url",
        url_template=f"https://lab.example/{{fields.slug.{locale}}}",
    )
    with Server(cms.answers) as server:
        told = {"Authorization": f"Bearer {TOKEN}"}
        watch(read, server.url + cms.sync + "?initial=true", rules, headers=told)
        assert len(read.look("api").news) == 3
    assert read.article("note-1").images[0].url == "http://images.example/lamp.jpg"
