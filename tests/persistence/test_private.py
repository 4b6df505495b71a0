"""Statements and rules agree on what is private."""

import pytest

from hub.kernel import is_private
from persistence.database import Database
from persistence.private import private_field, private_section

SECTIONS = ["money", "private_", "private_fees", "privateer", "moneybox", "show", "", "xmoney", "Money", "private%x"]


@pytest.mark.parametrize("section", SECTIONS)
async def test_a_section_is_as_private_in_a_statement_as_in_a_rule(database: Database, section: str) -> None:
    async with database.connection() as connection:
        asked = f"SELECT {private_section('$1::text')} AS section, {private_field('$2::text')} AS field"
        row = await connection.fetchrow(asked, section, f"{section}.agent")
    assert dict(row or {}) == {"section": is_private(section), "field": is_private(section)}
