import asyncio
import json
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus

from api import handshake
from hub.rooms import connection as connections
from hub.wire import FRAME_BYTES_MAX, MSGPACK, Hello, Seen
from tests.api.serving import a_door, goodbye, heard, serving
from tests.hub.rooms.world import SHOW
from tests.services import until


def post(command_id: str, text: str = "Hi") -> str:
    """A command as text."""
    return json.dumps({"t": "do", "id": command_id, "room": SHOW, "cmd": {"t": "chat.post", "text": text}})


async def test_a_client_says_hello_acts_and_hears_of_it() -> None:
    async with serving() as hub, hub.dial() as client:
        stream = await hub.joined(client)
        await client.send(post("c1"))
        assert await heard(client, "ack") == {"t": "ack", "id": "c1", "seq": 1}
        stream.hear(await heard(client, "facts"))
        assert stream.facts[1]["text"] == "Hi"
        assert client.subprotocol == "hub.v1.json"


async def test_messagepack_is_spoken_in_binary() -> None:
    async with serving() as hub, hub.dial("hub.v1.msgpack") as client:
        await client.send(MSGPACK.encode(Hello(hub.world.phone().token, (Seen(SHOW),))))
        assert (await heard(client, "welcome"))["room"] == SHOW
        assert client.subprotocol == "hub.v1.msgpack"


async def test_the_first_subprotocol_that_both_speak_is_taken() -> None:
    async with serving() as hub, hub.dial("soap", "hub.v1.msgpack", "hub.v1.json") as client:
        assert client.subprotocol == "hub.v1.msgpack"


@pytest.mark.parametrize("forms", [None, ["soap"]])
async def test_a_client_that_speaks_nothing_of_ours_is_told_what_we_speak(forms: list[str] | None) -> None:
    async with serving() as hub, hub.dial(subprotocols=forms) as client:
        assert await goodbye(client) == (4502, "Connect with the subprotocol hub.v1.json or hub.v1.msgpack.")


# the door


async def refusal(dialling: Any) -> InvalidStatus:
    """Why the handshake was refused."""
    with pytest.raises(InvalidStatus) as caught:
        async with dialling:
            pass
    return caught.value


@pytest.mark.parametrize("origin", [None, "http://evil.test", "null", "http://hub.test:81", "https://hub.test"])
async def test_a_foreign_page_is_refused_before_the_socket_is_one(origin: str | None) -> None:
    async with serving() as hub:
        response = (await refusal(hub.dial(origin=origin))).response
        assert response.status_code == 403
        assert response.body == b"Open the page from the hub's own address: this origin is not allowed.\n"
        assert response.headers.get_all("Content-Type") == ["text/plain; charset=utf-8"]
        assert hub.worker.lobby.connections == set()


async def test_two_origins_are_none() -> None:
    async with serving() as hub:
        response = (await refusal(hub.dial(additional_headers=[("Origin", "http://evil.test")]))).response
        assert response.status_code == 403


@pytest.mark.parametrize("limits", [{"sockets_max": 2}, {"sockets_per_address_max": 2}])
async def test_more_sockets_than_there_is_room_for_are_told_to_come_later(limits: dict[str, int]) -> None:
    async with serving(a_door(**limits)) as hub:
        async with hub.dial(), hub.dial():
            response = (await refusal(hub.dial())).response
            assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
        await until(lambda: hub.door.refuse("http://hub.test", "127.0.0.1") is None)
        async with hub.dial():
            pass


async def test_a_refused_handshake_takes_no_place() -> None:
    async with serving(a_door(sockets_max=1)) as hub:
        for _ in range(3):
            await refusal(hub.dial(origin="http://evil.test"))
        async with hub.dial():
            pass


# too big, not text, too late


@pytest.mark.parametrize(
    "size", [FRAME_BYTES_MAX + 1, 4 * FRAME_BYTES_MAX, 4 * FRAME_BYTES_MAX + 1, 30 * FRAME_BYTES_MAX]
)
async def test_a_message_that_is_too_big_gets_a_sentence_and_a_goodbye(size: int) -> None:
    async with serving() as hub, hub.dial() as client:
        await hub.joined(client)
        await client.send("x" * size)
        fail = await heard(client, "fail")
        assert fail["code"] == "protocol.too_big"
        assert str(FRAME_BYTES_MAX) in fail["say"]
        code, _ = await goodbye(client)
        assert code == (4500 if size <= 4 * FRAME_BYTES_MAX else 1009)
        await until(lambda: not hub.worker.lobby.connections)


async def test_a_message_as_big_as_allowed_is_a_message() -> None:
    async with serving() as hub, hub.dial() as client:
        await client.send('{"t":"ping","n":5}'.ljust(FRAME_BYTES_MAX))
        assert (await heard(client, "ping"))["n"] == 5


async def test_text_that_is_none_closes_with_1007() -> None:
    async with serving() as hub, hub.dial() as client:
        await hub.joined(client)
        await client.send(b"\xff\xfe", text=True)
        assert (await goodbye(client))[0] == 1007
        assert not hub.worker.lobby.connections


async def test_who_is_late_with_hello_is_told_and_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HELLO_MS_MAX", 0)
    async with serving() as hub, hub.dial() as client:
        await until(lambda: bool(hub.worker.lobby.sweep()) or client.state.name != "OPEN")
        assert (await heard(client, "fail"))["code"] == "hub.hello_late"
        assert await goodbye(client) == (4004, "hub.hello_late")


async def test_a_handshake_that_is_never_finished_does_not_hold_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 0.05)
    async with serving() as hub:
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        writer.write(b"GET /ws HTTP/1.1\r\nHost: hub.test\r\nUpgrade: webs")
        async with asyncio.timeout(5):
            assert await reader.read() == b""
        writer.close()
