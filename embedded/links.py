"""The pages of the night, each with the grant that opens it."""

import socket
import time
from typing import NamedTuple

from api import grants
from api.settings import Settings
from embedded.seed import FESTIVAL, FLOOR, SHOW, STREAM
from embedded.seeds.people import ANA, BEN, NIKA, SAM
from hub.kernel import Actor

VALID_HOURS = 12
#: Asking the kernel for the way to an address sends nothing; this one is for documentation (RFC 5737).
SOMEWHERE = ("192.0.2.1", 9)


class Link(NamedTuple):
    """A page for somebody."""

    label: str
    url: str


def links(settings: Settings, address: str) -> list[Link]:
    """Every page, in the order a visitor would look at them."""
    expires_ms = int((time.time() + VALID_HOURS * 3600) * 1000)

    def granted(actor: Actor, *rooms: str) -> str:
        return "#grant=" + grants.mint(settings.grant_secret, actor, rooms, expires_ms=expires_ms)

    return [
        Link("sign in", f"{address}/sign-in"),
        Link("crew form, the band's side", f"{address}/crew/demo{granted(ANA, SHOW)}"),
        Link("crew form, the venue's side", f"{address}/crew/demo{granted(BEN, SHOW)}"),
        Link("crew form of the festival set", f"{address}/crew/festival{granted(ANA, FESTIVAL)}"),
        phone_page(address),
        Link("desk", f"{address}/desk/demo{granted(NIKA, FLOOR)}"),
        Link("door of the guest list", f"{address}/door/demo{granted(BEN, SHOW)}"),
        Link("watch page", f"{address}/watch/demo"),
        Link("watch page, for the streamer", f"{address}/watch/demo{granted(SAM, STREAM)}"),
    ]


def phone_page(address: str) -> Link:
    """The page of the audience; it needs no grant."""
    return Link("phone page", f"{address}/floor/demo")


def address_of(settings: Settings) -> str:
    """Where others reach the hub: this machine's own address when it listens on all of them."""
    host = own_address() if settings.host in {"0.0.0.0", "::"} else settings.host  # noqa: S104
    return f"http://{host}:{settings.port}"


def own_address() -> str:
    """This machine's address in its network; the loopback one when it has no other."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(SOMEWHERE)
            return str(asking.getsockname()[0])
        except OSError:
            return "127.0.0.1"
