"""Waiting for something that only looking can tell."""

import asyncio
from collections.abc import Callable

POLL_S = 0.005


async def until(true: Callable[[], bool], seconds: float) -> None:
    """Look every few milliseconds.

    Raises:
        TimeoutError: it is still not true after so long.
    """
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110  thousands of sockets change it; one event for each would cost more
            await asyncio.sleep(POLL_S)
