"""Access links: crew of another company, the venue, a guest's management come in without an account."""

from typing import Annotated, Any, Literal, TypeAlias

from litestar import Request, Response, delete, get, post
from litestar.datastructures import State
from litestar.params import JSONBody, PathParameter
from msgspec import UNSET, Meta, Struct
from msgspec.structs import asdict

from api import grants
from api.access.sides import side_of, tell_opened, tell_sent
from api.guards import in_measure
from api.person import asking, chosen, cookie_of
from api.shows.advances import SECTIONS
from api.shows.asked import Found
from api.shows.home import there
from api.who import Member
from api.worker import Worker
from hub.chat.rules import SECTION as CHAT
from hub.errors import Rejected
from hub.kernel import ORGANISERS, Actor, Millis, Name, Party, Role
from hub.rooms.grant import Grant, is_shut
from persistence import advances, links
from persistence.audit import note
from persistence.links import Link, LinkOfShow, NewLink, Opened
from persistence.tenancy import within

#: How long who opens a link stays before they open it again; never longer than the link.
STAY_MS = 12 * 3600 * 1000
#: Of one show, that are not revoked.
LINKS_MAX = 200
#: What a link may be for: the sections of the form, and the crew's chat.
OPENED = (*SECTIONS, CHAT)
_DESK = frozenset({Role.DJ, Role.MODERATOR})

AccountInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]+\Z")]
LinkInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_-]+\Z")]
Time: TypeAlias = Annotated[int, Meta(ge=0, le=2**53)]


class Linking(Struct, frozen=True, forbid_unknown_fields=True):
    """A link to be made.

    `role`: dj and moderator come to the floor, all others to the form. `sections` that may be seen and written, empty
    for all; where there are some, the crew's chat is open too if `chat` is one of them. Without `can_write` nothing may
    be written. `party`: for which side they speak who have it, null for the other side than the organisation's; who
    comes to the floor speaks for none. Open from `opens_at_ms` (0: now) until `closes_at_ms` (null: until revoked).
    """

    name: Annotated[Name, Meta(description="Who has it: shown to those in the room until they give a name.")]
    role: Literal["crew", "venue", "guest", "viewer", "dj", "moderator"] = "guest"
    sections: Annotated[tuple[str, ...], Meta(max_length=40)] = ()
    can_write: bool = True
    opens_at_ms: Time = 0
    closes_at_ms: Annotated[int, Meta(ge=1, le=2**53)] | None = None
    party: Party | None = None


class LinkMade(Struct, frozen=True):
    """A new link; nobody can read its address again."""

    id: str
    url: str


class LinkOpening(Struct, frozen=True, forbid_unknown_fields=True):
    """The secret of a link: what stands behind the `#` of its address; and who comes by it, if they said."""

    token: Annotated[str, Meta(min_length=1, max_length=100)]
    name: Name | None = None


class LinkOpened(Struct, frozen=True):
    """The grant for a socket's hello, as whom it lets in, and to what; `sections` empty means all.

    `party`: for whom they speak, empty where the role says it. `side`: for whom the organisation does.
    """

    token: str
    room: str
    title: str
    person: str
    name: str
    role: Role
    sections: tuple[str, ...]
    expires_ms: Millis
    party: str
    side: Party


@get("/api/orgs/{org:str}/shows/{show:str}/links", summary="The links of a show")
async def list_links(member: Member, show: Found, state: State) -> list[Link]:
    """Every link, the newest first, with when it was used last; for owners and managers."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        await there(connection, member, show)
        return await links.of_show(connection, member.org, show)


@post("/api/orgs/{org:str}/shows/{show:str}/links", opt={"creates": True}, summary="Make a link")
async def make_link(member: Member, show: Found, data: JSONBody[Linking], state: State) -> LinkMade:
    """Make a link for somebody without an account. When it is for the other side, the form says that it was sent."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    new = wanted(data, member.side, now_ms)
    async with within(worker.database, member.org) as connection:
        if (await there(connection, member, show, hold=True)).archived_at_ms is not None:
            raise Rejected("show.archived")
        if new.role not in _DESK and await advances.read(connection, member.org, show) is None:
            raise Rejected("show.no_advance")
        if await links.count(connection, member.org, show) >= LINKS_MAX:
            raise Rejected("link.too_many", max=LINKS_MAX)
        link, secret = await links.make(connection, member.org, show, new, member.who.account, now_ms=now_ms)
        await note(connection, member.actor, "link.made", link.id, now_ms=now_ms, after=asdict(new) | {"show": show})
    if new.party and new.party != member.side:
        grant = member.grant(f"show/{show}", now_ms=now_ms, good_ms=0)
        await tell_sent(worker, grant.actor, grant.rooms[0], link.id)
    return LinkMade(link.id, f"{worker.settings.public_url}/open#{secret}")


