"""Themes and brands: what they may say, and how what is wrong with them is told.

A copy of the default theme draws what the default draws; each fault planted in one is
told with its file and line.
"""

from pathlib import Path
from typing import Any

import pytest
from letter_checks import faults
from letter_samples import PAID, RESEARCH, RIGHTS, SITE, digest, frame, item

import syndicator.render
from syndicator.config import load
from syndicator.errors import ConfigError
from syndicator.model import Brand
from syndicator.render import letter, themecheck

FOLDER = Path(syndicator.render.__file__).parent / "themes" / "default"
COPY = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.iterdir())}
PAGE, PARTS, RULES, MEDIA, TOML = (
    "letter.html.j2",
    "parts.html.j2",
    "letter.css",
    "media.css",
    "theme.toml",
)
UNSUBSCRIBE = "*|UNSUB|*"


def problems(**settings: Any) -> list[str]:
    return themecheck.problems(frame(**settings).letter, SITE)


def line_of(file: str, words: str) -> int:
    return COPY[file][: COPY[file].index(words)].count("\n") + 1


def test_copied_theme_draws_the_same() -> None:
    copied = frame(theme="mine", theme_files=COPY)
    assert letter.render(copied, digest(3)) == letter.render(frame(), digest(3))
    assert problems(theme="mine", theme_files=COPY) == []


def test_theme_may_be_one_file() -> None:
    rules = COPY[RULES].replace("max-width: 600px", "max-width: 640px")
    files = {RULES: rules}
    assert problems(theme="mine", theme_files=files) == []
    made = letter.render(frame(theme="mine", theme_files=files), digest(2))
    assert b"max-width:640px" in made.html
    assert faults(made.html, (RESEARCH.text, PAID.text), UNSUBSCRIBE) == set()


