"""What processes cost: CPU seconds, memory, cores. Processes that are gone cost what they did when last asked."""

import os
import time
from collections.abc import Generator, Iterable
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import psutil


def cpu_s(pids: Iterable[int]) -> float:
    """User and system seconds of these processes together, to 10 ms."""
    total = 0.0
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            times = psutil.Process(pid).cpu_times()
            total += times.user + times.system
    return total


def resident_kib(pids: Iterable[int]) -> float:
    """Memory that is really there, of these processes together."""
    return sum(psutil.Process(pid).memory_info().rss for pid in pids) / 1024


def pin(pids: Iterable[int], core: int) -> None:
    """Keep every thread of these processes and their children on one core."""
    for pid in pids:
        for process in (top := psutil.Process(pid), *top.children(recursive=True)):
            for thread in process.threads():
                os.sched_setaffinity(thread.id, {core})


def cores() -> list[int]:
    """The cores we may use; none where nobody can choose (macOS)."""
    return sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


@contextmanager
def apart(workers: Iterable[int], others: Iterable[int]) -> Generator[bool]:
    """While in the block the workers have a core of their own, and everything else, we too, shares another one.

    False when there are no two cores to choose.
    """
    before = cores()
    if len(before) < 2:  # noqa: PLR2004  one for each side
        yield False
        return
    pin(workers, before[0])
    pin(others, before[1])
    os.sched_setaffinity(0, {before[1]})
    try:
        yield True
    finally:
        os.sched_setaffinity(0, before)


def serving(pids: Iterable[int], client_port: int) -> int | None:
    """Which of these processes has the other end of our connection."""
    for pid in pids:
        with suppress(psutil.NoSuchProcess):
            if any(
                each.raddr and each.raddr.port == client_port for each in psutil.Process(pid).net_connections("tcp")
            ):
                return pid
    return None


@dataclass(slots=True)
class Spent:
    """What a stretch of time cost: wall seconds, the hub's workers' CPU seconds, and our own."""

    wall_s: float = 0.0
    workers_s: float = 0.0
    own_s: float = 0.0


@contextmanager
def spending(workers: Iterable[int]) -> Generator[Spent]:
    """Measure what happens in the block; the figures are there when it ends."""
    workers = list(workers)
    spent = Spent()
    wall, theirs, own = time.monotonic(), cpu_s(workers), time.process_time()
    try:
        yield spent
    finally:
        spent.wall_s = time.monotonic() - wall
        spent.workers_s = cpu_s(workers) - theirs
        spent.own_s = time.process_time() - own
