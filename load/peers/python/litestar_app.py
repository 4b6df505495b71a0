"""Litestar's channels, with history in memory. Everybody who comes to `/` is in one channel; `/post` publishes."""

# Its `WebSocket` and `publish` are generic in what they do not say.
# pyright: basic

from litestar import Litestar, WebSocket, websocket
from litestar.channels import ChannelsPlugin
from litestar.channels.backends.memory import MemoryChannelsBackend
from litestar.exceptions import WebSocketDisconnect

HISTORY = 20_000


@websocket("/")
async def listen(socket: WebSocket, channels: ChannelsPlugin) -> None:
    """Send what is published, and before that so much of the history as was asked for."""
    await socket.accept()
    history = int(socket.query_params.get("history", 0))
    async with channels.start_subscription("room", history=history or None) as subscriber:
        await socket.send_text("welcome")
        async with subscriber.run_in_background(socket.send_text):
            while (await socket.receive())["type"] != "websocket.disconnect":
                pass


@websocket("/post")
async def post(socket: WebSocket, channels: ChannelsPlugin) -> None:
    """Publish what somebody says."""
    await socket.accept()
    await socket.send_text("welcome")
    try:
        while True:
            channels.publish(await socket.receive_text(), "room")
    except WebSocketDisconnect:
        return


app = Litestar(
    [listen, post],
    plugins=[ChannelsPlugin(MemoryChannelsBackend(history=HISTORY), channels=["room"])],
)
