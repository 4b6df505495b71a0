"""`websockets` with its `broadcast`, on uvloop. What one client says goes to all. Prints `{"port":N}`."""

import asyncio

import uvloop
from websockets.asyncio.server import ServerConnection, broadcast, serve

everybody: set[ServerConnection] = set()


async def talk(socket: ServerConnection) -> None:
    """Let somebody in."""
    everybody.add(socket)
    try:
        await socket.send("welcome")
        async for message in socket:
            broadcast(everybody, message)
    finally:
        everybody.discard(socket)


async def main() -> None:
    """Serve for good."""
    async with serve(talk, "127.0.0.1", 0, compression=None, ping_interval=None, backlog=4096) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        print(f'{{"port":{port}}}', flush=True)
        await asyncio.get_running_loop().create_future()


uvloop.run(main())
