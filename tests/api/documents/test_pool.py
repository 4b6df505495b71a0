"""The pool of presses: lazy, bounded, and replaced when a document is too much for one."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator, Awaitable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from msgspec.structs import replace

from api.documents.pool import Limits, Presses, Unwritten
from api.documents.press import Press
from hub.advancing_sync.documents.job import Job
from hub.errors import Rejected
from tests.api.documents.fonts import SIGN, a_folder_of_fonts
from tests.api.documents.jobs import NIGHT, a_job, brimful, crowded, demo, message
from tests.api.documents.pdf import words
from tests.hub.advancing_sync.documents.papers import answered
from tests.services import until

MINUTE_MS = 60_000


@pytest_asyncio.fixture
async def limits() -> Limits:
    """Those of the pool, to be changed by a test."""
    return Limits(seconds_max=30)


@pytest_asyncio.fixture
async def presses(limits: Limits) -> AsyncGenerator[Presses]:
    """A pool that is closed afterwards."""
    pool = Presses(limits)
    yield pool
    await pool.close()
    assert len(pool.started) == 0


async def refusal(made: Awaitable[bytes]) -> str:
    """The code of a refusal."""
    with pytest.raises(Rejected) as refused:
        await made
    return refused.value.code


async def test_a_document_comes_from_a_process_that_was_not_there_before_and_stays(presses: Presses) -> None:
    assert len(presses.started) == 0
    for _ in range(3):
        assert "Velvet Harbour" in words(await presses.write(message(a_job())))
    assert len(presses.started) == 1


async def test_no_more_are_made_at_once_than_there_are_processes(presses: Presses, limits: Limits) -> None:
    made = await asyncio.gather(*(presses.write(message(a_job(made_ms=n * MINUTE_MS))) for n in range(6)))
    assert len(set(made)) == 6
    assert len(presses.started) == limits.processes


async def test_who_comes_when_too_many_wait_is_told_to_come_again(presses: Presses, limits: Limits) -> None:
    limits.processes, limits.waiting_max = 1, 1
    first, second = (asyncio.create_task(presses.write(message(a_job()))) for _ in range(2))
    await asyncio.sleep(0)
    assert await refusal(presses.write(message(a_job()))) == "document.busy"
    assert await first == await second == await presses.write(message(a_job()))


async def test_what_waits_takes_only_so_much_memory(presses: Presses, limits: Limits) -> None:
    job = message(a_job())
    limits.waiting_bytes_max = len(job) * 2 - 1
    first = asyncio.create_task(presses.write(job))
    await asyncio.sleep(0)
    assert await refusal(presses.write(job)) == "document.busy"
    assert await first == await presses.write(job)


async def test_a_document_that_takes_too_long_is_given_up_and_its_process_ended(
    presses: Presses, limits: Limits
) -> None:
    await presses.write(message(a_job()))
    [old] = pids(presses)
    limits.seconds_max = 0.001
    assert await refusal(presses.write(message(a_job(crowded())))) == "document.too_large"
    assert len(presses.started) == 0
    await until(lambda: not alive(old))
    limits.seconds_max = 30
    assert "Velvet Harbour" in words(await presses.write(message(a_job())))


async def test_a_document_that_takes_too_much_memory_is_given_up_too(presses: Presses, limits: Limits) -> None:
    limits.memory_bytes_max = 400 * 2**20
    assert await refusal(presses.write(message(a_job(brimful())))) == "document.too_large"
    assert "Velvet Harbour" in words(await presses.write(message(a_job())))


async def test_everything_that_the_form_can_hold_is_not_too_much_and_leaves_a_press_with_room(presses: Presses) -> None:
    assert (await presses.write(message(a_job(brimful())))).startswith(b"%PDF-")
    assert len(presses.started) == 0
    assert await presses.write(message(a_job()))
    assert len(presses.started) == 1


async def test_a_process_that_was_ended_by_somebody_else_is_replaced(presses: Presses) -> None:
    await presses.write(message(a_job()))
    [old] = pids(presses)
    os.kill(old, signal.SIGKILL)
    await until(lambda: not any(one.alive for one in presses.started))
    assert await presses.write(message(a_job()))
    assert pids(presses) != [old]


async def test_whoever_stops_waiting_takes_nobody_elses_answer(presses: Presses, limits: Limits) -> None:
    limits.processes = 1
    gone = asyncio.create_task(presses.write(message(a_job(crowded()))))
    await until(lambda: len(presses.started) == 1)
    gone.cancel()
    assert "Velvet Harbour" in words(await presses.write(message(a_job())))
    assert gone.cancelled()
    assert len(presses.started) == 1


async def test_a_process_is_replaced_after_so_many_documents(presses: Presses, limits: Limits) -> None:
    limits.documents_max = 1
    await presses.write(message(a_job()))
    assert len(presses.started) == 0
    await presses.write(message(a_job()))


async def test_a_process_knows_no_secret_of_the_hub(presses: Presses, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_GRANT_SECRET", "not to be known")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not to be known")
    await presses.write(message(a_job()))
    [press] = pids(presses)
    known = Path(f"/proc/{press}/environ").read_bytes()
    assert b"PATH=" in known
    assert b"not to be known" not in known


async def test_a_process_that_nobody_needs_is_ended(presses: Presses, limits: Limits) -> None:
    limits.idle_s = 0.01
    await presses.write(message(a_job()))
    await until(lambda: len(presses.started) == 0)


async def test_a_press_has_the_fonts_of_the_operator(tmp_path: Path) -> None:
    pool = Presses(fonts_dir=a_folder_of_fonts(tmp_path))
    try:
        assert b"East" in await pool.write(message(a_job(answered({"show.notes": SIGN}))))
    finally:
        await pool.close()


async def test_a_form_of_a_later_version_is_for_a_later_worker(presses: Presses) -> None:
    later = message(a_job()).replace(b'"advance"', b'"rider"', 1)
    assert await refusal(presses.write(later)) == "hub.outdated"
    assert len(presses.started) == 1


async def test_a_fault_of_ours_is_told_as_one(presses: Presses) -> None:
    with pytest.raises(Unwritten, match="color string"):
        await presses.write(message(a_job(night=replace(NIGHT, accent="no colour"))))
    assert await presses.write(message(a_job()))


async def test_the_loop_is_not_held_up_while_documents_are_made(presses: Presses) -> None:
    """The twin makes them on the loop, with a press that has learned the templates already."""
    await asyncio.gather(*(presses.write(message(a_job())) for _ in range(2)))
    _, in_pool = await stalls(asyncio.gather(*(presses.write(message(job)) for job in twenty())))
    press = Press()
    press.print(a_job())
    _, on_loop = await stalls(on_the_loop(press))
    assert in_pool < on_loop / 2


def twenty() -> Iterator[Job]:
    """Advances of twenty shows, so that no page of one is a page of another."""
    names = (f"Velvet Harbour, night {n}" for n in range(20))
    return (a_job(answered({"show.title": name}, demo()), night=replace(NIGHT, title=name)) for name in names)


async def on_the_loop(press: Press) -> None:
    """Make them where everything else runs."""
    for job in twenty():
        press.print(job)
        await asyncio.sleep(0)


async def stalls(work: Awaitable[object]) -> tuple[object, float]:
    """What the work led to, and the longest that the loop could not do anything else meanwhile, in seconds."""
    loop, longest = asyncio.get_running_loop(), 0.0

    async def beat() -> None:
        nonlocal longest
        while True:
            began = loop.time()
            await asyncio.sleep(0.001)
            longest = max(longest, loop.time() - began)

    beating = asyncio.create_task(beat())
    await asyncio.sleep(0)
    try:
        return await work, longest
    finally:
        beating.cancel()


def pids(presses: Presses) -> list[int]:
    """Those of its processes."""
    return [one.pid for one in presses.started]


def alive(pid: int) -> bool:
    """Whether there is such a process."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
