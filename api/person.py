"""Who a device is without an account: an id in a signed cookie, and what its owner chose.

Two tabs share the cookie, so they are one person.
"""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Request, Response, get, patch
from litestar.datastructures import Cookie, State
from litestar.params import JSONBody
from msgspec import UNSET, Meta, Struct, UnsetType

from api import grants
from api.guards import in_measure
from api.signing import Forged, Signer, sign, unsign
from api.worker import Worker
from hub.kernel import Id, Name

COOKIE = "hub_person"
COOKIE_S = 180 * 24 * 3600
NAMELESS = "Guest"
_AUDIENCE = "showhub/person"


class Preferences(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """How somebody likes the pages; what is empty is as their browser says."""

    language: Annotated[str, Meta(max_length=5, pattern=r"\A([a-z]{2}(-[A-Z]{2})?)?\Z", examples=["de"])] = ""
    theme: Literal["", "light", "dark"] = ""


class Person(Struct, frozen=True, omit_defaults=True):
    """What the cookie says."""

    sub: Id
    name: Name = NAMELESS
    prefs: Preferences = Preferences()


class Shown(Struct, frozen=True):
    """A person as their own device sees them. `person` is null for a device that has not been here."""

    person: str | None
    name: str
    preferences: Preferences


class Choosing(Struct, frozen=True, forbid_unknown_fields=True):
    """What is to be different: the name shown to others, and all preferences."""

    name: Name | UnsetType = UNSET
    preferences: Preferences | UnsetType = UNSET


def known(signer: Signer, cookie: str | None) -> Person | None:
    """The person that a cookie names; None when it names nobody we know."""
    if cookie is None:
        return None
    try:
        return msgspec.convert(unsign(signer, cookie, audience=_AUDIENCE), Person)
    except (Forged, msgspec.ValidationError):
        return None


def chosen(
    person: Person | None, name: str | UnsetType = UNSET, preferences: Preferences | UnsetType = UNSET
) -> Person:
    """The person of a cookie, or somebody new, with what they chose now."""
    person = person or Person(grants.fresh_person())
    prefs = person.prefs if preferences is UNSET else preferences
    return Person(person.sub, person.name if name is UNSET else name, prefs)


def asking(request: Request[Any, Any, Any], worker: Worker) -> Person | None:
    """Who sent this request, as far as their device says."""
    return known(worker.keys, request.cookies.get(COOKIE))


def cookie_of(worker: Worker, person: Person) -> Cookie:
    """The cookie for the device."""
    return Cookie(
        key=COOKIE,
        value=sign(worker.keys, msgspec.to_builtins(person), audience=_AUDIENCE),
        max_age=COOKIE_S,
        httponly=True,
        secure=worker.settings.cookie_secure,
        samesite="lax",
        path="/api",
    )


def _shown(person: Person | None) -> Shown:
    return Shown(person.sub, person.name, person.prefs) if person else Shown(None, NAMELESS, Preferences())


@get("/api/person", guards=[in_measure], summary="Who this device is")
async def read_person(request: Request[Any, Any, Any], state: State) -> Response[Shown]:
    """The name and preferences that this device chose before; no account is needed."""
    worker: Worker = state.worker
    return Response(_shown(asking(request, worker)), headers={"Cache-Control": "no-store"})


@patch("/api/person", guards=[in_measure], summary="Choose a name and preferences")
async def change_person(data: JSONBody[Choosing], request: Request[Any, Any, Any], state: State) -> Response[Shown]:
    """Keep a name and preferences on this device; sockets that are open show the name when they come back."""
    worker: Worker = state.worker
    person = chosen(asking(request, worker), data.name, data.preferences)
    return Response(_shown(person), cookies=[cookie_of(worker, person)], headers={"Cache-Control": "no-store"})


HANDLERS = (read_person, change_person)
