"""Entries of a log."""

from hub.kernel import Fact
from hub.rooms.ports import Entry
from tests.builders import EVENING_MS, a_posted


def an_entry(seq: int, person: str = "ana", command_id: str | None = None, fact: Fact | None = None) -> Entry:
    """Something that was written as `seq`, by a command of its own unless given."""
    return Entry(seq, person, command_id or f"c{seq}", EVENING_MS, fact or a_posted(person, id=f"m{seq}"))


def entries(first: int, last: int) -> list[Entry]:
    """All from `first` up to and with `last`."""
    return [an_entry(seq) for seq in range(first, last + 1)]
