"""Who asks for a list of an advance, and what of it they may see and write."""

from typing import Annotated, Any, Literal, TypeAlias

from litestar import Request
from litestar.datastructures import State
from litestar.params import PathParameter
from msgspec import Struct

from api.rooms import current, granted, shut_now
from api.worker import Worker
from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import AddRow
from hub.advancing_sync.schema import Field
from hub.advancing_sync.tables.columns import list_of
from hub.errors import Rejected
from hub.kernel import Moment
from hub.rooms import room as rules
from hub.rooms.grant import Grant
from hub.rooms.live import Live
from persistence.limits import Limit

#: Of one person, whatever they ask for: a preview after each change of a file, and what is written out again and again.
PACE = Limit(60, 60_000)
SCHEDULE = "schedule.items"
#: A path that had it in words would hide every other path of a room whose kind is a part of it.
KindInPath: TypeAlias = Annotated[Literal["show"], PathParameter(description="Only shows have lists.")]
ShowInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
ListInPath: TypeAlias = Annotated[
    str,
    PathParameter(max_length=80, pattern=r"\A[a-z0-9_]+\.[a-z0-9_]+\Z", description="A list, as guest_list.guests."),
]


class Reached(Struct, frozen=True):
    """A list as somebody has it. `form` is what they see of the advance, `whole` all of it; `shut`: it is archived."""

    room: str
    grant: Grant
    live: Live
    whole: Form
    form: Form
    field: str
    columns: tuple[Field, ...]
    shut: bool = False

    def must_write(self) -> None:
        """Refuse who may not add rows, and what is archived. Raises `Rejected`: `auth.forbidden` or `show.archived`."""
        rules.authorise(self.live.room, self.grant.actor, _probe(self.field))
        if self.shut:
            raise Rejected("show.archived")

    def moment(self, worker: Worker) -> Moment:
        """Now, for the rules of the form; nothing there asks for a fresh id."""
        return Moment(self.grant.actor, worker.clock.now_ms(), str)


async def reached(request: Request[Any, Any, Any], state: State, show: str, field: str) -> Reached:
    """A list as its log has it now, also when another worker was the last to write there.

    Raises:
        Rejected: `auth.*`, `room.*`, `protocol.too_fast`, `advance.unknown_field` or `sheet.not_a_list`.
    """
    worker: Worker = state.worker
    room = f"show/{show}"
    grant = granted(request, state, room)
    await worker.limits.must(f"sheets/{grant.actor.person}", PACE, open_when_away=True)
    live = await current(worker, room)
    seat = live.seat_of(grant.actor, grant.sections)
    grant.reaches(_probe(field))
    form: Form = rules.show(live.room, seat)[ADVANCING_SYNC.name]
    whole: Form = live.room.states[ADVANCING_SYNC.name]
    columns = list_of(form.schema, field).columns
    return Reached(room, grant, live, whole, form, field, columns, shut_now(worker, room))


def _probe(field: str) -> AddRow:
    """What whoever imports asks for."""
    return AddRow(field=field, row="row")
