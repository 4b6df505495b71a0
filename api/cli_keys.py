"""`hub keys`: signing keys that change without signing anybody out."""

import argparse
from datetime import UTC, datetime

from hub.kernel import Millis
from persistence import signing_keys
from persistence.clock import SystemClock
from persistence.database import Database

#: Nothing that is signed counts longer than a year (the cookie of a known device); a day more, for clocks.
KEEP_MS = 366 * 24 * 3600 * 1000


def declare(parser: argparse.ArgumentParser) -> None:
    """Say what the command takes."""
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("rotate", help="sign with a new key from now on; what older ones signed counts until it expires")
    acts.add_parser("list", help="which keys there are")
    ended = acts.add_parser("retire", help="end a key at once: whatever it signed counts no more")
    ended.add_argument("key", help="its id, as `hub keys list` prints it")


async def tend(database: Database, options: argparse.Namespace) -> str:
    """Do it; what was done.

    Raises:
        Unavailable: the database is away.
        ValueError: there is no such key, or it has ended.
    """
    now_ms = SystemClock().now_ms()
    async with database.transaction() as connection:
        if options.act == "rotate":
            key = await signing_keys.rotate(connection, now_ms=now_ms, keep_ms=KEEP_MS)
            return f"hub: {key} signs from now on; whoever is signed in stays so"
        if options.act == "retire":
            if not await signing_keys.retire(connection, options.key, now_ms=now_ms):
                raise ValueError(f"there is no key {options.key} that could end")
            return f"hub: {options.key} has ended: who was signed in with it refreshes, links it signed are dead"
        found = await signing_keys.all_keys(connection)
    return "\n".join(_line(key, now_ms) for key in found) or "hub: no keys yet: the secret itself signs"


def _line(key: signing_keys.SigningKey, now_ms: Millis) -> str:
    made = f"{key.id} made {_day(key.created_at_ms)}"
    if key.retired_at_ms is None:
        return f"{made}, does not end"
    return f"{made}, {'ends' if key.lives(now_ms) else 'ended'} {_day(key.retired_at_ms)}"


def _day(ms: Millis) -> str:
    return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")
