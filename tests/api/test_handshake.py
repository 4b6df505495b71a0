import asyncio

import pytest

from api import handshake
from tests.api.raw import raw
from tests.api.serving import serving


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 0.05)


@pytest.mark.parametrize("begun", [b"", b"GET /ws HT", b"GET /ws HTTP/1.1\r\nHost: hub.test\r\nUpgrade: webs"])
async def test_a_handshake_that_is_never_finished_does_not_hold_a_place(begun: bytes) -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(begun)
        assert await client.ended() == b""
        assert not hub.server.server_state.connections


async def test_a_body_that_is_never_finished_does_not_hold_a_place() -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(b"POST /nothing HTTP/1.1\r\nHost: hub.test\r\nContent-Length: 9\r\n\r\n{")
        await client.ended()
        assert not hub.server.server_state.connections


async def test_a_head_that_does_not_end_is_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 60)
    monkeypatch.setattr(handshake, "HEAD_BYTES_MAX", 100)
    async with serving() as hub, raw(hub) as client:
        client.send(b"GET /nothing HTTP/1.1\r\nX: ", b"x" * 100)
        assert (await client.ended()).startswith(b"HTTP/1.1 400")


async def test_another_request_on_the_same_connection_has_the_same_time() -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(b"GET /nothing HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        assert (await client.reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 404")
        client.send(b"GET /nothing HTT")
        assert b"HTTP/1.1" not in await client.ended()


async def test_a_socket_that_is_one_may_take_its_time() -> None:
    async with serving() as hub, hub.dial() as client:
        await hub.joined(client)
        await asyncio.sleep(0.1)
        await client.send('{"t":"ping","n":1}')
        assert await client.recv()
