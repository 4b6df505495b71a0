"""Answers that go from one form into another."""

from functools import reduce

from api.templates.answers import Answers, row_id, steps, taken
from hub.advancing_sync.form import Form, apply
from hub.advancing_sync.messages import AddRow, Edit, RemoveRow
from hub.advancing_sync.rules import decide
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.kernel import Command, Role
from tests.builders import a_moment, an_actor

SCHEMA = Schema(
    (
        Section("house", "House", (Field("door", "Door"), Field("loud", "Loud", Kind.NUMBER))),
        Section("team", "Team", (Field("people", "People", Kind.LIST, columns=(Field("name", "Name"),), rows_max=5),)),
    )
)
PEOPLE = "team.people"
WANTED = Answers({"house.door": "Left"}, {PEOPLE: [{"name": "Ana"}, {"name": "Ben"}]})


def after(form: Form, *commands: Command) -> Form:
    """The form after what somebody asked."""
    moment = a_moment(an_actor(role=Role.OWNER))
    return reduce(lambda at, command: reduce(apply, decide(at, command, moment), at), commands, form)  # type: ignore[arg-type]


def filled(form: Form, answers: Answers = WANTED) -> Form:
    return after(form, *(command for step in steps(form, answers, "t1") for command in step.commands))


def test_what_is_taken_from_a_filled_form_is_what_filled_it() -> None:
    form = filled(Form(SCHEMA))
    assert taken(form, {"house", "team"}) == WANTED
    assert taken(form, {"house"}) == Answers({"house.door": "Left"})
    assert taken(Form(SCHEMA), {"house", "team"}) == Answers()


def test_what_is_written_says_where_it_is_from() -> None:
    form = filled(Form(SCHEMA))
    assert form.fields["house.door"].source == "template"
    assert {row.cells["name"].source for row in form.lists[PEOPLE].values()} == {"template"}


def test_what_has_an_answer_keeps_it() -> None:
    form = after(Form(SCHEMA), Edit(field="house.door", value="Right"), AddRow(field=PEOPLE, row="r1"))
    assert list(steps(form, WANTED, "t1")) == []


def test_what_broke_off_goes_on_and_what_is_done_is_not_done_again() -> None:
    whole = filled(Form(SCHEMA))
    assert list(steps(whole, WANTED, "t1")) == []
    first = row_id("t1", PEOPLE, 0)
    half = after(Form(SCHEMA), AddRow(field=PEOPLE, row=first))
    assert filled(half).lists[PEOPLE].keys() == whole.lists[PEOPLE].keys()
    assert taken(filled(half), {"team"}) == Answers({}, WANTED.lists)


def test_a_list_that_was_emptied_is_filled_again() -> None:
    form = filled(Form(SCHEMA))
    for row in form.lists[PEOPLE].values():
        form = after(form, RemoveRow(field=PEOPLE, row=row.id, saw=max(row.written)))
    assert taken(filled(form), {"team"}) == Answers({}, WANTED.lists)


def test_what_the_form_does_not_ask_is_left_out() -> None:
    other = Answers(
        {"house.roof": "Flat", PEOPLE: "x"}, {"house.door": [{"a": 1}], PEOPLE: [{"age": 5, "name": "Cid"}]}
    )
    assert [step.label for step in steps(Form(SCHEMA), other, "t1")] == ["People"]
    assert taken(filled(Form(SCHEMA), other), {"team"}) == Answers({}, {PEOPLE: [{"name": "Cid"}]})
