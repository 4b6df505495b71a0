"""How long it took from one screen to the others."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from load.check.checker import Listing, Witness

#: Of a large crowd every tenth is looked at.
CROWD = 100
EVERY = 10

#: When it was asked for, and how long it took until somebody else saw it. Seconds.
Seen: TypeAlias = tuple[float, float]


def to_others(listings: Mapping[str, Listing], witnesses: Sequence[Witness]) -> list[Seen]:
    """One for every fact of a command and every other client that heard it, live or when it came back."""
    asked = _asked(listings, witnesses)
    found: list[Seen] = []
    for witness in (*witnesses[:CROWD], *witnesses[CROWD::EVERY]):
        for track in witness.tracks:
            known = asked[track.room]
            for stretch, heard_s in zip(track.stretches, track.times_s, strict=True):
                if stretch.state is None:
                    told = (known[seq] for seq, _ in stretch.facts if seq in known)
                    found.extend((at_s, heard_s - at_s) for person, at_s in told if person != track.person)
    return found


def _asked(
    listings: Mapping[str, Listing], witnesses: Sequence[Witness]
) -> Mapping[str, Mapping[int, tuple[str, float]]]:
    """Who asked for the fact at each seq of a room, and when."""
    at_s: dict[tuple[str, str, str], float] = {}
    for witness in witnesses:
        person_in = {track.room: track.person for track in witness.tracks}
        at_s |= {(sent.room, person_in[sent.room], sent.id): sent.at_s for sent in witness.commands}
    asked: defaultdict[str, dict[int, tuple[str, float]]] = defaultdict(dict)
    for room, listing in listings.items():
        for entry in listing.entries:
            known = at_s.get((room, entry.person, entry.command_id))
            if known is not None:
                asked[room][entry.seq] = (entry.person, known)
    return asked
