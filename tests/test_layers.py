"""The layers of the design, held by the imports as they are written.

0 words ← 1 stages, 2 edges ← 3 pipeline ← 4 shell. A stage or an edge imports no
sibling; only app.py joins the pipeline to the edges; only the command line asks the clock.
"""

import ast
import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "syndicator"
LAYERS = (
    {
        "errors",
        "model",
        "ports",
        "codec",
        "colors",
        "urls",
        "dates",
        "html",
        "text",
        "subjects",
        "pictures",
        "names",
        "consensus",
        "likeness",
    },
    {
        "parse",
        "normalize",
        "policy",
        "render",
        "decide",
        "schedule",
        "audit",
        "renditions",
        "walk",
        "discover",
    },
    {"config", "fetch", "store", "publish", "sandbox"},
    {"pipeline"},
    {
        "adding",
        "app",
        "auditing",
        "backfilling",
        "checks",
        "cli",
        "daemon",
        "editing",
        "log",
        "metrics",
        "offers",
        "posting",
        "preview",
        "pushing",
        "receiving",
        "report",
        "server",
        "tables",
        "__main__",
    },
)
LAYER = {name: number for number, names in enumerate(LAYERS) for name in names}

# What a stage must not reach: files, clocks, chance, logs, the network, other processes.
IMPURE = {
    "os", "io.open", "time", "random", "secrets", "logging", "socket", "ssl", "select",
    "subprocess", "threading", "multiprocessing", "concurrent", "asyncio", "shutil",
    "tempfile", "glob", "sqlite3", "signal", "urllib.request", "http.client",
    "http.server", "sqlalchemy", "alembic", "httpx", "httpcore", "requests",
    "apscheduler", "pydantic_settings", "typer", "rich", "warnings", "uuid.uuid1",
    "uuid.uuid4",
}  # fmt: skip
# `Path.read_text` and the like, called on anything: names that nothing else has.
FILE_METHODS = {
    "read_text", "read_bytes", "write_text", "write_bytes", "mkdir", "unlink",
    "is_file", "is_dir", "iterdir", "rglob",
}  # fmt: skip
CLOCKS = {
    "datetime.now",
    "datetime.today",
    "datetime.utcnow",
    "date.today",
    "time.time",
}
HAS_CLOCK = {"cli"}


def part(file: Path, package: Path) -> str:
    """The module or folder right below the package a file belongs to."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def imports(tree: ast.AST) -> Iterator[str]:
    """Every name a module imports, wherever it stands, as package.module.name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def faults(package: Path) -> list[str]:
    """What breaks the layers, as "file: what"."""
    return [
        f"{file.relative_to(package)}: {what}"
        for file in sorted(package.rglob("*.py"))
        for what in _wrong(part(file, package), file.read_text("utf-8"))
    ]


@cache
def _wrong(here: str, source: str) -> list[str]:
    if here == "__init__":
        return []
    tree = ast.parse(source)
    return [*_reached(here, tree), *_impure(here, tree), *_clocks(here, tree)]


def _reached(here: str, tree: ast.AST) -> Iterator[str]:
    for name in imports(tree):
        if not name.startswith("syndicator."):
            continue
        there = name.split(".")[1]
        if there != here and there != "__version__" and not _may(here, there):
            yield f"imports {there}"


def _may(here: str, there: str) -> bool:
    mine, theirs = LAYER[here], LAYER[there]
    if mine == 0:
        return theirs == 0
    if mine in (1, 2):
        return theirs == 0
    if mine == 3:
        return theirs in (0, 1)
    return theirs in (0, 3, 4) or here == "app" or (here, there) in SHELL_MAY


# The shell names types and tables of the edges and stages; it opens none but in app.py.
SHELL_MAY = {
    ("adding", "config"),
    ("adding", "discover"),
    ("daemon", "config"),
    ("cli", "config"),
    ("auditing", "audit"),
    ("tables", "audit"),
    ("preview", "render"),
    ("cli", "render"),
}


def _impure(here: str, tree: ast.AST) -> Iterator[str]:
    if LAYER[here] > 1:
        return
    for name in imports(tree):
        if any(name == bad or name.startswith(bad + ".") for bad in IMPURE):
            yield f"imports {name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func
            if isinstance(called, ast.Name) and called.id in ("open", "print", "input"):
                yield f"calls {called.id}()"
            if isinstance(called, ast.Attribute) and called.attr in FILE_METHODS:
                yield f"calls .{called.attr}()"


def _clocks(here: str, tree: ast.AST) -> Iterator[str]:
    if here in HAS_CLOCK:
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            if f"{owner}.{node.attr}" in CLOCKS:
                yield f"asks the clock: {owner}.{node.attr}"


def test_every_module_has_its_layer():
    there = {part(file, PACKAGE) for file in PACKAGE.rglob("*.py")} - {"__init__"}
    assert there <= set(LAYER)


def test_nothing_looks_like_a_clock_where_none_is():
    tree = ast.parse("visit.now; self.now; x.today; datetime.max")
    assert list(_clocks("emit", tree)) == []


def test_layers_hold():
    assert faults(PACKAGE) == []


def test_no_standard_module_is_misspelt():
    known = sys.stdlib_module_names
    third = {
        "sqlalchemy", "alembic", "httpx", "httpcore", "requests", "apscheduler",
        "pydantic_settings", "typer", "rich",
    }  # fmt: skip
    assert {name.split(".")[0] for name in IMPURE} <= known | third


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    compiled = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(PACKAGE, tmp_path / "syndicator", ignore=compiled))


@pytest.mark.parametrize(
    ("file", "line", "found"),
    [
        ("normalize/__init__.py", "import time", "imports time"),
        ("render/rss.py", "from syndicator.store import x", "imports store"),
        ("text.py", "from syndicator import parse", "imports parse"),
        ("policy/rule.py", "from syndicator.render import body", "imports render"),
        ("fetch/http.py", "from syndicator.store.lock import lock", "imports store"),
        ("pipeline/emit.py", "import syndicator.publish.files", "imports publish"),
        ("server.py", "from syndicator.store import open_store", "imports store"),
        ("decide/__init__.py", "x = open('/etc/passwd')", "calls open()"),
        ("parse/page.py", "x = y.read_text()", "calls .read_text()"),
        ("schedule.py", "x = datetime.now()", "asks the clock: datetime.now"),
        ("daemon.py", "x = datetime.today()", "asks the clock: datetime.today"),
    ],
)
def test_planted_fault_is_found(copy, file, line, found):
    _plant(copy / file, line)
    assert _new_faults(copy) == {f"{file}: {found}"}


def test_two_planted_faults_are_found_and_nothing_else(copy):
    _plant(copy / "normalize/__init__.py", "import time")
    _plant(copy / "render/rss.py", "from syndicator.store import x")
    assert _new_faults(copy) == {
        "normalize/__init__.py: imports time",
        "render/rss.py: imports store",
    }


def _new_faults(copy: Path) -> set[str]:
    return set(faults(copy)) - _known_faults()


@cache
def _known_faults() -> set[str]:
    return set(faults(PACKAGE))


def _plant(file: Path, line: str) -> None:
    file.write_text(f"{file.read_text('utf-8')}\n{line}\n", "utf-8")
