"""How far an advance is, in one row."""

from typing import Any

import msgspec
import pytest

from hub.advancing_sync.agreement_messages import DeadlineSet, Marked, Published, SectionStood, Sent
from hub.advancing_sync.design_messages import Designed
from hub.advancing_sync.form import AdvanceFact, Form, apply
from hub.advancing_sync.messages import Edited, RowAdded
from hub.advancing_sync.prefill import prefill
from hub.advancing_sync.schema import Field, Schema, Section
from persistence.readmodels.advance_board import Part, parts, rows
from persistence.readmodels.advance_field import unpack


def said(stamp: str = "1") -> dict[str, Any]:
    return {"by": "ana", "name": "Ana", "at_ms": int(stamp), "stamp": stamp}


def written(field: str, value: Any, stamp: str = "1", party: str = "venue", **place: Any) -> Edited:
    return Edited(field=field, value=value, saw="", party=party, **said(stamp), **place)


def a_row(form: Form, field: str, row: str, **cells: Any) -> Form:
    form = apply(form, RowAdded(field=field, row=row, index="a", by="ana", at_ms=1, stamp=f"1-{row}"))
    for column, value in cells.items():
        form = apply(form, written(field, value, row=row, column=column))
    return form


def a_form(*facts: AdvanceFact) -> Form:
    """As the read models have it."""
    form = unpack(None)
    for fact in facts:
        form = apply(form, fact)
    return form


def board(form: Form) -> dict[str, Any]:
    [put] = rows(form)
    assert not put.key
    return dict(put.values)


def test_of_an_empty_form_everything_is_missing_and_both_sides_are_waited_for() -> None:
    row = board(a_form())
    assert row["stage_band"] == row["stage_venue"] == "not_sent"
    assert row["missing"] == "{load_in,doors,curfew,contacts}"
    assert row["waits"] == "{band,venue}"
    assert (row["band_answered"], row["venue_answered"], row["siblings"], row["revision"]) == (0, 0, 0, 0)
    assert row["due_days"] is None
    assert (row["changed_at_ms"], row["changed_by"]) == (0, "")


def test_it_says_who_changed_what_last_and_what_waits_to_be_settled() -> None:
    row = board(
        a_form(written("show.city", "Oslo", "2"), written("show.city", "Bergen", "3"), Published(number=2, **said("4")))
    )
    assert (row["changed_at_ms"], row["changed_by"], row["changed_name"]) == (3, "ana", "Ana")
    assert (row["siblings"], row["revision"], row["venue_answered"]) == (1, 2, 1)


def test_what_only_organisers_see_counts_for_nothing() -> None:
    before, after = board(a_form()), board(a_form(written("money.guarantee", 5, party="band")))
    # that the band has written at all is no secret
    others = {"sections": "", "stage_venue": ""}
    assert before | others == after | others


def test_money_has_its_part_for_those_who_may_see_it() -> None:
    sections = msgspec.json.decode(board(a_form())["sections"], type=dict[str, Part])
    assert "money" in sections


@pytest.mark.parametrize(
    ("cells", "mark", "there"),
    [
        ({"what": "load-in", "start": "10:00", "confirmed": True}, "", True),
        ({"what": "load-in", "start": "10:00"}, "", False),
        ({"what": "load-in", "confirmed": True}, "", False),
        ({"what": "load-in", "start": "10:00"}, "confirmed", True),
        ({"what": "load-in", "start": "10:00"}, "asked", False),
        ({"what": "press", "start": "10:00", "confirmed": True}, "", False),
    ],
)
def test_a_load_in_is_known_when_its_time_is_confirmed(cells: dict[str, Any], mark: str, there: bool) -> None:  # noqa: FBT001
    form = a_row(a_form(), "schedule.items", "r1", **cells)
    if mark:
        form = apply(form, Marked(field="schedule.items", status=mark, party="venue", **said()))
    assert ("load_in" not in board(form)["missing"]) is there


def test_contacts_are_there_with_the_first_of_them() -> None:
    assert "contacts" not in board(a_row(a_form(), "contacts.people", "r1", name="Kim"))["missing"]


def test_what_a_design_leaves_out_is_not_missing() -> None:
    schema = Schema((Section("show", "Show", (Field("title", "Title", answers="band"),)),))
    row = board(a_form(Designed(schema=schema, **said())))
    assert row["missing"] == "{}"
    assert row["waits"] == "{band}"


def test_the_next_deadline_is_that_of_a_section_that_is_open() -> None:
    schema = Schema(tuple(Section(key, key, (Field("title", "Title", answers="band"),)) for key in ("show", "wifi")))
    form = a_form(
        Designed(schema=schema, **said()),
        DeadlineSet(section="show", days_before=14, **said("2")),
        DeadlineSet(section="wifi", days_before=7, **said("3")),
    )
    assert board(form)["due_days"] == 14
    form = apply(form, SectionStood(section="show", parties=("band",), standing="submitted", **said("4")))
    assert board(form)["due_days"] == 7
    form = apply(form, DeadlineSet(section="wifi", days_before=None, **said("5")))
    assert board(form)["due_days"] is None
    assert parts(form)["show"].half("band").standing == "submitted"
    assert not parts(form)["show"].half("venue").waits


def test_the_stage_is_for_whichever_side_has_sent_it() -> None:
    assert board(a_form(Sent(**said())))["stage_band"] == "sent"
    row = board(a_form(Sent(**said()), written("show.city", "Oslo", "2")))
    assert (row["stage_band"], row["stage_venue"]) == ("in_progress", "sent")


def test_what_the_show_itself_brought_was_changed_by_nobody() -> None:
    form = unpack(None)
    for fact in prefill({"show.city": "Oslo"}, 5):
        form = apply(form, fact)
    row = board(form)
    assert (row["changed_at_ms"], row["changed_name"]) == (5, "")
