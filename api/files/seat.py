"""Who asks for files of a show, and which of them they may see: those of the sections that they see on the form."""

from typing import Any

from litestar import Request
from litestar.datastructures import State
from msgspec import Struct

from api.rooms import granted, shut_now
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import ADVANCERS, Actor, Id, Role, RoomId
from hub.rooms.grant import Grant
from persistence import files


class Seat(Struct, frozen=True):
    """Somebody with a grant for the room of a show, whose show it is, and whether its room is `shut`."""

    org: Id
    show: Id
    grant: Grant
    shut: bool = False

    @property
    def room(self) -> RoomId:
        """Where the advance is filled in."""
        return f"show/{self.show}"

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return self.grant.actor

    def sees(self, field: str) -> bool:
        """Whether files of this question are for them."""
        return self.grant.sight.sees(field.partition(".")[0])

    def must_see(self, field: str) -> None:
        """Refuse a question that is not for them. Raises `Rejected`: `auth.section` or `advance.unknown_field`."""
        self.grant.must_see(field)

    def must_write(self) -> None:
        """Refuse who only looks, and what is archived. Raises `Rejected`: `auth.forbidden` or `show.archived`."""
        if self.actor.role not in ADVANCERS:
            raise Rejected("auth.forbidden", role=self.actor.role.value)
        if self.shut:
            raise Rejected("show.archived")

    def may_remove(self, person: str) -> bool:
        """Whether they may take away what that person brought: guests their own, all others anything."""
        return self.actor.role is not Role.GUEST or person == self.actor.person


async def seated(request: Request[Any, Any, Any], state: State, show: str) -> Seat:
    """The seat that the request's grant gives.

    Raises:
        Rejected: `auth.*`, `room.not_granted` or `room.unknown`.
    """
    worker: Worker = state.worker
    grant = granted(request, state, f"show/{show}")
    org = await files.org_of(worker.database, f"show/{show}")
    if org is None:
        raise Rejected("room.unknown")
    return Seat(org, show, grant, shut_now(worker, f"show/{show}"))
