"""What uploads leave behind is swept away, and nothing else is."""

import asyncio
import os
from pathlib import Path

import pytest
from litestar import Litestar
from structlog.testing import capture_logs

from api.files import keeping, sweeping
from api.files.sweeping import KEPT_MS, TOLD_MS, Sweeping
from hub.advancing_sync.messages import Lock
from hub.kernel import Actor, Role
from hub.rooms.ports import Unavailable
from persistence import files
from persistence.tenancy import within
from tests.api.access.shown import Shown
from tests.api.accounts.people import Time
from tests.api.files.sending import PLOT, a_pdf, by_grant
from tests.api.files.test_keeping import claimed
from tests.api.whole import Whole, problem
from tests.services import until

#: So much the time of a test may be behind.
STEP_MS = 30_000
pytestmark = pytest.mark.asyncio(loop_scope="module")


def aged(folder: Path) -> None:
    """Everything in the store is old."""
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (1, 1))


def left(folder: Path, owner: str) -> list[str]:
    return sorted(path.name.partition("-")[0] for path in folder.rglob("*") if path.is_file() and owner in str(path))


async def test_an_unfinished_upload_is_over_after_a_day(
    night: Shown, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = by_grant(night)
    time = Time(night.hub, monkeypatch)
    upload = await ana.sent("plot.pdf", a_pdf())
    aged(folder)
    time.pass_ms(KEPT_MS - 1)
    await Sweeping(night.hub.worker).sweep()
    assert left(folder, upload) == ["piece"]
    time.pass_ms(1)
    assert await Sweeping(night.hub.worker).sweep() == 1
    assert left(folder, upload) == []
    assert problem(await by_grant(night).finishes(upload)) == (404, "file.no_upload")


async def test_a_file_and_its_pages_stay_and_what_a_crash_left_goes(night: Shown, folder: Path) -> None:
    ana, store = by_grant(night), night.hub.worker.filing.store
    file = (await ana.file("plot.pdf", a_pdf()))["id"]
    await night.hub.http.get((await ana.links(file))["pages"])
    under = f"{night.owner.org}/{file}"
    for left_behind in (f"{under}/piece-0", f"{under}/data-7", f"{night.owner.org}/nobodys/data-1"):
        await store.put(left_behind, b"x")
    (folder / "a note of the operator.txt").write_text("not ours")
    await Sweeping(night.hub.worker).sweep()
    assert left(folder, file) == ["data", "data", "page1.png", "piece"]
    aged(folder)
    assert await Sweeping(night.hub.worker).sweep() == 3
    assert left(folder, file) == ["data", "page1.png"]
    assert (folder / "a note of the operator.txt").exists()
    assert (await night.hub.http.get((await ana.links(file))["download"])).content == a_pdf()


async def test_a_room_hears_of_a_file_whose_worker_died_before_it_said_so(
    night: Shown, hub: Whole, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = await claimed(night, a_pdf())
    await keeping.kept(hub.worker, ours, "")
    assert await by_grant(night).listed() == []
    time = Time(hub, monkeypatch)
    time.pass_ms(TOLD_MS + STEP_MS)
    await Sweeping(hub.worker).sweep()
    monkeypatch.undo()
    assert await by_grant(night).listed() == ["plot.pdf"]


async def test_a_file_that_its_room_refuses_goes(night: Shown, hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = await claimed(night, a_pdf())
    file = await keeping.kept(hub.worker, ours, "")
    await hub.worker.service.do(Actor("ana", Role.OWNER, "Ana"), night.room, "lock", Lock(field=PLOT))
    time = Time(hub, monkeypatch)
    time.pass_ms(TOLD_MS + STEP_MS)
    with capture_logs() as logs:
        await Sweeping(hub.worker).sweep()
    assert [(line["event"], line["code"]) for line in logs] == [("a file was not put on its form", "advance.locked")]
    async with within(hub.worker.database, ours.org) as connection:
        assert await files.read(connection, ours.org, file.id) is None


async def test_it_sweeps_again_whatever_happened(hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sweeping, "EVERY_S", 0)
    came: list[int] = []
    faults: list[Exception] = [Unavailable("away"), ValueError("broken")]

    async def sweep(_self: Sweeping) -> int:
        came.append(1)
        if faults:
            raise faults.pop(0)
        await asyncio.Event().wait()
        return 0

    monkeypatch.setattr(Sweeping, "sweep", sweep)
    with capture_logs() as logs:
        async with Sweeping(hub.worker).running(Litestar([])):
            await until(lambda: len(came) == 3)
    assert [line["event"] for line in logs] == ["files were not swept", "duty broke"]
