"""What Postgres says of a table."""

from persistence.database import Connection

CONSTRAINTS = """
SELECT array_agg(a.attname::text ORDER BY k.n) AS columns FROM pg_constraint c,
    unnest(c.conkey) WITH ORDINALITY AS k (num, n) JOIN pg_attribute a ON a.attnum = k.num
WHERE a.attrelid = c.conrelid AND c.conrelid = $1::text::regclass AND c.contype = $2 GROUP BY c.conname
ORDER BY c.conname
"""


async def keys(connection: Connection, table: str, kind: str) -> list[tuple[str, ...]]:
    """The columns of each constraint of a kind: `p` primary key, `u` unique, `f` reference."""
    rows = await connection.fetch(CONSTRAINTS, table, kind.encode())
    return [tuple(row["columns"]) for row in rows]
