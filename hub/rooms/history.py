"""The last facts of a room, each encoded at most once per seat and format."""

from collections import deque
from collections.abc import Iterable, Iterator

from msgspec import Raw

from hub.kernel import Seat
from hub.rooms.ports import Entry
from hub.rooms.room import view
from hub.wire import Format

#: A client that missed more than this gets a snapshot.
RESUME_FACTS_MAX = 300
#: Commands remembered for answering repeats without asking the log.
COMMANDS_MAX = 4_096


class Kept:
    """An entry and its encodings."""

    __slots__ = ("_raws", "entry")

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self._raws: dict[tuple[Seat, str], Raw | None] = {}

    def raw(self, seat: Seat, form: Format) -> Raw | None:
        """The fact as the seat sees it, in the format; None when it is hidden from the seat."""
        key = (seat, form.name)
        if key not in self._raws:
            shown = view(self.entry.fact, seat)
            self._raws[key] = None if shown is None else Raw(form.encode(shown))
        return self._raws[key]


def pairs(kept: Iterable[Kept], seat: Seat, form: Format) -> list[tuple[int, Raw]]:
    """`(seq, fact)` of each that the seat may see, as the frames carry them."""
    return [(each.entry.seq, raw) for each in kept if (raw := each.raw(seat, form)) is not None]


class History:
    """The warm end of a room's log on this worker."""

    __slots__ = ("_commands", "_kept")

    def __init__(self) -> None:
        self._kept: deque[Kept] = deque(maxlen=RESUME_FACTS_MAX)
        self._commands: dict[tuple[str, str], int] = {}

    def add(self, entry: Entry) -> Kept:
        """Remember an entry, the next in order."""
        kept = Kept(entry)
        self._kept.append(kept)
        self._commands.setdefault((entry.person, entry.command_id), entry.seq)
        if len(self._commands) > COMMANDS_MAX:
            del self._commands[next(iter(self._commands))]
        return kept

    def first_seq_of(self, person: str, command_id: str) -> int | None:
        """Where a command was done, if that was recent."""
        return self._commands.get((person, command_id))

    def covers(self, after: int, upto: int) -> bool:
        """Whether every entry above `after` up to `upto` is here."""
        return after == upto or (bool(self._kept) and self._kept[0].entry.seq <= after + 1)

    def between(self, after: int, upto: int) -> Iterator[Kept]:
        """The entries above `after` up to and with `upto`."""
        return (each for each in self._kept if after < each.entry.seq <= upto)
