"""The WebSocket route: from a handshake to a connection of the lobby."""

from typing import Any, cast

from litestar import WebSocket, websocket
from litestar.datastructures import State

from api.transport import SINK, HubProtocol
from api.worker import Worker
from hub.errors import Rejected
from hub.wire import FORMATS


@websocket("/ws", name="socket")
async def room_socket(socket: WebSocket[Any, Any, Any], state: State) -> None:
    """Accept with the first subprotocol that both speak, then hand the socket over and be done."""
    form = next((FORMATS[name] for name in socket.scope["subprotocols"] if name in FORMATS), None)
    if form is None:
        await socket.accept()
        why = Rejected("protocol.subprotocol")
        await socket.close(why.fault.close, why.say())
        return
    await socket.accept(subprotocols=form.name)
    sink = cast("dict[str, HubProtocol]", cast("Any", socket.scope)["extensions"])[SINK]
    worker: Worker = state.worker
    sink.attach(worker.lobby.enter(form, sink, deflate=sink.deflate))
