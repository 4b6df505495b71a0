"""The lists of the festival set fit the form's own."""

import pytest

from embedded.seeds.festival import STORY
from embedded.seeds.story import Rows
from hub.advancing_sync.schema import find
from hub.advancing_sync.standard import STANDARD


@pytest.mark.parametrize("told", STORY.lists, ids=lambda told: told.field)
def test_a_list_has_rows_with_columns_that_are_asked_for(told: Rows) -> None:
    assert told.rows
    for row in told.rows:
        for column in row:
            find(STANDARD, told.field, column)
