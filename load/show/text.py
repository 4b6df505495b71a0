"""A show's result, for people."""

from collections.abc import Iterator

from load.show.verdict import LARGE, ActFound, Found

_HEAD = (
    f"  {'act':<14} {'sent':>6} {'acked':>6} {'refused':>8} {'facts/s':>8} {'p50 ms':>8} {'p99 ms':>9} {'max ms':>9}"
)


def lines(found: Found) -> Iterator[str]:
    """The table of the acts, then the verdict."""
    crowd = found.phones > found.full_clients
    yield ""
    yield _HEAD + (f" {'crowd p50':>10} {'p99':>7} {'max':>7}" if crowd else "") + f" {'back s':>7}"
    for act in found.acts:
        yield _act(act, crowd=crowd)
    yield ""
    if crowd:
        yield (
            f"  {found.phones - found.full_clients:,} sockets joined in {found.joined_s} s,"
            f" {found.kib_per_socket} KiB of worker memory each; beside them {found.full_clients} full clients."
            f" The receivers used {found.receivers_cpu_s:.0f} s of CPU"
        )
    yield (
        f"  cut off {found.cut_off:,} times, back after p50 {found.away_p50_s:.1f} s, longest {found.away_max_s:.1f} s,"
        f" resumed {found.resumed:,}, snapshots {found.snapshots:,}"
    )
    peak = next((act for act in found.acts if act.name == "peak"), found.acts[-1])
    yield (
        f"  sent {found.sent:,}  acked {found.acked:,}  refused {found.refused:,}  delivered {found.delivered:,}"
        f"  lost {found.lost}  repeated {found.repeated}  p50 {peak.p50_ms} ms  p99 {peak.p99_ms} ms"
    )
    yield from (f"  BREACH {kind}: {times}" for kind, times in found.breaches.items())
    yield from (f"    {each}" for each in found.examples)
    yield from (f"  MISSED {each}" for each in found.missed)
    if found.phones >= LARGE and not found.missed:
        yield "  promises 18 and 19 are kept"


def _act(act: ActFound, *, crowd: bool) -> str:
    figures = f"{act.p50_ms:>8} {act.p99_ms:>9} {act.max_ms:>9}"
    beside = f" {act.crowd_p50_ms:>10} {act.crowd_p99_ms:>7} {act.crowd_max_ms:>7}" if crowd else ""
    back = f" {act.back_s:>7}" if act.back_s else f" {'':>7}"
    reads = f"  {act.log_reads:g} log queries a room and worker for who came" if act.log_reads else ""
    counts = f"{act.sent:>6} {act.acked:>6} {act.refused:>8} {act.facts_per_s:>8}"
    return f"  {act.name:<14} {counts} {figures}{beside}{back}{reads}"
