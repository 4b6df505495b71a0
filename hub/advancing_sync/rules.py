"""The rules of an advance form: what people may write, settle, move and lock."""

from collections.abc import Mapping
from functools import reduce
from types import MappingProxyType

from hub.advancing_sync import agreement, agreement_rules, design, files, guest_rules, rows, text, text_rules
from hub.advancing_sync.agreement_rules import AGREEMENT_COMMANDS, AgreementCommand
from hub.advancing_sync.design_messages import Design, Designed
from hub.advancing_sync.files import FILE_COMMANDS, AddFile, FileCommand
from hub.advancing_sync.form import AdvanceFact, Form, apply, cell
from hub.advancing_sync.guests_messages import GUESTS, CheckedIn, CheckIn
from hub.advancing_sync.messages import (
    AddRow,
    Edit,
    Edited,
    Lock,
    Locked,
    MoveRow,
    Pick,
    Picked,
    RemoveRow,
    RowAdded,
    RowMoved,
    RowRemoved,
    Stamp,
    Value,
)
from hub.advancing_sync.register import Write, heads
from hub.advancing_sync.rows import Row
from hub.advancing_sync.schema import Field, Kind, asked, check, find
from hub.advancing_sync.stamp import next_stamp
from hub.advancing_sync.text_messages import ChangeText
from hub.errors import Rejected
from hub.kernel import ADVANCERS, PRIVY, Command, Fact, Lane, Moment, Role, is_private, party_of

__all__ = ["ALLOWED", "FACTS", "Form", "apply", "decide", "show"]

#: How many values of one field may wait to be settled.
HEADS_MAX = 20
#: A list keeps its removed rows; it has had its fill after this many times the rows it may show.
ROWS_EVER_FACTOR = 4

_Form = Edit | Pick | AddRow | MoveRow | RemoveRow | Lock | ChangeText | AgreementCommand | FileCommand | Design
AdvanceCommand = _Form | CheckIn

FACTS: tuple[type[Fact], ...] = (
    *(Edited, Picked, RowAdded, RowMoved, RowRemoved, Locked),
    *agreement.FACTS,
    *text.FACTS,
    *files.FACTS,
    Designed,
    CheckedIn,
)
ALLOWED: Mapping[type[Command], frozenset[Role]] = MappingProxyType(
    {
        Edit: ADVANCERS,
        Pick: ADVANCERS,
        AddRow: ADVANCERS,
        MoveRow: ADVANCERS,
        RemoveRow: ADVANCERS,
        Lock: ADVANCERS - {Role.GUEST},
        ChangeText: ADVANCERS,
        CheckIn: ADVANCERS,
        **agreement_rules.ALLOWED,
        **files.ALLOWED,
        **design.ALLOWED,
    }
)


def decide(form: Form, command: AdvanceCommand, moment: Moment) -> tuple[AdvanceFact, ...]:
    """The facts of a command; none when the form says so already.

    Raises:
        Rejected: one of the `advance.*` codes.
    """
    _in_sight(command, moment)
    if isinstance(command, CheckIn):
        return guest_rules.decide(form, command, moment)
    guest_rules.must_be_open(form, command, moment)
    facts = _decide(form, command, moment)
    if any(getattr(fact, "field", "") == GUESTS for fact in facts):
        guest_rules.must_fit(form, reduce(apply, facts, form))
    return facts


def _decide(form: Form, command: _Form, moment: Moment) -> tuple[AdvanceFact, ...]:
    if isinstance(command, AGREEMENT_COMMANDS):
        return agreement_rules.decide(form, command, moment)
    if isinstance(command, Design):
        return design.decide(form, command, moment)
    stamp = next_stamp(form.last, moment.now_ms, moment.actor.person)
    if isinstance(command, FILE_COMMANDS):
        return _of_file(form, command, stamp, moment)
    match command:
        case Edit():
            return _edit(form, command, stamp, moment)
        case Pick():
            return _pick(form, command, stamp, moment)
        case AddRow() | MoveRow() | RemoveRow():
            return _of_row(form, command, stamp, moment)
        case ChangeText():
            return _change_text(form, command, stamp, moment)
        case _:
            return _lock(form, command, stamp, moment)


