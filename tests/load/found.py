"""Builders of recorded results."""

from typing import Any

from load.record import Machine, Recorded

MACHINE = Machine("A processor", 2, "Linux 6", "3.11.7")


def a_result(found: object) -> Recorded:
    return Recorded("make it", "2026-01-31", "abc1234", MACHINE, found)


def a_row(**changes: Any) -> dict[str, Any]:
    row = {
        "fault": "Redis killed",
        "promises": [1, 6],
        "bound": "nothing lost",
        "seeds": [7],
        "runs": 1,
        "messages": 1200,
        "commands": 100,
        "lost": 0,
        "repeated": 0,
        "silence_s": 1.25,
        "recovery_s": 0.5,
        "twin": {"off": "nobody looks", "found": {"not delivered": 3}},
        "figures": {"noticed after (s)": 2.5},
    }
    return row | changes


def a_check(*, held: bool = True, value: float | None = 12.5) -> dict[str, Any]:
    bound = {"figure": "joined_s", "what": "everybody is in within", "limit": 15, "unit": "s", "promise": 19}
    return {"bound": bound, "value": value, "held": held}
