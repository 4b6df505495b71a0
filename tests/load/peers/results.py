"""What a bench could have found."""

import msgspec

from load.peers.found import Found, Row
from load.peers.measures import Size
from load.record import Machine, Recorded


def a_round(**figures: float) -> dict[str, float]:
    """A round of one peer."""
    busy = {
        "messages_per_s": 100.0,
        "deliveries_per_s": 100_000.0,
        "cpu_us": 5.0,
        "beside_us": 0.0,
        "server_cpu": 0.9,
        "receivers_cpu": 0.4,
        "per_frame": 1.0,
        "p50_ms": 10.0,
        "p99_ms": 20.0,
    }
    named = {
        f"{name}_{figure}": value for name in ("joined", "single", "half", "common") for figure, value in busy.items()
    }
    return {**named, "idle_kib": 10.0, "joins_per_s": 1_000.0, "join_us": 900.0, **figures}


def an_absence(back: float = 0.0, state: float = 0.0) -> dict[str, float]:
    """What came back."""
    return {
        "sent": 10_000,
        "sent_per_s": 5_000,
        "back": back,
        "had_before": 0,
        "whole_state": state,
        "back_ms": 9.0,
        "back_kib": 1.0,
    }


def some() -> Recorded:
    """The hub, a peer that is ahead of it here and there, one that did not run, and two forms."""
    form = {"p50_ms": 3.0, "p99_ms": 9.0, "away": 60.0, "kept": 60.0, "back_ms": 30.0, "idle_kib": 8.0}
    rows = {
        "hub": Row({"showhub": "0.1.0"}, rounds=[a_round(joined_cpu_us=0.2)] * 2, away=an_absence(200, 1)),
        "hub-at-once": Row({"showhub": "0.1.0"}, rounds=[a_round()], away=an_absence(200, 1)),
        "centrifugo": Row(not_run="it could not be fetched"),
        "socketio": Row(
            {"socket.io": "4.8.4"}, rounds=[a_round(idle_kib=5.0), {}], away=an_absence(10_000), faults=["late"]
        ),
    }
    forms = {
        "hub": Row({"showhub": "0.1.0"}, rounds=[form]),
        "hocuspocus": Row({"yjs": "13"}, rounds=[{**form, "p50_ms": 1.0}]),
    }
    found = Found(Size(), rows, forms, took_s=600)

    machine = Machine("A processor", 2, "Linux 6", "3.11.7")
    return Recorded("make bench-peers", "2026-01-02", "abc1234", machine, msgspec.to_builtins(found))
