"""Whether well-formed settings can be meant: addresses, zones, names, limits."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import cssselect

from syndicator import consensus, dates, urls
from syndicator.config.apis import ghost_mistakes, json_mistakes, push_mistakes
from syndicator.config.settings import Settings
from syndicator.config.shape import guess
from syndicator.config.themes import brand_mistakes
from syndicator.model import Letter, Listmonk, PolicyRule, Selection, Source

_LOGIN = re.compile(r"//[^/@]*@")


def contradictions(settings: Settings, names: list[str]) -> Iterator[str]:
    """What is well-formed and still cannot be meant; `names` are all the sources'."""
    yield from _site_mistakes(settings)
    if not names:
        yield "sources: there is none; `syndicator add URL` adds one"
    for source in settings.sources:
        yield from _source_mistakes(source, settings.site.url)
    yield from push_mistakes(settings.sources)
    for table, rows in (("feeds", settings.feeds), ("letters", settings.letters)):
        for row in rows:
            yield from _unknown_sources(f"{table}.{row.name}", row.sources, names)
            yield from _limits(f"{table}.{row.name}", row)
    yield from brand_mistakes("brand", settings.brand)
    for letter in settings.letters:
        if letter.brand != settings.brand:
            yield from brand_mistakes(f"letters.{letter.name}.brand", letter.brand)
        yield from _letter_mistakes(f"letters.{letter.name}", letter, names)
    yield from _listmonk_mistakes(settings.listmonk, settings.letters)
    yield from _feed_mistakes(settings)
    for disclaimer in settings.disclaimers:
        where = f"disclaimers.{disclaimer.kind}"
        if not disclaimer.text:
            yield f"{where}: needs a text, or a file that holds it"
        for n, wording in enumerate(disclaimer.wordings):
            if not wording.text:
                yield f"{where}.wordings.{n}: needs a text, or a file that holds it"
        yield from _unknown_sources(where, disclaimer.sources, names)
    kinds = [d.kind for d in settings.disclaimers]
    for n, rule in enumerate(settings.rules):
        yield from _rule_mistakes(f"rules.{n}", rule, kinds, names)


def _listmonk_mistakes(own: Listmonk, letters: tuple[Letter, ...]) -> Iterator[str]:
    """Nothing where there is no listmonk; else all that pushing will need."""
    if own == Listmonk():
        return
    if not urls.is_web(own.url):
        yield f"listmonk.url: {_shown(own.url)} is not an http(s) URL"
    for key in ("user", "token"):
        if not getattr(own, key):
            yield f"listmonk.{key}: is missing; make an API user in listmonk"
    if own.template < 1:
        yield "listmonk.template: is missing; the id of one that holds the content only"
    tools = {letter.name: letter.tool for letter in letters}
    for name, ids in own.lists.items():
        if name not in tools:
            yield f"listmonk.lists: there is no letter {name!r}{guess(name, list(tools))}"
        elif tools[name] != "listmonk":
            yield f"listmonk.lists: letter {name} is for {tools[name]}: set its `tool`"
        if not ids or min(ids) < 1:
            yield f"listmonk.lists.{name}: needs the ids of one list or more"


def _feed_mistakes(settings: Settings) -> Iterator[str]:
    for feed in settings.feeds:
        where = f"feeds.{feed.name}"
        if feed.retired and not feed.farewell.strip():
            yield f"{where}.farewell: is missing; say what readers should do instead"
        if feed.farewell and not feed.retired:
            yield f"{where}.retired: is missing; name the day the feed ends"
    feeds = [feed.name for feed in settings.feeds]
    for old, new in settings.moved.items():
        if old in feeds:
            yield f"moved.{old}: there still is a feed {old!r}; drop one of the two"
        if new not in feeds:
            yield f"moved.{old}: there is no feed {new!r}{guess(new, feeds)}"


def _rule_mistakes(
    where: str, rule: PolicyRule, kinds: list[str], names: list[str]
) -> Iterator[str]:
    yield from _unknown_sources(where, rule.sources, names)
    if not rule.reason.strip():
        yield f"{where}.reason: is empty; say why, it is kept with each item"
    for key in ("add", "remove", "only"):
        for kind in getattr(rule, key):
            if kind not in kinds:
                yield f"{where}.{key}: there is no disclaimer {kind!r}{guess(kind, kinds)}"


