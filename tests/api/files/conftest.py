"""Every module has a hub with a store of its own, every test a show with its advance."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.api.access.shown import Shown, a_shown
from tests.api.whole import Whole, whole


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the files are."""
    return tmp_path_factory.mktemp("files")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hub(database_url: str, redis_url: str, folder: Path) -> AsyncGenerator[Whole]:
    """A whole worker that the tests of a module share."""
    async with whole(database_url, redis_url, files=str(folder), file_mib_max=8, files_mib_max=20) as hub:
        yield hub


@pytest_asyncio.fixture(loop_scope="module")
async def night(hub: Whole) -> Shown:
    """Ana's show."""
    return await a_shown(hub)
