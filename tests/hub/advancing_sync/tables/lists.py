"""Lists of the standard form with rows in them, files for them, and any form with a list at all."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from hub.advancing_sync import rows
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow, Edit, Value
from hub.advancing_sync.rules import decide
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.advancing_sync.tables import grid
from hub.advancing_sync.tables.columns import list_of
from hub.advancing_sync.tables.plan import Plan, plan
from hub.advancing_sync.tables.sheet import export, read
from hub.kernel import Role
from tests.builders import a_moment, an_actor
from tests.hub.advancing_sync.forms import done

GUESTS = "guest_list.guests"
ITEMS = "schedule.items"
MOMENT = a_moment(an_actor("ben", Role.CREW))


def with_row(form: Form, key: str, row: str, by: str = "ana", **cells: Value) -> Form:
    """The form with another row, behind all others."""
    standing = rows.standing(form.lists.get(key, {}))
    added = done(form, AddRow(field=key, row=row, after=standing[-1].id if standing else ""), by=by)
    return done(added, *(Edit(field=key, row=row, column=each, value=cells[each]) for each in cells), by=by)


def guests(*names: str) -> Form:
    """A guest list; the rows are r1, r2 and so on."""
    form = Form()
    for at, name in enumerate(names, start=1):
        form = with_row(form, GUESTS, f"r{at}", name=name, plus=1.0)
    return form


def columns(form: Form, key: str) -> Sequence[Field]:
    """All of them."""
    return list_of(form.schema, key).columns


def planned(form: Form, file: str | bytes, key: str = GUESTS) -> Plan:
    """What a file would change."""
    body = file if isinstance(file, bytes) else file.encode()
    return plan(form, key, columns(form, key), read(form, key, columns(form, key), body), MOMENT)


def after(form: Form, wanted: Plan) -> Form:
    """The form when all of it was done."""
    for change, edits in zip(wanted.changes, wanted.edits, strict=True):
        if change.what == "add":
            standing = rows.standing(form.lists.get(wanted.field, {}))
            last = standing[-1].id if standing else ""
            form = done(form, AddRow(field=wanted.field, row=change.row, after=last), by="ben")
        form = done(form, *edits, by="ben")
    return form


def file_of(form: Form, key: str = GUESTS, **how: Any) -> bytes:
    """A list as CSV."""
    ids = how.pop("ids", True)
    return grid.write(export(form, key, columns(form, key), ids=ids), **how)


_SIGNS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("=+-@'\",; äÄx1")
_LINES = st.text(_SIGNS, max_size=12)
_CHOICES = st.lists(st.text(_SIGNS, min_size=1, max_size=8), min_size=1, max_size=4, unique=True)
_KEYS = st.text("ab_1", min_size=1, max_size=4)
_VALUES = {
    Kind.TEXT: _LINES,
    Kind.LONG_TEXT: st.text(_SIGNS | st.sampled_from("\n\t"), max_size=12),
    Kind.NUMBER: st.floats(-1e12, 1e12),
    Kind.INTEGER: st.integers(-(10**12), 10**12).map(float),
    Kind.MONEY: st.integers(-(10**12), 10**12).map(float),
    Kind.YES_NO: st.booleans(),
    Kind.DATE: st.dates().map(str),
    Kind.TIME: st.times().map(lambda time: f"{time:%H:%M}"),
    Kind.PHONE: st.sampled_from(["+44 20 7946 0018", "030 123"]),
    Kind.EMAIL: st.sampled_from(["ana@example.org"]),
    Kind.URL: st.sampled_from(["https://example.org/=1,2"]),
}


@st.composite
def fields(draw: st.DrawFn, key: str) -> Field:
    """Any column."""
    kind = draw(st.sampled_from([*_VALUES, Kind.CHOICE]))
    choices = tuple(draw(_CHOICES)) if kind == Kind.CHOICE else ()
    return Field(key, draw(_LINES), kind, unit=draw(_LINES), min=-1e12, max=1e12, choices=choices)


@st.composite
def forms(draw: st.DrawFn) -> Form:
    """Any form with a list `s.rows` that some people have filled in."""
    keys = draw(st.lists(_KEYS, min_size=1, max_size=4, unique=True))
    many = tuple(draw(fields(key)) for key in keys)
    form = Form(Schema((Section("s", "S", (Field("rows", "Rows", Kind.LIST, columns=many, rows_max=9),)),)))
    for row in range(draw(st.integers(0, 5))):
        form = with_row(form, "s.rows", f"r{row}", by=draw(st.sampled_from(["ana", "eve"])))
        for each in many:
            values = st.sampled_from(each.choices) if each.kind == Kind.CHOICE else _VALUES[each.kind]
            if draw(st.booleans()):
                edit = Edit(field="s.rows", row=f"r{row}", column=each.key, value=draw(values))
                assert decide(form, edit, MOMENT) is not None
                form = done(form, edit)
    return form
