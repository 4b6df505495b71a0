"""For every fact there is: loading a room gives what never left memory, and each lane folds to what it is shown.

The machines check the same over random nights; here no fact can be forgotten.
"""

from typing import Any

import msgspec
import pytest

from hub.behaviours import FACTS, OWNER_OF
from hub.kernel import Behaviour, Fact
from hub.wire import AnyFact
from tests.builders import LANES
from tests.golden.folds import STORIES, facts

TOLD = {behaviour.name: list(facts(behaviour, start, asks, most)) for behaviour, start, asks, most in STORIES}

Step = tuple[Any, Fact, Any]

each_fact = pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.__struct_config__.tag)
decode_fact = msgspec.json.Decoder(AnyFact).decode


def occurrences(kind: type[Fact]) -> tuple[Behaviour[Any], list[Step], list[int]]:
    """The behaviour of a fact, its story, and where in it the fact happens."""
    behaviour = OWNER_OF[kind]
    story = TOLD[behaviour.name]
    places = [place for place, (_, fact, _) in enumerate(story) if type(fact) is kind]
    assert places, "the story of this behaviour needs such a fact"
    return behaviour, story, places


@each_fact
def test_a_snapshot_and_the_facts_behind_it_are_the_state(kind: type[Fact]) -> None:
    behaviour, story, places = occurrences(kind)

    for place in places[:3]:
        loaded = msgspec.json.decode(msgspec.json.encode(story[place][0]), type=behaviour.state)
        for _, fact, after in story[place:]:
            loaded = behaviour.apply(loaded, decode_fact(msgspec.json.encode(fact)))
            assert loaded == after


@each_fact
def test_what_a_lane_folds_is_what_it_is_shown(kind: type[Fact]) -> None:
    behaviour, story, places = occurrences(kind)

    for before, fact, after in (story[place] for place in places):
        for lane in LANES:
            seen = behaviour.view(fact, lane)
            shown = behaviour.show(before, lane)
            folded = shown if seen is None else behaviour.apply(shown, seen)
            assert folded == behaviour.show(after, lane)


@each_fact
def test_applying_a_fact_leaves_the_state_before_it_alone(kind: type[Fact]) -> None:
    behaviour, story, places = occurrences(kind)

    for before, fact, _ in (story[place] for place in places):
        kept = msgspec.json.encode(before)
        behaviour.apply(before, fact)
        assert msgspec.json.encode(before) == kept
