"""What is known of each advance beside its log: how far it is, every value there was, and who has read how far."""

from piccolo.columns import JSONB, Array, BigInt, Integer, Text
from piccolo.table import Table


class AdvanceBoard(Table, tablename="advance_board"):
    """How far the advance of a room is. Shares and what is missing leave out the sections that only organisers see.

    `stage_<side>` is how far it is when that side has sent it. `sections` and `marks` are by section and full field
    key; `waits` are the sides that have something to answer; `missing` are the key answers that nobody has confirmed;
    `due_days` is how many days before the show the next deadline of something open is.
    """

    room = Text(primary_key=True, default=None)
    org_id = Text(default=None)
    stage_band = Text(default=None)
    stage_venue = Text(default=None)
    band_answered = Integer(default=None)
    band_total = Integer(default=None)
    venue_answered = Integer(default=None)
    venue_total = Integer(default=None)
    sections = JSONB(default=None)
    marks = JSONB(default=None)
    waits = Array(base_column=Text(), default=None)
    missing = Array(base_column=Text(), default=None)
    due_days = Integer(default=None, null=True)
    siblings = Integer(default=None)
    revision = Integer(default=None)
    changed_at_ms = BigInt(default=None)
    changed_by = Text(default=None)
    changed_name = Text(default=None)


class AdvanceValue(Table, tablename="advance_value"):
    """A value that a field or a cell had; what one person typed into a long text within a minute is one.

    `seq` is the fact that wrote it, of several the last, and `what` its tag. `row_id` and `cell` are empty for a plain
    field.
    """

    room = Text(primary_key=True, default=None)
    seq = BigInt(default=None)
    org_id = Text(default=None)
    field = Text(default=None)
    row_id = Text(default=None)
    cell = Text(default=None)
    what = Text(default=None)
    value = JSONB(default=None)
    stamp = Text(default=None)
    person = Text(default=None)
    name = Text(default=None)
    party = Text(default=None)
    source = Text(default=None)
    at_ms = BigInt(default=None)


class ActivitySeen(Table, tablename="activity_seen"):
    """How far somebody has read what was done in a room, and when they said so."""

    room = Text(primary_key=True, default=None)
    person = Text(default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    at_ms = BigInt(default=None)
