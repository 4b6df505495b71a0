"""The result of a run: one JSON document. docs/howto/load.md explains it to those who read it with other tools."""

import math
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from msgspec import Meta, Struct

from load.record import Machine

#: Goes up when a reader of older documents would misread a new one.
VERSION = 1


class Bound(Struct, frozen=True):
    """What is promised of one figure: at most so much, or at least when `least`.

    `promise` is its number in the list of promises; 0 for what only this scenario asks.
    """

    figure: str
    what: str
    limit: float
    unit: str = ""
    least: bool = False
    promise: int = 0

    def held_by(self, value: float | None) -> bool:
        """Whether the figure keeps it; one that was not measured does not."""
        if value is None or math.isnan(value):
            return False
        return value >= self.limit if self.least else value <= self.limit


class Checked(Struct, frozen=True):
    """A bound, what was measured, and whether it held."""

    bound: Bound
    value: float | None
    held: bool


class Event(Struct, frozen=True):
    """Something that was done to the hub or by the crowd, so many seconds after the start."""

    at_s: float
    what: str


class Timeline(Struct, frozen=True):
    """What was sampled: `columns[name][i]` at `at_s[i]` seconds after the start; None where there was nothing.

    Columns: `deliveries_per_s`, `answers_per_s`, `p50_ms`, `p99_ms`, `sockets`, `kib_per_socket`; and by process
    `cpu/<process>` in cores and `memory/<process>` in MiB.
    """

    at_s: list[float] = []
    columns: dict[str, list[float | None]] = {}

    def group(self, prefix: str) -> dict[str, list[float | None]]:
        """The columns of one kind, by process."""
        return {name.removeprefix(prefix): each for name, each in self.columns.items() if name.startswith(prefix)}


class Result(Struct, frozen=True, kw_only=True):
    """One run. `held`: nothing in `broken`, and every bound kept. `figures` are what the bounds are about, and more.

    `latency` says what the latencies are of. `commit` is short, with `+` for a changed tree; `on` is UTC. `broken` has
    a sentence for everything that was lost, repeated or wrong.
    """

    scenario: str
    purpose: str
    latency: str
    held: bool
    on: str
    commit: str
    machine: Machine
    options: dict[str, Any]
    seed: int
    promises: list[Checked]
    broken: list[str]
    figures: dict[str, float]
    events: list[Event]
    timeline: Timeline
    version: Annotated[int, Meta(ge=VERSION, le=VERSION)] = VERSION


def check(bounds: Sequence[Bound], figures: Mapping[str, float]) -> list[Checked]:
    """Each bound with its figure."""
    return [Checked(each, figures.get(each.figure), each.held_by(figures.get(each.figure))) for each in bounds]
