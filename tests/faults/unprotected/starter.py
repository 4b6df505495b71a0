"""The protections that the stores have from how they are started, and that a negative twin does without."""

from collections.abc import Callable, Mapping

from embedded import postgres
from tests.faults.unprotected.put import put


def commit_later() -> None:
    """Postgres says yes before the disk has it."""
    put(postgres, "SETTINGS", {**postgres.SETTINGS, "synchronous_commit": "off", "wal_writer_delay": "10000ms"})


SWITCHES: Mapping[str, Callable[[], None]] = {each.__name__: each for each in (commit_later,)}
