"""The stage of a stream goes up and down."""

from hub.kernel import Command, Fact, Line, Millis


class GoLive(Command, frozen=True, tag="streams.go_live"):
    """Open the stage."""

    title: Line


class GoDown(Command, frozen=True, tag="streams.go_down"):
    """Close the stage."""


class WentLive(Fact, frozen=True, tag="streams.went_live"):
    """The stage is up."""

    by: str
    title: str
    at_ms: Millis


class WentDown(Fact, frozen=True, tag="streams.went_down"):
    """The stage is down."""

    by: str
    at_ms: Millis
