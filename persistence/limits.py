"""How often something may be tried, counted in Redis for all workers together.

What can be guessed fails closed: while Redis is away nobody may try. What is only read stays open.
"""

from collections.abc import Awaitable
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from typing import Any

from msgspec import Struct

from hub.errors import Rejected
from hub.rooms.ports import Clock
from persistence.redis_answers import LEFT_ALONE_MS, RedisAnswers

#: What one household or phone has of IPv6 (RFC 6177): whoever may use one of its addresses may use them all.
IPV6_BITS = 64
#: A bucket as one number (GCRA): when it will be full again. KEYS: it; ARGV: now, ms per try, ms for all, tries taken.
TAKE = """
local now, each, all, taken = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local ahead = math.min(math.max((tonumber(redis.call('GET', KEYS[1])) or 0) - now, 0), all)
local after, wait = ahead + each * taken, 0
if taken > 0 and after > all + 0.001 then
    after, wait = ahead, math.ceil(after - all)
end
if after >= 1 then
    redis.call('SET', KEYS[1], string.format('%.3f', now + after), 'PX', math.ceil(after))
else
    redis.call('DEL', KEYS[1])
end
return wait
"""


class Limit(Struct, frozen=True):
    """`times` at once, which come back one by one within `per_ms`; so at most twice as often in any `per_ms`."""

    times: int
    per_ms: int


class Limits(RedisAnswers):
    """The counts of every key: `<what>/<whose>`, which is kept as a hash only. `lost`: what Redis did not answer."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__(url, clock)
        self._take = self._redis.register_script(TAKE)

    async def count(self, key: str, limit: Limit) -> int | None:
        """Count a try: 0 when it is allowed, the milliseconds until one will be, or None while Redis is away."""
        return await self._ask(lambda: self._turn(key, limit, 1))

    async def take(self, key: str, limit: Limit, *, open_when_away: bool = False) -> int:
        """Count a try: 0 when it is allowed, or the milliseconds until one will be.

        While Redis is away it is `LEFT_ALONE_MS`, so that nobody guesses unseen; 0 with `open_when_away`.
        """
        waited = await self.count(key, limit)
        if waited is None:
            return 0 if open_when_away else LEFT_ALONE_MS
        return waited

    async def must(self, key: str, limit: Limit, *, open_when_away: bool = False) -> None:
        """Count a try. Raises `Rejected`: `protocol.too_fast` with the wait, when it is not allowed."""
        wait_ms = await self.take(key, limit, open_when_away=open_when_away)
        if wait_ms:
            raise Rejected("protocol.too_fast", retry_after_ms=wait_ms)

    async def give_back(self, key: str, limit: Limit) -> None:
        """Uncount a try that turned out to be none."""
        await self._ask(lambda: self._turn(key, limit, -1))

    async def forget(self, key: str) -> None:
        """Uncount every try of this key, as after the right password."""
        await self._ask(lambda: self._redis.delete(_name(key)))

    def _turn(self, key: str, limit: Limit, taken: int) -> Awaitable[Any]:
        each_ms = limit.per_ms / limit.times
        return self._take(keys=[_name(key)], args=[self._clock.now_ms(), each_ms, limit.per_ms, taken])


def _name(key: str) -> str:
    return f"hub:limit:{sha256(key.encode()).hexdigest()[:40]}"


def neighbourhood(address: str) -> str:
    """What counts as one address: an IPv4 address, the /64 of an IPv6 address, anything else as it is."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped) if mapped else f"{int(known) >> IPV6_BITS:x}::/{IPV6_BITS}"
    return str(known)
