"""HTTP as uvicorn speaks it, with a time limit: what comes before a WebSocket is HTTP."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HANDSHAKE_S_MAX = 10.0


class HandshakeProtocol(HttpToolsProtocol):
    """HTTP with a time limit on the head of a request: a half-open handshake does not hold a place."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock."""
        super().connection_made(transport)
        self._late = self.loop.call_later(HANDSHAKE_S_MAX, transport.close)

    def on_message_begin(self) -> None:
        """Another request on the same connection has the same time."""
        super().on_message_begin()
        if self._late is None:
            self._late = self.loop.call_later(HANDSHAKE_S_MAX, self.transport.close)

    def on_headers_complete(self) -> None:
        """The head is here."""
        self._in_time()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Gone."""
        self._in_time()
        super().connection_lost(exc)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None
