"""Results of shows that nobody played."""

from typing import Any

from msgspec import structs

from load.show.verdict import ActFound, Found

PEAK = ActFound(
    name="peak",
    seconds=10.0,
    sent=20,
    acked=19,
    refused=1,
    facts_per_s=99.5,
    p50_ms=4.5,
    p99_ms=9.5,
    max_ms=11.5,
    crowd_p50_ms=50.0,
    crowd_p99_ms=120.0,
    crowd_max_ms=130.0,
)
_FOUND = Found(
    phones=500,
    full_clients=500,
    crew=30,
    workers=2,
    seed=7,
    joined_s=0.0,
    kib_per_socket=0.0,
    acts=[PEAK],
    sent=20,
    acked=19,
    refused=1,
    delivered=9_500,
    lost=0,
    repeated=0,
    cut_off=3,
    resumed=3,
    snapshots=500,
    away_p50_s=1.0,
    away_max_s=2.0,
    receivers_cpu_s=0.0,
    breaches={},
    examples=[],
)


def a_found(**but: Any) -> Found:
    """A good night, but for this."""
    return structs.replace(_FOUND, **but)
