"""Peers that break the protocol, do not read, or go away in the middle."""

import asyncio
import json
import socket
from typing import cast

import pytest

from api import transport
from hub.chat.messages import Post
from hub.rooms import block
from tests.api.raw import BINARY, CLOSE, CONT, HANDSHAKE, PING, PONG, TEXT, frame, raw
from tests.api.serving import ORIGIN, goodbye, heard, serving
from tests.hub.rooms.world import AUTHOR, SHOW
from tests.services import until


def hello(token: str) -> bytes:
    """The first frame."""
    return frame(TEXT, json.dumps({"t": "hello", "token": token, "rooms": [{"room": SHOW}]}).encode())


def post(command_id: str) -> bytes:
    """A command."""
    command = {"t": "do", "id": command_id, "room": SHOW, "cmd": {"t": "chat.post", "text": "Hi"}}
    return frame(TEXT, json.dumps(command).encode())


async def test_what_comes_right_behind_the_handshake_is_heard() -> None:
    async with serving() as hub, raw(hub) as client:
        assert await client.upgraded(hello(hub.world.phone().token)) == b"HTTP/1.1 101 Switching Protocols"
        _, payload = await client.frame()
        assert json.loads(payload)["t"] == "welcome"


async def test_a_socket_elsewhere_is_none() -> None:
    async with serving() as hub, raw(hub) as client:
        assert b" 403 " in await client.upgraded(path="/elsewhere")
        await until(lambda: hub.door._sockets == 0)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("key", ["Sec-WebSocket-Key", "Sec-WebSocket-Version"])
async def test_a_handshake_that_lacks_something_is_refused_and_takes_no_place(key: str) -> None:
    async with serving() as hub, raw(hub) as client:
        lines = HANDSHAKE.format(path="/ws", origin=ORIGIN, form="hub.v1.json").splitlines(keepends=True)
        client.send("".join(line for line in lines if not line.startswith(key)).encode())
        assert b" 4" in (await client.ended()).split(b"\r\n")[0]
        await until(lambda: not hub.server.server_state.connections)
        assert hub.door._sockets == 0  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("worse", ["X: " + "x" * 20_000, "Content-Length: 5", "\r\n".join(["X: x"] * 200)])
async def test_a_handshake_that_the_library_cannot_read_does_not_stay_open(worse: str) -> None:
    async with serving() as hub, raw(hub) as client:
        head = HANDSHAKE.format(path="/ws", origin=ORIGIN, form="hub.v1.json").removesuffix("\r\n")
        client.send(f"{head}{worse}\r\n\r\n".encode())
        assert b" 101 " not in await client.ended()
        await until(lambda: not hub.server.server_state.connections)
        assert hub.door._sockets == 0  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("control", [PING, PONG])
async def test_a_flood_of_pings_or_pongs_ends_the_connection_and_is_not_taken_apart(control: int) -> None:
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(hello(hub.world.phone().token))
        await client.frame()
        await client.frame()
        client.send(frame(control) * 10_000, frame(TEXT, b'{"t":"ping","n":2}'))
        while (last := await client.frame())[0] & 0xF != CLOSE:
            assert b'"n":2' not in last[1]
        assert last[1] == b"\x0f\xa6protocol.flood"
        assert await client.ended() == b""


async def test_a_command_right_before_a_goodbye_is_carried_out_and_the_goodbye_is_the_last_word() -> None:
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(hello(hub.world.phone().token))
        await client.frame()
        await client.frame()
        client.send(frame(PING, b"1"), post("c1"), frame(TEXT, b'{"t":"ping","n":2}'), frame(CLOSE, b"\x03\xe8"))
        frames = [await client.frame() for _ in range(3)]
        assert [first & 0xF for first, _ in frames] == [TEXT, 0xA, CLOSE]
        assert await client.ended() == b""
        await hub.world.settle(0)
        assert hub.world.posts() == ["Hi"]


BROKEN = {
    "not masked": b"\x81\x02hi",
    "no such opcode": frame(0x3, b"?"),
    "goes on with nothing": frame(CONT, b"?"),
    "half a code": frame(CLOSE, b"\x00"),
}


@pytest.mark.parametrize("broken", BROKEN)
async def test_a_peer_that_breaks_the_protocol_is_told_so_and_leaves_the_room(broken: str) -> None:
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(hello(hub.world.phone().token))
        await client.frame()
        await client.frame()
        client.send(BROKEN[broken])
        first, payload = await client.frame()
        assert (first & 0xF, int.from_bytes(payload[:2])) == (CLOSE, 1002)
        assert await asyncio.wait_for(client.ended(), transport.CLOSE_S_MAX / 2) == b""
        await until(lambda: not hub.worker.lobby.connections)


