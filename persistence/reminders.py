"""Reminders of deadlines: which shows have some, when people are reminded, and which of it was done."""

from collections.abc import Sequence
from itertools import starmap

import msgspec
from msgspec import Struct

from hub.kernel import Id, Millis, Party, Role
from persistence.database import Connection, Database
from persistence.readmodels.advance_board import Part

#: How many days before a deadline, where a show says nothing else; 0 is the day itself.
USUAL = (7, 3, 1, 0)
#: A claim is over after so long: whoever had it was killed, or the mail did not leave the house.
CLAIM_MS = 10 * 60_000
TRIES_MAX = 5
#: However often a deadline is moved, nobody is reminded of a section again before so long.
REST_MS = 20 * 3600 * 1000
SHOWS = "SELECT org_id, show FROM shows_to_remind($1, $2)"
PLAN = "SELECT days FROM reminder_plan WHERE org_id = $1 AND show = $2"
SET = """
INSERT INTO reminder_plan (org_id, show, days) VALUES ($1, $2, $3)
ON CONFLICT (org_id, show) DO UPDATE SET days = excluded.days
"""
NIGHT = """
SELECT s.title, s.day, s.timezone, coalesce(o.side, 'band') AS side, b.sections::text AS sections, p.days
FROM show s JOIN org o ON o.org_id = s.org_id JOIN advance_board b ON b.room = 'show/' || s.id
    LEFT JOIN reminder_plan p ON p.org_id = s.org_id AND p.show = s.id
WHERE s.org_id = $1 AND s.id = $2
"""
PEOPLE = """
SELECT m.account, a.mail, m.role, a.name FROM member m JOIN account a ON a.id = m.account
WHERE m.org_id = $1 AND m.role IN ('owner', 'manager', 'crew', 'venue') AND a.verified_at_ms IS NOT NULL
ORDER BY m.account
"""
MAKE = """
INSERT INTO reminder (org_id, show, section, account, due_day, days, made_at_ms, tries)
SELECT $1, $2, d.section, d.account, d.due_day, d.days, $7, 0
FROM unnest($3::text[], $4::text[], $5::text[], $6::integer[]) AS d (section, account, due_day, days)
ON CONFLICT DO NOTHING
"""
#: Of several who come at once, each row is one's: the others pass it by.
CLAIM = """
WITH mine AS (
    SELECT r.section, r.account, r.due_day, r.days FROM reminder r
    JOIN unnest($3::text[], $4::text[], $5::text[], $6::integer[]) AS d (section, account, due_day, days)
        ON d.section = r.section AND d.account = r.account AND d.due_day = r.due_day AND d.days = r.days
    WHERE r.org_id = $1 AND r.show = $2 AND r.sent_at_ms IS NULL AND r.tries < $9
        AND (r.claimed_at_ms IS NULL OR r.claimed_at_ms <= $8)
        AND NOT EXISTS (
            SELECT FROM reminder s WHERE s.org_id = $1 AND s.show = $2 AND s.section = r.section
                AND s.account = r.account AND s.sent_at_ms > $10
        )
    FOR UPDATE OF r SKIP LOCKED
)
UPDATE reminder r SET claimed_at_ms = $7, tries = r.tries + 1 FROM mine m
WHERE r.org_id = $1 AND r.show = $2 AND r.section = m.section AND r.account = m.account AND r.due_day = m.due_day
    AND r.days = m.days
RETURNING r.section, r.account, r.due_day, r.days
"""
SENT = """
UPDATE reminder r SET sent_at_ms = $7
FROM unnest($3::text[], $4::text[], $5::text[], $6::integer[]) AS d (section, account, due_day, days)
WHERE r.org_id = $1 AND r.show = $2 AND r.section = d.section AND r.account = d.account AND r.due_day = d.due_day
    AND r.days = d.days
"""
SETTLED = """
SELECT section, account, due_day, days FROM reminder
WHERE org_id = $1 AND show = $2 AND (sent_at_ms IS NOT NULL OR tries >= $3)
"""
RESTING = "SELECT section, account FROM reminder WHERE org_id = $1 AND show = $2 AND sent_at_ms > $3"
_read_parts = msgspec.json.Decoder(dict[str, Part]).decode


