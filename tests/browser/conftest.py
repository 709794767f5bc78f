"""Debian's Chromium, and the demo as it is published, served by our own server."""

import shutil
import threading
from collections.abc import Iterator

import demo
import pytest
from playwright.sync_api import Browser, sync_playwright

from syndicator.server import Server


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    assert found, "install chromium, or leave these tests out: -m 'not browser'"
    with sync_playwright() as playwright:
        # Without its sandbox, as root in a container has none to offer.
        chromium = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo, published and served."""
    folder = tmp_path_factory.mktemp("demo")
    with demo.published(folder):
        pass
    server = Server("127.0.0.1", 0, folder / "public")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()
