"""When people of a show are reminded, over HTTP, and whom the next mail goes to."""

from typing import Annotated

from litestar import get, put
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct
from msgspec.structs import replace

from api.boards.board import READERS
from api.reminders.coming import Coming, Why, coming, why_none
from api.shows.asked import Found
from api.shows.home import there
from api.who import Member, Membership
from api.worker import Worker
from hub.kernel import ORGANISERS, is_private
from persistence import reminders
from persistence.audit import note
from persistence.database import Connection
from persistence.reminders import Night
from persistence.shows import Show
from persistence.tenancy import within


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """How many days before each deadline whoever has to answer gets a mail, 0 for the day itself; none: never."""

    days: Annotated[tuple[Annotated[int, Meta(ge=0, le=60)], ...], Meta(max_length=10)]


class Reminders(Struct, frozen=True):
    """The plan of a show and the next mails by it; when there are none, `why`.

    `mail`: whether this hub sends mails at all.
    """

    days: tuple[int, ...]
    mail: bool
    next: Coming | None
    why: Why


@get("/api/orgs/{org:str}/shows/{show:str}/reminders", summary="When people are reminded")
async def read_plan(member: Member, show: Found, state: State) -> Reminders:
    """Seven, three and one day before, and on the day, where the show says nothing else; and who is next."""
    member.must(READERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        return await _reminders(connection, worker, member, await there(connection, member, show))


@put("/api/orgs/{org:str}/shows/{show:str}/reminders", summary="Say when people are reminded")
async def set_plan(member: Member, show: Found, data: JSONBody[Plan], state: State) -> Reminders:
    """Owners and managers do. A reminder that was sent is not sent again, whatever the plan is then."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        found = await there(connection, member, show)
        before = await reminders.plan(connection, member.org, show)
        await reminders.set_plan(connection, member.org, show, data.days)
        after = await reminders.plan(connection, member.org, show)
        if after != before:
            told = {"before": {"days": before}, "after": {"days": after}}
            await note(connection, member.actor, "reminders.changed", show, now_ms=worker.clock.now_ms(), **told)
        return await _reminders(connection, worker, member, found)


async def _reminders(connection: Connection, worker: Worker, member: Membership, show: Show) -> Reminders:
    night = await reminders.night(connection, member.org, show.id)
    days = await reminders.plan(connection, member.org, show.id)
    mail = bool(worker.settings.smtp_url or worker.settings.dev_mail)
    if show.archived_at_ms is not None or show.status == "cancelled":
        return Reminders(days, mail, None, "show_off")
    if night is None:
        return Reminders(days, mail, None, "no_deadlines")
    night = _seen(night, member)
    now_ms = worker.clock.now_ms()
    people = await reminders.people(connection, member.org)
    settled = await reminders.settled(connection, member.org, show.id)
    resting = await reminders.resting(connection, member.org, show.id, now_ms)
    found = coming(night, people, settled, now_ms, resting)
    return Reminders(days, mail, found, "" if found else why_none(night, people, now_ms))


def _seen(night: Night, member: Membership) -> Night:
    """What a member sees of a show: sections for organisers only are nothing to the others."""
    shown = {key: part for key, part in night.parts.items() if member.role in ORGANISERS or not is_private(key)}
    return replace(night, parts=shown)


HANDLERS = (read_plan, set_plan)
