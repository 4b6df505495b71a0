"""`ws`, the WebSocket library of Node, with the broadcast of its README.

https://github.com/websockets/ws#server-broadcast
"""

from contextlib import asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech
from load.peers.install import node, node_modules, node_versions
from load.peers.peer import MARK, STAMP, Peer, Served, Serving, Versions, fact_of
from load.peers.process import announced, started

SPEECH = Speech(path="/", welcome=b"welcome", mark=MARK, stamp=STAMP)


def install(peers: Path) -> Versions:
    """By npm."""
    return node_versions(node_modules(peers), "ws")


@asynccontextmanager
async def serve(directory: Path) -> Serving:
    """Run `node/ws.mjs`."""
    script = node_modules(directory.parent) / "ws.mjs"
    async with started([node(), script], directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], SPEECH, SPEECH, fact_of)


PEER = Peer(
    name="ws",
    title="ws",
    install=install,
    serve=serve,
    about="The broadcast of its README, without compression. No rooms, no authentication, no history.",
    durable="nothing",
    recovery="None: a library for sockets.",
    pages=["https://github.com/websockets/ws#server-broadcast"],
)