class Night(Struct, frozen=True):
    """A show whose advance has deadlines. `side`: for whom the organisation speaks; `plan`: days before a deadline."""

    title: str
    day: str
    timezone: str
    side: Party
    parts: dict[str, Part]
    plan: tuple[int, ...]


class Reached(Struct, frozen=True):
    """A member who may be asked to answer."""

    account: Id
    mail: str
    role: Role
    name: str = ""


class Reminder(Struct, frozen=True, order=True):
    """That somebody is reminded of a section so many `days` before it is due on `due_day`."""

    section: str
    account: Id
    due_day: str
    days: int


async def shows(database: Database, since: str, until: str) -> list[tuple[Id, Id]]:
    """The shows on these days that have deadlines for something open: organisation and id. Raises `Unavailable`."""
    async with database.connection() as connection:
        return [(row["org_id"], row["show"]) for row in await connection.fetch(SHOWS, since, until)]


async def plan(connection: Connection, org: Id, show: Id) -> tuple[int, ...]:
    """How many days before a deadline people are reminded."""
    days: list[int] | None = await connection.fetchval(PLAN, org, show)
    return USUAL if days is None else tuple(days)


async def set_plan(connection: Connection, org: Id, show: Id, days: Sequence[int]) -> None:
    """Remind so many days before each deadline; with none, never."""
    await connection.execute(SET, org, show, sorted(set(days), reverse=True))


async def night(connection: Connection, org: Id, show: Id) -> Night | None:
    """What there is to know of a show; None when it has no board."""
    row = await connection.fetchrow(NIGHT, org, show)
    if row is None:
        return None
    days = USUAL if row["days"] is None else tuple(row["days"])
    return Night(row["title"], row["day"], row["timezone"], row["side"], _read_parts(row["sections"]), days)


async def people(connection: Connection, org: Id) -> list[Reached]:
    """The members who fill in advances and have an address."""
    return [msgspec.convert(dict(row), Reached) for row in await connection.fetch(PEOPLE, org)]


async def claim(connection: Connection, org: Id, show: Id, due: Sequence[Reminder], now_ms: Millis) -> list[Reminder]:
    """Those of these reminders that are now the caller's to send: nobody has sent them, and nobody else is at it.

    Not those of a section that somebody was reminded of less than `REST_MS` ago; they can be claimed later.
    """
    await connection.execute(MAKE, org, show, *_columns(due), now_ms)
    terms = (*_columns(due), now_ms, now_ms - CLAIM_MS, TRIES_MAX, now_ms - REST_MS)
    return sorted(starmap(Reminder, await connection.fetch(CLAIM, org, show, *terms)))


async def sent(connection: Connection, org: Id, show: Id, which: Sequence[Reminder], now_ms: Millis) -> None:
    """These have left the house."""
    await connection.execute(SENT, org, show, *_columns(which), now_ms)


async def settled(connection: Connection, org: Id, show: Id) -> set[Reminder]:
    """The reminders of a show that are not sent any more: they were, or were tried too often."""
    return set(starmap(Reminder, await connection.fetch(SETTLED, org, show, TRIES_MAX)))


async def resting(connection: Connection, org: Id, show: Id, now_ms: Millis) -> set[tuple[str, Id]]:
    """Sections, each with an account that was reminded of it less than `REST_MS` ago."""
    return {(row["section"], row["account"]) for row in await connection.fetch(RESTING, org, show, now_ms - REST_MS)}


def _columns(which: Sequence[Reminder]) -> list[list[object]]:
    return [[getattr(each, name) for each in which] for name in ("section", "account", "due_day", "days")]
