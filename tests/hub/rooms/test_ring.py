import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.presence.messages import Typed
from hub.presence.roster import Roster
from hub.rooms import ring
from hub.rooms.ring import Ring, Told
from tests.builders import a_person, a_submitted, a_tip_confirmed
from tests.hub.rooms.entries import an_entry


def test_entries_come_out_of_a_ring_as_they_went_in() -> None:
    written = [an_entry(1), an_entry(2, fact=a_submitted(note="quiet")), an_entry(3, fact=a_tip_confirmed())]
    heard = ring.decode(ring.encode(ring.of_entries("w1", "epoch", written)))
    assert heard is not None
    assert heard.facts() == written
    assert (heard.worker, heard.epoch, heard.notices, heard.told) == ("w1", "epoch", (), None)


def test_notices_and_people_come_out_as_they_went_in() -> None:
    rung = Ring("w1", "epoch", notices=(Typed(person="ana", on=True),), told=Told(7, Roster(1, (a_person(),))))
    assert ring.decode(ring.encode(rung)) == rung


@pytest.mark.parametrize("told", [Told(7, Roster(1, (a_person(focus="show.doors"),))), Told(8, Roster(900, None))])
def test_people_come_out_of_a_lease_as_they_went_in(told: Told) -> None:
    assert ring.decode_told(ring.encode_told(told)) == told


@given(st.binary(max_size=60))
def test_what_is_no_ring_is_nothing(message: bytes) -> None:
    """Another version of the hub may be on the bus; the log has all that matters."""
    assert ring.decode(message) is None or isinstance(ring.decode(message), Ring)
    assert ring.decode_told(message) is None or isinstance(ring.decode_told(message), Told)


def test_a_fact_of_another_version_makes_the_ring_unreadable_and_nothing_else() -> None:
    of_tomorrow = {"worker": "w1", "epoch": "e", "entries": [[1, "ana", "c", 0, {"t": "chat.sang"}]]}
    assert ring.decode(msgspec.msgpack.encode(of_tomorrow)) is None
    assert ring.decode_told(b"\xc1") is None
