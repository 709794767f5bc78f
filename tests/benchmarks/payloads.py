# ruff: noqa: S603 (it starts node, as whoever runs it has it)
"""Public sets of attack payloads, through every source and field to every format.

    python tests/benchmarks/payloads.py --dompurify CHECKOUT --h5sc CHECKOUT [--browser]

The checkouts are of cure53/DOMPurify and cure53/H5SC; node reads their lists. Each
payload goes in as body, title, summary, name, tag, alternative text and address of
feeds, pages and Markdown; what is active in any published file is printed, by
html5lib, and with --browser what Chromium does when it is shown them.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from payload_site import Payload, Watch, leftovers, shown_by_a_reader

_DOMPURIFY = """import {pathToFileURL} from "url";
const found = await import(pathToFileURL(process.argv[1] + "/test/fixtures/expect.mjs"));
console.log(JSON.stringify(found.default.map(x => x.payload)));"""
_H5SC = """const [items, terms] = ["items", "payloads"].map(
    x => require(process.argv[1] + `/${x}.js`));
const fill = text => text.replace(/%(\\w+)%/g, (all, name) => terms[name] ?? all);
console.log(JSON.stringify(items.map(x => fill(x.data))));"""


def payloads(name: str, kind: str, script: str, checkout: Path) -> list[Payload]:
    command = ["node", f"--input-type={kind}", "-e", script, str(checkout.resolve())]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [Payload(f"{name} {n}", text) for n, text in enumerate(json.loads(said))]


def in_browser(public: Path) -> list[str]:
    from playwright.sync_api import sync_playwright

    shown_by_a_reader(public)
    found = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        )
        watch = Watch(browser.new_page())
        for file in sorted(public.rglob("*.html")):
            watch.open(file)
        browser.close()
    return watch.seen


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--dompurify", type=Path, required=True)
    options.add_argument("--h5sc", type=Path, required=True)
    options.add_argument("--browser", action="store_true")
    asked = options.parse_args()
    found = [
        *payloads("DOMPurify", "module", _DOMPURIFY, asked.dompurify),
        *payloads("H5SC", "commonjs", _H5SC, asked.h5sc),
    ]
    with tempfile.TemporaryDirectory() as folder:
        left = leftovers(found, Path(folder))
        seen = in_browser(Path(folder, "site/public")) if asked.browser else []
    for line, times in Counter((*left, *seen)).most_common():
        print(f"{times:6} {line}")
    print(
        f"{len(found)} payloads, {len(left)} leftovers, {len(seen)} seen in a browser"
    )


if __name__ == "__main__":
    main()
