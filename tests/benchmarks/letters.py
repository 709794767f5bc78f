# ruff: noqa: S603, S607 (it starts node, as whoever runs it has it)
"""A digest built here, beside what most newsletters are built with, in one run.

    python tests/benchmarks/letters.py --node-modules FOLDER --rounds 15

All get the same articles, the same words around them and the same style rules, and draw
one mail whose rules are written into its elements: MJML and juice (npm; `FOLDER` holds
both), and Jinja2 and premailer (where it is installed). The peers put the articles' HTML
in as it is; we make mail HTML of it. The ratios are to our HTML alone, as theirs is;
a letter has its plain text besides, and is held against its budget.

Everything is warm: programs have started and templates are compiled. Each round asks
all, turn about; the ratio of each round is taken before the median.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "letters"))

from letter_samples import CHART, HUB, SHOP, frame, item

from syndicator.model import Item
from syndicator.render import letter, merge, theme, tools
from syndicator.render.entries import entry, whole
from syndicator.render.issue import issue
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
let given;
lines.on("line", async (line) => {
  if (line) { given = JSON.parse(line); console.log("ready"); return; }
  const start = performance.now();
  const sections = given.items.map((i) => `<mj-section><mj-column><mj-text>
    <h2><a href="${i.link}">${i.title}</a></h2><p class="small">${i.byline}</p>${i.html}
    </mj-text></mj-column></mj-section>`).join("");
  const source = `<mjml><mj-head><mj-title>${given.title}</mj-title></mj-head>
    <mj-body><mj-section><mj-column><mj-text><h1>${given.title}</h1></mj-text></mj-column>
    </mj-section>${sections}</mj-body></mjml>`;
  const drawn = await mjml(source);
  const mail = juice.inlineContent(drawn.html, given.css);
  console.log(JSON.stringify([performance.now() - start, mail.length]));
});
"""
_JINJA = """<!DOCTYPE html><html><head><title>{{ title }}</title><style>{{ css }}</style>
</head><body class="bg"><table role="presentation" class="frame"><tr><td class="card pad">
<h1>{{ title }}</h1></td></tr>{% for item in items %}<tr><td class="card pad item">
<h2><a href="{{ item.link }}">{{ item.title }}</a></h2><p class="small">{{ item.byline }}
</p>{{ item.html | safe }}</td></tr>{% endfor %}</table></body></html>"""

Timed = Callable[[], tuple[float, int]]  # milliseconds, bytes


def ours(items: list[Item], content: str) -> Timed:
    asked = frame(content=content, max_kilobytes=1000)

    def run() -> tuple[float, int]:
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
        shown = [entry(asked, i, first=n == 0) for n, i in enumerate(items)]
        if content == "full":
            shown = [whole(asked, i, e, 3) for i, e in zip(items, shown, strict=True)]
        said = issue(asked, items, tuple(shown), alone=False)
        page = merge.fill_html(theme.letter_html(asked.letter, said, tool), tool)
        return (perf_counter() - start) * 1000, len(page)

    return run


def given(items: list[Item], content: str) -> dict[str, object]:
    """What the peers draw."""
    whole = content == "full"
    return {
        "title": "Weekly Digest",
        "css": _rules(),
        "items": [
            {
                "title": i.article.title,
                "link": i.link.replace("&", "&amp;"),
                "byline": "May 30, 2026 · 9 min read · Ada Byron and Bo Li",
                "html": i.article.body if whole else f"<p>{i.article.summary}</p>",
            }
            for i in items
        ],
    }


def _rules() -> str:
    seen = look(frame().letter)
    page = theme.environment("default", {}).get_template("letter.css")
    return page.render(light=dict(seen.light), fonts=dict(seen.fonts))


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


def with_premailer(said: dict[str, object]) -> Timed | None:
    try:
        from premailer import Premailer
    except ImportError:
        return None
    from jinja2 import Environment

    page = Environment(autoescape=True).from_string(_JINJA)

    def run() -> tuple[float, int]:
        start = perf_counter()
        drawn = page.render(said)
        mail = Premailer(
            drawn,
            disable_validation=True,
            allow_network=False,
            cssutils_logging_level=50,
        ).transform()
        return (perf_counter() - start) * 1000, len(mail.encode())

    return run


def compare(ways: dict[str, Timed], rounds: int) -> None:
    for run in ways.values():
        for _ in range(3):
            run()
    times = [{name: run() for name, run in ways.items()} for _ in range(rounds)]
    for name in ways:
        spent = median(each[name][0] for each in times)
        ratio = median(each[name][0] / each["here"][0] for each in times)
        size = times[0][name][1]
        print(f"  {name:24}{spent:9.2f} ms{ratio:8.1f} ×{size:9} bytes")


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
            "here, with plain text": ours(items, content),
        }
        if asked.node_modules:
            ways["MJML and juice"] = with_mjml(asked.node_modules, said)
        ways["Jinja2 and premailer"] = with_premailer(said)
        print(f"{asked.items} items, {content}, {asked.rounds} rounds, medians")
        compare({name: run for name, run in ways.items() if run}, asked.rounds)


if __name__ == "__main__":
    main()
