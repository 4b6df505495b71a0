"""Where we lose: every figure in which a peer is ahead of the hub, by how much, and why. The reasons are kept here."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from msgspec import Struct

from load.peers.found import AT_ONCE, HUB, Row


class Contest(Struct, frozen=True):
    """A figure that is better when it is higher, or lower. `why` is what costs the hub, whoever is ahead.

    `ours` is the row it is compared with: one message at a time is for the hub that joins nothing. `idle` stands in
    place of `why` where neither core was full: `why` is then about a load that was never reached.
    """

    figure: str
    title: str
    unit: str
    higher: bool
    why: str
    ours: str = HUB
    idle: str = ""


#: A core that is used less than this was not what held anybody up.
FULL_LEAST = 0.7
_IDLE = "Neither core was full here: something else held it up, such as other work on the machine."
_COMMIT = (
    "The hub commits a message to Postgres and syncs it before anybody hears of it; this peer keeps nothing on disk"
)
_JOIN = "A join checks the signature of a grant, opens the room for its role, sends its state and tells the attendance."
_SOCKET = "A session, its limits, an outbox and a place in the attendance for each socket, as Python objects."
_EDIT = "The hub commits and syncs an edit before anybody sees it; Hocuspocus shows it first and stores it 2 s later."
CONTESTS: tuple[Contest, ...] = (
    Contest(
        "joined_deliveries_per_s",
        "Deliveries per second in a busy room",
        "/s",
        higher=True,
        why="The receivers, the publisher and the stores share the other core here, and are what is full first.",
        idle=_IDLE,
    ),
    Contest(
        "joined_cpu_us",
        "Server CPU per delivery in a busy room",
        "µs",
        higher=False,
        why="Roles, limits, rules, the log and gap checks for each message, in Python.",
    ),
    Contest(
        "single_deliveries_per_s",
        "Deliveries per second, one message at a time",
        "/s",
        higher=True,
        why=f"{_COMMIT}, and with one on the way at a time every sync is waited for.",
        ours=AT_ONCE,
    ),
    Contest(
        "single_cpu_us",
        "Server CPU per delivery, one message at a time",
        "µs",
        higher=False,
        why="A write per socket from Python, beside the way of the command through the rules and the log.",
        ours=AT_ONCE,
    ),
    Contest(
        "half_p50_ms",
        "Median latency at half of its own capacity",
        "ms",
        higher=False,
        why="Facts of a busy room wait up to 25 ms to share a frame, and half of its capacity is a larger load.",
        idle=f"Facts of a busy room wait up to 25 ms to share a frame. {_IDLE}",
    ),
    Contest(
        "half_p99_ms",
        "99th percentile at half of its own capacity",
        "ms",
        higher=False,
        why="The same wait, a sync of the log, and receivers that take in many times as much at this load.",
        idle=f"The same wait, and a sync of the log. {_IDLE}",
    ),
    Contest(
        "common_p50_ms",
        "Median latency at the common load",
        "ms",
        higher=False,
        why=f"{_COMMIT}.",
    ),
    Contest(
        "common_p99_ms",
        "99th percentile at the common load",
        "ms",
        higher=False,
        why=f"{_COMMIT}; a sync that is slow once in a hundred times is seen here.",
    ),
    Contest(
        "idle_kib",
        "Memory of an idle socket",
        "KiB",
        higher=False,
        why=_SOCKET,
    ),
    Contest(
        "joins_per_s",
        "Joins per second",
        "/s",
        higher=True,
        why=_JOIN,
    ),
    Contest(
        "join_us",
        "Server CPU per join",
        "µs",
        higher=False,
        why=_JOIN,
    ),
    Contest(
        "sent_per_s",
        "Messages published per second while only one listens",
        "/s",
        higher=True,
        why=f"{_COMMIT}.",
    ),
    Contest(
        "back",
        "Messages that come back after 10,000 were missed",
        "",
        higher=True,
        why="Beyond 300 missed facts the hub sends the state instead, and says so: of a chat that is the last 200 "
        "messages. All 10,000 are in the log, and on disk; nobody scrolls through them on a phone that comes back.",
    ),
)
FORM_CONTESTS: tuple[Contest, ...] = (
    Contest(
        "p50_ms",
        "Median of an edit to the other screen",
        "ms",
        higher=False,
        why=_EDIT,
    ),
    Contest(
        "p99_ms",
        "99th percentile of an edit to the other screen",
        "ms",
        higher=False,
        why=_EDIT,
    ),
    Contest(
        "idle_kib",
        "Memory of a reader of a form",
        "KiB",
        higher=False,
        why=_SOCKET,
    ),
    Contest(
        "back_ms",
        "Until both have the same again after one was away",
        "ms",
        higher=False,
        why="What was written while away is committed edit by edit; Yjs sends one update for all of it.",
    ),
)
_ANYBODY = "Anybody may come in here: there is no token to check."
#: What is special about one peer; added to the reason of the figure.
SPECIAL: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("limit", "joined_deliveries_per_s"): "It is the limit of the machine, not a product.",
        ("limit", "joined_cpu_us"): "It is the limit of the machine, not a product.",
        ("limit", "idle_kib"): "It keeps a file descriptor and nothing else.",
        ("centrifugo", "back"): "Its history is in the memory of the process, with two of its limits raised for this.",
        ("centrifugo-redis", "back"): "Its history is in the memory of Redis, with two of its limits raised for this.",
        **{
            (name, figure): _ANYBODY
            for name in ("centrifugo", "centrifugo-redis", "centrifugo-bare")
            for figure in ("joins_per_s", "join_us")
        },
        ("nats-jetstream", "back"): "This one does keep them, in a file, and reads it from where the client was.",
        ("socketio", "back"): "Its packets are in the memory of the process, for two minutes.",
        ("litestar", "back"): "Its history is in the memory of the process, and comes as a whole, known or not.",
        ("nats-jetstream", "sent_per_s"): "It writes a file, but syncs it every two minutes.",
        ("nats-jetstream", "common_p50_ms"): "It writes a file, but syncs it every two minutes.",
        ("nats-jetstream", "common_p99_ms"): "It writes a file, but syncs it every two minutes.",
    }
)


def idle(rows: Mapping[str, Row]) -> bool:
    """Whether neither the hub's core nor that of its receivers was full in the busy room."""
    used = [rows[HUB].of(figure) for figure in ("joined_server_cpu", "joined_receivers_cpu")] if HUB in rows else []
    return bool(used) and all(each is not None and each < FULL_LEAST for each in used)


