"""What the queue allows: who may ask, who goes when, who may take a request back."""

from collections.abc import Mapping

import pytest

from hub.errors import Rejected
from hub.kernel import Actor, Command, Fact, Role
from hub.queue import QUEUE
from hub.queue.messages import (
    CalledUp,
    CallUp,
    Configure,
    Configured,
    Finish,
    Held,
    Hold,
    KeptRules,
    Play,
    Played,
    Reorder,
    Reordered,
    Rules,
    Skip,
    Skipped,
    Started,
    Submit,
    Submitted,
    Withdraw,
    Withdrawn,
)
from hub.queue.rules import RUNNERS
from hub.queue.state import Queue
from tests.builders import EVENING_MS, a_moment, a_submitted, an_actor, decided, folded, the_desk

ANA = an_actor("ana")


def a_night(*people: str, playing: int = 0, up_next: int = 0, rules: KeptRules | None = None) -> Queue:
    """A request `r1`, `r2` ... of each person; the first play (0 or 1), the next are up next, the rest wait."""
    facts: list[Fact] = [Configured(rules=rules or KeptRules())]
    facts += [a_submitted(person, id=f"r{n}") for n, person in enumerate(people, start=1)]
    facts += [Started(id=f"r{n}", at_ms=EVENING_MS) for n in range(1, playing + 1)]
    facts += [CalledUp(id=f"r{n}") for n in range(playing + 1, playing + up_next + 1)]
    return folded(QUEUE, facts)


def done(queue: Queue, command: Command, actor: Actor | None = None) -> tuple[Queue, tuple[object, ...]]:
    return decided(QUEUE, queue, command, a_moment(actor or the_desk(), fresh_id=lambda: "new"))


def refusal(queue: Queue, command: Command, actor: Actor | None = None) -> tuple[str, Mapping[str, object]]:
    with pytest.raises(Rejected) as refused:
        done(queue, command, actor)
    assert refused.value.say()
    return refused.value.code, refused.value.fields


# asking


def test_a_request_carries_who_asked_for_what() -> None:
    song = Submit(title="Jolene", artist="Dolly Parton", note="in G")

    queue, outcome = done(Queue(), song, ANA)

    submitted = Submitted(
        id="new",
        person="ana",
        name="Ana",
        title="Jolene",
        artist="Dolly Parton",
        note="in G",
        at_ms=EVENING_MS,
    )
    assert outcome == (submitted,)
    assert queue.waiting == ("new",)
    assert queue.standing("new") == "waiting"


def test_in_rotation_a_new_singer_goes_before_a_second_song() -> None:
    queue, outcome = done(a_night("ben", "ben"), Submit(title="Jolene"), ANA)

    assert outcome == (a_submitted("ana", id="new", artist="", before="r2"),)
    assert queue.waiting == ("r1", "new", "r2")


def test_in_rotation_being_locked_in_is_a_turn_already() -> None:
    """Ana sings, Ben is next, and Ana has asked again: then Ben's second song is behind hers."""
    night = a_night("ana", "ben", "ana", playing=1, up_next=1)

    queue, _ = done(night, Submit(title="Jolene"), an_actor("ben"))

    assert queue.waiting == ("r3", "new")


def test_in_rotation_a_newcomer_goes_before_who_has_sung() -> None:
    night = a_night("ana", "ben", "ana", playing=1)
    assert night.waiting == ("r2", "r3")

    queue, _ = done(night, Submit(title="Jolene"), an_actor("cleo"))

    assert queue.waiting == ("r2", "new", "r3")


def test_in_priority_a_new_request_goes_last() -> None:
    queue, outcome = done(a_night("ben", "ben", rules=KeptRules(mode="priority")), Submit(title="Jolene"), ANA)

    assert outcome == (a_submitted("ana", id="new", artist=""),)
    assert queue.waiting == ("r1", "r2", "new")


