"""The stage of a stream goes up and down."""

from hub.kernel import Command, Fact, Id, Line, Millis


class GoLive(Command, frozen=True, tag="streams.go_live"):
    """Open the stage."""

    title: Line


class GoDown(Command, frozen=True, tag="streams.go_down"):
    """Close the stage."""


class WentLive(Fact, frozen=True, tag="streams.went_live"):
    """The stage is up."""

    by: Id
    title: Line
    at_ms: Millis


class WentDown(Fact, frozen=True, tag="streams.went_down"):
    """The stage is down."""

    by: Id
    at_ms: Millis
