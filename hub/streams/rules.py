"""When a stage may go up and down."""

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Lane, Moment, Outcome
from hub.streams.messages import GoDown, GoLive, WentDown, WentLive


class Stage(Struct, frozen=True):
    """The stage: `live` says since when, by whom and under which title; None while it is down."""

    live: WentLive | None = None


def decide(stage: Stage, command: GoLive | GoDown, moment: Moment) -> Outcome:
    """Open or close the stage.

    Raises:
        Rejected: `streams.already_up`, `streams.not_up`.
    """
    if isinstance(command, GoLive):
        if stage.live is not None:
            raise Rejected("streams.already_up")
        return (WentLive(by=moment.actor.person, title=command.title, at_ms=moment.now_ms),)
    if stage.live is None:
        raise Rejected("streams.not_up")
    return (WentDown(by=moment.actor.person, at_ms=moment.now_ms),)


def apply(_stage: Stage, fact: WentLive | WentDown) -> Stage:
    """Fold one fact in."""
    return Stage(fact if isinstance(fact, WentLive) else None)


def show(stage: Stage, _lane: Lane) -> Stage:
    """Everybody sees the stage."""
    return stage
