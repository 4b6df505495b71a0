"""Redis for what is worth waiting for only so long, and can be done without while Redis is away."""

from collections.abc import Awaitable, Callable
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from hub.rooms.ports import Clock

ANSWER_S = 0.5
#: After a failure Redis is left alone for so long.
LEFT_ALONE_MS = 1_000


class RedisAnswers:
    """Questions to Redis that are asked once. `lost` counts those that it did not answer."""

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

    async def close(self) -> None:
        """Disconnect."""
        await self._redis.aclose()

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
