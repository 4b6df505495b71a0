"""What a negative twin of a bad network or a wrong clock does without."""

from typing import Any

from hub.advancing_sync import rules
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


def wall_stamps() -> None:
    """An edit is as late as its worker's clock says, whatever was seen before."""

    def next_stamp(_last: str, now_ms: int, person: str) -> str:
        return f"{now_ms:013d}-0000-{person}"

    put(rules, "next_stamp", next_stamp)
