"""How far an advance is, in one row: for the board of all of them, and for who reminds people of deadlines."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from hub.advancing_sync.completeness import Share, completeness, stage
from hub.advancing_sync.form import Form
from hub.advancing_sync.prefill import SHOW
from hub.advancing_sync.register import Register, Write, heads
from hub.advancing_sync.rows import standing
from hub.advancing_sync.standard import STANDARD
from hub.kernel import PARTIES, Party, is_private
from persistence.readmodels.rows import Model, Put

SCHEDULE, CONTACTS = "schedule.items", "contacts.people"
#: What no show can do without, and what it is called in the schedule. Contacts have a list of their own.
KEY_TIMES = {"load_in": "load-in", "doors": "doors", "curfew": "noise curfew"}
_encode = msgspec.json.Encoder().encode


class Half(Struct, frozen=True):
    """What one side of a section has answered of what is asked of it, and where it stands with it."""

    answered: int
    total: int
    standing: str

    @property
    def waits(self) -> bool:
        """Whether somebody waits for that side."""
        return self.answered < self.total and self.standing == "open"


class Part(Struct, frozen=True):
    """A section: what it is called, how many days before the show it has to be answered, and both sides of it."""

    label: str
    due: int | None
    band: Half
    venue: Half

    def half(self, side: Party) -> Half:
        """That of one side."""
        return self.band if side == "band" else self.venue


def parts(form: Form) -> dict[str, Part]:
    """The sections of a form, by key, in its order."""
    shares = {side: completeness(form, side) for side in PARTIES}
    return {
        section.key: Part(
            section.label,
            _days(form, section.key),
            _half(form, section.key, "band", shares["band"][section.key]),
            _half(form, section.key, "venue", shares["venue"][section.key]),
        )
        for section in form.schema.sections
    }


def rows(form: Form) -> Iterable[Put]:
    """The row of a form, as the read models have it: without a schema where it is the standard one."""
    if not form.designed:
        form = replace(form, schema=STANDARD)
    sections = parts(form)
    shown = {key: part for key, part in sections.items() if not is_private(key)}
    registers = [*_registers(form)]
    newest = max((head for each in registers for head in heads(each)), key=_stamp, default=Write(None, "", "", "", 0))
    due = [part.due for part in sections.values() if part.due is not None and _open(part)]
    values = {
        "sections": _encode(sections).decode(),
        "marks": _encode({key: word.what for key, word in form.agreement.marks.items()}).decode(),
        "waits": _list(side for side in PARTIES if any(part.half(side).waits for part in shown.values())),
        "missing": _list(missing(form)),
        "due_days": max(due, default=None),
        "siblings": sum(bool(each.siblings) for each in registers),
        "revision": max(map(int, form.agreement.revisions), default=0),
        "changed_at_ms": newest.at_ms,
        "changed_by": newest.by,
        "changed_name": "" if newest.by == SHOW.person else newest.name,
    }
    for side in PARTIES:
        values[f"stage_{side}"] = stage(form, side)
        values[f"{side}_answered"] = sum(part.half(side).answered for part in shown.values())
        values[f"{side}_total"] = sum(part.half(side).total for part in shown.values())
    yield Put((), values)


def missing(form: Form) -> Iterator[str]:
    """The key answers that are asked for and that nobody has confirmed: `KEY_TIMES`, and `contacts`."""
    asked = {f"{section.key}.{field.key}" for section in form.schema.sections for field in section.fields}
    if SCHEDULE in asked:
        known = _confirmed(form)
        yield from (name for name, what in KEY_TIMES.items() if what not in known)
    if CONTACTS in asked and not standing(form.lists.get(CONTACTS, {})):
        yield "contacts"


def _confirmed(form: Form) -> set[object]:
    """What of the schedule has a time that somebody has confirmed, itself or with the list as a whole."""
    mark = form.agreement.marks.get(SCHEDULE)
    whole = mark is not None and mark.what == "confirmed"
    cells = [row.cells for row in standing(form.lists.get(SCHEDULE, {}))]
    return {
        each.get("what", Register()).value
        for each in cells
        if each.get("start", Register()).value and (whole or each.get("confirmed", Register()).value)
    }


def _registers(form: Form) -> Iterator[Register]:
    """Those of the fields and of the rows that stand, in the sections that everybody sees."""
    for key, register in form.fields.items():
        if not is_private(key.partition(".")[0]):
            yield register
    for key, listed in form.lists.items():
        if not is_private(key.partition(".")[0]):
            for row in standing(listed):
                yield from row.cells.values()


def _days(form: Form, section: str) -> int | None:
    word = form.agreement.deadlines.get(section)
    return int(word.what) if word and word.what else None


def _half(form: Form, section: str, side: Party, share: Share) -> Half:
    word = form.agreement.standings.get(section, {}).get(side)
    return Half(share.answered, share.total, word.what if word else "open")


def _open(part: Part) -> bool:
    return part.band.waits or part.venue.waits


def _stamp(head: Write) -> str:
    return head.stamp


def _list(names: Iterable[str]) -> str:
    """As Postgres writes a list of names."""
    return "{" + ",".join(names) + "}"


ADVANCE_BOARD = Model(
    table="advance_board",
    key={},
    columns={
        "stage_band": "text",
        "stage_venue": "text",
        "band_answered": "integer",
        "band_total": "integer",
        "venue_answered": "integer",
        "venue_total": "integer",
        "sections": "jsonb",
        "marks": "jsonb",
        "waits": "text[]",
        "missing": "text[]",
        "due_days": "integer",
        "siblings": "integer",
        "revision": "integer",
        "changed_at_ms": "bigint",
        "changed_by": "text",
        "changed_name": "text",
    },
    version=2,
)
