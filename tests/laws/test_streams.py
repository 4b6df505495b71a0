"""The stage against a light switch."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from hub.kernel import Role
from hub.streams import STREAMS
from hub.streams.messages import GoDown, GoLive
from tests.builders import an_actor
from tests.laws.machine import BehaviourMachine

streamers = st.sampled_from(["kim", "lee"])


class StreamsMachine(BehaviourMachine):
    behaviour = STREAMS

    def __init__(self) -> None:
        super().__init__()
        self.on_air: list[str] = []

    @rule(person=streamers)
    def go_live(self, person: str) -> None:
        refused, _ = self.ask(an_actor(person, Role.STREAMER), GoLive(title="Late set"))

        assert refused == ("streams.already_up" if self.on_air else "")
        self.on_air = self.on_air or [person]

    @rule(person=streamers)
    def go_down(self, person: str) -> None:
        refused, _ = self.ask(an_actor(person, Role.STREAMER), GoDown())

        assert refused == ("" if self.on_air else "streams.not_up")
        self.on_air = []

    @invariant()
    def the_stage_is_as_the_switch(self) -> None:
        live = self.state.live
        assert ([live.by] if live else []) == self.on_air


TestStreams = StreamsMachine.TestCase
