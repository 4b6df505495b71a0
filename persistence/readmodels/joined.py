"""A long text is typed in many small changes: what one person types into it within a minute is one line."""

from typing import Any

from hub.advancing_sync.text_messages import TextChanged
from persistence.database import Connection
from persistence.readmodels.rows import Rows

TYPED = TextChanged.__struct_config__.tag
MINUTE_MS = 60_000
#: The last line of a minute stays, and says what stood there before the first.
LINES = """
WITH typed AS (
    SELECT a.room, a.seq, first_value(a.was) OVER minute AS was, max(a.seq) OVER (PARTITION BY
        a.room, a.person, a.about, a.at_ms / 60000) AS last
    FROM activity a WHERE a.room = ANY ($1) AND a.what = $2 AND a.at_ms >= $3
    WINDOW minute AS (PARTITION BY a.room, a.person, a.about, a.at_ms / 60000 ORDER BY a.seq)
), gone AS (
    DELETE FROM activity a USING typed t WHERE a.room = t.room AND a.seq = t.seq AND t.seq < t.last
)
UPDATE activity a SET was = t.was FROM typed t
WHERE a.room = t.room AND a.seq = t.seq AND t.seq = t.last AND a.was <> t.was
"""
VALUES = """
DELETE FROM advance_value v USING (
    SELECT v.room, v.seq, max(v.seq) OVER (PARTITION BY v.room, v.person, v.field, v.at_ms / 60000) AS last
    FROM advance_value v WHERE v.room = ANY ($1) AND v.what = $2 AND v.at_ms >= $3
) t
WHERE v.room = t.room AND v.seq = t.seq AND t.seq < t.last
"""


async def join_lines(connection: Connection, rows: Rows) -> None:
    """Of the lines of the activity, after some more came."""
    await _join(connection, LINES, rows)


async def join_values(connection: Connection, rows: Rows) -> None:
    """Of the values that a text had, likewise."""
    await _join(connection, VALUES, rows)


async def _join(connection: Connection, statement: str, rows: Rows) -> None:
    typed: dict[str, Any] = {}
    for (room, _), row in rows.items():
        if row["what"] == TYPED:
            typed[room] = min(typed.get(room, row["at_ms"]), row["at_ms"])
    if typed:
        since = min(typed.values())
        await connection.execute(statement, list(typed), TYPED, since - since % MINUTE_MS)