def test_a_person_has_so_many_open_requests() -> None:
    night = a_night("ana", "ana", "ben", playing=1, rules=KeptRules(open_max=2))

    assert refusal(night, Submit(title="Jolene"), ANA) == ("queue.too_many", {"max": 2})
    assert "new" in done(night, Submit(title="Jolene"), an_actor("ben"))[0].waiting


def test_what_was_played_is_no_longer_open() -> None:
    night = a_night("ana", "ana", playing=1, rules=KeptRules(open_max=2))

    after, _ = done(night, Finish())

    assert "new" in done(after, Submit(title="Jolene"), ANA)[0].waiting


@pytest.mark.parametrize("role", sorted(RUNNERS))
def test_the_desk_asks_for_guests_without_a_phone(role: Role) -> None:
    night = a_night("dj", "dj", rules=KeptRules(open_max=2))

    queue, _ = done(night, Submit(title="Jolene"), an_actor("dj", role))

    assert len(queue.waiting) == 3


def test_a_full_queue_takes_no_more_from_anybody() -> None:
    night = a_night("ana", "ben", "cleo", playing=1, rules=KeptRules(length_max=2))

    assert refusal(night, Submit(title="Jolene"), the_desk())[0] == "queue.full"
    assert "new" in done(a_night("ana", rules=KeptRules(length_max=2)), Submit(title="Jolene"))[0].waiting


# taking back


def test_who_asked_takes_a_waiting_request_back() -> None:
    queue, outcome = done(a_night("ana", "ben"), Withdraw(entry="r1"), ANA)

    assert outcome == (Withdrawn(id="r1", by="ana"),)
    assert queue.waiting == ("r2",)
    assert "r1" not in queue.entries
    assert queue.history == ()


def test_nobody_takes_back_what_somebody_else_asked_for() -> None:
    assert refusal(a_night("ben"), Withdraw(entry="r1"), ANA)[0] == "queue.not_yours"


@pytest.mark.parametrize(("playing", "up_next"), [(1, 0), (0, 1)])
def test_only_the_desk_takes_back_what_is_next_or_plays(playing: int, up_next: int) -> None:
    night = a_night("ana", playing=playing, up_next=up_next)

    assert refusal(night, Withdraw(entry="r1"), ANA)[0] == "queue.locked"
    queue, _ = done(night, Withdraw(entry="r1"), the_desk())
    assert (queue.entries, queue.up_next, queue.playing) == ({}, (), None)


# moving


@pytest.mark.parametrize(
    ("command", "order"),
    [
        (Reorder(entry="r3", before="r1"), ("r3", "r1", "r2")),
        (Reorder(entry="r1", before="r3"), ("r2", "r1", "r3")),
        (Reorder(entry="r1"), ("r2", "r3", "r1")),
        (Reorder(entry="r2", before="r3"), ("r1", "r2", "r3")),
    ],
)
def test_the_desk_moves_who_waits(command: Reorder, order: tuple[str, ...]) -> None:
    queue, outcome = done(a_night("ana", "ben", "cleo"), command)

    assert outcome == (Reordered(id=command.entry, before=command.before),)
    assert queue.waiting == order


def test_before_itself_is_where_it_is() -> None:
    night = a_night("ana", "ben")

    assert done(night, Reorder(entry="r1", before="r1")) == (night, ())


@pytest.mark.parametrize("command", [Reorder(entry="r1", before="r3"), Reorder(entry="r3", before="r1")])
def test_what_is_up_next_is_not_moved_and_nothing_moves_before_it(command: Reorder) -> None:
    code, fields = refusal(a_night("ana", "ben", "cleo", up_next=1), command)

    assert (code, fields["state"]) == ("queue.wrong_state", "up next")


@pytest.mark.parametrize("playing", [0, 1])
def test_the_first_that_waits_is_called_up(playing: int) -> None:
    queue, outcome = done(a_night("ana", "ben", "cleo", playing=playing), CallUp())

    first = f"r{playing + 1}"
    assert outcome == (CalledUp(id=first),)
    assert queue.up_next == (first,)
    assert queue.standing(first) == "up next"


