"""One TOML file, the environment and secret files → frozen Settings.

Every mistake is found before anything starts, and all are told at once. A value in the
environment (`SYNDICATOR_PUBLISH__PATH`) beats a secret file of that name, which beats
the file. Relative paths are relative to the settings file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from syndicator import urls
from syndicator.config.sense import contradictions
from syndicator.config.settings import (
    NAMED,
    PREFIX,
    PublishSettings,
    Settings,
    StoreSettings,
    Tables,
)
from syndicator.config.shape import guess, validate
from syndicator.config.themes import dressed
from syndicator.errors import ConfigError
from syndicator.model import Disclaimer, Letter, Source, Wording

__all__ = [
    "CONFIG_VARIABLE",
    "Settings",
    "guess",
    "load",
    "loads",
    "reread",
    "text_of",
]

CONFIG_VARIABLE = "SYNDICATOR_CONFIG"
_SECRETS_VARIABLES = ("SYNDICATOR_SECRETS_DIR", "CREDENTIALS_DIRECTORY")
Said = TypeVar("Said", bound=Wording)
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_NAME_WORDS = "lower-case letters, digits, - and _ (it ends up in URLs)"
_OURS = frozenset({CONFIG_VARIABLE, _SECRETS_VARIABLES[0]})


def load(file: Path, environment: Mapping[str, str]) -> Settings:
    """Read the settings; ConfigError lists everything that is wrong with them.

    `environment` is what the process was given; nothing else is asked.
    """
    return loads(text_of(file), file, environment)


def loads(text: str, file: Path, environment: Mapping[str, str]) -> Settings:
    """The settings that a text is, or would be, as that file; or ConfigError."""
    file = file.absolute()
    data = _parsed(text, file)
    given = _secrets(environment) | dict(environment)
    mistakes = [*_mistyped(given), *_taken_names(data), *_misnamed(data)]
    tables, wrong = validate(data, given)
    mistakes += wrong
    if tables is None:
        raise ConfigError(_told(file, mistakes))
    settings, unread = _settle(tables, file)
    written = data.get("sources")
    names = sorted(
        {s.name for s in settings.sources}
        | set(written if isinstance(written, dict) else ())
    )
    mistakes += [*unread, *contradictions(settings, names)]
    if mistakes:
        raise ConfigError(_told(file, mistakes))
    return settings


def _told(file: Path, mistakes: list[str]) -> list[str]:
    return [f"{file}: {m}" for m in dict.fromkeys(mistakes)]


# ---------------------------------------------------------------- reading


def text_of(file: Path) -> str:
    """What the settings file says, each line break as it is; or ConfigError."""
    try:
        return file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        hint = f"no such file; name one with --config FILE or {CONFIG_VARIABLE}"
        raise ConfigError([f"{file}: {hint}"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError([f"{file}: cannot be read: {error}"]) from error


def _parsed(text: str, file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{file}: is not TOML: {error}"]) from error


def _secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Files named like variables, one value each (Docker secrets, systemd's too)."""
    found: dict[str, str] = {}
    for variable in reversed(_SECRETS_VARIABLES):
        if not environment.get(variable):
            continue
        folder = Path(environment[variable])
        try:
            for file in sorted(folder.iterdir()):
                if file.name.upper().startswith(PREFIX) and file.is_file():
                    found[file.name.upper()] = file.read_text("utf-8").rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError([f"{variable}: cannot be read: {error}"]) from error
    return found


def _mistyped(environment: Mapping[str, str]) -> Iterator[str]:
    """Variables that look like ours and mean nothing; pydantic passes them over."""
    known = [f"{PREFIX}{name.upper()}" for name in Tables.model_fields]
    for variable in sorted(environment):
        name = variable.upper()
        if not name.startswith(PREFIX) or name in _OURS:
            continue
        head = name.split("__")[0]
        if head not in known:
            yield f"environment variable {variable}: unknown{guess(head, known)}"


def _taken_names(data: Mapping[str, Any]) -> Iterator[str]:
    for table, key in NAMED.items():
        named = data.get(table)
        for name, row in (named if isinstance(named, dict) else {}).items():
            if isinstance(row, dict) and key in row:
                yield f"{table}.{name}.{key}: unknown key; the table's own name is it"


