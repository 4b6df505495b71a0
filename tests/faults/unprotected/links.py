"""The bounds on waiting for a store that a negative twin does without."""

from typing import Any

from persistence.database import Database
from tests.faults.unprotected.put import put

FOR_EVER_S = 3600.0


def no_patience_bound() -> None:
    """Whoever asks Postgres waits until it answers, however long that is."""
    database: Any = Database
    made = database.__init__

    def patient(self: Any, url: str, **bounds: Any) -> None:
        waits = dict.fromkeys(("connect_s", "statement_s", "lock_s", "idle_s"), FOR_EVER_S)
        made(self, url, **{**bounds, **waits})

    put(Database, "__init__", patient)
