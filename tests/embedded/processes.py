"""What became of processes."""

import psutil


def all_gone(pids: list[int], seconds: float = 15) -> bool:
    """Whether none of the processes lives, or will within that time; a zombie is gone."""
    there = [psutil.Process(pid) for pid in pids if psutil.pid_exists(pid)]
    _, alive = psutil.wait_procs(there, timeout=seconds)
    return all(process.status() == psutil.STATUS_ZOMBIE for process in alive)


def below(pid: int) -> list[int]:
    """A process and everything it started, and that started in turn."""
    top = psutil.Process(pid)
    return [pid, *(process.pid for process in top.children(recursive=True))]
