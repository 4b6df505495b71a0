import random
from collections import Counter
from collections.abc import Mapping

import pytest
from msgspec import Raw

from hub.advancing_sync.messages import AddRow, Edit, Edited, MoveRow, RemoveRow, RowAdded, RowMoved, RowRemoved
from hub.advancing_sync.schema import Kind, find
from hub.advancing_sync.standard import STANDARD
from hub.behaviours import KINDS
from hub.errors import Rejected
from hub.kernel import Command, Fact, Moment, Role
from hub.queue.messages import CalledUp, Played, Skipped, Started, Submit, Submitted, Withdraw, Withdrawn
from hub.rooms import room as rules
from hub.wire import JSON, Facts
from load.show.people import CREW, DESK, FIELDS, GUEST_NAME, GUESTS, OPEN_MAX, PHONE, Board, Deed, Somebody, next_of
from tests.builders import a_submitted, an_actor, fresh_id

STAMP, LATER = "0000000000001-0000-p", "0000000000002-0000-p"


def somebody(board: Board | None = None, seed: int = 1) -> Somebody:
    return Somebody("crew1", "bo", board or Board(), random.Random(seed))


def played_in(kind: str, role: Role, deeds: Mapping[Deed, int]) -> tuple[Counter[str], Counter[str]]:
    """A thousand deeds in a real room: what was asked for, and what the rules said to it."""
    board = Board()
    who = somebody(board)
    room = rules.restore(f"{kind}/test")
    asked: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    for now_ms in range(1, 1_000):
        command = next_of(deeds, who)
        if command is None:
            continue
        asked[type(command).__name__] += 1
        actor = an_actor("bo", role)
        rules.authorise(room, actor, command)
        try:
            outcome = rules.decide(room, command, Moment(actor, now_ms, fresh_id))
        except Rejected as rejected:
            refused[rejected.code] += 1
            continue
        for fact in outcome:
            if isinstance(fact, Fact):
                room = rules.apply(room, fact)
                board.see(fact)
    return asked, refused


def test_what_the_crew_does_the_rules_take() -> None:
    asked, refused = played_in("show", Role.CREW, CREW)
    assert set(asked) == {"Edit", "Post", "Focus", "Typing", "AddRow", "MoveRow", "RemoveRow"}
    assert refused == {}


def test_what_phones_do_the_rules_take() -> None:
    asked, refused = played_in("floor", Role.AUDIENCE, PHONE)
    assert set(asked) == {"Post", "React", "Submit", "Withdraw"}
    assert refused == {}


def test_the_desk_does_all_that_a_desk_does() -> None:
    board = Board()
    for number in range(8):
        board.see(a_submitted(f"p{number}"))
    who = somebody(board)
    asked = {type(command).__name__ for _ in range(300) if (command := next_of(DESK, who))}
    assert asked == {"Play", "Finish", "CallUp", "Reorder", "Hold", "Skip", "Post"}
    allowed = {
        command for each in KINDS["floor"].behaviours for command, roles in each.allowed.items() if "dj" in roles
    }
    assert asked <= {each.__name__ for each in allowed}


def test_the_same_seed_does_the_same() -> None:
    def deeds(seed: int) -> list[Command | None]:
        who = somebody(seed=seed)
        return [next_of(CREW, who) for _ in range(50)]

    assert deeds(3) == deeds(3)
    assert deeds(3) != deeds(4)


def test_with_nothing_on_the_board_there_is_little_to_do() -> None:
    who = somebody()
    asked = {type(command) for _ in range(300) if (command := next_of({**PHONE, **DESK}, who))}
    assert Withdraw not in asked
    asked = {type(next_of(CREW, who)) for _ in range(300)}
    assert not {MoveRow, RemoveRow} & asked


def test_nobody_asks_for_more_songs_than_they_may() -> None:
    board = Board()
    for _ in range(OPEN_MAX):
        board.see(a_submitted("bo"))
    asked = {type(command) for _ in range(300) if (command := next_of(PHONE, somebody(board)))}
    assert Submit not in asked


def test_an_edit_names_the_version_on_the_screen() -> None:
    board = Board()
    board.see(edited("show.notes", LATER))
    edits = [command for seed in range(3_000) if isinstance(command := next_of(CREW, somebody(board, seed)), Edit)]
    assert {each.saw for each in edits if each.field == "show.notes"} == {LATER}
    assert {each.saw for each in edits if each.field == "show.title"} == {""}


def test_every_field_that_is_edited_takes_a_sentence() -> None:
    assert len(FIELDS) > 40
    assert all(find(STANDARD, each).kind in {Kind.TEXT, Kind.LONG_TEXT} for each in FIELDS)
    assert find(STANDARD, GUESTS, GUEST_NAME).kind == Kind.TEXT


def edited(field: str, stamp: str, row: str = "", column: str = "") -> Edited:
    return Edited(field=field, value="x", stamp=stamp, saw="", by="p", name="P", at_ms=1, row=row, column=column)


def test_the_board_keeps_the_newest_stamp_of_each_guest() -> None:
    board = Board()
    board.see(RowAdded(field=GUESTS, row="r1", index="V", by="p", at_ms=1, stamp=STAMP))
    board.see(RowAdded(field="schedule.items", row="r9", index="V", by="p", at_ms=1, stamp=STAMP))
    assert board.guests == {"r1": STAMP}
    board.see(edited(GUESTS, LATER, "r1", GUEST_NAME))
    assert board.guests == {"r1": LATER}
    assert board.stamps[GUESTS, "r1", GUEST_NAME] == LATER
    board.see(RowMoved(field=GUESTS, row="r1", index="W", by="p", at_ms=2, stamp=STAMP))
    assert board.guests == {"r1": STAMP}
    board.see(RowRemoved(field=GUESTS, row="r1", seen=(STAMP,), by="p", at_ms=3, stamp=LATER))
    assert board.guests == {}


@pytest.mark.parametrize("over", [Withdrawn(id="e", by="bo"), Played(id="e", at_ms=1), Skipped(id="e", at_ms=1)])
def test_the_board_knows_which_requests_are_open(over: Fact) -> None:
    board = Board()
    board.see(a_submitted("bo", id="e"))
    board.see(a_submitted("ana", id="f"))
    assert board.waiting() == ["e", "f"]
    board.see(CalledUp(id="f"))
    board.see(Started(id="f", at_ms=1))
    assert board.waiting() == ["e"]
    board.see(over)
    assert board.open == {"f": "ana"}


def test_the_board_reads_frames() -> None:
    board = Board()
    submitted = a_submitted("bo")
    board.watch(Facts("floor/test", 0, 1, [(1, Raw(JSON.encode(submitted)))]), 1.0)
    assert board.open == {submitted.id: "bo"}
    assert isinstance(submitted, Submitted)


def test_a_full_guest_list_is_left_alone() -> None:
    board = Board()
    board.guests = {f"r{number}": STAMP for number in range(1_000)}
    assert AddRow not in {type(next_of(CREW, somebody(board, seed))) for seed in range(200)}
