"""Log lines: one event, then key=value; on standard error."""

import json
import logging
import sys

logger = logging.getLogger("syndicator")


class _Stderr(logging.Handler):
    """Writes to whatever standard error is now: a progress bar may stand in for it."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stderr.write(self.format(record) + "\n")
        except (OSError, ValueError):
            pass  # nobody listens any more; the work goes on


def set_up(*, verbose: bool = False) -> None:
    """Send the service's own lines to standard error; call once, from the shell."""
    handler = _Stderr()
    handler.setFormatter(
        logging.Formatter(
            "%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"
        )
    )
    logger.handlers[:] = [handler]
    logger.setLevel(logging.DEBUG if verbose else logging.INFO)
    logger.propagate = False


def line(event: str, **facts: object) -> str:
    """An event and its facts as one line; values with spaces are quoted.

    >>> line("polled", source="lab", new=2)
    'polled source=lab new=2'
    """
    return " ".join([event, *(f"{k}={_value(v)}" for k, v in facts.items())])


def _value(value: object) -> str:
    """Publishers' words must neither start a line of their own nor drive a terminal."""
    text = "".join(c if c.isprintable() else " " for c in str(value))
    plain = text and not set(text) & set(' "=\\')
    return text if plain else json.dumps(text, ensure_ascii=False)
