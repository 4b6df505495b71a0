"""The store of files, over a folder; and what it makes of a service that does not answer as it should."""

import asyncio
import resource
import signal
from collections.abc import AsyncGenerator, AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from hub.rooms.ports import Unavailable
from persistence.store import AWAY_S, READ_BYTES, FileStore, Full, Missing

MIB = 1 << 20


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(str(tmp_path / "files"))


async def pieces(count: int, size: int = MIB) -> AsyncIterator[bytes]:
    for n in range(count):
        yield bytes([n]) * size


def left(store: FileStore) -> list[str]:
    """Whatever stands in the folder, hidden or half written too."""
    folder = Path(store.where)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@contextmanager
def a_disk_of(size: int) -> Generator[None]:
    """No file gets longer than this."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


async def test_what_is_put_is_read_again(store: FileStore) -> None:
    await store.put("o/f/data", b"0123456789")
    assert await store.whole("o/f/data") == b"0123456789"
    assert b"".join([each async for each in store.read("o/f/data", 2, 5)]) == b"234"
    assert b"".join([each async for each in store.read("o/f/data", 7)]) == b"789"


async def test_something_long_goes_through_in_pieces(store: FileStore) -> None:
    await store.put_all("o/f/data", pieces(12))
    found = [each async for each in store.read("o/f/data")]
    assert b"".join(found) == b"".join([each async for each in pieces(12)])
    assert max(map(len, found)) < READ_BYTES * 2


async def test_what_breaks_off_leaves_nothing(store: FileStore) -> None:
    async def broken() -> AsyncIterator[bytes]:
        async for piece in pieces(7):
            yield piece
        raise ValueError("gone")

    await store.put("o/f/other", b"x")
    with pytest.raises(ValueError, match="gone"):
        await store.put_all("o/f/data", broken())
    assert left(store) == ["o/f/other"]


async def test_a_full_disk_keeps_nothing_half(store: FileStore) -> None:
    await store.put("o/f/other", b"x")
    with a_disk_of(MIB):
        with pytest.raises(Full, match="files"):
            await store.put("o/f/small", bytes(2 * MIB))
        with pytest.raises(Full):
            await store.put_all("o/f/long", pieces(12))
    assert left(store) == ["o/f/other"]
    await store.put("o/f/small", bytes(2 * MIB))


async def test_what_is_not_there_is_missing_and_may_be_deleted(store: FileStore) -> None:
    with pytest.raises(Missing):
        await store.whole("o/f/data")
    with pytest.raises(Missing):
        await store.opened("o/f/data")
    await store.put("o/f/data", b"x")
    assert b"".join([each async for each in await store.opened("o/f/data")]) == b"x"
    await store.delete(["o/f/never", "o/f/data"])
    with pytest.raises(Missing):
        await store.whole("o/f/data")


async def test_the_list_says_since_when_each_is_there(store: FileStore) -> None:
    assert [page async for page in store.listed()] in ([], [[]])
    await asyncio.gather(*(store.put(f"o/{n}/data", b"x") for n in range(501)))
    found = [each async for page in store.listed() for each in page]
    assert sorted(each.key for each in found) == sorted(f"o/{n}/data" for n in range(501))
    assert min(each.at_ms for each in found) > 1_700_000_000_000
    assert [each.key async for page in store.listed("o/77") for each in page] == ["o/77/data"]


async def test_a_store_that_is_away_is_unavailable(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    with pytest.raises(Unavailable, match="cannot be reached"):
        await FileStore(str(blocked / "in")).put("a", b"x")


async def test_a_bucket_is_named_by_its_address() -> None:
    store = FileStore("memory:///")
    await store.put("a/b", b"x")
    assert await store.whole("a/b") == b"x"


@asynccontextmanager
async def a_service(answer: bytes) -> AsyncGenerator[str]:
    """Something at the end of an address that gives every request the same answer."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def no_such(code: str) -> bytes:
    said = f"<Error><Code>{code}</Code></Error>"
    return f"HTTP/1.1 404 Not Found\r\nContent-Length: {len(said)}\r\nConnection: close\r\n\r\n{said}".encode()


def a_bucket(monkeypatch: pytest.MonkeyPatch, endpoint: str) -> FileStore:
    variables = {"ACCESS_KEY_ID": "id", "SECRET_ACCESS_KEY": "key", "REGION": "here", "ENDPOINT": endpoint}
    for name, value in variables.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    return FileStore("s3://files/hub")


async def test_a_bucket_that_is_not_there_is_no_missing_file(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_service(no_such("NoSuchKey")) as endpoint:
        with pytest.raises(Missing):
            await a_bucket(monkeypatch, endpoint).whole("o/f/data")
    async with a_service(no_such("NoSuchBucket")) as endpoint:
        store = a_bucket(monkeypatch, endpoint)
        with pytest.raises(Unavailable, match="s3://files/hub cannot be reached"):
            await store.whole("o/f/data")
        with pytest.raises(Unavailable, match="s3://files/hub cannot be reached"):
            await store.put("o/f/data", b"x")


async def test_a_service_that_is_away_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_service(b"") as endpoint:
        pass
    async with asyncio.timeout(AWAY_S * 3):
        with pytest.raises(Unavailable):
            await a_bucket(monkeypatch, endpoint).put("o/f/data", b"x")
