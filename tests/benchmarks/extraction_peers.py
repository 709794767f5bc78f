"""The extractors of the benchmark: ours, and those it is measured beside."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from time import process_time
from typing import NamedTuple

import extraction_scores as scores

NODE = ("readability", "defuddle")
_RUNNER = Path(__file__).with_name("extraction_peers.mjs")


class Page(NamedTuple):
    name: str
    url: str
    file: Path  # UTF-8
    body: bytes


class Made(NamedTuple):
    html: str
    text: str
    seconds: float  # of CPU


Extractor = Callable[[bytes, str], tuple[str, str]]


def _ours() -> Extractor:
    from syndicator.parse.extract import article

    def run(body: bytes, url: str) -> tuple[str, str]:
        found = article(body, url)
        return found.html, found.text

    return run


def _trafilatura() -> Extractor:
    """Its text is what it is timed and judged by; its HTML is made beside."""
    import trafilatura

    def run(body: bytes, url: str) -> tuple[str, str]:
        return "", trafilatura.extract(body, url=url, include_comments=False) or ""

    return run


def _trafilatura_html() -> Extractor:
    import trafilatura

    def run(body: bytes, url: str) -> tuple[str, str]:
        made = trafilatura.extract(
            body,
            url=url,
            output_format="html",
            include_comments=False,
            include_formatting=True,
            include_images=True,
            include_links=True,
        )
        return made or "", _text(made or "")

    return run


def _readability() -> Extractor:
    from readability import Document

    def run(body: bytes, url: str) -> tuple[str, str]:
        page = Document(body.decode("utf-8", "replace"), url=url)
        made = page.summary(html_partial=True, keep_all_images=True)
        return made, _text(made)

    return run


def _newspaper() -> Extractor:
    import newspaper

    def run(body: bytes, url: str) -> tuple[str, str]:
        config = newspaper.Config()
        config.fetch_images = False
        page = newspaper.Article(url or "https://none.example/", config=config)
        page.download(input_html=body.decode("utf-8", "replace"))
        page.parse()
        return page.article_html or "", page.text or ""

    return run


PYTHON: dict[str, tuple[str, Callable[[], Extractor]]] = {
    "syndicator": ("syndicator", _ours),
    "trafilatura": ("trafilatura", _trafilatura),
    "trafilatura html": ("trafilatura", _trafilatura_html),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
}


def present(modules: Path | None) -> dict[str, bool]:
    """Every extractor, and whether it is there to be run."""
    node = modules is not None and shutil.which("node") is not None
    found = {
        name: find_spec(module) is not None for name, (module, _) in PYTHON.items()
    }
    for name in NODE:
        package = "@mozilla/readability" if name == "readability" else name
        found[f"{name}.js"] = bool(
            node
            and modules
            and all((modules / p).is_dir() for p in (package, "linkedom"))
        )
    return found


def run(name: str, pages: list[Page], modules: Path | None) -> Iterator[Made]:
    if name in PYTHON:
        yield from _in_python(PYTHON[name][1](), pages)
    elif modules is not None:
        yield from _in_node(name.removesuffix(".js"), pages, modules.resolve())


def _in_python(extract: Extractor, pages: list[Page]) -> Iterator[Made]:
    for page in pages:
        start = process_time()
        try:
            html, text = extract(page.body, page.url)
        except Exception as error:  # noqa: BLE001
            print(f"  {page.name}: {error!r:.150}")
            html = text = ""
        yield Made(html, text, process_time() - start)


def _in_node(name: str, pages: list[Page], modules: Path) -> Iterator[Made]:
    asked = "".join(
        json.dumps({"path": str(p.file), "url": p.url}) + "\n" for p in pages
    )
    done = subprocess.run(  # noqa: S603
        [shutil.which("node") or "node", str(_RUNNER), str(modules), name],
        input=asked,
        capture_output=True,
        text=True,
        check=True,
    )
    for line in done.stdout.splitlines():
        made = json.loads(line)
        yield Made(made["html"], _text(made["html"]), made["cpu"])


def _text(html: str) -> str:
    return scores.text_of(scores.parsed(html))
