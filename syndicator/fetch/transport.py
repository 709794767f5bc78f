"""One request over one connection, opened by the guard that came with the request."""

from collections.abc import Iterator

import httpcore
import httpx


class Transport(httpx.BaseTransport):
    """One guarded connection per request: sources share none.

    A kept connection would outlive the permission it was made under, and httpcore's
    pool takes time per request in proportion to the connections it keeps.
    """

    def __init__(self) -> None:
        self._ssl = httpx.create_ssl_context()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        pool = httpcore.ConnectionPool(
            ssl_context=self._ssl,
            max_connections=1,
            network_backend=request.extensions["guard"],
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
            answer.status, headers=answer.headers, stream=_Stream(answer, pool)
        )


class _Stream(httpx.SyncByteStream):
    """The body of an answer; closing it ends the connection."""

    def __init__(
        self, answer: httpcore.Response, pool: httpcore.ConnectionPool
    ) -> None:
        self._answer = answer
        self._pool = pool

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
        self._pool.close()
