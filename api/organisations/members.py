"""Who is in an organisation: a list, other roles, and going."""

from typing import Annotated, Any, Literal, TypeAlias

import msgspec
from litestar import delete, get, patch
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Struct

from api.organisations.organisations import held
from api.who import Member, Membership
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Id, Millis, Role
from persistence import links, members
from persistence.audit import note
from persistence.database import Connection
from persistence.members import Person
from persistence.organisations import Organisation, is_admin
from persistence.tenancy import within

MEMBERS_MAX = 500
#: What a member can be.
MemberRole: TypeAlias = Literal["owner", "manager", "crew", "dj", "streamer", "moderator", "viewer"]
AccountInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]+\Z")]


class MemberSeen(Struct, frozen=True):
    """Somebody of an organisation; `mail` is for owners and managers, and null for everybody else."""

    account: Id
    name: str
    mail: str | None
    role: Role
    created_at_ms: Millis


class RoleChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody is to be."""

    role: MemberRole


def may_touch(member: Membership, *roles: Role) -> None:
    """Refuse whoever may not change people, and who is no owner where owners are concerned.

    Raises:
        Rejected: `auth.forbidden` or `org.owners_only`.
    """
    member.must(ORGANISERS)
    if Role.OWNER in roles and member.role is not Role.OWNER:
        raise Rejected("org.owners_only")


def _seen(person: Person, by: Membership) -> MemberSeen:
    mail = person.mail if by.role in ORGANISERS else None
    return MemberSeen(person.account, person.name, mail, person.role, person.created_at_ms)


async def hold(connection: Connection, member: Membership) -> Organisation:
    """The organisation of the one who asks, its members as they are until the transaction ends.

    Raises:
        Rejected: `http.not_found` or `auth.forbidden`, who asks is not what they were when they asked.
    """
    org = await held(connection, member.org, hold=True)
    now = await members.one(connection, member.org, member.who.account)
    if now is None and not await is_admin(connection, member.who.account):
        raise Rejected("http.not_found")
    if now is not None and now.role is not member.role:
        raise Rejected("auth.forbidden", role=now.role.value)
    return org


async def _found(connection: Connection, member: Membership, account: str) -> Person:
    """Somebody of the organisation, which is held until the transaction ends."""
    await hold(connection, member)
    found = await members.one(connection, member.org, account)
    if found is None:
        raise Rejected("http.not_found")
    return found


async def _not_the_last(connection: Connection, person: Person, org: Id) -> None:
    if person.role is Role.OWNER and await members.owners(connection, org) == 1:
        raise Rejected("org.last_owner")


@get("/api/orgs/{org:str}/members", summary="The members")
async def everybody(member: Member, state: State) -> list[MemberSeen]:
    """The members, by name; there are at most 500."""
    async with within(state.worker.database, member.org) as connection:
        return [_seen(each, member) for each in await members.everybody(connection, member.org)]


@patch("/api/orgs/{org:str}/members/{account:str}", summary="Give a member another role")
async def change(account: AccountInPath, data: JSONBody[RoleChange], member: Member, state: State) -> MemberSeen:
    """Give somebody another role; their sockets close within two seconds, and come back as what they are now."""
    worker: Worker = state.worker
    role = Role(data.role)
    may_touch(member, role)
    async with within(worker.database, member.org) as connection:
        before = await _found(connection, member, account)
        may_touch(member, before.role)
        if before.role is role:
            return _seen(before, member)
        await _not_the_last(connection, before, member.org)
        now_ms = worker.clock.now_ms()
        await members.change(connection, member.org, account, role, now_ms=now_ms)
        roles = {"before": {"role": before.role}, "after": {"role": role}}
        await note(connection, member.actor, "member.role_changed", account, now_ms=now_ms, **roles)
    return _seen(msgspec.structs.replace(before, role=role), member)


@delete("/api/orgs/{org:str}/members/{account:str}", summary="Remove a member, or leave")
async def remove(account: AccountInPath, member: Member, state: State) -> None:
    """Let somebody go, or go oneself; their sockets close within two seconds."""
    worker: Worker = state.worker
    leaves = account == member.who.account
    if not leaves:
        may_touch(member)
    async with within(worker.database, member.org) as connection:
        person = await _found(connection, member, account)
        if not leaves:
            may_touch(member, person.role)
        await _not_the_last(connection, person, member.org)
        now_ms = worker.clock.now_ms()
        await members.remove(connection, member.org, account, now_ms=now_ms)
        what = "member.left" if leaves else "member.removed"
        was: dict[str, Any] = {"name": person.name, "role": person.role}
        if left := await links.open_of(connection, member.org, account, now_ms):
            was["links"] = left  # they stay: somebody has to look at them
        await note(connection, member.actor, what, account, now_ms=now_ms, before=was)


HANDLERS = (everybody, change, remove)
