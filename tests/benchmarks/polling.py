"""Many sources with nothing new: a whole pass, beside a bare httpx loop.

    python tests/benchmarks/polling.py [--sources 1000] [--rounds 7]

A server of its own process answers 304 to every source, each at a loopback address of
its own. Both ask with eight threads and a new connection for each request; what the loop
leaves out is all that a service is for: what is due, what was known, guarding, judging,
remembering. They run turn about; of each round the ratio of CPU seconds (user and
system, of this process) is taken, and the median is told.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from multiprocessing import Process, Queue
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from statistics import median
from typing import Any

import httpx

from syndicator.app import App, load_settings, opened, run_pass

THREADS = 8
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ETAG = '"1"'
FEED = (
    b"<rss version='2.0'><channel><title>F</title><link>https://f.example/</link>"
    b"<description>d</description></channel></rss>"
)
SETTINGS = """
[site]
title = "Site"
url = "https://site.example/"
[store]
url = "sqlite:///{folder}/state.db"
[publish]
path = "{folder}/public"
base_url = "https://site.example/"
[feeds.all]
"""
SOURCE = """
[sources.s{n}]
kind = "feed"
url = "{url}"
allow_networks = ["127.0.0.0/8"]
"""


class _Handler(StreamRequestHandler):
    def handle(self) -> None:
        known = False
        while (line := self.rfile.readline().strip()) != b"":
            known = known or line.lower().startswith(b"if-none-match:")
        head = f"HTTP/1.1 %s\r\nETag: {ETAG}\r\nConnection: close\r\n"
        if known:
            self.wfile.write((head % "304 Not Modified").encode() + b"\r\n")
        else:
            size = f"Content-Length: {len(FEED)}\r\n\r\n"
            self.wfile.write((head % "200 OK" + size).encode() + FEED)


class _Server(ThreadingTCPServer):
    request_queue_size = 512
    daemon_threads = True
    allow_reuse_address = True


def serve(told: "Queue[int]") -> None:
    with _Server(("0.0.0.0", 0), _Handler) as server:
        told.put(server.server_address[1])
        server.serve_forever()


def addresses(port: int, count: int) -> list[str]:
    return [f"http://127.1.{n // 250}.{n % 250 + 1}:{port}/feed" for n in range(count)]


def ours(app: App, now: datetime) -> None:
    report = run_pass(app, "benchmark", lambda: now, due_only=True)
    assert len(report.sources) == len(app.plan.sources)
    assert all(source.unchanged for source in report.sources)


def bare(urls: list[str]) -> None:
    headers = {"If-None-Match": ETAG, "Connection": "close"}
    with (
        httpx.Client(headers=headers, trust_env=False) as client,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        statuses = list(pool.map(lambda url: client.get(url).status_code, urls))
    assert set(statuses) == {304}


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[float, float]:
    cpu, clock = time.process_time(), time.perf_counter()
    work(*arguments)
    return time.process_time() - cpu, time.perf_counter() - clock


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--sources", type=int, default=1000)
    options.add_argument("--rounds", type=int, default=7)
    asked = options.parse_args()
    told: Queue[int] = Queue()
    server = Process(target=serve, args=(told,), daemon=True)
    server.start()
    urls = addresses(told.get(), asked.sources)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "syndicator.toml")
        sources = "".join(SOURCE.format(n=n, url=url) for n, url in enumerate(urls))
        file.write_text(SETTINGS.format(folder=folder) + sources)
        with opened(load_settings(file, {})) as app:
            run_pass(app, "benchmark", lambda: NOW, due_only=False)
            rounds = [
                (timed(ours, app, NOW + timedelta(days=n + 1)), timed(bare, urls))
                for n in range(asked.rounds)
            ]
    server.terminate()
    _tell(rounds, asked.sources)


def _tell(
    rounds: list[tuple[tuple[float, float], tuple[float, float]]], count: int
) -> None:
    for name, which in (("a pass of ours", 0), ("a bare loop", 1)):
        cpu = median(r[which][0] for r in rounds)
        rate = median(count / r[which][1] for r in rounds)
        print(f"{name}: {1000 * cpu / count:.2f} ms CPU per 304, {rate:.0f} a second")
    ratio = median(a[0] / b[0] for a, b in rounds)
    rates = median(b[1] / a[1] for a, b in rounds)
    print(f"CPU per 304: {ratio:.2f} × the loop's (aim: 1.5 or less)")
    print(f"requests a second: {rates:.2f} × the loop's")


if __name__ == "__main__":
    main()
