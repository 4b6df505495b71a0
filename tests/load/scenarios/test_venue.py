from collections.abc import Sequence

import pytest

from load.bots.history import Sent, Track
from load.bots.waiting import until
from load.check.checker import Witness
from load.crowd.crowd import NotJoined
from load.crowd.histogram import Histogram
from load.report.result import Bound
from load.scenarios.ground import Elsewhere
from load.scenarios.sampler import Counts
from load.scenarios.venue import Part, Venue
from load.stage import Facts
from tests.load.scenarios.conftest import SECRET, Playground

pytestmark = pytest.mark.timeout(120)


class Others:
    """Somebody else in the room."""

    def __init__(self, counts: Counts, *faults: str) -> None:
        self._counts = counts
        self._faults = faults

    def counts(self) -> Counts:
        return self._counts

    def witnesses(self) -> list[Witness]:
        track = Track("floor/one", faults=["a gap"])
        return [Witness("o", [track], [Sent("o-1", "floor/one", 0.0)], faults=self._faults)]


def a_venue(playground: Playground, room: str = "floor/one") -> Venue:
    return Venue(Elsewhere(playground.url, playground.secret), room, 7)


def met(ns: int) -> Histogram:
    histogram = Histogram()
    histogram.add(ns)
    return histogram


def test_everybodys_counts_are_added_up(playground: Playground) -> None:
    venue = a_venue(playground)
    venue.others += [Others(Counts(1, 2, 3, {5: met(1_000)})), Others(Counts(10, 20, 30, {5: met(1_000), 6: met(1)}))]
    counts = venue.counts()
    assert (counts.deliveries, counts.answers, counts.sockets) == (11, 22, 33)
    assert counts.latencies == {}
    venue.by_answer = True
    assert {second: each.count for second, each in venue.counts().latencies.items()} == {5: 2, 6: 1}


def test_what_shares_the_machine_is_named(playground: Playground) -> None:
    venue = a_venue(playground)
    assert list(venue.processes()) == ["speakers"]
    venue.ground.facts = Facts("", "", {"postgres": 5, "redis": None, "hub": 6, "workers": [7, 8]})  # type: ignore[misc]
    assert dict(venue.processes()) | {"speakers": []} == {
        "worker 1": [7],
        "worker 2": [8],
        "postgres": [5],
        "speakers": [],
    }


class Minting(Elsewhere):
    """Grants are numbers here, and it is remembered how many were asked for at a time."""

    def __init__(self) -> None:
        super().__init__("http://127.0.0.1:1", SECRET)
        self.asked: list[int] = []

    async def grants(self, rooms: Sequence[str], role: str, count: int, name: str = "Guest") -> list[str]:
        self.asked.append(count)
        return [f"{rooms[0]} {role} {name} {len(self.asked)} {number}" for number in range(count)]


async def test_grants_are_asked_for_rarely_and_never_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.scenarios.venue.SPARE", 3)
    venue = Venue(minting := Minting(), "floor/one", 7)
    given = [*await venue.people(2), *await venue.people(3), *await venue.people(1), *await venue.people(1, "dj")]
    assert len(set(given)) == len(given) == 7
    assert minting.asked == [5, 4, 1]


async def test_without_the_log_what_they_saw_is_held_against_itself(playground: Playground) -> None:
    venue = a_venue(playground)
    venue.others.append(Others(Counts(), "sent away"))
    await venue.compare()
    assert venue.broken == ["sent away", "a gap"]
    assert venue.figures == {"lost": 0, "repeated": 0}


async def test_phones_that_were_cut_off_are_a_finding_unless_they_come_back(playground: Playground) -> None:
    venue = a_venue(playground)
    async with venue.phones(2) as phones:
        await phones.join()
        await phones.cut(1)
    assert venue.figures["cut_off"] == 1
    assert venue.broken
    assert "1 sockets were cut off" in venue.broken[0]


async def test_who_is_not_there_in_time_is_told_of(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("load.scenarios.venue.LOOK_AGAIN_S", 0.1)
    monkeypatch.setattr("load.scenarios.venue.SETTLE_S_MAX", 1.0)
    venue = a_venue(playground)
    async with venue.speaking(1) as speakers, venue.phones(1) as phones:
        await phones.join()
        await venue.settle(phones, speakers)
        speakers.bots[0].client.tracks[venue.room].seen += 1
        with pytest.raises(NotJoined, match="1 are not at"):
            await venue.settle(phones, speakers)


async def test_what_was_to_be_done_meanwhile_is_given_up_with_the_rest(playground: Playground) -> None:
    venue = a_venue(playground)
    async with venue.speaking(1) as speakers:
        with pytest.raises(ZeroDivisionError):
            async with venue.meanwhile(speakers.speak(1, 600)):
                raise ZeroDivisionError


async def test_a_lost_ack_is_found_in_the_log(playground: Playground) -> None:
    """The negative twin: the client claims an ack for something that the log does not have."""
    venue = Venue(playground.strict, "floor/one", 7)
    async with venue.speaking(1) as speakers:
        await speakers.speak(20, 0.2)
        await until(speakers.quiet, 10)
    await venue.compare()
    assert venue.broken == []
    assert venue.figures["commands_sent"] == venue.figures["commands_acked"] == speakers.answers
    next(iter(speakers.bots[0].client.commands.values())).seq += 1_000
    await venue.compare()
    assert any("acked, but not in the log" in each for each in venue.broken)


async def test_a_part_in_which_nothing_arrived_has_no_latency_and_so_keeps_no_bound(playground: Playground) -> None:
    venue = a_venue(playground)
    async with venue.part("silent"):
        pass
    assert venue.figures["silent_deliveries_per_s"] == 0
    assert not {"silent_p50_ms", "silent_p99_ms", "silent_max_ms"} & venue.figures.keys()
    assert not Bound("silent_p99_ms", "", 1_000).held_by(venue.figures.get("silent_p99_ms"))


def test_a_part_in_which_something_arrived_has_its_latency(playground: Playground) -> None:
    venue = a_venue(playground)
    venue._figures("busy", Part(1.0, 2.0, deliveries=1, latency=met(2_000_000)))  # pyright: ignore[reportPrivateUsage]
    assert venue.figures["busy_p50_ms"] == venue.figures["busy_p99_ms"] == venue.figures["busy_max_ms"] == 2.0


def test_what_was_added_is_the_difference_of_two_measures_and_unknown_with_one(playground: Playground) -> None:
    venue = a_venue(playground)
    for figures in ({"before_p99_ms": 5.0}, {"during_p99_ms": 7.0}):
        venue.figures = dict(figures)
        venue.added()
        assert venue.figures == figures
    venue.figures = {"before_p99_ms": 5.0, "during_p99_ms": 7.5}
    venue.added()
    assert venue.figures["p99_added_ms"] == 2.5
