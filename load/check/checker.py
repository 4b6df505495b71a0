"""Judges a run: what every client remembers against what the log says. Pure.

The properties: dense numbers, no lost ack, no phantom, every client strictly
increasing and without a gap it was not told of, the same fact at the same seq for everybody, commands applied once
when acked, not at all when refused, and at most once otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from load.bots.history import Seat, Sent, Stretch, Track, fault_in, follows


class Kind(StrEnum):
    """Which property was broken."""

    HOLE = "hole in the log"
    TWICE = "applied twice"
    LOST_ACK = "acked, but not in the log there"
    REFUSED = "refused, but applied"
    UNANSWERED = "never answered"
    PHANTOM = "seen, but nobody asked for it or it is not in the log"
    DIFFERENT = "another fact than the log has"
    MISSING = "not delivered"
    REPEATED = "delivered twice"
    GAP = "a gap nobody was told of"
    STATE = "a snapshot that is not the fold of the log"
    BEHIND = "did not get to the end"


class Breach(Struct, frozen=True):
    """A broken promise, and where."""

    kind: Kind
    where: str


class Logged(Struct, frozen=True):
    """A fact as the log has it. `seen_as` has the digest of what each seat sees of it; nothing where it is hidden."""

    seq: int
    person: str
    command_id: str
    part: int
    seen_as: Mapping[Seat, bytes]


class Witness(Struct, frozen=True):
    """A client's history. `present`: it was connected at the end, when everything had been told."""

    name: str
    tracks: Sequence[Track]
    commands: Sequence[Sent]
    present: bool = True
    faults: Sequence[str] = ()


class Listing(Struct, frozen=True):
    """A room's whole log, and the digest of its state for each `(seat, at)` that some snapshot claimed to be."""

    entries: Sequence[Logged]
    states: Mapping[tuple[Seat, int], bytes]


@dataclass(slots=True)
class Report:
    """What was counted, and what was broken. `lost` and `repeated` count deliveries, of facts to clients."""

    sent: int = 0
    acked: int = 0
    refused: int = 0
    delivered: int = 0
    lost: int = 0
    repeated: int = 0
    snapshots: int = 0
    resumed: int = 0
    breaches: list[Breach] = field(default_factory=list[Breach])

    @property
    def kinds(self) -> Counter[Kind]:
        """How often each property was broken."""
        return Counter(each.kind for each in self.breaches)


class _Room:
    """A room's log, looked up in the ways the checks need."""

    def __init__(self, room: str, listing: Listing) -> None:
        self.id = room
        self.entries = listing.entries
        self.states = listing.states
        self.at = {entry.seq: entry for entry in listing.entries}
        self.first: dict[tuple[str, str], int] = {}
        for entry in listing.entries:
            self.first.setdefault((entry.person, entry.command_id), entry.seq)
        self._visible: dict[Seat | None, list[int]] = {}

    def visible(self, seat: Seat | None) -> list[int]:
        """How many of the first n facts the seat may see, by n."""
        if seat not in self._visible:
            counts = [0]
            for entry in self.entries:
                counts.append(counts[-1] + (seat in entry.seen_as))
            self._visible[seat] = counts
        return self._visible[seat]


def check(listings: Mapping[str, Listing], witnesses: Sequence[Witness]) -> Report:
    """Everything that is wrong. Every room of a witness must be listed."""
    report = Report()
    rooms = {room: _Room(room, listing) for room, listing in listings.items()}
    asked = {(sent.room, person, sent.id) for each in witnesses for person, sent in _commands(each)}
    people = {track.person for each in witnesses for track in each.tracks}
    for room in rooms.values():
        report.breaches.extend(_dense(room))
        report.breaches.extend(_once(room))
        report.breaches.extend(_asked_for(room, asked, people))
    for witness in witnesses:
        _check_commands(report, rooms, witness)
        for track in witness.tracks:
            _check_track(report, rooms[track.room], witness, track)
        report.breaches.extend(Breach(Kind.DIFFERENT, f"{witness.name}: {fault}") for fault in witness.faults)
    _check_frames(report, rooms, witnesses)
    return report


def _commands(witness: Witness) -> Iterator[tuple[str, Sent]]:
    person_in = {track.room: track.person for track in witness.tracks}
    return ((person_in[sent.room], sent) for sent in witness.commands)


def _dense(room: _Room) -> Iterator[Breach]:
    for expected, entry in enumerate(room.entries, start=1):
        if entry.seq != expected:
            yield Breach(Kind.HOLE, f"{room.id}: {entry.seq} stands where {expected} should")
            return


def _once(room: _Room) -> Iterator[Breach]:
    """The facts of a command are its parts 0, 1, 2 ..., side by side, once each."""
    seen: dict[tuple[str, str], tuple[int, int]] = {}
    for entry in room.entries:
        key = (entry.person, entry.command_id)
        last = seen.get(key, (entry.seq - 1, -1))
        if last != (entry.seq - 1, entry.part - 1):
            yield Breach(Kind.TWICE, f"{room.id}: {entry.command_id} of {entry.person} again at {entry.seq}")
        seen[key] = (entry.seq, entry.part)


