# ruff: noqa: S603, S607 (it starts node, as whoever runs it has it)
"""A digest built here, beside what most newsletters are built with, in one run.

    python tests/benchmarks/letters.py --node-modules FOLDER --rounds 15

All get the same articles and the same style rules, and draw one mail that says the same
words, its rules written into its elements. The peers:

- MJML and juice (npm; `FOLDER` holds both), from a section an article;
- Jinja2 and premailer (where it is installed) from our own page, ghost tables, dark mode
  and all, so that it is the same mail; and from a page as lean as they come, which is less.

The peers are handed the HTML of each article, and put it in as it is. So "here" has what
we make of an article drawn before, as all but one of a digest's mostly were; "of new
articles" also turns each into HTML that mail clients draw and into plain text, which no
peer does. HTML is held against HTML, as that is all a peer makes; the whole letter has
its plain text besides, a subject, and a budget it must not outgrow. We alone break what
articles write in the syntax of newsletter tools.

Everything is warm: programs have started, templates are compiled and style sheets read.
Each round asks all, turn about; the ratio of each round is taken before the median.
"""

import argparse
import gc
import json
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "letters"))

from jinja2 import Environment
from letter_samples import CHART, HUB, SHOP, frame, item
from markupsafe import Markup

from syndicator.model import Item
from syndicator.render import entries, letter, merge, theme, tools
from syndicator.render.issue import Issue, issue
from syndicator.render.look import look

P = (
    "<p>Nine jars stood a hundred days at three temperatures, and every one of them was"
    f' fed at the same hour, <a href="{HUB}">as before</a>, with the same flour.</p>'
)
BODY = (
    f'<h2>Method</h2>{P * 3}<figure><img src="{CHART}" alt="A chart"><figcaption>Fig. 1'
    f"</figcaption></figure><h2>Result</h2>{P}<ul><li>One</li><li>Two</li></ul><p>Jars"
    f' came from <a href="{SHOP}">a shop</a>.</p>'
)
_NODE = """
const load = require("module").createRequire(process.argv[1] + "/");
const mjml = load("mjml"), juice = load("juice");
const lines = require("readline").createInterface({ input: process.stdin });
const section = (inside) =>
  `<mj-section><mj-column><mj-text>${inside}</mj-text></mj-column></mj-section>`;
let given;
lines.on("line", async (line) => {
  if (line) { given = JSON.parse(line); console.log("ready"); return; }
  const start = performance.now();
  const notices = given.notices.map((words) => `<p>${words}</p>`).join("");
  const items = given.items.map((i) => section(`<h2><a href="${i.link}">${i.title}</a></h2>
    <p class="small">${i.byline}</p>${i.html}<p class="small">${i.credit}</p>`)).join("");
  const source = `<mjml><mj-head><mj-title>${given.title}</mj-title>
    <mj-preview>${given.preheader}</mj-preview></mj-head><mj-body>
    ${section(`<h1>${given.title}</h1><p class="small">${given.date}</p>${notices}`)}
    ${items}${section(`<p>${given.foot}</p>`)}</mj-body></mjml>`;
  const drawn = await mjml(source);
  const mail = juice.inlineContent(drawn.html, given.css);
  console.log(JSON.stringify([performance.now() - start, mail.length]));
});
"""
_JINJA = """<!DOCTYPE html><html lang="en"><head><title>{{ title }}</title>
<style>{{ css }}</style></head><body class="bg"><div class="preheader">{{ preheader }}</div>
<table role="presentation" class="frame"><tr><td class="card pad head"><h1>{{ title }}</h1>
<p class="small">{{ date }}</p><table role="presentation" class="notice"><tr><td>
{% for words in notices %}<p>{{ words }}</p>{% endfor %}</td></tr></table></td></tr>
{% for item in items %}<tr><td class="card pad item"><h2><a href="{{ item.link }}">
{{ item.title }}</a></h2><p class="small">{{ item.byline }}</p>{{ item.html | safe }}
<p class="small">{{ item.credit }}</p></td></tr>{% endfor %}
<tr><td class="card pad foot"><p>{{ foot | safe }}</p></td></tr></table></body></html>"""

Timed = Callable[[], tuple[float, int]]  # milliseconds, bytes


def forget() -> None:
    entries._whole.cache_clear()
    entries._brief.cache_clear()


def of_new(items: list[Item], content: str) -> Timed:
    """The whole letter, of articles never drawn before."""
    return ours(items, content, first=forget)


def ours(
    items: list[Item], content: str, first: Callable[[], None] = lambda: None
) -> Timed:
    """The whole letter, after whatever is to be done `first`."""
    asked = frame(content=content, max_kilobytes=1000)

    def run() -> tuple[float, int]:
        first()
        start = perf_counter()
        made = letter.render(asked, items)
        return (perf_counter() - start) * 1000, len(made.html)

    return run


def html_alone(items: list[Item], content: str) -> Timed:
    """What the peers make, and no more: no plain text, no look at the budget."""
    asked = frame(content=content)
    tool = tools.tool_of(asked.letter)

    def run() -> tuple[float, int]:
        start = perf_counter()
        said = _issue(items, content)
        page = merge.fill_html(theme.letter_html(asked.letter, said, tool), tool)
        return (perf_counter() - start) * 1000, len(page)

    return run


