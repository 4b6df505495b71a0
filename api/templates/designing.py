"""The design of an advance over HTTP: a form of many questions is larger than a frame."""

import secrets
from typing import Any

from litestar import Request, put
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Struct

from api.ids import ID_BYTES
from api.openapi import GRANT
from api.rooms import granted
from api.sheets.reached import KindInPath, ShowInPath
from api.worker import Worker
from hub.advancing_sync.design_messages import Design, WantedForm
from hub.advancing_sync.messages import Stamp
from hub.rooms.grant import writable
from persistence.limits import Limit

#: 800 questions, each with names and choices as long as they may be in practice.
DESIGN_BYTES_MAX = 2 * 1024 * 1024
#: Of one person.
PACE = Limit(30, 60_000)


class Designing(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form; `saw` is the stamp of the design that was on screen, empty for the standard one."""

    schema: WantedForm
    saw: Stamp = ""


class DesignTold(Struct, frozen=True):
    """The seq of the fact that has it; 0: the form was like that."""

    seq: int


@put(
    "/api/rooms/{kind:str}/{show:str}/design",
    security=[{GRANT: []}],
    request_max_body_size=DESIGN_BYTES_MAX,
    summary="Design a form",
)
async def design_form(
    kind: KindInPath, show: ShowInPath, data: JSONBody[Designing], request: Request[Any, Any, Any], state: State
) -> DesignTold:
    """Give an advance these sections and questions; answers to questions that are left out stay, and show again."""
    worker: Worker = state.worker
    room = f"{kind}/{show}"
    grant = granted(request, state, room)
    await worker.limits.must(f"design/{grant.actor.person}", PACE, open_when_away=True)
    command = Design(schema=data.schema, saw=data.saw)
    grant.reaches(command)
    writable(room, command, worker.admission.revocations.known, worker.clock.now_ms())
    return DesignTold(await worker.service.do(grant.actor, room, secrets.token_urlsafe(ID_BYTES), command))


HANDLERS = (design_form,)
