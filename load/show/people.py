"""What the people of a show do next, given what they see. The same seed and the same screens: the same deeds."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

import msgspec

from hub.advancing_sync.messages import AddRow, Edit, Edited, MoveRow, RemoveRow, RowAdded, RowMoved, RowRemoved
from hub.advancing_sync.schema import Kind
from hub.advancing_sync.standard import STANDARD
from hub.chat.messages import Post, React
from hub.kernel import Command, Fact, is_private
from hub.presence.messages import Focus, Typing
from hub.queue.messages import (
    CalledUp,
    CallUp,
    Finish,
    Hold,
    Play,
    Played,
    Reorder,
    Skip,
    Skipped,
    Started,
    Submit,
    Submitted,
    Withdraw,
    Withdrawn,
)
from hub.wire import AnyFact, Facts, Welcome

_decode = msgspec.json.Decoder(AnyFact).decode
_Item = TypeVar("_Item")

FIELDS = [
    f"{section.key}.{each.key}"
    for section in STANDARD.sections
    if not is_private(section.key)
    for each in section.fields
    if each.kind in {Kind.TEXT, Kind.LONG_TEXT} and each.max_length > 100  # noqa: PLR2004  room for a sentence
]
GUESTS, GUEST_NAME = "guest_list.guests", "name"
GUESTS_MAX = 200
OPEN_MAX = 3
SONGS = ("Jolene", "Zombie", "Africa", "Valerie", "Creep", "Dreams", "Hallelujah", "Angels", "Respect", "Wonderwall")


@dataclass(slots=True)
class Board:
    """What everybody in a room can see, as one attentive client has it (JSON)."""

    stamps: dict[tuple[str, str, str], str] = field(default_factory=dict[tuple[str, str, str], str])
    guests: dict[str, str] = field(default_factory=dict[str, str])
    open: dict[str, str] = field(default_factory=dict[str, str])
    called: set[str] = field(default_factory=set[str])

    def watch(self, frame: Facts | Welcome, _now_s: float) -> None:
        """A frame came."""
        for _, raw in frame.facts:
            self.see(_decode(bytes(raw)))

    def see(self, fact: Fact) -> None:
        """Remember what somebody may act on: the newest stamp of a field or row, and the open requests."""
        match fact:
            case Edited():
                self.stamps[fact.field, fact.row, fact.column] = fact.stamp
                if fact.field == GUESTS and fact.row in self.guests:
                    self.guests[fact.row] = fact.stamp
            case RowAdded() | RowMoved() if fact.field == GUESTS:
                self.guests[fact.row] = fact.stamp
            case RowRemoved() if fact.field == GUESTS:
                self.guests.pop(fact.row, None)
            case Submitted():
                self.open[fact.id] = fact.person
            case CalledUp() | Started():
                self.called.add(fact.id)
            case Withdrawn() | Played() | Skipped():
                self.open.pop(fact.id, None)
            case _:
                pass

    def waiting(self) -> list[str]:
        """The requests that nobody called up yet."""
        return [entry for entry in self.open if entry not in self.called]


@dataclass(slots=True)
class Somebody:
    """A person about to do something. `name` makes what they type and add their own."""

    name: str
    person: str
    board: Board
    rng: random.Random
    done: int = 0

    def fresh(self) -> str:
        """A name nobody else gives."""
        self.done += 1
        return f"{self.name}-{self.done}"

    def one_of(self, some: list[_Item]) -> _Item | None:
        """Any of these; None when there is none."""
        return self.rng.choice(some) if some else None


Deed: TypeAlias = Callable[[Somebody], Command | None]


def _edit(who: Somebody) -> Command:
    key = who.rng.choice(FIELDS)
    return Edit(field=key, value=f"As agreed on the phone ({who.fresh()})", saw=who.board.stamps.get((key, "", ""), ""))


def _add_guest(who: Somebody) -> Command | None:
    if len(who.board.guests) >= GUESTS_MAX:
        return None
    return AddRow(field=GUESTS, row=who.fresh(), after=who.one_of(list(who.board.guests)) or "")


def _name_guest(who: Somebody) -> Command | None:
    row = who.one_of(list(who.board.guests))
    if row is None:
        return None
    saw = who.board.stamps.get((GUESTS, row, GUEST_NAME), "")
    return Edit(field=GUESTS, row=row, column=GUEST_NAME, value=f"Guest of {who.fresh()}", saw=saw)


def _move_guest(who: Somebody) -> Command | None:
    row, after = who.one_of(list(who.board.guests)), who.one_of(list(who.board.guests))
    return MoveRow(field=GUESTS, row=row, after=after or "") if row else None


def _remove_guest(who: Somebody) -> Command | None:
    row = who.one_of(list(who.board.guests))
    return RemoveRow(field=GUESTS, row=row, saw=who.board.guests[row]) if row else None


def _focus(who: Somebody) -> Command:
    return Focus(field=who.rng.choice(FIELDS))


def _typing(who: Somebody) -> Command:
    return Typing(on=who.rng.random() < 0.5)  # noqa: PLR2004  a coin


def _post(who: Somebody) -> Command:
    return Post(text=f"Louder! ({who.fresh()})")


def _react(who: Somebody) -> Command:
    return React(emoji=who.rng.choice(("👏", "🔥", "🎉")))


def _submit(who: Somebody) -> Command | None:
    mine = sum(person == who.person for person in who.board.open.values())
    if mine >= OPEN_MAX:
        return None
    return Submit(title=who.rng.choice(SONGS), artist="whoever sang it", note=f"for {who.fresh()}")


def _withdraw(who: Somebody) -> Command | None:
    entry = who.one_of([each for each in who.board.waiting() if who.board.open[each] == who.person])
    return Withdraw(entry=entry) if entry else None


def _play(_who: Somebody) -> Command:
    return Play()


def _finish(_who: Somebody) -> Command:
    return Finish()


def _call_up(who: Somebody) -> Command | None:
    entry = who.one_of(who.board.waiting())
    return CallUp(entry=entry) if entry else None


def _reorder(who: Somebody) -> Command | None:
    entry, before = who.one_of(who.board.waiting()), who.one_of(who.board.waiting())
    return Reorder(entry=entry, before=before) if entry else None


def _hold(who: Somebody) -> Command | None:
    entry = who.one_of(who.board.waiting())
    return Hold(entry=entry, on=who.rng.random() < 0.5) if entry else None  # noqa: PLR2004  a coin


def _skip(who: Somebody) -> Command | None:
    entry = who.one_of(list(who.board.open))
    return Skip(entry=entry) if entry else None


#: What each does, and how often in a hundred.
CREW: Mapping[Deed, int] = {
    _edit: 55,
    _post: 15,
    _focus: 8,
    _typing: 4,
    _add_guest: 6,
    _name_guest: 8,
    _move_guest: 2,
    _remove_guest: 2,
}
PHONE: Mapping[Deed, int] = {_post: 50, _react: 25, _submit: 18, _withdraw: 7}
DESK: Mapping[Deed, int] = {_play: 40, _finish: 10, _call_up: 10, _reorder: 15, _hold: 10, _skip: 10, _post: 5}


def next_of(deeds: Mapping[Deed, int], who: Somebody) -> Command | None:
    """What this person does now; None when there is nothing to do it with."""
    deed: Any = who.rng.choices(list(deeds), weights=list(deeds.values()))[0]
    return deed(who)
