"""What a client remembers of a run: enough to be judged afterwards.

Thousands of sockets hear the same bytes, so what one frame says is one `Stretch` that all of them share.
"""

from array import array
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Literal

from msgspec import Struct

Outcome = Literal["open", "acked", "refused"]


def digest(raw: bytes) -> bytes:
    """16 bytes that stand for these."""
    return blake2b(raw, digest_size=16).digest()


class Seat(Struct, frozen=True):
    """Who gets the same bytes: a lane of a room, in a format (the subprotocol's name).

    `whole`: also what only organisers see.
    """

    lane: str
    form: str
    whole: bool = True


class Stretch(Struct, frozen=True, eq=False):
    """What one frame says of a room: the visible facts above `after` up to `upto`, as `(seq, digest)`.

    `state` is the digest of a snapshot at `after`; None when the stretch goes on from what was seen before.
    """

    room: str
    after: int
    upto: int
    facts: tuple[tuple[int, bytes], ...]
    state: bytes | None = None
    epoch: str = ""


def fault_in(stretch: Stretch) -> str | None:
    """What is wrong with a stretch by itself."""
    last = stretch.after
    for seq, _ in stretch.facts:
        if not last < seq <= stretch.upto:
            return f"{stretch.room}: fact {seq} after {last} in a frame of {stretch.after} to {stretch.upto}"
        last = seq
    return None if stretch.after <= stretch.upto else f"{stretch.room}: a frame from {stretch.after} to {stretch.upto}"


@dataclass(slots=True, eq=False)
class Sent:
    """A command. `seq` is the acked one, `code` the last refusal's. `attempts` counts the times it was written."""

    id: str
    room: str
    at_s: float
    attempts: int = 0
    outcome: Outcome = "open"
    seq: int = 0
    code: str = ""
    answered_s: float = 0.0


@dataclass(slots=True, eq=False)
class Track:
    """One client in one room. `times_s[i]` is when `stretches[i]` was heard; `seen` is the last seq it covers.

    `resumes` has, for every welcome without a snapshot, how many seqs it covered.
    """

    room: str
    person: str = ""
    seat: Seat | None = None
    epoch: str = ""
    seen: int = 0
    stretches: list[Stretch] = field(default_factory=list[Stretch])
    times_s: "array[float]" = field(default_factory=lambda: array("d"))
    resumes: list[int] = field(default_factory=list[int])
    faults: list[str] = field(default_factory=list[str])

    def add(self, stretch: Stretch, now_s: float) -> None:
        """Hear a stretch; what does not follow is a fault, and is gone on from."""
        fault = follows(self.seen, stretch)
        if fault is not None:
            self.faults.append(fault)
        self.seen = stretch.upto
        self.stretches.append(stretch)
        self.times_s.append(now_s)


def follows(seen: int, stretch: Stretch) -> str | None:
    """What is wrong with hearing this stretch when everything up to `seen` was heard before."""
    if stretch.state is not None:
        return f"{stretch.room}: a snapshot up to {stretch.upto} after {seen}" if stretch.upto < seen else None
    if stretch.after > seen:
        return f"{stretch.room}: gap, {stretch.after} follows {seen}"
    if stretch.after < seen:
        return f"{stretch.room}: repeat, {stretch.after} follows {seen}"
    return None
