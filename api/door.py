"""Who is let in before a WebSocket is accepted."""

from collections import Counter
from dataclasses import dataclass, field

from hub.errors import Rejected
from hub.kernel import Millis
from hub.rooms.rate import Bucket, Rate

#: Addresses remembered before those that have been quiet are forgotten.
ADDRESSES_MAX = 10_000
RATE_ADDRESS = Rate(200, 2_000)


@dataclass(slots=True)
class Door:
    """The Origin allow-list and the caps of one worker.

    `drain_ms`: over how long a stopping worker empties. `rate`: what one address may ask over HTTP without a grant;
    a whole hall may be behind one address.
    """

    origins: frozenset[str]
    sockets_max: int
    sockets_per_address_max: int
    drain_ms: int
    rate: Rate = RATE_ADDRESS
    _by_address: Counter[str] = field(default_factory=Counter[str])
    _asking: dict[str, Bucket] = field(default_factory=dict[str, Bucket])
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

    def ask(self, address: str, now_ms: Millis) -> int:
        """Take a token of the address at `now_ms` (monotonic): 0, or the milliseconds until there is one."""
        if len(self._asking) >= ADDRESSES_MAX:
            self._asking = {each: bucket for each, bucket in self._asking.items() if not bucket.full(now_ms)}
        return self._asking.setdefault(address, Bucket(self.rate, now_ms)).spend(now_ms)