def _in_sight(command: AdvanceCommand, moment: Moment) -> None:
    """Whoever does not see a section cannot tell it from one that is not there."""
    about: str = getattr(command, "field", "") or getattr(command, "section", "")
    if is_private(about.partition(".")[0]) and moment.actor.role not in PRIVY:
        raise Rejected("advance.unknown_field", field=about)


def show(form: Form, _lane: Lane) -> Form:
    """The form as a lane sees it: whole."""
    return form


def _edit(form: Form, edit: Edit, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    field = _writable(form, edit)
    value = None if isinstance(edit.value, str) and not edit.value.strip() else edit.value
    check(field, value)
    register = cell(form, edit.field, edit.row, edit.column)
    standing = heads(register)
    if value == register.value and _row_stands(form, edit):
        return ()
    # A stamp that does not stand was superseded before, so that naming it would say nothing.
    saw = edit.saw if any(head.stamp == edit.saw for head in standing) else ""
    if not saw and len(standing) >= HEADS_MAX:
        raise Rejected("advance.unsettled", field=field.label, max=HEADS_MAX)
    edited = _edited(edit, value, stamp, saw, moment)
    same = tuple(head.stamp for head in standing if head.value == value and head.stamp != saw)
    facts = (edited, _picked(edit, stamp, same, moment)) if same else (edited,)
    return text_rules.through(form, facts)


def _pick(form: Form, pick: Pick, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    _writable(form, pick)
    if not _row_stands(form, pick):
        raise Rejected("advance.unknown_row")
    standing = heads(cell(form, pick.field, pick.row, pick.column))
    wanted = text_rules.picked(form, pick)
    chosen = next((head for head in standing if head.stamp == wanted), None)
    if chosen is None or len(standing) == 1:
        raise Rejected("advance.no_sibling")
    others = tuple(head.stamp for head in standing if head is not chosen and head.stamp <= max(pick.stamp, pick.saw))
    return _settled(pick, chosen, others, stamp, moment)


def _settled(
    pick: Pick, chosen: Write, others: tuple[Stamp, ...], stamp: Stamp, moment: Moment
) -> tuple[AdvanceFact, ...]:
    """Let the others go. A choice below one of them is written again above it.

    So what supersedes is always newer than what it supersedes, and two picks made apart cannot take away both values.
    """
    if not others:
        return ()
    if chosen.stamp > max(others):
        return (_picked(pick, chosen.stamp, others, moment),)
    edited = _edited(pick, chosen.value, stamp, chosen.stamp, moment)
    return (edited, _picked(pick, stamp, others, moment))


def _change_text(form: Form, change: ChangeText, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    field = find(form.schema, change.field)
    _open(form, change.field, field)
    return text_rules.change(form, field, change, stamp, moment)


def _of_file(form: Form, command: FileCommand, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    if isinstance(command, AddFile) or asked(form.schema, command.field):  # a file may outlive its question
        _open(form, command.field, find(form.schema, command.field))
    return files.decide(form.files, command, stamp, moment)


def _of_row(form: Form, command: AddRow | MoveRow | RemoveRow, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    match command:
        case AddRow():
            return _add_row(form, command, stamp, moment)
        case MoveRow():
            return _move_row(form, command, stamp, moment)
        case _:
            return _remove_row(form, command, stamp, moment)


def _add_row(form: Form, add: AddRow, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    field, ours = _list(form, add.field)
    if add.row in ours and rows.stands(ours[add.row]):
        raise Rejected("advance.row_exists")
    if sum(map(rows.stands, ours.values())) >= field.rows_max:
        raise Rejected("advance.too_many_rows", field=field.label, max=field.rows_max)
    if add.row not in ours and len(ours) >= field.rows_max * ROWS_EVER_FACTOR:
        raise Rejected("advance.rows_used_up", field=field.label, max=len(ours))
    return _placed(ours, add, stamp, moment)


def _move_row(form: Form, move: MoveRow, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    _, ours = _list(form, move.field)
    if move.row not in ours or not rows.stands(ours[move.row]):
        raise Rejected("advance.unknown_row")
    return _placed(ours, move, stamp, moment) if move.after != move.row else ()


def _placed(ours: dict[str, Row], command: AddRow | MoveRow, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    if command.after and command.after not in ours:
        raise Rejected("advance.unknown_row")
    by, at_ms = moment.actor.person, moment.now_ms

    def placing(row: str, index: str) -> RowAdded | RowMoved:
        fact = RowAdded if row == command.row and isinstance(command, AddRow) else RowMoved
        return fact(field=command.field, row=row, index=index, by=by, at_ms=at_ms, stamp=stamp)

    return tuple(placing(*place) for place in rows.insert(ours, command.row, command.after).items())


def _remove_row(form: Form, remove: RemoveRow, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    _, ours = _list(form, remove.field)
    row = ours.get(remove.row)
    if row is None:
        raise Rejected("advance.unknown_row")
    if not rows.stands(row):
        return ()
    if max(row.written) > remove.saw:
        raise Rejected("advance.row_changed")
    by, at_ms = moment.actor.person, moment.now_ms
    return (RowRemoved(field=remove.field, row=remove.row, seen=row.written, by=by, at_ms=at_ms, stamp=stamp),)


def _lock(form: Form, lock: Lock, stamp: Stamp, moment: Moment) -> tuple[AdvanceFact, ...]:
    find(form.schema, lock.field)
    held = form.locks.get(lock.field)
    if (held is not None and held.on) == lock.on:
        return ()
    by, name = moment.actor.person, moment.actor.name
    return (Locked(field=lock.field, on=lock.on, by=by, name=name, at_ms=moment.now_ms, stamp=stamp),)


def _writable(form: Form, command: Edit | Pick) -> Field:
    """The field or column that a command is about, if it is there and open."""
    field = find(form.schema, command.field, command.column)
    if bool(command.row) != bool(command.column):
        raise Rejected("advance.wrong_type", field=field.label, expected="a row and a column, or neither")
    _open(form, command.field, field)
    if command.row and command.row not in form.lists.get(command.field, {}):
        raise Rejected("advance.unknown_row")
    return field


def _list(form: Form, key: str) -> tuple[Field, dict[str, Row]]:
    field = find(form.schema, key)
    if field.kind != Kind.LIST:
        raise Rejected("advance.wrong_type", field=field.label, expected="one value, not rows")
    _open(form, key, field)
    return field, form.lists.get(key, {})


def _open(form: Form, key: str, field: Field) -> None:
    agreement_rules.must_be_open(form, key)
    held = form.locks.get(key)
    if held is not None and held.on:
        raise Rejected("advance.locked", field=field.label, by=held.name)


def _row_stands(form: Form, command: Edit | Pick) -> bool:
    return not command.row or rows.stands(form.lists[command.field][command.row])


def _edited(command: Edit | Pick, value: Value, stamp: Stamp, saw: Stamp, moment: Moment) -> Edited:
    return Edited(
        field=command.field,
        value=value,
        stamp=stamp,
        saw=saw,
        by=moment.actor.person,
        name=moment.actor.name,
        at_ms=moment.now_ms,
        row=command.row,
        column=command.column,
        party=party_of(moment.actor),
        source=command.source if isinstance(command, Edit) else "typed",
    )


def _picked(command: Edit | Pick, chosen: Stamp, settled: tuple[Stamp, ...], moment: Moment) -> Picked:
    return Picked(
        field=command.field,
        chosen=chosen,
        settled=settled,
        by=moment.actor.person,
        at_ms=moment.now_ms,
        row=command.row,
        column=command.column,
    )
