"""Members of an organisation of a test's own, and what they ask for over HTTP."""

import secrets
from dataclasses import dataclass
from typing import Any

import httpx
import msgspec

from api import who
from hub.kernel import Role
from persistence import members, organisations
from persistence.tenancy import within
from tests.api.accounts.people import ACCOUNT
from tests.api.whole import SECRET, Whole, problem

AUDIT = "SELECT what, about, name, address, before::text, after::text FROM audit WHERE org_id = $1 ORDER BY at_ms, what"
DAY = "2027-03-06"
NOBODY = "nobodyathome"


@dataclass(frozen=True)
class Person:
    """Somebody of an organisation, signed in."""

    hub: Whole
    org: str
    account: str
    name: str

    async def ask(self, method: str, path: str, body: Any = None, *, org: str | None = None) -> httpx.Response:
        """Ask for something of their organisation, or another one."""
        now_ms = self.hub.worker.clock.now_ms()
        word = who.mint(SECRET, who.SignedIn(self.account, "s1", self.name), expires_ms=now_ms + who.SESSION_MS)
        headers = {"Authorization": f"Bearer {word}"}
        return await self.hub.http.request(method, f"/api/orgs/{org or self.org}{path}", json=body, headers=headers)

    async def get(self, path: str) -> Any:
        """What is there."""
        return said(await self.ask("GET", path))

    async def post(self, path: str, body: Any = None) -> Any:
        """What that led to."""
        return said(await self.ask("POST", path, body))

    async def patch(self, path: str, body: Any) -> Any:
        """How it is afterwards."""
        return said(await self.ask("PATCH", path, body))

    async def refused(self, method: str, path: str, body: Any = None, *, org: str | None = None) -> tuple[int, str]:
        """The status and code of a refusal."""
        return problem(await self.ask(method, path, body, org=org))

    async def audit(self) -> list[dict[str, Any]]:
        """The lines of the organisation's audit; `before` and `after` are values."""
        async with within(self.hub.worker.database, self.org) as connection:
            lines = [dict(row) for row in await connection.fetch(AUDIT, self.org)]
        for line in lines:
            line.update({name: msgspec.json.decode(line[name] or b"null") for name in ("before", "after")})
        return lines

    async def whats(self) -> list[str]:
        """What was done, in the order of the alphabet."""
        return sorted(line["what"] for line in await self.audit())


def said(response: httpx.Response) -> Any:
    """The body of an answer that is none of a refusal."""
    assert response.status_code in {200, 201, 204}, response.text
    return response.json() if response.content else None


async def an_account(hub: Whole, name: str = "Ana") -> str:
    """Somebody who can sign in."""
    account = secrets.token_urlsafe(9)
    async with hub.worker.database.transaction() as connection:
        await connection.execute(ACCOUNT, account, f"{account.lower()}@hub.test", name)
    return account


async def an_owner(hub: Whole, name: str = "Ana") -> Person:
    """The owner of a new organisation."""
    account = await an_account(hub, name)
    async with hub.worker.database.transaction() as connection:
        made = await organisations.make(connection, account, f"{name}'s", "#ff8800", ["advance"], now_ms=1)
    return Person(hub, made.org, account, name)


async def joined(owner: Person, role: Role, name: str = "Ben") -> Person:
    """Somebody else, who becomes a member of the same organisation."""
    account = await an_account(owner.hub, name)
    async with within(owner.hub.worker.database, owner.org) as connection:
        await members.add(connection, owner.org, account, role, now_ms=2)
    return Person(owner.hub, owner.org, account, name)


async def a_venue(person: Person, name: str = "Ponyhof", **other: Any) -> dict[str, Any]:
    """A venue that they put in."""
    return await person.post("/venues", {"name": name, "city": "Leipzig", "timezone": "Europe/Berlin"} | other)


async def a_show(person: Person, title: str = "Night", **other: Any) -> dict[str, Any]:
    """A show that they made."""
    return await person.post("/shows", {"title": title, "day": DAY} | other)


async def pages(person: Person, path: str, of: str) -> list[list[Any]]:
    """Every page of a list, by what it lists; `path` ends in `?` or in parameters."""
    found: list[list[Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        page = await person.get(f"{path}&cursor={cursor}")
        found.append(page[of])
        cursor = page["cursor"]
    return found
