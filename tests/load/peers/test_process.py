"""Servers that start, do not start, and do not want to end."""

import socket
import sys
from pathlib import Path

import psutil
import pytest

from load.bots.waiting import until
from load.peers import process as module
from load.peers.peer import NotServed
from load.peers.process import announced, free_port, listening, started

SAYS_PORT = "print('{\"port\":4711}', flush=True)"
LISTENS = "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); s.accept(); s.accept()"


def python(script: str, *words: str) -> list[str]:
    return [sys.executable, "-c", script, *words]


async def test_a_server_says_its_port_and_ends_with_us(tmp_path: Path) -> None:
    async with started(python(f"{SAYS_PORT}; import time; time.sleep(60)"), tmp_path) as process:
        assert (await announced(process, tmp_path)).port == 4711
    assert process.returncode == -15


async def test_its_children_end_too(tmp_path: Path) -> None:
    script = (
        "import subprocess, sys, time; child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);"
        "print('{\"port\":%d}' % child.pid, flush=True); time.sleep(60)"
    )
    async with started(python(script), tmp_path) as process:
        child = psutil.Process((await announced(process, tmp_path)).port)
        assert child.is_running()
    await until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, 5)


async def test_a_server_that_does_not_want_to_end_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "END_S_MAX", 0.3)
    script = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SAYS_PORT}; time.sleep(60)"
    async with started(python(script), tmp_path) as process:
        await announced(process, tmp_path)
    assert process.returncode == -9


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("import sys; sys.exit('no room at the inn')", "it did not start: no room at the inn"),
        ("print('hello')", "did not say why"),
    ],
)
async def test_a_server_that_does_not_start_is_quoted(tmp_path: Path, script: str, said: str) -> None:
    async with started(python(script), tmp_path) as process:
        with pytest.raises(NotServed, match=said):
            await announced(process, tmp_path)


async def test_one_that_is_told_its_port_is_waited_for(tmp_path: Path) -> None:
    port = free_port()
    async with started(python(LISTENS, str(port)), tmp_path) as process:
        address = await listening(process, port, tmp_path)
        with socket.create_connection((address.host, address.port)):
            pass


async def test_one_that_ends_instead_is_not_waited_for(tmp_path: Path) -> None:
    async with started(python("import sys; sys.exit('bad config')"), tmp_path) as process:
        with pytest.raises(NotServed, match="bad config"):
            await listening(process, free_port(), tmp_path)


async def test_one_that_never_listens_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "START_S_MAX", 0.2)
    async with started(python("import time; time.sleep(60)"), tmp_path) as process:
        with pytest.raises(NotServed):
            await listening(process, free_port(), tmp_path)
        with pytest.raises(NotServed):
            await announced(process, tmp_path)
