"""Rooms are tested on a loop whose time the test owns."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.hub.rooms.stepped import SteppedLoop
from tests.hub.rooms.world import World


def pytest_asyncio_loop_factories() -> Mapping[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Every test of this folder has a loop of its own."""
    return {"stepped": SteppedLoop}


@pytest.fixture
async def world() -> World:
    """A log, a bus and leases that work, and no worker yet."""
    return World()


@pytest.fixture
async def reports() -> list[dict[str, Any]]:
    """What the operator is told of faults of ours."""
    reports: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, report: reports.append(report))
    return reports
