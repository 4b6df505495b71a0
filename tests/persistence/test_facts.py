import asyncpg
import msgspec
import pytest

from hub.advancing_sync.messages import Edited, Value
from hub.queue.messages import Configured, KeptRules
from hub.rooms.ports import Entry
from persistence import facts
from tests.builders import EVENING_MS, a_posted, a_submitted, a_tip_confirmed


@pytest.mark.parametrize(
    "fact",
    [
        a_posted(text="ÅSA 🎤\n\u0301"),
        a_submitted(),
        a_tip_confirmed(),
        Configured(rules=KeptRules(mode="priority", locked_max=3)),
    ],
    ids=lambda fact: type(fact).__name__,
)
def test_a_fact_comes_back_as_it_was(fact: msgspec.Struct) -> None:
    assert facts.decode(facts.encode(fact)) == fact  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["text", "1", 1.5, 3.0, 1e12, -1e-9, True, False, None, ""])
def test_a_value_keeps_its_type(value: Value) -> None:
    edited = Edited(field="show.title", value=value, stamp="s", saw="", by="ana", name="Ana", at_ms=EVENING_MS)
    back = facts.decode(facts.encode(edited))
    assert back == edited
    assert isinstance(back, Edited)
    assert type(back.value) is type(value)


def test_the_tag_says_which_fact_it_is() -> None:
    assert '"t":"chat.posted"' in facts.encode(a_posted())


@pytest.mark.parametrize("text", ['{"t":"chat.exploded"}', '{"t":"chat.posted"}', "{}"])
def test_a_fact_of_another_version_is_refused(text: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        facts.decode(text)


def a_row(fact: str) -> asyncpg.Record:
    """What the log's table has of an entry; only that it is asked for by name matters."""
    return {"seq": 7, "person": "ana", "command_id": "c1", "at_ms": EVENING_MS, "fact": fact}  # type: ignore[return-value]


def test_a_row_is_an_entry() -> None:
    posted = a_posted()
    assert facts.entry(a_row(facts.encode(posted))) == Entry(7, "ana", "c1", EVENING_MS, posted)


def test_a_row_of_another_version_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        facts.entry(a_row('{"t":"chat.exploded"}'))
