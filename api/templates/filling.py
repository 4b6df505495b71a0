"""A form filled in from a template or another form, by ordinary commands, and what became of it."""

import asyncio
import secrets
from collections.abc import Sequence

from msgspec import Struct

from api.documents.states import now
from api.ids import ID_BYTES
from api.templates.answers import Answers, Step, steps
from api.worker import Worker
from hub.advancing_sync.design_messages import Design
from hub.advancing_sync.design_messages import wanted as wanted_form
from hub.advancing_sync.schema import Schema
from hub.errors import Rejected
from hub.kernel import Actor, Command, RoomId

#: Questions and rows whose commands wait together: deciding them holds the loop for some milliseconds.
STEPS_AT_ONCE = 8
#: Refusals that are told; a form that is locked as a whole has no more to say.
REFUSED_MAX = 100


class Refused(Struct, frozen=True):
    """A question, or a row of it, that stayed as it was. `field` is empty for the form's own design."""

    field: str
    label: str
    code: str
    say: str


class Filled(Struct, frozen=True):
    """How many answers and rows were written, whether the form has another design now, and what was refused.

    `more`: so many refusals are not told. What is asked for again goes on where it broke off.
    """

    designed: bool
    written: int
    refused: list[Refused]
    more: int = 0


async def fill(
    worker: Worker, actor: Actor, room: RoomId, answers: Answers, *, seed: str, schema: Schema | None = None
) -> Filled:
    """Give a form this design, if it has another one, and these answers where it has none.

    Whoever writes in the same question at the same time stands beside it: nothing typed is lost. When something is
    refused for a reason that passes, as when the log is away, the rest is left and told so.

    Raises:
        Rejected: `room.*`, the form cannot be reached at all.
    """
    form, _ = await now(worker, room)
    refused: list[Refused] = []
    designed = schema is not None and schema != form.schema
    if schema is not None and designed:
        rejected = await _do(worker, actor, room, Design(schema=wanted_form(schema), saw=form.designed))
        if rejected is not None:
            designed = False
            refused.append(_refused("", "", rejected))
        form, _ = await now(worker, room)
    wanted = list(steps(form, answers, seed))
    written = 0
    for begin in range(0, len(wanted), STEPS_AT_ONCE):
        some = wanted[begin : begin + STEPS_AT_ONCE]
        told = await asyncio.gather(*(_step(worker, actor, room, step) for step in some))
        written += told.count(None)
        refused += [_refused(step.field, step.label, no) for step, no in zip(some, told, strict=True) if no]
        passing = next((no for no in told if no and no.fault.retry), None)
        if passing is not None:
            refused += [_refused(step.field, step.label, passing) for step in wanted[begin + STEPS_AT_ONCE :]]
            break
    return Filled(designed, written, refused[:REFUSED_MAX], max(0, len(refused) - REFUSED_MAX))


async def _step(worker: Worker, actor: Actor, room: RoomId, step: Step) -> Rejected | None:
    """The first refusal of what belongs together; it waits together, in this order."""
    told = await asyncio.gather(*(_do(worker, actor, room, command) for command in step.commands))
    return _first(told)


def _first(told: Sequence[Rejected | None]) -> Rejected | None:
    return next((no for no in told if no and no.code != "advance.row_exists"), None)


async def _do(worker: Worker, actor: Actor, room: RoomId, command: Command) -> Rejected | None:
    try:
        await worker.service.do(actor, room, secrets.token_urlsafe(ID_BYTES), command)
    except Rejected as rejected:
        return rejected
    return None


def _refused(field: str, label: str, rejected: Rejected) -> Refused:
    return Refused(field, label, rejected.code, rejected.say())
