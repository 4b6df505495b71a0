"""From a clone with nothing to the first page; the repositories here are small ones."""

import socket
import subprocess
import sys
from functools import partial
from pathlib import Path

import psutil
import pytest

from load.bench import cold as module
from load.bench.cold import NotShown, cold, main
from load.bots.waiting import until
from load.record import recorded
from load.reliability import keep

#: A demo that needs a moment, says where its page is, and serves it until it is ended; its caches are in its home.
DEMO = """\
import http.server, os, pathlib
assert not [*pathlib.Path.home().iterdir()] and "PIP_CACHE_DIR" not in os.environ and "HUB_PORT" not in os.environ
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if self.path == "/crew/demo" else 404)
        self.end_headers()
served = http.server.HTTPServer(("127.0.0.1", 0), Page)
print("  0.1 s  ready", flush=True)
print(f"  crew form  http://127.0.0.1:{served.server_port}/PATH#grant=x", flush=True)
try:
    served.serve_forever()
except KeyboardInterrupt:
    pathlib.Path("WITNESS").write_text(str(served.server_port))
"""


def a_repository(folder: Path, demo: str) -> Path:
    folder.mkdir()
    (folder / "demo.py").write_text(demo)
    (folder / "Makefile").write_text(f"demo:\n\t@{sys.executable} demo.py\n")
    git = ("git", "-C", str(folder), "-c", "user.name=Ana", "-c", "user.email=ana@hub.test")
    for words in (("init", "--quiet"), ("add", "."), ("commit", "--quiet", "--message", "all")):
        subprocess.run([*git, *words], check=True, timeout=30)
    return folder


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """Where nothing is yet."""
    (tmp_path / "new").mkdir()
    return tmp_path / "new"


async def test_it_lasts_until_the_first_page_and_the_demo_is_ended(
    tmp_path: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    witness = tmp_path / "witness"
    monkeypatch.setenv("PIP_CACHE_DIR", str(tmp_path))
    monkeypatch.setenv("HUB_PORT", "1")
    demo = DEMO.replace("PATH", "crew/demo").replace("WITNESS", str(witness))
    assert 0 < await cold(a_repository(tmp_path / "source", demo), directory) < 60
    with socket.socket() as knocking:
        assert knocking.connect_ex(("127.0.0.1", int(witness.read_text())))


async def test_a_page_that_is_not_there_is_no_first_page(tmp_path: Path, directory: Path) -> None:
    demo = DEMO.replace("PATH", "nowhere").replace("WITNESS", str(tmp_path / "witness"))
    with pytest.raises(NotShown, match="404"):
        await cold(a_repository(tmp_path / "source", demo), directory)


async def test_a_demo_that_does_not_end_is_killed(
    tmp_path: Path, directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "END_S_MAX", 0.2)
    pid = tmp_path / "pid"
    stubborn = (
        "import os, pathlib, signal\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
        f"pathlib.Path({str(pid)!r}).write_text(str(os.getpid()))\n"
    )
    await cold(a_repository(tmp_path / "source", stubborn + DEMO.replace("PATH", "crew/demo")), directory)
    await until(lambda: ended(int(pid.read_text())), 10.0)


def ended(pid: int) -> bool:
    """Whether it is gone, or only waits for somebody to look at how it ended."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize(
    ("demo", "said"), [("raise SystemExit('no Postgres')", "the demo ended: "), (None, "cannot be")]
)
def test_without_a_page_one_line_says_why(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], demo: str | None, said: str
) -> None:
    source = a_repository(tmp_path / "source", demo) if demo else tmp_path / "nowhere"
    assert main(["--source", str(source)]) == 1
    assert said in capfd.readouterr().err.splitlines()[-1]


@pytest.mark.parametrize(("took_s", "more"), [(120.0, ""), (120.1, ", 120 are promised")])
def test_the_figure_is_kept_where_the_documents_find_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, took_s: float, more: str
) -> None:
    async def measured(*_: object) -> float:
        return took_s

    monkeypatch.setattr(module, "cold", measured)
    monkeypatch.setattr(module, "keep", partial(keep, folder=tmp_path))
    assert main(["--record"]) == 0
    assert f"cold: the first page after {took_s} s{more}\n" in capsys.readouterr().out
    kept = recorded("cold", tmp_path)
    assert kept is not None
    assert (kept.command, kept.found) == (module.COMMAND, {"first_page_s": took_s})
