"""The store of files, over a folder."""

import asyncio
import resource
import signal
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.rooms.ports import Unavailable
from persistence.store import READ_BYTES, FileStore, Full, Missing

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
