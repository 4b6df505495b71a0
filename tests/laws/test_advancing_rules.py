"""One form, written through the rules, against plain lists.

Three people look at the form and act on what they saw when they last looked. The model knows no stamps and no
indexes: only which values stand in a cell, newest first, which rows stand in which order, and who had seen what.
"""

from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import msgspec
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from hub.advancing_sync import ADVANCING_SYNC, rows
from hub.advancing_sync.form import AdvanceFact, Form, cell
from hub.advancing_sync.messages import AddRow, Edit, Edited, Lock, MoveRow, Pick, RemoveRow, Value
from hub.advancing_sync.register import heads
from hub.advancing_sync.rules import AdvanceCommand
from hub.advancing_sync.sight import cut, narrow
from hub.kernel import Actor, Fact, Lane, Notice, Role, Sight
from tests.builders import an_actor
from tests.hub.advancing_sync.forms import ITEMS, SOLD, TITLE, a_form
from tests.laws.machine import BehaviourMachine

Cell = tuple[str, str, str]
Item = TypeVar("Item")

ROWS_MAX = 5
HEADS_MAX = 20
NEVER = "never"

people = st.builds(an_actor, st.sampled_from(["ana", "ben", "zoe"]), st.just(Role.VENUE))
row_ids = st.sampled_from([f"r{n}" for n in range(7)])
afters = st.sampled_from(["", "r0", "r1", "r2", "r3", NEVER])
cells = st.sampled_from(
    [(TITLE, "", ""), (SOLD, "", ""), (ITEMS, "r0", "what"), (ITEMS, "r1", "what"), (ITEMS, NEVER, "what")]
)
which = st.integers(0, 30)


@dataclass
class Board:
    """What stands on the wall: `values` newest first, as (name of the write, value)."""

    values: dict[Cell, list[tuple[str, Value]]] = field(default_factory=dict[Cell, list[tuple[str, Value]]])
    rows: list[str] = field(default_factory=list[str])
    #: The writes in each row there ever was, oldest first.
    wrote: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    locked: set[str] = field(default_factory=set[str])


def without(items: list[Item], gone: list[Item]) -> list[Item]:
    return [item for item in items if item not in gone]


OURS = Sight(Lane.CREW, ("show",))