def test_the_locked_part_is_in_the_order_of_the_calls() -> None:
    night, _ = done(a_night("ana", "ben", "cleo"), CallUp(entry="r3"))

    queue, _ = done(night, CallUp())

    assert queue.up_next == ("r3", "r1")


def test_the_locked_part_takes_no_more_than_its_limit() -> None:
    night = a_night("ana", "ben", "cleo", up_next=2)

    assert refusal(night, CallUp()) == ("queue.locked_full", {"max": 2})
    assert refusal(night, CallUp(entry="r3"))[0] == "queue.locked_full"


def test_nobody_to_call_up() -> None:
    assert refusal(Queue(), CallUp())[0] == "queue.empty"
    assert refusal(a_night("ana", up_next=1), CallUp())[0] == "queue.empty"


def test_only_who_waits_is_called_up() -> None:
    code, fields = refusal(a_night("ana", playing=1), CallUp(entry="r1"))

    assert (code, fields["state"]) == ("queue.wrong_state", "playing")


# holding


def test_a_held_request_keeps_its_place_and_is_passed_over() -> None:
    held, outcome = done(a_night("ana", "ben"), Hold(entry="r1"))
    called, _ = done(held, CallUp())
    free, _ = done(called, Hold(entry="r1", on=False))

    assert outcome == (Held(id="r1", on=True),)
    assert held.waiting == ("r1", "r2")
    assert called.up_next == ("r2",)
    assert done(free, CallUp())[0].up_next == ("r2", "r1")


@pytest.mark.parametrize("command", [CallUp(entry="r1"), Play(entry="r1")])
def test_the_desk_may_name_a_held_one_and_so_lets_it_go(command: Command) -> None:
    held, _ = done(a_night("ana"), Hold(entry="r1"))

    queue, _ = done(held, command)

    assert queue.waiting == ()
    assert not queue.entries["r1"].held


@pytest.mark.parametrize("on", [True, False])
def test_holding_what_is_held_changes_nothing(on: bool) -> None:  # noqa: FBT001
    night = folded(QUEUE, [Held(id="r1", on=on)], a_night("ana"))

    assert done(night, Hold(entry="r1", on=on)) == (night, ())


def test_only_who_waits_is_held() -> None:
    assert refusal(a_night("ana", up_next=1), Hold(entry="r1"))[0] == "queue.wrong_state"


def test_when_all_are_held_nobody_is_called_up_or_played() -> None:
    held, _ = done(a_night("ana"), Hold(entry="r1"))

    assert refusal(held, CallUp())[0] == "queue.empty"
    assert refusal(held, Play())[0] == "queue.empty"


# playing


def test_the_first_up_next_plays_and_the_locked_part_refills() -> None:
    night = a_night("ana", "ben", "cleo", "dora", "emil", up_next=1)

    queue, outcome = done(night, Play())

    assert outcome == (Started(id="r1", at_ms=EVENING_MS), CalledUp(id="r2"), CalledUp(id="r3"))
    assert (queue.playing, queue.playing_since_ms) == ("r1", EVENING_MS)
    assert queue.standing("r1") == "playing"
    assert queue.up_next == ("r2", "r3")
    assert queue.waiting == ("r4", "r5")


def test_the_locked_part_refills_past_a_held_one() -> None:
    night = folded(QUEUE, [Held(id="r2", on=True)], a_night("ana", "ben", "cleo", "dora", "emil"))

    queue, _ = done(night, Play())

    assert queue.up_next == ("r3", "r4")
    assert queue.waiting == ("r2", "r5")


def test_what_plays_counts_as_played_when_the_next_starts() -> None:
    queue, outcome = done(a_night("ana", "ben", playing=1, up_next=1), Play())

    assert outcome == (Played(id="r1", at_ms=EVENING_MS), Started(id="r2", at_ms=EVENING_MS))
    assert [(past.entry.id, past.how) for past in queue.history] == [("r1", "played")]
    assert queue.playing == "r2"


