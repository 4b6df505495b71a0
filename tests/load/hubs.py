"""A scripted hub: a real `websockets` server that does to each connection what the next step of the script says."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http import HTTPStatus

from msgspec import Raw
from websockets.asyncio.server import Server, ServerConnection, broadcast, serve
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from hub.advancing_sync.messages import Edit, Edited
from hub.chat.messages import Post, Posted
from hub.kernel import Actor, Command, Fact, Role
from hub.wire import FORMATS, JSON, Ack, Do, Facts, Hello, Welcome
from load.bots.bot import Address
from tests.load.frames import EPOCH, fail

Step = Callable[["Heard", ServerConnection], Awaitable[None]]


@dataclass
class Heard:
    """What the hub was told, over all connections."""

    hellos: list[Hello] = field(default_factory=list[Hello])
    commands: list[Do] = field(default_factory=list[Do])
    origins: list[str | None] = field(default_factory=list[str | None])
    offers: list[str | None] = field(default_factory=list[str | None])
    refusals: list[HTTPStatus] = field(default_factory=list[HTTPStatus])


@asynccontextmanager
async def a_hub(*script: Step, refusals: Sequence[HTTPStatus] = ()) -> AsyncGenerator[tuple[Address, Heard]]:
    """A hub that refuses the first handshakes, then follows the script, a step per connection."""
    heard = Heard(refusals=list(refusals))
    steps = list(script)

    def door(socket: ServerConnection, request: Request) -> Response | None:
        heard.origins.append(request.headers.get("Origin"))
        heard.offers.append(request.headers.get("Sec-WebSocket-Extensions"))
        if not heard.refusals:
            return None
        refusal = socket.respond(heard.refusals.pop(0), "no\n")
        refusal.headers["Retry-After"] = "3"
        return refusal

    async def talk(socket: ServerConnection) -> None:
        await steps.pop(0)(heard, socket)

    names = [Subprotocol(name) for name in FORMATS]
    server: Server
    async with serve(talk, "127.0.0.1", 0, process_request=door, subprotocols=names) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        yield Address("127.0.0.1", port), heard


def says(*frames: bytes, code: int | None = None) -> Step:
    """Hear a hello, say these, and close with the code; without one: cut the connection."""

    async def step(heard: Heard, socket: ServerConnection) -> None:
        await _greet(heard, socket)
        for each in frames:
            await socket.send(each, text=socket.subprotocol == JSON.name)
        if code is None:
            socket.transport.abort()
        else:
            await socket.close(code)

    return step


def answers(*frames: bytes, first_seq: int, refuse_first: bool = False) -> Step:
    """Hear a hello, say these, then ack every command until the client goes; the first one only when it comes again."""

    async def step(heard: Heard, socket: ServerConnection) -> None:
        await _greet(heard, socket)
        for each in frames:
            await socket.send(each, text=True)
        refused = not refuse_first
        async for message in socket:
            command = JSON.decode(message if isinstance(message, bytes) else message.encode())
            assert isinstance(command, Do)
            heard.commands.append(command)
            if refused:
                acked = JSON.encode(Ack(command.id, first_seq + len(heard.commands) - 1))
                await socket.send(acked, text=True)
            else:
                await socket.send(fail("room.busy", command.id, retry=True, wait_ms=1), text=True)
                refused = True

    return step


async def _greet(heard: Heard, socket: ServerConnection) -> None:
    hello = await socket.recv(decode=False)
    greeting = FORMATS[str(socket.subprotocol)].decode(hello)
    assert isinstance(greeting, Hello)
    heard.hellos.append(greeting)


@dataclass
class TalkingHub:
    """One room for all: whatever somebody says is a fact for everybody, in a frame of its own.

    `lose` is the seq of a fact that the listener who came last does not get; `shut` refuses everybody at hello, `deaf`
    whatever anybody says.
    """

    lose: int = 0
    deaf: bool = False
    shut: bool = False
    seq: int = 0
    sockets: list[ServerConnection] = field(default_factory=list[ServerConnection])

    async def talk(self, socket: ServerConnection) -> None:
        """A connection from hello to goodbye."""
        hello = JSON.decode(await socket.recv(decode=False))
        assert isinstance(hello, Hello)
        if self.shut:
            await socket.send(fail("auth.grant_invalid"), text=True)
            await socket.close(4503)
            return
        self.sockets.append(socket)
        room, person = hello.rooms[0].room, f"p{len(self.sockets)}"
        you = Actor(person, Role.MODERATOR if room.startswith("floor/") else Role.CREW, "Somebody")
        greeting = Welcome(room, EPOCH, you, self.seq, self.seq, [], Raw(b"{}"))
        await socket.send(JSON.encode(greeting), text=True)
        async for message in socket:
            command = JSON.decode(message if isinstance(message, bytes) else message.encode())
            assert isinstance(command, Do)
            if self.deaf:
                await socket.send(fail("auth.forbidden", command.id), text=True)
                continue
            self._tell(room, you, command.cmd)
            await socket.send(JSON.encode(Ack(command.id, self.seq)), text=True)

    def _tell(self, room: str, you: Actor, command: Command) -> None:
        self.seq += 1
        at_ms = self.seq
        fact: Fact
        if isinstance(command, Edit):
            stamp = f"{at_ms:013}-0000-{you.person}"
            fact = Edited(
                field=command.field,
                value=command.value,
                stamp=stamp,
                saw=command.saw,
                by=you.person,
                name=you.name,
                at_ms=at_ms,
            )
        else:
            assert isinstance(command, Post)
            fact = Posted(
                id=f"m{at_ms}", person=you.person, name=you.name, role=you.role, text=command.text, at_ms=at_ms
            )
        frame = JSON.encode(Facts(room, self.seq - 1, self.seq, [(self.seq, Raw(JSON.encode(fact)))]))
        broadcast(self.sockets[:-1] if self.seq == self.lose else self.sockets, frame, text=True)


@asynccontextmanager
async def a_talking_hub(hub: TalkingHub | None = None) -> AsyncGenerator[Address]:
    """The address of a talking hub."""
    hub = hub or TalkingHub()
    async with serve(hub.talk, "127.0.0.1", 0, subprotocols=[Subprotocol(JSON.name)], compression=None) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        yield Address("127.0.0.1", port)
