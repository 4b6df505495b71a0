"""The queue against a host with a sheet of paper, who crosses out and rewrites by hand."""

from typing import Any

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from hub.kernel import Lane
from hub.queue import QUEUE
from hub.queue.messages import (
    CallUp,
    Configure,
    Finish,
    Hold,
    Play,
    Reorder,
    Rules,
    Skip,
    Submit,
    Submitted,
    Withdraw,
)
from hub.queue.messages import Mode as QueueMode
from tests.builders import an_actor, the_desk
from tests.laws.machine import BehaviourMachine

SECRET = "nobody-but-the-desk"
WAITS, CALLED, ON, OVER = "waits", "called", "on", "over"

Slip = dict[str, Any]


class Host:
    """Every request is a slip; what the host would refuse is named by the code of the refusal."""

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.line: list[Slip] = []
        self.called: list[Slip] = []
        self.sung: list[str] = []
        self.mode, self.locked, self.open, self.length = "rotation", 2, 3, 500

    def find(self, number: int) -> Slip | None:
        """A slip by number, the open ones first; there is always one number that nobody has."""
        slips = self.line + self.called + self.at(ON) + self.at(OVER)
        number %= len(slips) + 1
        return slips[number] if number < len(slips) else None

    def at(self, where: str) -> list[Slip]:
        return [slip for slip in self.slips if slip["where"] == where]

    def where_to(self, who: str) -> int:
        """Before the first whose singer had a turn, sung or due by then, later than the last one of `who`."""
        if self.mode == "priority":
            return len(self.line)
        turns = self.sung + [slip["who"] for slip in self.called + self.line]

        def last(singer: str, until: int) -> int:
            return max((turn for turn in range(until) if turns[turn] == singer), default=-1)

        mine = last(who, len(turns))
        for place, slip in enumerate(self.line):
            if last(slip["who"], len(turns) - len(self.line) + place) > mine:
                return place
        return len(self.line)

    def asked(self, who: str, *, desk: bool) -> str:
        if len(self.line) >= self.length:
            return "queue.full"
        still_open = [slip for slip in self.slips if slip["who"] == who and slip["where"] != OVER]
        return "queue.too_many" if not desk and len(still_open) >= self.open else ""

    def write(self, number: str, who: str) -> None:
        slip = {"id": number, "who": who, "where": WAITS, "held": False, "end": ""}
        self.line.insert(self.where_to(who), slip)
        self.slips.append(slip)

    def put(self, slip: Slip, where: str, end: str = "") -> None:
        """Take a slip from wherever it is, and let go of it."""
        self.line = [other for other in self.line if other is not slip]
        self.called = [other for other in self.called if other is not slip]
        slip.update(where=where, held=False, end=end)
        if where == CALLED:
            self.called.append(slip)
        if where == ON:
            self.sung.append(slip["who"])

    def needs(self, slip: Slip | None, *wheres: str) -> str:
        if slip is None or slip["where"] == OVER:
            return "queue.gone"
        return "" if slip["where"] in wheres else "queue.wrong_state"

    def free(self) -> list[Slip]:
        return [slip for slip in self.line if not slip["held"]]

    def play(self, slip: Slip) -> None:
        for on in self.at(ON):
            self.put(on, OVER, "played")
        self.put(slip, ON)
        while self.free() and len(self.called) < self.locked:
            self.put(self.free()[0], CALLED)


people = st.sampled_from(["ana", "ben", "cleo", "dora"])
numbers = st.integers(0, 10)


