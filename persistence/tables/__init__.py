"""The tables. Piccolo owns their shape and migrations; the hot statements beside them are written by hand.

What belongs to an organisation carries its `org_id`, and Postgres shows it to nobody else (`persistence.tenancy`).
Piccolo knows keys of one column only: where a key has more, the model marks the first and the migration widens it
(`KEYS` is what the database must have, a test compares).
"""

from collections.abc import Mapping
from types import MappingProxyType

from piccolo.table import Table

from persistence.tables import accounts, boards, files, organisations, readmodels, reminders, rooms, templates

#: The primary key of each table of a room.
ROOM_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "room": ("id",),
        "room_fact": ("room", "seq"),
        "room_snapshot": ("room",),
        "projection": ("room",),
        "chat_message": ("room", "id"),
        "queue_entry": ("room", "id"),
        "advance_field": ("room", "field", "row_id", "cell"),
        "tip": ("room", "id"),
        "activity": ("room", "seq"),
        "advance_board": ("room",),
        "advance_value": ("room", "seq"),
        "activity_seen": ("room", "person"),
        "song": ("room", "title", "artist"),
        "ban": ("org_id", "room", "person"),
    }
)
#: Of each other table of an organisation.
ORG_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "org": ("org_id",),
        "member": ("org_id", "account"),
        "invitation": ("org_id", "id"),
        "venue": ("org_id", "id"),
        "show": ("org_id", "id"),
        "stream": ("org_id", "id"),
        "advance": ("org_id", "show"),
        "advance_part": ("org_id", "show", "section"),
        "access_link": ("org_id", "id"),
        "show_code": ("code",),
        "ticket": ("hash",),
        "audit": ("org_id", "id"),
        "file": ("org_id", "id"),
        "upload": ("org_id", "id"),
        "reminder_plan": ("org_id", "show"),
        "reminder": ("org_id", "show", "section", "account", "due_day", "days"),
        "template": ("org_id", "id"),
    }
)
#: Of each table of people.
ACCOUNT_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "account": ("id",),
        "session": ("id",),
        "mail_token": ("hash",),
        "recovery_code": ("hash",),
        "passkey": ("credential",),
        "challenge": ("hash",),
        "account_event": ("id",),
        "mail": ("id",),
        "signing_key": ("id",),
        "answered": ("account", "key"),
        "revoked": ("id",),
    }
)
#: Of what the hub knows of itself.
HUB_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({"read_model": ("name",)})
KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType({**ROOM_KEYS, **ORG_KEYS, **ACCOUNT_KEYS, **HUB_KEYS})

TABLES: tuple[type[Table], ...] = (
    rooms.Room,
    rooms.RoomFact,
    rooms.RoomSnapshot,
    rooms.Projection,
    rooms.ChatMessage,
    rooms.QueueEntry,
    rooms.AdvanceField,
    rooms.Tip,
    rooms.Activity,
    rooms.Song,
    rooms.Ban,
    organisations.Org,
    organisations.Member,
    organisations.Invitation,
    organisations.Venue,
    organisations.Show,
    organisations.Stream,
    organisations.Advance,
    organisations.AdvancePart,
    organisations.AccessLink,
    organisations.ShowCode,
    organisations.Ticket,
    organisations.Audit,
    files.File,
    files.Upload,
    boards.AdvanceBoard,
    boards.AdvanceValue,
    boards.ActivitySeen,
    reminders.ReminderPlan,
    reminders.Reminder,
    templates.Template,
    accounts.Account,
    accounts.Session,
    accounts.MailToken,
    accounts.RecoveryCode,
    accounts.Passkey,
    accounts.Challenge,
    accounts.AccountEvent,
    accounts.Mail,
    accounts.SigningKey,
    accounts.Answered,
    accounts.Revoked,
    readmodels.ReadModel,
)
