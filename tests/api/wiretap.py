"""Somebody inside Redis, who hears every channel and every command while it lasts, and in the end reads every key."""

import asyncio
import re
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from redis.asyncio import Redis

from tests.api.neighbours import Neighbour, mark

#: Said by the wiretap itself: whoever has heard it has heard all that was before.
LAST_WORD = "the wiretap ends"
READ: dict[bytes, tuple[str, ...]] = {
    b"string": ("GET",),
    b"hash": ("HGETALL",),
    b"set": ("SMEMBERS",),
    b"list": ("LRANGE", "0", "-1"),
    b"zset": ("ZRANGE", "0", "-1"),
    b"stream": ("XRANGE", "-", "+"),
}


@dataclass
class Wiretap:
    """What went through Redis: messages by channel, commands as they were sent, and what keys had at the end."""

    messages: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    commands: list[str] = field(default_factory=list[str])
    keys: dict[str, str] = field(default_factory=dict[str, str])

    def subscribed(self, room: str) -> int:
        """How many times workers began to hear a room."""
        asked = [
            each for each in self.commands if each.upper().startswith(("SUBSCRIBE ", "PSUBSCRIBE ", "SSUBSCRIBE "))
        ]
        return sum(_names(room, each) for each in asked)

    def found(self, *neighbours: Neighbour) -> list[str]:
        """Where a mark was that is not in a room of its own organisation, or is in one of another's too."""
        places = [("channel", *each) for each in self.messages]
        places += [("key", *each) for each in self.keys.items()]
        places += [("command", each, each) for each in self.commands]
        return [
            f"{one.letter} is in the {kind} {name[:120]}"
            for kind, name, content in places
            for one in neighbours
            if mark(one.letter) in name + content and _whose(name, neighbours) != {one.letter}
        ]


@asynccontextmanager
async def wiretap(url: str) -> AsyncGenerator[Wiretap]:
    """One that listens from now to the end of the block; what it heard is complete after that."""
    tap = Wiretap()
    redis: Any = Redis.from_url(url)  # pyright: ignore[reportUnknownMemberType]  redis-py takes **kwargs
    try:
        async with redis.pubsub() as ears, redis.monitor() as eyes:
            await ears.psubscribe("*")
            await ears.parse_response(block=True)
            tasks = [
                asyncio.create_task(_until_last(lambda: _hear(tap, ears))),
                asyncio.create_task(_until_last(lambda: _watch(tap, eyes))),
            ]
            try:
                yield tap
                await redis.publish("wiretap", LAST_WORD)
                async with asyncio.timeout(5):
                    await asyncio.gather(*tasks)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        async for key in redis.scan_iter("*"):
            command, *how = READ[await redis.type(key)]
            tap.keys[str(key)] = str(await redis.execute_command(command, key, *how))
    finally:
        await redis.aclose()


async def _until_last(take: Callable[[], Awaitable[str]]) -> None:
    while LAST_WORD not in await take():
        pass


async def _hear(tap: Wiretap, ears: Any) -> str:
    _, _, channel, content = await ears.parse_response(block=True)
    tap.messages.append((str(channel), str(content)))
    return str(content)


async def _watch(tap: Wiretap, eyes: Any) -> str:
    command = (await eyes.next_command())["command"]
    tap.commands.append(command)
    return command


def _names(room: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(room)}(?![\w-])", text) is not None


def _whose(name: str, neighbours: tuple[Neighbour, ...]) -> set[str]:
    """The organisations that have a room of this name."""
    return {each.letter for each in neighbours if any(_names(room, name) for room in each.rooms)}
