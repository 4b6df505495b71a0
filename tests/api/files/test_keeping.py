"""From pieces to a file: with little memory, and whole or not at all."""

import asyncio
import resource
import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from api.files import keeping
from api.files.keeping import Claimed, data_key, joined
from hub.errors import Rejected
from hub.kernel import Actor, Role
from persistence import files
from persistence.tenancy import within
from tests.api.access.shown import Shown
from tests.api.files.sending import PLOT, Sender, a_pdf, a_png, by_grant
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
MIB = 1 << 20
CLEAR_PEAK = Path("/proc/self/clear_refs")


def peak() -> int:
    """The most memory this process has had since it was asked to count anew."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024


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


@pytest.mark.timeout(180)
async def test_a_hundred_mebibytes_take_twenty_and_the_loop_goes_on(
    database_url: str, redis_url: str, tmp_path: Path, night: Shown
) -> None:
    async with whole(database_url, redis_url, files=str(tmp_path)) as hub:
        ana = Sender(hub, night.show, by_grant(night).token)
        await ana.file("warm.pdf", a_pdf() + bytes(12 * MIB))
        CLEAR_PEAK.write_text("5")
        before = peak()
        piece = bytes(4 * MIB)
        upload = (await ana.begins("long.pdf", 100 * MIB)).json()["id"]
        for at in range(0, 100 * MIB, 4 * MIB):
            data = a_pdf().ljust(4 * MIB, b"\0") if at == 0 else piece
            assert (await ana.sends(upload, at, data)).status_code == 200
        ticks = 0

        async def ticking() -> None:
            nonlocal ticks
            while True:
                await asyncio.sleep(0.005)
                ticks += 1

        ticker = asyncio.create_task(ticking())
        finished = await ana.ask("POST", f"/uploads/{upload}/finish", json={}, timeout=120)
        ticker.cancel()
        assert finished.status_code == 200
        extra = peak() - before
        assert ticks > 5
        link = (await ana.links(upload))["download"]
        size = 0
        async with hub.http.stream("GET", link) as response:
            async for part in response.aiter_raw(MIB):
                size += len(part)
        assert size == 100 * MIB
        assert max(extra, peak() - before) < 20 * MIB


async def test_a_full_disk_keeps_nothing_half_and_the_upload_can_be_finished_later(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    data = a_pdf() + bytes(2 * MIB)
    upload = (await ana.begins("plot.pdf", len(data))).json()["id"]
    with a_disk_of(MIB):
        assert problem(await ana.sends(upload, 0, data)) == (507, "file.full")
        assert list((folder / night.owner.org).rglob("*.*")) == []
    for at in (0, MIB, 2 * MIB):
        assert (await ana.sends(upload, at, data[at : at + MIB])).status_code == 200
    with a_disk_of(MIB + 1000):
        assert problem(await ana.finishes(upload, data)) == (507, "file.full")
    assert all("piece" in each.name for each in (folder / night.owner.org / upload).iterdir())
    assert (await ana.finishes(upload, data)).status_code == 200


async def test_what_the_scanner_finds_is_gone_and_while_it_is_away_nothing_is_kept(
    database_url: str, redis_url: str, tmp_path: Path, night: Shown
) -> None:
    away = tmp_path / "away"
    code = f'import sys, os; sys.exit(9 if os.path.exists("{away}") else b"VIRUS" in sys.stdin.buffer.read())'
    scanner = f"{sys.executable} -c '{code}'"
    async with whole(database_url, redis_url, files=str(tmp_path / "files"), scan=scanner) as hub:
        ana = Sender(hub, night.show, by_grant(night).token)
        away.touch()
        upload = await ana.sent("good.pdf", a_pdf())
        assert problem(await ana.finishes(upload)) == (503, "file.unscanned")
        away.unlink()
        assert (await ana.finishes(upload)).status_code == 200
        bad = await ana.sent("bad.pdf", a_pdf(text="VIRUS"))
        assert problem(await ana.finishes(bad)) == (422, "file.infected")
        assert problem(await ana.finishes(bad)) == (404, "file.no_upload")
        assert [path for path in tmp_path.rglob("*") if path.is_file() and bad in str(path)] == []
        assert await ana.listed() == ["good.pdf"]


async def claimed(night: Shown, data: bytes) -> Claimed:
    """An upload that is whole and ours to finish."""
    upload = await by_grant(night).sent("plot.pdf", data)
    hub, org = night.hub, night.owner.org
    now_ms = hub.worker.clock.now_ms()
    async with within(hub.worker.database, org) as connection:
        assert await files.claim(connection, org, upload, now_ms)
        found = await files.upload_of(connection, org, night.show, upload, "ana")
    assert found is not None
    return Claimed(org, found, now_ms)


async def test_who_was_too_slow_takes_nothing_from_who_took_over(night: Shown, hub: Whole) -> None:
    first = await claimed(night, a_pdf())
    second = Claimed(first.org, first.upload, first.at_ms + files.FINISHING_MS_MAX)
    async with within(hub.worker.database, first.org) as connection:
        assert await files.claim(connection, first.org, first.upload.id, second.at_ms)
    with pytest.raises(Rejected, match=r"file\.no_upload"):
        await keeping.kept(hub.worker, first, "")
    file = await keeping.kept(hub.worker, second, sha256(a_pdf()).hexdigest())
    assert await hub.worker.filing.store.whole(data_key(first.org, file.id, second.at_ms)) == a_pdf()


async def test_a_piece_that_is_shorter_than_was_said_makes_no_file(night: Shown, hub: Whole) -> None:
    ours = await claimed(night, a_pdf())
    longer = replace(ours, upload=replace(ours.upload, size=ours.upload.size + 1))
    with pytest.raises(Rejected, match=r"file\.broken"):
        await keeping.kept(hub.worker, longer, "")
    assert b"".join([part async for part in joined(hub.worker.filing.store, ours.upload)]) == a_pdf()


async def test_a_room_hears_of_a_file_once(night: Shown, hub: Whole) -> None:
    ours = await claimed(night, a_pdf())
    file = await keeping.kept(hub.worker, ours, "")
    for _ in range(3):
        await keeping.told(hub.worker, ours.org, file)
    live = await hub.worker.service.doors.open(night.room)
    seq = live.room.seq
    await keeping.told(hub.worker, ours.org, file)
    assert live.room.seq == seq
    for _ in range(2):
        await keeping.removed(hub.worker, ours.org, file, Actor("ben", Role.VENUE, "Ben"))
    gone = live.room.states["advancing_sync"].files[file.id]
    assert (gone.gone, gone.field) == (True, PLOT)


async def test_a_file_that_its_room_could_not_hear_of_waits(
    night: Shown, hub: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = await claimed(night, a_png())
    file = await keeping.kept(hub.worker, replace(ours, upload=replace(ours.upload, name="plot.png")), "")
    monkeypatch.setattr("hub.rooms.service.WAITING_MAX", 0)
    with pytest.raises(Rejected, match=r"room\.busy"):
        await keeping.told(hub.worker, ours.org, file)
    assert await by_grant(night).listed() == []
    monkeypatch.undo()
    await keeping.told(hub.worker, ours.org, file)
    assert await by_grant(night).listed() == ["plot.png"]