@delete("/api/orgs/{org:str}/shows/{show:str}/links/{link:str}", summary="Revoke a link")
async def revoke_link(member: Member, show: Found, link: LinkInPath, state: State) -> None:
    """End a link; whoever came by it is sent out within two seconds."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        found, ended = await links.end(connection, member.org, show, link, now_ms=now_ms)
        if found is None:
            raise Rejected("http.not_found")
        if ended:
            await note(connection, member.actor, "link.revoked", link, now_ms=now_ms, before={"name": found.name})


@get("/api/orgs/{org:str}/links/left", summary="The links of who left")
async def list_left(member: Member, state: State) -> list[LinkOfShow]:
    """Every link that is not over, of all shows, made by somebody who is no member now; for owners and managers.

    Links are the organisation's and stay when who made them goes: look whether each is still wanted.
    """
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        return await links.left_behind(connection, member.org, worker.clock.now_ms())


@delete("/api/orgs/{org:str}/members/{account:str}/links", summary="Revoke all links of somebody")
async def revoke_links_of(member: Member, account: AccountInPath, state: State) -> None:
    """End every link that somebody made, member or not; whoever came by one is sent out within two seconds."""
    member.must(ORGANISERS)
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with within(worker.database, member.org) as connection:
        ended = await links.end_of(connection, member.org, account, now_ms=now_ms)
        if ended is None:
            raise Rejected("http.not_found")
        if ended:
            await note(connection, member.actor, "link.all_revoked", account, now_ms=now_ms, before=dict(ended))


@post("/api/links/open", status_code=200, guards=[in_measure], summary="Come in by a link")
async def open_link(data: JSONBody[LinkOpening], request: Request[Any, Any, Any], state: State) -> Response[LinkOpened]:
    """Open a link: a grant for the room it leads to. The device keeps who came, so that two tabs are one person."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    link = await links.find(worker.database, data.token)
    if link is None:
        raise Rejected("link.unknown")
    standing(link, now_ms)
    person = chosen(asking(request, worker), data.name or UNSET)
    grant = granted(link, person.sub, data.name or link.name, now_ms)
    known = worker.admission.revocations.known
    if is_shut(grant.rooms[0], known, now_ms):
        raise Rejected("link.closed")
    if grant.revoked_by(known, now_ms):
        raise Rejected("auth.banned")
    actor = grant.actor
    await tell_opened(worker, link, actor, grant.rooms[0])
    await links.used(worker.database, link, now_ms)
    return Response(
        LinkOpened(
            grants.write(worker.keys, grant),
            grant.rooms[0],
            link.title,
            actor.person,
            actor.name,
            actor.role,
            link.sections,
            grant.expires_ms,
            actor.party,
            link.side,
        ),
        cookies=[cookie_of(worker, person)],
        headers={"Cache-Control": "no-store"},
    )


def wanted(data: Linking, side: Party, now_ms: Millis) -> NewLink:
    """What was asked for of an organisation that speaks for this side, as it is kept.

    Raises:
        Rejected: `link.times`, `link.no_section` or `link.floor`.
    """
    role = Role(data.role)
    opens_ms = data.opens_at_ms or now_ms
    if data.closes_at_ms is not None and data.closes_at_ms <= max(opens_ms, now_ms):
        raise Rejected("link.times")
    if role in _DESK and (data.sections or not data.can_write):
        raise Rejected("link.floor", role=role.value)
    unknown = sorted(set(data.sections) - set(OPENED))
    if unknown:
        raise Rejected("link.no_section", section=unknown[0][:40])
    can_write = data.can_write and role is not Role.VIEWER
    sections = tuple(each for each in OPENED if each in data.sections)
    party = "" if role in _DESK else side_of(role, data.party, side)
    return NewLink(data.name, role, sections, can_write, opens_ms, data.closes_at_ms, party)


def standing(link: Opened, now_ms: Millis) -> None:
    """Refuse a link that is not open now.

    Raises:
        Rejected: `link.revoked`, `link.not_yet` or `link.closed`.
    """
    if link.revoked_at_ms is not None:
        raise Rejected("link.revoked")
    if now_ms < link.opens_at_ms:
        raise Rejected("link.not_yet")
    over = link.closes_at_ms is not None and now_ms >= link.closes_at_ms
    if over or link.archived_at_ms is not None:
        raise Rejected("link.closed")


def granted(link: Opened, person: str, name: str, now_ms: Millis) -> Grant:
    """What a link gives to whoever comes by it now."""
    ends_ms = now_ms + STAY_MS if link.closes_at_ms is None else min(now_ms + STAY_MS, link.closes_at_ms)
    role = link.role if link.can_write else Role.VIEWER
    # Who may only look, and was the venue's by their role, still is.
    party = link.party or ("venue" if link.role is Role.VENUE else "")
    room = f"{'floor' if link.role in _DESK else 'show'}/{link.show}"
    actor = Actor(person, role, name, party)
    return Grant(actor, (room,), ends_ms, (links.subject_of(link.id),), now_ms, link.sections)


HANDLERS = (list_links, make_link, revoke_link, list_left, revoke_links_of, open_link)
