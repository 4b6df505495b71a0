"""How peers are told to run, as far as that can be read without them."""

import shutil
import stat
import sys
from pathlib import Path

import msgspec
import pytest

from load.bots.waiting import until
from load.peers import broadcast, centrifugo, forms, install, nats, python_socketio, socketio, ws
from load.peers.caller import called
from load.peers.catalogue import PEERS
from load.peers.forms import FORMS
from load.peers.install import HERE
from load.peers.measures import Unfit
from load.peers.peer import NotInstalled, NotServed, text_of
from load.peers.screens import Plan

SPEAKS = """#!{python}
import asyncio, json, os, sys
sys.path.insert(0, {scripts!r})
{script}
"""


def test_every_peer_has_a_name_of_its_own_words_for_the_page_and_documents() -> None:
    assert len({peer.name for peer in PEERS}) == len(PEERS)
    for peer in PEERS:
        assert peer.about.endswith(".")
        assert peer.recovery.endswith(".")
        assert peer.durable
        assert peer.pages or peer.name in {"hub", "hub-at-once", "limit"}
    assert {peer.name for peer in FORMS} == {"hub", "hocuspocus"}


def test_every_package_of_node_is_pinned() -> None:
    for project in ("node", "node-eiows"):
        package = msgspec.json.decode((HERE / project / "package.json").read_bytes())
        lock = msgspec.json.decode((HERE / project / "package-lock.json").read_bytes())
        for name, version in package["dependencies"].items():
            assert lock["packages"][f"node_modules/{name}"]["version"] == version
        assert all("resolved" not in each for each in lock["packages"].values())


def test_centrifugo_keeps_more_than_is_missed_and_bare_it_keeps_nothing() -> None:
    kept = msgspec.json.encode(centrifugo.config(1, "unix:///r", history=True))
    assert b'"history_size":20000' in kept
    assert b'"type":"redis"' in kept
    assert b"history" not in msgspec.json.encode(centrifugo.config(1, "", history=False))


async def test_centrifugos_redis_starts_and_ends(tmp_path: Path) -> None:
    async with centrifugo.redis(tmp_path) as (address, pid):
        assert address == f"unix://{tmp_path}/redis.sock"
        assert pid > 0
    assert not (tmp_path / "redis.sock").exists()


def test_uwebsockets_says_why_it_is_not_here(tmp_path: Path) -> None:
    with pytest.raises(NotInstalled, match="not in the npm registry"):
        socketio.install_uwebsockets(tmp_path)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home for peers with everything installed, as far as its installers know."""
    for project in ("node", "node-eiows"):
        (tmp_path / project).mkdir()
        shutil.copy(HERE / project / "package-lock.json", tmp_path / project / ".installed")
    (tmp_path / "python" / "bin").mkdir(parents=True)
    shutil.copy(HERE / "python" / "requirements.txt", tmp_path / "python" / ".installed")
    tools = tmp_path / "tools"
    tools.mkdir()
    monkeypatch.setattr(install, "OURS", tools)
    return tmp_path


def a_stand_in(path: Path, script: str) -> None:
    """A program in the place of a peer's that speaks as one of our own servers does."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SPEAKS.format(python=sys.executable, scripts=str(HERE / "python"), script=script))
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


HOCUSPOCUS = ("server", "provider", "extension-database")
NODE = """
if sys.argv[1] == "--print":
    print(sys.argv[0])
elif sys.argv[1] == "--version":
    print("v24.1.0")
elif sys.argv[1].endswith("editors.mjs"):
    print(json.dumps({"took_ms": [1.0, 2.0], "missing": %d, "converged": True, "back_ms": 3.0, "away": 4, "kept": 4}))
else:
    print(json.dumps({"port": 4711}), flush=True)
    asyncio.run(asyncio.sleep(60))
"""


def test_every_installed_peer_says_what_runs(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    a_stand_in(home / "tools" / "go", "raise SystemExit(1)")
    a_stand_in(home / "python" / "bin" / "python", 'print(*("1.0" for _ in sys.argv[3:]), "3.11.7")')
    a_stand_in(home / "python" / "bin" / "nats-server", 'print("nats-server: v2.15.1")')
    a_stand_in(home / f"centrifugo-{centrifugo.RELEASE}" / "centrifugo", 'print("v6.8.3 (Go version: go1.26)")')
    for project in ("node", "node-eiows"):
        for name in ("ws", "socket.io", "eiows", "yjs", *(f"@hocuspocus/{each}" for each in HOCUSPOCUS)):
            package = home / project / "node_modules" / name / "package.json"
            package.parent.mkdir(parents=True)
            package.write_text('{"version":"1.0"}')
    for peer in (*PEERS, *FORMS):
        if peer.name not in {"limit", "socketio-uws"}:
            assert all(peer.install(home).parts.values()), peer.name


async def test_servers_of_node_are_started_with_their_options(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    for peer, options in ((ws.PEER, ""), (socketio.RECOVERING, "--recovery"), (socketio.EIOWS, "--engine eiows")):
        async with peer.serve(home / "run") as served:
            assert served.address.port == 4711
            words = Path(f"/proc/{served.pids[0]}/cmdline").read_bytes().replace(b"\0", b" ").decode()
            assert options in words
            assert (served.back is not None) == bool(options)


async def test_people_of_hocuspocus_are_its_own(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    async with forms.HOCUSPOCUS.serve(home / "run") as form:
        found = await form.edit(Plan())
        assert (found["p50_ms"], found["edits"], found["kept"]) == (2.0, 2, 4)
        a_stand_in(home / "tools" / "node", NODE % 3)
        with pytest.raises(Unfit, match="3 edits did not come"):
            await form.edit(Plan())


async def test_servers_of_python_are_started_too(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "python", NODE % 0)
    async with python_socketio.PEER.serve(home / "run") as served:
        assert served.address.port == 4711


async def test_the_broadcast_of_the_library_goes_to_everybody(tmp_path: Path) -> None:
    async with (
        broadcast.PEER.serve(tmp_path) as served,
        called(served.address, served.listener) as listener,
        called(served.address, served.writer) as writer,
    ):
        writer.say(served.say(1, text_of(1, 1)), binary=served.binary)
        await until(lambda: listener.seen == writer.seen == 1, 10)


async def test_nats_that_does_not_start_is_quoted(home: Path) -> None:
    a_stand_in(home / "python" / "bin" / "nats-server", 'sys.exit("bad configuration")')
    for peer in (nats.CORE, nats.JETSTREAM):
        with pytest.raises(NotServed, match="bad configuration"):
            async with peer.serve(home / "run"):
                pytest.fail("it started")
    assert "jetstream" in (home / "run" / "nats.conf").read_text()


async def test_centrifugo_is_started_with_its_configuration(home: Path) -> None:
    program = home / f"centrifugo-{centrifugo.RELEASE}" / "centrifugo"
    a_stand_in(
        program,
        "import socket\nconfig = json.load(open(sys.argv[2]))\n"
        "listening = socket.create_server(('127.0.0.1', config['http_server']['port']))\nlistening.accept()\n"
        "asyncio.run(asyncio.sleep(60))",
    )
    for peer in (centrifugo.MEMORY, centrifugo.REDIS, centrifugo.BARE):
        async with peer.serve(home / "run") as served:
            assert (served.back is None) == (peer is centrifugo.BARE)
            assert len(served.beside) == (peer is centrifugo.REDIS)