def _asked_for(room: _Room, asked: set[tuple[str, str, str]], people: set[str]) -> Iterator[Breach]:
    for entry in room.entries:
        if entry.person in people and (room.id, entry.person, entry.command_id) not in asked:
            yield Breach(Kind.PHANTOM, f"{room.id}: {entry.seq} is of a command nobody sent, {entry.command_id}")


def _check_commands(report: Report, rooms: Mapping[str, _Room], witness: Witness) -> None:
    for person, sent in _commands(witness):
        report.sent += 1
        report.acked += sent.outcome == "acked"
        report.refused += sent.outcome == "refused"
        kind = _wrong(sent, rooms[sent.room].first.get((person, sent.id), 0))
        if kind is not None:
            report.breaches.append(Breach(kind, f"{witness.name} in {sent.room}: {sent.id} acked at {sent.seq}"))


def _wrong(sent: Sent, seq: int) -> Kind | None:
    """What is wrong with a command whose first fact is at `seq`, 0 when the log has none of it.

    Sent more than once, it may have been refused or found to change nothing on a connection that is gone, and still
    have been done by the other attempt.
    """
    once = sent.attempts <= 1
    match sent.outcome:
        case "acked":
            return Kind.LOST_ACK if seq != sent.seq and (sent.seq or once) else None
        case "refused":
            return Kind.REFUSED if seq and once else None
        case "open":
            return Kind.UNANSWERED if sent.attempts else None


def _check_track(report: Report, room: _Room, witness: Witness, track: Track) -> None:
    """One client in one room: nothing twice, nothing left out but under a snapshot, and everything by the end."""
    where = f"{witness.name} in {room.id}"
    visible = room.visible(track.seat)
    seen = 0
    for stretch in track.stretches:
        report.snapshots += stretch.state is not None
        fault = follows(seen, stretch)
        if fault is not None:
            _count_fault(report, visible, seen, stretch, f"{where}: {fault}")
        report.delivered += len(stretch.facts)
        seen = stretch.upto
    report.resumed += len(track.resumes)
    end = len(room.entries)
    if witness.present and seen < end:
        report.lost += visible[end] - visible[seen]
        report.breaches.append(Breach(Kind.BEHIND, f"{where}: {seen} of {end}"))


def _count_fault(report: Report, visible: Sequence[int], seen: int, stretch: Stretch, where: str) -> None:
    repeated = sum(seq <= seen for seq, _ in stretch.facts)
    end = len(visible) - 1
    missing = visible[min(stretch.after, end)] - visible[min(seen, end)]
    report.repeated += repeated
    report.lost += max(missing, 0)
    report.breaches.append(Breach(Kind.GAP if stretch.after > seen else Kind.REPEATED, where))


def _check_frames(report: Report, rooms: Mapping[str, _Room], witnesses: Iterable[Witness]) -> None:
    """Each different frame once, and what is wrong with it as often as it was delivered."""
    heard: dict[tuple[Seat, int], tuple[Stretch, int]] = {}
    for track in (track for each in witnesses for track in each.tracks):
        if track.seat is not None:
            for stretch in track.stretches:
                key = (track.seat, id(stretch))
                heard[key] = (stretch, heard[key][1] + 1 if key in heard else 1)
    for (seat, _), (stretch, times) in heard.items():
        room = rooms[stretch.room]
        _check_facts(report, room, stretch, seat, times)
        if stretch.state is not None and room.states.get((seat, stretch.after)) != stretch.state:
            report.breaches.append(Breach(Kind.STATE, f"{room.id} at {stretch.after}, for {seat.lane}"))


def _check_facts(report: Report, room: _Room, stretch: Stretch, seat: Seat, times: int) -> None:
    fault = fault_in(stretch)
    if fault is not None:
        repeats = len(stretch.facts) - len({seq for seq, _ in stretch.facts})
        report.repeated += repeats * times
        report.breaches.append(Breach(Kind.REPEATED, fault))
    told = dict(stretch.facts)
    for seq, fact in told.items():
        entry = room.at.get(seq)
        if entry is None:
            report.breaches.append(Breach(Kind.PHANTOM, f"{room.id}: {seq} was delivered {times} times"))
        elif entry.seen_as.get(seat) != fact:
            report.breaches.append(Breach(Kind.DIFFERENT, f"{room.id}: {seq} as {seat.lane} saw it"))
    for seq in range(stretch.after + 1, stretch.upto + 1):
        if seq in room.at and seat in room.at[seq].seen_as and seq not in told:
            report.lost += times
            report.breaches.append(Breach(Kind.MISSING, f"{room.id}: {seq} was left out {times} times"))
