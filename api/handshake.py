"""HTTP as uvicorn speaks it, with limits: what comes before a WebSocket is HTTP, and costs whoever sends it nothing."""

import asyncio
from http import HTTPStatus
from typing import Any, cast

import msgspec
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.door import Door
from api.problems import problem
from hub.errors import Rejected

#: For a whole request, and for an answer that does not get away.
HANDSHAKE_S_MAX = 8.0
#: Of what a request has beside its body: its head, the sizes of its chunks, its trailers.
HEAD_BYTES_MAX = 64 * 1024
HEADERS_MAX = 128
#: Requests that wait for the answers to those before them.
PIPELINED_MAX = 16
#: A read is taken apart in pieces of this size, so that each limit is noticed where it is passed.
SLICE_BYTES = 4096
#: Who is one too many and has not asked for anything by then is cut off without an answer.
REFUSED_S_MAX = 1.0


class _TooMuch(Exception):  # noqa: N818  ends the parser's run, and is heard of nowhere else
    """The request is over a limit; the connection is closing."""


class HandshakeProtocol(HttpToolsProtocol):
    """One connection until it is a WebSocket, or to its end: limited in time, in size and in number."""

    door: Door
    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _refused: Rejected | None = None
    _counted = False
    _waits = False
    _head_bytes = 0

    # the way in

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self.door = vars(self.config)["loaded_app"].state.door
        self.door.count_http(self._peer(), 1)
        self._counted = True
        self._refused = self.door.refuse_http(self._peer())
        if self._refused is None:
            self._late = self.loop.call_later(HANDSHAKE_S_MAX, transport.close)
        elif self.door.overrun():
            transport.abort()
        else:
            self._late = self.loop.call_later(REFUSED_S_MAX, transport.close)

    def data_received(self, data: bytes) -> None:
        """Hear bytes; the parser keeps a head until it is whole, however much comes."""
        if self._waits:
            return
        if self._refused is not None:
            self._answer(self._refused)
        elif self._late is None and (not self.cycle or self.cycle.response_complete):
            self._late = self.loop.call_later(HANDSHAKE_S_MAX, self.transport.close)
        for at in range(0, len(data), SLICE_BYTES):
            if self.transport.is_closing() or not self._counted or self._waits:
                return
            piece = data[at : at + SLICE_BYTES]
            super().data_received(piece)
            self._head_bytes += len(piece)
            if self._head_bytes > HEAD_BYTES_MAX:
                self._refuse(f"its head may have {HEAD_BYTES_MAX} bytes")

    def on_message_begin(self) -> None:
        """Another request on the same connection has the same time and size."""
        super().on_message_begin()
        self._head_bytes = 0
        if self._late is None:
            self._late = self.loop.call_later(HANDSHAKE_S_MAX, self.transport.close)
        if len(self.pipeline) >= PIPELINED_MAX:
            # No answer: one before it may be half said.
            self.transport.close()
            raise _TooMuch

    def on_header(self, name: bytes, value: bytes) -> None:
        """Also of the trailers."""
        super().on_header(name, value)
        if len(self.headers) > HEADERS_MAX:
            self._refuse(f"it may have {HEADERS_MAX} headers")
            raise _TooMuch

    def on_headers_complete(self) -> None:
        """The head is here: who asks, and from where."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) != 1 and cast("Any", self.parser).get_http_version() == "1.1":
            self._refuse("it needs one Host header")
            raise _TooMuch
        forwarded = [value.decode("latin-1") for name, value in self.headers if name == b"x-forwarded-for"]
        self.scope["client"] = (self.door.proxies.client(self._peer(), forwarded), 0)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of the body; the application limits that."""
        self._head_bytes -= len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The body is here too; what asks to become something else has none."""
        self._in_time()
        super().on_message_complete()

    def handle_websocket_upgrade(self) -> None:
        """It asks for a socket, and waits for its turn; until then nothing else is heard."""
        self._waits = True
        self.door.turnstile.queue(self._upgrade)

    def _upgrade(self) -> None:
        """From here on it is counted as a socket, unless it did not wait."""
        if not self.transport.is_closing():
            self._leave()
            super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self._in_time()
        self._unstuck()
        self._leave()
        super().connection_lost(exc)

    # the way out

    def on_response_complete(self) -> None:
        """The answer is written, as far as we are concerned."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._cut_off_later()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more was asked."""
        super().timeout_keep_alive_handler()
        self._cut_off_later()

    def pause_writing(self) -> None:
        """The peer does not take the answer: it has a while to take enough of it."""
        super().pause_writing()
        self._cut_off_later()

    def resume_writing(self) -> None:
        """It did."""
        super().resume_writing()
        if not self.transport.is_closing():
            self._unstuck()

    def send_400_response(self, msg: str) -> None:
        """What the parser cannot read is refused in the words of the catalogue."""
        self._refuse(msg.removesuffix("."))

    def _refuse(self, detail: str) -> None:
        if not self.transport.is_closing():
            self._answer(Rejected("http.bad_request", detail=detail))

    def _answer(self, why: Rejected) -> None:
        """Without the application, which has not seen the request."""
        said = problem(why)
        body = msgspec.json.encode(said.content)
        status = HTTPStatus(why.fault.status)
        headers = said.headers | {"content-type": said.media_type, "content-length": len(body), "connection": "close"}
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in headers.items())]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + body)
        self.transport.close()
        self._cut_off_later()

    def _peer(self) -> str:
        return self.client[0] if self.client else ""

    def _leave(self) -> None:
        if self._counted:
            self._counted = False
            self.door.count_http(self._peer(), -1)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _cut_off_later(self) -> None:
        """A closed transport waits for whoever does not read, for as long as they like."""
        if self._stuck is None:
            self._stuck = self.loop.call_later(HANDSHAKE_S_MAX, self.transport.abort)

    def _unstuck(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
