"""The `hub` command: serve, migrate, grant, rebuild, restored, admin, keys."""

import argparse
import asyncio
import os
import sys
import time
from collections.abc import Sequence

import msgspec

from api import cli_admin, cli_keys, grants, logs, settings
from api.server import CannotStart, serve
from hub.behaviours import kind_of
from hub.kernel import PARTIES, Actor, Role, RoomId
from hub.rooms.ports import Unavailable
from persistence.database import Database
from persistence.epochs import begin_anew
from persistence.rebuild import REBUILT, rebuild

GRANT_HOURS = 12
WORKERS_HELP = "processes on one port, 1 to 256 (default 1)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hub", description="A realtime collaboration hub for live shows.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="run the hub until it is stopped")
    run.add_argument("--workers", type=int, choices=range(1, 257), metavar="N", default=1, help=WORKERS_HELP)
    commands.add_parser("migrate", help="bring the database to this version")
    anew = commands.add_parser("rebuild", help="make a read model anew from the log, while the hub runs")
    anew.add_argument("model", choices=sorted(REBUILT), help="the name of its table")
    commands.add_parser("restored", help="after restoring a backup: every room begins a new history")
    grant = commands.add_parser("grant", help="print grants for a client's hello, one a line")
    grant.add_argument("rooms", nargs="+", metavar="ROOM", help="for example floor/demo")
    grant.add_argument("--role", required=True, choices=[each.value for each in Role if each is not Role.SYSTEM])
    grant.add_argument("--party", choices=PARTIES, default="", help="whom they speak for (default: what the role says)")
    grant.add_argument("--name", default="Guest", help="shown to others")
    grant.add_argument("--person", default="", help="an identity to use again (default: a new one)")
    grant.add_argument("--hours", type=float, default=GRANT_HOURS, help=f"valid for (default {GRANT_HOURS})")
    grant.add_argument("--count", type=int, default=1, help="so many, each for a new person with a numbered name")
    cli_keys.declare(commands.add_parser("keys", help="the keys that sign: rotate, list, retire"))
    cli_admin.declare(commands.add_parser("admin", help="make owners and platform admins"))
    return parser


def _grants(options: argparse.Namespace, secret: str) -> list[str]:
    """The grants that `hub grant` prints.

    Raises:
        ValueError: a room, name or person is not one.
    """
    for room in options.rooms:
        msgspec.convert(room, RoomId)
        kind = kind_of(room)
        if kind is None or Role(options.role) not in kind.lanes:
            raise ValueError(f"{options.role} has no seat in {room}")
    expires_ms = int((time.time() + options.hours * 3600) * 1000)
    printed: list[str] = []
    for number in range(1, options.count + 1):
        name = options.name if options.count == 1 else f"{options.name} {number}"
        person = options.person if options.person and options.count == 1 else grants.fresh_person()
        said = {"person": person, "role": options.role, "name": name, "party": options.party}
        actor = msgspec.convert(said, Actor)
        printed.append(grants.mint(secret, actor, options.rooms, expires_ms=expires_ms))
    return printed


def _run(options: argparse.Namespace) -> None:
    if options.command == "grant":
        secret = os.environ.get("HUB_GRANT_SECRET", "")
        if len(secret) < settings.SECRET_CHARS_MIN:
            raise settings.Misconfigured("HUB_GRANT_SECRET is not set, or has fewer than 32 characters")
        print("\n".join(_grants(options, secret)))
        return
    config = settings.read(os.environ)
    if options.command == "migrate":
        # Workers import this module too, and need no ORM: it would cost each of them 0.2 s and 13 MiB.
        from persistence.migrations import migrate  # noqa: PLC0415

        for each in asyncio.run(migrate(config.owner_url)):
            if each.rooms or each.left:
                print(_anew(each.table, each.rooms, each.left))
        print("hub: the database is at this version")
        return
    if options.command in _TENDING:
        print(asyncio.run(_tend(config, options)))
        return
    logs.configure(config.log_format, config.log_level)
    serve(config, options.workers)


async def _tend(config: settings.Settings, options: argparse.Namespace) -> str:
    """Do something to the database; what was done."""
    database = Database(config.owner_url, connections_max=1)
    await database.open()
    try:
        return await _TENDING[options.command](database, options, config)
    finally:
        await database.close()


async def _rebuild(database: Database, options: argparse.Namespace, _config: settings.Settings) -> str:
    return _anew(options.model, *await rebuild(database, REBUILT[options.model]))


def _anew(table: str, done: int, left: Sequence[str]) -> str:
    said = f"hub: {table} is made anew in {done} room{'s' if done != 1 else ''}"
    return said + "".join(f"\nhub: {room} is left as it is: a later version of the hub wrote there" for room in left)


async def _restored(database: Database, _options: argparse.Namespace, _config: settings.Settings) -> str:
    rooms = await begin_anew(database)
    return f"hub: {rooms} room{'s' if rooms != 1 else ''} began a new history: everybody comes back to what is there"


async def _admin(database: Database, options: argparse.Namespace, config: settings.Settings) -> str:
    return await cli_admin.administer(database, options, config.public_url)


async def _keys(database: Database, options: argparse.Namespace, _config: settings.Settings) -> str:
    return await cli_keys.tend(database, options)


_TENDING = {"rebuild": _rebuild, "restored": _restored, "admin": _admin, "keys": _keys}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0, or 1 with what to mend on standard error."""
    options = _parser().parse_args(arguments)
    try:
        _run(options)
    except (settings.Misconfigured, CannotStart, Unavailable, ValueError) as error:
        print("\n".join(f"hub: {line}" for line in str(error).splitlines()), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
