"""The program, as people and tools start it."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.embedded.processes import all_gone, below


@contextmanager
def program(*arguments: object) -> Generator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "embedded", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"HUB_DATABASE_URL": "", "HUB_REDIS_URL": ""},
    ) as running:
        yield running
        running.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_demo_prints_every_link_and_leaves_nothing_behind(cluster: Path, number: signal.Signals) -> None:
    with program("--dir", cluster, "--port", 0, "--workers", 1) as demo:
        assert demo.stdout is not None
        text = ""
        while "Ctrl-C" not in text:
            line = demo.stdout.readline()
            assert line, demo.stderr and demo.stderr.read()
            text += line
        for step in ("postgres and redis", "tables", "one night", "hub with 1 worker", "ready"):
            assert step in text
        for page in ("/crew/demo#grant=", "/desk/demo#grant=", "/floor/demo", "/watch/demo#grant="):
            assert page in text
        pids = below(demo.pid)
        assert len(pids) > 8
        demo.send_signal(number)
        assert demo.wait(30) == 0
        assert all_gone(pids, 0)


def test_for_a_tool_it_says_one_line_of_json_and_ends_when_stdin_does(cluster: Path) -> None:
    with program("up", "--json", "--dir", cluster, "--port", 0, "--workers", 1) as tool:
        assert tool.stdout is not None
        assert tool.stdin is not None
        facts = json.loads(tool.stdout.readline())
        assert facts["pids"]["postgres"] in below(tool.pid)
        tool.stdin.write("status\n")
        tool.stdin.flush()
        assert json.loads(tool.stdout.readline()) == facts
        pids = below(tool.pid)
        tool.stdin.close()
        assert tool.wait(30) == 0
        assert all_gone(pids, 0)


def test_what_does_not_start_is_one_line_and_exit_1(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DRAIN_MS", "soon")
    with program("--dir", cluster, "--port", 0) as running:
        _, said = running.communicate(timeout=30)
        assert running.returncode == 1
        assert said == "hub: HUB_DRAIN_MS must be a whole number from 0 to 600000\n"
