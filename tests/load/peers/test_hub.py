"""The hub as a peer, in small, on a real one."""

from pathlib import Path

import msgspec
import pytest

from load.crowd.speech import speech_of_hub
from load.peers import hub
from load.peers.measures import Size, away, round_of
from load.peers.peer import STAMP, NotServed

TINY = Size(seconds=0.2, sockets=20, warm_sockets=5, idle_sockets=20, writers=2, common_per_s=20, away=400)


def test_the_hub_is_told_the_last_fact_that_came() -> None:
    listener = speech_of_hub(hub.ROOM, "http://127.0.0.1", stamp=STAMP)
    welcome = b'{"t":"welcome","room":"floor/peers","epoch":"e1","you":{},"at":3,"upto":4,"facts":[],"state":{}}'
    facts = b'{"t":"facts","room":"floor/peers","after":4,"upto":9,"facts":[]}'
    hello = msgspec.json.decode(hub.back(listener, [welcome, facts]).hellos[0].say.replace(b"{token}", b"t"))
    assert hello["rooms"] == [{"room": "floor/peers", "epoch": "e1", "seen": 9}]
    assert msgspec.json.decode(hub.say(3, "a"))["cmd"] == {"t": "chat.post", "text": "a", "reply_to": None}


def test_its_versions_are_ours(tmp_path: Path) -> None:
    assert hub.install(tmp_path).parts.keys() == {"showhub", "uvicorn", "uvloop", "msgspec", "Python"}


@pytest.mark.timeout(120)
@pytest.mark.usefixtures("quick")
async def test_more_than_300_missed_facts_come_back_as_a_state_that_says_so(tmp_path: Path) -> None:
    async with hub.HUB.serve(tmp_path) as served:
        found = await round_of(served, TINY)
        assert found["joined_deliveries_per_s"] > 0
        assert found["joined_beside_us"] >= 0
        had = await away(served, TINY)
        assert (had["back"], had["whole_state"]) == (200, 1)
        few = await away(served, Size(writers=2, away=100))
        assert (few["back"], few["whole_state"], few["had_before"]) == (100, 0, 0)


async def test_a_hub_that_does_not_start_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.stage.PYTHON", "false")
    with pytest.raises(NotServed, match="the hub did not start"):
        async with hub.HUB.serve(tmp_path):
            pytest.fail("it started")
