"""`hub admin`: the first owner of an organisation, and who may see every organisation of this hub.

It works on the database, as its owner: who may run it may do everything anyway. What it does is in the audit, as done
by nobody with an account.
"""

import argparse
import secrets

import msgspec

from api.accounts.register import MailAddress
from api.organisations.organisations import ACCENT, Title
from api.passwords import Passwords
from hub.kernel import Id, Millis, Name, Role
from persistence import account_events, accounts, mail_tokens, members, organisations, sessions
from persistence.audit import Actor, note
from persistence.clock import SystemClock
from persistence.database import Connection, Database
from persistence.organisations import PLATFORM
from persistence.tenancy import enter

#: So long may somebody take to set their password by the link that is printed.
LINK_MS = 24 * 3600 * 1000
PRODUCTS = ("advance", "karaoke", "tipjar")
OPERATOR = "operator"


def declare(admin: argparse.ArgumentParser) -> None:
    """What can be said after `hub admin`."""
    acts = admin.add_subparsers(dest="act", required=True)
    owner = acts.add_parser("create-owner", help="an owner, with an account if they have none")
    owner.add_argument("mail", metavar="MAIL")
    owner.add_argument("--name", default="Owner", help="of a new account, shown to others")
    where = owner.add_mutually_exclusive_group(required=True)
    where.add_argument("--org", metavar="NAME", help="of a new organisation")
    where.add_argument("--into", metavar="ID", help="an organisation there is")
    for act, says in (("grant-platform", "let somebody see every organisation"), ("revoke-platform", "the opposite")):
        acts.add_parser(act, help=f"{says}; every use is noted").add_argument("mail", metavar="MAIL")


async def administer(database: Database, options: argparse.Namespace, public_url: str) -> str:
    """Do it; what was done.

    Raises:
        ValueError: an argument is wrong, or names nobody.
        Unavailable: the database cannot be reached.
    """
    if options.act == "create-owner":
        return await _create_owner(database, options, public_url)
    return await _platform(database, options.mail, admin=options.act == "grant-platform")


async def _create_owner(database: Database, options: argparse.Namespace, public_url: str) -> str:
    mail, name = msgspec.convert(options.mail, MailAddress), msgspec.convert(options.name, Name)
    now_ms = SystemClock().now_ms()
    said: list[str] = []
    async with database.transaction() as connection:
        known = await accounts.by_mail(connection, mail)
        if known is None:
            account, secret = await _account(connection, mail, name, now_ms)
            said.append(f"hub: to set a password, within a day: {public_url}/reset#{secret}")
        else:
            account = known.id
        if options.org is not None:
            org = await _found(connection, account, msgspec.convert(options.org, Title), now_ms)
        else:
            org = await _promote(connection, account, options.into, now_ms)
    return "\n".join([f"hub: {mail} owns {org}", *said])


async def _account(connection: Connection, mail: str, name: str, now_ms: Millis) -> tuple[Id, str]:
    """An account that nobody knows the password of, and the secret of a link that sets one."""
    nobody_knows = await Passwords().hash(secrets.token_urlsafe(32))
    account = await accounts.create(connection, mail, name, nobody_knows, verified=True, now_ms=now_ms)
    return account, await mail_tokens.make(connection, account, "reset", mail, expires_ms=now_ms + LINK_MS)


async def _found(connection: Connection, account: Id, name: str, now_ms: Millis) -> Id:
    """A new organisation of this account's."""
    made = await organisations.make(connection, account, name, ACCENT, PRODUCTS, now_ms=now_ms)
    actor = Actor(made.org, "", OPERATOR, "")
    await note(connection, actor, "org.created", made.org, now_ms=now_ms, after=made)
    return made.org


async def _promote(connection: Connection, account: Id, org: str, now_ms: Millis) -> Id:
    """An organisation that this account is an owner of from now on. Raises `ValueError` when there is none."""
    await enter(connection, org)
    if await organisations.read(connection, org, hold=True) is None:
        raise ValueError(f"there is no organisation {org}")
    before = await members.one(connection, org, account)
    if before is None:
        await members.add(connection, org, account, Role.OWNER, now_ms=now_ms)
    elif before.role is not Role.OWNER:
        await members.change(connection, org, account, Role.OWNER, now_ms=now_ms)
    else:
        return org
    actor = Actor(org, "", OPERATOR, "")
    was = None if before is None else {"role": before.role}
    await note(connection, actor, "member.made_owner", account, now_ms=now_ms, before=was, after={"role": Role.OWNER})
    return org


async def _platform(database: Database, mail: str, *, admin: bool) -> str:
    now_ms = SystemClock().now_ms()
    async with database.transaction() as connection:
        await enter(connection, PLATFORM)
        account = await accounts.grant_platform(connection, mail, admin=admin)
        if account is None:
            raise ValueError(f"nobody has an account with {mail}")
        if not admin:
            # A session says what it was when it began, and sockets were opened with it.
            await sessions.end_all(connection, account, "ended", now_ms=now_ms)
        what = "platform.granted" if admin else "platform.revoked"
        await note(connection, Actor(PLATFORM, "", OPERATOR, ""), what, account, now_ms=now_ms)
        event = what.replace(".", "_")
        await account_events.tell(connection, account, event, device=OPERATOR, address="", now_ms=now_ms)
    return f"hub: {mail} is {'' if admin else 'not '}a platform admin{'' if admin else ' any more'}"
