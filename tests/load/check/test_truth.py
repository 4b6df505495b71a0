"""The log's listing against what a real room does: both read the same facts, on two paths."""

from collections.abc import Sequence

import pytest
from msgspec import Raw

from hub.kernel import Fact, Lane
from hub.queue.messages import CalledUp
from hub.rooms import room as rules
from hub.rooms.ports import Draft
from hub.wire import FORMATS, JSON, Welcome
from load.bots.history import Seat, Track, digest
from load.bots.reading import Reader
from load.check.checker import Witness
from load.check.truth import Row, listing, listings
from persistence.database import Database
from persistence.room_log import PostgresRoomLog
from tests.builders import a_posted, a_submitted, an_actor
from tests.contracts.ports import append
from tests.services import a_room

PHONE, DESK = Seat("public", "hub.v1.json"), Seat("desk", "hub.v1.json")
PACKED = Seat("desk", "hub.v1.msgpack")
FLOOR = "floor/test"


def some_facts() -> Sequence[Fact]:
    asked = a_submitted("bo", note="in G, please")
    return [a_posted("ana"), asked, CalledUp(id=asked.id)]


def rows_of(facts: Sequence[Fact]) -> list[Row]:
    return [Row(seq, "ana", f"c-{seq}", 0, fact) for seq, fact in enumerate(facts, start=1)]


def shown(room: str, facts: Sequence[Fact], seat: Seat) -> bytes:
    """The snapshot that a welcome would carry after these facts."""
    state = rules.restore(room)
    for fact in facts:
        state = rules.apply(state, fact)
    form = FORMATS[seat.form]
    raw = Raw(form.encode(rules.show(state, Lane(seat.lane))))
    frame = form.encode(Welcome(room, "e", an_actor(), len(facts), len(facts), [], raw))
    _, stretch = Reader(form).read(frame)
    assert stretch is not None
    assert stretch.state is not None
    return stretch.state


@pytest.mark.parametrize("seat", [PHONE, DESK, PACKED], ids=repr)
def test_every_seat_has_the_bytes_that_it_would_be_sent(seat: Seat) -> None:
    facts = some_facts()
    entries = listing(FLOOR, rows_of(facts), {PHONE, DESK, PACKED}, ()).entries
    form = FORMATS[seat.form]
    expected = [digest(form.encode(rules.view(fact, Lane(seat.lane)))) for fact in facts]
    assert [each.seen_as[seat] for each in entries] == expected


def test_the_public_is_not_shown_what_the_desk_is() -> None:
    asked = listing(FLOOR, rows_of(some_facts()), {PHONE, DESK}, ()).entries[1]
    assert asked.seen_as[PHONE] != asked.seen_as[DESK]


def test_a_seat_that_a_room_has_not_is_left_out() -> None:
    entries = listing(FLOOR, rows_of(some_facts()), {PHONE, Seat("crew", "hub.v1.json")}, ()).entries
    assert {seat for each in entries for seat in each.seen_as} == {PHONE}


@pytest.mark.parametrize("seat", [PHONE, DESK, PACKED], ids=repr)
@pytest.mark.parametrize("at", [0, 1, 3])
def test_the_state_is_folded_wherever_a_snapshot_claims_to_be_it(seat: Seat, at: int) -> None:
    facts = some_facts()
    states = listing(FLOOR, rows_of(facts), {seat}, {(seat, at)}).states
    assert states == {(seat, at): shown(FLOOR, facts[:at], seat)}


def test_another_state_has_another_digest() -> None:
    facts = some_facts()
    states = listing(FLOOR, rows_of(facts), {DESK}, {(DESK, 2)}).states
    assert states[DESK, 2] != shown(FLOOR, facts, DESK)


async def test_the_log_is_read_from_postgres_as_it_was_written(database: Database, database_url: str) -> None:
    room, facts = a_room(), some_facts()
    log = PostgresRoomLog(database)
    await log.create(room, "demo")
    drafts = [Draft("ana", "c-1", part, 5, fact) for part, fact in enumerate(facts)]
    assert await append(log, room, 0, drafts)
    witness = Witness("ana", [Track(room, "ana", PHONE)], [])
    found = (await listings(database_url, [witness]))[room].entries
    assert [(each.seq, each.person, each.command_id, each.part) for each in found] == [
        (1, "ana", "c-1", 0),
        (2, "ana", "c-1", 1),
        (3, "ana", "c-1", 2),
    ]
    assert found[0].seen_as == {PHONE: digest(JSON.encode(facts[0]))}
