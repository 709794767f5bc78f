"""feedparser's own test files, put as neutral questions to our reader of feeds.

    python tests/benchmarks/feed_cases.py CHECKOUT [--misses]

CHECKOUT is a checkout of kurtmckee/feedparser. Each of its cases is a feed with a Python
expression; that is taken apart (never run) into questions: what is at this path? Asked
is only what concerns articles (CORE). Every question of a case must be answered right.
"""

import argparse
import ast
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

from active import active, words  # noqa: E402
from feed_reading import reading  # noqa: E402

from syndicator import html  # noqa: E402

_CORE_NAMES = (
    "title link links id guid summary content description subtitle author authors"
    " author_detail published published_parsed updated updated_parsed created"
    " created_parsed enclosures tags category image language"
)
CORE = frozenset(_CORE_NAMES.split())
_CASE = re.compile(r"Description:\s*(.*?)\s*Expect:\s*(.*)\s*-->")
_HEADER = re.compile(r"^\s*Header:\s+([^:]+):(.*)$", re.MULTILINE)
_STARTS = {
    b"\0\0\xfe\xff": "utf-32-be",
    b"\xff\xfe\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"<\0\0\0": "utf-32-le",
    b"\0<\0?": "utf-16-be",
    b"<\0?\0": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"\xff\xfe": "utf-16-le",
}
_HTTP = ("content-location", "content-type", "content-language")
_NOTHING: Any = object()


@dataclass(frozen=True, slots=True)
class Question:
    """What is at a path; `by` is "is", "is not", "length", "code", "true" or "false"."""

    path: tuple[str | int, ...]
    by: str
    value: Any = None


@dataclass(frozen=True, slots=True)
class Case:
    group: str
    name: str
    body: bytes
    headers: Mapping[str, str]
    questions: tuple[Question, ...]

    @property
    def core(self) -> bool:
        return any(not CORE.isdisjoint(q.path) for q in self.questions)


# ---------------------------------------------------------------- cases


def cases(checkout: Path) -> Iterator[Case]:
    """Every case whose expression could be taken apart."""
    tests = checkout / "tests"
    for file in sorted(tests.rglob("*.xml")):
        body = file.read_bytes()
        text = _text(body)
        found = _CASE.search(text)
        questions = _questions(found[2]) if found else ()
        if questions:
            folder = file.parent.relative_to(tests).as_posix()
            group = folder.removeprefix("wellformed/")
            headers = {
                name.strip().lower(): said.strip()
                for name, said in _HEADER.findall(text)
            }
            yield Case(group, file.name, body, headers, questions)


def _text(body: bytes) -> str:
    for start, encoding in _STARTS.items():
        if body.startswith(start):
            return body.decode(encoding, "replace")
    return body.decode("utf-8", "ignore")


def _questions(expression: str) -> tuple[Question, ...]:
    """() where any part of it is no question, but for what it says of `bozo`."""
    try:
        whole = ast.parse(expression.strip(), mode="eval").body
        parts = whole.values if _is_and(whole) else [whole]
        return tuple(
            _question(part) for part in parts if "bozo" not in ast.unparse(part)
        )
    except (SyntaxError, ValueError, KeyError):
        return ()


def _is_and(node: ast.expr) -> bool:
    return isinstance(node, ast.BoolOp) and isinstance(node.op, ast.And)


_CALLS = {"len": "length", "ord": "code"}


def _question(node: ast.expr) -> Question:
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return Question(_path(node.operand), "false")
    if not isinstance(node, ast.Compare):
        return Question(_path(node), "true")
    (operator,), (right,) = node.ops, node.comparators
    left = node.left
    if isinstance(operator, ast.In | ast.NotIn):
        by = "true" if isinstance(operator, ast.In) else "false"
        return Question((*_path(right), ast.literal_eval(left)), by)
    by = {ast.Eq: "is", ast.Is: "is", ast.NotEq: "is not"}[type(operator)]
    if isinstance(left, ast.Call) and isinstance(left.func, ast.Name):
        by, left = _CALLS[left.func.id], left.args[0]
    return Question(_path(left), by, ast.literal_eval(right))


