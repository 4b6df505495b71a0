"""`docs/benchmarks.md`, made from `docs/figures/peers.json`."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from load.peers.catalogue import PEERS
from load.peers.forms import FORMS, FormPeer
from load.peers.found import AT_ONCE, HUB, Found, Row, ratio
from load.peers.losses import CONTESTS, FORM_CONTESTS, idle, lost, shown
from load.peers.measures import LAZY_S
from load.peers.peer import Peer
from load.record import Recorded

PAGE = Path(__file__).resolve().parents[2] / "docs" / "benchmarks.md"
#: A column: its title, and the figure; `TIMES` is a ratio to the hub.
Columns = Sequence[tuple[str, str]]
TIMES = "times the hub"
BUSY: Columns = (
    ("deliveries/s", "deliveries_per_s"),
    (TIMES, "deliveries_per_s"),
    ("server CPU µs per delivery", "cpu_us"),
    (TIMES, "cpu_us"),
    ("stores' CPU µs", "beside_us"),
    ("messages per frame", "per_frame"),
    ("server's core", "server_cpu"),
    ("receivers' and publisher's", "receivers_cpu"),
)
LATENCY: Columns = (
    ("messages/s at half", "half_messages_per_s"),
    ("p50 ms", "half_p50_ms"),
    ("p99 ms", "half_p99_ms"),
    ("server's core", "half_server_cpu"),
    ("p50 ms, common", "common_p50_ms"),
    ("p99 ms, common", "common_p99_ms"),
    ("server's core, common", "common_server_cpu"),
)
SOCKETS: Columns = (
    ("KiB per idle socket", "idle_kib"),
    (TIMES, "idle_kib"),
    ("joins/s", "joins_per_s"),
    (TIMES, "joins_per_s"),
    ("server CPU µs per join", "join_us"),
)
EDITS: Columns = (
    ("edit to other screen, p50 ms", "p50_ms"),
    ("p99 ms", "p99_ms"),
    ("edits while one was away", "away"),
    ("of these on both screens", "kept"),
    ("ms until then", "back_ms"),
    ("KiB per reader", "idle_kib"),
)
_IDLE = """\
**Neither core was full: these are not capacities.** Something else held the hub up, such as other work on the
machine. Deliveries a second and latencies say little then; processor time per delivery and memory say more.\
"""
_BUSY = """
## A busy room

{size.sockets:,} sockets in one room; as many messages as a listener has within a quarter of a second are on the way.
What a peer joins, it joins by itself.
"""
_SINGLE = """
## One message at a time

The next one is published when the publisher itself has got the last one. Ratios are to the hub that joins nothing,
since there is nothing to join.
"""
_LATENCY = """
## Latency

From the publisher's call to a receiver's read, over one socket in 50. At half of what each bore in the busy room, and
at a load that is the same for all: {size.common_per_s:.0f} messages a second to {size.sockets:,} sockets.
"""
_SOCKETS = """
## Sockets

{size.idle_sockets:,} more sockets join after {size.warm_sockets}, 100 handshakes at a time. Memory is the server's
resident memory; the kernel's buffers are not in it. A join is everything from dialling to the welcome.
"""
_BACK = """
## Coming back

A listener is torn off, {size.away:,} messages are published with one other listening, and it comes back the way its
peer has for that. What is on disk is what an answer to the publisher means.
"""
_FORMS = """
## Forms

Two people write into the same form, each in fields of their own; then one is away, and both go on. The hub's people are
its Python bots, those of Hocuspocus its own provider in Node; both share the receivers' core.
"""
_LOSSES = """
## Where we lose

Every figure in which somebody is ahead of us, by how much, and why. The hub does more for each message than any of
them, and is compared as if it did not.
"""
_READING = """
## How to read it

* **Server CPU per delivery** is the figure that other people's load changes least; deliveries a second also depend on
  the receivers, which share a core with the publisher and the stores. When the receivers' and the publisher's share
  of that core is near 1 and the server's of its own is not, the peer could have done more.
* **Stores' CPU** is what Postgres and Redis spend on the other core for the same delivery.
* The row in C is what the machine can do when nothing is done but writing.
* Half of its own capacity is another load for each peer: the faster it is, the more has to be read at that load. Who
  joins what waits joins less of it at half, so its core may be as full as before; the column says how full.
* *Showhub, joining nothing* is the hub with one setting changed, for those who want each message at once.

```sh
make bench-peers                                             # all of it, about 20 minutes; writes this page
python -m load.peers --list                                  # the names
python -m load.peers --only hub,ws --seconds 2 --rounds 1    # a quick look; keeps nothing
python -m load.peers --page                                  # this page again, from the last figures
```
"""


def write(last: Recorded, path: Path = PAGE) -> Path:
    """Write the page; where it is."""
    path.write_text(render(last), encoding="utf-8")
    return path


def render(last: Recorded) -> str:
    """The page.

    Raises:
        msgspec.ValidationError: the figures are not those of this bench.
    """
    found = msgspec.convert(last.found, Found)
    peers = [peer for peer in PEERS if peer.name in found.rows]
    titles = {peer.name: peer.title for peer in PEERS}
    size = found.size
    parts = [
        _head(last, found),
        _BUSY.format(size=size),
        _table(peers, found.rows, _prefixed("joined", BUSY), HUB),
        _SINGLE,
        _table(peers, found.rows, _prefixed("single", BUSY), AT_ONCE),
        _LATENCY.format(size=size),
        _table(peers, found.rows, LATENCY, HUB),
        _SOCKETS.format(size=size),
        _table(peers, found.rows, SOCKETS, HUB),
        _BACK.format(size=size),
        _recovery(peers, found),
        _forms(found),
        _losses(found, titles),
        _READING,
        _configurations(peers, found),
    ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _head(last: Recorded, found: Found) -> str:
    machine, size = last.machine, found.size
    cores = "the server has a core to itself, everything else the other" if found.apart else "**no core of its own**"
    rounds = max((len(row.rounds) for row in found.rows.values()), default=0)
    warned = f"\n{_IDLE}\n" if idle(found.rows) else ""
    return f"""
