"""Who is here, per worker, in Redis. What a dead worker held ends by itself."""

from collections.abc import Mapping
from functools import partial

from hub.rooms.ports import Clock
from persistence.redis_answers import RedisAnswers

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


class RedisLeases(RedisAnswers):
    """`hub.rooms.ports.Leases`. `lost` counts what Redis did not take or give."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__(url, clock)
        self._rosters = self._redis.register_script(ROSTERS)

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


def _index(room: str) -> str:
    # In braces, so that a cluster keeps a room's keys together.
    return f"hub:here:{{{room}}}"
