"""A client that is let in, is not, or is cut off."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.server import Server, ServerConnection, serve

from load.bots.bot import Address
from load.bots.waiting import until
from load.crowd.speech import Speech
from load.peers import caller as module
from load.peers.caller import called

SPEECH = Speech(path="/", welcome=b"welcome", mark=b"!")


@asynccontextmanager
async def a_server(*says: str, closes: bool = False) -> AsyncGenerator[Address]:
    async def talk(socket: ServerConnection) -> None:
        for each in says:
            await socket.send(each)
        if closes:
            return
        await socket.wait_closed()

    server: Server
    async with serve(talk, "127.0.0.1", 0, compression=None) as server:
        port: int = next(iter(server.sockets)).getsockname()[1]
        yield Address("127.0.0.1", port)


async def test_what_was_heard_is_kept_as_messages() -> None:
    async with a_server("welcome", "a!", "b!") as address, called(address, SPEECH, keep=True) as caller:
        await until(lambda: caller.seen == 2, 5)
        assert caller.messages == [b"welcome", b"a!", b"b!"]
        assert (caller.gone, caller.faults) == (False, [])
        assert caller.read_s > 0


async def test_who_is_not_welcomed_is_not_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JOIN_S_MAX", 0.2)
    async with a_server("go away") as address:
        with pytest.raises(ConnectionError, match="nobody said welcome"):
            async with called(address, SPEECH):
                pytest.fail("it was let in")


async def test_who_is_sent_away_is_not_let_in() -> None:
    async with a_server("go away", closes=True) as address:
        with pytest.raises(ConnectionError, match="was not let in"):
            async with called(address, SPEECH):
                pytest.fail("it was let in")


async def test_who_is_cut_off_knows_it() -> None:
    async with a_server("welcome", closes=True) as address, called(address, SPEECH) as caller:
        await until(lambda: caller.gone, 5)
        assert (caller.gone, caller.faults) == (True, [])
