"""People who are signed in, and time that a test steps."""

import secrets
from dataclasses import dataclass
from typing import Any

import pytest

from api import who
from persistence import sessions
from tests.api.whole import SECRET, Whole

ACCOUNT = """
INSERT INTO account (id, mail, mail_key, name, password, verified_at_ms, totp_step, platform_admin, created_at_ms)
VALUES ($1, $2, $2, $3, '', 1, 0, false, 1)
"""
EVENTS = "SELECT what FROM account_event WHERE account = $1 ORDER BY at_ms, id"
DAY_MS = 24 * 3_600_000


@dataclass(frozen=True)
class Somebody:
    """An account that is signed in on one device."""

    hub: Whole
    account: str
    mail: str
    session: str

    @property
    def word(self) -> dict[str, str]:
        """What their requests carry."""
        now_ms = self.hub.worker.clock.now_ms()
        word = who.mint(SECRET, who.SignedIn(self.account, self.session, "Ana"), expires_ms=now_ms + who.SESSION_MS)
        return {"Authorization": f"Bearer {word}"}

    async def events(self) -> set[str]:
        """What happened to the account."""
        async with self.hub.worker.database.connection() as connection:
            return {row["what"] for row in await connection.fetch(EVENTS, self.account)}


async def somebody(hub: Whole, name: str = "Ana") -> Somebody:
    """A new account with a device."""
    account = secrets.token_urlsafe(9)
    mail = f"{account.lower()}@hub.test"
    async with hub.worker.database.transaction() as connection:
        await connection.execute(ACCOUNT, account, mail, name)
        now_ms = hub.worker.clock.now_ms()
        session, _ = await sessions.start(connection, account, "Firefox", "192.0.2.1", now_ms=now_ms)
    return Somebody(hub, account, mail, session)


class Time:
    """The worker's clock, with what a test lets pass; it begins in the middle of a 30-second step."""

    def __init__(self, hub: Whole, monkeypatch: pytest.MonkeyPatch) -> None:
        self.at_ms = hub.worker.clock.now_ms() // 30_000 * 30_000 + 15_000
        clock: Any = hub.worker.clock
        monkeypatch.setattr(clock, "now_ms", lambda: self.at_ms)

    def pass_ms(self, ms: int) -> None:
        """Let time pass."""
        self.at_ms += ms
