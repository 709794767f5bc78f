"""`syndicator status --metrics`: what a Prometheus collector reads."""

import re

import pytest
from service import Service

SAMPLE = re.compile(r'[a-z_]+\{([a-z]+="(?:[^"\\\n]|\\.)*",?)+\} -?[\d.e+]+')


def test_every_line_is_help_type_or_sample(first: Service) -> None:
    lines = first.run("status", "--metrics").stdout.splitlines()
    samples = [line for line in lines if not line.startswith(("# HELP ", "# TYPE "))]
    assert samples
    assert [line for line in samples if not SAMPLE.fullmatch(line)] == []
    assert 'syndicator_source_failures{source="articles"} 0' in samples
    assert 'syndicator_published_items{path="feeds/all.rss"} 16' in samples


@pytest.mark.slow
def test_item_held_back_is_told_everywhere(service: Service) -> None:
    service.edit(
        "[disclaimers.preprint]\n", '[disclaimers.preprint]\nplain = "{supplier}"\n'
    )
    service.run("once")
    why = "held back: its wording needs {supplier}, which the article lacks"
    article = "https://meridian.example/articles/light-at-night.html"
    metrics = service.run("status", "--metrics").stdout
    assert f'{{where="feed all",subject="{article}",reason="{why}"}}' in metrics
    assert why in " ".join(service.run("audit").stdout.split())
    check = service.run("check")
    assert check.returncode == 1
    assert f"FAIL policy: {article} is {why}" in check.stdout
    assert f"<link>{article}</link>" not in service.read("feeds/all.rss")
