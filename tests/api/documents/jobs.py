"""Jobs for a press: the demo's advance as it is seeded, and whatever else a test wants to see on paper."""

from datetime import date
from functools import cache
from typing import Any

import msgspec
from msgspec import Raw
from msgspec.structs import replace

from embedded.seeds.advance import steps
from hub.advancing_sync.documents.job import Job, Standing
from hub.advancing_sync.documents.sheet import Night
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Value
from hub.advancing_sync.register import Register
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field, Kind
from hub.advancing_sync.standard import STANDARD
from hub.kernel import Lane, Sight
from tests.builders import EVENING_MS
from tests.embedded.seeds.evening import played_through
from tests.hub.advancing_sync.documents.papers import listed

TODAY = date(2026, 6, 25)
NIGHT = Night("Velvet Harbour: Night Shift", "2026-07-04", "Lantern Hall, Leipzig", "Europe/Berlin", "#1fa58f")
GUESTS = "guest_list.guests"
STAMP = "1767470400000-0000-ana"
LOREM = "lorem ipsum dolor sit amet, "


@cache
def demo() -> Form:
    """The form of the demo."""
    state = played_through("show/demo", steps(TODAY)).states["advancing_sync"]
    assert isinstance(state, Form)
    return state


def a_job(form: Form | None = None, **changes: Any) -> Job:
    """The advance of the demo, or another form, for somebody who may see all of it."""
    state = Standing(200, Raw(msgspec.json.encode(form or demo())))
    job = Job("advance", "en", "a4", EVENING_MS, NIGHT, "EUR", Sight(Lane.CREW, private=True), state)
    return replace(job, **changes)


def message(job: Job) -> bytes:
    """A job as it is sent to a press."""
    return msgspec.json.encode(job)


@cache
def crowded() -> Form:
    """A form with as many guests as it takes."""
    return listed(GUESTS, [{"name": f"Guest number {n}", "plus": n % 4, "approved": True} for n in range(500)])


@cache
def brimful() -> Form:
    """A form with every answer as long as it may be and every list full; written past the rules, which take minutes."""
    fields = {f"{section.key}.{field.key}": field for section in STANDARD.sections for field in section.fields}
    return Form(
        fields={key: _register(field) for key, field in fields.items() if not field.columns},
        lists={key: {row.id: row for row in _rows(field)} for key, field in fields.items() if field.columns},
    )


def _rows(field: Field) -> list[Row]:
    cells = {column.key: _register(column) for column in field.columns}
    return [Row(f"r{n}", f"{n:04d}x", STAMP, (STAMP,), cells=cells) for n in range(field.rows_max)]


def _register(field: Field) -> Register:
    return Register(_longest(field), STAMP, "ana", "Ana", EVENING_MS)


def _longest(field: Field) -> Value:
    lines: dict[Kind, Value] = {
        Kind.YES_NO: True,
        Kind.DATE: "2026-07-04",
        Kind.TIME: "19:30",
        Kind.PHONE: "+49 341 555 0100",
        Kind.EMAIL: "ana@example.org",
        Kind.TEXT: (LOREM * 10)[: field.max_length],
        Kind.LONG_TEXT: (LOREM * 500)[: field.max_length],
        Kind.URL: f"https://example.org/{'x' * 400}",
    }
    return field.choices[0] if field.kind is Kind.CHOICE else lines.get(field.kind, 12)
