"""What organisers ask of the form itself, and what then stands."""

from hub.advancing_sync.messages import Stamp
from hub.advancing_sync.schema import Schema
from hub.kernel import Command, Fact, Millis


class Design(Command, frozen=True, tag="advance.design"):
    """Give the form these sections and questions. `saw` is the stamp of the design on one's screen, empty for none."""

    schema: Schema
    saw: Stamp = ""


class Designed(Fact, frozen=True, tag="advance.designed"):
    """The form has these sections and questions; of two designs the one with the higher stamp counts."""

    schema: Schema
    by: str
    name: str
    at_ms: Millis
    stamp: str
