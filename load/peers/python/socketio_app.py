"""python-socketio as an ASGI application: one room with everybody in it."""

# Its package is only in the environment of the peers.
# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false

import socketio

server = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], http_compression=False)
app = socketio.ASGIApp(server)


@server.event
async def connect(sid: str, environ: object) -> None:
    """Somebody comes."""
    del environ
    await server.enter_room(sid, "room")


@server.event
async def post(sid: str, said: object) -> None:
    """Somebody says something to everybody."""
    del sid
    await server.emit("posted", said, room="room")
