"""For whoever runs this hub. Every use is noted, in an audit of its own; it is asked of the database each time."""

from typing import Annotated, TypeAlias

from litestar import get
from litestar.datastructures import State
from litestar.params import QueryParameter

from api.organisations.audit import Cursor, Lines, Whose, lines
from api.who import Who
from api.worker import Worker
from hub.errors import Rejected
from persistence import organisations
from persistence.audit import Actor, note
from persistence.audit_list import Noted, Sought
from persistence.database import Connection
from persistence.organisations import PLATFORM, Listed
from persistence.paging import Page
from persistence.tenancy import within

After: TypeAlias = Annotated[str, QueryParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]*\Z")]


async def _used(connection: Connection, worker: Worker, who: Who, what: str) -> None:
    """Note the use of being a platform admin. Raises `Rejected`: `platform.only`."""
    if not await organisations.is_admin(connection, who.account):
        raise Rejected("platform.only")
    actor = Actor(PLATFORM, who.account, who.name, who.address)
    await note(connection, actor, what, PLATFORM, now_ms=worker.clock.now_ms())


@get("/api/platform/orgs", summary="Every organisation")
async def everyone(who: Who, state: State, *, cursor: After = "", limit: Lines = 50) -> Page[Listed]:
    """Every organisation of this hub, by id."""
    worker: Worker = state.worker
    async with within(worker.database, PLATFORM) as connection:
        await _used(connection, worker, who, "platform.orgs_listed")
        rows = await organisations.everyone(connection, who.account, cursor, limit + 1)
    return Page(rows[:limit], rows[limit - 1].org if len(rows) > limit else None)


@get("/api/platform/audit", summary="The audit of platform admins")
async def audit(who: Who, state: State, *, cursor: Cursor = "", limit: Lines = 50, account: Whose = "") -> Page[Noted]:
    """What platform admins did outside an organisation, and who became one; what they did in one is in its audit."""
    worker: Worker = state.worker
    async with within(worker.database, PLATFORM) as connection:
        await _used(connection, worker, who, "platform.audit_read")
        return await lines(connection, PLATFORM, Sought(account=account), cursor, limit)


HANDLERS = (everyone, audit)
