"""The program, as people and tools start it."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.embedded.processes import all_gone, below


def program(*arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "embedded", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"HUB_DATABASE_URL": "", "HUB_REDIS_URL": ""},
    )


@pytest.fixture
def demo(cluster: Path) -> Generator[subprocess.Popen[str]]:
    with program("--dir", cluster, "--port", 0) as running:
        yield running
        running.kill()


def test_a_demo_prints_every_link_and_ctrl_c_leaves_nothing_behind(demo: subprocess.Popen[str]) -> None:
    assert demo.stdout is not None
    shown: list[str] = []
    while not any("Ctrl-C" in line for line in shown):
        line = demo.stdout.readline()
        assert line, demo.stderr and demo.stderr.read()
        shown.append(line)
    text = "".join(shown)
    for step in ("postgres and redis", "tables", "one night", "hub with 2 workers", "ready"):
        assert step in text
    for page in ("/crew/demo#grant=", "/desk/demo#grant=", "/floor/demo", "/watch/demo#grant="):
        assert page in text
    assert "█" in text or "▀" in text
    pids = below(demo.pid)
    assert len(pids) > 8
    demo.send_signal(signal.SIGINT)
    assert demo.wait(30) == 0
    assert all_gone(pids, 0)


class Tool:
    """Somebody who uses `up`."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, self.process.stderr and self.process.stderr.read()
        return json.loads(line)

    def say(self, order: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{order}\n")
        self.process.stdin.flush()
        return self.read()


@pytest.fixture
def tool(cluster: Path) -> Generator[Tool]:
    with program("up", "--json", "--dir", cluster, "--port", 0, "--room", "floor/bench") as running:
        yield Tool(running)
        running.kill()


def test_a_tool_is_told_where_everything_is_and_breaks_it_piece_by_piece(tool: Tool) -> None:
    facts = tool.read()
    with urllib.request.urlopen(f"{facts['url']}/health/ready", timeout=5) as answer:
        assert json.load(answer)["status"] == "ready"
    assert len(facts["pids"]["workers"]) == 2
    redis = facts["pids"]["redis"]
    assert tool.say("kill redis")["pids"]["redis"] is None
    assert all_gone([redis], 0)
    assert tool.say("start redis")["pids"]["redis"] not in {None, redis}
    victim = facts["pids"]["workers"][0]
    tool.say("kill worker")
    assert all_gone([victim])
    assert tool.say("pause postgres")["pids"]["postgres"] == facts["pids"]["postgres"]
    assert tool.say("resume postgres")["pids"]["postgres"] == facts["pids"]["postgres"]
    assert "cannot dance redis: start, stop, kill" in tool.say("dance redis")["error"]
    assert "cannot kill 1" in tool.say("kill 1")["error"]
    pids = below(tool.process.pid)
    assert tool.process.stdin is not None
    tool.process.stdin.close()
    assert tool.process.wait(30) == 0
    assert all_gone(pids, 0)


def test_what_does_not_start_is_one_line_and_exit_1(cluster: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_DRAIN_MS", "soon")
    with program("--dir", cluster, "--port", 0) as running:
        _, said = running.communicate(timeout=30)
    assert running.returncode == 1
    assert said == "hub: HUB_DRAIN_MS must be a whole number from 0 to 600000\n"
