"""Who is here, per worker, in Redis. What a dead worker held ends by itself."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from hub.rooms.ports import Clock

#: Presence is worth waiting for this long, and after a failure Redis is left alone for a while.
ANSWER_S = 0.5
LEFT_ALONE_MS = 1_000
#: The index of a room's workers outlives every lease in it.
INDEX_MS = 24 * 3600 * 1000
#: Forgetting a worker whose lease is over is one step, so that it cannot hit one that has just come back.
ROSTERS = """
local living = {}
for _, worker in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    local roster = redis.call('GET', KEYS[1] .. ':' .. worker)
    if roster then
        table.insert(living, worker)
        table.insert(living, roster)
    else
        redis.call('SREM', KEYS[1], worker)
    end
end
return living
"""


class RedisLeases:
    """`hub.rooms.ports.Leases`. `lost` counts what Redis did not take or give."""

    def __init__(self, url: str, clock: Clock) -> None:
        self.lost = 0
        self._clock = clock
        self._again_ms = 0
        self._redis = Redis.from_url(  # pyright: ignore[reportUnknownMemberType]  redis-py takes **kwargs
            url,
            socket_timeout=ANSWER_S,
            socket_connect_timeout=ANSWER_S,
            retry=Retry(NoBackoff(), 0),
        )
        self._rosters = self._redis.register_script(ROSTERS)

    async def close(self) -> None:
        """Disconnect."""
        await self._redis.aclose()

    async def hold(self, room: str, worker: str, roster: bytes, ttl_ms: int) -> None:
        """Keep this worker's roster of the room for `ttl_ms`."""
        index = _index(room)
        steps = self._redis.pipeline(transaction=True)
        steps.set(f"{index}:{worker}", roster, px=ttl_ms)
        steps.sadd(index, worker)
        steps.pexpire(index, INDEX_MS)
        await self._ask(steps.execute)

    async def release(self, room: str, worker: str) -> None:
        """Forget this worker's roster of the room."""
        index = _index(room)
        steps = self._redis.pipeline(transaction=True)
        steps.delete(f"{index}:{worker}")
        steps.srem(index, worker)
        await self._ask(steps.execute)

    async def rosters(self, room: str) -> Mapping[str, bytes]:
        """The living rosters of a room by worker."""
        found: list[bytes] = await self._ask(partial(self._rosters, keys=[_index(room)])) or []
        return {found[at].decode(): found[at + 1] for at in range(0, len(found), 2)}

    async def _ask(self, question: Callable[[], Awaitable[Any]]) -> Any:
        """The answer; None when there is none, or when Redis has just failed: then nobody waits for it again."""
        if self._clock.steady_ms() < self._again_ms:
            self.lost += 1
            return None
        try:
            return await question()
        except (RedisError, OSError):
            self.lost += 1
            self._again_ms = self._clock.steady_ms() + LEFT_ALONE_MS
            return None


def _index(room: str) -> str:
    # In braces, so that a cluster keeps a room's keys together.
    return f"hub:here:{{{room}}}"
