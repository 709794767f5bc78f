"""One request over one connection, opened by the guard that came with the request."""

from collections.abc import Callable, Iterator
from functools import partial

import httpcore
import httpx

from syndicator.fetch.guard import Guard
from syndicator.fetch.turns import Turns


class Transport(httpx.BaseTransport):
    """One guarded connection per request, when it is its host's turn: sources share none.

    A request brings its `guard`, and how long its host is to `rest` after it. A kept
    connection would outlive the permission it was made under, and httpcore's pool takes
    time per request in proportion to the connections it keeps.
    """

    def __init__(self) -> None:
        self._ssl = httpx.create_ssl_context()
        self._turns = Turns()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, guard = request.url.raw_host, request.extensions["guard"]
        guard.put_off(self._turns.take(host))
        done = partial(self._turns.give, host, request.extensions["rest"])
        try:
            return self._answer(request, guard, done)
        except BaseException:
            done()
            raise

    def _answer(
        self, request: httpx.Request, guard: Guard, done: Callable[[], None]
    ) -> httpx.Response:
        pool = httpcore.ConnectionPool(
            ssl_context=self._ssl, max_connections=1, network_backend=guard
        )
        url = request.url
        try:
            answer = pool.handle_request(
                httpcore.Request(
                    request.method,
                    httpcore.URL(
                        scheme=url.raw_scheme,
                        host=url.raw_host,
                        port=url.port,
                        target=url.raw_path,
                    ),
                    headers=request.headers.raw,
                    content=request.stream,
                    extensions={"timeout": request.extensions["timeout"]},
                )
            )
        except BaseException:
            pool.close()
            raise
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer, pool, done)
        )


class _Stream(httpx.SyncByteStream):
    """The body of an answer; closing it ends the connection, and the turn."""

    def __init__(
        self,
        answer: httpcore.Response,
        pool: httpcore.ConnectionPool,
        done: Callable[[], None],
    ) -> None:
        self._answer = answer
        self._pool = pool
        self._done: Callable[[], None] | None = done

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        done, self._done = self._done, None
        try:
            self._answer.close()
            self._pool.close()
        finally:
            if done:  # closing twice is closing once
                done()
