"""Three people fill in one form on three replicas, and a model that works out what each of them must show.

Each replica decides for itself with a clock of its own. Facts reach the others late, repeated and mixed, or with a
whole state, or not before the end. The model keeps every fact with what its maker knew, and starts from scratch.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import product
from random import Random

from hub.advancing_sync import form as forms
from hub.advancing_sync import rows
from hub.advancing_sync.agreement import Agreement
from hub.advancing_sync.agreement_messages import (
    AddNote,
    Assign,
    Assigned,
    DeadlineSet,
    Mark,
    Marked,
    NoteAdded,
    NoteRemoved,
    RemoveNote,
    Reopen,
    SectionStood,
    SetDeadline,
    SignOff,
)
from hub.advancing_sync.form import AdvanceFact, Form
from hub.advancing_sync.messages import (
    AddRow,
    Edit,
    Edited,
    Lock,
    Locked,
    MoveRow,
    Pick,
    Picked,
    RemoveRow,
    RowAdded,
    RowMoved,
    RowRemoved,
    Value,
)
from hub.advancing_sync.register import Register, heads
from hub.advancing_sync.rules import AdvanceCommand
from hub.errors import Rejected
from tests.hub.advancing_sync.forms import ITEMS, SOLD, TITLE, a_form, asked

PEOPLE = ("ana", "bob", "cat")
CELLS = (*3 * ((TITLE, "", ""),), (SOLD, "", ""), *((ITEMS, f"r{n}", "what") for n in range(2)))

Cell = tuple[str, str, str]
#: How many facts of each person a replica has.
Knowledge = dict[str, int]
Merge = Callable[[Form, Form], Form]
Apply = Callable[[Form, AdvanceFact], Form]


@dataclass(frozen=True)
class Told:
    """A fact, who made it as their how-manieth, and what they knew before."""

    fact: AdvanceFact
    by: str
    count: int
    knew: Knowledge

    def known(self, knowledge: Knowledge) -> bool:
        return self.count <= knowledge[self.by]


@dataclass
class Picture:
    """What a form shows: the values of each cell, newest first, the rows in order, and the locked fields."""

    cells: dict[Cell, list[tuple[str, Value]]]
    rows: list[tuple[str, str]]
    locked: set[str]
    words: dict[tuple[str, ...], str]
    notes: set[tuple[str, str]]


def place(fact: Edited | Picked) -> Cell:
    """The cell that a fact is about."""
    return fact.field, fact.row, fact.column


def age(stamp: str) -> tuple[int, int, str]:
    """A stamp as it is meant, not as it sorts."""
    ms, counter, person = stamp.split("-", 2)
    return int(ms), int(counter), person


def expected(told: list[Told]) -> Picture:
    """The picture of these facts, worked out from scratch."""
    facts = [one.fact for one in told]
    superseded = {fact.saw for fact in facts if isinstance(fact, Edited)}
    superseded |= {stamp for fact in facts if isinstance(fact, Picked) for stamp in fact.settled}
    cells: dict[Cell, list[tuple[str, Value]]] = {}
    for fact in facts:
        if isinstance(fact, Edited) and fact.stamp not in superseded:
            cells.setdefault(place(fact), []).append((fact.stamp, fact.value))
    for values in cells.values():
        values.sort(key=lambda value: age(value[0]), reverse=True)
    locks = sorted((fact for fact in facts if isinstance(fact, Locked)), key=lambda fact: age(fact.stamp))
    last = {fact.field: fact.on for fact in locks}
    return Picture(
        cells,
        expected_rows(told),
        {key for key, on in last.items() if on},
        expected_words(facts),
        {(fact.field, fact.id) for fact in facts if isinstance(fact, NoteAdded)}
        - {(fact.field, fact.id) for fact in facts if isinstance(fact, NoteRemoved)},
    )


def expected_words(facts: list[AdvanceFact]) -> dict[tuple[str, ...], str]:
    """What was said last of each question and section, by the stamps alone."""
    words: dict[tuple[str, ...], str] = {}
    said = [fact for fact in facts if isinstance(fact, Marked | Assigned | SectionStood | DeadlineSet)]
    for fact in sorted(said, key=lambda fact: age(fact.stamp)):
        match fact:
            case Marked():
                words["mark", fact.field] = fact.status
            case Assigned():
                words["side", fact.field] = fact.answers
            case DeadlineSet():
                words["due", fact.section] = "" if fact.days_before is None else str(fact.days_before)
            case _:
                words |= {("stands", fact.section, party): fact.standing for party in fact.parties}
    return words


def expected_rows(told: list[Told]) -> list[tuple[str, str]]:
    places: dict[str, str] = {}
    moves = [one.fact for one in told if isinstance(one.fact, RowAdded | RowMoved)]
    for move in sorted(moves, key=lambda fact: age(fact.stamp)):
        places[move.row] = move.index
    removals = [one for one in told if isinstance(one.fact, RowRemoved)]
    standing: set[str] = set()
    for one in told:
        if isinstance(one.fact, RowAdded) or (isinstance(one.fact, Edited) and one.fact.row):
            row = one.fact.row
            if not any(removal.fact.row == row and one.known(removal.knew) for removal in removals):  # type: ignore[union-attr]
                standing.add(row)
    return sorted((places.get(row, ""), row) for row in standing)


def pictured(form: Form) -> Picture:
    """The picture that a form shows."""
    registers: dict[Cell, Register] = {(key, "", ""): register for key, register in form.fields.items()}
    for key, row in ((key, row) for key, ours in form.lists.items() for row in ours.values()):
        registers |= {(key, row.id, column): register for column, register in row.cells.items()}
    cells = {cell: [(head.stamp, head.value) for head in heads(register)] for cell, register in registers.items()}
    standing = [(row.index, row.id) for row in rows.standing(form.lists.get(ITEMS, {}))]
    return Picture(
        {cell: values for cell, values in cells.items() if values},
        standing,
        {key for key, hold in form.locks.items() if hold.on},
        pictured_words(form.agreement),
        {(key, note) for key, thread in form.agreement.notes.items() for note, line in thread.items() if not line.gone},
    )


def pictured_words(agreed: Agreement) -> dict[tuple[str, ...], str]:
    """The last words that a form shows."""
    words = {("mark", key): word.what for key, word in agreed.marks.items()}
    words |= {("side", key): word.what for key, word in agreed.assigned.items()}
    words |= {("due", key): word.what for key, word in agreed.deadlines.items()}
    stood = agreed.standings.items()
    return words | {("stands", key, party): word.what for key, each in stood for party, word in each.items()}


@dataclass
class Replica:
    """One person's copy of the form: its clock, what has arrived, and every value it has ever shown."""

    person: str
    form: Form = field(default_factory=a_form)
    knows: Knowledge = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    now_ms: int = 1_000
    shown: dict[Cell, list[str]] = field(default_factory=dict[Cell, list[str]])


