"""Socket.IO on Node: with connection state recovery, without, and on the `eiows` engine.

https://socket.io/docs/v4/connection-state-recovery, https://socket.io/docs/v4/performance-tuning and
https://socket.io/docs/v4/memory-usage: the first request of each session is forgotten, and there is no compression.
"""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from load.crowd.speech import Speech, Step
from load.peers.install import node, node_modules, node_versions
from load.peers.peer import MARK, STAMP, NotInstalled, Peer, Served, Versions, fact_of
from load.peers.process import announced, started

PAGES = (
    "https://socket.io/docs/v4/connection-state-recovery",
    "https://socket.io/docs/v4/performance-tuning",
    "https://socket.io/docs/v4/memory-usage",
)
_PRIVATE_ID = re.compile(rb'"pid":"([^"]+)"')
#: Recovery adds the offset of a packet as its last argument.
_OFFSET = re.compile(rb',"([^"{}\[\]]+)"\]$')


def speech(connect: bytes = b"40") -> Speech:
    """Engine.IO 4 over WebSocket; the first packet connects to the main namespace, and there are pings to answer."""
    return Speech(
        path="/socket.io/?EIO=4&transport=websocket",
        hellos=(Step(connect, wait_for=b"0{"),),
        welcome=b"40{",
        mark=MARK,
        pongs={b"2": b"3"},
        stamp=STAMP,
    )


def say(number: int, text: str) -> bytes:
    """An event with one argument."""
    return b'42["post",%s]' % fact_of(number, text)


def back(heard: Sequence[bytes]) -> Speech:
    """Connect as the session it was, from the last packet it had."""
    private = next((found[1] for each in heard if (found := _PRIVATE_ID.search(each))), b"")
    offset = next((found[1] for each in reversed(heard) if (found := _OFFSET.search(each))), b"")
    return speech(b'40{"pid":"%s","offset":"%s"}' % (private, offset))


def install(peers: Path) -> Versions:
    """By npm."""
    return node_versions(node_modules(peers), "socket.io")


def install_eiows(peers: Path) -> Versions:
    """By npm; it compiles itself."""
    versions = node_versions(node_modules(peers, "node-eiows"), "socket.io", "eiows")
    return Versions(versions.parts)


def install_uwebsockets(peers: Path) -> Versions:
    """It cannot be.

    Raises:
        NotInstalled: always.
    """
    del peers
    raise NotInstalled("uWebSockets.js is published on GitHub only, not in the npm registry")


def _serve(
    project: str, *options: str, recovers: bool = False
) -> Callable[[Path], AbstractAsyncContextManager[Served]]:
    @asynccontextmanager
    async def serve(directory: Path) -> AsyncGenerator[Served]:
        script = node_modules(directory.parent, project) / "socketio.mjs"
        async with started([node(), script, *options], directory) as process:
            address = await announced(process, directory)
            yield Served(address, [process.pid], speech(), speech(), say, back=back if recovers else None)

    return serve


RECOVERING = Peer(
    name="socketio",
    title="Socket.IO",
    install=install,
    serve=_serve("node", "--recovery", recovers=True),
    about="WebSocket only, connection state recovery for 2 minutes (in memory), no compression.",
    durable="nothing: packets and sessions are in the memory of the process",
    recovery="A session that was cut comes back with every packet it missed, for 2 minutes while the process lives.",
    pages=PAGES,
)
BARE = Peer(
    name="socketio-bare",
    title="Socket.IO, bare",
    install=install,
    serve=_serve("node"),
    about="The same without connection state recovery.",
    durable="nothing",
    recovery="None without its option.",
    pages=PAGES,
)
EIOWS = Peer(
    name="socketio-eiows",
    title="Socket.IO on eiows",
    install=install_eiows,
    serve=_serve("node-eiows", "--recovery", "--engine", "eiows", recovers=True),
    about="With recovery, on the C++ WebSocket server that its performance page names.",
    durable="nothing: packets and sessions are in the memory of the process",
    recovery="As Socket.IO.",
    pages=PAGES,
)
UWEBSOCKETS = Peer(
    name="socketio-uws",
    title="Socket.IO on uWebSockets.js",
    install=install_uwebsockets,
    serve=_serve("node"),
    about="The C++ HTTP and WebSocket server that its performance page names.",
    durable="nothing",
    recovery="As Socket.IO.",
    pages=PAGES,
)
