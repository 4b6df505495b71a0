"""What comes before a WebSocket: whoever sends it, and however, holds no place for long and nothing large."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_network
from typing import Any, cast

import pytest
from litestar import Request, get, post
from litestar.params import FromPath

from api import door, handshake
from api.proxies import Proxies
from api.turnstile import Turnstile
from tests.api.raw import HANDSHAKE, TEXT, Raw, frame, raw
from tests.api.serving import ORIGIN, a_door, serving
from tests.services import until

GET = b"GET /nothing HTTP/1.1\r\nHost: hub.test\r\n\r\n"
POST = b"POST /nothing HTTP/1.1\r\nHost: hub.test\r\n"


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 0.05)


@get("/large/{size:int}", sync_to_thread=False)
def large(size: FromPath[int]) -> bytes:
    """So much to read."""
    return bytes(size)


@post("/taken")
async def taken(request: Request[Any, Any, Any]) -> int:
    """How much was sent."""
    return len(await request.body())


async def answer(client: Raw) -> tuple[bytes, str]:
    """The status line of what comes before the end, and its code in the catalogue."""
    head, _, body = (await client.ended()).partition(b"\r\n\r\n")
    assert b"application/problem+json" in head
    return head.split(b"\r\n")[0], json.loads(body)["code"]


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


async def test_empty_lines_are_no_requests() -> None:
    """The first of them ends the time in which another request may follow, so it begins that request's."""
    async with serving() as hub, raw(hub) as client:
        client.send(GET)
        assert b" 404 " in await client.reader.readuntil(b"\r\n\r\n")
        client.send(b"\r\n")
        assert b"HTTP/1.1" not in await client.ended()


async def test_an_upgrade_to_something_else_is_not_waited_for() -> None:
    async with serving(handler=cast("Any", taken)) as hub, raw(hub) as client:
        client.send(POST.replace(b"nothing", b"taken"), b"Upgrade: h2c\r\nConnection: Upgrade\r\n")
        client.send(b"Content-Length: 5\r\n\r\n")
        assert b" 201 " in await client.reader.readuntil(b"\r\n\r\n")


TOO_MUCH = {
    "a line": b"GET /" + b"x" * 300,
    "a header": GET[:-2] + b"X: " + b"x" * 300,
    "a whole head": GET[:-2] + b"X: " + b"x" * 5_000 + b"\r\n\r\n",
    "a trailer": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: " + b"x" * 300,
    "headers": GET[:-2] + b"X: x\r\n" * 20 + b"\r\n",
    "trailers": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n" + b"X: x\r\n" * 20,
}


@pytest.mark.parametrize("what", TOO_MUCH)
async def test_a_head_that_is_too_big_is_not_kept(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 60)
    monkeypatch.setattr(handshake, "HEAD_BYTES_MAX", 300)
    monkeypatch.setattr(handshake, "HEADERS_MAX", 16)
    async with serving() as hub, raw(hub) as client:
        client.send(TOO_MUCH[what])
        assert b"400" in await client.ended()
        await until(lambda: not hub.server.server_state.connections)


async def test_a_body_may_be_larger_than_a_head(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HEAD_BYTES_MAX", 300)
    async with serving(handler=cast("Any", taken)) as hub, raw(hub) as client:
        for size in (5_000, 9_000):
            client.send(POST.replace(b"nothing", b"taken"), b"Content-Length: %d\r\n\r\n" % size, b"x" * size)
            await client.reader.readuntil(b"\r\n\r\n")
            assert await client.reader.readexactly(4) == b"%d" % size


@pytest.mark.parametrize("hosts", [b"", b"Host: a\r\nHost: b\r\n"])
async def test_a_request_is_for_one_host(hosts: bytes) -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(b"GET /nothing HTTP/1.1\r\n" + hosts + b"\r\n")
        assert await answer(client) == (b"HTTP/1.1 400 Bad Request", "http.bad_request")


async def test_the_oldest_http_has_no_host() -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(b"GET /nothing HTTP/1.0\r\n\r\n")
        assert b" 404 " in await client.ended()


async def test_what_is_no_http_is_refused_in_our_words() -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(b"\x16\x03\x01\r\n\r\n")
        assert await answer(client) == (b"HTTP/1.1 400 Bad Request", "http.bad_request")


async def test_requests_that_do_not_wait_for_answers_end_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "PIPELINED_MAX", 4)
    async with serving() as hub, raw(hub) as client:
        client.send(GET * 4)
        for _ in range(4):
            assert b" 404 " in await client.reader.readuntil(b"\r\n\r\n")
    async with serving() as hub, raw(hub) as client:
        client.send(GET * 100)
        assert (await client.ended()).count(b"HTTP/1.1") <= 5


@pytest.mark.parametrize("size", [40_000, 1_000_000])
async def test_an_answer_that_nobody_reads_does_not_stay(size: int) -> None:
    """A small one fits into the buffer of a transport that is closed already, and would stay there for ever."""
    async with serving(sndbuf_bytes=4096, handler=cast("Any", large)) as hub, raw(hub, buffer_bytes=4096) as client:
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        client.send(b"GET /large/%d HTTP/1.1\r\nHost: hub.test\r\nConnection: close\r\n\r\n" % size)
        state = hub.server.server_state
        await until(lambda: bool(state.connections or state.total_requests))
        await until(lambda: not state.connections)
        assert hub.door._http == 0  # pyright: ignore[reportPrivateUsage]


