"""The guardian of one program: it runs exactly as long as its owner lives, however the owner ends.

The owner keeps the guardian's stdin open. When that closes, because the owner asked for it, ended or was
killed, the guardian stops the program and everything it started. When the guardian itself is killed, the
kernel stops the program.
`python -m embedded.guard` reads a launch as one line of JSON, prints the program's pid and ends with its exit
code. The launch comes over stdin because it may hold secrets, and everybody can read a command line.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from io import FileIO
from pathlib import Path

import psutil

PR_SET_PDEATHSIG, PR_SET_SECUREBITS, PR_SET_CHILD_SUBREAPER = 1, 28, 36
PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE = 47, 2
SECBIT_NO_SETUID_FIXUP = 4
CAPABILITY_VERSION_3 = 0x20080522
OWNER_CHECK_S = 1.0
KILLED_S = 5.0


@dataclass(frozen=True, slots=True)
class Launch:
    """What to run, as whom, and how it wants to be stopped. `env` is all of its environment.

    `uid` None: as ourselves. `capability`: the number of the one Linux capability it keeps. `held_fd` is
    handed on, so that the lock behind it is held until the last process of the program is gone.
    """

    argv: list[str]
    log: str
    held_fd: int
    stop_signal: int = signal.SIGTERM
    stop_s: float = 20.0
    uid: int | None = None
    gid: int | None = None
    capability: int | None = None
    stdin: str = ""
    cwd: str = "/"
    env: dict[str, str] = field(default_factory=lambda: {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"})

    def guarded(self) -> subprocess.Popen[bytes]:
        """Start it under a guardian, in a session of its own, so that Ctrl-C in the terminal reaches only us."""
        guard = subprocess.Popen(
            [sys.executable, "-I", "-m", "embedded.guard"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=[self.held_fd],
            start_new_session=True,
        )
        assert guard.stdin is not None
        guard.stdin.write(json.dumps(asdict(self)).encode() + b"\n")
        guard.stdin.flush()
        return guard


def tree(pid: int) -> list[psutil.Process]:
    """The process and all below it; empty when it is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    return []


def send(processes: list[psutil.Process], number: int) -> None:
    """Send a signal to each that still lives."""
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(number)


def _before_exec(launch: Launch) -> Callable[[], None]:
    """What the child does between becoming its user and becoming the program; all it needs is made here."""
    if sys.platform != "linux":
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)
    # What the program leaves behind when it is killed becomes our child, and ends with us.
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    guardian = os.getpid()
    capability = launch.capability
    bits = 0 if capability is None else 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(bits, bits, bits, 0, 0, 0)
    if capability is not None:
        # Without this, becoming another user drops every capability, and access(2) ignores the one that is kept.
        libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)

    def before_exec() -> None:
        if capability is not None and (
            libc.capset(header, sets) or libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
        ):
            os._exit(126)
        libc.prctl(PR_SET_PDEATHSIG, launch.stop_signal, 0, 0, 0)
        if os.getppid() != guardian:
            os._exit(125)

    return before_exec


def _launch(launch: Launch) -> subprocess.Popen[bytes]:
    with Path(launch.log).open("ab") as log:
        child = subprocess.Popen(
            launch.argv,
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=launch.cwd,
            env=launch.env,
            pass_fds=[launch.held_fd],
            user=launch.uid,
            group=launch.gid,
            extra_groups=None if launch.uid is None else [],
            preexec_fn=_before_exec(launch),  # noqa: PLW1509  this process has one thread
        )
    assert child.stdin is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(launch.stdin.encode())
        child.stdin.close()
    return child


def _stop(child: subprocess.Popen[bytes], launch: Launch) -> None:
    send(tree(child.pid), signal.SIGCONT)
    child.send_signal(launch.stop_signal)
    try:
        child.wait(launch.stop_s)
    except subprocess.TimeoutExpired:
        send(tree(child.pid), signal.SIGKILL)
        child.wait(KILLED_S)


def main() -> int:
    """Guard the launch that stdin says; the program's exit code, 0 when it ended by the stop signal."""
    # Unbuffered, so that select sees what comes after.
    control = FileIO(sys.stdin.fileno(), closefd=False)
    launch = Launch(**json.loads(control.readline()))
    owner = os.getppid()
    woken, wake = socket.socketpair()
    wake.settimeout(0)
    signal.set_wakeup_fd(wake.fileno())
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda got, _frame: asked.append(got))
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    try:
        child = _launch(launch)
    except OSError as error:
        Path(launch.log).write_text(f"{launch.argv[0]}: error: {error}\n")
        return 127
    os.close(launch.held_fd)
    print(child.pid, flush=True)
    while child.poll() is None:
        ready, _, _ = select.select([control, woken], [], [], OWNER_CHECK_S)
        if woken in ready:
            woken.recv(64)
        if control in ready or asked or os.getppid() != owner:
            _stop(child, launch)
    signal.set_wakeup_fd(-1)
    send(tree(os.getpid())[1:], signal.SIGKILL)
    return 0 if child.returncode == -launch.stop_signal else child.returncode & 0xFF


if __name__ == "__main__":
    sys.exit(main())
