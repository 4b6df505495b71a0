import asyncio
import os
import subprocess
import sys
from collections.abc import Generator

import pytest

from load.costs import apart, cores, cpu_s, pin, resident_kib, serving, spending


def busy(seconds: float) -> None:
    began = cpu_s([os.getpid()])
    while cpu_s([os.getpid()]) - began < seconds:
        sum(range(10_000))


@pytest.fixture
def sleeper() -> Generator[subprocess.Popen[bytes]]:
    """A process that does nothing until its stdin closes."""
    with subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        yield process
        process.kill()


def test_cpu_seconds_grow_with_work_and_a_dead_process_has_none(sleeper: subprocess.Popen[bytes]) -> None:
    before = cpu_s([os.getpid()])
    busy(0.05)
    assert cpu_s([os.getpid()]) >= before + 0.05
    sleeper.kill()
    sleeper.wait()
    assert cpu_s([sleeper.pid]) == 0


def test_memory_grows_with_what_is_held() -> None:
    before = resident_kib([os.getpid()])
    # More than malloc takes from what was freed before (mallopt(3), M_MMAP_THRESHOLD).
    held = bytearray(b"x" * (64 << 20))
    assert resident_kib([os.getpid()]) - before > 48 * 1024
    assert held


def test_a_process_is_pinned_with_all_its_threads(sleeper: subprocess.Popen[bytes]) -> None:
    core = cores()[-1]
    pin([sleeper.pid], core)
    assert os.sched_getaffinity(sleeper.pid) == {core}


def test_the_workers_have_a_core_of_their_own_for_a_while(sleeper: subprocess.Popen[bytes]) -> None:
    before = cores()
    with apart([sleeper.pid], []) as alone:
        assert alone == (len(before) > 1)
        if alone:
            assert not set(cores()) & os.sched_getaffinity(sleeper.pid)
    assert cores() == before


def test_where_there_are_no_two_cores_nothing_is_moved(
    sleeper: subprocess.Popen[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    where = os.sched_getaffinity(sleeper.pid)
    monkeypatch.setattr("load.costs.cores", lambda: [0])
    with apart([sleeper.pid], []) as alone:
        assert not alone
        assert os.sched_getaffinity(sleeper.pid) == where


def test_what_is_spent_in_a_block_is_known_at_its_end() -> None:
    with spending([os.getpid()]) as spent:
        busy(0.05)
    # /proc counts in ticks of 10 ms and rounds at both ends; the other clocks do not.
    assert spent.workers_s >= 0.05
    assert spent.own_s >= 0.03
    assert spent.wall_s >= 0.03


async def test_the_process_behind_a_connection_is_found(sleeper: subprocess.Popen[bytes]) -> None:
    hung_up = asyncio.Event()

    async def hold(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()
        await writer.wait_closed()
        hung_up.set()

    async with await asyncio.start_server(hold, "127.0.0.1", 0) as server:
        _, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        port: int = writer.get_extra_info("sockname")[1]
        assert serving([sleeper.pid, os.getpid()], port) == os.getpid()
        assert serving([os.getpid()], 1) is None
        writer.close()
        await writer.wait_closed()
        await hung_up.wait()