class QueueMachine(BehaviourMachine):
    behaviour = QUEUE

    def __init__(self) -> None:
        super().__init__()
        self.host = Host()
        self.ended: list[tuple[str, str]] = []

    def _id(self, slip: Slip | None) -> str:
        return slip["id"] if slip else "never-asked"

    @rule(
        mode=st.sampled_from(QueueMode.__args__),
        locked=st.integers(1, 4),
        most=st.integers(1, 6),
        length=st.sampled_from([3, 500]),
    )
    def configure(self, mode: QueueMode, locked: int, most: int, length: int) -> None:
        rules = Rules(mode=mode, locked_max=locked, open_max=most, length_max=length)
        host = self.host
        host.mode, host.locked, host.open, host.length = mode, locked, most, length

        assert self.ask(the_desk(), Configure(rules=rules))[0] == ""

    @rule(who=people, times=st.integers(1, 3))
    def somebody_asks(self, who: str, times: int) -> None:
        for _ in range(times):
            self._asks(who, desk=False)

    @rule()
    def the_desk_asks(self) -> None:
        self._asks("dj", desk=True)

    def _asks(self, who: str, *, desk: bool) -> None:
        expected = self.host.asked(who, desk=desk)
        actor = the_desk(who) if desk else an_actor(who)
        refused, outcome = self.ask(actor, Submit(title="Jolene", note=SECRET))

        assert refused == expected
        if outcome:
            (submitted,) = outcome
            assert isinstance(submitted, Submitted)
            self.host.write(submitted.id, who)

    @rule(who=people, number=numbers)
    def somebody_takes_back(self, who: str, number: int) -> None:
        slip = self.host.find(number)
        expected = self.host.needs(slip, WAITS, CALLED, ON)
        if slip and not expected:
            expected = "queue.not_yours" if slip["who"] != who else self.host.needs(slip, WAITS) and "queue.locked"
        self._then(self.ask(an_actor(who), Withdraw(entry=self._id(slip)))[0], expected, slip, "withdrawn")

    @rule(number=numbers)
    def the_desk_takes_back(self, number: int) -> None:
        slip = self.host.find(number)
        expected = self.host.needs(slip, WAITS, CALLED, ON)
        self._then(self.ask(the_desk(), Withdraw(entry=self._id(slip)))[0], expected, slip, "withdrawn")

    @rule(number=numbers)
    def skip(self, number: int) -> None:
        slip = self.host.find(number)
        expected = self.host.needs(slip, WAITS, CALLED, ON)
        self._then(self.ask(the_desk(), Skip(entry=self._id(slip)))[0], expected, slip, "skipped")

    @rule()
    def finish(self) -> None:
        on = self.host.at(ON)
        expected = "" if on else "queue.not_playing"
        self._then(self.ask(the_desk(), Finish())[0], expected, on[0] if on else None, "played")

    def _then(self, refused: str, expected: str, slip: Slip | None, end: str) -> None:
        assert refused == expected
        if slip and not refused:
            self.host.put(slip, OVER, end)
            if end != "withdrawn":
                self.ended.append((slip["id"], end))

    @rule(number=numbers, before=st.none() | numbers)
    def reorder(self, number: int, before: int | None) -> None:
        host = self.host
        slip, other = host.find(number), None if before is None else host.find(before)
        expected = host.needs(slip, WAITS) or (host.needs(other, WAITS) if before is not None else "")
        command = Reorder(entry=self._id(slip), before=None if before is None else self._id(other))

        assert self.ask(the_desk(), command)[0] == expected
        if slip and not expected and other is not slip:
            host.line.remove(slip)
            host.line.insert(host.line.index(other) if other else len(host.line), slip)

    @rule(number=numbers, on=st.booleans())
    def hold(self, *, number: int, on: bool) -> None:
        slip = self.host.find(number)
        expected = self.host.needs(slip, WAITS)

        assert self.ask(the_desk(), Hold(entry=self._id(slip), on=on))[0] == expected
        if slip and not expected:
            slip["held"] = on

    @rule(number=numbers)
    def call_up_a_held_one(self, number: int) -> None:
        self.hold(number=number, on=True)
        self._call_up(number)

    @rule(number=st.none() | numbers)
    def call_up(self, number: int | None) -> None:
        self._call_up(number)

    def _call_up(self, number: int | None) -> None:
        host = self.host
        if number is None:
            slip, command = next(iter(host.free()), None), CallUp()
            expected = "" if slip else "queue.empty"
        else:
            slip = host.find(number)
            command, expected = CallUp(entry=self._id(slip)), host.needs(slip, WAITS)
        if len(host.called) >= host.locked:
            expected = "queue.locked_full"

        assert self.ask(the_desk(), command)[0] == expected
        if slip and not expected:
            host.put(slip, CALLED)

    @rule(times=st.sampled_from([1, 2, 3, 60]))
    def the_night_goes_on(self, times: int) -> None:
        for _ in range(times):
            self._asks("ana", desk=False)
            self._play(None)

    @rule(number=st.none() | numbers)
    def play(self, number: int | None) -> None:
        self._play(number)

    def _play(self, number: int | None) -> None:
        host = self.host
        if number is None:
            slip, command = next(iter(host.called + host.free()), None), Play()
            expected = "" if slip else "queue.empty"
        else:
            slip = host.find(number)
            command, expected = Play(entry=self._id(slip)), host.needs(slip, WAITS, CALLED)

        assert self.ask(the_desk(), command)[0] == expected
        if slip and not expected:
            self.ended += [(on["id"], "played") for on in host.at(ON)]
            host.play(slip)

    @invariant()
    def the_queue_is_the_hosts_sheet(self) -> None:
        host, state = self.host, self.state
        assert list(state.waiting) == [slip["id"] for slip in host.line]
        assert list(state.up_next) == [slip["id"] for slip in host.called]
        assert [state.playing] == ([slip["id"] for slip in host.at(ON)] or [None])
        assert (state.playing_since_ms > 0) == (state.playing is not None)
        assert [(past.entry.id, past.how) for past in state.history] == self.ended[-50:]

    @invariant()
    def an_open_request_is_in_one_place(self) -> None:
        slips = {slip["id"]: slip["held"] for slip in self.host.slips if slip["where"] != OVER}
        assert {entry.id: entry.held for entry in self.state.entries.values()} == slips
        places = [*self.state.waiting, *self.state.up_next, *filter(None, [self.state.playing])]
        assert sorted(places) == sorted(slips)

    @invariant()
    def the_public_never_gets_a_note(self) -> None:
        assert SECRET.encode() not in msgspec.json.encode(self.lanes[Lane.PUBLIC])


TestQueue = QueueMachine.TestCase
