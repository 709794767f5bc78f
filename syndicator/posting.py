"""How a pushed request comes in over a socket: bounded in size and time, then answered."""

from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from time import monotonic
from typing import Any

from syndicator.receiving import Receiver, Reply, problem

_SECONDS = 60  # for a whole body, however steadily it drips
_PIECE = 64 * 1024
_LINGER_SECONDS = 2  # what is still being sent is let run dry, or it tears the answer
_LINGER_BYTES = 32 * 1024 * 1024


class PushHandler(BaseHTTPRequestHandler):
    """POST and DELETE, for a server whose `receiver` takes articles in.

    Each ends its connection: what is left of a refused body is no further request.
    """

    server: Any

    def do_POST(self) -> None:
        self._push()

    def do_DELETE(self) -> None:
        self._push()

    def handle_expect_100(self) -> bool:
        """Refuse before the body is sent what would be refused after (RFC 9110 §10.1.1)."""
        receiver: Receiver | None = self.server.receiver
        if receiver is None or self.command != "POST":
            return super().handle_expect_100()
        refusal = receiver.refusal(self.command, self.path, self._named())
        if refusal is None:
            return super().handle_expect_100()
        self._reply(refusal)
        return False

    def _push(self) -> None:
        receiver: Receiver | None = self.server.receiver
        if receiver is None:
            self.send_error(HTTPStatus.NOT_IMPLEMENTED)
            return
        headers = self._named()
        refusal = receiver.refusal(self.command, self.path, headers)
        if refusal:
            self._reply(refusal)
            self._linger()
        elif self.command == "DELETE":
            self._reply(receiver.delete(self.path, headers))
        else:
            body = self._body(int(headers["content-length"]))
            if body is None:
                words = f"the body did not come whole within {_SECONDS} s"
                self._reply(problem(HTTPStatus.REQUEST_TIMEOUT, words))
            else:
                self._reply(receiver.post(self.path, headers, body))

    def _named(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _body(self, length: int) -> bytes | None:
        """The body, None where it ends too early or comes too slowly."""
        pieces: list[bytes] = []
        left, deadline = length, monotonic() + _SECONDS
        with suppress(TimeoutError):
            while left and (patience := deadline - monotonic()) > 0:
                self.connection.settimeout(min(patience, self.timeout or patience))
                piece = self.rfile.read1(min(left, _PIECE))
                if not piece:
                    break
                pieces.append(piece)
                left -= len(piece)
        return None if left else b"".join(pieces)

    def _reply(self, reply: Reply) -> None:
        self.close_connection = True
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", reply.media_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def _linger(self) -> None:
        """Read on for a while: closing on unread bytes would take the answer back."""
        left, deadline = _LINGER_BYTES, monotonic() + _LINGER_SECONDS
        with suppress(OSError):
            while left > 0 and (patience := deadline - monotonic()) > 0:
                self.connection.settimeout(min(patience, 0.5))
                piece = self.rfile.read1(_PIECE)
                if not piece:
                    return
                left -= len(piece)
