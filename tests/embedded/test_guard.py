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


def guard(launch: Launch) -> subprocess.Popen[bytes]:
    return subprocess.Popen(launch.command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, pass_fds=[launch.held_fd])


def test_it_ends_with_the_programs_code(tmp_path: Path) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    with guard(Launch([sys.executable, "-c", "raise SystemExit(7)"], str(tmp_path / "log"), fd)) as running:
        assert running.wait(10) == 7
    os.close(fd)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signalled_it_stops_the_program(tmp_path: Path, number: signal.Signals) -> None:
    fd = os.open(tmp_path, os.O_RDONLY)
    with guard(Launch(["/bin/sleep", "600"], str(tmp_path / "log"), fd)) as running:
        assert running.stdout is not None
        pid = int(running.stdout.readline())
        running.send_signal(number)
        assert running.wait(10) == 0
    os.close(fd)
    assert all_gone([pid], 0)


def test_of_a_process_that_is_gone_there_is_no_tree_and_no_signal_hurts() -> None:
    with subprocess.Popen(["/bin/true"]) as child:
        process = psutil.Process(child.pid)
        child.wait()
    assert tree(child.pid) == []
    send([process], signal.SIGTERM)
