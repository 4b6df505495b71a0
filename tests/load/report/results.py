"""Results to draw."""

from typing import Any

from load.record import Machine
from load.report.result import Bound, Event, Result, Timeline, check

MACHINE = Machine("Some processor", 2, "Linux 6", "3.11.7")
BOUNDS = (
    Bound("p99_ms", "99 of 100 messages are there within", 150, "ms", promise=18),
    Bound("answers_per_s", "commands answered", 5_000, "/s", least=True),
)


def a_timeline() -> Timeline:
    """Three looks; in the first nothing had come yet."""
    return Timeline(
        [0.5, 1.0, 1.5],
        {
            "deliveries_per_s": [0, 1_000, 2_000],
            "answers_per_s": [0, 10, 20],
            "p50_ms": [None, 2.0, 3.0],
            "p99_ms": [None, 20.0, 30.0],
            "sockets": [0, 100, 100],
            "kib_per_socket": [None, 20.0, 21.0],
            "cpu/worker 1": [0.1, 0.5, 0.6],
            "cpu/receivers": [None, 0.2, 0.2],
            "memory/worker 1": [60.0, 70.0, 80.0],
        },
    )


def a_result(**changes: Any) -> Result:
    """One that held."""
    figures = {"p99_ms": 30.5, "answers_per_s": 6_000.0}
    whole: dict[str, Any] = {
        "scenario": "peak",
        "purpose": "A full house.",
        "latency": "From here to there.",
        "held": True,
        "on": "2026-11-21 10:11",
        "commit": "abc1234",
        "machine": MACHINE,
        "options": {"phones": 100},
        "seed": 7,
        "promises": check(BOUNDS, figures),
        "broken": [],
        "figures": figures,
        "events": [Event(1.0, "everybody is in")],
        "timeline": a_timeline(),
    }
    return Result(**(whole | changes))
