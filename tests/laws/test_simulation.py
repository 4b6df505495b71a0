"""Workers that crash, a bus that loses, repeats and reorders, a log that fails before and after writing: nothing shows.

Each protection has its negative twin: without it, the same checker has to find a breach.
"""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.rooms.doors import Doors
from hub.rooms.follower import Follower
from hub.rooms.history import History
from hub.rooms.live import Live, Pending
from hub.rooms.ports import Draft, Entry
from hub.rooms.service import Service
from persistence import memory
from persistence.memory import MemoryRoomLog
from tests.hub.rooms.phone import Breach
from tests.laws.simulation import Plan, Step, run

OFTEN = ["post"] * 6 + ["retry"] * 2 + ["dial"] * 3 + ["outage"] * 2
DEEDS = st.sampled_from([*OFTEN, "remove", "edit", "focus", "hang up", "crash", "heads", "wait"])
STEPS = st.builds(
    Step, DEEDS, who=st.integers(0, 3), where=st.integers(0, 3), how=st.integers(0, 35), turns=st.integers(0, 6)
)
CHANCE = st.sampled_from([0.0, 0.1, 0.5, 1.0])
PLANS = st.builds(
    Plan,
    st.lists(STEPS, min_size=10, max_size=120),
    workers=st.integers(2, 4),
    clients=st.integers(2, 4),
    seed=st.integers(0, 1_000),
    lost=CHANCE,
    repeated=CHANCE,
    late=CHANCE,
)


@given(PLANS)
def test_whatever_happens_nothing_is_lost_and_nothing_happens_twice(plan: Plan) -> None:
    run(plan)


#: Two people on two workers, who talk.
ARRIVE = [Step("dial", 0, 0, turns=9), Step("dial", 1, 1, turns=9)]
TALK = [Step("post", number % 2, turns=9) for number in range(6)]
#: One of them at great length.
SPEECH = [Step("post", 0, turns=3)] * 12


@pytest.mark.parametrize(
    "plan",
    [
        Plan([*ARRIVE, *TALK], clients=2, lost=1.0),
        Plan([*ARRIVE, *TALK, *[Step("retry", 0, how=0, turns=9)] * 2], clients=2),
        Plan([*ARRIVE, *SPEECH], clients=2, late=1.0, repeated=1.0),
        Plan([*ARRIVE, Step("outage", how=0), *TALK], clients=2),
    ],
    ids=["lost", "retried", "late", "outage"],
)
def test_the_nights_of_the_twins_are_quiet_with_every_protection_on(plan: Plan) -> None:
    run(plan)


class Unrepaired(Doors):
    """A worker that does not read what the bus has lost."""

    __slots__ = ()

    def catch_up(self, live: Live) -> None:
        """Not."""


def test_without_repairing_gaps_somebody_is_left_behind() -> None:
    with pytest.raises(Breach, match=r"stands at|left at|never answered"):
        run(Plan([*ARRIVE, *TALK], clients=2, lost=1.0), doors_type=Unrepaired)


class CarelessRoom(memory._Room):  # pyright: ignore[reportPrivateUsage]
    """No unique index."""

    __slots__ = ()

    def refuse_repeats(self, drafts: Sequence[Draft]) -> None:
        """Not."""


class ForgetfulLog(MemoryRoomLog):
    """Takes every command for a new one."""

    async def create(self, room: str, org: str) -> bool:
        created = await super().create(room, org)
        self._rooms[room].__class__ = CarelessRoom
        return created

    async def find(self, room: str, commands: Sequence[tuple[str, str]]) -> dict[tuple[str, str], int]:  # noqa: ARG002
        return {}


def test_without_knowing_commands_again_something_happens_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    def first_seq_of(_self: History, _person: str, _command_id: str) -> int | None:
        return None

    monkeypatch.setattr(History, "first_seq_of", first_seq_of)
    with pytest.raises(Breach, match="done twice"):
        run(Plan([*ARRIVE, *TALK, *[Step("retry", 0, how=0, turns=9)] * 2], clients=2), log=ForgetfulLog())


def test_without_putting_the_bus_in_order_a_stream_has_holes(monkeypatch: pytest.MonkeyPatch) -> None:
    def hear(self: Follower, entries: Iterable[Entry]) -> list[Entry]:
        new = [entry for entry in entries if entry.seq > self.seq]
        self.seq = self.head = max([self.seq, *(entry.seq for entry in new)])
        return new

    monkeypatch.setattr(Follower, "hear", hear)
    with pytest.raises(Breach, match=r"does not lead|stands at"):
        run(Plan([*ARRIVE, *SPEECH], clients=2, late=1.0, repeated=1.0))


def test_without_waiting_for_the_log_somebody_is_acked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    commit = Service._commit  # pyright: ignore[reportPrivateUsage]

    async def hasty(self: Service, live: Live, batch: Sequence[Pending]) -> object:
        for pending, seq in self._decide(live, batch).done:  # pyright: ignore[reportPrivateUsage]
            pending.settle(seq)
        return await commit(self, live, batch)

    monkeypatch.setattr(Service, "_commit", hasty)
    with pytest.raises(Breach, match="was acked"):
        run(Plan([*ARRIVE, Step("outage", how=0), *TALK], clients=2))