def _letter_mistakes(where: str, letter: Letter, names: list[str]) -> Iterator[str]:
    for n, part in enumerate(letter.parts):
        yield from _unknown_sources(f"{where}.parts.{n}", part.sources, names)
        if not part.title.strip():
            yield f"{where}.parts.{n}.title: is empty; it is the heading"
        if part.limit < 0:
            yield f"{where}.parts.{n}.limit: must be 0 (no limit) or more"
    if letter.kind == "article":
        for key in ("schedule", "parts", "pinned"):
            if getattr(letter, key):
                yield f'{where}.{key}: is for digests; kind is "article"'
    if not 0 <= letter.minimum <= letter.limit:
        yield f"{where}.minimum: must be between 0 and the limit, {letter.limit}"
    if letter.lookback_days < 1:
        yield f"{where}.lookback_days: must be 1 or more"
    if letter.timezone:
        yield from _zone_mistake(f"{where}.timezone", letter.timezone)


def _site_mistakes(settings: Settings) -> Iterator[str]:
    if not urls.is_web(settings.site.url):
        yield f"site.url: {_shown(settings.site.url)} is not an http(s) URL"
    base = settings.publish.base_url
    if not (urls.is_web(base) or _is_made_of(base, settings.site.url)):
        yield f"publish.base_url: {_shown(base)} is not an http(s) URL"
    for hub in settings.site.hubs:
        if not urls.is_web(hub):
            yield f"site.hubs: {_shown(hub)} is not an http(s) URL"
    if not settings.site.title.strip():
        yield "site.title: is empty"
    yield from _zone_mistake("site.timezone", settings.site.timezone)
    if not 0 < settings.serve.port < 65536:
        yield f"serve.port: {settings.serve.port} is not between 1 and 65535"


def _source_mistakes(source: Source, site_url: str) -> Iterator[str]:
    where = f"sources.{source.name}"
    if source.kind == "folder" and source.path == Path():
        yield f"{where}.path: is missing; a folder needs one"
    needless = source.kind == "push" and not source.url
    if not (needless or urls.is_web(source.url) or _is_made_of(source.url, site_url)):
        yield f"{where}.url: {_shown(source.url)} is not an http(s) URL"
    for phrase, url in source.links.items():
        if not urls.is_web(url):
            yield f"{where}.links.{phrase}: {url!r} is not an http(s) URL"
    for field, places in source.trust.items():
        yield from _trust_mistakes(f"{where}.trust.{field}", field, places)
    yield from json_mistakes(f"{where}.json", source)
    yield from ghost_mistakes(where, source)
    if source.kind in ("sitemap", "listing", "wordpress", "ghost") and not urls.host(source.url):
        yield f"{where}.url: is missing; the address of the {source.kind}"
    for table in ("page", "listing"):
        yield from _selector_mistakes(f"{where}.{table}", asdict(getattr(source, table)))
    if source.timezone:
        yield from _zone_mistake(f"{where}.timezone", source.timezone)
    if source.poll_minutes < 1:
        yield f"{where}.poll_minutes: must be 1 or more"


def _selector_mistakes(where: str, rules: Mapping[str, Any]) -> Iterator[str]:
    given = {key: said for key, said in rules.items() if isinstance(said, str)}
    for key, several in rules.items() - given.items():
        given |= {f"{key}.{n}": selector for n, selector in enumerate(several)}
    for key, selector in given.items():
        try:
            cssselect.HTMLTranslator().css_to_xpath(selector or "*")
        except cssselect.SelectorError as error:
            yield f"{where}.{key}: {selector!r} is no CSS selector: {error}"


def _trust_mistakes(
    where: str, field: str, places: tuple[str, ...]
) -> Iterator[str]:
    if field not in consensus.TRUST:
        yield f"{where}: there is no such field{guess(field, list(consensus.TRUST))}"
        return
    known = list(consensus.TRUST[field])
    for place in places:
        if place.removeprefix("-") not in known:
            yield f"{where}: {place!r} says nothing of it{guess(place.removeprefix('-'), known)}"


def _is_made_of(url: str, site_url: str) -> bool:
    """Say whether an address is the site's, since none was given: told there."""
    return bool(site_url) and url.rstrip("/") == site_url.rstrip("/")


def _shown(url: str) -> str:
    """An address as it may be printed: without what somebody logs in with."""
    return repr(_LOGIN.sub("//…@", url))


def _zone_mistake(where: str, name: str) -> Iterator[str]:
    try:
        dates.zone(name)
    except ValueError as error:
        yield f"{where}: {error}"


def _unknown_sources(
    where: str, wanted: tuple[str, ...], names: list[str]
) -> Iterator[str]:
    for name in wanted:
        if name not in names:
            yield f"{where}.sources: there is no source {name!r}{guess(name, names)}"


def _limits(where: str, row: Selection) -> Iterator[str]:
    for key in ("limit", "max_kilobytes", "ttl_minutes"):
        if getattr(row, key, 1) < 1:
            yield f"{where}.{key}: must be 1 or more"
