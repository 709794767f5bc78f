"""`syndicator audit`: silent on what was published, loud on what was tampered with."""

import json
import shutil

import pytest
from service import Service


def test_demo_is_clean(first: Service) -> None:
    result = first.run("audit")
    assert result.returncode == 0, result.stdout
    assert result.stdout.startswith("0 findings in 27 files")


@pytest.mark.slow
def test_tampered_file_is_found(published: Service) -> None:
    file = published.public / "letters/weekly/latest.html"
    file.write_bytes(file.read_bytes().replace(b"sponsored nofollow", b"nofollow"))
    result = published.run("audit")
    assert result.returncode == 1
    assert "letters/weekly/latest.html: rel: " in result.stdout


def test_findings_are_machine_readable(published: Service) -> None:
    (published.public / "feeds/all.json").write_text("{")
    result = published.run("audit", "--json")
    (finding,) = map(json.loads, result.stdout.splitlines())
    assert (finding["path"], finding["rule"]) == ("feeds/all.json", "unreadable")


@pytest.mark.slow
def test_one_file_or_a_copy_elsewhere(published: Service) -> None:
    shutil.copytree(published.public, published.folder / "copy")
    (published.folder / "copy/feeds/all.rss").unlink()
    assert (
        published.run("audit", str(published.public / "feeds/all.rss")).returncode == 0
    )
    result = published.run("audit", str(published.folder / "copy"))
    assert result.returncode == 1
    assert "feeds/all.rss: unreadable: No such file" in result.stdout
    assert published.run("audit", "/etc/passwd").returncode == 78
