"""What somebody may do to a hub on purpose. Each attack is over when the hub has hung up on every connection of it."""

import asyncio
import struct
import zlib
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

from tests.api.raw import BINARY, CONT, PING, PONG, TEXT, frame
from tests.conformance.ground import Ground, Peer

KIB = 1024
GET = b"GET /api/docs/openapi.json HTTP/1.1\r\nHost: hub\r\n"
POST = b"POST /api/enter HTTP/1.1\r\nHost: hub\r\nContent-Type: application/json\r\n"
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate"
#: How many come at once where one alone is nothing.
MANY = 200
#: What one address may have at once of connections that are no sockets, on the hub under attack.
HTTP_PER_ADDRESS_MAX = 300
FLOOD_BYTES = 8 * KIB * KIB

Act = Callable[[Ground], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Attack:
    """One of them. `borne`: a hub without limits goes on bearing it; what it would end anyway has no twin."""

    name: str
    act: Act
    borne: bool = True


async def _each(here: Ground, count: int, act: Callable[[Peer], Awaitable[None]]) -> None:
    peers = [await here.peer() for _ in range(count)]
    await asyncio.gather(*(act(peer) for peer in peers))


async def _drip(peer: Peer, data: bytes) -> None:
    for at in range(len(data)):
        if not await peer.send(data[at : at + 1]):
            return
        await asyncio.sleep(0.25)


async def _flood(peer: Peer, *parts: bytes) -> None:
    """Until the hub hangs up, or it has taken in so much that it kept too much of it or did not care."""
    data = b"".join(parts)
    for _ in range(0, FLOOD_BYTES, len(data)):
        if not await peer.send(data):
            return


def deflated(data: bytes) -> bytes:
    """As permessage-deflate has it (RFC 7692)."""
    squeeze = zlib.compressobj(9, wbits=-15)
    return (squeeze.compress(data) + squeeze.flush(zlib.Z_SYNC_FLUSH)).removesuffix(b"\x00\x00\xff\xff")


def compressed(opcode: int, data: bytes, *, fin: bool = True) -> bytes:
    """A masked frame with the bit that says so."""
    whole = bytearray(frame(opcode, data, fin=fin))
    whole[0] |= 0x40 if opcode else 0
    return bytes(whole)


# HTTP


async def heads_by_the_byte(here: Ground) -> None:
    """Slowloris."""
    await _each(here, MANY, lambda peer: _drip(peer, GET + b"X: " + b"x" * 200))


async def bodies_by_the_byte(here: Ground) -> None:
    """Slow POST."""

    async def act(peer: Peer) -> None:
        await peer.send(POST, b"Content-Length: 60000\r\n\r\n")
        await _drip(peer, b"x" * 200)

    await _each(here, MANY, act)


async def silent_connections(here: Ground) -> None:
    """Nothing is said at all."""
    await _each(here, MANY, _nothing)


async def more_connections_than_allowed(here: Ground) -> None:
    """All of one address."""
    await _each(here, 2 * HTTP_PER_ADDRESS_MAX, _nothing)


async def half_handshakes(here: Ground) -> None:
    """A socket is asked for, but for the last line."""
    await _each(here, MANY, lambda peer: _said(peer, here.handshake()[:-2]))


async def _nothing(_peer: Peer) -> None:
    """Is said."""


async def _said(peer: Peer, data: bytes) -> None:
    await peer.send(data)


async def empty_lines(here: Ground) -> None:
    """One request, then the beginning of none."""

    async def act(peer: Peer) -> None:
        await peer.send(b"GET /health/live HTTP/1.1\r\nHost: hub\r\n\r\n")
        await peer.read()
        await peer.send(b"\r\n")

    await _each(here, MANY, act)


async def endless_head(here: Ground) -> None:
    """A header without an end."""
    peer = await here.peer()
    await peer.send(GET, b"X: ")
    await _flood(peer, b"x" * 64 * KIB)


async def endless_trailer(here: Ground) -> None:
    """The body is over, and what comes behind it is not."""
    peer = await here.peer()
    await peer.send(POST, b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n0\r\nX: ")
    await _flood(peer, b"x" * 64 * KIB)


async def endless_body(here: Ground) -> None:
    """Chunk after chunk."""
    peer = await here.peer()
    await peer.send(POST, b"Transfer-Encoding: chunked\r\n\r\n")
    await _flood(peer, b"4000\r\n" + b"x" * 0x4000 + b"\r\n")


async def pipelined_requests(here: Ground) -> None:
    """Ten thousand questions in one breath, again and again."""
    peer = await here.peer()
    await _flood(peer, b"GET /nothing HTTP/1.1\r\nHost: hub\r\n\r\n" * 10_000)


async def answers_nobody_reads(here: Ground) -> None:
    """Small ones, by peers whose machines take nothing in."""
    peers = [await here.peer(buffer_bytes=1) for _ in range(MANY // 4)]
    await asyncio.gather(*(peer.send((GET + b"\r\n") * 8) for peer in peers))


async def foreign_pages(here: Ground) -> None:
    """Sockets asked for from elsewhere."""
    await _each(here, MANY, lambda peer: _said(peer, here.handshake(origin="http://evil.test")))


async def requests_for_no_host(here: Ground) -> None:
    """Neither is this HTTP."""
    await _each(here, MANY, lambda peer: _said(peer, b"GET /health/live HTTP/1.1\r\n\r\n"))


# WebSockets


async def sockets_without_hello(here: Ground) -> None:
    """And without an answer to the goodbye."""
    await asyncio.gather(*(here.socket(hello=False) for _ in range(MANY)))


async def a_bomb(here: Ground) -> None:
    """64 MiB in one message of 64 KiB."""
    peer = await here.socket(DEFLATE)
    await peer.send(compressed(TEXT, deflated(bytes(64 * KIB * KIB))))


async def a_bomb_in_pieces(here: Ground) -> None:
    """64 MiB in a message of many frames."""
    peer = await here.socket(DEFLATE)
    data = deflated(bytes(64 * KIB * KIB))
    pieces = [data[at : at + 500] for at in range(0, len(data), 500)]
    await peer.send(*(compressed(CONT if at else TEXT, piece, fin=False) for at, piece in enumerate(pieces)))


async def many_small_bombs(here: Ground) -> None:
    """Each of a size that is read, none of a size that is taken, over and over."""
    peer = await here.socket(DEFLATE)
    await _flood(peer, compressed(TEXT, deflated(bytes(200 * KIB))) * 50)


async def endless_pieces(here: Ground) -> None:
    """A message that goes on and on."""
    peer = await here.socket()
    await peer.send(frame(TEXT, b"x", fin=False))
    await _flood(peer, frame(CONT, b"x" * 16 * KIB, fin=False) * 4)


async def pieces_of_nothing(here: Ground) -> None:
    """A message that goes on and on, and says nothing."""
    peer = await here.socket()
    await peer.send(frame(TEXT, b"x", fin=False))
    await _flood(peer, frame(CONT, b"", fin=False) * 1_000)


async def one_byte_too_many(here: Ground) -> None:
    """A frame of 64 KiB and one byte."""
    peer = await here.socket()
    await peer.send(frame(TEXT, b"x" * (64 * KIB + 1)))


async def a_frame_without_end(here: Ground) -> None:
    """It is announced as half a terabyte, and it comes."""
    peer = await here.socket()
    await peer.send(struct.pack("!BBQ", 0x80 | BINARY, 0x80 | 127, 1 << 39), bytes(4))
    await _flood(peer, bytes(64 * KIB))


async def pings(here: Ground) -> None:
    """As many as go through."""
    await _flood(await here.socket(), frame(PING, b"x" * 125) * 1_000)


async def pongs(here: Ground) -> None:
    """As many as go through."""
    await _flood(await here.socket(), frame(PONG, b"x" * 125) * 1_000)


async def messages(here: Ground) -> None:
    """As many as go through, each of them a good one."""
    await _flood(await here.socket(), frame(TEXT, b'{"t":"ping","n":1}') * 1_000)


async def questions_without_reading(here: Ground) -> None:
    """As many as go through, and the answers pile up where they are made."""
    peer = await here.socket(buffer_bytes=1)
    await _flood(peer, frame(TEXT, b'{"t":"ping","n":1}') * 1_000)


async def nonsense(here: Ground) -> None:
    """As much as goes through, nested as deeply as it can be."""
    await _flood(await here.socket(), frame(TEXT, b'{"t":' + b"[" * 60_000))


async def frames_without_a_mask(here: Ground) -> None:
    """RFC 6455, section 5.1: a server must hang up."""
    peers = await asyncio.gather(*(here.socket() for _ in range(MANY // 4)))
    await asyncio.gather(*(peer.send(b"\x81\x02hi") for peer in peers))


ATTACKS = (
    Attack("a head without end", endless_head),
    Attack("a trailer without end", endless_trailer),
    Attack("a body without end", endless_body),
    Attack("pipelined requests", pipelined_requests),
    Attack("foreign pages", foreign_pages),
    Attack("requests for no host", requests_for_no_host, borne=False),
    Attack("a bomb", a_bomb),
    Attack("a bomb in pieces", a_bomb_in_pieces),
    Attack("many small bombs", many_small_bombs),
    Attack("a message without end", endless_pieces),
    Attack("a message of empty pieces", pieces_of_nothing),
    Attack("a frame of one byte too many", one_byte_too_many),
    Attack("a frame without end", a_frame_without_end),
    Attack("a flood of pings", pings),
    Attack("a flood of pongs", pongs),
    Attack("a flood of messages", messages),
    Attack("questions without reading the answers", questions_without_reading),
    Attack("a flood of nonsense", nonsense),
    Attack("frames without a mask", frames_without_a_mask, borne=False),
    Attack("heads a byte at a time", heads_by_the_byte),
    Attack("bodies a byte at a time", bodies_by_the_byte),
    Attack("connections that say nothing", silent_connections),
    Attack("more connections than an address may have", more_connections_than_allowed),
    Attack("half a handshake", half_handshakes),
    Attack("empty lines behind a request", empty_lines),
    Attack("sockets without a hello", sockets_without_hello),
    Attack("answers that nobody reads", answers_nobody_reads),
)
