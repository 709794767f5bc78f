"""Issues of a letter as an editor has them: made, read, revised, from the command line."""

import json
import random
import sys
import time

import pytest

SCHEDULE = 'schedule = "0 9 1 1 *"\nlookback_days = 3000\nminimum = 1\nlimit = 6'
SUFFIXES = (".html", ".txt", ".json")


def scheduled(service):
    """The demo with a letter that comes in issues."""
    service.add(
        f'[letters.digest]\ntitle = "Digest"\nsubject = "No. {{number}}"\n{SCHEDULE}\n'
        'tool = "mailchimp"'
    )
    assert service.run("once").returncode == 0
    return service


def issue(service, *arguments):
    command, *rest = arguments
    return service.run("issue", command, "digest", *rest)


def named(service):
    """The names of the issues there are, by their files."""
    folder = service.public / "letters/digest"
    return sorted({f.name.partition(".")[0] for f in folder.glob("2*.json")})


def articles(service, name):
    told = json.loads(service.read(f"letters/digest/{name}.json"))
    return [each["id"] for each in told["items"]]


@pytest.mark.slow
def test_issues_are_made_previewed_revised_and_audited(published):
    service = scheduled(published)
    seen = issue(service, "preview", "--as", "json")
    assert seen.returncode == 0, seen.stderr
    assert named(service) == []
    made = issue(service, "make")
    assert made.returncode == 0, made.stderr
    (name,) = named(service)
    before = {s: service.read(f"letters/digest/{name}{s}") for s in SUFFIXES}
    titles = [each["title"] for each in json.loads(seen.stdout)["items"]]
    assert [e["title"] for e in json.loads(before[".json"])["items"]] == titles
    assert service.run("once").returncode == 0
    assert {s: service.read(f"letters/digest/{name}{s}") for s in SUFFIXES} == before
    out = json.loads(before[".json"])["items"][0]["id"]
    revised = issue(service, "revise", "1", "--out", out, "--reason", "It was wrong")
    assert revised.returncode == 0, revised.stderr
    assert out not in articles(service, name)
    listed = service.run("issue", "list").stdout
    assert "It was wrong" in " ".join(listed.split())
    assert service.run("audit").returncode == 0
    page = service.public / f"letters/digest/{name}.txt"
    page.write_text(page.read_text("utf-8").replace("advice", "a vice"), "utf-8")
    audited = service.run("audit")
    assert audited.returncode == 1
    assert f"letters/digest/{name}.txt" in audited.stdout


@pytest.mark.slow
def test_what_cannot_be_done_is_told(published):
    service = scheduled(published)
    for arguments, code, told in (
        (("issue", "make", "nobody"), 78, "no letter 'nobody' has a schedule"),
        (("issue", "revise", "digest", "7", "--renew", "--reason", "x"), 78, "issue 7"),
        (("issue", "pin", "digest", "nothing"), 78, "no article has the id"),
    ):
        result = service.run(*arguments)
        assert (result.returncode, told in result.stderr) == (code, True), result.stderr
        assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_kills_lose_no_article_and_double_none(published):
    """Killed while issues are made, each article is in one issue at the end."""
    seed = random.randrange(2**32)
    sys.stderr.write(f"seed {seed}\n")
    chance = random.Random(seed)
    service = scheduled(published)
    start = time.monotonic()
    assert issue(service, "make").returncode == 0
    duration = time.monotonic() - start
    for _ in range(6):
        process = service.start("issue", "make", "digest")
        time.sleep(chance.uniform(duration / 3, duration))
        process.kill()
    while (last := issue(service, "make")).returncode == 0:
        pass
    assert last.returncode == 1, f"seed {seed}: {last.stderr}"
    assert service.run("once").returncode == 0
    held = [each for name in named(service) for each in articles(service, name)]
    whole = json.loads(service.read("feeds/all.json"))
    assert sorted(held) == sorted(each["id"] for each in whole["items"]), f"seed {seed}"
    latest = [service.read(f"letters/digest/latest{s}") for s in SUFFIXES]
    newest = max(named(service), key=lambda name: (len(name), name))
    issued = [service.read(f"letters/digest/{newest}{s}") for s in SUFFIXES]
    assert latest == issued
    assert service.run("audit").returncode == 0
