"""When the sides of a show are reminded of what they have to answer, and which reminders there were."""

from piccolo.columns import Array, BigInt, Integer, Text
from piccolo.table import Table


class ReminderPlan(Table, tablename="reminder_plan"):
    """How many days before a deadline people of a show are reminded, where it is not as usual; empty: never."""

    org_id = Text(primary_key=True, default=None)
    show = Text(default=None)
    days = Array(base_column=Integer(), default=None)


class Reminder(Table, tablename="reminder"):
    """That an account is reminded of a section, `days` before the deadline on `due_day` (YYYY-MM-DD): once.

    `claimed_at_ms` says when somebody last began to send it; `tries` how often that was.
    """

    org_id = Text(primary_key=True, default=None)
    show = Text(default=None)
    section = Text(default=None)
    account = Text(default=None)
    due_day = Text(default=None)
    days = Integer(default=None)
    made_at_ms = BigInt(default=None)
    claimed_at_ms = BigInt(default=None, null=True)
    sent_at_ms = BigInt(default=None, null=True)
    tries = Integer(default=None)
