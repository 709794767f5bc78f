"""Our extraction of articles beside that of others, on two public sets of pages.

    python tests/benchmarks/extraction.py --news article-extraction-benchmark \\
        --snapshots readability/test/test-pages --node-modules node_modules

`--news` is the folder of scrapinghub/article-extraction-benchmark: texts as people
marked them, scored by its own evaluate.py. `--snapshots` is test/test-pages of
mozilla/readability: its truth is what Readability.js makes of a page, so that one scores
1 there by construction. All run in one process, page sets turn about; CPU is given as a
ratio to trafilatura's text. A peer that is not installed is named as absent.
"""

import argparse
import gzip
import importlib.util
import json
import tempfile
from pathlib import Path
from statistics import mean, median
from types import ModuleType

import extraction_peers as peers
import extraction_scores as scores
from extraction_peers import Made, Page

HALVES = {"all": slice(None), "even": slice(0, None, 2), "odd": slice(1, None, 2)}
NEWS = (
    "shingleF1  precis  recall   empty  images  usable  precis  captions  ol  headings"
)
SNAPSHOTS = "textF1  precis  recall  blockF1  imgRec  imgPrec      ol"


def evaluator(folder: Path) -> ModuleType:
    """The news set's own evaluate.py."""
    spec = importlib.util.spec_from_file_location("evaluate", folder / "evaluate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def news_pages(folder: Path, scratch: Path, half: str) -> tuple[list[Page], list[str]]:
    truth = json.loads((folder / "ground-truth.json").read_text("utf-8"))
    pages, texts = [], []
    for name in sorted(truth)[HALVES[half]]:
        body = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes())
        file = scratch / f"{name}.html"
        file.write_bytes(body)
        pages.append(Page(name, _url(truth[name].get("url", "")), file, body))
        texts.append(truth[name]["articleBody"])
    return pages, texts


def _url(said: str) -> str:
    return said if said.startswith("http") or not said else f"http://{said}"


def snapshot_pages(folder: Path, half: str) -> tuple[list[Page], list[str]]:
    cases = sorted(p for p in folder.iterdir() if p.is_dir())[HALVES[half]]
    pages = [
        Page(c.name, "http://fakehost/test/page.html", f, f.read_bytes())
        for c in cases
        if (f := c / "source.html").exists()
    ]
    return pages, [(c / "expected.html").read_text("utf-8") for c in cases]


def news_row(
    made: list[Made], pages: list[Page], texts: list[str], judge: ModuleType
) -> str:
    matches = [
        judge.string_shingle_matching(true=t, pred=m.text)
        for t, m in zip(texts, made, strict=True)
    ]
    found = judge.metrics_from_tp_fp_fns(matches)
    each = [
        scores.structure(m.html, p.body, t, p.url)
        for m, p, t in zip(made, pages, texts, strict=True)
    ]
    wanted, kept, usable, output = (
        sum(x) for x in zip(*(s.images for s in each), strict=True)
    )
    return (
        f"{found['f1']:9.3f} {found['precision']:7.3f} {found['recall']:7.3f}"
        f" {sum(not m.text for m in made):7}"
        f" {kept / wanted:7.3f} {usable / wanted:7.3f} {kept / max(1, output):7.3f}"
        f" {scores.share((k, w) for w, k in (s.captions for s in each)):9.3f}"
        f" {scores.share((k, w) for w, k in (s.ordered for s in each)):6.3f}"
        f" {scores.share((k, w) for w, k in (s.headings for s in each)):6.3f}"
    )


def snapshot_row(
    made: list[Made], pages: list[Page], wanted: list[str], judge: ModuleType
) -> str:
    each = [
        scores.snapshot(
            m.html or _paragraphs(m.text), w, p.url, judge.string_shingle_matching
        )
        for m, p, w in zip(made, pages, wanted, strict=True)
    ]
    precision, recall = (mean(x) for x in zip(*(s.text for s in each), strict=True))
    f1 = 2 * precision * recall / (precision + recall)
    blocks = mean(2 * a / max(1, b + c) for a, b, c in (s.blocks for s in each))
    hits, output, images = (sum(x) for x in zip(*(s.images for s in each), strict=True))
    ordered = scores.share(s.ordered for s in each)
    return (
        f"{f1:6.3f} {precision:7.3f} {recall:7.3f} {blocks:8.3f}"
        f" {hits / max(1, images):7.3f} {hits / max(1, output):8.3f} {ordered:7.3f}"
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{line}</p>" for line in text.splitlines())


def measure(
    title: str,
    head: str,
    names: list[str],
    pages: list[Page],
    truth: list[str],
    row: object,
    judge: ModuleType,
    modules: Path | None,
    rounds: int,
) -> None:
    seconds: dict[str, list[list[float]]] = {n: [] for n in names}
    made: dict[str, list[Made]] = {}
    for name in names:  # warm up: imports, compiled patterns
        list(peers.run(name, pages[:2], modules))
    for _ in range(rounds):
        for name in names:
            made[name] = list(peers.run(name, pages, modules))
            seconds[name].append([m.seconds for m in made[name]])
    print(f"\n{title}: {len(pages)} pages\n{'':18}{head}   cpu ×")
    for name in names:
        ratios = [
            sum(mine) / sum(theirs)
            for mine, theirs in zip(seconds[name], seconds["trafilatura"], strict=True)
        ]
        print(f"{name:18}{row(made[name], pages, truth, judge)} {median(ratios):7.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--news", type=Path, required=True)
    parser.add_argument("--snapshots", type=Path, required=True)
    parser.add_argument("--node-modules", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--half", choices=HALVES, default="all")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    there = peers.present(asked.node_modules)
    names = [
        n for n, yes in there.items() if yes and (not asked.only or n in asked.only)
    ]
    names = list(dict.fromkeys(("trafilatura", *names)))
    absent = [n for n, yes in there.items() if not yes]
    print("absent:", ", ".join(absent) or "none")
    judge = evaluator(asked.news)
    rest = (judge, asked.node_modules, asked.rounds)
    with tempfile.TemporaryDirectory() as scratch:
        pages, texts = news_pages(asked.news, Path(scratch), asked.half)
        measure("news", NEWS, names, pages, texts, news_row, *rest)
    pages, wanted = snapshot_pages(asked.snapshots, asked.half)
    measure("snapshots", SNAPSHOTS, names, pages, wanted, snapshot_row, *rest)


if __name__ == "__main__":
    main()
