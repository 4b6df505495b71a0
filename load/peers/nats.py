"""NATS over WebSocket: core subjects, and a JetStream stream with a file store behind the same subject.

https://docs.nats.io/nats-server/configuration/websocket, https://docs.nats.io/reference/reference-protocols/nats-protocol
and https://docs.nats.io/nats-concepts/jetstream: everybody listens to the subject itself; a client that comes back
reads the stream from the last sequence it had with an ordered consumer (a push consumer without acks).
"""

import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec

from load.bots.waiting import until
from load.crowd.speech import Speech, Step
from load.peers.caller import called
from load.peers.install import python_of, run
from load.peers.peer import MARK, STAMP, NotServed, Peer, Served, Versions, fact_of
from load.peers.process import START_S_MAX, free_port, listening, started, written

STREAM = "ROOM"
_CONNECT = b'CONNECT {"verbose":false,"pedantic":false,"headers":true,"no_responders":true}\r\n'
#: $JS.ACK.<stream>.<consumer>.<delivered>.<sequence in the stream>.<...>: where a delivered message has its reply.
_SEQUENCE = re.compile(rb"\$JS\.ACK\.\w+\.\w+\.\d+\.(\d+)\.")
_CONFIG = """
listen: "127.0.0.1:-1"
websocket {{ host: "127.0.0.1", port: {port}, no_tls: true, compression: false }}
{jetstream}
"""
PAGES = (
    "https://docs.nats.io/nats-server/configuration/websocket/websocket_conf",
    "https://docs.nats.io/reference/reference-protocols/nats-protocol",
    "https://docs.nats.io/nats-concepts/jetstream",
)


def speech(said: bytes) -> Speech:
    """Connect, say this, and ping: the answer comes after all that was said before."""
    return Speech(
        path="/",
        hellos=(Step(_CONNECT + said + b"PING\r\n", wait_for=b"INFO", binary=True),),
        welcome=b"PONG",
        mark=MARK,
        pongs={b"PING\r\n": b"PONG\r\n"},
        stamp=STAMP,
    )


LISTENER = speech(b"SUB room 1\r\n")
#: An ack of the stream goes to one of those who publish.
WRITER = speech(b"SUB _INBOX.w acks 2\r\n")


def say(number: int, text: str) -> bytes:
    """A publish that nobody answers."""
    return published(b"room", fact_of(number, text))


def say_to_stream(number: int, text: str) -> bytes:
    """A publish that the stream acks when it has it."""
    return published(b"room _INBOX.w", fact_of(number, text))


def published(to: bytes, payload: bytes) -> bytes:
    """The protocol's `PUB`."""
    return b"PUB %s %d\r\n%s\r\n" % (to, len(payload), payload)


def asked(subject: str, body: object) -> bytes:
    """A request to JetStream's API, answered in our inbox."""
    return published(f"{subject} _INBOX.a".encode(), msgspec.json.encode(body))


def consumer(**deliver: object) -> bytes:
    """An ordered consumer, as clients make them: pushed to an inbox, without acks, in memory."""
    config = {"deliver_subject": "_INBOX.l", "ack_policy": "none", "max_deliver": 1, "mem_storage": True}
    inactive = {"inactive_threshold": 300_000_000_000, "num_replicas": 1}
    body = {"stream_name": STREAM, "config": {**config, **inactive, **deliver}}
    return b"SUB _INBOX.l 1\r\n" + asked(f"$JS.API.CONSUMER.CREATE.{STREAM}", body)


#: The first time away begins with a consumer too: only its messages say where in the stream they are.
ORDERED = speech(consumer(deliver_policy="new"))


def back(heard: Sequence[bytes]) -> Speech:
    """Read on after the last sequence of the stream that came."""
    last = max((int(found) for each in heard for found in _SEQUENCE.findall(each)), default=0)
    return speech(consumer(deliver_policy="by_start_sequence", opt_start_seq=last + 1))


def install(peers: Path) -> Versions:
    """From PyPI, which has the server's own binary."""
    said = run([_server(peers), "--version"], peers)
    return Versions({"nats-server": said.split()[-1].removeprefix("v")})


def _server(peers: Path) -> Path:
    return python_of(peers).parent / "nats-server"


async def _streamed(served: Served) -> None:
    """Make the stream."""
    body = {"name": STREAM, "subjects": ["room"], "storage": "file", "retention": "limits", "num_replicas": 1}
    async with called(served.address, speech(b"SUB _INBOX.a 1\r\n"), keep=True) as caller:
        caller.say(asked(f"$JS.API.STREAM.CREATE.{STREAM}", body), binary=True)
        try:
            await until(lambda: b"stream_create_response" in caller.heard, START_S_MAX)
        except TimeoutError:
            raise NotServed("JetStream did not answer") from None
        if b'"error"' in caller.heard:
            raise NotServed("JetStream made no stream")


def _serve(*, stream: bool) -> Callable[[Path], AbstractAsyncContextManager[Served]]:
    @asynccontextmanager
    async def serve(directory: Path) -> AsyncGenerator[Served]:
        port = free_port()
        store = f'jetstream {{ store_dir: "{directory / "store"}" }}' if stream else ""
        written(directory / "nats.conf", _CONFIG.format(port=port, jetstream=store).encode())
        argv = [_server(directory.parent), "-c", directory / "nats.conf"]
        # One core is what it has; without this it makes threads for all of them.
        async with started(argv, directory, {"GOMAXPROCS": "1"}) as process:
            address = await listening(process, port, directory)
            served = Served(address, [process.pid], LISTENER, WRITER, say, binary=True)
            if stream:
                await _streamed(served)
                served = msgspec.structs.replace(served, say=say_to_stream, back=back, away=ORDERED)
            yield served

    return serve


CORE = Peer(
    name="nats",
    title="NATS core",
    install=install,
    serve=_serve(stream=False),
    about="WebSocket without TLS and compression, one subject; one processor (`GOMAXPROCS=1`), as all have.",
    durable="nothing",
    recovery="None: at most once.",
    pages=PAGES,
)
JETSTREAM = Peer(
    name="nats-jetstream",
    title="NATS JetStream",
    install=install,
    serve=_serve(stream=True),
    about="The same with a stream in files behind the subject; every publish asks for the stream's ack. Listeners have "
    "plain subscriptions: a consumer for each of thousands is advised against.",
    durable="written to a file; synced every 2 minutes by default (`sync_interval`)",
    recovery="An ordered consumer reads the stream from the last sequence the client had.",
    pages=PAGES,
)
