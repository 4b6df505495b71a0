"""The hub as a peer, in small, on a real one; and its form."""

from pathlib import Path

import pytest

from load.peers import forms, hub
from load.peers.measures import Size, away, round_of
from load.peers.peer import NotServed
from load.peers.screens import Plan

TINY = Size(seconds=0.2, sockets=20, warm_sockets=5, idle_sockets=20, writers=2, common_per_s=20, away=400)
FORM = Plan(edits=10, every_ms=4, away=5, warm_sockets=2, idle_sockets=5)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is only waited for so that figures are steady."""
    for name in ("measures.SETTLE_S", "forms.SETTLE_S", "screens.SETTLE_S"):
        monkeypatch.setattr(f"load.peers.{name}", 0.1)
    monkeypatch.setattr("load.peers.screens.WARM_UP_EDITS", 5)


@pytest.mark.timeout(120)
async def test_more_than_300_missed_facts_come_back_as_a_state_that_says_so(tmp_path: Path) -> None:
    async with hub.HUB.serve(tmp_path) as served:
        found = await round_of(served, TINY)
        assert found["joined_deliveries_per_s"] > 0
        assert found["joined_beside_us"] >= 0
        had = await away(served, TINY)
        assert (had["back"], had["whole_state"]) == (200, 1)
        few = await away(served, Size(writers=2, away=100))
        assert (few["back"], few["whole_state"], few["had_before"]) == (100, 0, 0)


@pytest.mark.timeout(120)
async def test_edits_of_two_people_come_to_both_screens_also_after_one_was_away(tmp_path: Path) -> None:
    async with forms.HUB.serve(tmp_path) as form:
        found = await forms.round_of(form, FORM)
    assert (found["edits"], found["away"], found["kept"], found["converged"]) == (20, 10, 10, 1)
    assert 0 < found["p50_ms"] <= found["p99_ms"]


async def test_a_hub_that_does_not_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    for serve in (hub.HUB.serve, forms.HUB.serve):
        with pytest.raises(NotServed, match="the hub did not start"):
            async with serve(tmp_path):
                pytest.fail("it started")
