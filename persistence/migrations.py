"""Brings a database to the shape of `persistence.tables`, and its read models to what they say now."""

import io
import os
from contextlib import redirect_stdout

from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager
from piccolo.apps.migrations.commands.new import AutoMigrationManager

from persistence.database import Database, translating
from persistence.piccolo_app import APP_CONFIG
from persistence.piccolo_conf import DATABASE_URL, DB
from persistence.renewal import Renewed, renew

#: Whoever migrates holds this advisory lock to the commit. The number means nothing.
LOCK = 7_215_001

os.environ.setdefault("PICCOLO_CONF", "persistence.piccolo_conf")


async def migrate(database_url: str) -> list[Renewed]:
    """Run what is missing, all of it or nothing; a second process that comes meanwhile waits, and finds it done.

    Then the read models of another version are made anew, room by room: they are what is returned.

    Raises:
        Unavailable: the database cannot be reached.
    """
    here = DATABASE_URL.set(database_url)
    try:
        with translating(database_url), redirect_stdout(io.StringIO()):
            async with DB.transaction() as transaction:
                await transaction.connection.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
                await ForwardsMigrationManager(APP_CONFIG.app_name).run()
    finally:
        DATABASE_URL.reset(here)
    database = Database(database_url, connections_max=1)
    await database.open()
    try:
        return await renew(database)
    finally:
        await database.close()


async def pending_changes() -> list[str]:
    """What `piccolo migrations new hub --auto` would write: empty when the migrations lead to the tables."""
    with redirect_stdout(io.StringIO()):
        found = await AutoMigrationManager(auto_input="n").get_alter_statements(APP_CONFIG)
    return [statement for each in found for statement in each.statements]
