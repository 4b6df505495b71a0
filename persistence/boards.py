"""The board of all advances of an organisation: how far each is, what is missing, and what was answered."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec import Struct

from hub.kernel import Millis, is_private
from persistence.database import Connection
from persistence.paging import Asked, Listing, Page, page, stamped, words
from persistence.readmodels.advance_board import Part

#: How a question of every show may stand, and the SQL for it: `$8` is the question's full key.
Condition: TypeAlias = Literal["answered", "unanswered", "asked", "needs_answer", "confirmed", "unconfirmed"]
_ANSWERED = """EXISTS (
    SELECT FROM advance_field f WHERE f.room = 'show/' || s.id AND f.field = $8 AND f.value <> 'null'
)"""
_CONDITIONS = f"""CASE $9
    WHEN 'answered' THEN {_ANSWERED}
    WHEN 'unanswered' THEN NOT {_ANSWERED}
    WHEN 'unconfirmed' THEN coalesce(b.marks ->> $8, '') <> 'confirmed'
    ELSE coalesce(b.marks ->> $8, '') = $9
END"""
STAGES = ("not_sent", "sent", "opened", "in_progress", "completed", "signed_off")
_STAGE = "coalesce(CASE o.side WHEN 'venue' THEN b.stage_venue ELSE b.stage_band END, 'not_sent')"
_DUE = "(s.day::date - b.due_days)::text"
#: `$1` the organisation; `$2` active or archived shows, or all; `$3` patterns of title and place; `$4` a stage, `$5` a
#: side that is waited for and `$6` a key answer that is missing, or nothing; `$7` the first day; `$10` the words of an
#: answer as a query, or nothing, and `$11` whether those of sections that only organisers see count; `$12` one show.
LIST = f"""
SELECT s.id, s.title, v.name AS venue_name, v.city, s.day, s.timezone, s.status, s.archived_at_ms,
    {_STAGE} AS stage, coalesce(b.band_answered, 0) AS band_answered,
    coalesce(b.band_total, 0) AS band_total, coalesce(b.venue_answered, 0) AS venue_answered,
    coalesce(b.venue_total, 0) AS venue_total, coalesce(b.sections::text, '') AS sections,
    coalesce(b.waits, ARRAY[]::text[]) AS waits, coalesce(b.missing, ARRAY[]::text[]) AS missing,
    coalesce(b.siblings, 0) AS siblings, coalesce(b.revision, 0) AS revision,
    coalesce(b.changed_at_ms, 0) AS changed_at_ms, coalesce(b.changed_name, '') AS changed_name,
    {{key}} AS page_key
FROM show s JOIN org o ON o.org_id = s.org_id JOIN advance a ON a.org_id = s.org_id AND a.show = s.id
    LEFT JOIN venue v ON v.org_id = s.org_id AND v.id = s.venue
    LEFT JOIN advance_board b ON b.room = 'show/' || s.id
WHERE s.org_id = $1 AND ($2 = 'all' OR (s.archived_at_ms IS NULL) = ($2 = 'active'))
    AND concat_ws(' ', s.title, v.name, v.city) ILIKE ALL ($3::text[])
    AND ($4 = '' OR {_STAGE} = $4) AND ($5 = '' OR $5 = ANY (b.waits))
    AND ($6 = '' OR $6 = ANY (b.missing)) AND s.day >= $7
    AND ($8 = '' OR {_CONDITIONS})
    AND ($10 = '' OR 'show/' || s.id IN (SELECT rooms_that_say($10, $11))) AND ($12 = '' OR s.id = $12)
"""  # noqa: S608  our own names
FOUND = "SELECT room, field, row_id, cell, text FROM answers_that_say($1, $2, $3, $4)"
#: Of a show; the first are enough to see why it was found.
FOUND_MAX = 3
_WORD = re.compile(r"\w+")
_read_parts = msgspec.json.Decoder(dict[str, Part]).decode


class Seeking(Struct, frozen=True):
    """Which advances: by show (`which`, `text`, `since`), by stage, by what is missing, by who is waited for.

    `show`: that one alone. `field` with `condition`: how a question stands. `answer`: words, each of which begins one
    in some answer.
    """

    which: str = "active"
    text: str = ""
    stage: str = ""
    waits: str = ""
    missing: str = ""
    since: str = "0001-01-01"
    field: str = ""
    condition: Condition = "answered"
    answer: str = ""
    show: str = ""


class _Row(Struct, frozen=True):
    id: str
    title: str
    venue_name: str | None
    city: str | None
    day: str
    timezone: str
    status: str
    archived_at_ms: Millis | None
    stage: str
    band_answered: int
    band_total: int
    venue_answered: int
    venue_total: int
    waits: list[str]
    missing: list[str]
    siblings: int
    revision: int
    changed_at_ms: Millis
    changed_name: str


class _Read(_Row, frozen=True, kw_only=True):
    sections: str


class Found(Struct, frozen=True):
    """An answer in which the words are."""

    field: str
    row: str
    column: str
    text: str


class Standing(_Row, frozen=True, kw_only=True):
    """An advance on the board; `parts` by section, `found` the answers that were sought."""

    parts: dict[str, Part]
    found: list[Found]


ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "day": "s.day",
        "title": "lower(s.title)",
        "changed": stamped("coalesce(b.changed_at_ms, 0)"),
        "due": f"coalesce({_DUE}, '9999-12-31')",
        "stage": f"array_position(ARRAY{list(STAGES)}, {_STAGE})::text",
    }
)
LISTING = Listing(LIST, ORDERS, _Read, "s.id")


async def listed(
    connection: Connection, org: str, asked: Asked, seeking: Seeking, *, private: bool
) -> Page["Standing"]:
    """A page of the board in the organisation's transaction; `private`: with the sections that only organisers see.

    Raises:
        Rejected: `http.no_page`.
    """
    query = _query(seeking.answer)
    values = (
        seeking.which,
        words(seeking.text),
        seeking.stage,
        seeking.waits,
        seeking.missing,
        seeking.since,
        seeking.field,
        seeking.condition,
        query,
        private,
        seeking.show,
    )
    found = await page(connection, LISTING, asked, org, *values)
    hits = await _hits(connection, [row.id for row in found.rows], query, private=private) if query else {}
    return Page([_standing(row, hits.get(row.id, []), private=private) for row in found.rows], found.cursor)


async def _hits(connection: Connection, shows: list[str], query: str, *, private: bool) -> dict[str, list[Found]]:
    hits: dict[str, list[Found]] = {}
    rooms = [f"show/{show}" for show in shows]
    for row in await connection.fetch(FOUND, query, private, rooms, FOUND_MAX):
        several = hits.setdefault(row["room"].removeprefix("show/"), [])
        several.append(Found(row["field"], row["row_id"], row["cell"], row["text"]))
    return hits


def _standing(row: _Read, found: list[Found], *, private: bool) -> Standing:
    parts = _read_parts(row.sections) if row.sections else {}
    seen = {key: part for key, part in parts.items() if private or not is_private(key)}
    told: dict[str, Any] = msgspec.structs.asdict(row)
    del told["sections"]
    return Standing(**told, parts=seen, found=found)


def _query(text: str) -> str:
    """As Postgres asks for words: each of them, however it goes on. What is no word is left out."""
    return " & ".join(f"{word}:*" for word in _WORD.findall(text))
