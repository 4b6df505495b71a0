"""Who is let in before a WebSocket is accepted."""

from collections import Counter
from dataclasses import dataclass, field

from hub.errors import Rejected


@dataclass(slots=True)
class Door:
    """The Origin allow-list and the caps of one worker. `drain_ms`: over how long a stopping worker empties."""

    origins: frozenset[str]
    sockets_max: int
    sockets_per_address_max: int
    drain_ms: int
    _by_address: Counter[str] = field(default_factory=Counter[str])
    _sockets: int = 0

    def refuse(self, origin: str | None, address: str) -> Rejected | None:
        """Why this handshake is not accepted; None when it is."""
        if origin not in self.origins:
            return Rejected("auth.origin")
        if self._sockets >= self.sockets_max or self._by_address[address] >= self.sockets_per_address_max:
            return Rejected("hub.full")
        return None

    def count(self, address: str, by: int) -> None:
        """A socket of this address came (1) or went (-1)."""
        self._sockets += by
        self._by_address[address] += by
        if not self._by_address[address]:
            del self._by_address[address]
