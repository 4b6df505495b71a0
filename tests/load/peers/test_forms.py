"""Both forms: the hub's on a real one, Hocuspocus in the place of it; and what a reader of a document says."""

from pathlib import Path

import pytest

from load.peers import forms
from load.peers.forms import FORMS
from load.peers.measures import Unfit
from load.peers.peer import NotServed
from load.peers.screens import Plan
from tests.load.peers.speaking import heard
from tests.load.peers.standins import NODE, a_stand_in, packages_of_node

TINY = Plan(edits=10, every_ms=4, away=5, warm_sockets=2, idle_sockets=5)
PACKAGES = ("yjs", *(f"@hocuspocus/{each}" for each in ("server", "provider", "extension-database")))


def test_a_reader_of_a_document_gets_in_with_a_token_and_a_first_step() -> None:
    line, _, said = heard(
        forms.READER, b"\x04form\x02\x02\nread-write", b"\x04form\x00\x00\x01\x00", b"\x04form\x00\x01\x02\x00\x00"
    )
    assert line.state == "in"
    assert said == [b"\x04form\x02\x00\x08somebody\x054.8.0", b"\x04form\x00\x00\x01\x00"]


def test_there_are_two() -> None:
    assert {peer.name for peer in FORMS} == {"hub", "hocuspocus"}


async def test_people_of_hocuspocus_are_its_own(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    async with forms.HOCUSPOCUS.serve(home / "run") as form:
        found = await form.edit(Plan())
        assert (found["p50_ms"], found["edits"], found["kept"]) == (2.0, 2, 4)
        a_stand_in(home / "tools" / "node", NODE % 3)
        with pytest.raises(Unfit, match="3 edits did not come"):
            await form.edit(Plan())
        a_stand_in(
            home / "tools" / "node", "print(sys.argv[0]) if sys.argv[1] == '--print' else sys.exit('no provider')"
        )
        with pytest.raises(Unfit, match="no provider"):
            await form.edit(Plan())


def test_versions_of_hocuspocus_are_those_that_are_installed(home: Path) -> None:
    a_stand_in(home / "tools" / "node", NODE % 0)
    packages_of_node(home, *PACKAGES)
    assert forms.HOCUSPOCUS.install(home).parts.keys() == {*PACKAGES, "Node"}
    assert forms.HUB.install(home).parts["showhub"]


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("quick")
async def test_edits_of_two_people_come_to_both_screens_also_after_one_was_away(tmp_path: Path) -> None:
    async with forms.HUB.serve(tmp_path) as form:
        found = await forms.round_of(form, TINY)
    assert (found["edits"], found["away"], found["kept"], found["converged"]) == (20, 10, 10, 1)
    assert 0 < found["p50_ms"] <= found["p99_ms"]


async def test_a_hub_that_does_not_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    with pytest.raises(NotServed, match="the hub did not start"):
        async with forms.HUB.serve(tmp_path):
            pytest.fail("it started")
