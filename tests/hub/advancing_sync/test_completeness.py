"""Completeness: what is answered, of what each side is asked."""

from msgspec.structs import replace

from hub.advancing_sync.agreement_messages import Assign, Reopen, SignOff, Submit, TellOpened, TellSent
from hub.advancing_sync.completeness import Share, completeness, stage
from hub.advancing_sync.form import apply
from hub.advancing_sync.messages import AddRow, RemoveRow
from hub.advancing_sync.rules import decide
from hub.advancing_sync.schema import Schema
from hub.kernel import Role
from tests.builders import EVENING_MS, a_moment, an_actor
from tests.hub.advancing_sync.forms import ITEMS, SOLD, a_form, done, edit


def test_nothing_is_answered_at_first() -> None:
    assert completeness(a_form(), "both") == {"show": Share(0, 2), "schedule": Share(0, 1)}


def test_each_side_counts_its_own_fields_and_shared_ones() -> None:
    form = done(a_form(), edit("Fleadh"))
    assert completeness(form, "band") == {"show": Share(1, 1), "schedule": Share(0, 1)}
    assert completeness(form, "venue") == {"show": Share(0, 1), "schedule": Share(0, 1)}
    assert completeness(form, "both")["show"] == Share(1, 2)


def test_no_and_nought_are_answers_and_a_cleared_field_is_not() -> None:
    form = done(a_form(), edit(0.0, field=SOLD))
    assert completeness(form, "venue")["show"] == Share(1, 1)
    assert completeness(done(form, edit(None, form, SOLD)), "venue")["show"] == Share(0, 1)


def test_a_list_is_answered_while_a_row_stands() -> None:
    form = done(a_form(), AddRow(field=ITEMS, row="r1"))
    assert completeness(form, "both")["schedule"] == Share(1, 1)
    form = done(form, RemoveRow(field=ITEMS, row="r1", saw=form.last))
    assert completeness(form, "both")["schedule"] == Share(0, 1)


def test_somebody_may_say_that_the_other_side_answers() -> None:
    form = done(a_form(), Assign(field=SOLD, answers="band"))
    assert completeness(form, "band")["show"] == Share(0, 2)
    assert completeness(form, "venue")["show"] == Share(0, 0)


def test_an_advance_goes_its_way() -> None:
    form = a_form()
    stages = [stage(form, "band")]
    for role, commands in (
        (Role.CREW, [TellSent()]),
        (Role.SYSTEM, [TellOpened(party="venue")]),
        (Role.VENUE, [edit(3.0, field=SOLD)]),
        (Role.VENUE, [Submit(section="show"), Submit(section="schedule")]),
        (Role.CREW, [Submit(section="show"), Submit(section="schedule")]),
        (Role.CREW, [SignOff(section="show"), SignOff(section="schedule")]),
        (Role.VENUE, [SignOff(section="show"), SignOff(section="schedule")]),
        (Role.VENUE, [Reopen(section="show")]),
    ):
        for command in commands:
            for fact in decide(form, command, a_moment(an_actor("ana", role), EVENING_MS)):
                form = apply(form, fact)
        stages.append(stage(form, "band"))
    assert stages == [
        "not_sent",
        "sent",
        "opened",
        "in_progress",
        "in_progress",
        "completed",
        "completed",
        "signed_off",
        "in_progress",
    ]


def test_an_answer_in_a_row_is_work_too() -> None:
    form = done(a_form(), AddRow(field=ITEMS, row="r1"), edit("Doors", field=ITEMS, row="r1", column="what"))
    assert stage(form, "venue") == "in_progress"
    assert stage(form, "band") == "not_sent"


def test_a_form_without_sections_is_never_done() -> None:
    assert stage(replace(a_form(), schema=Schema(())), "band") == "not_sent"