class World:
    """The replicas, and every fact that any of them has made."""

    def __init__(self, merge: Merge, apply: Apply) -> None:
        self.merge, self.apply = merge, apply
        self.replicas = [Replica(person) for person in PEOPLE]
        self.made: dict[str, list[Told]] = {person: [] for person in PEOPLE}
        self.kept: list[tuple[Form, Knowledge]] = []

    def told(self, knowledge: Knowledge) -> list[Told]:
        return [one for made in self.made.values() for one in made if one.known(knowledge)]

    def ask(self, replica: Replica, command: AdvanceCommand) -> None:
        """Decide at a replica; what its maker lets go must have stood on their screen."""
        try:
            facts = asked(replica.form, command, replica.person, replica.now_ms)
        except Rejected:
            return
        for fact in facts:
            gone = {fact.saw} - {""} if isinstance(fact, Edited) else set[str]()
            gone |= set(fact.settled) if isinstance(fact, Picked) else set[str]()
            if isinstance(fact, Edited | Picked):
                assert gone <= set(replica.shown.get(place(fact), []))
            made = self.made[replica.person]
            made.append(Told(fact, replica.person, len(made) + 1, dict(replica.knows)))
            self.hear(replica, replica.person)

    def hear(self, replica: Replica, author: str, back: int = 0) -> None:
        """The next fact of an author arrives, or one that has arrived before, again."""
        at = replica.knows[author] - back
        if not 0 <= at < len(self.made[author]):
            return
        replica.form = self.apply(replica.form, self.made[author][at].fact)
        replica.knows = {**replica.knows, author: max(replica.knows[author], at + 1)}
        self.look(replica)

    def sync(self, replica: Replica, other: Form, knowledge: Knowledge) -> None:
        """A whole state arrives, fresh or old."""
        replica.form = self.merge(replica.form, other)
        replica.knows = {person: max(count, knowledge[person]) for person, count in replica.knows.items()}
        self.look(replica)

    def look(self, replica: Replica) -> None:
        """Compare a replica with the model, and remember what its person has seen."""
        picture = pictured(replica.form)
        assert picture == expected(self.told(replica.knows))
        for cell, values in picture.cells.items():
            replica.shown.setdefault(cell, []).extend(stamp for stamp, _ in values)

    def finish(self) -> None:
        """Everything arrives everywhere."""
        for replica, author in product(self.replicas, PEOPLE):
            while replica.knows[author] < len(self.made[author]):
                self.hear(replica, author)


