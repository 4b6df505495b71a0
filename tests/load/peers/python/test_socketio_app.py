"""The application itself, on a server of ours that writes down what it is asked; the library is in the peers' home."""

import runpy
import sys
from collections.abc import Awaitable, Callable
from types import ModuleType
from typing import Any

import pytest

from load.peers.install import HERE

Handler = Callable[[str, object], Awaitable[None]]


class AServer:
    """As much of `socketio.AsyncServer` as it uses."""

    def __init__(self, **options: object) -> None:
        self.options = options
        self.handlers: dict[str, Handler] = {}
        self.asked: list[tuple[object, ...]] = []

    def event(self, handler: Any) -> Any:
        self.handlers[handler.__name__] = handler
        return handler

    async def enter_room(self, sid: str, room: str) -> None:
        self.asked.append(("enter", sid, room))

    async def emit(self, event: str, said: object, *, room: str) -> None:
        self.asked.append((event, said, room))


class AnApp:
    """As much of `socketio.ASGIApp` as it uses."""

    def __init__(self, server: AServer) -> None:
        self.server = server


async def test_everybody_is_in_one_room_and_hears_what_is_posted(monkeypatch: pytest.MonkeyPatch) -> None:
    library = ModuleType("socketio")
    vars(library).update(AsyncServer=AServer, ASGIApp=AnApp)
    monkeypatch.setitem(sys.modules, "socketio", library)
    found = runpy.run_path(str(HERE / "python" / "socketio_app.py"))
    server = found["server"]
    assert found["app"].server is server
    assert server.options["transports"] == ["websocket"]
    await server.handlers["connect"]("s1", {})
    await server.handlers["post"]("s1", {"text": "a"})
    assert server.asked == [("enter", "s1", "room"), ("posted", {"text": "a"}, "room")]
