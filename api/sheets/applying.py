"""A plan carried out by ordinary commands, row after row, and what became of each."""

import asyncio
from collections.abc import Sequence

from msgspec import Struct

from api.sheets.reached import Reached
from hub.advancing_sync import ADVANCING_SYNC, rows
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow, Edit
from hub.advancing_sync.tables.plan import Change, Plan, What
from hub.errors import Rejected
from hub.kernel import Command
from hub.rooms.service import Service

#: Rows whose commands wait together: deciding them holds the loop for some milliseconds.
ROWS_AT_ONCE = 4


class Told(Struct, frozen=True):
    """What became of a row: nothing was refused unless there is a code."""

    line: int
    row: str
    what: What
    name: str
    code: str = ""
    say: str = ""


async def carry_out(service: Service, reached: Reached, plan: Plan) -> list[Told]:
    """Do all of a plan that is not refused.

    A command is named by the plan and its number in it: what is sent twice is done once. When a row is refused for a
    reason that passes, as when the log is away, the rows behind it are left and told so.
    """
    told: list[Told] = []
    last, number = _last_row(reached), 0
    wanted = list(zip(plan.changes, plan.edits, strict=True))
    for begin in range(0, len(wanted), ROWS_AT_ONCE):
        answers: list[tuple[Change, asyncio.Task[Rejected | None]]] = []
        for change, edits in wanted[begin : begin + ROWS_AT_ONCE]:
            commands = _commands(plan.field, change, edits, last)
            named = [(f"{plan.digest}-{number + at}", command) for at, command in enumerate(commands)]
            answers.append((change, asyncio.create_task(_row(service, reached, named))))
            number += len(named)
            last = change.row if change.what == "add" else last
        told += [_told(change, await answer) for change, answer in answers]
        passing = next((each for _, answer in answers if (each := answer.result()) and each.fault.retry), None)
        if passing is not None:
            return told + [_told(change, passing) for change, _ in wanted[begin + ROWS_AT_ONCE :]]
    return told


def _commands(field: str, change: Change, edits: Sequence[Edit], last: str) -> list[Command]:
    return [*([AddRow(field=field, row=change.row, after=last)] if change.what == "add" else []), *edits]


async def _row(service: Service, reached: Reached, named: Sequence[tuple[str, Command]]) -> Rejected | None:
    """The first refusal of a row's commands, if any; they wait together, in this order."""

    async def done(command_id: str, command: Command) -> Rejected | None:
        try:
            await service.do(reached.grant.actor, reached.room, command_id, command)
        except Rejected as rejected:
            return rejected
        return None

    answers = await asyncio.gather(*(done(*each) for each in named))
    return next(filter(None, answers), None)


def _told(change: Change, rejected: Rejected | None) -> Told:
    code, say = ("", "") if rejected is None else (rejected.code, rejected.say())
    return Told(change.line, change.row, change.what, change.name, code, say)


def _last_row(reached: Reached) -> str:
    """The row behind which new ones come; empty when there is none."""
    form: Form = reached.live.room.states[ADVANCING_SYNC.name]
    standing = rows.standing(form.lists.get(reached.field, {}))
    return standing[-1].id if standing else ""
