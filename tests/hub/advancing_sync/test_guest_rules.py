"""The rules of the guest list: closed, full, and at the door."""

from datetime import UTC, datetime

import pytest

from hub.advancing_sync.form import Form
from hub.advancing_sync.guests import inside
from hub.advancing_sync.guests_messages import GUESTS, CheckedIn, CheckIn
from hub.advancing_sync.messages import AddRow, Edit, Lock, RemoveRow, Value
from hub.advancing_sync.rules import ALLOWED, AdvanceCommand
from hub.advancing_sync.sight import cut, section_of
from hub.errors import Rejected
from hub.kernel import ADVANCERS, Actor, Lane, Role, Sight
from tests.builders import EVENING_MS, an_actor
from tests.hub.advancing_sync.guest_lists import ANA, BEN, CLEO, GIL, a_list, after, facts_of

FIVE = {"guest_list.allotment": 5}
CLOSES = {"guest_list.cutoff_date": "2026-07-04", "guest_list.cutoff_time": "17:00"}
CLOSED_MS = int(datetime(2026, 7, 4, 17, tzinfo=UTC).timestamp() * 1_000)


def cell(row: str, column: str, value: Value) -> Edit:
    return Edit(field=GUESTS, value=value, row=row, column=column)


def refused(form: Form, command: AdvanceCommand, actor: Actor = ANA, now_ms: int = EVENING_MS) -> str:
    with pytest.raises(Rejected) as no:
        facts_of(form, command, actor, now_ms)
    return f"{no.value.code}: {no.value.say()}"


def test_a_request_over_the_allotment_is_refused() -> None:
    form = a_list({"a": {"plus": 1}, "b": {"plus": 1}, "c": {"plus": 7, "approved": False}}, FIVE)
    full = after(form, AddRow(field=GUESTS, row="d"))
    said = "advance.over_allotment: 0 of 5 places are left: ask the venue for more."
    assert refused(full, AddRow(field=GUESTS, row="e")) == said
    assert refused(full, cell("a", "plus", 2)) == said
    assert refused(full, cell("c", "approved", value=True)) == said
    assert "1 of 5" in refused(form, cell("a", "plus", 3), CLEO)
    after(full, cell("a", "plus", 0), cell("b", "plus", 2), cell("d", "name", "Ida"))


def test_without_an_allotment_all_come_and_a_lower_one_sends_nobody_home() -> None:
    form = a_list({"a": {"plus": 50}})
    fewer = after(form, Edit(field="guest_list.allotment", value=5))
    after(fewer, cell("a", "plus", 40), cell("a", "name", "Ida"))
    assert "0 of 5" in refused(fewer, AddRow(field=GUESTS, row="b"))
    after(after(fewer, Edit(field="guest_list.allotment", value=None, saw=fewer.last)), AddRow(field=GUESTS, row="b"))


@pytest.mark.parametrize("actor", [ANA, GIL])
def test_after_the_cut_off_the_band_changes_nothing(actor: Actor) -> None:
    form = a_list({"a": {"name": "Ida"}}, CLOSES)
    changes: list[AdvanceCommand] = [
        AddRow(field=GUESTS, row="b"),
        cell("a", "name", "Ida Lund"),
        RemoveRow(field=GUESTS, row="a", saw=form.last),
        Edit(field="guest_list.cutoff_time", value="23:00"),
        Edit(field="guest_list.allotment", value=50),
    ]
    for change in changes:
        facts_of(form, change, actor, CLOSED_MS - 1)
        assert refused(form, change, actor, CLOSED_MS).startswith("advance.guests_closed")
    facts_of(form, Edit(field="guest_list.pick_up", value="Left window"), actor, CLOSED_MS)


@pytest.mark.parametrize("actor", [BEN, CLEO, an_actor("gil", Role.GUEST), an_actor("sys", Role.SYSTEM)])
def test_after_the_cut_off_organisers_and_the_venue_do(actor: Actor) -> None:
    form = a_list({"a": {}}, CLOSES)
    venue = Actor(actor.person, actor.role, actor.name, "venue") if actor.role is Role.GUEST else actor
    assert facts_of(form, AddRow(field=GUESTS, row="b"), venue, CLOSED_MS)


def test_people_are_counted_in_and_out_again() -> None:
    form = a_list({"a": {"plus": 2}, "b": {}})
    (fact,) = facts_of(form, CheckIn(row="a", count=2))
    assert isinstance(fact, CheckedIn)
    assert (fact.by, fact.count, fact.ins, fact.outs) == ("ana", 2, 2, 0)
    form = after(after(form, CheckIn(row="a", count=2)), CheckIn(row="a"), actor=BEN)
    assert inside(form.arrivals, "a") == 3
    form = after(form, CheckIn(row="a", count=-2), actor=BEN)
    assert inside(form.arrivals, "a") == 1
    assert facts_of(form, CheckIn(row="a", count=0)) == []


def test_nobody_is_counted_twice_or_out_of_an_empty_hall() -> None:
    form = after(a_list({"a": {"plus": 1}}), CheckIn(row="a", count=2))
    assert refused(form, CheckIn(row="a")) == (
        "advance.all_in: 2 of 2 are in already: raise the plus first if more may come."
    )
    assert refused(form, CheckIn(row="a", count=-3)) == ("advance.nobody_in: Only 2 are in: take back at most so many.")
    fewer = after(form, cell("a", "plus", 0))
    assert inside(after(fewer, CheckIn(row="a", count=-1)).arrivals, "a") == 1
    gone = after(form, RemoveRow(field=GUESTS, row="a", saw=form.last))
    for each in (CheckIn(row="a"), CheckIn(row="nobody")):
        assert refused(gone, each).startswith("advance.unknown_row")


def test_the_door_works_while_the_list_is_locked_and_closed() -> None:
    form = after(a_list({"a": {}}, CLOSES), Lock(field=GUESTS), actor=CLEO)
    assert refused(form, cell("a", "name", "Ida")).startswith("advance.locked")
    assert facts_of(form, CheckIn(row="a"), GIL, CLOSED_MS)


def test_who_does_not_see_the_list_does_not_see_the_door() -> None:
    form = after(a_list({"a": {}}), CheckIn(row="a"))
    assert cut(form, Sight(Lane.CREW, ("wifi",))).arrivals == {}
    assert cut(form, Sight(Lane.CREW, ("guest_list",))).arrivals == form.arrivals
    assert section_of(CheckIn(row="a")) == "guest_list"
    assert ALLOWED[CheckIn] == ADVANCERS
