"""python-socketio as an ASGI application on uvicorn.

https://python-socketio.readthedocs.io/en/stable/server.html
"""

from contextlib import asynccontextmanager
from pathlib import Path

from load.peers.install import HERE, python_of, python_versions
from load.peers.peer import Peer, Served, Serving, Versions
from load.peers.process import announced, started
from load.peers.socketio import say, speech


def install(peers: Path) -> Versions:
    """From PyPI, into the environment of the peers."""
    return python_versions(python_of(peers), "python-socketio", "uvicorn", "websockets", "uvloop")


@asynccontextmanager
async def serve(directory: Path) -> Serving:
    """Run `python/socketio_app.py`."""
    argv = [python_of(directory.parent), HERE / "python" / "serve.py", "socketio_app"]
    async with started(argv, directory) as process:
        address = await announced(process, directory)
        yield Served(address, [process.pid], speech(), speech(), say)


PEER = Peer(
    name="python-socketio",
    title="python-socketio",
    install=install,
    serve=serve,
    about="`AsyncServer` as an ASGI application on uvicorn with uvloop, WebSocket only, without compression.",
    durable="nothing",
    recovery="None: connection state recovery is not implemented.",
    pages=["https://python-socketio.readthedocs.io/en/stable/server.html"],
)
