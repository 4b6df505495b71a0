"""When people of a show are reminded, over HTTP."""

from typing import Annotated

from litestar import get, put
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.shows.asked import Found
from api.shows.home import there
from api.who import Member
from api.worker import Worker
from hub.kernel import ORGANISERS
from persistence import reminders
from persistence.audit import note
from persistence.tenancy import within


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """How many days before each deadline whoever has to answer gets a mail, 0 for the day itself; none: never."""

    days: Annotated[tuple[Annotated[int, Meta(ge=0, le=60)], ...], Meta(max_length=10)]


@get("/api/orgs/{org:str}/shows/{show:str}/reminders", summary="When people are reminded")
async def read_plan(member: Member, show: Found, state: State) -> Plan:
    """Seven, three and one day before, and on the day, where the show says nothing else."""
    async with within(state.worker.database, member.org) as connection:
        await there(connection, member, show)
        return Plan(await reminders.plan(connection, member.org, show))


@put("/api/orgs/{org:str}/shows/{show:str}/reminders", summary="Say when people are reminded")
async def set_plan(member: Member, show: Found, data: JSONBody[Plan], state: State) -> Plan:
    """Owners and managers do. A reminder that was sent is not sent again, whatever the plan is then."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        await there(connection, member, show)
        before = await reminders.plan(connection, member.org, show)
        await reminders.set_plan(connection, member.org, show, data.days)
        after = await reminders.plan(connection, member.org, show)
        if after != before:
            told = {"before": {"days": before}, "after": {"days": after}}
            await note(connection, member.actor, "reminders.changed", show, now_ms=worker.clock.now_ms(), **told)
    return Plan(after)


HANDLERS = (read_plan, set_plan)