def _issue(items: list[Item], content: str) -> Issue:
    asked = frame(content=content)
    draw = partial(entries.whole, top=3) if content == "full" else entries.entry
    shown = (draw(asked, i, first=n == 0) for n, i in enumerate(items))
    return issue(asked, items, tuple(shown), alone=False)


def given(items: list[Item], content: str) -> dict[str, object]:
    """What the peers draw: the words of our own issue, and the articles' own HTML."""
    said = _issue(items, content)
    more = '<p class="more"><a href="{0.link}">Continue reading: {0.title}</a></p>'
    return {
        "title": said.title,
        "preheader": said.preheader,
        "date": said.date,
        "notices": [notice.text for notice in said.top],
        "css": _rules(),
        "items": [
            {
                "title": e.title,
                "link": e.link.replace("&", "&amp;"),
                "byline": e.byline,
                "credit": f"{e.credit.text}: {e.credit.url}" if e.credit else "",
                "html": i.article.body
                if e.html
                else f"<p>{e.summary}</p>{more.format(e)}",
            }
            for i, e in zip(items, said.entries, strict=True)
        ],
        "foot": f"You receive this because you subscribed.<br>{said.address}<br>"
        '<a href="https://lab.example/bye">Unsubscribe</a>',
    }


def _rules(sheet: str = "letter.css") -> str:
    seen = look(frame().letter)
    page = theme.environment("default", {}).get_template(sheet)
    said = {"light": seen.light, "dark": seen.dark, "fonts": seen.fonts}
    return page.render({name: dict(pairs) for name, pairs in said.items()})


def with_mjml(folder: Path, said: dict[str, object]) -> Timed:
    node = subprocess.Popen(
        ["node", "-e", _NODE, str(folder.resolve())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if node.stdin is None or node.stdout is None:
        raise RuntimeError("node has no pipes")
    asked, answers = node.stdin, node.stdout

    def say(line: str) -> str:
        asked.write(f"{line}\n")
        asked.flush()
        return answers.readline()

    say(json.dumps(said))

    def run() -> tuple[float, int]:
        spent, size = json.loads(say(""))
        return spent, size

    return run


def lean_page_premailed(said: dict[str, object]) -> Timed | None:
    page = Environment(autoescape=True).from_string(_JINJA)
    return premailed(lambda: page.render(said))


def our_page_premailed(items: list[Item], content: str) -> Timed | None:
    """Our own page, with the rules in a style sheet for premailer to write in."""
    asked, said = frame(content=content).letter, _issue(items, content)
    page = theme.environment("default", {}).get_template("letter.html.j2")
    style = Markup(_rules("media.css") + _rules())
    functions = theme._functions(said, tools.tool_of(asked))
    return premailed(
        lambda: page.render(issue=said, brand=asked.brand, style=style, **functions)
    )


def premailed(draw: Callable[[], str]) -> Timed | None:
    try:
        from premailer import Premailer
    except ImportError:
        return None

    def run() -> tuple[float, int]:
        start = perf_counter()
        drawn = draw()
        mail = Premailer(
            drawn,
            disable_validation=True,
            allow_network=False,
            cssutils_logging_level=50,
        ).transform()
        return (perf_counter() - start) * 1000, len(mail.encode())

    return run


def alone(run: Timed) -> tuple[float, int]:
    """Run twice, timed once: nobody pays for what another has left behind or driven out."""
    gc.collect()
    run()
    return run()


def compare(ways: dict[str, Timed], rounds: int) -> None:
    for run in ways.values():
        for _ in range(3):
            run()
    times = [{name: alone(run) for name, run in ways.items()} for _ in range(rounds)]
    for name in ways:
        spent = median(each[name][0] for each in times)
        ratio = median(each[name][0] / each["here"][0] for each in times)
        size = times[0][name][1]
        print(f"  {name:26}{spent:9.2f} ms{ratio:8.1f} ×{size:9} bytes")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--node-modules", type=Path, help="where mjml and juice are")
    parser.add_argument("--items", type=int, default=23)
    parser.add_argument("--rounds", type=int, default=15)
    asked = parser.parse_args()
    items = [item(BODY, number=n) for n in range(1, asked.items + 1)]
    for content in ("summary", "full"):
        said = given(items, content)
        ways: dict[str, Timed | None] = {
            "here": html_alone(items, content),
            "here, the whole letter": ours(items, content),
            "the same of new articles": of_new(items, content),
        }
        if asked.node_modules:
            ways["MJML and juice"] = with_mjml(asked.node_modules, said)
        ways["Jinja2 and premailer"] = our_page_premailed(items, content)
        ways["the same, a leaner mail"] = lean_page_premailed(said)
        print(f"{asked.items} items, {content}, {asked.rounds} rounds, medians")
        compare({name: run for name, run in ways.items() if run}, asked.rounds)


if __name__ == "__main__":
    main()