def _misnamed(data: Mapping[str, Any]) -> Iterator[str]:
    for table in NAMED:
        named = data.get(table)
        for name in named if isinstance(named, dict) else ():
            if not _NAME.fullmatch(name):
                yield f"{table}.{name}: a name is {_NAME_WORDS}"


# ---------------------------------------------------------------- settling


def _settle(tables: Tables, file: Path) -> tuple[Settings, list[str]]:
    """Names and paths filled in, wordings read from their files."""
    folder = file.parent
    unread: list[str] = []
    base_url = tables.publish.base_url or tables.site.url
    settings = Settings(
        file=file,
        site=tables.site,
        store=StoreSettings(url=_store_url(tables.store.url, folder)),
        publish=PublishSettings(
            path=_below(folder, tables.publish.path),
            base_url=urls.ascii_url(base_url).rstrip("/") + "/",
            allow_networks=tables.publish.allow_networks,
        ),
        serve=tables.serve,
        brand=tables.brand,
        sources=tuple(
            replace(
                s,
                name=name,
                path=_below(folder, s.path),
                url=_address(s, tables.site.url),
                headers=_headers(s),
            )
            for name, s in tables.sources.items()
        ),
        feeds=tuple(replace(f, name=name) for name, f in tables.feeds.items()),
        moved=tables.moved,
        letters=tuple(
            _with_words(
                dressed(replace(x, name=name), tables.brand, folder, unread),
                folder,
                unread,
            )
            for name, x in tables.letters.items()
        ),
        disclaimers=tuple(
            _with_texts(replace(d, kind=kind), folder, unread)
            for kind, d in tables.disclaimers.items()
        ),
        rules=tables.rules,
        links=tables.links,
        waivers=tables.waivers,
        listmonk=tables.listmonk,
    )
    return settings, unread


def _below(folder: Path, path: Path) -> Path:
    return Path() if path == Path() else folder / path.expanduser()


def _store_url(url: str, folder: Path) -> str:
    prefix = "sqlite:///"
    if not url.startswith(prefix) or url in (prefix, prefix + ":memory:"):
        return url
    return prefix + str(_below(folder, Path(url.removeprefix(prefix))))


def _address(source: Source, site_url: str) -> str:
    """A folder is published below the site unless it says where."""
    if source.kind != "folder":
        return source.url
    return (source.url or site_url).rstrip("/") + "/"


def _headers(source: Source) -> Mapping[str, str]:
    """What is sent to a JSON API: its token, unless the headers say how."""
    told = {name.lower() for name in source.headers}
    if source.kind != "json" or not source.token or "authorization" in told:
        return source.headers
    return {**source.headers, "Authorization": f"Bearer {source.token}"}


def _with_words(letter: Letter, folder: Path, unread: list[str]) -> Letter:
    """The letter with what stands above and below its articles read in."""
    found = replace(
        letter,
        intro_file=_below(folder, letter.intro_file),
        outro_file=_below(folder, letter.outro_file),
    )
    try:
        return reread(found)
    except ConfigError as error:
        unread += error.mistakes
        return found


def reread(letter: Letter) -> Letter:
    """The letter with its intro and outro as their files are now.

    Raises ConfigError where a file cannot be read.
    """
    words = {"intro": letter.intro, "outro": letter.outro}
    mistakes = []
    for name, file in (("intro", letter.intro_file), ("outro", letter.outro_file)):
        try:
            if file != Path():
                words[name] = file.read_text("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError) as error:
            where = f"letters.{letter.name}.{name}_file"
            mistakes.append(f"{where}: cannot be read: {error}")
    if mistakes:
        raise ConfigError(mistakes)
    return replace(letter, intro=words["intro"], outro=words["outro"])


def _with_texts(disclaimer: Disclaimer, folder: Path, unread: list[str]) -> Disclaimer:
    where = f"disclaimers.{disclaimer.kind}"
    others = tuple(
        _with_text(w, f"{where}.wordings.{n}", folder, unread)
        for n, w in enumerate(disclaimer.wordings)
    )
    return replace(_with_text(disclaimer, where, folder, unread), wordings=others)


def _with_text(said: Said, where: str, folder: Path, unread: list[str]) -> Said:
    if said.file == Path() or said.text:
        return said
    file = _below(folder, said.file)
    try:
        return replace(said, text=" ".join(file.read_text("utf-8").split()))
    except (OSError, UnicodeDecodeError) as error:
        unread.append(f"{where}.file: cannot be read: {error}")
        return replace(said, text="unread")
