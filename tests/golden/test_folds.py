"""The stories that the TypeScript folds are checked with are what the rules say today, and leave no fact out."""

import msgspec

from hub.behaviours import FACTS
from tests.golden.folds import FILE, golden


def test_the_stories_are_what_the_rules_say() -> None:
    assert FILE.read_text() == golden(), "run `.venv/bin/python -m tests.golden.folds`"


def test_every_fact_occurs_in_a_story() -> None:
    stories = msgspec.json.decode(FILE.read_bytes())
    told = {step["fact"]["t"] for story in stories for step in story["steps"]}
    assert told == {fact.__struct_config__.tag for fact in FACTS}


def test_concurrent_values_and_removed_rows_occur() -> None:
    stories = [each for each in msgspec.json.decode(FILE.read_bytes()) if each["behaviour"] == "advancing_sync"]
    changes = [step["changed"] for story in stories for step in story["steps"]]
    fields = [register for change in changes for register in change.get("fields", {}).values()]
    rows = [row for change in changes for rows in change.get("lists", {}).values() for row in rows.values()]
    assert any(len(register["siblings"]) > 1 for register in fields)
    assert any(row["removed"] for row in rows)
