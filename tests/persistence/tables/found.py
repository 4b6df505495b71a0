"""What Postgres says of a table, and a row for any of them."""

from typing import Any

import asyncpg

from persistence.database import Connection

CONSTRAINTS = """
SELECT array_agg(a.attname::text ORDER BY k.n) AS columns FROM pg_constraint c,
    unnest(c.conkey) WITH ORDINALITY AS k (num, n) JOIN pg_attribute a ON a.attnum = k.num
WHERE a.attrelid = c.conrelid AND c.conrelid = $1::text::regclass AND c.contype = $2 GROUP BY c.conname
ORDER BY c.conname
"""
COLUMNS = "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $1"
VALUES: dict[str, Any] = {
    "text": "{}-x",
    "bigint": 1,
    "integer": 1,
    "boolean": True,
    "bytea": "{}-x",
    "jsonb": "{{}}",
    "ARRAY": [],
}


async def keys(connection: Connection, table: str, kind: str) -> list[tuple[str, ...]]:
    """The columns of each constraint of a kind: `p` primary key, `u` unique, `f` reference."""
    rows = await connection.fetch(CONSTRAINTS, table, kind.encode())
    return [tuple(row["columns"]) for row in rows]


async def a_row(
    connection: "asyncpg.Connection[asyncpg.Record] | Connection", table: str, org: str, **said: Any
) -> None:
    """Insert a row of an organisation in which every text is the organisation and `-x`, but for what is `said`."""
    columns = await connection.fetch(COLUMNS, table)
    names = ", ".join(f'"{each["column_name"]}"' for each in columns)
    places = ", ".join(f"${n}" for n in range(1, len(columns) + 1))
    values = {each["column_name"]: _value(each["data_type"], org) for each in columns} | {"org_id": org} | said
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({places})", *values.values())


def _value(kind: str, org: str) -> Any:
    value = VALUES[kind]
    said = value.format(org) if isinstance(value, str) else value
    return said.encode() if kind == "bytea" and isinstance(said, str) else said
