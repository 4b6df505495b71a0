"""Promise 9, for long texts behind the hub: pages converge, and no letter that was typed is missing or there twice."""

from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.advancing_sync import text_rules
from hub.advancing_sync.messages import Edited
from hub.advancing_sync.register import heads
from hub.advancing_sync.text_messages import TextChanged, TextPacked
from hub.advancing_sync.text_update import HUB_CLIENT
from tests.hub.advancing_sync.pages import NOTES, document_of, value_of
from tests.laws.text_world import Screen, World, history, take

many = settings(max_examples=5 * settings().max_examples)


@pytest.fixture(scope="module", autouse=True)
def small() -> Iterator[None]:
    """Documents are packed all the time, and what is gone is left out early."""
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr(text_rules, "PACK_EVERY", 4)
        limits.setattr(text_rules, "SPARE_BYTES", 60)
        limits.setattr(text_rules, "SPARE_FACTOR", 3)
        yield


def play(seed: int, length: int, kind: type[World] = World) -> World:
    """So many steps, and then everything arrives everywhere."""
    world = kind(Random(seed))
    for _ in range(length):
        take(world)
    world.finish()
    return world


def convergence(world: World) -> None:
    now = value_of(world.form) + world.blank()
    for screen in world.screens:
        assert screen.form == world.form
        assert screen.page.text == now


def nothing_lost(world: World) -> None:
    """Every letter is in the history, and shows or is a sibling's unless somebody removed it; none shows twice."""
    assert world.typed - world.removed <= history(world.log)
    values = [str(head.value) for head in heads(world.form.fields[NOTES])] if NOTES in world.form.fields else []
    stands = {letter for value in values for letter in value}
    assert world.typed - world.removed <= stands
    now = value_of(world.form)
    assert len(set(now)) == len(now)


@many
@pytest.mark.timeout(1_800)
@given(st.integers(0, 2**64), st.integers(1, 120))
def test_pages_end_with_the_hubs_text_and_nothing_typed_is_lost(seed: int, length: int) -> None:
    """Late, repeated, refused, offline, in another document: the text of the hub is everybody's, and the model's."""
    world = play(seed, length)
    convergence(world)
    nothing_lost(world)


def test_the_steps_lead_to_everything_that_is_promised() -> None:
    """Other documents, refusals, siblings, and pieces: a law about what never happens says nothing."""
    worlds = [play(seed, 100) for seed in range(40)]
    facts = [fact for world in worlds for fact in world.log]
    assert {"advance.text_moved", "advance.locked", "advance.too_long"} <= {
        code for world in worlds for code in world.codes
    }
    assert sum(isinstance(fact, TextPacked) and fact.generation == fact.stamp for fact in facts) > 20
    assert sum(isinstance(fact, Edited) for fact in facts) > 20
    assert sum(isinstance(fact, TextChanged) and fact.client == HUB_CLIENT for fact in facts) > 20


# The negative twins: each breaks one thing, and the law must notice.


class Forgetful(World):
    """Another document takes in nothing of what was typed on the one before."""

    def renew(self, screen: Screen, base: str) -> None:
        screen.page = self.fresh()
        super().renew(screen, base)


class Doubling(World):
    """A page puts its whole text into another document, as if nobody had read any of it."""

    def renew(self, screen: Screen, base: str) -> None:
        super().renew(screen, base and "")


class Hasty(World):
    """A page puts what was under way into another document, though it is in there."""

    def answer(self, screen: Screen) -> None:
        if screen.under and screen.under.decided and not screen.under.code:
            screen.under.code = "advance.text_moved"
        super().answer(screen)


class Anywhere(World):
    """The hub takes an update whatever document it builds on."""

    def arrive(self, screen: Screen) -> None:
        if screen.under:
            generation = document_of(self.form).generation
            screen.under.command = replace(screen.under.command, generation=generation)
        super().arrive(screen)


def holds(twin: type[World]) -> None:
    for seed in range(200):
        world = play(seed, 100, twin)
        convergence(world)
        nothing_lost(world)


@pytest.mark.parametrize("twin", [Forgetful, Doubling, Hasty, Anywhere])
def test_the_law_would_notice(twin: type[World]) -> None:
    with pytest.raises((AssertionError, IndexError)):
        holds(twin)
