"""What the TypeScript folds must do: stories of every behaviour, as each lane sees them, state by state.

`python -m tests.golden.folds` writes `web/client/folds/golden.json`; its twin in `web/client/test/golden.test.ts` folds
the same facts in TypeScript. The stories are random and seeded: commands that the rules refuse make no fact.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace

from hub.advancing_sync import ADVANCING_SYNC
from hub.advancing_sync.agreement_messages import (
    AddNote,
    Assign,
    Mark,
    Publish,
    RemoveNote,
    Reopen,
    SetDeadline,
    SignOff,
    TellOpened,
    TellSent,
    Verify,
)
from hub.advancing_sync.agreement_messages import Submit as Submit_
from hub.advancing_sync.design_messages import Design, wanted
from hub.advancing_sync.files import AddFile, RemoveFile
from hub.advancing_sync.guests_messages import CheckIn
from hub.advancing_sync.messages import AddRow, Edit, Lock, MoveRow, Pick, RemoveRow
from hub.advancing_sync.register import heads
from hub.advancing_sync.schema import Schema
from hub.chat import CHAT
from hub.chat.messages import Post, Remove
from hub.errors import Rejected
from hub.kernel import PARTIES, Actor, Behaviour, Command, Fact, Lane, Moment, Role
from hub.queue import QUEUE
from hub.queue.messages import CallUp, Configure, Finish, Hold, Play, Reorder, Rules, Skip, Submit, Withdraw
from hub.streams import STREAMS
from hub.streams.messages import GoDown, GoLive
from hub.tips import TIPS
from hub.tips.messages import Confirm
from tests.builders import EVENING_MS, an_actor, the_desk, the_system
from tests.golden.texts import typing
from tests.hub.advancing_sync.forms import ITEMS, SOLD, TITLE
from tests.hub.advancing_sync.guest_lists import GUEST, with_guest
from tests.hub.advancing_sync.pages import a_text_form

FILE = Path(__file__).resolve().parents[2] / "web/client/folds/golden.json"
_PDF = "application/pdf"
PEOPLE = [an_actor(name, Role.CREW) for name in ("ana", "bob", "cat")]

#: Picks who asks for what next in a state.
Asks = Callable[[Any, Random], tuple[Actor, Command]]


def _any(chance: Random, keys: Sequence[str]) -> str:
    return chance.choice(keys) if keys else "nobody"


def _chat(chat: Any, chance: Random) -> tuple[Actor, Command]:
    message = _any(chance, [each.id for each in chat.messages])
    asked = [Post(text=f"{chance.random():.3f}"), Post(text="two\nlines", reply_to=message), Remove(message=message)]
    return the_desk(), chance.choice(asked)


def _tips(_tips: Any, chance: Random) -> tuple[Actor, Command]:
    amount, currency = chance.choice([100, 1_000, 2_500, 10_000]), chance.choice(["eur", "usd"])
    return the_system(), Confirm(tip=f"t{chance.random():.6f}", name="Bea", amount=amount, currency=currency)


def _streams(stage: Any, _chance: Random) -> tuple[Actor, Command]:
    return an_actor("noa", Role.STREAMER), GoDown() if stage.live else GoLive(title="Late night")


def _queue(queue: Any, chance: Random) -> tuple[Actor, Command]:
    entry, other = _any(chance, list(queue.entries)), _any(chance, queue.waiting)
    desk: list[Command] = [
        CallUp(entry=chance.choice([None, other])),
        Configure(rules=Rules(mode=chance.choice(["rotation", "priority"]), locked_max=chance.randint(1, 3))),
        Finish(),
        Hold(entry=other, on=chance.random() < 0.7),
        Play(entry=chance.choice([None, entry])),
        Reorder(entry=other, before=chance.choice([None, _any(chance, queue.waiting)])),
        Skip(entry=entry),
        Withdraw(entry=entry),
    ]
    if chance.random() < 0.4:
        return chance.choice(PEOPLE), Submit(title=f"Song {chance.randint(1, 99)}", note=chance.choice(["", "slow"]))
    return the_desk(), chance.choice(desk)


def _advance(form: Any, chance: Random) -> tuple[Actor, Command]:
    rows = form.lists.get(ITEMS, {})
    row = _any(chance, list(rows))
    field, value, row_at, column = chance.choice(
        [(TITLE, "words", "", ""), (SOLD, 7, "", ""), (ITEMS, "load-in", row, "what")],
    )
    register = rows[row].cells.get(column) if row_at and row in rows else form.fields.get(field)
    standing = heads(register) if register else ()
    saw = chance.choice(["", *(head.stamp for head in standing)])
    value = f"{value} {chance.randint(1, 5)}" if isinstance(value, str) and not row_at else value
    written = max(rows[row].written, default="") if row in rows else ""
    asked: list[Command] = [
        Edit(field=field, value=chance.choice([value, None]), saw=saw, row=row_at, column=column),
        Edit(field=field, value=value, saw="", row=row_at, column=column),
        Pick(field=field, stamp=saw, saw=form.last, row=row_at, column=column),
        AddRow(field=ITEMS, row=f"r{chance.randint(1, 6)}", after=chance.choice(["", row])),
        MoveRow(field=ITEMS, row=row, after=chance.choice(["", _any(chance, list(rows))])),
        RemoveRow(field=ITEMS, row=row, saw=written),
    ]
    if chance.random() < 0.1:
        asked = [Lock(field=TITLE, on=chance.random() < 0.5)]
    if chance.random() < 0.05:
        return _files(form, chance)
    if chance.random() < 0.05:
        return chance.choice(PEOPLE), CheckIn(row=GUEST, count=chance.choice([1, 2, -1]))
    if chance.random() < 0.4:
        return _agreement(form, chance)
    if chance.random() < 0.3:
        return chance.choice(PEOPLE), typing(form, chance)
    return chance.choice(PEOPLE), chance.choice(asked)


def _files(form: Any, chance: Random) -> tuple[Actor, Command]:
    new = AddFile(field=TITLE, file=f"f{chance.randint(1, 4)}", title="a.pdf", size=9, type=_PDF, sha256="0" * 64)
    return the_system(), chance.choice([new, RemoveFile(field=TITLE, file=_any(chance, list(form.files)))])


def _agreement(form: Any, chance: Random) -> tuple[Actor, Command]:
    field, section = chance.choice([TITLE, SOLD]), chance.choice(["show", "schedule"])
    thread = form.agreement.notes.get(field, {})
    if thread and chance.random() < 0.1:
        note = _any(chance, list(thread))
        return an_actor(thread[note].by, Role.CREW), RemoveNote(field=field, id=note)
    if chance.random() < 0.1:
        return the_system(), TellOpened(party=chance.choice(PARTIES))
    if chance.random() < 0.1:
        sections = chance.sample(form.schema.sections, k=len(form.schema.sections))
        return an_actor("cleo", Role.OWNER), Design(schema=wanted(Schema(tuple(sections))), saw=form.designed)
    asked: list[Command] = [
        Mark(field=field, status=chance.choice(["asked", "needs_answer", "confirmed"])),
        Assign(field=field, answers=chance.choice(["band", "venue", "both"])),
        Verify(field=field),
        AddNote(field=field, id=f"n{chance.randint(1, 9)}", text="In the evening?"),
        RemoveNote(field=field, id=_any(chance, list(form.agreement.notes.get(field, {})))),
        *(each(section=section) for each in (Submit_, SignOff, Reopen, Reopen, Reopen)),
        SetDeadline(section=section, days_before=chance.choice([None, 7])),
        Publish(),
        TellSent(),
    ]
    side = an_actor("vic", Role.VENUE) if chance.random() < 0.3 else chance.choice(PEOPLE)
    return side, chance.choice(asked)


#: Behaviour, its state at the start, who asks for what, and how many facts.
STORIES: tuple[tuple[Behaviour[Any], Any, Asks, int], ...] = (
    (CHAT, CHAT.empty, _chat, 30),
    (TIPS, TIPS.empty, _tips, 12),
    (STREAMS, STREAMS.empty, _streams, 4),
    (QUEUE, QUEUE.empty, _queue, 70),
    (ADVANCING_SYNC, with_guest(a_text_form()), _advance, 160),
)


def facts(behaviour: Behaviour[Any], state: Any, asks: Asks, most: int) -> Iterator[tuple[Any, Fact, Any]]:
    """State, fact and next state, until there are `most`; the same ones every time."""
    chance = Random(behaviour.name)
    ids = count(1)
    told = 0
    for now_ms in count(EVENING_MS, 1_000):
        actor, command = asks(state, chance)
        try:
            made = behaviour.decide(state, command, Moment(actor, now_ms, lambda: f"i{next(ids)}"))
        except Rejected:
            continue
        for fact in (each for each in made if isinstance(each, Fact)):
            after = behaviour.apply(state, fact)
            yield state, fact, after
            state = after
            told += 1
        if told >= most:
            return


def _seen(behaviour: Behaviour[Any], state: Any, lane: Lane) -> dict[str, Any]:
    return msgspec.to_builtins(behaviour.show(state, lane))


def story(behaviour: Behaviour[Any], told: Sequence[tuple[Any, Fact, Any]], lane: Lane) -> dict[str, Any]:
    """The start, and for each fact that the lane sees what it changes at the top of the state."""
    steps: list[dict[str, Any]] = []
    for before, fact, after in told:
        shown = behaviour.view(fact, lane)
        if shown is None:
            continue
        old, new = _seen(behaviour, before, lane), _seen(behaviour, after, lane)
        changed = {key: value for key, value in new.items() if value != old[key]}
        steps.append({"fact": msgspec.to_builtins(shown), "changed": changed})
    return {"behaviour": behaviour.name, "lane": lane, "start": _seen(behaviour, told[0][0], lane), "steps": steps}


def capped(behaviour: Behaviour[Any], state: Any, posts: int, fact: Callable[[int], Fact]) -> dict[str, Any]:
    """So many facts of a kind that the oldest falls out of the state; only the end is compared."""
    told = [fact(number) for number in range(posts)]
    end = state
    for each in told:
        end = behaviour.apply(end, each)
    steps: list[dict[str, Any]] = [{"fact": msgspec.to_builtins(each)} for each in told]
    steps[-1]["changed"] = _seen(behaviour, end, Lane.DESK)
    return {"behaviour": behaviour.name, "lane": Lane.DESK, "start": _seen(behaviour, state, Lane.DESK), "steps": steps}


def golden() -> str:
    """The file, whole."""
    made: list[dict[str, Any]] = []
    for behaviour, start, asks, most in STORIES:
        told = list(facts(behaviour, start, asks, most))
        lanes = [Lane.PUBLIC, Lane.DESK] if behaviour is QUEUE else [Lane.CREW]
        made.extend(story(behaviour, told, lane) for lane in lanes)
        first = told[0][1]
        if behaviour in (CHAT, TIPS):
            made.append(capped(behaviour, start, 205, lambda number, fact=first: replace(fact, id=f"i{number}")))
    lines = ",\n".join(msgspec.json.encode(each).decode() for each in made)
    return f"[\n{lines}\n]\n"


if __name__ == "__main__":
    FILE.write_text(golden())
