"""What Piccolo looks for: `PICCOLO_CONF=persistence.piccolo_conf piccolo migrations new hub --auto`."""

import os
from contextvars import ContextVar
from typing import Any

import asyncpg
from piccolo.conf.apps import AppRegistry
from piccolo.engine.postgres import PostgresEngine

CONNECT_S = 5.0
#: The database of the migration at hand; each task may have its own.
DATABASE_URL: ContextVar[str] = ContextVar("DATABASE_URL")


class Engine(PostgresEngine):
    """Piccolo finds one engine per process; this one connects to wherever the task says."""

    async def check_version(self) -> None:
        """Nothing: Piccolo would connect while this module is imported."""

    async def get_new_connection(self) -> "asyncpg.Connection[Any]":
        """A connection to `DATABASE_URL`, or to what the environment names when Piccolo's command line runs."""
        url = DATABASE_URL.get("") or os.environ["HUB_DATABASE_URL"]
        return await asyncpg.connect(url, timeout=CONNECT_S)


DB = Engine(config={})

APP_REGISTRY = AppRegistry(apps=["persistence.piccolo_app"])
