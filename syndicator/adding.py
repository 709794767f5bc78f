"""A new source in the settings: searched for, chosen, and written down with its reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from syndicator import app, discover, offers, urls
from syndicator.config import Settings, text_of, writing
from syndicator.errors import ConfigError, SourceError
from syndicator.model import Discovery, Source, Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What an operator asks for: an address, and how much of it we may choose.

    `pick` is a way by its number in the table, 0 the best; `kind` "" is any.
    """

    address: str
    name: str = ""
    pick: int = 0
    kind: str = ""
    token: str = ""
    allow_networks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a wish: the settings as they are, and every way that was tried."""

    file: Path
    text: str  # of the file the source goes in
    settings: Settings
    found: Discovery


def search(
    file: Path,
    text: str,
    wish: Wish,
    environment: Mapping[str, str],
    now: datetime,
) -> Search:
    """Look for ways to read what is wished for, where `text` is what the file says.

    Raises ConfigError where nothing could be added to it, before anything is asked;
    FetchError where there is nobody to ask.
    """
    like = _like(wish, text, file)
    added = writing.with_table(text, writing.source_table(_as_written(like, file)))
    settings = _read(added, text, file, environment)
    asked = next(s for s in settings.sources if s.name == like.name)
    others = tuple(s for s in settings.sources if s.name != like.name)
    settings = replace(settings, sources=others)
    return Search(file, text, settings, app.discovered(settings, asked, now))


def _read(
    added: str, text: str, file: Path, environment: Mapping[str, str]
) -> Settings:
    try:
        tomllib.loads(added)
    except tomllib.TOMLDecodeError as error:
        tomllib.loads(text)  # what the operator wrote is right: it leaves no room
        words = (
            f"{file}: nothing can be added behind its end ({error}); write `sources`"
        )
        raise ConfigError([f"{words} as tables, [sources.NAME]"]) from error
    return app.read_settings(added, file, environment)


def _like(wish: Wish, text: str, file: Path) -> Source:
    """What all ways to read an address have in common; as a feed, or as a folder."""
    try:
        written = tomllib.loads(text).get("sources", {})
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{file}: is not TOML: {error}"]) from error
    taken = tuple(written) if isinstance(written, dict) else ()
    if wish.name in taken:
        raise ConfigError([f"{file}: there is a source {wish.name!r} already"])
    plain = Source(kind="feed", token=wish.token, allow_networks=wish.allow_networks)
    path = Path(wish.address).expanduser()
    if "://" not in wish.address and path.is_dir():
        name = wish.name or discover.name(path.resolve().name, taken)
        return replace(plain, kind="folder", name=name, path=path.resolve())
    url = wish.address if "://" in wish.address else f"https://{wish.address}"
    if not urls.is_web(url):
        raise SourceError(wish.address, "is neither an http(s) address nor a folder")
    url = urls.ascii_url(url)
    return replace(
        plain, name=wish.name or discover.name(urls.host(url), taken), url=url
    )


def chosen(found: Discovery, wish: Wish) -> Trial:
    """The way that is wished for, or the best there is; SourceError where none works."""
    if wish.pick > len(found.trials):
        reason = f"there is no way {wish.pick}; there are {len(found.trials)}"
        raise SourceError(wish.address, reason)
    picked = found.trials[wish.pick - 1 :][:1] if wish.pick else found.trials
    wanted = [t for t in picked if wish.kind in ("", t.candidate.source.kind)]
    usable = next((t for t in wanted if not t.error), None)
    if usable is None:
        raise SourceError(wish.address, offers.nothing(found, wanted))
    return usable


def twin(settings: Settings, trial: Trial) -> str:
    """The name of a source that is this one already, or ""."""
    there = discover.identity(trial.candidate.source)
    same = (s.name for s in settings.sources if discover.identity(s) == there)
    return next(same, "")


def table(trial: Trial, found: Discovery, file: Path, now: datetime) -> str:
    """The table to be written for a way, with why it was chosen and when."""
    source = _as_written(trial.candidate.source, file)
    return writing.source_table(source, offers.remarks(trial, found, now.date()))


def _as_written(source: Source, file: Path) -> Source:
    """A folder's path as the settings file may say it: relative where it is below it."""
    if source.kind != "folder":
        return source
    folder = file.absolute().parent.resolve()
    below = source.path.is_relative_to(folder)
    path = source.path.relative_to(folder) if below else source.path
    return replace(source, path=path, url="")


def write(file: Path, addition: str, environment: Mapping[str, str]) -> None:
    """Put a table behind what the file says now; it stays as it is where that is wrong.

    Raises ConfigError.
    """
    text = writing.with_table(text_of(file), addition)
    app.read_settings(text, file, environment)
    writing.replace_file(file, text)


# ---------------------------------------------------------------- a first file


def blank() -> str:
    """A first settings file of which nothing is known yet."""
    return writing.start({})


def begun(search: Search, table: str, environment: Mapping[str, str]) -> str:
    """A first settings file: what a site says of itself, and how it is read.

    Raises ConfigError where that cannot be used.
    """
    home = search.found.home
    told = {
        "title": home.title or urls.host(home.url),
        "url": urls.absolute("/", home.url) if home.kind != "folder" else "",
        "description": home.description,
        "language": home.language,
        "rights": home.rights,
        "icon": home.icon,
    }
    text = writing.with_table(writing.start(told), table)
    app.read_settings(text, search.file, environment)
    return text


def create(file: Path, text: str) -> bool:
    """Write a first settings file; False, and nothing done, where there is one."""
    return writing.create_file(file, text)
