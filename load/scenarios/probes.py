"""Phones that measure the door: each knows when it dialled, and when it was welcome."""

import asyncio
import time
from collections.abc import Sequence

from hub.wire import JSON, Hello, Seen
from load.bots.bot import Address
from load.bots.framing import handshake
from load.bots.receiver import BUFFER_BYTES, Receiver, Tally

WELCOME_S_MAX = 60.0


async def welcomes(address: Address, tokens: Sequence[str], room: str, every_s: float) -> list[float]:
    """One dials every so many seconds; how long each took from there until it was welcome, in seconds.

    Raises:
        TimeoutError, OSError: one was not let in.
    """
    buffer = memoryview(bytearray(BUFFER_BYTES))
    tally = Tally()

    async def one(number: int, token: str) -> float:
        await asyncio.sleep(number * every_s)
        began_s = time.monotonic()
        asked = handshake(f"{address.host}:{address.port}", "/ws", address.origin, JSON.name)
        phone = Receiver(asked, JSON.encode(Hello(token, (Seen(room),))), tally, buffer)
        async with asyncio.timeout(WELCOME_S_MAX):
            await asyncio.get_running_loop().create_connection(lambda: phone, address.host, address.port)
            await phone.welcomed.wait()
        took_s = time.monotonic() - began_s
        outside = phone.seen < 0
        phone.close()
        if outside:
            raise ConnectionError(f"a phone was not let into {room}")
        return took_s

    return await asyncio.gather(*(one(number, token) for number, token in enumerate(tokens)))
