"""`syndicator push`: a published issue of a letter, handed to the tool that sends it."""

from pathlib import Path

from syndicator.app import App
from syndicator.errors import ConfigError, PublishError
from syndicator.model import Letter
from syndicator.pipeline.mails import mail_of
from syndicator.ports import Mail

LATEST = "latest"


def mail(app: App, name: str, issue: str) -> Mail:
    """The mail as it is published. Raises ConfigError, or PublishError if it is not."""
    letter = _letter(app, name)
    folder = app.settings.publish.path / "letters" / name
    body, twin = (_read(folder / f"{issue}{suffix}") for suffix in (".html", ".txt"))
    named = _issue_of(folder, body) if issue == LATEST else issue
    return mail_of(letter, app.plan.site, named, body, twin)


def _letter(app: App, name: str) -> Letter:
    if not app.settings.listmonk.url:
        where = f"{app.settings.file}: [listmonk]"
        raise ConfigError([f"{where} is missing: it says where to push letters"])
    letters = {letter.name: letter for letter in app.plan.letters}
    if name not in app.settings.listmonk.lists or name not in letters:
        known = ", ".join(app.settings.listmonk.lists) or "no letter"
        raise ConfigError([f"letter {name!r}: [listmonk] lists only {known}"])
    return letters[name]


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise PublishError(f"{file} is not published: {error.strerror}") from error


def _issue_of(folder: Path, body: bytes) -> str:
    """Which issue the latest page is: the dated page with its bytes, or "" if none."""
    dated = sorted(folder.glob("[0-9]*.html"), reverse=True)
    return next((file.stem for file in dated if _read(file) == body), "")
