"""For which side of a show somebody comes by a link, and what the form hears of it."""

from contextlib import suppress

from api.worker import Worker
from hub.advancing_sync.agreement_messages import TellOpened, TellSent
from hub.errors import Rejected
from hub.kernel import Actor, Party, Role, RoomId, other, party_of
from persistence.links import Opened

#: Who tells that a side has come. Nobody can be called so: ids of people are longer.
HUB = Actor("hub", Role.SYSTEM, "Hub")


def side_of(role: Role, said: Party | None, side: Party) -> Party:
    """For whom a new link is: as it was said, else the venue for its own people and the other side for all others."""
    if said is not None:
        return said
    return "venue" if role is Role.VENUE else other(side)


async def tell_sent(worker: Worker, by: Actor, room: RoomId, link: str) -> None:
    """Say on the form that the other side has a link to it. The link is there even when the log is away."""
    with suppress(Rejected):
        await worker.service.do(by, room, f"sent-{link}", TellSent())


async def tell_opened(worker: Worker, link: Opened, actor: Actor, room: RoomId) -> None:
    """Say on the form that the other side has opened it, when somebody of it comes by this link for the first time.

    Raises:
        Rejected: `room.*`, the room cannot be reached: neither could they.
    """
    party = party_of(actor)
    if link.used_at_ms is None and party != link.side and room.startswith("show/"):
        await worker.service.do(HUB, room, f"opened-{party}", TellOpened(party=party))
