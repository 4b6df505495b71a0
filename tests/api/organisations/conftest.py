"""Somebody with an account."""

import pytest_asyncio

from tests.api.organisations.people import Person, a_person
from tests.api.whole import Whole


@pytest_asyncio.fixture(loop_scope="module")
async def ana(hub: Whole) -> Person:
    """Somebody new."""
    return await a_person(hub)
