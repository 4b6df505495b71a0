"""Who is on this night."""

from typing import NamedTuple

from hub.kernel import Actor, Command, Role


class Step(NamedTuple):
    """Somebody does something."""

    actor: Actor
    command: Command


ANA = Actor("p_ana", Role.CREW, "Ana (tour)")
BEN = Actor("p_ben", Role.VENUE, "Ben (venue)")
CLEO = Actor("p_cleo", Role.MANAGER, "Cleo (promoter)")
DANA = Actor("p_dana", Role.GUEST, "Dana (FOH)")
NIKA = Actor("p_nika", Role.DJ, "DJ Nika")
SAM = Actor("p_sam", Role.STREAMER, "Sam")
TILL = Actor("p_till", Role.SYSTEM, "Till")


def visitor(name: str) -> Actor:
    """Somebody of the audience."""
    return Actor(f"p_{name.lower()}", Role.AUDIENCE, name)
