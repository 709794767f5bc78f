"""What some tests need of the machine: CI has it all; elsewhere they are left out."""

import os
import shutil

import pytest


def need(there: object, what: str) -> None:
    """Fail in CI, and skip elsewhere, where something is not there."""
    if not there:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what}: missing here")


def program(name: str) -> str:
    """Where a program is."""
    found = shutil.which(name)
    need(found, name)
    return str(found)
