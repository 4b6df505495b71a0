"""Promise 9: replicas of a form converge, merging is a lattice join, and nothing typed disappears."""

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.advancing_sync import form as forms
from hub.advancing_sync import rows
from hub.advancing_sync.form import AdvanceFact, Form
from hub.advancing_sync.messages import Edited, Picked, RowRemoved
from hub.advancing_sync.register import Register, Write, heads
from tests.laws.advancing_world import Apply, Merge, Step, Told, World, pictured, place, steps_of, take

#: Histories come of a seed: lists that Hypothesis draws step by step are mostly too short to hold a conflict.
STEPS = st.builds(steps_of, st.integers(0, 2**64), st.integers(1, 100))
many = settings(max_examples=5 * settings().max_examples)


def play(steps: list[Step], merge: Merge = forms.merge, apply: Apply = forms.apply) -> World:
    """Take the steps, comparing each replica with the model after each."""
    world = World(merge, apply)
    for step in steps:
        take(world, step)
    return world


def superseders(world: World, write: Edited) -> Iterator[Told]:
    """Who replaced or settled a write, in the field it was made."""
    for one in world.told({person: len(made) for person, made in world.made.items()}):
        fact = one.fact
        if isinstance(fact, Edited | Picked) and place(fact) == place(write):
            gone = {fact.saw} if isinstance(fact, Edited) else set(fact.settled)
            if write.stamp in gone:
                yield one


def convergence(steps: list[Step], merge: Merge = forms.merge, apply: Apply = forms.apply) -> None:
    world = play(steps, merge, apply)
    world.finish()
    first, second, third = (replica.form for replica in world.replicas)
    assert first == second == third


def nothing_lost(steps: list[Step], merge: Merge = forms.merge, apply: Apply = forms.apply) -> None:
    world = play(steps, merge, apply)
    world.finish()
    cells = pictured(world.replicas[0].form).cells
    for one in (one for made in world.made.values() for one in made):
        if isinstance(write := one.fact, Edited):
            assert place(write) in cells  # two picks made apart leave something
            stands = (write.stamp, write.value) in cells[place(write)]
            assert stands or any(one.known(later.knew) for later in superseders(world, write))


def algebra(steps: list[Step], merge: Merge = forms.merge, apply: Apply = forms.apply) -> None:
    world = play(steps, merge, apply)
    states = [form for form, _ in world.kept] + [replica.form for replica in world.replicas]
    for a in states:
        assert merge(a, a) == a
    for a, b in product(states, repeat=2):
        assert merge(a, b) == merge(b, a)
        assert merge(a, merge(a, b)) == merge(a, b)
    for a, b, c in product(states[-4:], repeat=3):
        assert merge(merge(a, b), c) == merge(a, merge(b, c))


@many
@pytest.mark.timeout(600)
@given(STEPS)
def test_replicas_show_what_the_model_says_and_end_equal(steps: list[Step]) -> None:
    """The same facts in any order, once or many times, or as states, give the same form."""
    convergence(steps)


@many
@pytest.mark.timeout(600)
@given(STEPS)
def test_no_value_goes_but_by_somebody_who_had_seen_it(steps: list[Step]) -> None:
    """Every value typed shows, is a sibling, or was replaced or settled by somebody who knew of it."""
    nothing_lost(steps)


@many
@pytest.mark.timeout(600)
@given(STEPS)
def test_merging_is_commutative_associative_and_idempotent(steps: list[Step]) -> None:
    """Any states of one history merge as sets do."""
    algebra(steps)


# The negative twins: each breaks one thing, and the same properties must notice.


def the_later_wins(ours: Form, theirs: Form) -> Form:
    """A merge that keeps one value, as most tools do."""

    def later(a: Register, b: Register) -> Register:
        return max(a, b, key=lambda register: register.stamp)

    return replace(forms.merge(ours, theirs), fields=rows.union(ours.fields, theirs.fields, later))


def everything_stays(ours: Form, theirs: Form) -> Form:
    """A merge that forgets what was superseded."""

    def pile(a: Register, b: Register) -> Register:
        known = {head.stamp: head for head in (*heads(a), *heads(b))}
        writes: list[Write] = sorted(known.values(), key=lambda head: head.stamp, reverse=True)
        if not writes:
            return a
        top = writes[0]
        return Register(top.value, top.stamp, top.by, top.name, top.at_ms, tuple(writes[1:]))

    return replace(forms.merge(ours, theirs), fields=rows.union(ours.fields, theirs.fields, pile))


def ours_first(ours: Form, theirs: Form) -> Form:
    """A merge that depends on who merges."""
    return replace(forms.merge(ours, theirs), fields={**theirs.fields, **ours.fields})


def removing_wins(form: Form, fact: AdvanceFact) -> Form:
    """An apply by which a removal takes what its maker had not seen."""
    if isinstance(fact, RowRemoved):
        row = form.lists.get(fact.field, {}).get(fact.row)
        fact = replace(fact, seen=(*fact.seen, *(row.written if row else ())))
    return forms.apply(form, fact)


def edits_replace(form: Form, fact: AdvanceFact) -> Form:
    """An apply by which an edit replaces whatever stands."""
    if isinstance(fact, Edited):
        fact = replace(fact, saw=forms.cell(form, fact.field, fact.row, fact.column).stamp)
    return forms.apply(form, fact)


@pytest.mark.parametrize(
    ("law", "merge", "apply"),
    [
        (convergence, the_later_wins, forms.apply),
        (nothing_lost, the_later_wins, forms.apply),
        (convergence, everything_stays, forms.apply),
        (convergence, ours_first, forms.apply),
        (algebra, ours_first, forms.apply),
        (convergence, forms.merge, removing_wins),
        (algebra, the_later_wins, forms.apply),
        (convergence, forms.merge, edits_replace),
        (nothing_lost, forms.merge, edits_replace),
    ],
)
def test_a_broken_merge_is_caught(law: Callable[[list[Step], Merge, Apply], None], merge: Merge, apply: Apply) -> None:
    """The laws above are worth something: each of these would break a promise, and does not pass."""

    @settings(max_examples=1_000, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False)
    @given(STEPS)
    def broken(steps: list[Step]) -> None:
        law(steps, merge, apply)

    with pytest.raises(AssertionError):
        broken()
