"""Letters into listmonk: drafts that come out right, and once, over real HTTP."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from letter_samples import SITE, digest, frame, item
from listmonk_double import Listmonk
from servers import Server
from typer.testing import CliRunner

from syndicator import cli, model
from syndicator.errors import PublishError
from syndicator.fetch import Fetchers
from syndicator.pipeline.mails import mail_of
from syndicator.ports import Mail
from syndicator.publish.listmonk import ListmonkPusher
from syndicator.render import letter

LOOPBACK = ("127.0.0.0/8",)


@pytest.fixture
def listmonk() -> Listmonk:
    return Listmonk()


@pytest.fixture
def pusher(listmonk: Listmonk) -> Iterator[ListmonkPusher]:
    with Server(listmonk) as server:
        yield _pusher(server.url)


def _pusher(url: str, **settings: object) -> ListmonkPusher:
    given = {
        "url": url,
        "user": "syndicator",
        "token": "s3cret",
        "lists": {"weekly": (3,)},
        "template": 7,
        "allow_networks": LOOPBACK,
    }
    fetchers = Fetchers(version="1", contact="https://lab.example/")
    return ListmonkPusher(model.Listmonk(**(given | settings)), fetchers)


def mail(issue: str = "2026-11-23", title: str = "Weekly Digest", **words: str) -> Mail:
    made_for = frame(tool="listmonk", title=title, **words)
    made = letter.render(made_for, digest(2))
    return mail_of(made_for.letter, SITE, issue, made.html, made.text)


def test_new_issue_becomes_a_draft(pusher: ListmonkPusher, listmonk: Listmonk) -> None:
    sent = mail()
    assert pusher.push(sent) == "campaign 1 is new: Weekly Digest 2026-11-23"
    made = listmonk.campaigns[1]
    assert made["status"] == "draft"
    assert made["subject"] == "Weekly Digest"
    assert made["altbody"] == sent.text
    assert [one["id"] for one in made["lists"]] == [3]
    assert made["template_id"] == 7
    assert made["body"].count('href="{{ UnsubscribeURL }}"') == 1


def test_pushing_twice_is_pushing_once(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    pusher.push(mail())
    assert pusher.push(mail()) == "campaign 1 is as it should be"
    assert listmonk.asked == ["POST /api/campaigns"]


def test_draft_follows_its_issue(pusher: ListmonkPusher, listmonk: Listmonk) -> None:
    pusher.push(mail())
    changed = pusher.push(mail(intro="Corrected."))
    assert changed == "campaign 1 has been changed: Weekly Digest 2026-11-23"
    assert "Corrected." in listmonk.campaigns[1]["body"]
    assert len(listmonk.campaigns) == 1


def test_each_issue_has_its_own_campaign(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    pusher.push(mail())
    pusher.push(mail("2026-11-30"))
    assert [c["name"][-10:] for c in listmonk.campaigns.values()] == [
        "2026-11-23",
        "2026-11-30",
    ]


@pytest.mark.parametrize("status", ["scheduled", "running", "finished", "cancelled"])
def test_what_is_no_draft_any_more_is_left_alone(
    pusher: ListmonkPusher, listmonk: Listmonk, status: str
) -> None:
    pusher.push(mail())
    listmonk.campaigns[1]["status"] = status
    assert pusher.push(mail(intro="Too late.")) == (
        f"campaign 1 is {status} and was left alone"
    )
    assert listmonk.asked == ["POST /api/campaigns"]


def test_letter_without_issues_has_one_draft_until_it_is_sent(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    pusher.push(mail(""))
    pusher.push(mail("", intro="Newer."))
    assert len(listmonk.campaigns) == 1
    listmonk.campaigns[1]["status"] = "finished"
    assert "was left alone" in pusher.push(mail("", intro="Newer."))
    assert "is new" in pusher.push(mail("", intro="Newest."))


def test_campaigns_of_others_are_not_touched(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    pusher.push(mail())
    listmonk.campaigns[1]["tags"] = ["by-hand"]
    assert "campaign 2 is new" in pusher.push(mail())


def test_templates_of_the_article_do_not_reach_listmonk(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    words = "Write {{ .Subscriber.Email }}"
    made_for = frame(tool="listmonk")
    made = letter.render(made_for, [item(f"<p>{words}</p>", title=words)])
    pusher.push(mail_of(made_for.letter, SITE, "1", made.html, made.text))
    sent = listmonk.campaigns[1]
    assert sent["subject"] == "Write {\u2060{ .Subscriber.Email }}"
    assert "{\u2060{ .Subscriber.Email }}" in sent["altbody"]


def test_subject_is_literal_too(pusher: ListmonkPusher, listmonk: Listmonk) -> None:
    pusher.push(mail(title="On {{ braces }} & more"))
    assert listmonk.campaigns[1]["subject"] == "On {\u2060{ braces }} & more"


def test_conditional_comments_outlive_go_templates(
    pusher: ListmonkPusher, listmonk: Listmonk
) -> None:
    sent = mail()
    pusher.push(sent)
    body = listmonk.campaigns[1]["body"]
    assert body.count("{{ Safe `<!--[if mso]>") == sent.html.count("<!--[if mso]>") > 0
    assert body.replace("{{ Safe `", "").replace("` }}", "") == sent.html


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"token": "wrong"}, "listmonk: 403 invalid session"),
        ({"lists": {"weekly": (9,)}}, "400 One or more lists not found"),
        ({"lists": {}}, "names no list for weekly"),
        ({"allow_networks": ()}, "is not a public address"),
    ],
)
def test_refusal_is_told(
    listmonk: Listmonk, settings: dict[str, object], said: str
) -> None:
    with Server(listmonk) as server, pytest.raises(PublishError, match=said):
        _pusher(server.url, **settings).push(mail())
    assert listmonk.campaigns == {}


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ((200, {}, b"<html>"), "is no listmonk API"),
        ((200, {}, b'{"data": []}'), "is no listmonk API"),
        ((502, {}, b"bad gateway"), "is no listmonk API"),
        ((500, {}, b'{"message": "out of memory"}'), "500 out of memory"),
        (
            (302, {"Location": "https://evil.example/"}, b""),
            "redirects to https://evil",
        ),
    ],
)
def test_anything_else_at_that_address_is_told(
    answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    with (
        Server(lambda _: answer) as server,
        pytest.raises(PublishError, match=said) as raised,
    ):
        _pusher(server.url).push(mail())
    assert "s3cret" not in str(raised.value)
    assert len(server.requests) == 1


def test_dry_run_prints_what_would_be_sent_and_asks_nobody() -> None:
    printed = _pusher("https://lists.example/").request(mail())
    head, _, body = printed.partition("\n")
    assert head == "POST https://lists.example/api/campaigns"
    assert json.loads(body)["tags"] == [
        "syndicator:weekly",
        "syndicator:weekly:2026-11-23",
    ]
    assert "s3cret" not in printed


# ---------------------------------------------------------------- the command

SETTINGS = """
[site]
title = "Example Lab"
url = "https://lab.example/"
postal_address = "1 Example Street"
[sources.notes]
kind = "folder"
path = "notes"
url = "https://lab.example/notes/"
[letters.weekly]
title = "Weekly Digest"
tool = "listmonk"
[letters.other]
tool = "mailchimp"
[listmonk]
url = "URL"
user = "syndicator"
lists = { weekly = [3] }
template = 7
allow_networks = ["127.0.0.0/8"]
"""


def run(folder: Path, *arguments: str, token: str = "s3cret") -> tuple[int, str]:
    environment = {
        "SYNDICATOR_CONFIG": str(folder / "syndicator.toml"),
        "SYNDICATOR_LISTMONK__TOKEN": token,
    }
    result = CliRunner().invoke(cli.app, arguments, env=environment)
    return result.exit_code, result.output or repr(result.exception)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes/one.md").write_text(
        "---\ntitle: One\ndate: 2026-05-30\n---\nWords enough for one short note.\n"
    )
    (tmp_path / "syndicator.toml").write_text(SETTINGS)
    return tmp_path


def test_command_pushes_what_is_published(folder: Path, listmonk: Listmonk) -> None:
    with Server(listmonk) as server:
        (folder / "syndicator.toml").write_text(SETTINGS.replace("URL", server.url))
        assert run(folder, "once")[0] == 0
        code, said = run(folder, "push", "weekly", "--dry-run")
        assert code == 0
        assert said.startswith(f"POST {server.url}/api/campaigns\n")
        assert server.requests == []
        assert run(folder, "push", "weekly") == (
            0,
            "campaign 1 is new: Weekly Digest\n",
        )
        assert run(folder, "push", "weekly")[1] == "campaign 1 is as it should be\n"


def test_latest_is_known_by_the_issue_it_is(folder: Path, listmonk: Listmonk) -> None:
    with Server(listmonk) as server:
        (folder / "syndicator.toml").write_text(SETTINGS.replace("URL", server.url))
        run(folder, "once")
        published = folder / "public/letters/weekly"
        for suffix in (".html", ".txt"):
            body = (published / f"latest{suffix}").read_bytes()
            (published / f"2026-05-30{suffix}").write_bytes(body)
        run(folder, "push", "weekly")
        again = run(folder, "push", "weekly", "--issue", "2026-05-30")
        assert again == (0, "campaign 1 is as it should be\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("push", "weekly"), "is not published"),
        (("push", "other"), "lists only weekly"),
        (("push", "lost"), "lists only weekly"),
    ],
)
def test_what_cannot_be_pushed_is_told(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    (folder / "syndicator.toml").write_text(
        SETTINGS.replace("URL", "https://lists.example/")
    )
    assert said in run(folder, *arguments)[1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"URL"', '"lists.example"', "listmonk.url"),
        ('user = "syndicator"', "", "listmonk.user: is missing"),
        ("template = 7", "", "listmonk.template: is missing"),
        ("weekly = [3]", "weakly = [3]", "there is no letter 'weakly'; did you mean"),
        ("weekly = [3]", "other = [3]", "letter other is for mailchimp"),
        ("weekly = [3]", "weekly = []", "ids of one list or more"),
    ],
)
def test_settings_that_cannot_push_are_told(
    folder: Path, old: str, new: str, said: str
) -> None:
    text = SETTINGS.replace(old, new).replace('"URL"', '"https://lists.example/"')
    (folder / "syndicator.toml").write_text(text)
    assert said in run(folder, "check")[1]


def test_token_is_shown_nowhere() -> None:
    assert "s3cret" not in repr(replace(model.Listmonk(), token="s3cret"))
