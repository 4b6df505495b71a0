"""What people and the desk ask of a request queue, and what then happened."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hub.kernel import CONTROLS, PRINTABLE, Command, Fact, Id, Millis

Mode = Literal["rotation", "priority"]
Title = Annotated[str, Meta(min_length=1, max_length=120, pattern=PRINTABLE)]
#: May be empty.
Words = Annotated[str, Meta(max_length=140, pattern=rf"\A[^{CONTROLS}]*\Z")]


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """How this queue is run; the desk may change it at any time.

    `locked_max`: how many entries are called up at once. `open_max`: open requests per person.
    `length_max`: entries that wait, all together.
    """

    mode: Mode = "rotation"
    locked_max: Annotated[int, Meta(ge=1, le=10)] = 2
    open_max: Annotated[int, Meta(ge=1, le=50)] = 3
    length_max: Annotated[int, Meta(ge=1, le=2000)] = 500


class Configure(Command, frozen=True, tag="queue.configure"):
    """Set how the queue is run."""

    rules: Rules


class Submit(Command, frozen=True, tag="queue.submit"):
    """Ask for a song. `note` is for the desk only (key, dedication)."""

    title: Title
    artist: Words = ""
    note: Words = ""


class Withdraw(Command, frozen=True, tag="queue.withdraw"):
    """Take a request back: the person who asked, or the desk."""

    entry: Id


class Reorder(Command, frozen=True, tag="queue.reorder"):
    """Put a waiting entry before another one, or last."""

    entry: Id
    before: Id | None = None


class CallUp(Command, frozen=True, tag="queue.call_up"):
    """Lock a waiting entry as up next: the given one, or the first that is not held."""

    entry: Id | None = None


class Play(Command, frozen=True, tag="queue.play"):
    """Start an entry: the given one, or the first up next.

    What plays now counts as played, and the locked part refills.
    """

    entry: Id | None = None


class Finish(Command, frozen=True, tag="queue.finish"):
    """What plays is over and was played."""


class Skip(Command, frozen=True, tag="queue.skip"):
    """Leave an entry out: it waited, was up next or played."""

    entry: Id


class Hold(Command, frozen=True, tag="queue.hold"):
    """Keep a waiting entry from being called up (`on`), or let it go on; it keeps its place."""

    entry: Id
    on: bool = True


class KeptRules(Struct, frozen=True):
    """The rules that a queue is run by; `Rules` has their limits."""

    mode: Mode = "rotation"
    locked_max: int = 2
    open_max: int = 3
    length_max: int = 500


class Configured(Fact, frozen=True, tag="queue.configured"):
    """The queue is run by these rules from now on."""

    rules: KeptRules


class Submitted(Fact, frozen=True, tag="queue.submitted"):
    """A request waits, before the entry `before` of the waiting order, or last."""

    id: str
    person: str
    name: str
    title: str
    artist: str
    note: str
    at_ms: Millis
    before: str | None = None


class Withdrawn(Fact, frozen=True, tag="queue.withdrawn"):
    """A request was taken back."""

    id: str
    by: str


class Reordered(Fact, frozen=True, tag="queue.reordered"):
    """An entry of the waiting order now stands before `before`, or last."""

    id: str
    before: str | None = None


class CalledUp(Fact, frozen=True, tag="queue.called_up"):
    """An entry left the waiting order and is the last of the locked part."""

    id: str


class Started(Fact, frozen=True, tag="queue.started"):
    """An entry plays."""

    id: str
    at_ms: Millis


class Played(Fact, frozen=True, tag="queue.played"):
    """An entry was played to its end."""

    id: str
    at_ms: Millis


class Skipped(Fact, frozen=True, tag="queue.skipped"):
    """An entry was left out."""

    id: str
    at_ms: Millis


class Held(Fact, frozen=True, tag="queue.held"):
    """A waiting entry is held (`on`) or no longer held."""

    id: str
    on: bool