def ahead(contest: Contest, rows: Mapping[str, Row]) -> list[tuple[str, float, float]]:
    """Who is ahead: `(name, their figure, ours)`, the furthest first. Without figures of ours nobody is."""
    ours = rows[contest.ours].of(contest.figure) if contest.ours in rows else None
    if ours is None:
        return []
    found: list[tuple[str, float, float]] = []
    for name, row in rows.items():
        theirs = row.of(contest.figure)
        if name in {HUB, AT_ONCE} or theirs is None:
            continue
        if (theirs > ours) if contest.higher else (theirs < ours):
            found.append((name, theirs, ours))
    return sorted(found, key=lambda each: each[1], reverse=contest.higher)


def by(theirs: float, ours: float) -> str:
    """How far apart two figures are, in words."""
    less, more = sorted((theirs, ours))
    if less <= 0:
        return "ahead by all of it"
    times = more / less
    return f"{times:.2f} times ahead" if times < 1.1 else f"{times:.1f} times ahead"  # noqa: PLR2004  1.0 says nothing


def lost(contests: Sequence[Contest], rows: Mapping[str, Row], titles: Mapping[str, str]) -> list[str]:
    """Paragraphs for the page, one for each figure in which somebody is ahead."""
    said: list[str] = []
    for contest in contests:
        found = ahead(contest, rows)
        if not found:
            continue
        why = contest.idle if contest.idle and idle(rows) else contest.why
        lines = [f"**{contest.title}** ({titles[contest.ours]}: {shown(found[0][2])}{_unit(contest)}). {why}", ""]
        for name, theirs, ours in found:
            special = SPECIAL.get((name, contest.figure), "")
            lines.append(f"* {titles[name]}: {shown(theirs)}{_unit(contest)}, {by(theirs, ours)}. {special}".rstrip())
        said.append("\n".join(lines))
    return said


def shown(value: float) -> str:
    """A figure with three digits that matter."""
    if value >= 1_000:  # noqa: PLR2004  from here on there are more than three
        return f"{round(value, -max(len(str(int(value))) - 3, 0)):,.0f}"
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"  # noqa: PLR2004  three digits


def _unit(contest: Contest) -> str:
    return f" {contest.unit}" if contest.unit and contest.unit != "/s" else contest.unit
