"""Who asks over HTTP: an account that is signed in, and what it is in an organisation.

The word of a session is a JWT of ten minutes, in a cookie for pages and as a bearer for everybody else. What a page
sends comes with its Origin, so that no foreign page acts with somebody's cookie.
"""

from collections.abc import Collection
from typing import Annotated, Any, TypeAlias

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.di import NamedDependency
from litestar.params import PathParameter
from msgspec import Struct

from api.signing import Forged, Signer, sign, unsign
from api.worker import Worker
from hub.behaviours import kind_of
from hub.errors import Rejected
from hub.kernel import Actor as RoomActor
from hub.kernel import Id, Millis, Party, Role, RoomId
from hub.rooms.grant import Grant
from persistence.audit import Actor, note
from persistence.tenancy import within

COOKIE = "hub_session"
SESSION_MS = 10 * 60 * 1000
_AUDIENCE = "showhub/session"
_READING = frozenset({"GET", "HEAD", "OPTIONS"})
ROLE = """
SELECT m.role, coalesce(o.side, 'band') AS side FROM member m JOIN org o ON o.org_id = m.org_id
WHERE m.org_id = $1 AND m.account = $2
"""
#: Asked anew each time: what the word of a session says of it may be ten minutes old.
AS_ADMIN = """
SELECT coalesce(side, 'band') FROM org
WHERE org_id = $1 AND EXISTS (SELECT FROM account WHERE id = $2 AND platform_admin)
"""
OrgInPath: TypeAlias = Annotated[str, PathParameter(max_length=64, pattern=r"\A[A-Za-z0-9_.-]+\Z")]


class SignedIn(Struct, frozen=True):
    """An account on one device. `address` is where the request came from, `agent` what its browser calls itself."""

    account: Id
    session: Id
    name: str
    platform_admin: bool = False
    address: str = ""
    agent: str = ""


class Membership(Struct, frozen=True):
    """Who asks, as somebody of an organisation. `side`: for whom it speaks."""

    org: Id
    role: Role
    who: SignedIn
    side: Party = "band"

    @property
    def party(self) -> Party:
        """For whom they speak: who has the venue's role is the venue's, whoever else the organisation's."""
        return "venue" if self.role is Role.VENUE else self.side

    def must(self, roles: Collection[Role]) -> None:
        """Refuse who is none of these. Raises `Rejected`: `auth.forbidden`."""
        if self.role not in roles:
            raise Rejected("auth.forbidden", role=self.role.value)

    def grant(self, room: RoomId, *, now_ms: Millis, good_ms: Millis) -> Grant:
        """The grant for a room of the organisation; it ends with the session, and when the role changes.

        Raises:
            Rejected: `auth.forbidden`, the role has no seat there.
        """
        kind = kind_of(room)
        if kind is None or self.role not in kind.lanes:
            raise Rejected("auth.forbidden", role=self.role.value)
        who = self.who
        actor = RoomActor(who.account, self.role, who.name, self.party)
        given_for = (f"session:{who.session}", f"member:{self.org}:{who.account}")
        return Grant(actor, (room,), now_ms + good_ms, given_for, now_ms)

    @property
    def actor(self) -> Actor:
        """For the audit."""
        return Actor(self.org, self.who.account, self.who.name, self.who.address)


#: What handlers ask for, by these names: `who: Who`, `member: Member`.
Who: TypeAlias = NamedDependency[SignedIn]
Member: TypeAlias = NamedDependency[Membership]


class _Claims(Struct, frozen=True):
    sub: Id
    sid: Id
    name: str
    exp: int
    adm: bool = False


def mint(signer: Signer, who: SignedIn, *, expires_ms: Millis) -> str:
    """The word of a session."""
    claims = _Claims(who.account, who.session, who.name, expires_ms // 1000, who.platform_admin)
    return sign(signer, msgspec.to_builtins(claims), audience=_AUDIENCE)


def read(signer: Signer, token: str, *, now_ms: Millis) -> SignedIn:
    """Whose word it is.

    Raises:
        Rejected: `auth.session_invalid` or `auth.session_expired`.
    """
    try:
        claims = msgspec.convert(unsign(signer, token, audience=_AUDIENCE), _Claims)
    except (Forged, msgspec.ValidationError):
        raise Rejected("auth.session_invalid") from None
    if claims.exp * 1000 <= now_ms:
        raise Rejected("auth.session_expired")
    return SignedIn(claims.sub, claims.sid, claims.name, claims.adm)


def origin_of_ours(request: Request[Any, Any, Any], worker: Worker) -> None:
    """Refuse what a foreign page sends. Raises `Rejected`: `auth.origin`."""
    if request.method not in _READING and request.headers.get("Origin") not in worker.settings.origins:
        raise Rejected("auth.origin")


async def who(request: Request[Any, Any, Any], state: State) -> SignedIn:
    """Who is signed in (a dependency).

    Raises:
        Rejected: `auth.session_*`, or `auth.origin`.
    """
    worker: Worker = state.worker
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        token = request.cookies.get(COOKIE, "")
        if not token:
            raise Rejected("auth.session_missing")
        origin_of_ours(request, worker)
    found = read(worker.keys, token, now_ms=worker.clock.now_ms())
    if f"session:{found.session}" in worker.admission.revocations.known:
        raise Rejected("auth.session_invalid")
    address = request.client.host if request.client else ""
    return msgspec.structs.replace(found, address=address, agent=request.headers.get("User-Agent", "")[:200])


async def member(org: OrgInPath, who: Who, request: Request[Any, Any, Any], state: State) -> Membership:
    """What the one who asks is in the organisation of the path (a dependency).

    A platform admin is an owner everywhere, and every use of that is in the organisation's audit.

    Raises:
        Rejected: `http.not_found`, as for an organisation that there is not.
    """
    worker: Worker = state.worker
    async with within(worker.database, org) as connection:
        found = await connection.fetchrow(ROLE, org, who.account)
        if found is not None:
            return Membership(org, Role(found["role"]), who, found["side"])
        side: Party | None = await connection.fetchval(AS_ADMIN, org, who.account)
        if side is None:
            raise Rejected("http.not_found")
        as_admin = Membership(org, Role.OWNER, who, side)
        used = f"{request.method} {request.url.path}"[:200]
        await note(connection, as_admin.actor, "platform.used", used, now_ms=worker.clock.now_ms())
        return as_admin
