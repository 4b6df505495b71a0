"""A form of one's own: what it may ask, and what its answers hold fast."""

from typing import Any

import pytest
from msgspec.structs import replace

from hub.advancing_sync import design
from hub.advancing_sync.design_messages import Design, Designed, wanted
from hub.advancing_sync.form import Form, apply, merge
from hub.advancing_sync.messages import AddRow
from hub.advancing_sync.rules import ALLOWED, decide
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.advancing_sync.sight import cut, narrow
from hub.advancing_sync.standard import STANDARD
from hub.errors import Rejected
from hub.kernel import Lane, Role, Sight
from tests.builders import EVENING_MS, a_moment, an_actor
from tests.hub.advancing_sync.forms import ITEMS, SCHEMA, TITLE, a_form, done, edit, the_register

CLEO = an_actor("cleo", Role.OWNER)
PARKING = Section("parking", "Parking", (Field("bus", "Bus", Kind.YES_NO, "venue"),))


def designed(form: Form, schema: Schema, **changes: Any) -> Form:
    """The form after its owner gave it this schema. Raises `Rejected`."""
    command = replace(Design(schema=wanted(schema), saw=form.designed), **changes)
    for fact in decide(form, command, a_moment(CLEO, EVENING_MS)):
        form = apply(form, fact)
    return form


def refused(form: Form, schema: Schema, **changes: Any) -> str:
    with pytest.raises(Rejected) as caught:
        designed(form, schema, **changes)
    return caught.value.code


def one(field: Field) -> Schema:
    """A form with this question."""
    return Schema((Section("own", "Our own", (field,)),))


def test_a_form_gets_another_section_and_goes_on() -> None:
    form = designed(done(a_form(), edit("Fleadh")), Schema((*SCHEMA.sections, PARKING)))
    form = done(form, edit(value=True, field="parking.bus"))
    assert the_register(form, TITLE).value == "Fleadh"
    assert the_register(form, "parking.bus").value is True


def test_the_same_design_again_says_nothing() -> None:
    assert decide(a_form(), Design(schema=wanted(SCHEMA)), a_moment(CLEO)) == ()


def test_answers_to_a_question_that_was_left_out_show_again_with_it() -> None:
    form = designed(done(a_form(), edit("Fleadh")), Schema((PARKING,)))
    with pytest.raises(Rejected, match="unknown_field"):
        done(form, edit("Feis"))
    assert the_register(designed(form, SCHEMA), TITLE).value == "Fleadh"


def test_of_two_designs_at_once_the_second_is_told() -> None:
    form = designed(a_form(), Schema((*SCHEMA.sections, PARKING)))
    assert refused(form, Schema((PARKING,)), saw="") == "advance.design_changed"


def test_replicas_end_with_the_later_design() -> None:
    start = a_form()
    one_form, other = designed(start, Schema((PARKING,))), designed(start, Schema((*SCHEMA.sections, PARKING)))
    late = replace(other, designed=f"{EVENING_MS + 1:013d}-0000-cleo")
    assert merge(one_form, late) == merge(late, one_form)
    assert merge(one_form, late).schema == other.schema
    old = Designed(schema=SCHEMA, by="cleo", name="Cleo", at_ms=1, stamp="0000000000001-0000-cleo")
    assert apply(one_form, old).schema == one_form.schema


def test_a_question_with_answers_keeps_its_kind() -> None:
    [show, schedule] = SCHEMA.sections
    number = replace(show, fields=(replace(show.fields[0], kind=Kind.INTEGER), *show.fields[1:]))
    assert designed(a_form(), Schema((number, schedule)))
    assert refused(done(a_form(), edit("Fleadh")), Schema((number, schedule))) == "advance.kind_changed"
    cleared = done(a_form(), edit("Fleadh"))
    assert designed(done(cleared, edit(None, cleared)), Schema((number, schedule)))


def test_so_do_the_columns_of_a_list_with_rows() -> None:
    [show, schedule] = SCHEMA.sections
    items = schedule.fields[0]
    what, start = items.columns
    other = replace(schedule, fields=(replace(items, columns=(what, replace(start, kind=Kind.TEXT))),))
    more = replace(schedule, fields=(replace(items, columns=(what, start, Field("who", "Who"))),))
    form = done(a_form(), AddRow(field=ITEMS, row="r1"))
    assert refused(form, Schema((show, other))) == "advance.kind_changed"
    assert designed(form, Schema((show, more)))


def test_the_standard_form_is_a_design_that_is_taken() -> None:
    design.check(STANDARD)
    assert designed(a_form(), STANDARD).schema == STANDARD


LIST = Field("rows", "Rows", Kind.LIST, columns=(Field("a", "A"),), rows_max=5)


@pytest.mark.parametrize(
    "schema",
    [
        Schema(()),
        Schema(tuple(replace(PARKING, key=f"s{n}") for n in range(design.SECTIONS_MAX + 1))),
        Schema((PARKING, PARKING)),
        Schema((replace(PARKING, key="Parking"),)),
        Schema((replace(PARKING, label=" "),)),
        Schema((replace(PARKING, key="chat"),)),
        Schema((replace(PARKING, label="x" * 81),)),
        one(Field("k" * 40, "Too long a key")),
        one(replace(LIST, columns=())),
        one(replace(LIST, rows_max=0)),
        one(replace(LIST, rows_max=design.ROWS_MAX + 1)),
        one(replace(LIST, columns=(Field("a", "A"), Field("a", "Again")))),
        one(replace(LIST, columns=(replace(LIST, key="in"),))),
        one(Field("a", "A", columns=(Field("b", "B"),))),
        one(Field("a", "A", unit="u" * 21)),
        one(Field("a", "A", max_length=0)),
        one(Field("a", "A", Kind.NUMBER, min=2, max=1)),
        one(Field("a", "A", Kind.NUMBER, max=float("inf"))),
        one(Field("a", "A", Kind.NUMBER, max=float("nan"))),
        one(Field("a", "A", Kind.CHOICE)),
        one(Field("a", "A", Kind.TEXT, choices=("x",))),
        one(Field("a", "A", Kind.CHOICE, choices=("x", "x"))),
        one(Field("a", "A", Kind.CHOICE, choices=("",))),
    ],
)
def test_a_form_that_nobody_could_fill_in_is_refused(schema: Schema) -> None:
    with pytest.raises(Rejected, match="bad_design"):
        design.check(schema)


def test_there_is_an_end_to_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(design, "FIELDS_MAX", 1)
    two = replace(PARKING, fields=(*PARKING.fields, Field("van", "Van")))
    assert refused(a_form(), Schema((two,))) == "advance.bad_design"


def test_organisers_design_and_others_see_what_is_theirs() -> None:
    assert ALLOWED[Design] == {Role.OWNER, Role.MANAGER}
    deal = Section("private_deal", "The deal", (Field("split", "Split"),))
    form = a_form()
    [fact] = decide(form, Design(schema=wanted(Schema((*SCHEMA.sections, deal)))), a_moment(CLEO))
    sight = Sight(Lane.CREW)
    seen = narrow(fact, sight)
    assert isinstance(seen, Designed)
    assert [section.key for section in seen.schema.sections] == ["show", "schedule"]
    assert apply(cut(form, sight), seen) == cut(apply(form, fact), sight)
