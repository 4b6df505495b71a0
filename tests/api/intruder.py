"""Somebody who is signed in to one organisation, and asks for everything of the other that the description lets ask.

The requests come out of the OpenAPI document, so a new route is attacked as soon as it is there; an address with a
part that nobody here can fill is a finding too.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, product
from typing import Any, TypeAlias

import asyncpg
import httpx

from api import who
from hub.kernel import Role
from tests.api.neighbours import Neighbour, mark, rows
from tests.api.whole import SECRET, Whole

Json: TypeAlias = dict[str, Any]
VICTIM, OWN, NOBODY = Neighbour("a"), Neighbour("b"), Neighbour("n")
#: What an address has that is no id: something one has to have been given.
GIVEN: Mapping[str, str] = {
    "secret": "x" * 43 + ".ics",
    "kind": "show",
    "code": "ZZZZZZZZ",
    "field": "guest_list.guests",
    "sheet": "guest_list.guests.csv",
}
#: Likewise behind an address: a link to a file of one's own.
ASKED: Mapping[str, str] = {"token": OWN.file_link, "offset": "0", "field": "guest_list.guests"}
#: Open to whoever knows an id, by design, and why.
PUBLIC: Mapping[str, str] = {
    "post /api/enter": "a floor is for everybody who stands in front of it",
    "get /api/floors/{floor}/songs": "and so is its songbook",
}
DEVICE = """
INSERT INTO session
    (id, account, generation, rotated_at_ms, created_at_ms, seen_at_ms, device, address, proven_at_ms)
VALUES ($1, 'account-b', 1, $2, $2, $2, '', '', $2)
"""
_devices = count(1)
_LAST = {"archive": 1, "restore": 2}
#: Read first, destroy last.
METHODS = ("get", "patch", "post", "delete")


@dataclass(frozen=True)
class Request:
    """One operation, with ids filled in: of whom each is stands in `whose`, `path` and `inside` (body and query)."""

    name: str
    operation: Json
    whose: tuple[tuple[str, Neighbour], ...]
    inside: Neighbour

    @property
    def foreign(self) -> bool:
        """Whether anything in it is the victim's."""
        return VICTIM in (*(each for _, each in self.whose), self.inside)

    def instead(self, other: Neighbour) -> "Request":
        """The same with another's ids where the victim's are."""
        whose = tuple((name, other if each == VICTIM else each) for name, each in self.whose)
        return Request(self.name, self.operation, whose, other if self.inside == VICTIM else self.inside)

    def __str__(self) -> str:
        parts = ", ".join(f"{name} of {each.letter}" for name, each in self.whose)
        return f"{self.name} ({parts or 'no ids'}; inside {self.inside.letter})"


