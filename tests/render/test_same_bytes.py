"""Same input, same bytes: whatever the process, its threads, seed, language and zone."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from needs import need, program
from same_bytes import THREADS

HERE = Path(__file__).parent
SEEDS = ("0", "1", "20260530")
PROCESSES = 2
ZONES = ("UTC", "Asia/Kathmandu", "America/St_Johns")
# Turkish has an i of its own; German writes months and numbers otherwise.
LOCALES = ("C", "de_DE.UTF-8", "tr_TR.UTF-8")


@pytest.fixture
def made_locales(tmp_path: Path) -> dict[str, str]:
    """The environment in which LOCALES are there, whatever is installed."""
    localedef = program("localedef")
    need(Path("/usr/share/i18n/locales").is_dir(), "sources of locales")
    for name in LOCALES[1:]:
        language = name.partition(".")[0]
        command = [localedef, "-i", language, "-f", "UTF-8", str(tmp_path / name)]
        subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return {"LOCPATH": str(tmp_path)}


@pytest.mark.slow
def test_every_process_thread_seed_language_and_zone_makes_the_same(made_locales):
    command = [
        sys.executable,
        HERE / "same_bytes.py",
        ",".join(LOCALES),
        ",".join(ZONES),
    ]
    made = [
        subprocess.run(  # noqa: S603
            command,
            env=os.environ | made_locales | {"PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout.split()
        for seed in SEEDS
        for _ in range(PROCESSES)
    ]
    assert {len(each) for each in made} == {len(LOCALES) * len(ZONES) * THREADS}
    assert len({digest for each in made for digest in each}) == 1
