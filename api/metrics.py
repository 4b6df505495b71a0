"""`/metrics`: every worker of this hub in one answer, whichever of them is asked.

Workers share a port, so a scrape reaches any one of them. Each writes its counts to a file of the run directory once a
second; the one that is asked reads them all.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec
from litestar import MediaType, get
from litestar.datastructures import State
from msgspec import Struct
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from api.guards import operators_only
from hub.rooms.meters import Meters, Spread


class Bells(Struct, frozen=True):
    """The bus as a worker sees it."""

    up: bool = False
    lag_ms: float = 0.0
    published: int = 0
    dropped: int = 0
    rebuilt: int = 0
    leases_lost: int = 0


class Reading(Struct, frozen=True):
    """What one worker wrote down."""

    worker: str
    pid: int
    rooms: int
    meters: Meters
    bells: Bells


_GAUGES: dict[str, tuple[str, Callable[[Reading], float]]] = {
    "hub_connections": ("Open sockets.", lambda each: each.meters.connections),
    "hub_rooms_open": ("Rooms open on the worker.", lambda each: each.rooms),
    "hub_bus_up": ("1 while the canary comes back through Redis.", lambda each: each.bells.up),
    "hub_bus_lag_milliseconds": ("How long the last canary took.", lambda each: each.bells.lag_ms),
}
_COUNTERS: dict[str, tuple[str, Callable[[Reading], float]]] = {
    "hub_commands": ("Commands received.", lambda each: each.meters.commands),
    "hub_refused": ("Commands refused.", lambda each: each.meters.refused),
    "hub_appends": ("Appends to the log.", lambda each: each.meters.appends),
    "hub_facts": ("Facts appended.", lambda each: each.meters.batch.total),
    "hub_conflicts": ("Appends that another worker was quicker than.", lambda each: each.meters.conflicts),
    "hub_log_unavailable": ("Batches refused because the log was away.", lambda each: each.meters.unavailable),
    "hub_deliveries": ("Facts written to sockets.", lambda each: each.meters.deliveries),
    "hub_flushes": ("Flushes of rooms, or of parts of large ones.", lambda each: each.meters.flushes),
    "hub_dropped_notices": ("Notices not sent to slow sockets.", lambda each: each.meters.dropped_notices),
    "hub_slow_closes": ("Sockets closed because they were too far behind.", lambda each: each.meters.slow_closes),
    "hub_gaps_repaired": ("Times a room caught up from the log.", lambda each: each.meters.gaps_repaired),
    "hub_log_reads": ("Reads of the log for rooms.", lambda each: each.meters.log_reads),
    "hub_bus_published": ("Rings sent.", lambda each: each.bells.published),
    "hub_bus_dropped": ("Rings that could not be sent.", lambda each: each.bells.dropped),
    "hub_leases_lost": ("Times Redis did not take or give who is here.", lambda each: each.bells.leases_lost),
    "hub_bus_rebuilt": ("Times the link to Redis was rebuilt.", lambda each: each.bells.rebuilt),
}
_SPREADS: dict[str, tuple[str, Callable[[Reading], Spread]]] = {
    "hub_flush_milliseconds": ("Time a flush held the loop.", lambda each: each.meters.flush),
    "hub_collect_milliseconds": ("Time the garbage collector held everything.", lambda each: each.meters.collect),
    "hub_append_milliseconds": ("Time an append took.", lambda each: each.meters.append),
    "hub_append_facts": ("Facts that an append wrote together.", lambda each: each.meters.batch),
}


class Shared(Collector):
    """The readings of all workers as metric families."""

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._readings = list(readings)

    def collect(self) -> Iterator[Metric]:
        """Every family, with one sample per worker."""
        for name, (text, value) in _GAUGES.items():
            gauge = GaugeMetricFamily(name, text, labels=["worker"])
            for each in self._readings:
                gauge.add_metric([each.worker], value(each))
            yield gauge
        for name, (text, value) in _COUNTERS.items():
            counter = CounterMetricFamily(name, text, labels=["worker"])
            for each in self._readings:
                counter.add_metric([each.worker], value(each))
            yield counter
        for name, (text, spread) in _SPREADS.items():
            histogram = HistogramMetricFamily(name, text, labels=["worker"])
            for each in self._readings:
                found = spread(each)
                histogram.add_metric([each.worker], buckets(found), found.total)
            yield histogram


def buckets(spread: Spread) -> list[tuple[str, float]]:
    """Cumulative counts by upper bound, as Prometheus wants them."""
    total = 0
    rows: list[tuple[str, float]] = []
    for bound, count in zip([*map(str, spread.bounds), "+Inf"], spread.counts, strict=True):
        total += count
        rows.append((bound, total))
    return rows


def write(run_dir: Path, reading: Reading) -> None:
    """Leave this worker's reading for the others, whole or not at all."""
    path = run_dir / f"worker-{reading.pid}.json"
    draft = path.with_suffix(".draft")
    draft.write_bytes(msgspec.json.encode(reading))
    draft.replace(path)


def read_others(run_dir: Path, own_pid: int) -> list[Reading]:
    """The readings of the other living workers; those of dead ones are cleared away."""
    readings: list[Reading] = []
    for path in run_dir.glob("worker-*.json"):
        try:
            reading = msgspec.json.decode(path.read_bytes(), type=Reading)
        except (FileNotFoundError, msgspec.MsgspecError):
            continue  # another worker has just cleared it away, or is of another version
        if reading.pid == own_pid:
            continue
        if _alive(reading.pid):
            readings.append(reading)
        else:
            path.unlink(missing_ok=True)
    return readings


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


@get("/metrics", guards=[operators_only], media_type=MediaType.TEXT, include_in_schema=False, sync_to_thread=False)
def metrics(state: State) -> bytes:
    """All workers, in the Prometheus text format."""
    own: Reading = state.worker.reading()
    run_dir: Path | None = state.worker.settings.run_dir
    readings: list[Any] = [own, *(read_others(run_dir, own.pid) if run_dir else [])]
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Shared(readings))
    return generate_latest(registry)