@dataclass
class Intruder:
    """A person of OWN, or nobody at all when `signed_in` is false. `found` is what they got away with."""

    hub: Whole
    document: Json
    database_url: str
    signed_in: bool = True
    found: list[str] = field(default_factory=list[str])
    asked: int = 0

    async def attack(self) -> list[str]:
        """Ask for everything of the victim; what was found."""
        connection = await asyncpg.connect(self.database_url)
        try:
            before = await rows(connection, VICTIM.letter)
            for request in self.requests():
                await self._try(request)
                after = await rows(connection, VICTIM.letter)
                if after != before:
                    changed = [table for table in after if after[table] != before.get(table)]
                    self.found.append(f"{request} changed {', '.join(changed)}")
                    before = after
        finally:
            await connection.close()
        return self.found

    async def control(self) -> list[str]:
        """Ask for one's own in the same way; the operations that are not there even then."""
        missing: list[str] = []
        # What is put away shuts its rooms, a moment later: that is asked for last, and then for all of it back.
        for request in sorted(
            self.requests(foreign=False), key=lambda each: _LAST.get(each.name.rpartition("/")[2], 0)
        ):
            response = await self.ask(request)
            if response.status_code in {400, 401, 404} or response.status_code >= 500:
                missing.append(f"{request}: {response.status_code} {response.text[:120]}")
        return missing

    def requests(self, *, foreign: bool = True) -> Iterator[Request]:
        """Every operation with the victim's ids in at least one place; or with one's own in all of them."""
        for method in METHODS:
            for path, item in self.document["paths"].items():
                if method not in item or not path.startswith("/api/"):
                    continue
                operation = item[method]
                names = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "path"]
                unknown = [name for name in names if name not in OWN.ids and name not in GIVEN]
                if unknown:
                    self.found.append(
                        f"{method} {path} has {unknown}, which nobody can fill: teach tests/api/neighbours.py"
                    )
                    continue
                yield from self._filled(
                    f"{method} {path}", operation, [n for n in names if n in OWN.ids], foreign=foreign
                )

    def _filled(self, name: str, operation: Json, names: list[str], *, foreign: bool) -> Iterator[Request]:
        if not foreign:
            if names:
                yield Request(name, operation, tuple((each, OWN) for each in names), OWN)
            return
        whom = (VICTIM, OWN)
        for whose in product(whom, repeat=len(names)):
            for inside in whom if _inside(operation) & OWN.ids.keys() else (OWN,):
                request = Request(name, operation, tuple(zip(names, whose, strict=True)), inside)
                if request.foreign:
                    yield request

    async def ask(self, request: Request) -> httpx.Response:
        """Send it."""
        self.asked += 1
        method, _, path = request.name.partition(" ")
        for name, whose in request.whose:
            value = whose.ids[name]
            # A room stands in an address as its kind and its name.
            path = path.replace(f"{{{name}}}", value.rpartition("/")[2])
        for name, value in GIVEN.items():
            path = path.replace(f"{{{name}}}", value)
        inside = request.inside.ids
        known = {**ASKED, **inside}
        query = {
            each["name"]: known[each["name"]]
            for each in request.operation.get("parameters", ())
            if each["in"] == "query" and each["name"] in known
        }
        media = next(iter(request.operation.get("requestBody", {}).get("content", {}).values()), None)
        body = None if media is None else _with_ids(media.get("example"), inside)
        headers = await self._headers(request)
        return await self.hub.http.request(method, path, params=query, json=body, headers=headers)

    async def _headers(self, request: Request) -> dict[str, str]:
        if not self.signed_in:
            return {}
        if {"grant": []} in request.operation.get("security", ()):
            # Somebody else than who is banned in the same way.
            return {"Authorization": f"Bearer {self.hub.grant(*OWN.rooms, person='desk-b', role=Role.MANAGER)}"}
        # Some requests sign devices out: each is of a device of its own, whose owner has just proven who they are.
        device, now_ms = f"device-{next(_devices)}", self.hub.worker.clock.now_ms()
        async with self.hub.worker.database.connection() as connection:
            await connection.execute(DEVICE, device, now_ms)
        person = who.SignedIn("account-b", device, "Ben")
        word = who.mint(SECRET, person, expires_ms=now_ms + 3_600_000)
        return {"Authorization": f"Bearer {word}"}

    async def _try(self, request: Request) -> None:
        response = await self.ask(request)
        seen = response.text + str(response.headers)
        if mark(VICTIM.letter) in seen and request.name not in PUBLIC:
            self.found.append(f"{request} shows what is the victim's: {response.text[:200]}")
        if response.status_code >= 500:
            self.found.append(f"{request} broke: {response.text[:200]}")
        if request.name in PUBLIC or (not request.whose and request.inside == OWN):
            return
        of_nobody = await self.ask(request.instead(NOBODY))
        if _told(response) != _told(of_nobody):
            self.found.append(f"{request} tells that it is there: {_told(response)}, of nobody {_told(of_nobody)}")
        in_path = VICTIM in [each for _, each in request.whose]
        by_session = self.signed_in and {"session": []} in request.operation.get("security", ())
        if by_session and in_path and response.status_code != 404:
            self.found.append(f"{request} is {response.status_code}, and should be 404: {response.text[:200]}")


def _inside(operation: Json) -> set[str]:
    """The names of what a request may have in its body and after its address."""
    medias = operation.get("requestBody", {}).get("content", {}).values()
    asked = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
    return asked.union(*(media.get("example", {}) for media in medias))


def _told(response: httpx.Response) -> tuple[int, str]:
    refused = response.status_code >= 400
    return response.status_code, response.json().get("code", "") if refused else ""


def _with_ids(example: Any, ids: Mapping[str, str]) -> Any:
    """An example with somebody's ids where it names something."""
    if isinstance(example, dict):
        return {name: ids.get(name) or _with_ids(each, ids) for name, each in example.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
    return example