WRONG = {
    "syntax": (
        PAGE,
        "{% for entry in issue.entries if not alone %}",
        "{% for %}",
        "Expected",
    ),
    "unknown name": (PAGE, "issue.preheader", "issue.prehader", "prehader"),
    "unknown member": (PARTS, "notice.kind", "notice.kin", "kin"),
    "unknown function": (PAGE, "unsubscribe(", "unsubscrib(", "unsubscrib"),
    "out of the sandbox": (PAGE, "issue.subject", "issue.__class__", "unsafe"),
    "an error of its own": (PAGE, "issue.subject", "1 // 0", "zero"),
    "unknown colour": (RULES, "light.quiet", "light.quit", "quit"),
    "brace too many": (RULES, ".preheader {", ".preheader }", "brace"),
    "no colour": (TOML, 'accent = ["#0b5394"', 'accent = ["blue"', "not a colour"),
    "no pair": (TOML, 'code = ["#e9edf1", "#2a2f35"]', 'code = "#e9edf1"', "pair"),
    "no TOML": (TOML, "[fonts]", "[fonts", "not TOML"),
    "no font": (TOML, 'code = "Menlo', 'code = "x;Menlo', "list of fonts"),
    "unknown ground": (
        TOML,
        'quiet = ["card"]',
        'quiet = ["crd"]',
        "[colors] does not have",
    ),
    "loose rule": (MEDIA, "@media only", "p{margin:0}\n@media only", "outside @media"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_fault_is_told_with_file_and_line(fault: str) -> None:
    file, old, new, said = WRONG[fault]
    files = COPY | {file: COPY[file].replace(old, new, 1)}
    assert files != COPY
    told = problems(theme="my/theme", theme_files=files)
    assert told
    assert said in told[0]
    where = f"letter weekly: my/theme/{file}"
    line = line_of(file, old)
    assert told[0].startswith((f"{where}:{line}: ", f"{where}: "))
    assert f":{line}" in told[0] or f"line {line}," in told[0]


DROPPED = {
    "{{ address }}": "the postal address",
    '{{ unsubscribe("Unsubscribe") }}': "the way out",
    "{{ notices(issue.top, issue.language) }}": "a notice for the top",
    "{{ notices(issue.bottom, issue.language) }}": "a notice for the bottom",
    "{{ notices(entry.notices, entry.language) if entry.notices }}": "a notice for the top",
    "{{ head(entry, 2) }}": "a heading that leads to it",
}


@pytest.mark.parametrize("dropped", DROPPED)
def test_theme_that_drops_what_a_letter_needs_is_refused(dropped: str) -> None:
    files = {PAGE: COPY[PAGE].replace(dropped, "")}
    told = problems(theme="mine", theme_files=files)
    assert told
    assert DROPPED[dropped] in told[0]


def test_settings_name_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for name, said in COPY.items():
        (tmp_path / "mine" / name).write_text(said, "utf-8")
    file = tmp_path / "syndicator.toml"
    file.write_text(_SETTINGS.replace("THEME", "mine"), "utf-8")
    weekly, plain = load(file, {}).letters
    assert dict(weekly.theme_files) == COPY
    assert plain.theme_files == {}
    assert weekly.brand.fonts == {"text": "Arial", "small": "Verdana"}
    assert weekly.brand.footer_links == plain.brand.footer_links
    assert plain.brand.fonts == {"text": "Georgia", "small": "Verdana"}


@pytest.mark.parametrize("name", ["lost", "syndicator.toml", "empty"])
def test_folder_that_is_none_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    file = tmp_path / "syndicator.toml"
    file.write_text(_SETTINGS.replace("THEME", name), "utf-8")
    with pytest.raises(ConfigError, match=r"letters\.weekly\.theme: cannot be read"):
        load(file, {})


_SETTINGS = """
[site]
title = "Lab"
url = "https://lab.example/"
[sources.a]
kind = "feed"
url = "https://lab.example/feed"
[brand]
fonts = { text = "Georgia", small = "Verdana" }
footer_links = { "About us" = "https://lab.example/about" }
[letters.weekly]
theme = "THEME"
brand = { fonts = { text = "Arial" } }
[letters.plain]
"""


# ---------------------------------------------------------------- brands


def test_brand_is_drawn() -> None:
    brand = Brand(
        logo="https://cdn.lab.example/logo.png",
        logo_width=180,
        logo_height=40,
        colors={"link": ("#7a1f5c", "#ffb3e0")},
        fonts={"text": "Verdana, sans-serif"},
        footer_links={"All issues & more": "https://lab.example/letters?a=1&b=2"},
    )
    assert problems(brand=brand) == []
    made = letter.render(frame(brand=brand), digest(2))
    assert (
        faults(made.html, (RESEARCH.text, PAID.text, RIGHTS.text), UNSUBSCRIBE) == set()
    )
    for said in (
        b'width="180" height="40" alt="Weekly Digest"',
        b"color:#7a1f5c",
        b"a{color:#ffb3e0 !important}",
        b"font-family:Verdana, sans-serif",
        b"All issues &amp; more</a>",
        b'href="https://lab.example/letters?a=1&amp;b=2"',
    ):
        assert said in made.html, said


def test_default_theme_is_legible() -> None:
    assert problems() == []


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (
            ("#7799aa", "#9cc4ff"),
            "link #7799aa on card #fdfdfd has a contrast of 2.98 to 1",
        ),
        (("#0b5394", "#30485f"), "link #30485f on card #1c2024 has a contrast of"),
    ],
)
def test_illegible_pair_is_named_with_its_ratio(
    pair: tuple[str, str], said: str
) -> None:
    told = problems(brand=Brand(colors={"link": pair}))
    assert said in " ".join(told)


@pytest.mark.parametrize(
    ("brand", "said"),
    [
        (
            Brand(colors={"lnk": ("#000", "#fff")}),
            "brand.colors.lnk: theme default has no",
        ),
        (Brand(colors={"link": ("red", "#fff")}), "'red' is not a colour"),
        (Brand(fonts={"text": "Arial; } a { color: red"}), "brand.fonts.text"),
    ],
)
def test_brand_the_theme_cannot_use_is_told(brand: Brand, said: str) -> None:
    assert said in " ".join(problems(brand=brand))


def test_logo_and_links_must_be_such(tmp_path: Path) -> None:
    file = tmp_path / "syndicator.toml"
    wrong = '[brand]\nlogo = "http://x.example/logo.svg"\n'
    said = _SETTINGS.replace("[brand]\n", wrong).replace(
        "https://lab.example/about", "/x"
    )
    file.write_text(said.replace('theme = "THEME"', ""), "utf-8")
    with pytest.raises(ConfigError) as told:
        load(file, {})
    assert "brand.logo: 'http://x.example/logo.svg' is not the https URL" in str(
        told.value
    )
    assert "needs logo_width" in str(told.value)
    assert "brand.footer_links: 'About us' leads to '/x'" in str(told.value)


def test_same_theme_same_bytes() -> None:
    made = [
        letter.render(frame(theme="mine", theme_files=COPY), [item()]) for _ in "ab"
    ]
    assert made[0] == made[1]
