"""Rooms: their log, and the read models that are made of it.

Instead of a reference by `(org_id, room)` each table has a trigger that checks a whole statement at once: a reference
is checked row by row, which a hundred facts at a time feel, and locks the row that every append updates
(docs/adr/0020-the-database-keeps-organisations-apart.md).
"""

from piccolo.columns import JSONB, BigInt, Boolean, Bytea, Integer, Text
from piccolo.constraints import Unique
from piccolo.table import Table


class Room(Table, tablename="room"):
    """A room and the number of its last fact; that row is the lock of the room."""

    id = Text(primary_key=True, default=None)
    org_id = Text(default=None)
    kind = Text(default=None)
    epoch = Text(default=None)
    seq = BigInt(default=None)


class RoomFact(Table, tablename="room_fact"):
    """The log. `part` counts the facts of one command from 0."""

    room = Text(primary_key=True, default=None)
    seq = BigInt(default=None)
    org_id = Text(default=None)
    person = Text(default=None)
    command_id = Text(default=None)
    part = Integer(default=None)
    at_ms = BigInt(default=None)
    fact = JSONB(default=None)

    room_fact_once = Unique(["room", "person", "command_id", "part"])


class RoomSnapshot(Table, tablename="room_snapshot"):
    """The state folded up to `seq`, as `hub.rooms.room.snapshot` writes it."""

    room = Text(primary_key=True, default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    state = Bytea(default=None)


class Projection(Table, tablename="projection"):
    """How far the read models of a room are, and the form they have folded, if the room has one."""

    room = Text(primary_key=True, default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    form = Bytea(default=None, null=True)


class ChatMessage(Table, tablename="chat_message"):
    """A message; `seq` is the fact that posted it."""

    room = Text(primary_key=True, default=None)
    id = Text(default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    person = Text(default=None)
    name = Text(default=None)
    role = Text(default=None)
    text = Text(default=None)
    at_ms = BigInt(default=None)
    reply_to = Text(default=None, null=True)
    removed_by = Text(default=None, null=True)
    removed_at_ms = BigInt(default=None, null=True)

    chat_message_order = Unique(["room", "seq"])


class QueueEntry(Table, tablename="queue_entry"):
    """A request; `state` is waiting, up_next, playing, played, skipped or withdrawn."""

    room = Text(primary_key=True, default=None)
    id = Text(default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    person = Text(default=None)
    name = Text(default=None)
    title = Text(default=None)
    artist = Text(default=None)
    note = Text(default=None)
    state = Text(default=None)
    held = Boolean(default=None)
    at_ms = BigInt(default=None)
    started_at_ms = BigInt(default=None, null=True)
    ended_at_ms = BigInt(default=None, null=True)

    queue_entry_order = Unique(["room", "seq"])


class AdvanceField(Table, tablename="advance_field"):
    """What a field shows, or a cell of a row; both are empty for a plain field, and `place` orders the rows of a list.

    `siblings` counts the values that still wait to be settled.
    """

    room = Text(primary_key=True, default=None)
    field = Text(default=None)
    row_id = Text(default=None)
    cell = Text(default=None)
    org_id = Text(default=None)
    place = Text(default=None)
    value = JSONB(default=None)
    person = Text(default=None)
    name = Text(default=None)
    at_ms = BigInt(default=None)
    siblings = Integer(default=None)
    locked_by = Text(default=None, null=True)


class Tip(Table, tablename="tip"):
    """A tip that counts; `amount` in minor units of `currency`."""

    room = Text(primary_key=True, default=None)
    id = Text(default=None)
    org_id = Text(default=None)
    seq = BigInt(default=None)
    name = Text(default=None)
    text = Text(default=None)
    amount = BigInt(default=None)
    currency = Text(default=None)
    tier = Text(default=None)
    at_ms = BigInt(default=None)

    tip_order = Unique(["room", "seq"])


class Activity(Table, tablename="activity"):
    """Who did what when. `what` is the fact's tag, `about` the thing's key, `text` what it says of itself.

    `name` is the person's and `party` their side where the fact says it, otherwise empty. `was` is what stood there
    before, `section` that of an advance.
    """

    room = Text(primary_key=True, default=None)
    seq = BigInt(default=None)
    org_id = Text(default=None)
    person = Text(default=None)
    name = Text(default=None)
    what = Text(default=None)
    about = Text(default=None)
    text = Text(default=None)
    at_ms = BigInt(default=None)
    section = Text(default=None, null=True)
    party = Text(default=None, null=True)
    was = Text(default=None, null=True)


class Song(Table, tablename="song"):
    """A line of a floor's songbook."""

    room = Text(primary_key=True, default=None)
    title = Text(default=None)
    artist = Text(default=None)
    org_id = Text(default=None)


class Ban(Table, tablename="ban"):
    """Who may not come into a room, and by whose word; `until_ms` null: for good. Lifted = deleted."""

    org_id = Text(primary_key=True, default=None)
    room = Text(default=None)
    person = Text(default=None)
    name = Text(default=None)
    by = Text(default=None)
    by_name = Text(default=None)
    at_ms = BigInt(default=None)
    until_ms = BigInt(default=None, null=True)
