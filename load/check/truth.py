"""The log's own listing, read from Postgres and folded by the rules: what the clients' histories are compared with."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import asyncpg
import msgspec

from hub.behaviours import OWNER_OF, Kind, kind_of
from hub.kernel import Fact, Lane, Sight
from hub.wire import FORMATS, AnyFact
from load.bots.history import Seat, digest
from load.bots.reading import canonical
from load.check.checker import Listing, Logged, Witness

_LIST = "SELECT seq, person, command_id, part, fact FROM room_fact WHERE room = $1 ORDER BY seq"
_decode = msgspec.json.Decoder(AnyFact).decode


class Row(msgspec.Struct, frozen=True):
    """A row of the log."""

    seq: int
    person: str
    command_id: str
    part: int
    fact: Fact


async def listings(database_url: str, witnesses: Sequence[Witness]) -> dict[str, Listing]:
    """The log of every room that a witness was in, seen from every seat that somebody sat in.

    Raises:
        asyncpg.PostgresError, OSError: the log cannot be read.
    """
    connection = await asyncpg.connect(database_url)
    try:
        rows = {room: await _rows(connection, room) for room in {t.room for each in witnesses for t in each.tracks}}
    finally:
        await connection.close()
    claimed = _claims(witnesses)
    seats = {seat for each in witnesses for track in each.tracks if (seat := track.seat) is not None}
    return {room: listing(room, rows[room], seats, claimed[room]) for room in rows}


async def _rows(connection: "asyncpg.Connection[asyncpg.Record]", room: str) -> list[Row]:
    found = await connection.fetch(_LIST, room)
    return [Row(each["seq"], each["person"], each["command_id"], each["part"], _decode(each["fact"])) for each in found]


def _claims(witnesses: Iterable[Witness]) -> Mapping[str, set[tuple[Seat, int]]]:
    """At which seqs some snapshot says what the state was."""
    claimed: defaultdict[str, set[tuple[Seat, int]]] = defaultdict(set)
    for track in (track for each in witnesses for track in each.tracks):
        if track.seat is not None:
            at = {stretch.after for stretch in track.stretches if stretch.state is not None}
            claimed[track.room].update((track.seat, each) for each in at)
    return claimed


def listing(room: str, rows: Sequence[Row], seats: Iterable[Seat], claimed: Iterable[tuple[Seat, int]]) -> Listing:
    """A room's rows as each seat sees them, and its state wherever a snapshot claims to be it."""
    kind = kind_of(room)
    assert kind is not None
    sitting = [seat for seat in seats if Lane(seat.lane) in kind.lanes.values()]
    entries = [Logged(row.seq, row.person, row.command_id, row.part, _seen_as(row.fact, sitting)) for row in rows]
    return Listing(entries, _states(kind, rows, claimed))


def _seen_as(fact: Fact, seats: Iterable[Seat]) -> dict[Seat, bytes]:
    shown = {seat: _view(fact, seat) for seat in seats}
    return {seat: digest(FORMATS[seat.form].encode(each)) for seat, each in shown.items() if each is not None}


def _view(fact: Fact, seat: Seat) -> Fact | None:
    owner, lane = OWNER_OF[type(fact)], Lane(seat.lane)
    seen = fact if seat.whole or owner.narrow is None else owner.narrow(fact, Sight(lane))
    return None if seen is None else owner.view(seen, lane)


def _states(kind: Kind, rows: Iterable[Row], claimed: Iterable[tuple[Seat, int]]) -> dict[tuple[Seat, int], bytes]:
    """Fold once, and look where asked."""
    wanted: defaultdict[int, set[Seat]] = defaultdict(set)
    for seat, at in claimed:
        wanted[at].add(seat)
    states: dict[str, Any] = {each.name: each.empty for each in kind.behaviours}
    found = {(seat, 0): _shown(kind, states, seat) for seat in wanted[0]}
    for row in rows:
        behaviour = OWNER_OF[type(row.fact)]
        states[behaviour.name] = behaviour.apply(states[behaviour.name], row.fact)
        found |= {(seat, row.seq): _shown(kind, states, seat) for seat in wanted.get(row.seq, ())}
    return found


def _shown(kind: Kind, states: Mapping[str, Any], seat: Seat) -> bytes:
    form = FORMATS[seat.form]
    lane = Lane(seat.lane)
    shown = {each.name: each.show(states[each.name], lane) for each in kind.behaviours}
    if not seat.whole:
        shown |= {each.name: each.cut(shown[each.name], Sight(lane)) for each in kind.behaviours if each.cut}
    return digest(canonical(form, form.encode(shown)))
