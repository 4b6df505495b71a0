"""NATS as a peer, against what its real server said when it was recorded, and in the place of it."""

from pathlib import Path

import pytest

from load.peers import nats
from load.peers.peer import NotServed, fact_of
from tests.load.peers.speaking import FACT, two_are_counted
from tests.load.peers.standins import a_stand_in

CONNECT = b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\n'
STREAMED = b"MSG room 1 $JS.ACK.ROOM.wx802AzF.1.%d.%d.1795257525357243855.0 %d\r\n%s\r\n"
#: A server over WebSocket, with as much of the protocol as the stream needs; `{answer}` is JetStream's.
SERVER = """
import re
from websockets.asyncio.server import serve
port = int(re.search(r'websocket .*?port: (\\d+)', open(sys.argv[2]).read())[1])
async def talk(socket):
    await socket.send(b'INFO {{}} \\r\\n')
    async for said in socket:
        if b"PING" in said:
            await socket.send(b"PONG\\r\\n")
        if b"STREAM.CREATE" in said:
            await socket.send(b'MSG _INBOX.a 1 9\\r\\n{answer}\\r\\n')
async def main():
    async with serve(talk, "127.0.0.1", port, compression=None):
        await asyncio.sleep(60)
asyncio.run(main())
"""


def test_somebody_connects_subscribes_and_answers_pings() -> None:
    said = two_are_counted(
        nats.LISTENER,
        b'INFO {"server_id":"NB"} \r\n',
        b"PONG\r\n",
        b"MSG room 1 9\r\n%s\r\nMSG room 1 9\r\n%s\r\nPING\r\n" % (FACT, FACT),
    )
    assert said == [CONNECT + b"SUB room 1\r\nPING\r\n", b"PONG\r\n"]


def test_jetstream_reads_on_after_the_last_sequence() -> None:
    speech = nats.back([STREAMED % (1, 1, len(FACT), FACT), STREAMED % (41, 2, len(FACT), FACT)])
    assert b'"opt_start_seq":42' in speech.hellos[0].say
    assert b'"deliver_policy":"new"' in nats.ORDERED.hellos[0].say


def test_a_message_to_the_stream_asks_for_its_ack() -> None:
    assert nats.say(1, "a").startswith(b"PUB room %d\r\n{" % len(fact_of(1, "a")))
    assert nats.say_to_stream(1, "a").startswith(b"PUB room _INBOX.w ")


async def test_the_stream_is_there_before_anybody_publishes(home: Path) -> None:
    server = home / "python" / "bin" / "nats-server"
    a_stand_in(server, SERVER.format(answer='{{"type":"stream_create_response"}}'))
    async with nats.JETSTREAM.serve(home / "run") as served:
        assert served.back is not None
        assert served.away is nats.ORDERED
    a_stand_in(server, SERVER.format(answer='{{"type":"stream_create_response","error":1}}'))
    with pytest.raises(NotServed, match="JetStream made no stream"):
        async with nats.JETSTREAM.serve(home / "run"):
            pytest.fail("it started")


async def test_a_stream_that_is_not_answered_for_is_given_up(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_stand_in(home / "python" / "bin" / "nats-server", SERVER.format(answer=""))
    monkeypatch.setattr(nats, "START_S_MAX", 0.2)
    with pytest.raises(NotServed, match="JetStream did not answer"):
        async with nats.JETSTREAM.serve(home / "run"):
            pytest.fail("it started")


async def test_the_core_has_nothing_for_those_who_were_away(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "nats-server", SERVER.format(answer=""))
    async with nats.CORE.serve(home / "run") as served:
        assert served.back is None
        assert served.binary


async def test_one_that_does_not_start_is_quoted(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "nats-server", 'sys.exit("bad configuration")')
    for peer in (nats.CORE, nats.JETSTREAM):
        with pytest.raises(NotServed, match="bad configuration"):
            async with peer.serve(home / "run"):
                pytest.fail("it started")
    assert "jetstream" in (home / "run" / "nats.conf").read_text()


def test_its_version_is_what_it_says(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "nats-server", 'print("nats-server: v2.15.1")')
    assert nats.install(home).parts == {"nats-server": "2.15.1"}
