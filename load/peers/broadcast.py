"""The `websockets` library alone, with its `broadcast`, on uvloop.

https://websockets.readthedocs.io/en/stable/topics/broadcast.html
"""

import sys
from contextlib import asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech
from load.peers.install import HERE, our_versions
from load.peers.peer import MARK, STAMP, Peer, Served, Serving, Versions, fact_of
from load.peers.process import announced, started

SPEECH = Speech(path="/", welcome=b"welcome", mark=MARK, stamp=STAMP)


def install(_: Path) -> Versions:
    """Our own environment has it."""
    return our_versions("websockets", "uvloop")


@asynccontextmanager
async def serve(directory: Path) -> Serving:
    """Run `python/broadcast.py`."""
    async with started([sys.executable, HERE / "python" / "broadcast.py"], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], SPEECH, SPEECH, fact_of)


PEER = Peer(
    name="websockets",
    title="websockets `broadcast`",
    install=install,
    serve=serve,
    about="The library alone, with the `broadcast` that its guide names for this, on uvloop, without compression.",
    durable="nothing",
    recovery="None: a library for sockets.",
    pages=["https://websockets.readthedocs.io/en/stable/topics/broadcast.html"],
)
