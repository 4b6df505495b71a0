"""The board in the database: what is no word is not searched for, and organisations see their own."""

import pytest

from persistence.boards import Seeking, listed
from persistence.database import Database
from persistence.paging import Asked
from tests.persistence.houses import a_house

FIRST = Asked("day")


@pytest.mark.parametrize("answer", ["", "   ", "'|!:*", "tea & (", "\\"])
async def test_whatever_is_typed_is_a_question(database: Database, answer: str) -> None:
    async with a_house(database) as (connection, org):
        found = await listed(connection, org, FIRST, Seeking(answer=answer), private=True)
    assert (found.rows, found.cursor) == ([], None)