#: What happens, to whom, and three numbers that choose among what is there.
Step = tuple[str, int, int, int, int]
WHATS = (
    *("edit", "edit", "edit", "pick", "pick", "add", "move", "remove", "lock", "say", "say"),
    *("hear", "hear", "hear", "again", "sync", "keep", "old", "tick"),
)


def steps_of(seed: int, length: int) -> list[Step]:
    """A history. Fewer steps of a seed are a prefix, so that a failure shrinks."""
    chance = Random(seed)
    numbers = range(8)
    return [
        (chance.choice(WHATS), chance.randrange(3), *chance.choices(numbers, k=3))  # type: ignore[misc]
        for _ in range(length)
    ]


def command_of(world: World, step: Step) -> AdvanceCommand:
    """The command of a step, on what the replica shows now; an edit may be of what it showed once."""
    what, who, a, b, c = step
    replica = world.replicas[who]
    key, row, column = CELLS[a % len(CELLS)]
    stamps = [head.stamp for head in heads(forms.cell(replica.form, key, row, column))]
    match what:
        case "edit":
            seen = ["", *replica.shown.get((key, row, column), []), *stamps[:1]]
            value = float(b) if key == SOLD else f"v{b}"
            return Edit(field=key, value=value, saw=seen[-1 - (c // 3) % len(seen)], row=row, column=column)
        case "pick":
            picked = stamps[b % len(stamps)] if stamps else "none"
            return Pick(field=key, stamp=picked, saw=stamps[0] if stamps else "", row=row, column=column)
        case "add":
            return AddRow(field=ITEMS, row=f"r{a % 4}", after=f"r{b % 4}" if c % 2 else "")
        case "move":
            return MoveRow(field=ITEMS, row=f"r{a % 4}", after=f"r{b % 4}" if c % 2 else "")
        case "remove":
            return RemoveRow(field=ITEMS, row=f"r{a % 4}", saw=replica.form.last)
        case "say":
            return _word_of(a, b, c)
        case _:
            return Lock(field=(TITLE, SOLD, ITEMS)[a % 3], on=c == 0)


def _word_of(a: int, b: int, c: int) -> AdvanceCommand:
    """What one side says to the other; a signature lasts until the next opening, so there are many of these."""
    field, section = (TITLE, SOLD)[a % 2], ("show", "schedule")[a % 2]
    said: tuple[AdvanceCommand, ...] = (
        Mark(field=field, status=("asked", "needs_answer", "confirmed")[b % 3]),
        Assign(field=field, answers=("band", "venue")[b % 2]),
        AddNote(field=field, id=f"n{b}", text="Why?"),
        RemoveNote(field=field, id=f"n{b}"),
        SetDeadline(section=section, days_before=b or None),
        SignOff(section=section),
        Reopen(section=section),
        Reopen(section=section),
    )
    return said[c]


def take(world: World, step: Step) -> None:
    """Do one step."""
    what, who, a, b, c = step
    replica = world.replicas[who]
    match what:
        case "hear":
            world.hear(replica, PEOPLE[a % 3])
        case "again":
            world.hear(replica, PEOPLE[a % 3], back=1 + b)
        case "sync":
            other = world.replicas[a % 3]
            world.sync(replica, other.form, other.knows)
        case "keep":
            world.kept = [*world.kept[-3:], (replica.form, dict(replica.knows))]
        case "old":
            for old in world.kept[a % 4 : a % 4 + 1]:
                world.sync(replica, *old)
        case "tick":
            replica.now_ms = max(0, replica.now_ms + (a - 2) * (1 + b * c))
        case _:
            world.ask(replica, command_of(world, step))
