"""Who is let in before a WebSocket is accepted."""

from collections import Counter
from dataclasses import dataclass, field

from api.proxies import Proxies
from api.turnstile import Turnstile
from hub.errors import Rejected
from hub.kernel import Millis
from hub.rooms.rate import Bucket, Rate

#: Addresses remembered before those that have been quiet are forgotten.
ADDRESSES_MAX = 10_000
RATE_ADDRESS = Rate(200, 2_000)
#: Beyond its cap, a worker tells so many connections why they are sent away; more are cut off unheard.
REFUSED_MAX = 1_000


@dataclass(slots=True)
class Door:
    """The Origin allow-list and the caps of one worker.

    `drain_ms`: over how long a stopping worker empties. `rate`: what one address may ask over HTTP without a grant;
    a whole hall may be behind one address. `http_max`: connections that are not sockets, or not yet.
    """

    origins: frozenset[str]
    sockets_max: int
    sockets_per_address_max: int
    drain_ms: int
    rate: Rate = RATE_ADDRESS
    http_max: int = 20_000
    http_per_address_max: int = 5_000
    proxies: Proxies = field(default_factory=Proxies)
    turnstile: Turnstile = field(default_factory=Turnstile)
    _by_address: Counter[str] = field(default_factory=Counter[str])
    _asking: dict[str, Bucket] = field(default_factory=dict[str, Bucket])
    _sockets: int = 0
    _http_by_peer: Counter[str] = field(default_factory=Counter[str])
    _http: int = 0

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

    def refuse_http(self, peer: str) -> Rejected | None:
        """Why a connection of this peer, already counted, gets no answer to what it asks; None when it does.

        The clients of a proxy share its connections, so it has no cap of its own.
        """
        crowded = self._http_by_peer[peer] > self.http_per_address_max and not self.proxies.trusts(peer)
        return Rejected("hub.full") if crowded or self._http > self.http_max else None

    def overrun(self) -> bool:
        """Whether there are so many connections that not even a refusal can be said to each."""
        return self._http > self.http_max + REFUSED_MAX

    def count_http(self, peer: str, by: int) -> None:
        """A connection of this peer came (1), or went or became a socket (-1)."""
        self._http += by
        self._http_by_peer[peer] += by
        if not self._http_by_peer[peer]:
            del self._http_by_peer[peer]

    def ask(self, address: str, now_ms: Millis) -> int:
        """Take a token of the address at `now_ms` (monotonic): 0, or the milliseconds until there is one."""
        if len(self._asking) >= ADDRESSES_MAX:
            self._asking = {each: bucket for each, bucket in self._asking.items() if not bucket.full(now_ms)}
        return self._asking.setdefault(address, Bucket(self.rate, now_ms)).spend(now_ms)
