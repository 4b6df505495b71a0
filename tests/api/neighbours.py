"""Two organisations in one hub, each with a row in every table and with a mark in every text of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import asyncpg
import msgspec

from api.files import signed
from persistence.tables import ORG_KEYS
from tests.api.whole import SECRET, Whole

#: Beside those of an organisation: what its person has.
PEOPLE = ("account", "session", "passkey", "account_event")
READ_MODELS = ("chat_message", "queue_entry", "advance_field", "tip", "activity", "song")
#: In the order in which rows can refer to those before them. The rooms and their logs, which come first, are made by
#: the hub itself.
FILLED = (*PEOPLE, *ORG_KEYS, *READ_MODELS, "ban")
KINDS = ("show", "floor", "stream")
DAY_MS = 24 * 3_600_000
COLUMNS = """
SELECT column_name::text AS name, data_type::text AS kind, is_nullable = 'YES' AS empty
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1
"""
#: What has a form that code relies on, by column, or by table and column.
WRITTEN: Mapping[str, Any] = {
    "accent": "#7c5cff",
    "access_link.party": "venue",
    "access_link.role": "guest",
    "advance.status": "not_sent",
    "boosted_at_ms": 0,
    "can_write": True,
    "currency": "eur",
    "kind": "show",
    "org.side": "band",
    "payment": "none",
    "platform_admin": False,
    "products": ["advance", "tipjar", "karaoke"],
    "purpose": "verify",
    "role": "owner",
    "room": "show/show-{0}",
    "row_id": "",
    "section": "hospitality",
    "sections": ["hospitality"],
    "show_code.code": "{1}{1}{1}{1}{1}{1}{1}{1}",
    "song.room": "floor/show-{0}",
    "queue_entry.room": "floor/show-{0}",
    "tip.room": "stream/stream-{0}",
    "file.field": "files.stage_plot_link",
    "file.type": "application/pdf",
    "upload.field": "files.stage_plot_link",
    # Of whoever has the grant: of others nobody hears.
    "upload.person": "desk-{0}",
    "upload.received": 0,
    "template.answers": "{{}}",
    "template.schema": '{{"sections": [{{"key": "show", "label": "Show", "fields": []}}]}}',
    "state": "open",
    "status": "confirmed",
    "timezone": "Europe/Berlin",
}
#: What names something, by column: these are not secret, an intruder has them all.
NAMED = {
    "account": "account-{0}",
    "created_by": "account-{0}",
    "invited_by": "account-{0}",
    "org_id": "org-{0}",
    "person": "account-{0}",
    "show": "show-{0}",
    "venue": "venue-{0}",
}


def mark(org: str) -> str:
    """Stands in every text of an organisation, and in no id."""
    return f"MARK{org.upper()}MARK"


@dataclass(frozen=True)
class Neighbour:
    """An organisation, by its letter, with one person and one of everything."""

    letter: str

    @property
    def ids(self) -> dict[str, str]:
        """Everything of it that has a name, by what addresses and bodies call it."""
        own = ("account", "file", "invitation", "org", "session", "show", "stream", "template", "upload", "venue")
        rooms = {"room": f"show/show-{self.letter}", "floor": f"show-{self.letter}", "person": f"account-{self.letter}"}
        link = {"link": f"access_link-{self.letter}", "passkey": _passkey(self.letter), "about": f"show-{self.letter}"}
        return {name: f"{name}-{self.letter}" for name in own} | rooms | link

    @property
    def file_link(self) -> str:
        """What opens their file, for longer than any test."""
        link = signed.link(SECRET, f"org-{self.letter}", self.ids["file"], "attachment", now_ms=2**50)
        return link.partition("?token=")[2]

    @property
    def rooms(self) -> list[str]:
        """One of each kind."""
        return [f"{kind}/{'stream' if kind == 'stream' else 'show'}-{self.letter}" for kind in KINDS]


def _passkey(letter: str) -> str:
    """As it stands in an address: base64 of 12 bytes, which needs no padding."""
    return f"passkey-----{letter}---"


async def settle(hub: Whole, database_url: str, neighbour: Neighbour) -> None:
    """Fill every table for an organisation, and make its rooms."""
    for room in neighbour.rooms:
        await hub.worker.service.doors.ports.log.create(room, f"org-{neighbour.letter}")
    connection = await asyncpg.connect(database_url)
    for table in FILLED:
        columns = await connection.fetch(COLUMNS, table)
        names = ", ".join(f'"{each["name"]}"' for each in columns)
        places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
        values = [_value(table, each, neighbour.letter, hub.worker.clock.now_ms()) for each in columns]
        await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *values)
    await connection.close()
    await hub.worker.filing.store.put(f"org-{neighbour.letter}/file-{neighbour.letter}/data-1", b"x")
    for room in neighbour.rooms:
        await hub.worker.service.doors.ports.log.create(room, f"org-{neighbour.letter}")


def _value(table: str, column: Any, letter: str, now_ms: int) -> Any:
    name, kind, empty = column["name"], column["kind"], column["empty"]
    if name == "credential":
        return msgspec.convert(_passkey(letter).replace("-", "+"), bytes)
    if name == "id":
        return f"{table}-{letter}"
    for known in (WRITTEN.get(f"{table}.{name}"), WRITTEN.get(name), NAMED.get(name)):
        if known is not None:
            return known.format(letter, letter.upper()) if isinstance(known, str) else known
    if name == "day":
        return (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
    if name in {"closes_at_ms", "expires_at_ms", "proven_at_ms"}:
        return now_ms + DAY_MS
    if name == "verified_at_ms":
        return 1
    return None if empty and kind not in {"text", "jsonb"} else _marked(table, name, kind, letter)


def _marked(table: str, name: str, kind: str, letter: str) -> Any:
    text = f"{mark(letter)} {table} {name}" if name not in {"mail", "mail_key"} else f"{mark(letter)}@example.org"
    by_kind = {
        "text": text,
        "bytea": sha256(text.encode()).digest(),
        "jsonb": msgspec.json.encode({"x": text}).decode(),
    }
    return by_kind.get(kind, [] if kind == "ARRAY" else kind == "boolean" or 1)


async def rows(connection: "asyncpg.Connection[asyncpg.Record]", letter: str) -> dict[str, str]:
    """Every row of an organisation and its person, by table, as one hash each."""
    tables: dict[str, str] = {}
    names = await connection.fetch(
        "SELECT table_name::text AS name, array_agg(column_name::text) AS columns FROM information_schema.columns "
        "WHERE table_schema = 'public' AND column_name IN ('org_id', 'account') GROUP BY 1"
    )
    for each in names:
        whose = f"org_id = 'org-{letter}'" if "org_id" in each["columns"] else f"account = 'account-{letter}'"
        tables[each["name"]] = whose
    tables["account"] = f"id = 'account-{letter}'"
    parts = (
        f"SELECT '{table}' AS name, md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash "
        f"FROM {table} t WHERE {whose}"
        for table, whose in tables.items()
    )
    return {row["name"]: row["hash"] for row in await connection.fetch(" UNION ALL ".join(parts))}
