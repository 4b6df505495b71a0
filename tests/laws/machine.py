"""What every behaviour must keep, whatever is asked of it in whatever order.

A machine drives the real rules and a naive model of them side by side. On the way it checks two laws for each fact:
a lane that folds what it is sent sees what it would be shown; and a state that was stored as JSON at some moment and
given every later fact, as the log has it, equals the state that never left memory.
"""

from typing import Any, ClassVar

import msgspec
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from hub.errors import Rejected
from hub.kernel import Actor, Behaviour, Command, Fact, Lane, Moment, Notice
from hub.wire import AnyFact
from tests.builders import EVENING_MS

_FACTS = msgspec.json.Decoder(AnyFact)


class BehaviourMachine(RuleBasedStateMachine):
    """Subclasses name the behaviour, add rules that call `ask`, and compare `self.state` with a model."""

    behaviour: ClassVar[Behaviour[Any]]

    def __init__(self) -> None:
        super().__init__()
        self.now_ms = EVENING_MS
        self.made = 0
        self.state = self.behaviour.empty
        self.loaded = self.behaviour.empty
        self.lanes = {lane: self.behaviour.show(self.state, lane) for lane in Lane}

    def ask(self, actor: Actor, command: Command) -> tuple[str, tuple[Fact | Notice, ...]]:
        """Give a command as it comes off the wire; returns the code of the refusal, or what came of it."""
        self.now_ms += 1
        asked = msgspec.json.decode(msgspec.json.encode(command), type=type(command))
        try:
            outcome = tuple(self.behaviour.decide(self.state, asked, Moment(actor, self.now_ms, self._fresh)))
        except Rejected as refusal:
            refusal.say()  # raises when the sentence asks for a field that the rule did not give
            return refusal.code, ()
        for fact in outcome:
            if isinstance(fact, Fact):
                self._happen(fact)
        return "", outcome

    def _fresh(self) -> str:
        self.made += 1
        return f"n{self.made}"

    def _happen(self, fact: Fact) -> None:
        self.state = self.behaviour.apply(self.state, fact)
        self.loaded = self.behaviour.apply(self.loaded, _FACTS.decode(msgspec.json.encode(fact)))
        for lane, shown in self.lanes.items():
            seen = self.behaviour.view(fact, lane)
            if seen is not None:
                self.lanes[lane] = self.behaviour.apply(shown, seen)

    @rule()
    def the_worker_restarts(self) -> None:
        """From here on the loaded state is a snapshot and the facts behind it."""
        self.loaded = msgspec.json.decode(msgspec.json.encode(self.state), type=self.behaviour.state)

    @invariant()
    def each_lane_folds_to_what_it_would_be_shown(self) -> None:
        for lane, folded in self.lanes.items():
            assert folded == self.behaviour.show(self.state, lane)

    @invariant()
    def snapshot_and_facts_are_the_state(self) -> None:
        assert self.loaded == self.state
