"""The guardian, seen from the shell."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from embedded.guard import Launch, send, tree
from tests.embedded.processes import all_gone


def test_it_ends_with_the_programs_code(tmp_path: Path) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    with Launch([sys.executable, "-c", "raise SystemExit(7)"], str(tmp_path / "log"), fd).guarded() as running:
        assert running.wait(10) == 7
    os.close(fd)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signalled_it_stops_the_program(tmp_path: Path, number: signal.Signals) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    with Launch(["/bin/sleep", "600"], str(tmp_path / "log"), fd).guarded() as running:
        assert running.stdout is not None
        pid = int(running.stdout.readline())
        running.send_signal(number)
        assert running.wait(10) == 0
    os.close(fd)
    assert all_gone([pid], 0)


def test_what_a_killed_program_leaves_behind_is_ended(tmp_path: Path) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    log = tmp_path / "log"
    family = (
        "import os, subprocess; print(subprocess.Popen(['/bin/sleep', '600']).pid, flush=True); os.kill(os.getpid(), 9)"
    )
    with Launch([sys.executable, "-c", family], str(log), fd).guarded() as running:
        assert running.wait(10) == 256 - signal.SIGKILL
    os.close(fd)
    assert all_gone([int(log.read_text())], 1)


def test_a_launch_is_not_on_any_command_line(tmp_path: Path) -> None:
    """Everybody on a machine can read those, and a launch holds secrets."""
    fd = os.open(tmp_path, os.O_RDONLY)
    secret = "correct horse battery staple"
    launch = Launch(["/bin/sleep", "600"], str(tmp_path / "log"), fd, env={"SECRET": secret})
    with launch.guarded() as running:
        assert running.stdout is not None
        running.stdout.readline()
        assert len(tree(running.pid)) == 2
        assert not any(secret in " ".join(each.cmdline()) for each in tree(running.pid))
        running.terminate()
    os.close(fd)


def test_of_a_process_that_is_gone_there_is_no_tree_and_no_signal_hurts() -> None:
    with subprocess.Popen(["/bin/true"]) as child:
        process = psutil.Process(child.pid)
        child.wait()
    assert tree(child.pid) == []
    send([process], signal.SIGTERM)
