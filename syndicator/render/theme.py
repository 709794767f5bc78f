"""Themes: an issue drawn by the files of a folder, in a publisher's own colours.

letter.html.j2 → page with classes → rules of letter.css written into each element; only
what media.css says stays a style sheet. Templates run in a sandbox.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from css_inline import CSSInliner
from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from syndicator.model import Letter
from syndicator.render import merge, tools
from syndicator.render.issue import Issue
from syndicator.render.look import Look, look
from syndicator.render.themefiles import DEFAULT, MEDIA, PAGE, RULES, default_file


def letter_html(letter: Letter, issue: Issue, tool: tools.Tool) -> str:
    """The page, with slots where the tool's tags belong.

    Whatever a theme of the operator's own raises comes out as it is: `faults` has tried
    it before.
    """
    drawing = _drawing(letter.theme, tuple(sorted(letter.theme_files.items())))
    style, inliner = _styles(drawing, look(letter))
    page = drawing.page.render(
        issue=issue,
        brand=letter.brand,
        style=style,
        **_functions(issue, tool),
    )
    inlined = inliner.inline(page)
    return _closed(inlined) if "&lt;" in page else inlined


_TAG = re.compile(
    r"<style\b.*?</style>|<!--.*?-->|<(?P<own>[a-zA-Z](?:[^\">]|\"[^\"]*\")*>)",
    re.DOTALL,
)


def _closed(page: str) -> str:
    """The page with no bare "<" in an attribute, as the inliner writes it there.

    HTML allows it; whoever searches the page for a tag or a comment finds one.
    """

    def closed(tag: re.Match[str]) -> str:
        own = tag["own"]
        return f"<{own.replace('<', '&lt;')}" if own else tag[0]

    return _TAG.sub(closed, page)


def _functions(issue: Issue, tool: tools.Tool) -> dict[str, Any]:
    """What a template calls or says for the tool's tags."""
    return {
        "address": issue.address or merge.slot("address"),
        "unsubscribe": lambda words: _tag("unsubscribe", words, "", tool),
        "web_version": lambda words: _tag("web", words, issue.web, tool),
        "personal": lambda words: words.replace(
            tools.FIRST_NAME, merge.slot("first_name")
        ),
    }


def _tag(name: str, words: str, otherwise: str, tool: tools.Tool) -> Markup:
    """A link by the tool's own tag, or the element the tool has for it."""
    own: tools.Tag = getattr(tool, name)
    if own.is_element:
        return Markup(merge.slot(name))
    address = merge.slot(name) if own.html else otherwise
    return Markup('<a href="{}">{}</a>').format(address, words)


# ---------------------------------------------------------------- a theme's files


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One theme, read and compiled."""

    page: Template
    sheet: Callable[[str, Look], str]


@lru_cache(maxsize=64)
def _styles(drawing: _Drawing, seen: Look) -> tuple[Markup, CSSInliner]:
    """The style sheet that stays one, and what writes the other rules in."""
    inliner = CSSInliner(
        load_remote_stylesheets=False,
        keep_style_tags=True,
        extra_css=drawing.sheet(RULES, seen),
        minify_css=True,
    )
    media = one_line_each(drawing.sheet(MEDIA, seen))
    return Markup(media), inliner


@lru_cache(maxsize=32)
def _drawing(name: str, files: tuple[tuple[str, str], ...]) -> _Drawing:
    made = environment(name, dict(files))

    def sheet(file: str, seen: Look) -> str:
        said = {"light": seen.light, "dark": seen.dark, "fonts": seen.fonts}
        return made.get_template(file).render({k: dict(v) for k, v in said.items()})

    return _Drawing(made.get_template(PAGE), sheet)


def environment(name: str, files: Mapping[str, str]) -> Environment:
    """Templates by file name: the operator's first, then those of the default theme.

    Our own need no sandbox, and are drawn twice as fast without.
    """

    def load(file: str) -> tuple[str, str, Callable[[], bool]] | None:
        try:
            said = files[file] if file in files else default_file(file)
        except KeyError:
            return None
        return said, f"{name if file in files else DEFAULT}/{file}", lambda: True

    kind = ImmutableSandboxedEnvironment if files else Environment
    return kind(
        loader=FunctionLoader(load),
        autoescape=lambda file: not (file or "").endswith(".css"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def one_line_each(sheet: str) -> str:
    """A style sheet of @media blocks, each on a line of its own."""
    line = re.sub(r"\s*\n\s*", "", _COMMENT.sub("", sheet))
    return re.sub(r"(?<=.)(?=@media\b)", "\n", line)