async def test_a_peer_that_breaks_the_protocol_after_our_goodbye_is_dropped() -> None:
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(form="soap")
        assert int.from_bytes((await client.frame())[1][:2]) == 4502
        client.send(b"\x81\x02hi")
        await client.ended()
        await until(lambda: not hub.server.server_state.connections)


async def test_a_message_in_ever_more_pieces_of_nothing_is_too_big(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "FRAGMENTS_MAX", 20)
    async with serving() as hub, raw(hub) as client:
        await client.upgraded()
        client.send(frame(TEXT, b'{"t":"ping"', fin=False), *[frame(CONT, fin=False)] * 10, frame(CONT, b"}"))
        assert json.loads((await client.frame())[1]) == {"t": "ping", "n": 0}
        client.send(frame(BINARY, fin=False), *[frame(CONT, fin=False)] * 30)
        assert json.loads((await client.frame())[1])["code"] == "protocol.too_big"
        assert int.from_bytes((await client.frame())[1][:2]) == 4500


async def test_a_peer_that_does_not_answer_a_ping_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.server.PING_S", 0.05)
    monkeypatch.setattr("api.server.PONG_S", 0.05)
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(hello(hub.world.phone().token))
        await until(lambda: not hub.worker.lobby.connections)
        assert hub.world.workers[0].doors.rooms[SHOW].fanout.size == 0


async def test_a_peer_that_answers_pings_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.server.PING_S", 0.02)
    monkeypatch.setattr("api.server.PONG_S", 0.05)
    async with serving() as hub, hub.dial() as client:
        await hub.joined(client)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(goodbye(client), 0.2)


async def test_a_peer_that_does_not_read_is_not_read_either_until_it_does() -> None:
    """Each question has an answer: they would pile up here for as long as it asks."""
    async with serving(sndbuf_bytes=4096) as hub, raw(hub, buffer_bytes=4096) as client:
        await client.upgraded(hello(hub.world.phone().token))
        await client.frame()
        [protocol] = cast("set[transport.HubProtocol]", hub.server.server_state.connections)
        protocol.write(b"\x82\x7f" + (400_000).to_bytes(8) + bytes(400_000))
        assert not protocol.transport.is_reading()
        client.send(frame(TEXT, b'{"t":"ping","n":2}'))
        while (await client.frame())[1] != b'{"t":"ping","n":2}':
            pass
        assert protocol.transport.is_reading()


async def test_a_slow_reader_is_sent_away_and_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block, "OUTBOX_BYTES_MAX", 100_000)
    # Through so small a window the rest takes as long as both ends' turns: here it may.
    monkeypatch.setattr("api.transport.CLOSE_S_MAX", 60.0)
    async with serving(sndbuf_bytes=4096, flush_ms_max=0.0) as hub:
        slow, quick = hub.world.phone("ana"), hub.world.phone("ben")
        client_socket = socket.create_connection(("127.0.0.1", hub.port))
        client_socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        async with hub.dial(max_queue=1, sock=client_socket) as client, hub.dial() as other:
            stream = await hub.joined(client, slow)
            watching = await hub.joined(other, quick)
            said = 0
            while hub.worker.doors.meters.slow_closes == 0:
                said += 1
                await hub.worker.service.do(AUTHOR, SHOW, f"c{said}", Post(text="x" * 500))
                watching.hear(await heard(other, "facts"))
            assert said < 2_000
            while True:
                frame = json.loads(await client.recv())
                if frame["t"] == "facts":
                    stream.hear(frame)
                elif frame["t"] == "fail":
                    break
            assert frame["code"] == "hub.slow"
            assert await goodbye(client) == (4003, "hub.slow")
        async with hub.dial() as client:
            assert await hub.joined(client, slow) is stream
            assert stream.at == watching.at == said


async def test_nothing_is_heard_after_a_goodbye() -> None:
    async with serving() as hub, raw(hub) as client:
        await client.upgraded(post("c1"), post("c2"), hello(hub.world.phone().token))
        assert json.loads((await client.frame())[1])["code"] == "protocol.hello_first"
        assert int.from_bytes((await client.frame())[1][:2]) == 4501
        client.send(frame(CLOSE, b"\x11\x95"))
        assert await client.ended() == b""
        assert hub.world.posts() == []
