"""People are reminded by mail of what they have to answer before a deadline."""

from api.reminders.plan import HANDLERS

__all__ = ["HANDLERS"]