async def test_an_answer_that_nobody_reads_does_not_stay_when_nothing_more_is_asked() -> None:
    async with serving(sndbuf_bytes=4096, handler=cast("Any", large)) as hub, raw(hub, buffer_bytes=4096) as client:
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]
        client.send(b"GET /large/40000 HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        await until(lambda: hub.server.server_state.total_requests == 1)
        [protocol] = cast("set[handshake.HandshakeProtocol]", hub.server.server_state.connections)
        assert protocol.transport.get_write_buffer_size() > 0
        protocol.timeout_keep_alive_handler()
        await until(lambda: not hub.server.server_state.connections)


async def test_an_answer_that_is_read_slowly_arrives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 1)
    async with serving(sndbuf_bytes=4096, handler=cast("Any", large)) as hub, raw(hub, buffer_bytes=4096) as client:
        client.send(b"GET /large/500000 HTTP/1.1\r\nHost: hub.test\r\n\r\n")
        await client.reader.readuntil(b"\r\n\r\n")
        assert len(await client.reader.readexactly(500_000)) == 500_000


async def test_one_connection_too_many_is_told_when_to_come_back() -> None:
    async with serving(a_door(http_per_address_max=1)) as hub, raw(hub) as first, raw(hub) as second:
        await until(lambda: hub.door.refuse_http("127.0.0.1") is not None)
        second.send(GET)
        head = await second.ended()
        assert head.startswith(b"HTTP/1.1 503")
        assert b"Retry-After: 1\r\n" in head
        first.send(GET)
        assert b" 404 " in await first.reader.readuntil(b"\r\n\r\n")
        await until(lambda: hub.door.refuse_http("127.0.0.1") is None)


async def test_one_too_many_that_says_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 60)
    monkeypatch.setattr(handshake, "REFUSED_S_MAX", 0.05)
    async with serving(a_door(http_max=1)) as hub, raw(hub), raw(hub) as second:
        assert await second.ended() == b""


async def test_a_worker_that_is_overrun_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake, "HANDSHAKE_S_MAX", 60)
    monkeypatch.setattr(door, "REFUSED_MAX", 0)
    async with serving(a_door(http_max=1)) as hub, raw(hub), raw(hub) as second:
        second.send(GET)
        with suppress(ConnectionError):
            assert await second.ended() == b""


async def test_a_connection_that_became_a_socket_takes_no_place_here() -> None:
    async with serving(a_door(http_per_address_max=1)) as hub, hub.dial() as client, hub.dial() as other:
        await hub.joined(client)
        await hub.joined(other)
        assert hub.door.refuse_http("127.0.0.1") is None


async def test_behind_a_proxy_each_client_has_places_of_its_own() -> None:
    behind = a_door(sockets_per_address_max=1, proxies=Proxies((ip_network("127.0.0.1"),)))
    async with serving(behind) as hub:

        async def dialled(client: str) -> bytes:
            head = HANDSHAKE.format(path="/ws", origin=ORIGIN, form="hub.v1.json").encode()
            async with raw(hub) as each:
                each.send(head[:-2], b"X-Forwarded-For: " + client.encode() + b"\r\n\r\n")
                status = await each.reader.readuntil(b"\r\n\r\n")
                if b" 101 " in status and client == "203.0.113.7":
                    others.append(await dialled("203.0.113.7"))
                    others.append(await dialled("203.0.113.8"))
                return status.split(b" ")[1]

        others: list[bytes] = []
        assert await dialled("203.0.113.7") == b"101"
        assert others == [b"503", b"101"]


@pytest.fixture
def waiting(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """A turnstile that stands still: who waits at it."""
    found: list[Callable[[], None]] = []

    def queue(_turnstile: Turnstile, enter: Callable[[], None]) -> None:
        found.append(enter)

    monkeypatch.setattr(Turnstile, "queue", queue)
    return found


ASKS = HANDSHAKE.format(path="/ws", origin=ORIGIN, form="hub.v1.json").encode()


async def test_who_asks_for_a_socket_waits_for_their_turn_and_is_not_heard_before(
    waiting: list[Callable[[], None]],
) -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(ASKS)
        await until(lambda: waiting != [])
        client.send(b"GET /nothing HTTP/1.1\r\n\r\n")
        await asyncio.sleep(0.1)
        waiting[0]()
        assert (await client.reader.readline()).startswith(b"HTTP/1.1 101 ")


async def test_frames_right_behind_the_request_are_dropped(waiting: list[Callable[[], None]]) -> None:
    """A client has to wait for the 101 (RFC 6455, 4.1); so nobody fills a buffer while they wait for their turn."""
    async with serving() as hub, raw(hub) as client:
        client.send(ASKS, frame(TEXT, b'{"t":"ping","n":1}'))
        await until(lambda: waiting != [])
        waiting[0]()
        assert b" 101 " in await client.reader.readuntil(b"\r\n\r\n")
        client.send(frame(TEXT, b'{"t":"ping","n":2}'))
        assert (await client.frame())[1] == b'{"t":"ping","n":2}'


async def test_who_does_not_wait_for_their_turn_costs_nothing(waiting: list[Callable[[], None]]) -> None:
    async with serving() as hub, raw(hub) as client:
        client.send(ASKS)
        await until(lambda: waiting != [])
        client.writer.transport.abort()
        await until(lambda: not hub.server.server_state.connections)
        waiting[0]()
        assert not hub.server.server_state.connections
