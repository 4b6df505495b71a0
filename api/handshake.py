"""HTTP as uvicorn speaks it, with a time limit: what comes before a WebSocket is HTTP."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HANDSHAKE_S_MAX = 10.0
#: Of the head of a request that is not whole yet.
HEAD_BYTES_MAX = 64 * 1024


class HandshakeProtocol(HttpToolsProtocol):
    """HTTP with a time limit on a request and a size limit on its head: a half-open one holds no place for long."""

    _late: asyncio.TimerHandle | None = None
    _in_head = True
    _head_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._late = self.loop.call_later(HANDSHAKE_S_MAX, transport.close)

    def data_received(self, data: bytes) -> None:
        """The parser keeps a head until it is whole, however much comes."""
        super().data_received(data)
        self._head_bytes = self._head_bytes + len(data) if self._in_head else 0
        if self._head_bytes > HEAD_BYTES_MAX and not self.transport.is_closing():
            self.send_400_response("The head of the request is too big.")

    def on_message_begin(self) -> None:
        """Another request on the same connection has the same time and size."""
        super().on_message_begin()
        self._in_head = True
        if self._late is None:
            self._late = self.loop.call_later(HANDSHAKE_S_MAX, self.transport.close)

    def on_headers_complete(self) -> None:
        """The head is here; what is a WebSocket from now on has no body."""
        self._in_head = False
        if cast("Any", self.parser).should_upgrade():
            self._in_time()
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """The body is here too."""
        self._in_time()
        super().on_message_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self._in_time()
        super().connection_lost(exc)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
