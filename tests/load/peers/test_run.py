"""The whole bench in small, on real servers that need no fetching: Litestar's channels and the limit in C."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace

from load.peers import limit, litestar
from load.peers import run as module
from load.peers.forms import Form, FormPeer
from load.peers.measures import Figures, Size, Unfit
from load.peers.peer import NotInstalled, NotServed, Served, Versions
from load.peers.run import bench, main
from load.peers.screens import Plan

SMALL = Plan(warm_sockets=2, idle_sockets=5)
TINY = Size(seconds=0.2, sockets=20, warm_sockets=5, idle_sockets=20, writers=2, common_per_s=20, away=300)


def not_there(_: Path) -> Versions:
    raise NotInstalled("the registry is closed")


@asynccontextmanager
async def never(_: Path) -> AsyncGenerator[Served]:
    raise NotServed("it did not start: no")
    yield


def a_form(name: str, figures: Figures) -> FormPeer:
    """A form on a server that is there, with people who need no time; without figures they lose an edit."""

    async def edit(_: Plan) -> Figures:
        if not figures:
            raise Unfit("an edit was lost")
        return figures

    @asynccontextmanager
    async def serve(directory: Path) -> AsyncGenerator[Form]:
        async with litestar.serve(directory) as served:
            yield Form(served.address, served.pids, served.listener, edit)

    return FormPeer(name, name, litestar.install, serve, "", "")


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only waited for so that figures are steady."""
    monkeypatch.setattr("load.peers.measures.SETTLE_S", 0.1)
    monkeypatch.setattr("load.peers.forms.SETTLE_S", 0.1)
    monkeypatch.setattr("load.peers.measures.QUIET_S", 0.5)


@pytest.mark.timeout(120)
async def test_peers_are_measured_in_turns_and_those_that_cannot_be_are_in_the_result(tmp_path: Path) -> None:
    absent = replace(litestar.PEER, name="absent", install=not_there)
    dead = replace(litestar.PEER, name="dead", serve=never)
    forms = [a_form("well", {"p50_ms": 1.0, "p99_ms": 2.0, "kept": 2.0, "idle_kib": 1.0}), a_form("lost", {})]
    gone = replace(forms[0], name="gone", install=not_there)
    peers = [litestar.PEER, limit.PEER, absent, dead]
    found = await bench(peers, [*forms, gone], tmp_path, TINY, plan=SMALL, rounds=1)
    assert found.forms["well"].of("p50_ms") == 1.0
    assert found.forms["well"].of("idle_kib") is not None
    assert found.forms["lost"].not_run == "an edit was lost"
    assert found.forms["gone"].not_run == "the registry is closed"
    row = found.rows["litestar"]
    assert row.not_run == ""
    assert row.versions.keys() == {"litestar", "uvicorn", "websockets", "uvloop", "Python"}
    assert row.of("joined_deliveries_per_s")
    assert row.of("single_per_frame") == row.of("joined_per_frame") == 1
    assert 0 < (row.of("common_p50_ms") or 0) <= (row.of("common_p99_ms") or 0)
    assert (row.away["back"], row.away["had_before"], row.away["whole_state"]) == (300, 5, 0)
    assert row.away["sent"] == 300
    assert found.rows["absent"].not_run == "the registry is closed"
    assert found.rows["dead"].not_run == "it did not start: no"
    assert found.rows["dead"].rounds == [{}]
    in_c = found.rows["limit"]
    if in_c.not_run:
        assert in_c.not_run == "there is no `cc` on this machine"
    else:
        assert in_c.of("joined_deliveries_per_s")
        assert in_c.away["back"] == 0
    assert not list(tmp_path.glob("run-*"))


async def test_a_round_in_which_something_is_lost_is_worth_nothing(tmp_path: Path) -> None:
    """Its writers say what nobody counts."""

    def beside(_: int, text: str) -> bytes:
        return text.replace("What a night", "nothing").encode()

    @asynccontextmanager
    async def elsewhere(directory: Path) -> AsyncGenerator[Served]:
        async with litestar.serve(directory) as served:
            yield replace(served, say=beside)

    peer = replace(litestar.PEER, serve=elsewhere)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("load.peers.publisher.QUIET_S_MAX", 0.2)
        found = await bench([peer], [], tmp_path, TINY, plan=Plan(), rounds=1)
    assert found.rows["litestar"].not_run == "it did not deliver in time"


def test_names_are_listed_and_others_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    assert "socketio         Socket.IO\n" in capsys.readouterr().out
    assert main(["--only", "socket.io"]) == 1
    assert capsys.readouterr().err == "There is no peer socket.io: `--list` has the names.\n"


def test_a_few_are_shown_and_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HOME", tmp_path / "peers")
    monkeypatch.setattr(module, "PEERS", [replace(litestar.PEER, install=not_there)])
    assert main(["--only", "litestar"]) == 0
    assert capsys.readouterr().out == "litestar: the registry is closed\n"


def test_all_are_kept_and_become_a_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HOME", tmp_path / "peers")
    monkeypatch.setattr(module, "PEERS", [replace(litestar.PEER, install=not_there)])
    monkeypatch.setattr(module, "FORMS", [])
    monkeypatch.setattr(module, "FOLDER", tmp_path / "figures")
    monkeypatch.setattr(module, "PAGE", tmp_path / "page.md")
    assert main(["--page"]) == 1
    assert capsys.readouterr().err == "There are no figures yet: run `make bench-peers`.\n"
    assert main([]) == 0
    assert "| Litestar channels | not run |" in (tmp_path / "page.md").read_text(encoding="utf-8")
    first = (tmp_path / "page.md").read_bytes()
    (tmp_path / "page.md").unlink()
    assert main(["--page"]) == 0
    assert (tmp_path / "page.md").read_bytes() == first
