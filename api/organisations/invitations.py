"""Inviting by mail: whoever has the link in it, and an account, may join once."""

from typing import Annotated, TypeAlias

from litestar import delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import Meta, Struct

from api.accounts.register import MailAddress
from api.mail_texts import letter
from api.organisations.members import MEMBERS_MAX, MemberRole, hold, may_touch
from api.organisations.organisations import OrganisationSeen, held, room_for_one_more, seen
from api.who import Member, Who
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Id, Millis, Role
from persistence import accounts, invitations, members
from persistence.accounts import mail_key
from persistence.audit import Actor, note
from persistence.database import Connection
from persistence.invitations import Held, Offer, OpenInvitation
from persistence.limits import Limit
from persistence.tenancy import enter, within

DAYS = 7
INVITATION_MS = DAYS * 24 * 3600 * 1000
#: Of an organisation, that wait for an answer.
WAITING_MAX = 100
#: Of one person, over all their organisations: every one is a mail to somebody who did not ask for it.
PACE = Limit(times=60, per_ms=3600 * 1000)
#: To one address, whoever invites.
TO_ONE = Limit(times=5, per_ms=3600 * 1000)

InvitationInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]


class NewInvitation(Struct, frozen=True, forbid_unknown_fields=True):
    """Whom to invite, as what."""

    mail: MailAddress
    role: MemberRole


class InvitationAnswer(Struct, frozen=True, forbid_unknown_fields=True):
    """The secret of an invitation: what stands behind the `#` of its link."""

    token: Annotated[str, Meta(min_length=1, max_length=100)]


class InvitationSent(Struct, frozen=True):
    """An invitation that is on its way."""

    id: Id
    mail: str
    role: Role
    expires_at_ms: Millis


@get("/api/orgs/{org:str}/invitations", summary="Invitations that wait")
async def waiting(member: Member, state: State) -> list[OpenInvitation]:
    """The invitations that wait for an answer, the newest first; for owners and managers."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        return await invitations.waiting(connection, member.org, now_ms=worker.clock.now_ms())


@post("/api/orgs/{org:str}/invitations", opt={"creates": True}, summary="Invite by mail")
async def invite(data: JSONBody[NewInvitation], member: Member, state: State) -> InvitationSent:
    """Invite somebody by mail; what was sent to the same address before no longer counts."""
    worker: Worker = state.worker
    role = Role(data.role)
    may_touch(member, role)
    await worker.limits.must(f"invite/by/{member.who.account}", PACE)
    await worker.limits.must(f"invite/to/{mail_key(data.mail)}", TO_ONE)
    now_ms = worker.clock.now_ms()
    offer = Offer(data.mail, role, member.who.account, now_ms, now_ms + INVITATION_MS)
    async with within(worker.database, member.org) as connection:
        org = await hold(connection, member)
        if await members.has_mail(connection, member.org, data.mail):
            raise Rejected("org.already_member")
        waits = await invitations.waiting(connection, member.org, now_ms=now_ms)
        may_touch(member, *(each.role for each in waits if mail_key(each.mail) == mail_key(data.mail)))
        if len(waits) >= WAITING_MAX:
            raise Rejected("org.invitations_full", max=WAITING_MAX)
        ident, secret = await invitations.add(connection, member.org, offer)
        offered = {"mail": data.mail, "role": role}
        await note(connection, member.actor, "invitation.sent", ident, now_ms=now_ms, after=offered)
        ours = await accounts.by_id(connection, member.who.account)
    known = {"name": member.who.name, "org": org.name, "role": role.value, "days": str(DAYS)}
    language = None if ours is None else ours.language
    url = worker.settings.public_url
    worker.mailer.post(letter("invitation", data.mail, language=language, url=url, secret=secret, **known))
    return InvitationSent(ident, data.mail, role, offer.expires_at_ms)


@delete("/api/orgs/{org:str}/invitations/{invitation:str}", summary="Take an invitation back")
async def revoke(invitation: InvitationInPath, member: Member, state: State) -> None:
    """Take an invitation back."""
    may_touch(member)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        taken = await invitations.revoke(connection, member.org, invitation, now_ms=now_ms)
        if taken is None:
            raise Rejected("http.not_found")
        may_touch(member, taken[1])
        was = {"mail": taken[0], "role": taken[1]}
        await note(connection, member.actor, "invitation.revoked", invitation, now_ms=now_ms, before=was)


@post("/api/invitations/accept", status_code=200, opt={"creates": True}, summary="Accept an invitation")
async def accept(data: JSONBody[InvitationAnswer], who: Who, state: State) -> OrganisationSeen:
    """Join an organisation. Whoever is in it already stays what they are, and the invitation stays good."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        org = await invitations.org_of(connection, data.token)
        if org is None:
            raise Rejected("invitation.invalid")
        await enter(connection, org)
        found = await held(connection, org, hold=True)
        already = await members.one(connection, org, who.account)
        if already is not None:
            return seen(found, already.role)
        invitation = _good(await invitations.hold(connection, org, data.token), now_ms)
        await _room_for(connection, org, who)
        await members.add(connection, org, who.account, invitation.role, now_ms=now_ms)
        await invitations.accept(connection, org, invitation.id, now_ms=now_ms)
        actor = Actor(org, who.account, who.name, who.address)
        joined = {"role": invitation.role, "invitation": invitation.id}
        await note(connection, actor, "member.joined", who.account, now_ms=now_ms, after=joined)
    return seen(found, invitation.role)


async def _room_for(connection: Connection, org: Id, who: Who) -> None:
    """Refuse when the organisation or the person has enough. Raises `Rejected`."""
    if await members.count(connection, org) >= MEMBERS_MAX:
        raise Rejected("org.full", max=MEMBERS_MAX)
    await room_for_one_more(connection, who.account)


def _good(invitation: Held | None, now_ms: Millis) -> Held:
    """An invitation that can be accepted. Raises `Rejected`: `invitation.*`."""
    if invitation is None:
        raise Rejected("invitation.invalid")
    if invitation.accepted_at_ms is not None:
        raise Rejected("invitation.used")
    if invitation.revoked_at_ms is not None:
        raise Rejected("invitation.revoked")
    if invitation.expires_at_ms <= now_ms:
        raise Rejected("invitation.expired")
    return invitation


HANDLERS = (waiting, invite, revoke, accept)
