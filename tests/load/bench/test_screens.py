import os

import pytest
from msgspec import Raw

from hub.advancing_sync.messages import Edited
from hub.wire import JSON, Facts
from load.bench.measures import Size, Subject, Unfit
from load.bench.screens import Screen, edits
from tests.load.frames import a_fact
from tests.load.hubs import a_talking_hub

ROOM = "show/test"


def an_edited(seq: int, key: str) -> tuple[int, Raw]:
    edited = Edited(field=key, value="x", stamp=f"{seq:013}-0000-p", saw="", by="p", name="P", at_ms=seq)
    return seq, Raw(JSON.encode(edited))


def test_a_screen_knows_when_it_saw_what_and_the_stamp_of_each_field() -> None:
    screen = Screen(["show.notes"])
    screen.watch(Facts(ROOM, 0, 2, [an_edited(1, "show.notes"), an_edited(2, "show.title")]), 1.5)
    screen.watch(Facts(ROOM, 2, 3, [a_fact(3)]), 2.5)
    assert screen.seen_s == {1: 1.5, 2: 1.5, 3: 2.5}
    assert screen.stamps == {"show.notes": "0000000000001-0000-p", "show.title": "0000000000002-0000-p"}


async def test_two_screens_on_one_worker_measure_nothing() -> None:
    async with a_talking_hub() as address:
        with pytest.raises(Unfit, match="3 sockets came to 1 of 2 workers"):
            await edits(Subject(address, [os.getpid()]), ["a", "b", "c"], ROOM, Size(edits=3))
