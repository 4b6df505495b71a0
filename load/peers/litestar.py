"""Litestar's channels, on uvicorn: a subscriber for each socket, with history in memory.

https://docs.litestar.dev/2/usage/channels
"""

import sys
from collections.abc import Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech
from load.peers.install import HERE, our_versions
from load.peers.peer import MARK, STAMP, Peer, Served, Serving, Versions, fact_of
from load.peers.process import announced, started

#: No more than `python/litestar_app.py` keeps.
HISTORY = 20_000
SCRIPTS = HERE / "python"


def speech(path: str = "/") -> Speech:
    """No protocol but the messages themselves, after a welcome."""
    return Speech(path=path, welcome=b"welcome", mark=MARK, stamp=STAMP)


def back(heard: Sequence[bytes]) -> Speech:
    """It knows no place to go on from: ask for all there is."""
    del heard
    return speech(f"/?history={HISTORY}")


def install(_: Path) -> Versions:
    """Our own environment has it."""
    return our_versions("litestar", "uvicorn", "websockets", "uvloop")


@asynccontextmanager
async def serve(directory: Path) -> Serving:
    """Run `python/litestar_app.py`."""
    async with started([sys.executable, SCRIPTS / "serve.py", "litestar_app"], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], speech(), speech("/post"), fact_of, back=back)


PEER = Peer(
    name="litestar",
    title="Litestar channels",
    install=install,
    serve=serve,
    about=f"`ChannelsPlugin` with the memory backend and a history of {HISTORY:,}; a subscriber per socket, as its "
    "guide has it, on uvicorn with uvloop.",
    durable="nothing: the history is in the memory of the process",
    recovery="Who comes back may ask for the last messages of the channel, but not from where they were: all that is "
    "kept comes, also what they had.",
    pages=["https://docs.litestar.dev/2/usage/channels"],
)
