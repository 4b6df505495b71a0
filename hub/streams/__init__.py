"""The stage of a stream: up or down, and who may publish to it or watch it."""

from hub.kernel import ORGANISERS, Behaviour, Role, same
from hub.streams.messages import GoDown, GoLive, WentDown, WentLive
from hub.streams.rules import Stage, apply, decide, show

_STREAMERS = ORGANISERS | {Role.STREAMER, Role.SYSTEM}

STREAMS: Behaviour[Stage] = Behaviour(
    name="streams",
    state=Stage,
    empty=Stage(),
    decide=decide,
    apply=apply,
    view=same,
    show=show,
    allowed={GoLive: _STREAMERS, GoDown: _STREAMERS},
    facts=(WentLive, WentDown),
)