def _path(node: ast.expr) -> tuple[str | int, ...]:
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (*_path(node.value), node.attr)
    if isinstance(node, ast.Subscript):
        return (*_path(node.value), ast.literal_eval(node.slice))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in ("has_key", "get"):
            raise ValueError(ast.unparse(node))
        return (*_path(node.func.value), ast.literal_eval(node.args[0]))
    raise ValueError(ast.unparse(node))


# ---------------------------------------------------------------- answers


def right(question: Question, found: Mapping[str, Any]) -> bool:
    answer = _at(found, question.path)
    match question.by:
        case "true":
            return answer is not _NOTHING and bool(answer)
        case "false":
            return answer is _NOTHING or not answer
        case "length":
            return answer is not _NOTHING and len(answer) == question.value
        case "code":
            return isinstance(answer, str) and [*map(ord, answer)] == [question.value]
        case "is not":
            return bool(answer != question.value)
    return _same(answer, question.value)


def _at(found: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return _NOTHING
    return found


def _same(answer: Any, wanted: Any) -> bool:
    if isinstance(wanted, dict):  # what we say besides is no mistake
        return isinstance(answer, Mapping) and all(
            key in answer and _same(answer[key], value) for key, value in wanted.items()
        )
    if isinstance(wanted, tuple) and isinstance(answer, tuple | list):
        return tuple(answer) == wanted
    if isinstance(wanted, str) and isinstance(answer, str):
        return _canonical(answer) == _canonical(wanted)
    return bool(answer == wanted)


def _canonical(markup: str) -> str:
    """Markup as a tree is written.

    Quotes, order of attributes and "/>" say nothing, nor does xmlns in HTML (§13.1.2.3).
    """
    tree = html.fragment(markup)
    for tag in tree.find_all(True):
        said = sorted(tag.attrs.items())
        tag.attrs = {k: v for k, v in said if not k.startswith("xmlns")}
    return html.inner(tree)


# ---------------------------------------------------------------- cleaned markup


def cleaned(case: Case, found: Mapping[str, Any]) -> tuple[bool, bool]:
    """Say whether what is left of a case is harmless and whole, and if it is theirs."""
    safe, same = True, True
    for question in case.questions:
        answer, wanted = _at(found, question.path), question.value
        if isinstance(answer, str) and isinstance(wanted, str):
            left = html.sanitize(answer)
            lost = set(words(wanted).split()) - set(words(left).split())
            safe = safe and not active(left) and not lost
            same = same and _same(left, wanted)
        else:
            safe = same = False
    return safe, same


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("checkout", type=Path)
    options.add_argument("--misses", action="store_true")
    asked = options.parse_args()
    total, good = Counter[str](), Counter[str]()
    for case in filter(lambda c: c.core, cases(asked.checkout)):
        for name, answered in _judged(case, asked.misses):
            total[name] += 1
            good[name] += answered
    for name in total:
        share = good[name] / total[name]
        print(f"{good[name]:5}/{total[name]:<5} {share:.3f}  {name}")


def _judged(case: Case, told: bool) -> Iterator[tuple[str, bool]]:
    """The sums a case counts in, each with whether it was right."""
    found = reading(case.body, case.headers)
    if case.group == "sanitize":
        safe, same = cleaned(case, found)
        yield "sanitize: harmless and whole", safe
        yield "sanitize: to the letter", same
        wrong = () if safe else case.questions
    else:
        wrong = [q for q in case.questions if not right(q, found)]
        yield case.group, not wrong
        yield "ALL but sanitize", not wrong
        if set(_HTTP).isdisjoint(case.headers):
            yield "ALL but sanitize, without an HTTP header", not wrong
        if case.group != "entities":
            yield "ALL but sanitize and entities", not wrong
    if wrong and told:
        print(f"{case.group}/{case.name}")
        for q in wrong:
            print(f"   {q.path} {q.by} {q.value!r}: {_at(found, q.path)!r}"[:400])


if __name__ == "__main__":
    main()
