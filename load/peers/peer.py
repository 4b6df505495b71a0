"""What a peer is: how it is fetched and started, what its clients say, and what can be said of it in words."""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeAlias

import msgspec
from msgspec import Struct

from load.bots.bot import Address
from load.crowd.speech import Speech

#: Every message holds this once, and nothing else does.
MARK = b"What a night"
#: The sender's monotonic clock and the number of the message, in its text.
STAMP = r"What a night[^@]*@(?P<at>\d+) "
_NUMBER = re.compile(rb"What a night[^@]*@\d+ #(\d+)")
ROOM = "room"


class NotInstalled(Exception):  # noqa: N818  one line for the page
    """The peer is not on this machine and could not be fetched; the page says so."""


class NotServed(Exception):  # noqa: N818  one line for the page
    """The peer did not start, or not in time."""


class Versions(Struct, frozen=True):
    """What runs: name and version of each part that matters."""

    parts: dict[str, str]

    def __str__(self) -> str:
        return ", ".join(f"{name} {version}" for name, version in self.parts.items())


class Served(Struct, frozen=True):
    """A running server. `pids` serve and are measured, `beside` are its stores, which have the other core.

    `listener` and `writer` are what those who listen and those who publish say first; `tokens` are theirs, in turn.
    `say` makes a message of a client out of a number and a text, `binary` when it is no text. `back` is what a listener
    says who was away, out of all messages it had before; None when the peer has nothing for that. `away` is what such
    a listener says at first, when it is more than others say.
    """

    address: Address
    pids: Sequence[int]
    listener: Speech
    writer: Speech
    say: Callable[[int, str], bytes]
    beside: Sequence[int] = ()
    binary: bool = False
    tokens: Sequence[str] = ()
    back: Callable[[Sequence[bytes]], Speech] | None = None
    away: Speech | None = None


#: Starts a peer in a directory of its own, and ends it with the context. Raises `NotServed`.
Serve: TypeAlias = Callable[[Path], AbstractAsyncContextManager[Served]]
Serving: TypeAlias = AsyncGenerator[Served]


class Peer(Struct, frozen=True):
    """One row of the tables. `about`, `durable` and `recovery` are its configuration in words, from its `pages`.

    `install` fetches what is missing into a directory and says what runs; it raises `NotInstalled`.
    """

    name: str
    title: str
    install: Callable[[Path], Versions]
    serve: Serve
    about: str
    durable: str
    recovery: str
    pages: Sequence[str] = ()


def text_of(number: int, now_ns: int) -> str:
    """What message `number` says when it is said now."""
    return f"What a night, play that one again! @{now_ns} #{number} "


def fact_of(number: int, text: str) -> bytes:
    """A message as the hub's chat has it, about 170 bytes of JSON: what the other peers carry."""
    said = {
        "t": "chat.posted",
        "id": f"p{number}",
        "person": "g-5f3c9a",
        "name": "Guest",
        "role": "audience",
        "text": text,
        "at_ms": 1_790_000_000_000,
    }
    return msgspec.json.encode(said)


def numbers_in(heard: bytes) -> set[int]:
    """The numbers of the messages in what was heard."""
    return {int(found) for found in _NUMBER.findall(heard)}
