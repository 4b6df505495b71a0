"""A real program on this machine that lives exactly as long as we do, and keeps its data in a directory."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from embedded.guard import Launch, send, tree

#: A Unix socket's path takes 107 bytes on Linux and 103 on macOS.
SOCKET_PATH_BYTES_MAX = 103
#: How long a start waits for the last run in this directory to be gone, and for the program to answer.
GONE_S, READY_S = 10.0, 30.0
POLL_S = 0.005


class NotStarted(Exception):  # noqa: N818  says what happened; its text is one line for the person
    """A service did not start; the text says which, why, and what to do."""


def wait_until(true: Callable[[], bool], seconds: float) -> bool:
    """Ask every few milliseconds, until it is true or the time is up."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(POLL_S)
    return True


class Service(ABC):
    """One program under a guardian (`embedded.guard`). Its url stays the same through restarts.

    `directory` may be shared with other services; two runs of one service in one exclude each other.
    """

    name: str
    socket: str
    stop_signal: int = signal.SIGTERM
    #: How long it has to answer after it was started.
    ready_s: float = READY_S

    def __init__(self, directory: Path) -> None:
        self.directory = directory.absolute()
        self.home = self.directory / self.name
        self.log = self.directory / f"{self.name}.log"
        self.pid = 0
        self._guard: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Where the running service is reached."""

    @abstractmethod
    def _prepare(self, lock: int) -> Launch:
        """Make what the program needs under `home`, and say how to run it."""

    @abstractmethod
    def _ready(self) -> bool:
        """Whether the program answers."""

    def start(self) -> str:
        """Start, wait until it answers, and return the url; at once when it runs already.

        Raises:
            NotStarted: it did not, or another run has the directory.
        """
        self.begin()
        return self.ready()

    def begin(self) -> None:
        """Start without waiting for it; `ready` does.

        Raises:
            NotStarted: it cannot be run, or another run has the directory.
        """
        if self.running:
            return
        if self._guard is not None:
            # It ended by itself.
            self._gone()
        self.directory.mkdir(parents=True, exist_ok=True)
        lock = self._take()
        try:
            if self.log.exists():
                self.log.replace(self.log.with_suffix(".log.1"))
            self._guard, self.pid = self._guarded(self._prepare(lock))
        finally:
            os.close(lock)

    def ready(self) -> str:
        """Wait until it answers, and return the url.

        Raises:
            NotStarted: it ended, or says nothing.
        """
        wait_until(lambda: self._ready() or not self.running, self.ready_s)
        if self.running and self._ready():
            return self.url
        self.stop()
        raise NotStarted(f"{self.name} did not start: {self._last_words()} (log: {self.log})")

    def stop(self) -> None:
        """Stop it clean, and wait until it is gone."""
        if self._guard is not None:
            self._gone()

    def kill(self) -> None:
        """End every process of it with SIGKILL, as a power cut would."""
        if self._guard is not None:
            # Stopped, it cannot start another process while we look.
            self.signal(signal.SIGSTOP)
            send(tree(self.pid), signal.SIGKILL)
            self._gone()

    def pause(self) -> None:
        """Freeze every process of it: it neither answers nor hangs up."""
        self.signal(signal.SIGSTOP)
        send(tree(self.pid), signal.SIGSTOP)

    def signal(self, number: int) -> None:
        """Send a signal to its first process."""
        send(tree(self.pid)[:1], number)

    def resume(self) -> None:
        """Go on after `pause`."""
        send(tree(self.pid), signal.SIGCONT)

    def restart(self) -> str:
        """Stop when it runs, and start."""
        self.stop()
        return self.start()

    @property
    def running(self) -> bool:
        """Whether it has been started and has not ended."""
        return self._guard is not None and self._guard.poll() is None

    def pids(self) -> list[int]:
        """Every process of it, the guardian first."""
        return [process.pid for process in tree(self._guard.pid)] if self._guard else []

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def socket_home(self) -> Path:
        """The directory of the socket: `home`, or a short one of ours when the path would not fit."""
        if len(os.fsencode(self.home / self.socket)) <= SOCKET_PATH_BYTES_MAX:
            return self.home
        # Named by what it belongs to, so that it is the same after a crash; `private` refuses a stranger's.
        # Not TMPDIR: that can be as long.
        status = self.directory.stat()
        return Path("/tmp", f"hub-{status.st_dev:x}-{status.st_ino:x}-{self.name}")  # noqa: S108

    def run_once(self, launch: Launch, what: str) -> None:
        """Run a program to its end under a guardian.

        Raises:
            NotStarted: it failed.
        """
        guard, _ = self._guarded(launch)
        wait_until(lambda: guard.poll() is not None, READY_S)
        if _end(guard) != 0:
            raise NotStarted(f"{what} failed: {self._last_words()} (log: {self.log})")

    def _take(self) -> int:
        """Lock the directory for this service; waits for what a crash left to be gone."""
        lock = self._lock()
        if not wait_until(lambda: _locked(lock), GONE_S):
            os.close(lock)
            raise NotStarted(f"{self.name} is in use by another run in {self.directory}: stop that one first.")
        return lock

    def _lock(self) -> int:
        return os.open(self.directory / f"{self.name}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _guarded(self, launch: Launch) -> tuple[subprocess.Popen[bytes], int]:
        guard = launch.guarded()
        assert guard.stdout is not None
        with guard.stdout as said:
            pid = said.readline()
        if not pid:
            _end(guard)
            raise NotStarted(f"{self.name} did not start: {launch.argv[0]} cannot be run (log: {self.log})")
        return guard, int(pid)

    def _gone(self) -> None:
        assert self._guard is not None
        _end(self._guard)
        self._guard = None
        # Each process of it holds the lock until it ends.
        lock = self._lock()
        wait_until(lambda: _locked(lock), GONE_S)
        os.close(lock)
        if self.socket_home != self.home:
            shutil.rmtree(self.socket_home, ignore_errors=True)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").split("\n") if self.log.exists() else []
        told = [line for line in lines if "FATAL" in line or "error" in line.lower()] or lines
        return next((line.strip() for line in reversed(told) if line.strip()), "it said nothing")


def _end(guard: subprocess.Popen[bytes]) -> int:
    """Ask the guardian to stop the program, and wait for it; its exit code."""
    assert guard.stdin is not None
    guard.stdin.close()
    return guard.wait()


def _locked(lock: int) -> bool:
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


def private(directory: Path, uid: int | None = None, gid: int = -1) -> Path:
    """Make the directory, for its owner only.

    Raises:
        NotStarted: it is somebody else's.
    """
    directory.mkdir(mode=0o700, exist_ok=True)
    owner = os.geteuid() if uid is None else uid
    status = directory.lstat()
    if directory.is_symlink() or status.st_uid not in {owner, os.geteuid()}:
        raise NotStarted(f"{directory} belongs to user {status.st_uid}: remove it, or choose another directory.")
    if status.st_uid != owner:
        os.chown(directory, owner, gid)
    directory.chmod(0o700)
    return directory
