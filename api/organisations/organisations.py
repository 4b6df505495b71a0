"""Making an organisation, and what it is called and offers."""

from typing import Annotated, Literal, TypeAlias

import msgspec
from litestar import get, patch, post
from litestar.datastructures import State
from litestar.params import JSONBody
from msgspec import Meta, Struct

from api.who import Member, Who
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ORGANISERS, PRINTABLE, Id, Millis, Party, Role
from persistence import organisations
from persistence.audit import Actor, note
from persistence.database import Connection
from persistence.organisations import Mine, Organisation
from persistence.tenancy import within

#: That somebody may be in.
ORGS_MAX = 50
Title: TypeAlias = Annotated[str, Meta(min_length=1, max_length=80, pattern=PRINTABLE, examples=["Lantern Touring"])]
#: Pages see to it that text on it can be read.
Accent: TypeAlias = Annotated[str, Meta(pattern=r"\A#[0-9a-f]{6}\Z", examples=["#7c5cff"])]
Product: TypeAlias = Literal["advance", "tipjar", "karaoke"]
Products: TypeAlias = Annotated[tuple[Product, ...], Meta(min_length=1, max_length=3)]
ACCENT = "#7c5cff"


class NewOrganisation(Struct, frozen=True, forbid_unknown_fields=True):
    """A new organisation; it offers everything unless `products` says what, and speaks for the band."""

    name: Title
    accent: Accent = ACCENT
    products: Products = ("advance", "tipjar", "karaoke")
    side: Party = "band"


class OrganisationChange(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different; null stays as it is."""

    name: Title | None = None
    accent: Accent | None = None
    products: Products | None = None
    side: Party | None = None


class OrganisationSeen(Struct, frozen=True):
    """An organisation, for which side of a show it speaks, and what the one who asks is in it."""

    org: Id
    name: str
    accent: str
    products: list[str]
    created_at_ms: Millis
    side: Party
    role: Role


def seen(found: Organisation, role: Role) -> OrganisationSeen:
    """An organisation as somebody in it sees it."""
    return OrganisationSeen(**msgspec.structs.asdict(found), role=role)


async def room_for_one_more(connection: Connection, account: Id) -> None:
    """Refuse when the account is in too many. Raises `Rejected`: `org.too_many`."""
    await organisations.one_at_a_time(connection, account)
    if len(await organisations.mine(connection, account)) >= ORGS_MAX:
        raise Rejected("org.too_many", max=ORGS_MAX)


@post("/api/orgs", opt={"creates": True}, summary="Make an organisation")
async def make(data: JSONBody[NewOrganisation], who: Who, state: State) -> OrganisationSeen:
    """Make an organisation, and be its first owner."""
    worker: Worker = state.worker
    now_ms = worker.clock.now_ms()
    async with worker.database.transaction() as connection:
        await room_for_one_more(connection, who.account)
        made = await organisations.make(
            connection, who.account, data.name, data.accent, sorted(set(data.products)), now_ms=now_ms, side=data.side
        )
        actor = Actor(made.org, who.account, who.name, who.address)
        await note(connection, actor, "org.created", made.org, now_ms=now_ms, after=made)
    return seen(made, Role.OWNER)


@get("/api/orgs", summary="One's organisations")
async def mine(who: Who, state: State) -> list[Mine]:
    """The organisations one is in."""
    async with state.worker.database.connection() as connection:
        return await organisations.mine(connection, who.account)


@get("/api/orgs/{org:str}", summary="An organisation")
async def read(member: Member, state: State) -> OrganisationSeen:
    """An organisation one is in."""
    async with within(state.worker.database, member.org) as connection:
        return seen(await held(connection, member.org), member.role)


@patch("/api/orgs/{org:str}", summary="Change an organisation")
async def change(data: JSONBody[OrganisationChange], member: Member, state: State) -> OrganisationSeen:
    """Change the name, the accent, the products or the side; owners and managers may.

    Who is in a room speaks for the side of before until they come anew.
    """
    member.must(ORGANISERS)
    worker: Worker = state.worker
    async with within(worker.database, member.org) as connection:
        before = await held(connection, member.org, hold=True)
        after = Organisation(
            org=before.org,
            name=before.name if data.name is None else data.name,
            accent=before.accent if data.accent is None else data.accent,
            products=before.products if data.products is None else sorted(set(data.products)),
            created_at_ms=before.created_at_ms,
            side=before.side if data.side is None else data.side,
        )
        if after != before:
            await organisations.change(connection, after)
            now_ms = worker.clock.now_ms()
            await note(connection, member.actor, "org.changed", member.org, now_ms=now_ms, before=before, after=after)
    return seen(after, member.role)


async def held(connection: Connection, org: Id, *, hold: bool = False) -> Organisation:
    """The organisation that the transaction is in. Raises `Rejected`: `http.not_found`."""
    found = await organisations.read(connection, org, hold=hold)
    if found is None:
        raise Rejected("http.not_found")
    return found


HANDLERS = (make, mine, read, change)
