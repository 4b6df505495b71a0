"""One connection: what it says, what it hears, and how it ends."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import hiredis
import pytest

from embedded.redis import Redis
from persistence.redis_link import Link, connect, database_number
from tests.services import until

Answer = Callable[[bytes], bytes | None]


@asynccontextmanager
async def something_else(answer: Answer, path: Path | None = None) -> AsyncGenerator[str]:
    """A server that answers in its own way, None hangs up; at its socket, or at a port. It ends with its clients."""
    clients: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while (asked := await reader.read(1000)) and (told := answer(asked)) is not None:
                writer.write(told)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        clients.add(asyncio.create_task(serve(reader, writer)))

    if path is None:
        server = await asyncio.start_server(accept, "127.0.0.1", 0)
        url = f"redis://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    else:
        server, url = await asyncio.start_unix_server(accept, path), f"unix://{path}"
    async with server:
        yield url
        async with asyncio.timeout(5):
            await asyncio.gather(*clients)


def to_nobody(push: list[Any]) -> None:
    raise AssertionError(push)


async def test_it_publishes_and_hears_on_one_connection(redis_url: str) -> None:
    heard: list[list[Any]] = []
    link = await connect(redis_url, heard.append)
    link.send("SUBSCRIBE", "link:a")
    link.send("PUBLISH", "link:a", b"\x00\r\n")
    await until(lambda: len(heard) == 2)
    assert heard == [[b"subscribe", b"link:a", 1], [b"message", b"link:a", b"\x00\r\n"]]
    link.abort()


async def test_a_refused_command_does_not_end_it(redis_url: str) -> None:
    heard: list[list[Any]] = []
    link = await connect(redis_url, heard.append)
    link.send("NONSENSE")
    link.send("SUBSCRIBE", "link:b")
    await until(lambda: heard == [[b"subscribe", b"link:b", 1]])
    link.abort()


async def test_a_redis_that_is_not_there_is_an_oserror(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"No such file|refused"):
        await connect(f"unix://{tmp_path}/none.sock", to_nobody)


async def test_a_redis_that_does_not_answer_is_given_up_and_hung_up_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("persistence.redis_link.CONNECT_S", 0.1)
    async with something_else(lambda _asked: b"", tmp_path / "mute.sock") as url:
        with pytest.raises(TimeoutError):
            await connect(url, to_nobody)


async def test_a_redis_that_hangs_up_at_once_is_an_oserror(tmp_path: Path) -> None:
    async with something_else(lambda _asked: None, tmp_path / "rude.sock") as url:
        with pytest.raises(ConnectionError):
            await connect(url, to_nobody)


async def test_what_is_no_redis_is_hung_up_on(tmp_path: Path) -> None:
    async with something_else(lambda _asked: b"HTTP/1.1 400 Bad Request\r\n\r\n", tmp_path / "web.sock") as url:
        with pytest.raises(hiredis.ProtocolError):
            await connect(url, to_nobody)


async def test_a_password_is_asked_for_and_checked(own_redis: Redis) -> None:
    link = await connect(own_redis.url, to_nobody)
    link.send("CONFIG", "SET", "requirepass", "s3cret")
    path = own_redis.url.removeprefix("unix://")
    with pytest.raises(hiredis.ReplyError, match="NOAUTH"):
        await connect(f"unix://{path}", to_nobody)
    with pytest.raises(hiredis.ReplyError, match="WRONGPASS"):
        await connect(f"unix://:wrong@{path}", to_nobody)
    for user in ("", "default"):
        (await connect(f"unix://{user}:s3cret@{path}", to_nobody)).abort()
    link.abort()


async def test_the_loss_is_told_and_sending_on_is_harmless(own_redis: Redis) -> None:
    link = await connect(own_redis.url, to_nobody)
    own_redis.kill()
    async with asyncio.timeout(5):
        await link.lost.wait()
    link.send("PUBLISH", "a", "b")
    assert link.buffered() == 0
    link.abort()


@pytest.mark.parametrize(
    ("url", "number"), [("redis://localhost/3", 3), ("redis://localhost", 0), ("unix:///run/r.sock?db=2", 2)]
)
def test_the_number_of_the_database_is_in_the_url(url: str, number: int) -> None:
    assert database_number(url) == number


async def test_over_tcp_and_tls_it_goes_where_the_url_says() -> None:
    asked: list[bytes] = []

    def greet(words: bytes) -> bytes | None:
        asked.append(words)
        return b"%0\r\n" if b"HELLO" in words else None

    async with something_else(greet) as url:
        link: Link = await connect(url, to_nobody)
        assert asked.pop().startswith(b"*2\r\n$5\r\nHELLO")
        link.abort()
        with pytest.raises(ConnectionError):
            await connect(url.replace("redis:", "rediss:"), to_nobody)
        assert asked[0][0] == 0x16, "a TLS handshake starts with 22"
