"""A room as a value: its number and one state per behaviour. Pure: authorise, decide, apply, snapshot."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from hub.behaviours import OWNER_OF, Kind, kind_of
from hub.errors import Rejected
from hub.kernel import PRIVY, Actor, Command, Fact, Lane, Moment, Notice, Outcome, Seat, Sight

_ENCODE = msgspec.json.Encoder().encode
_PARTS = msgspec.json.Decoder(dict[str, Raw]).decode


class Room(Struct, frozen=True):
    """The fold of the facts 1 to `seq`. `states` has the state of each behaviour of the kind by its name."""

    id: str
    kind: Kind
    seq: int
    states: Mapping[str, Any]


def restore(room_id: str, seq: int = 0, snapshot: bytes | None = None) -> Room:
    """The room that `snapshot` describes; a behaviour that the snapshot does not know starts empty.

    Raises:
        Rejected: `room.unknown`, there is no such kind of room.
    """
    kind = kind_of(room_id)
    if kind is None:
        raise Rejected("room.unknown")
    parts = _PARTS(snapshot) if snapshot else {}
    states = {
        each.name: msgspec.json.decode(parts[each.name], type=each.state) if each.name in parts else each.empty
        for each in kind.behaviours
    }
    return Room(room_id, kind, seq, states)


def snapshot(room: Room) -> bytes:
    """The whole room as bytes that `restore` reads."""
    return _ENCODE(room.states)


def lane_of(room: Room, actor: Actor) -> Lane:
    """Where the actor sits.

    Raises:
        Rejected: `auth.forbidden`, this kind of room has no seat for the role.
    """
    lane = room.kind.lanes.get(actor.role)
    if lane is None:
        raise Rejected("auth.forbidden", role=actor.role.value)
    return lane


def seat_of(room: Room, actor: Actor, sections: tuple[str, ...] = ()) -> Seat:
    """Where the actor sits who may see these sections only, all of them when there are none; likewise.

    What is private only some see (`PRIVY`).
    """
    lane = lane_of(room, actor)
    private = actor.role in PRIVY
    sectioned = any(each.narrow is not None for each in room.kind.behaviours)
    return Sight(lane, sections, private) if sections or (sectioned and not private) else lane


def show(room: Room, seat: Seat) -> dict[str, Any]:
    """The states as a seat may see them, by behaviour; of what it may not see at all there is none."""
    lane = seat.lane if isinstance(seat, Sight) else seat
    shown = {each.name: each.show(room.states[each.name], lane) for each in room.kind.behaviours}
    if isinstance(seat, Sight):
        cuts = ((each.name, each.cut) for each in room.kind.behaviours)
        shown |= {name: cut(shown[name], seat) for name, cut in cuts if cut is not None}
    return {name: state for name, state in shown.items() if state is not None}


def view(fact: Fact, seat: Seat) -> Fact | None:
    """The fact as a seat may see it; None when it may not."""
    owner = OWNER_OF[type(fact)]
    if isinstance(seat, Sight):
        seen = _seen(fact, seat)
        return None if seen is None else owner.view(seen, seat.lane)
    return owner.view(fact, seat)


def _seen(fact: Fact, sight: Sight) -> Fact | None:
    owner = OWNER_OF[type(fact)]
    if owner.narrow is not None:
        return owner.narrow(fact, sight)
    return fact if owner.section_of is None or sight.sees(owner.section_of(fact)) else None


def tell(notice: Notice, seat: Seat) -> Notice | None:
    """The notice as a seat may hear it; None when it may not."""
    if not isinstance(seat, Sight):
        return notice
    owner = OWNER_OF[type(notice)]
    if owner.section_of is not None and not seat.sees(owner.section_of(notice)):
        return None
    return notice if owner.blur is None else owner.blur(notice, seat)


def authorise(room: Room, actor: Actor, command: Command) -> None:
    """Refuse what the role table does not allow.

    Raises:
        Rejected: `room.wrong_kind` or `auth.forbidden`.
    """
    behaviour = OWNER_OF[type(command)]
    if behaviour.name not in room.states:
        raise Rejected("room.wrong_kind", behaviour=behaviour.name)
    if actor.role not in behaviour.allowed[type(command)]:
        raise Rejected("auth.forbidden", role=actor.role.value)


def decide(room: Room, command: Command, moment: Moment) -> Outcome:
    """What the command leads to now.

    Raises:
        Rejected: the behaviour's rules refuse it.
    """
    behaviour = OWNER_OF[type(command)]
    return behaviour.decide(room.states[behaviour.name], command, moment)


def apply(room: Room, fact: Fact) -> Room:
    """The room after the fact."""
    behaviour = OWNER_OF[type(fact)]
    state = behaviour.apply(room.states[behaviour.name], fact)
    return Room(room.id, room.kind, room.seq + 1, {**room.states, behaviour.name: state})
