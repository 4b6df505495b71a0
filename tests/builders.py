"""A builder per noun: `an_actor()` is somebody who will do, `an_actor(role=Role.DJ)` somebody who matters."""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, TypeVar

from msgspec.structs import replace

from hub.chat.messages import Posted
from hub.kernel import Actor, Behaviour, Command, Fact, Lane, Millis, Moment, Notice, Role
from hub.presence.messages import Person
from hub.queue.messages import Submitted
from hub.tips.messages import TipConfirmed
from hub.tips.rules import tier_of

State = TypeVar("State")

#: A Saturday evening.
EVENING_MS: Millis = 1_767_470_400_000

LANES = tuple(Lane)

_fresh = count(1)


def fresh_id() -> str:
    """An id that no other builder made."""
    return f"i{next(_fresh)}"


def an_actor(person: str = "ana", role: Role = Role.AUDIENCE, name: str | None = None) -> Actor:
    """Somebody; the name is the person's id with a capital unless given."""
    return Actor(person=person, role=role, name=name or person.capitalize())


def the_desk(person: str = "dj") -> Actor:
    """Somebody who runs the night."""
    return an_actor(person, Role.DJ)


def the_system() -> Actor:
    """The hub itself."""
    return an_actor("system", Role.SYSTEM)


def a_moment(actor: Actor | None = None, now_ms: Millis = EVENING_MS, fresh_id: Callable[[], str] = fresh_id) -> Moment:
    """When and by whom something is asked."""
    return Moment(actor=actor or an_actor(), now_ms=now_ms, fresh_id=fresh_id)


def a_person(person: str = "ana", **changes: Any) -> Person:
    """Somebody who is here."""
    return replace(Person(id=person, name=person.capitalize(), role=Role.AUDIENCE), **changes)


def a_posted(person: str = "ana", **changes: Any) -> Posted:
    """A message that stands in the chat."""
    posted = Posted(
        id=fresh_id(),
        person=person,
        name=person.capitalize(),
        role=Role.AUDIENCE,
        text="Good evening",
        at_ms=EVENING_MS,
    )
    return replace(posted, **changes)


def a_submitted(person: str = "ana", **changes: Any) -> Submitted:
    """A request that waits, last."""
    submitted = Submitted(
        id=fresh_id(),
        person=person,
        name=person.capitalize(),
        title="Jolene",
        artist="Dolly Parton",
        note="",
        at_ms=EVENING_MS,
    )
    return replace(submitted, **changes)


def a_tip_confirmed(amount: int = 500, **changes: Any) -> TipConfirmed:
    """A tip that counts."""
    tier, pin_ms = tier_of(amount)
    confirmed = TipConfirmed(
        id=fresh_id(),
        name="Ana",
        text="",
        amount=amount,
        currency="eur",
        tier=tier,
        pin_ms=pin_ms,
        at_ms=EVENING_MS,
    )
    return replace(confirmed, **changes)


def folded(behaviour: Behaviour[State], facts: Iterable[Fact], state: State | None = None) -> State:
    """The state after the facts, from the empty one unless given."""
    state = behaviour.empty if state is None else state
    for fact in facts:
        state = behaviour.apply(state, fact)
    return state


def decided(
    behaviour: Behaviour[State], state: State, command: Command, moment: Moment
) -> tuple[State, tuple[Fact | Notice, ...]]:
    """What a command leads to: the state after it, and all that came of it. Raises `Rejected`."""
    outcome = tuple(behaviour.decide(state, command, moment))
    return folded(behaviour, [fact for fact in outcome if isinstance(fact, Fact)], state), outcome
