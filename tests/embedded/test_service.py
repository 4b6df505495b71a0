"""One run per directory, one line when it does not start, nothing left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from embedded import service
from embedded.guard import Launch
from embedded.redis import Redis
from embedded.service import NotStarted, Service, private
from tests.embedded.processes import all_gone


class Program(Service):
    """Runs what the test says."""

    name = "program"
    socket = "socket"

    def __init__(self, directory: Path, *argv: str) -> None:
        super().__init__(directory)
        self.argv = argv

    @property
    def url(self) -> str:
        return "program:"

    def _prepare(self, lock: int) -> Launch:
        return Launch([*self.argv], str(self.log), lock, stop_s=0.2)

    def _ready(self) -> bool:
        return self.log.exists() and "up" in self.log.read_text()


PYTHON = (sys.executable, "-c")


def test_started_twice_it_is_the_same_one(redis: Redis) -> None:
    pids = redis.pids()
    assert redis.start() == redis.url
    assert redis.pids() == pids


def test_stopped_twice_or_never_started_nothing_happens(tmp_path: Path) -> None:
    redis = Redis(tmp_path)
    redis.stop()
    redis.kill()
    redis.start()
    redis.stop()
    redis.stop()
    assert not redis.running
    assert redis.pids() == []


def test_a_second_run_in_a_directory_is_refused(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "GONE_S", 0.1)
    second = Redis(redis.directory)
    with pytest.raises(NotStarted, match=r"redis is in use by another run in .*: stop that one first"):
        second.start()
    assert redis.running


def test_a_program_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="program did not start: /nowhere/program cannot be run"):
        Program(tmp_path, "/nowhere/program").start()


def test_the_last_error_of_a_program_that_ends_at_once_is_said(tmp_path: Path) -> None:
    program = Program(tmp_path, *PYTHON, "import sys; print('an Error: no'); print('bye'); sys.exit(3)")
    with pytest.raises(NotStarted, match="program did not start: an Error: no"):
        program.start()


def test_a_program_that_ends_without_a_word_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotStarted, match="it said nothing"):
        Program(tmp_path, *PYTHON, "").start()


def test_a_program_that_does_not_stop_when_asked_is_killed(tmp_path: Path) -> None:
    stubborn = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(600)"
    program = Program(tmp_path, *PYTHON, stubborn)
    program.start()
    pids = program.pids()
    program.stop()
    assert all_gone(pids, 0)


def test_what_it_said_last_time_is_kept_once(tmp_path: Path) -> None:
    program = Program(tmp_path, *PYTHON, "import os, time; print('up', os.getpid(), flush=True); time.sleep(600)")
    with program:
        first = program.log.read_text()
    with program:
        assert program.log.read_text() != first
    assert (tmp_path / "program.log.1").read_text() == first


def test_a_run_that_fails_says_what_failed(tmp_path: Path) -> None:
    program = Program(tmp_path)
    lock = os.open(tmp_path, os.O_RDONLY)
    try:
        with pytest.raises(NotStarted, match="making failed: FATAL: no room"):
            program.run_once(
                Launch([*PYTHON, "import sys; sys.exit('FATAL: ' + input())"], str(program.log), lock, stdin="no room"),
                "making",
            )
    finally:
        os.close(lock)


def test_a_strangers_directory_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(NotStarted, match="belongs to user"):
        private(tmp_path / "link")
    with pytest.raises(NotStarted, match="belongs to user"):
        private(Path("/proc/1"), 54321) if os.geteuid() else private(tmp_path / "link", 54321)


OWNER = """
import signal, sys
from pathlib import Path
from embedded.services import services
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever started the tests may ignore it
with services(Path(sys.argv[1]), {}) as ours:
    if sys.argv[2] == "paused":
        ours.postgres.pause()
        ours.redis.pause()
    print(*ours.postgres.pids(), *ours.redis.pids(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("state", ["running", "paused"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_killed_an_owner_takes_everything_along_and_the_next_start_works(
    cluster: Path, number: signal.Signals, state: str
) -> None:
    """However the owner ends, no process of it stays, and its directory is good for the next run."""
    with subprocess.Popen(
        [sys.executable, "-c", OWNER, str(cluster), state],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as owner:
        assert owner.stdout is not None
        pids = [int(pid) for pid in owner.stdout.readline().split()]
        assert len(pids) > 5
        owner.send_signal(number)
        owner.wait()
    with Redis(cluster):
        pass
    assert all_gone(pids)


def test_a_killed_guardian_takes_the_program_along(redis: Redis) -> None:
    guard, *programs = redis.pids()
    os.kill(guard, signal.SIGKILL)
    assert all_gone(programs)
    assert redis.restart() == redis.url
