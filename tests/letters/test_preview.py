"""A letter as mail clients show it, and the page that switches between them."""

import re
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

import pytest
from letter_samples import CHART, digest, frame, item
from typer.testing import CliRunner

from syndicator import cli, preview
from syndicator.app import load_settings, opened, run_pass
from syndicator.cli.common import utc_now
from syndicator.errors import ConfigError
from syndicator.render import letter, mailview
from syndicator.render.mailview import View, seen

PUBLIC = "https://feeds.example/media/"
MAIL = letter.render(
    frame(), [item(f'<p>x</p><figure><img src="{CHART}" alt="Chart"></figure>')]
)
HTML = MAIL.html.decode()


def view(**said: object) -> str:
    return seen(HTML, View(media=PUBLIC, **said))  # type: ignore[arg-type]


def test_dark_rules_hold_in_dark_only() -> None:
    assert "@media not all{" in view()
    assert "@media all{" in view(scheme="dark")
    assert "prefers-color-scheme" not in view() + view(scheme="dark")


def test_nothing_is_asked_of_the_network() -> None:
    for scheme in mailview.SCHEMES:
        for source in re.findall(r'\bsrc="([^"]*)"', view(scheme=scheme)):
            assert source.startswith(("media/", "picture.svg?"))


def test_own_pictures_come_from_beside_it_and_others_are_boxes() -> None:
    ours = f'<img src="{PUBLIC}ab.png" width="5"><img src="../../media/cd.png">'
    assert seen(ours, View(media=PUBLIC)) == (
        '<img src="media/ab.png" width="5"><img src="media/cd.png">'
    )
    assert 'src="picture.svg?width=536&amp;height=302"' in view()
    assert mailview.box(536, 302).startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" width="536"'
    )


def test_without_pictures_their_words_stay() -> None:
    shown = view(images=False)
    assert "src=" not in shown
    assert 'alt="Chart"' in shown


def test_without_style_sheet() -> None:
    assert "<style" in view()
    assert "<style" not in view(styles=False)


def test_forced_dark_turns_all_colours_or_some() -> None:
    button = '<a style="color:#ffffff;background-color:#0b5394">x</a><p style="color:#111111">'
    inverted = seen(button, View(scheme="inverted", media=PUBLIC))
    half = seen(button, View(scheme="half", media=PUBLIC))
    assert "color:#000000" in inverted
    assert "background-color:#0b5394" not in inverted
    assert "color:#ffffff;background-color:#0b5394" in half
    assert "color:#111111" not in half


# ---------------------------------------------------------------- the page

_SETTINGS = """
[site]
title = "Lab"
url = "https://lab.example/"
postal_address = "Lab, 1 Example Street"
[sources.notes]
kind = "folder"
path = "notes"
[feeds.all]
[letters.weekly]
tool = "mailchimp"
theme = "mine"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    file = tmp_path / "syndicator.toml"
    file.write_text(_SETTINGS, "utf-8")
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "a.md").write_text(
        "---\ntitle: Alpha\ndate: 2026-05-30\n---\nSome *words*.", "utf-8"
    )
    copied = CliRunner().invoke(cli.app, ["theme", "mine", "--config", str(file)])
    assert copied.exit_code == 0, copied.output
    assert 'theme = "mine"' in copied.output
    with opened(load_settings(file, {})) as service:
        run_pass(service, "once", utc_now, due_only=False)
    return file


@pytest.fixture
def server(config: Path) -> Iterator[preview.Server]:
    def draw() -> preview.Mail:
        with opened(load_settings(config, {})) as service:
            return preview.mail(service, "weekly", utc_now().date())

    media = config.parent / "public/media"
    site = preview.Site("weekly", draw, lambda: (PUBLIC, media))
    with preview.Server(site, 0) as made:
        thread = Thread(target=made.serve_forever)
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def get(server: preview.Server, path: str, host: str = "") -> tuple[int, str, str]:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    headers = {"Host": host} if host else {}
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    said = (
        answer.status,
        answer.read().decode(),
        answer.getheader("Content-Security-Policy", ""),
    )
    connection.close()
    return said


def test_page_shows_the_letter_and_every_switch(server: preview.Server) -> None:
    status, page, policy = get(server, "/")
    assert status == 200
    assert "default-src 'none'" in policy
    for value in ("375", "640", *mailview.SCHEMES, "off", "text"):
        assert f'value="{value}"' in page
    assert "Alpha" in get(server, "/mail.html?scheme=dark&images=off")[1]
    assert "*|UNSUB|*" in get(server, "/mail.txt?form=text")[1]
    assert get(server, "/picture.svg?width=10&height=x")[1].startswith("<svg")


@pytest.mark.parametrize(
    "path", ["/x", "/media/none.png", "/media/..%2fx", "/media/../a.png"]
)
def test_nothing_else_is_served(server: preview.Server, path: str) -> None:
    assert get(server, path)[0] == 404


def test_other_names_for_the_address_are_refused(server: preview.Server) -> None:
    assert get(server, "/", host="elsewhere.example:80")[0] == 403
    assert get(server, "/", host=f"localhost:{server.server_port}")[0] == 200


def test_changed_theme_is_seen_at_the_next_load(
    server: preview.Server, config: Path
) -> None:
    page = config.parent / "mine/letter.html.j2"
    said = page.read_text("utf-8")
    page.write_text(
        said.replace("You receive this", "Changed: you receive this"), "utf-8"
    )
    assert "Changed: you receive this" in get(server, "/mail.html")[1]
    page.write_text(said.replace("{{ address }}", "{{ adress }}"), "utf-8")
    assert "mine/letter.html.j2:" in get(server, "/mail.html")[1]


def test_published_file_is_shown_as_it_is(config: Path) -> None:
    folder = config.parent / "public/letters/weekly"
    for suffix, said in ((".html", "<p>frozen</p>"), (".txt", "frozen")):
        (folder / f"2026-05-30{suffix}").write_text(said, "utf-8")
    with opened(load_settings(config, {})) as service:
        made = preview.mail(service, "weekly/2026-05-30", utc_now().date())
        assert made == preview.Mail("<p>frozen</p>", "frozen")
        with pytest.raises(ConfigError, match="no such letter"):
            preview.mail(service, "weekly/2026-05-31", utc_now().date())
        with pytest.raises(ConfigError, match="no letter 'daily'; there are: weekly"):
            preview.mail(service, "daily", utc_now().date())


def test_theme_is_copied_only_to_a_new_folder(config: Path) -> None:
    again = CliRunner().invoke(cli.app, ["theme", "mine", "--config", str(config)])
    assert again.exit_code == 1
    assert "is there already" in again.output


def test_digest_is_whole_in_every_scheme() -> None:
    mail = letter.render(frame(), digest(3)).html.decode()
    for scheme in mailview.SCHEMES:
        assert seen(mail, View(scheme=scheme, media=PUBLIC)).count("<h2") == 3
