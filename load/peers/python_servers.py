"""Peers in Python: Litestar's channels, python-socketio, and the `websockets` library alone.

https://docs.litestar.dev/2/usage/channels, https://python-socketio.readthedocs.io/en/stable/server.html and
https://websockets.readthedocs.io/en/stable/topics/broadcast.html. All on uvloop, without compression.
"""

import sys
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech
from load.peers import socketio
from load.peers.install import HERE, our_versions, python_of, python_versions
from load.peers.peer import MARK, STAMP, Peer, Served, Versions, fact_of
from load.peers.process import announced, started

#: No more than the application keeps.
HISTORY = 20_000
_SCRIPTS = HERE / "python"


def speech(path: str = "/") -> Speech:
    """No protocol but the messages themselves, after a welcome."""
    return Speech(path=path, welcome=b"welcome", mark=MARK, stamp=STAMP)


def back(heard: Sequence[bytes]) -> Speech:
    """Litestar knows no place to go on from: ask for all there is."""
    del heard
    return speech(f"/?history={HISTORY}")


@asynccontextmanager
async def serve_litestar(directory: Path) -> AsyncGenerator[Served]:
    """Run it in our own environment, which has it."""
    async with started([sys.executable, _SCRIPTS / "serve.py", "litestar_app"], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], speech(), speech("/post"), fact_of, back=back)


@asynccontextmanager
async def serve_python_socketio(directory: Path) -> AsyncGenerator[Served]:
    """Run it in the environment of the peers."""
    python = python_of(directory.parent)
    async with started([python, _SCRIPTS / "serve.py", "socketio_app"], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], socketio.speech(), socketio.speech(), socketio.say)


@asynccontextmanager
async def serve_broadcast(directory: Path) -> AsyncGenerator[Served]:
    """Run it in our own environment, which has it."""
    async with started([sys.executable, _SCRIPTS / "broadcast.py"], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], speech(), speech(), fact_of)


def _ours(*packages: str) -> Callable[[Path], Versions]:
    return lambda _: our_versions(*packages)


LITESTAR = Peer(
    name="litestar",
    title="Litestar channels",
    install=_ours("litestar", "uvicorn", "websockets", "uvloop"),
    serve=serve_litestar,
    about=f"`ChannelsPlugin` with the memory backend and a history of {HISTORY:,}; a subscriber per socket, as its "
    "guide has it, on uvicorn.",
    durable="nothing: the history is in the memory of the process",
    recovery="Who comes back may ask for the last messages of the channel, but not from where they were: all that is "
    "kept comes, also what they had.",
    pages=["https://docs.litestar.dev/2/usage/channels"],
)
PYTHON_SOCKETIO = Peer(
    name="python-socketio",
    title="python-socketio",
    install=lambda peers: python_versions(python_of(peers), "python-socketio", "uvicorn", "websockets", "uvloop"),
    serve=serve_python_socketio,
    about="`AsyncServer` as an ASGI application on uvicorn, WebSocket only.",
    durable="nothing",
    recovery="None: connection state recovery is not implemented.",
    pages=["https://python-socketio.readthedocs.io/en/stable/server.html"],
)
BROADCAST = Peer(
    name="websockets",
    title="websockets `broadcast`",
    install=_ours("websockets", "uvloop"),
    serve=serve_broadcast,
    about="The library alone, with the `broadcast` that its guide names for this, on uvloop.",
    durable="nothing",
    recovery="None: a library for sockets.",
    pages=["https://websockets.readthedocs.io/en/stable/topics/broadcast.html"],
)
