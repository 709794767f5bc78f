"""Killed at any instant, the next run ends where an undisturbed one would have."""

import random
import shutil
import sqlite3
import sys
import time

import pytest
from service import copied

ROUNDS, KILLS = 3, 6


@pytest.mark.slow
def test_kills_leave_nothing_behind(first, tmp_path):
    seed = random.randrange(2**32)
    sys.stderr.write(f"seed {seed}\n")
    chance = random.Random(seed)
    service = copied(tmp_path)
    start = time.monotonic()
    assert service.run("--help").returncode == 0
    begun = time.monotonic() - start  # before that there is nothing to be cut short
    assert service.run("once").returncode == 0
    whole = time.monotonic() - start - begun
    for _ in range(ROUNDS):
        shutil.rmtree(service.folder / "store")
        shutil.rmtree(service.public)
        for _ in range(KILLS):
            process = service.start("once")
            time.sleep(chance.uniform(begun, whole))
            process.kill()
        result = service.run("once")
        assert result.returncode == 0, f"seed {seed}: {result.stderr}"
        assert service.bytes() == first.bytes(), f"seed {seed}"
        assert not [p for p in service.public.rglob("*") if p.name.startswith(".")]
        with sqlite3.connect(service.folder / "store/state.db") as store:
            assert store.execute("PRAGMA integrity_check").fetchone() == ("ok",)