class AdvanceMachine(BehaviourMachine):
    behaviour = replace(ADVANCING_SYNC, empty=a_form())
    state: Form

    def __init__(self) -> None:
        super().__init__()
        #: What somebody knows who sees one section of the two.
        self.part = cut(self.state, OURS)
        self.board = Board()
        self.looks: dict[str, Board] = {}

    def _happen(self, fact: Fact) -> None:
        super()._happen(fact)
        if (seen := narrow(cast("AdvanceFact", fact), OURS)) is not None:
            self.part = self.behaviour.apply(self.part, seen)

    @invariant()
    def who_sees_a_section_folds_to_what_they_would_be_shown(self) -> None:
        assert msgspec.structs.replace(self.part, last="") == msgspec.structs.replace(cut(self.state, OURS), last="")

    @initialize()
    def everybody_looks(self) -> None:
        self.looks = {person: Board() for person in ("ana", "ben", "zoe")}

    @rule(person=people)
    def look(self, person: Actor) -> None:
        self.looks[person.person] = deepcopy(self.board)

    @rule(by_ms=st.integers(-5_000, 5))
    def the_clock_steps(self, by_ms: int) -> None:
        self.now_ms += by_ms

    @rule(
        person=people,
        at=cells,
        text=st.sampled_from(["", " ", "a", "b", "c", "x" * 300]),
        number=st.sampled_from([1.0, 2.0, 501.0]),
        fresh=st.booleans(),
    )
    def write(self, person: Actor, at: Cell, text: str, number: float, *, fresh: bool) -> None:
        """Somebody writes over the value that they saw, or into what they saw empty."""
        if fresh:
            self.look(person)
        value: Value = number if at[0] == SOLD else text
        seen = self.looks[person.person].values.get(at, [])
        saw = seen[0][0] if seen else ""
        refused, outcome = self.ask(person, Edit(field=at[0], value=value, saw=saw, row=at[1], column=at[2]))
        value = None if isinstance(value, str) and not value.strip() else value
        expected = self.refusal_of_write(at, value, saw)
        assert refused == expected
        if not refused:
            self.written(at, value, saw, outcome)

    def refusal_of_write(self, at: Cell, value: Value, saw: str) -> str:
        standing = self.board.values.get(at, [])
        if at[0] in self.board.locked:
            return "advance.locked"
        if at[1] and at[1] not in self.board.wrote:
            return "advance.unknown_row"
        if value == 501.0:
            return "advance.out_of_range"
        if value == "x" * 300:
            return "advance.too_long"
        apart = saw not in [name for name, _ in standing]
        if apart and len(standing) >= HEADS_MAX and not self.says_so_already(at, value):
            return "advance.unsettled"
        return ""

    def says_so_already(self, at: Cell, value: Value) -> bool:
        standing = self.board.values.get(at, [])
        return value == (standing[0][1] if standing else None) and (not at[1] or at[1] in self.board.rows)

    def written(self, at: Cell, value: Value, saw: str, outcome: tuple[Fact | Notice, ...]) -> None:
        if self.says_so_already(at, value):
            assert outcome == ()
            return
        edited = outcome[0]
        assert isinstance(edited, Edited)
        kept = [(name, old) for name, old in self.board.values.get(at, []) if name != saw and old != value]
        self.board.values[at] = [(edited.stamp, value), *kept]
        if at[1]:
            self.board.wrote[at[1]].append(edited.stamp)
            if at[1] not in self.board.rows:
                self.somewhere(at[1])

    @rule(person=people, at=cells, which=which)
    def pick(self, person: Actor, at: Cell, which: int) -> None:
        """Somebody settles a cell on one of the values that they saw."""
        seen = [name for name, _ in self.looks[person.person].values.get(at, [])]
        if not seen:
            return
        chosen = seen[which % len(seen)]
        refused, outcome = self.ask(person, Pick(field=at[0], stamp=chosen, saw=seen[0], row=at[1], column=at[2]))
        assert refused == self.refusal_of_pick(at, chosen)
        if refused:
            return
        values = dict(self.board.values[at])
        others = [name for name in values if name in seen and name != chosen]
        names = list(values)
        if any(names.index(other) < names.index(chosen) for other in others):
            again = outcome[0]
            assert isinstance(again, Edited)
            values = {again.stamp: values[chosen], **values}
            others.append(chosen)
            if at[1]:
                self.board.wrote[at[1]].append(again.stamp)
        self.board.values[at] = [(name, value) for name, value in values.items() if name not in others]

    @rule(late=st.booleans(), which=which)
    def quarrel(self, which: int, *, late: bool) -> None:
        """Two people write one cell without seeing each other; a third looks, and picks, perhaps behind the times."""
        ana, ben, zoe = (an_actor(person, Role.VENUE) for person in ("ana", "ben", "zoe"))
        at = (TITLE, "", "")
        self.look(ben)
        self.write(ana, at, "ana's", 1.0, fresh=True)
        self.write(ben, at, "ben's", 1.0, fresh=False)
        self.look(zoe)
        if late:
            self.write(ana, at, "later", 1.0, fresh=False)
        self.pick(zoe, at, which)

    def refusal_of_pick(self, at: Cell, chosen: str) -> str:
        names = [name for name, _ in self.board.values.get(at, [])]
        if at[0] in self.board.locked:
            return "advance.locked"
        if at[1] and at[1] not in self.board.rows:
            return "advance.unknown_row"
        return "" if chosen in names and len(names) > 1 else "advance.no_sibling"

    @rule(person=people, row=row_ids, after=afters)
    def add(self, person: Actor, row: str, after: str) -> None:
        if ITEMS in self.board.locked:
            expected = "advance.locked"
        elif row in self.board.rows:
            expected = "advance.row_exists"
        elif len(self.board.rows) >= ROWS_MAX:
            expected = "advance.too_many_rows"
        else:
            expected = self.refusal_of_place(after)
        if self.does(person, AddRow(field=ITEMS, row=row, after=after), expected):
            self.board.wrote.setdefault(row, []).append(self.state.last)
            self.put(row, after)

    @rule(person=people, row=row_ids, after=afters)
    def move(self, person: Actor, row: str, after: str) -> None:
        if ITEMS in self.board.locked:
            expected = "advance.locked"
        elif row not in self.board.rows:
            expected = "advance.unknown_row"
        else:
            expected = "" if row == after else self.refusal_of_place(after)
        if self.does(person, MoveRow(field=ITEMS, row=row, after=after), expected) and row != after:
            self.board.rows.remove(row)
            self.put(row, after)

    def refusal_of_place(self, after: str) -> str:
        return "advance.unknown_row" if after and after not in self.board.wrote else ""

    def put(self, row: str, after: str) -> None:
        """A row stands behind another; behind a removed one, the rules choose where."""
        if after and after not in self.board.rows:
            self.somewhere(row)
        else:
            self.board.rows.insert(self.board.rows.index(after) + 1 if after else 0, row)

    def somewhere(self, row: str) -> None:
        """A row stands where the rules put it, and the others stay as they are."""
        order = [standing.id for standing in rows.standing(self.state.lists[ITEMS])]
        self.board.rows.insert(order.index(row), row)

    @rule(person=people, row=row_ids)
    def remove(self, person: Actor, row: str) -> None:
        """Somebody removes a row, as they saw it."""
        now = self.board.wrote.get(row, [])
        seen = self.looks[person.person].wrote.get(row, [])
        if ITEMS in self.board.locked:
            expected = "advance.locked"
        elif not now:
            expected = "advance.unknown_row"
        else:
            expected = "advance.row_changed" if row in self.board.rows and now != seen else ""
        if self.does(person, RemoveRow(field=ITEMS, row=row, saw=seen[-1] if seen else ""), expected):
            self.board.rows = without(self.board.rows, [row])

    @rule(row=st.sampled_from(["r0", "r1"]), text=st.sampled_from(["a", "b"]), late=st.booleans())
    def race(self, row: str, text: str, *, late: bool) -> None:
        """One removes a row while, or before, another writes in it."""
        ana, zoe = (an_actor(person, Role.VENUE) for person in ("ana", "zoe"))
        self.add(ana, row, "")
        self.look(zoe)
        if late:
            self.write(ana, (ITEMS, row, "what"), text, 1.0, fresh=True)
        self.remove(zoe, row)
        self.write(ana, (ITEMS, row, "what"), text, 1.0, fresh=True)

    @rule(person=people, key=st.sampled_from([TITLE, SOLD, ITEMS]), on=st.sampled_from([True, False, False]))
    def lock(self, person: Actor, key: str, *, on: bool) -> None:
        assert self.does(person, Lock(field=key, on=on), "")
        self.board.locked = self.board.locked - {key} | ({key} if on else set[str]())

    def does(self, person: Actor, command: AdvanceCommand, expected: str) -> bool:
        refused, _ = self.ask(person, command)
        assert refused == expected
        return not refused

    @invariant()
    def the_form_is_the_board(self) -> None:
        for at, values in self.board.values.items():
            assert [(head.stamp, head.value) for head in heads(cell(self.state, *at))] == values
        written = {(key, "", "") for key in self.state.fields}
        written |= {(ITEMS, row.id, column) for row in self.state.lists.get(ITEMS, {}).values() for column in row.cells}
        assert written == set(self.board.values)
        assert [row.id for row in rows.standing(self.state.lists.get(ITEMS, {}))] == self.board.rows
        assert {key for key, hold in self.state.locks.items() if hold.on} == self.board.locked


TestAdvance = AdvanceMachine.TestCase
