"""Nothing that runs, loads or submits gets out of an article, in any format."""

from pathlib import Path

import acts
import pytest
from active import active, is_active_address, words
from payload_site import Payload, leftovers, own_payloads

_ASLEEP = (
    "conditional-comment escaped-twice instruction noscript quotes script-in-script"
)
ASLEEP = _ASLEEP.split()
PAYLOADS = own_payloads()


def test_the_judge_sees_each_payload() -> None:
    """Or it would take anything for harmless; these are, until somebody meddles."""
    blind = [p.name for p in PAYLOADS if not active(p.markup)]
    assert sorted(blind) == sorted(ASLEEP)
    assert len(PAYLOADS) >= 40


@pytest.mark.parametrize("address", ["javascript:x", " \tjava\nscript:x", "DATA:x"])
def test_the_judge_reads_addresses_as_browsers_do(address: str) -> None:
    assert is_active_address(address)
    assert not is_active_address("https://a.example/?javascript:x")


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda p: p.name)
def test_a_body_is_harmless_and_keeps_its_words(payload: Payload) -> None:
    (body,) = acts.bodies(payload.markup)
    assert not active(body), payload.why
    assert payload.stays in words(body)


@pytest.mark.slow
def test_no_output_is_active(tmp_path: Path) -> None:
    assert leftovers(PAYLOADS, tmp_path) == []


@pytest.mark.slow
def test_what_is_let_through_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sanitizer taken out, every format must show it."""
    monkeypatch.setattr("syndicator.html.sanitize", lambda markup: markup)
    found = leftovers([p for p in PAYLOADS if p.name == "style-attribute"], tmp_path)
    for suffix in (".rss", ".atom", ".json"):
        assert any(f"{suffix}: " in line for line in found), suffix
