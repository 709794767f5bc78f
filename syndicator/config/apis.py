"""Whether what is said of JSON APIs and keys, and of who may push, can be meant."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields

from syndicator import urls
from syndicator.config.shape import guess
from syndicator.model import JsonRules, Source

# The settings that are no JMESPath: templates with their placeholders, and the rest.
_TEMPLATES = {
    "paging": ("page", "offset", "end", "size", "next"),
    "since": ("cursor",),
    "lookup": ("keys", "size"),
}
_PLAIN = frozenset(
    (
        *_TEMPLATES,
        "body_format",
        "url_template",
        "base",
        "page_size",
        "first_page",
        "complete",
    )
)
_WORD = re.compile(r"\{(\w+)\}")
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_SHORTEST_TOKEN = 16
_CONTENT_KEY = re.compile(r"[0-9a-f]+", re.IGNORECASE)
_KEY = re.compile(r"[?&]key=")


def json_mistakes(where: str, source: Source) -> Iterator[str]:
    """What is wrong with `[sources.NAME.json]`."""
    rules = source.json
    if source.kind != "json":
        if rules != JsonRules():
            yield f'{where}: is for sources of kind "json"'
        return
    for field in fields(rules):
        if field.name not in _PLAIN:
            expression = getattr(rules, field.name)
            yield from _expression_mistake(f"{where}.{field.name}", expression)
    for name, known in _TEMPLATES.items():
        yield from _template_mistakes(f"{where}.{name}", getattr(rules, name), known)
    yield from _contradictions(where, rules)


def _expression_mistake(where: str, expression: str) -> Iterator[str]:
    import jmespath  # only such sources pay for it

    try:
        jmespath.compile(expression or "@")
    except jmespath.exceptions.JMESPathError as error:
        reason = " ".join(str(error).split())
        yield f"{where}: {expression!r} is no JMESPath: {reason}"


def _template_mistakes(
    where: str, template: str, known: tuple[str, ...]
) -> Iterator[str]:
    names = _WORD.findall(template)
    for name in names:
        if name not in known:
            yield f"{where}: {{{name}}} means nothing{guess(name, list(known))}"
    wanted = [name for name in known if name not in ("end", "size")]
    if template and not any(name in names for name in wanted):
        yield f"{where}: needs {' or '.join(f'{{{name}}}' for name in wanted)}"


def _contradictions(where: str, rules: JsonRules) -> Iterator[str]:
    if "{next}" in rules.paging and not rules.next:
        yield f"{where}.next: is missing; it says what {{next}} in `paging` is"
    if rules.lookup and not urls.is_web(rules.lookup.partition("?")[0]):
        yield f"{where}.lookup: {rules.lookup!r} is not an http(s) URL"
    if rules.base and not urls.is_web(rules.base):
        yield f"{where}.base: {rules.base!r} is not an http(s) URL"
    if rules.page_size < 1:
        yield f"{where}.page_size: must be 1 or more"
    if rules.first_page < 0:
        yield f"{where}.first_page: must be 0 or more"
    if rules.url_template:
        if not urls.is_web(_PLACEHOLDER.sub("x", rules.url_template)):
            yield f"{where}.url_template: {rules.url_template!r} makes no http(s) URL"
        for expression in _PLACEHOLDER.findall(rules.url_template):
            yield from _expression_mistake(f"{where}.url_template", expression)


def ghost_mistakes(where: str, source: Source) -> Iterator[str]:
    """What is wrong with the key that a Ghost's Content API asks for."""
    if source.kind != "ghost":
        return
    if not source.token:
        yield (
            f"{where}.token: is missing; in Ghost make a custom integration, and take"
            " its Content API key"
        )
    elif not _CONTENT_KEY.fullmatch(source.token):
        yield (
            f"{where}.token: is no Content API key, which is of the digits 0-9 and a-f"
            " only; the Admin API key is another"
        )
    if _KEY.search(source.url):
        yield f"{where}.url: leave the key out of it, and set it as `token`"


def push_mistakes(sources: tuple[Source, ...]) -> Iterator[str]:
    """What is wrong with the tokens by which pushed articles find their source."""
    pushed = [s for s in sources if s.kind == "push"]
    used = Counter(s.token for s in pushed if s.token)
    for source in pushed:
        where = f"sources.{source.name}.token"
        if not source.token:
            yield f"{where}: is missing; who sends articles has to show it"
        elif len(source.token) < _SHORTEST_TOKEN:
            yield f"{where}: is too easily guessed; take {_SHORTEST_TOKEN} letters or more"
        elif used[source.token] > 1:
            yield f"{where}: another source has it, too; it tells them apart"
