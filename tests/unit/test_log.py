"""One event, one line, whatever a publisher wrote into it."""

import io
import logging
import sys

import pytest

from syndicator import log


@pytest.fixture(autouse=True)
def _logger_as_before():
    kept = log.logger.handlers[:], log.logger.level, log.logger.propagate
    yield
    log.logger.handlers[:], log.logger.level, log.logger.propagate = kept


@pytest.mark.parametrize(
    ("facts", "written"),
    [
        ({}, "polled"),
        ({"source": "lab", "new": 2}, "polled source=lab new=2"),
        ({"error": "no such host"}, 'polled error="no such host"'),
        ({"error": ""}, 'polled error=""'),
        ({"title": 'The "best" of'}, r'polled title="The \"best\" of"'),
        ({"word": "a=b"}, 'polled word="a=b"'),
        ({"word": "a\\b"}, r'polled word="a\\b"'),
        ({"title": "Schlaf,für,alle"}, "polled title=Schlaf,für,alle"),
        ({"title": "a\n2026 ERROR b"}, 'polled title="a 2026 ERROR b"'),
        ({"title": "a\r\u2028\x1b[2Jb\x9b"}, 'polled title="a   [2Jb "'),
        ({"title": "a\ud800"}, 'polled title="a "'),
    ],
)
def test_event_and_facts_make_one_line(facts, written):
    assert log.line("polled", **facts) == written


@pytest.mark.parametrize(("verbose", "levels"), [(False, "IWE"), (True, "DIWE")])
def test_levels_go_to_standard_error(capsys, verbose, levels):
    log.set_up(verbose=verbose)
    for level in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
        log.logger.log(level, "event")
    written = capsys.readouterr()
    lines = written.err.splitlines()
    assert "".join(each.split()[1][0] for each in lines) == levels
    assert all(each.endswith(" event") for each in lines)
    assert written.out == ""


def test_setting_up_twice_writes_once(capsys):
    log.set_up()
    log.set_up()
    log.logger.info("event")
    assert len(capsys.readouterr().err.splitlines()) == 1


class Hung(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


@pytest.mark.parametrize("nobody", [Hung(), None])
def test_closed_standard_error_does_not_stop_the_work(monkeypatch, nobody):
    log.set_up()
    if nobody is None:
        nobody = io.StringIO()
        nobody.close()
    monkeypatch.setattr(sys, "stderr", nobody)
    log.logger.error("event")
