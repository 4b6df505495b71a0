import asyncio
import gc
import json
import weakref
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from hub.chat.messages import Post
from hub.rooms import connection as connections
from hub.wire import FRAME_BYTES_MAX
from tests.api.serving import a_door, goodbye, heard, serving, stopped
from tests.hub.rooms.world import AUTHOR, SHOW
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
        await until(lambda: hub.door._sockets == 0)  # pyright: ignore[reportPrivateUsage]
        async with hub.dial():
            assert hub.door._sockets == 1  # pyright: ignore[reportPrivateUsage]


async def test_a_refused_handshake_takes_no_place() -> None:
    async with serving(a_door(sockets_max=1)) as hub:
        for _ in range(3):
            await refusal(hub.dial(origin="http://evil.test"))
        assert hub.door._sockets == 0  # pyright: ignore[reportPrivateUsage]
        async with hub.dial():
            assert hub.door._sockets == 1  # pyright: ignore[reportPrivateUsage]


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


# compressed


async def agreed(client: ClientConnection) -> str:
    """What the hub answered about compression."""
    assert client.response is not None
    return client.response.headers.get("Sec-WebSocket-Extensions", "")


async def test_one_compressed_frame_serves_all_who_agreed_to_it() -> None:
    """So no frame may lean on the one before it: each client has had other ones."""
    async with serving() as hub, hub.dial(compression="deflate") as one, hub.dial(compression="deflate") as other:
        assert "server_no_context_takeover" in await agreed(one)
        first = await hub.joined(one)
        for number in range(3):
            await hub.worker.service.do(AUTHOR, SHOW, f"a{number}", Post(text="so much to say " * 30))
            first.hear(await heard(one, "facts"))
        second = await hub.joined(other)
        for number in range(3):
            await hub.worker.service.do(AUTHOR, SHOW, f"b{number}", Post(text="so much to say " * 30))
            first.hear(await heard(one, "facts"))
            second.hear(await heard(other, "facts"))
        assert all(member.deflate for member in hub.worker.doors.rooms[SHOW].fanout.members())
        assert (first.at, second.at) == (6, 6)


async def test_what_a_client_compresses_is_read_however_small_its_window() -> None:
    own = ClientPerMessageDeflateFactory(client_max_window_bits=9)
    async with serving() as hub, hub.dial(extensions=[own]) as client:
        await hub.joined(client)
        for number in range(3):
            await client.send(post(f"c{number}", f"{number} so much to say " * 20))
            assert (await heard(client, "ack"))["seq"] == number + 1


async def test_a_client_with_too_small_a_window_gets_frames_as_they_are() -> None:
    small = ClientPerMessageDeflateFactory(server_max_window_bits=9)
    async with serving() as hub, hub.dial(extensions=[small]) as client:
        stream = await hub.joined(client)
        await hub.worker.service.do(AUTHOR, SHOW, "a", Post(text="so much to say " * 30))
        stream.hear(await heard(client, "facts"))
        [member] = hub.worker.doors.rooms[SHOW].fanout.members()
        assert not member.deflate


async def test_a_bomb_is_too_big_before_it_is_unpacked() -> None:
    async with serving() as hub, hub.dial(compression="deflate") as client:
        await hub.joined(client)
        await client.send("x" * 20_000_000)
        assert (await heard(client, "fail"))["code"] == "protocol.too_big"


# the end


async def test_who_hangs_up_has_left_the_room() -> None:
    async with serving() as hub:
        async with hub.dial() as client:
            await hub.joined(client)
        await until(lambda: not hub.worker.lobby.connections)
        assert hub.worker.doors.rooms[SHOW].fanout.size == 0
        assert hub.door._sockets == 0  # pyright: ignore[reportPrivateUsage]


async def test_who_hangs_up_is_let_go_of_without_the_garbage_collector() -> None:
    """It may be told not to look at what came to stay."""
    async with serving() as hub:
        async with hub.dial() as client:
            await hub.joined(client)
            [protocol] = [weakref.ref(each) for each in hub.server.server_state.connections]
            gc.collect()
            gc.disable()
        try:
            await until(lambda: not hub.worker.lobby.connections)
            await until(lambda: protocol() is None)
        finally:
            gc.enable()
        assert protocol() is None


async def test_who_is_cut_off_comes_back_and_goes_on_where_it_was() -> None:
    async with serving() as hub:
        ana = hub.world.phone()
        async with hub.dial() as client:
            await hub.joined(client, ana)
            client.transport.abort()
        for number in range(5):
            await hub.worker.service.do(AUTHOR, SHOW, f"c{number}", Post(text="Hi"))
        async with hub.dial() as client:
            stream = await hub.joined(client, ana)
            while stream.at < 5:
                stream.hear(await heard(client, "facts"))
            assert (len(stream.facts), stream.snapshots) == (5, 1)


async def test_a_worker_that_stops_sends_everybody_elsewhere_not_all_at_once() -> None:
    async with serving(a_door(drain_ms=400)) as hub:
        clients = [await hub.dial() for _ in range(6)]
        for client in clients:
            await hub.joined(client)
        stopping = asyncio.create_task(stopped(hub.server))
        fails = await asyncio.gather(*(heard(client, "fail") for client in clients))
        assert {(fail["code"], fail["retry_after_ms"]) for fail in fails} == {("hub.draining", 200)}
        goodbyes = await asyncio.gather(*(goodbye(client) for client in clients))
        assert set(goodbyes) == {(4001, "hub.draining")}
        await stopping
        with pytest.raises(ConnectionRefusedError):
            await hub.dial()


async def test_a_worker_that_stops_does_not_wait_for_who_was_leaving_anyway() -> None:
    async with serving() as hub, hub.dial("soap") as leaving, hub.dial() as client:
        await goodbye(leaving)
        await hub.joined(client)
        assert client
        await stopped(hub.server)
        assert (await goodbye(client))[0] == 4001
