import time
from typing import Any

import pytest
from msgspec import structs

from load.bots.bot import Address
from load.check.checker import Breach, Kind
from load.crowd.tally import Tally
from load.show.acts import Act, Played
from load.show.cast import Company
from load.show.verdict import act_found, missed, of_crowd, strange, surprises
from tests.load.show.found import PEAK, a_found

RESTART = structs.replace(PEAK, name="hub restarts", back_s=12.0, log_reads=1.0)
LARGE: dict[str, Any] = {"phones": 10_000, "joined_s": 12.0, "kib_per_socket": 9.0, "acts": [PEAK, RESTART]}
SECOND_NS = 1_000_000_000


def test_a_refusal_that_is_no_part_of_a_night_is_a_breach() -> None:
    company = Company(Address("127.0.0.1", 1), seed=1)
    (player,) = company.cast("phone", ["t"], "floor/test", {})
    player.bot.client.told.update({"queue.full": 3, "room.unavailable": 1})
    assert surprises(company) == []
    player.bot.client.told["hub.broken"] = 2
    assert surprises(company) == [Breach(Kind.DIFFERENT, "hub.broken, 2 times")]
    assert surprises(company, ("queue.", "room.", "hub.")) == []
    assert strange({"hub.draining": 5, "hub.reset": 1}) == [Breach(Kind.DIFFERENT, "hub.reset, 1 times")]


def test_what_the_crowd_found_wrong_is_a_breach() -> None:
    assert of_crowd(Tally(lost=3, back=3)) == []
    gap = Tally(faults=1, missed=2, sentences=["3: 5 to 6 follows 2"])
    assert of_crowd(gap) == [Breach(Kind.GAP, "1 frames of the crowd; 3: 5 to 6 follows 2")]
    assert [each.kind for each in of_crowd(Tally(faults=1, repeated=2))] == [Kind.REPEATED]
    assert [each.kind for each in of_crowd(Tally(ended=1, told={"hub.broken": 1}))] == [Kind.DIFFERENT, Kind.BEHIND]


def test_an_act_has_what_was_asked_and_seen_in_it() -> None:
    company = Company(Address("127.0.0.1", 1), seed=1)
    began_s = time.monotonic()
    tally = Tally()
    tally.took(7_000_000, int(began_s + 1) * SECOND_NS)
    tally.took(9_000_000, int(began_s + 60) * SECOND_NS)
    act = Act("peak", 10.0, 1.0, 1.0, 1.0)
    seen = [(began_s - 1, 9.0), (began_s + 1, 0.004), (began_s + 2, 0.006)]
    found = act_found(Played(act, began_s, began_s + 10, 2.04), company, seen, tally, 1.0)
    assert (found.name, found.seconds, found.p50_ms, found.max_ms) == ("peak", 10.0, 6.0, 6.0)
    assert (found.crowd_p50_ms, found.back_s, found.log_reads) == (7.0, 2.0, 1.0)


def test_a_large_house_that_keeps_the_promises() -> None:
    assert missed(a_found(**LARGE)) == []
    assert a_found(**LARGE).held


@pytest.mark.parametrize(
    ("but", "what"),
    [
        ({"joined_s": 15.1}, "seconds until all had joined: 15.1, at most 15 is promised"),
        ({"kib_per_socket": 31.0}, "KiB of worker memory per idle socket: 31"),
        ({"acts": [structs.replace(PEAK, crowd_p99_ms=301.0)]}, "ms to other screens at the peak"),
        ({"acts": [structs.replace(RESTART, back_s=61.0)]}, "seconds until all were back after a restart: 61"),
        ({"acts": [structs.replace(RESTART, log_reads=2.0)]}, "log queries per room and worker after a restart: 2"),
    ],
)
def test_each_promise_that_is_not_kept_is_named(but: dict[str, Any], what: str) -> None:
    found = a_found(**(LARGE | but))
    (said,) = missed(found)
    assert said.startswith(what)
    assert not structs.replace(found, missed=[said]).held


def test_a_small_house_is_promised_nothing_of_this() -> None:
    assert missed(a_found(joined_s=99.0)) == []
