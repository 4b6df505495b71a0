"""The state of an advance form, and how facts and other replicas merge into it."""

from msgspec import Struct, field
from msgspec.structs import replace

from hub.advancing_sync import agreement, files, guests, register, rows, text
from hub.advancing_sync.agreement import Agreement, AgreementFact
from hub.advancing_sync.design_messages import Designed
from hub.advancing_sync.files import Attached, FileAdded, FileFact, FileRemoved
from hub.advancing_sync.guests import Arrivals
from hub.advancing_sync.guests_messages import CheckedIn
from hub.advancing_sync.messages import Edited, Locked, Picked, RowAdded, RowMoved, RowRemoved, Stamp
from hub.advancing_sync.register import Register
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Schema
from hub.advancing_sync.standard import STANDARD
from hub.advancing_sync.text import LongText, TextFact
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.kernel import Millis

EntryFact = Edited | Picked | RowAdded | RowMoved | RowRemoved | Locked
AdvanceFact = EntryFact | AgreementFact | TextFact | FileFact | Designed | CheckedIn


class Hold(Struct, frozen=True):
    """Who locked a field (`on`) or opened it again; the newest stamp counts."""

    on: bool
    by: str
    name: str
    at_ms: Millis
    stamp: str


class Form(Struct, frozen=True):
    """What has been answered so far. Fields and locks by full key, rows by list and row id; `last` is the newest stamp.

    `designed` is the stamp of the schema, empty while it is the standard one.
    A list keeps the rows that were removed, because an edit may bring them back. `arrivals`: who came in, by row.
    """

    schema: Schema = STANDARD
    fields: dict[str, Register] = field(default_factory=dict[str, Register])
    lists: dict[str, dict[str, Row]] = field(default_factory=dict[str, dict[str, Row]])
    locks: dict[str, Hold] = field(default_factory=dict[str, Hold])
    last: str = ""
    agreement: Agreement = Agreement()
    texts: dict[str, LongText] = field(default_factory=dict[str, LongText])
    files: dict[str, Attached] = field(default_factory=dict[str, Attached])
    designed: str = ""
    arrivals: Arrivals = field(default_factory=Arrivals)


def cell(form: Form, key: str, row: str, column: str) -> Register:
    """The register of a field, or of a cell when `row` is given; an empty one where nobody has written."""
    if not row:
        return form.fields.get(key, Register())
    return _row(form, key, row).cells.get(column, Register())


def apply(form: Form, fact: AdvanceFact) -> Form:
    """The form after a fact."""
    match fact:
        case Edited():
            after = register.write(_at(form, fact), register.written(fact), fact.saw)
            return _stamped(_put(form, fact, after), fact.stamp)
        case Picked():
            return _put(form, fact, register.settle(_at(form, fact), fact.settled))
        case Locked():
            return _stamped(_locked(form, fact), fact.stamp)
        case TextChanged() | TextPacked():
            return _stamped(_typed(form, fact), fact.stamp)
        case FileAdded() | FileRemoved() | CheckedIn():
            return _stamped(_beside(form, fact), fact.stamp)
        case RowAdded() | RowMoved() | RowRemoved():
            return _stamped(_put_row(form, fact.field, _row_after(form, fact)), fact.stamp)
        case Designed():
            return _stamped(_designed(form, fact.schema, fact.stamp), fact.stamp)
        case _:
            return _stamped(replace(form, agreement=agreement.apply(form.agreement, fact)), fact.stamp)


def merge(ours: Form, theirs: Form) -> Form:
    """What two replicas of one form know together. Commutative, associative and idempotent."""
    newer = _designed(ours, theirs.schema, theirs.designed)
    return Form(
        newer.schema,
        rows.union(ours.fields, theirs.fields, register.merge),
        rows.union(ours.lists, theirs.lists, lambda a, b: rows.union(a, b, rows.merge)),
        rows.union(ours.locks, theirs.locks, lambda a, b: max(a, b, key=lambda hold: hold.stamp)),
        max(ours.last, theirs.last),
        agreement.merge(ours.agreement, theirs.agreement),
        rows.union(ours.texts, theirs.texts, text.merge),
        files.merge(ours.files, theirs.files),
        newer.designed,
        guests.merge(ours.arrivals, theirs.arrivals),
    )


def _designed(form: Form, schema: Schema, stamp: Stamp) -> Form:
    return replace(form, schema=schema, designed=stamp) if stamp > form.designed else form


def _row_after(form: Form, fact: RowAdded | RowMoved | RowRemoved) -> Row:
    row = _row(form, fact.field, fact.row)
    match fact:
        case RowAdded():
            return rows.place(rows.write(row, fact.stamp), fact.index, fact.stamp)
        case RowMoved():
            return rows.place(row, fact.index, fact.stamp)
        case _:
            return rows.remove(row, fact.seen)


def _at(form: Form, fact: Edited | Picked) -> Register:
    return cell(form, fact.field, fact.row, fact.column)


def _row(form: Form, key: str, row: str) -> Row:
    return form.lists.get(key, {}).get(row) or Row(row)


def _put(form: Form, fact: Edited | Picked, after: Register) -> Form:
    if not fact.row:
        return replace(form, fields={**form.fields, fact.field: after})
    row = _row(form, fact.field, fact.row)
    row = replace(row, cells={**row.cells, fact.column: after})
    if isinstance(fact, Edited):
        row = rows.write(row, fact.stamp)
    return _put_row(form, fact.field, row)


def _put_row(form: Form, key: str, row: Row) -> Form:
    return replace(form, lists={**form.lists, key: {**form.lists.get(key, {}), row.id: row}})


def _locked(form: Form, fact: Locked) -> Form:
    held = form.locks.get(fact.field)
    if held and held.stamp > fact.stamp:
        return form
    hold = Hold(fact.on, fact.by, fact.name, fact.at_ms, fact.stamp)
    return replace(form, locks={**form.locks, fact.field: hold})


def _typed(form: Form, fact: TextFact) -> Form:
    kept = form.texts.get(fact.field)
    if isinstance(fact, TextPacked):
        return replace(form, texts={**form.texts, fact.field: text.pack(kept, fact)})
    kept, after = text.change(kept, cell(form, fact.field, "", ""), fact)
    return replace(form, fields={**form.fields, fact.field: after}, texts={**form.texts, fact.field: kept})


def _beside(form: Form, fact: FileFact | CheckedIn) -> Form:
    if isinstance(fact, CheckedIn):
        return replace(form, arrivals=guests.apply(form.arrivals, fact))
    return replace(form, files=files.apply(form.files, fact))


def _stamped(form: Form, stamp: Stamp) -> Form:
    return replace(form, last=stamp) if stamp > form.last else form
