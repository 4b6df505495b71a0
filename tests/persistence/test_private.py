"""Statements and rules agree on what is private."""

import pytest

from hub.kernel import is_private
from persistence.database import Database
from persistence.private import private_section

SECTIONS = ["money", "private_", "private_fees", "privateer", "moneybox", "show", "", "xmoney", "Money", "private%x"]


@pytest.mark.parametrize("section", SECTIONS)
async def test_a_section_is_as_private_in_a_statement_as_in_a_rule(database: Database, section: str) -> None:
    async with database.connection() as connection:
        found = await connection.fetchval("SELECT " + private_section("$1::text"), section)
    assert found is is_private(section)
