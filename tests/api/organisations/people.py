"""People who are signed in, and what they ask of a hub."""

from dataclasses import dataclass
from itertools import count
from typing import Any

import httpx

from api import who
from persistence import accounts, mailbox
from tests.api.whole import SECRET, Whole

HOUR_MS = 3_600_000
_fresh = count(1)


@dataclass
class Person:
    """Somebody with an account."""

    hub: Whole
    account: str
    mail: str
    name: str

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """A request of theirs."""
        expires_ms = self.hub.worker.clock.now_ms() + HOUR_MS
        word = who.mint(SECRET, who.SignedIn(self.account, "s1", self.name), expires_ms=expires_ms)
        return await self.hub.http.request(method, path, json=body, headers={"Authorization": f"Bearer {word}"})

    async def does(self, method: str, path: str, body: Any = None, status: int = 200) -> Any:
        """A request that goes well; what was answered."""
        response = await self.ask(method, path, body)
        assert response.status_code == status, response.text
        return response.json() if response.content else None

    async def makes(self, name: str = "Lantern Touring") -> str:
        """A new organisation of theirs."""
        return (await self.does("POST", "/api/orgs", {"name": name}, 201))["org"]

    async def joins(self, org: str, role: str, owner: "Person") -> "Person":
        """Themselves, let in by an owner."""
        secret = await invited(owner, org, self.mail, role)
        await self.does("POST", "/api/invitations/accept", {"token": secret})
        return self


async def a_person(hub: Whole, name: str = "Ana") -> Person:
    """Somebody new, whose address is verified."""
    mail = f"{name.lower()}{next(_fresh)}@example.org"
    async with hub.worker.database.transaction() as connection:
        account = await accounts.create(connection, mail, name, "!", verified=True, now_ms=0)
    return Person(hub, account, mail, name)


async def invited(owner: Person, org: str, mail: str, role: str) -> str:
    """The secret of an invitation, from the mail."""
    await owner.does("POST", f"/api/orgs/{org}/invitations", {"mail": mail, "role": role}, 201)
    return (await mailed(owner.hub, mail)).partition("/join#")[2].splitlines()[0]


async def mailed(hub: Whole, mail: str) -> str:
    """The newest mail to an address."""
    await hub.worker.mailer.settled()
    async with hub.worker.database.connection() as connection:
        return next(each.text for each in await mailbox.recent(connection) if each.address == mail)


async def noted(owner: Person, org: str, what: str = "") -> list[dict[str, Any]]:
    """Lines of the audit, newest first."""
    return (await owner.does("GET", f"/api/orgs/{org}/audit?what={what}"))["rows"]


async def sql(hub: Whole, org: str, statement: str, *values: Any) -> Any:
    """What a statement answers, in an organisation."""
    async with hub.worker.database.transaction() as connection:
        await connection.execute("SELECT set_config('hub.org_id', $1, true)", org)
        return await connection.fetchval(statement, *values)
