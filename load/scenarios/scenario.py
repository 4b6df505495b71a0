"""A scenario as a value: what it is for, what it promises, how large it is, and the one function that plays it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from msgspec import Struct, structs

from load.report.result import Bound
from load.scenarios.venue import Venue

PHONES_MAX = 10_000
#: One machine is a whole crowd: the hub is told to let it in.
DOOR: Mapping[str, str] = {
    "HUB_SOCKETS_PER_ADDRESS_MAX": "50000",
    "HUB_RATE_ADDRESS": "100000/100000",
}
#: A few speak for thousands: nobody is held to one person's rate.
RATES: Mapping[str, str] = {
    "HUB_RATE_CONNECTION": "100000/100000",
    "HUB_RATE_PERSON": "100000/100000",
    "HUB_RATE_ROOM": "100000/100000",
}


class Size(Struct, frozen=True):
    """How large a run: phones, workers of the hub, how long its parts last together, messages said a second.

    `processes`: of the receivers.
    """

    phones: int
    workers: int = 2
    seconds: float = 20.0
    per_s: float = 100.0
    processes: int = 1

    def scaled(self, by: float) -> "Size":
        """So many times the phones, at most as many as there are ever."""
        return structs.replace(self, phones=max(1, min(PHONES_MAX, round(self.phones * by))))


Play: TypeAlias = Callable[["Venue", Size], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scenario:
    """`full` is the size that the promises name; `size` runs in a minute on two cores.

    `latency` says what the latencies are of. `breaks`: it breaks the hub, so it plays on its own only.
    `settings` are of the hub, beside the door that is open for one machine.
    """

    name: str
    purpose: str
    bounds: tuple[Bound, ...]
    size: Size
    full: Size
    play: Play
    latency: str = "From the moment a message is sent until a phone has it."
    breaks: bool = False
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
