"""People who sign up, read their mail and sign in, all over HTTP."""

import re
import secrets
from dataclasses import dataclass
from typing import Any

import httpx

from api import who
from persistence import mailbox
from tests.api.serving import ORIGIN
from tests.api.whole import Whole

PASSWORD = "correct horse battery"
PAGE = {"Origin": ORIGIN}
_SECRET = re.compile(r"#([A-Za-z0-9_-]+)")


def an_address() -> str:
    """A mail address that nobody has yet."""
    return f"{secrets.token_hex(6)}@hub.test"


async def mails(hub: Whole, address: str) -> list[mailbox.Kept]:
    """What somebody was sent, newest first, once all is sent."""
    await hub.worker.mailer.settled()
    async with hub.worker.database.connection() as connection:
        return [each for each in await mailbox.recent(connection) if each.address == address]


async def link(hub: Whole, address: str) -> str:
    """The secret in the newest mail."""
    newest = (await mails(hub, address))[0]
    found = _SECRET.search(newest.text)
    assert found, newest.text
    return found[1]


@dataclass
class Newcomer:
    """Somebody on a browser of their own."""

    hub: Whole
    http: httpx.AsyncClient
    mail: str
    password: str = PASSWORD

    async def sign_up(self, name: str = "Ana") -> httpx.Response:
        """Ask for an account."""
        body = {"mail": self.mail, "name": name}
        return await self.http.post("/api/accounts", json=body)

    async def confirm(self) -> httpx.Response:
        """Follow the link in the newest mail of a new account, and choose the password."""
        return await self.follow("verify", await link(self.hub, self.mail))

    async def confirm_change(self) -> httpx.Response:
        """Follow the link in the newest mail that asks about another address, with the password."""
        return await self.follow("change/confirm", await link(self.hub, self.mail))

    async def follow(self, what: str, token: str, **more: Any) -> httpx.Response:
        """Do what a link is for, with the password."""
        body = {"token": token, "password": self.password} | more
        return await self.http.post(f"/api/accounts/{what}", json=body)

    async def sign_in(self, password: str = "") -> httpx.Response:
        """Come in."""
        body = {"mail": self.mail, "password": password or self.password}
        return await self.http.post("/api/session", json=body)

    async def refresh(self) -> httpx.Response:
        """Ask for the next word."""
        return await self.http.post("/api/session/refresh", headers=PAGE)

    async def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        """Ask as a page of ours does."""
        return await self.http.request(method, path, headers=PAGE, **how)

    @property
    def signed_in(self) -> bool:
        """Whether the browser has a word."""
        return who.COOKIE in self.http.cookies

    def elsewhere(self) -> "Newcomer":
        """The same person on another device."""
        return Newcomer(self.hub, _browser(self.hub), self.mail, self.password)


def a_stranger(hub: Whole) -> Newcomer:
    """Somebody without an account."""
    return Newcomer(hub, _browser(hub), an_address())


async def a_newcomer(hub: Whole) -> Newcomer:
    """Somebody with an account, not signed in."""
    ana = a_stranger(hub)
    assert (await ana.sign_up()).status_code == 202
    assert (await ana.confirm()).status_code == 200
    return ana


async def somebody_in(hub: Whole) -> Newcomer:
    """Somebody who is signed in."""
    ana = await a_newcomer(hub)
    assert (await ana.sign_in()).status_code == 200
    return ana


def _browser(hub: Whole) -> httpx.AsyncClient:
    # Nothing is encrypted here, and to get ready for that takes longer than most requests.
    return httpx.AsyncClient(base_url=hub.http.base_url, headers={"Connection": "close"}, verify=False)
