"""What a bad network does to the bytes of one direction. Values: assign another one and running connections obey it."""

from enum import Enum

from msgspec import Struct


class Link(Enum):
    """Whether the bytes of a direction arrive.

    HELD: the link is down, what is sent waits and arrives when it is up again, as TCP does it for some minutes.
    LOST: everything is swallowed, the end of the stream too, and nobody is told: half-open, or a peer that vanished.
    """

    UP = "up"
    HELD = "held"
    LOST = "lost"


class Toxics(Struct, frozen=True):
    """The state of one direction.

    `latency_s` is added to each chunk, with up to `jitter_s` more; the order stays. `bytes_per_s` is a bandwidth.
    `slice_bytes`: chunks go on in pieces of one to so many bytes, with `slice_pause_s` after each.
    `reset_after_bytes`: so many more bytes of a connection pass, the next one resets both its ends; 0: the next byte.
    """

    latency_s: float = 0.0
    jitter_s: float = 0.0
    bytes_per_s: float | None = None
    slice_bytes: int | None = None
    slice_pause_s: float = 0.0
    link: Link = Link.UP
    reset_after_bytes: int | None = None


CLEAN = Toxics()
HELD = Toxics(link=Link.HELD)
LOST = Toxics(link=Link.LOST)