# Benchmarks

Made by `{last.command}` on {last.on}, at commit `{last.commit}`, in {found.took_s / 60:.0f} minutes, from
[figures/peers.json](figures/peers.json). Do not edit: run it again, or `python -m load.peers --page`.

* Machine: {machine.processor}, {machine.cores} cores, {machine.kernel}, Python {machine.python}; {cores}.
* The peers take turns, {rounds} each, every time on a server that was just started; a load lasts {size.seconds:g} s.
  Figures are medians, ratios are of the same round.
* Every message is about 170 bytes of JSON, and every peer is configured as its own pages say.
* The receivers are the same program for all (`load/crowd/`). One socket in 50 reads at once and looks for times; the
  others read every {LAZY_S * 1000:.0f} ms, so that reading is not what is measured.
{warned}"""


def _prefixed(name: str, columns: Columns) -> Columns:
    return [(title, f"{name}_{figure}") for title, figure in columns]


def _table(peers: Sequence[Peer] | Sequence[FormPeer], rows: Mapping[str, Row], columns: Columns, ours: str) -> str:
    lines = [_line(["", *(title for title, _ in columns)]), _line(["---", *("---:" for _ in columns)])]
    for peer in peers:
        row = rows[peer.name]
        if row.not_run:
            lines.append(_line([peer.title, "not run", *("" for _ in columns[1:])]))
        else:
            lines.append(_line([peer.title, *(_cell(row, rows.get(ours), *column) for column in columns)]))
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(row: Row, ours: Row | None, title: str, figure: str) -> str:
    if title == TIMES:
        times = ratio(row, ours, figure) if ours is not None else None
        return "" if times is None else shown(times)
    value = row.of(figure)
    return "" if value is None else shown(value)


def _recovery(peers: Sequence[Peer], found: Found) -> str:
    lines = [
        _line(["", "published/s", "came back", "also what it had", "ms", "KiB", "how", "on disk"]),
        _line(["---", "---:", "---:", "---:", "---:", "---:", "---", "---"]),
    ]
    for peer in peers:
        away = found.rows[peer.name].away
        cells = ["not run", "", "", "", ""]
        if away:
            state = "a whole state: " if away["whole_state"] else ""
            known = f"{away['had_before']:,.0f}" if away["had_before"] else ""
            sent = shown(away["sent_per_s"])
            cells = [sent, f"{state}{away['back']:,.0f}", known, shown(away["back_ms"]), shown(away["back_kib"])]
        lines.append(_line([peer.title, *cells, peer.recovery, peer.durable]))
    return "\n".join(lines)


def _forms(found: Found) -> str:
    peers = [peer for peer in FORMS if peer.name in found.forms]
    notes = "\n".join(f"* **{peer.title}**: {peer.about} On disk: {peer.durable}." for peer in peers)
    return f"{_FORMS.strip()}\n\n{_table(peers, found.forms, EDITS, HUB)}\n\n{notes}"


def _losses(found: Found, titles: Mapping[str, str]) -> str:
    forms = {peer.name: peer.title for peer in FORMS}
    said = [*lost(CONTESTS, found.rows, titles), *lost(FORM_CONTESTS, found.forms, forms)]
    if not any(any(row.rounds) for row in (found.rows.get(HUB), found.forms.get(HUB)) if row):
        said = ["The hub itself was not measured, so nothing is known."]
    missing = [titles[name] for name, row in found.rows.items() if row.not_run]
    if missing:
        said.append(f"Not compared, since they did not run here: {', '.join(missing)}.")
    return "\n\n".join([_LOSSES.strip(), *(said or ["Nowhere in these figures."])])


def _configurations(peers: Sequence[Peer], found: Found) -> str:
    lines = ["## What ran, and how", ""]
    for peer in peers:
        lines.extend(_configuration(peer.title, found.rows[peer.name], peer.about, peer.pages))
    for form in FORMS:
        if form.name in found.forms and form.name != HUB:
            lines.extend(_configuration(form.title, found.forms[form.name], form.about, ()))
    return "\n".join(lines)


def _configuration(title: str, row: Row, about: str, pages: Sequence[str]) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in row.versions.items())
    ran = f"**not run**: {row.not_run}" if row.not_run else versions
    lines = [f"* **{title}** ({ran}). {about}"]
    lines.extend(f"  <{page}>" for page in pages)
    lines.extend(f"  A round was worth nothing: {fault}" for fault in row.faults if not row.not_run)
    return lines