def test_without_a_locked_part_the_first_that_waits_plays() -> None:
    held, _ = done(a_night("ana", "ben"), Hold(entry="r1"))

    assert done(held, Play())[0].playing == "r2"


@pytest.mark.parametrize(("entry", "up_next"), [("r2", ("r1", "r3")), ("r3", ("r1", "r2")), ("r4", ("r1", "r2"))])
def test_the_desk_plays_any_request_out_of_turn(entry: str, up_next: tuple[str, ...]) -> None:
    queue, _ = done(a_night("ana", "ben", "cleo", "dora", up_next=2), Play(entry=entry))

    assert queue.playing == entry
    assert queue.up_next == up_next


def test_a_locked_part_above_a_lowered_limit_stays_and_does_not_refill() -> None:
    night = folded(QUEUE, [Configured(rules=KeptRules(locked_max=1))], a_night("ana", "ben", "cleo", "dora", up_next=2))

    queue, outcome = done(night, Play(entry="r4"))

    assert outcome == (Started(id="r4", at_ms=EVENING_MS),)
    assert queue.up_next == ("r1", "r2")


def test_what_plays_is_not_started_again() -> None:
    code, fields = refusal(a_night("ana", playing=1), Play(entry="r1"))

    assert (code, fields["state"]) == ("queue.wrong_state", "playing")


def test_nobody_to_play() -> None:
    assert refusal(a_night("ana", playing=1), Play())[0] == "queue.empty"


def test_what_plays_is_finished() -> None:
    queue, outcome = done(a_night("ana", "ben", playing=1), Finish())

    assert outcome == (Played(id="r1", at_ms=EVENING_MS),)
    assert (queue.playing, queue.playing_since_ms, queue.waiting) == (None, 0, ("r2",))


def test_nothing_to_finish() -> None:
    assert refusal(a_night("ana", up_next=1), Finish())[0] == "queue.not_playing"


@pytest.mark.parametrize("entry", ["r1", "r2", "r3"])
def test_the_desk_skips_what_plays_is_next_or_waits(entry: str) -> None:
    queue, outcome = done(a_night("ana", "ben", "cleo", playing=1, up_next=1), Skip(entry=entry))

    assert outcome == (Skipped(id=entry, at_ms=EVENING_MS),)
    assert [(past.entry.id, past.how) for past in queue.history] == [(entry, "skipped")]
    assert entry not in {*queue.entries, *queue.waiting, *queue.up_next, queue.playing}
    assert len(queue.entries) == 2


# everything


@pytest.mark.parametrize(
    "command",
    [
        Withdraw(entry="r9"),
        Reorder(entry="r9"),
        Reorder(entry="r1", before="r9"),
        CallUp(entry="r9"),
        Play(entry="r9"),
        Skip(entry="r9"),
        Hold(entry="r9"),
    ],
)
def test_a_request_that_is_not_there_is_gone(command: Command) -> None:
    assert refusal(a_night("ana"), command)[0] == "queue.gone"


def test_new_rules_move_nobody() -> None:
    night = a_night("ana", "ben", "cleo", playing=1, up_next=1)
    rules = KeptRules(mode="priority", locked_max=5)

    queue, outcome = done(night, Configure(rules=Rules(mode="priority", locked_max=5)))

    assert outcome == (Configured(rules=rules),)
    assert (queue.playing, queue.up_next, queue.waiting) == (night.playing, night.up_next, night.waiting)
    assert queue.rules == rules


def test_the_public_asks_and_takes_back_and_the_desk_does_the_rest() -> None:
    public = {command for command, roles in QUEUE.allowed.items() if Role.AUDIENCE in roles}

    assert public == {Submit, Withdraw}
    assert all(roles >= RUNNERS for command, roles in QUEUE.allowed.items() if command is not Submit)
