"""The register of one field: a value that two people may write at once without either being lost.

A register is the set of writes that nobody has superseded: the newest shows, the others are its siblings. A write
supersedes the one that its writer saw, and no other. So a write is dropped only because somebody who had read it
replaced it or settled the field.

Merging is that of an optimised observed-remove set (Bieniusa et al., "An optimized conflict-free replicated set",
2012; Almeida, Shoker, Baquero, "Delta state replicated data types", 2018): no tombstones, but a version vector of the
writes that have arrived. A write that a replica knows of and does not have was superseded there. That asks for one
thing of the network: the writes of one person to one field arrive in the order they were made; those of different
people may arrive in any order and any number of times. A room's log gives more than that.
"""

from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec import Struct

from hub.advancing_sync.messages import Edited, Kept, Stamp
from hub.advancing_sync.stamp import covers, newest
from hub.kernel import Millis

_STAMP = attrgetter("stamp")

# State has plain types, without the limits of a command: what is stored was checked, and a room opens faster.


class Write(Struct, frozen=True):
    """A value, who wrote it when, for which side, and where it comes from."""

    value: Kept
    stamp: str
    by: str
    name: str
    at_ms: Millis
    party: str = ""
    source: str = "typed"


class Register(Struct, frozen=True):
    """The value that shows, and the other values that nobody has superseded, newest first. No stamp: no value yet.

    `seen` and `gone` are for merging. `seen`: the newest stamp of each writer whose newest write is superseded; at
    most one a person. `gone`: stamps that are superseded and have not arrived; always empty behind a log.
    """

    value: Kept = None
    stamp: str = ""
    by: str = ""
    name: str = ""
    at_ms: Millis = 0
    siblings: tuple[Write, ...] = ()
    seen: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    party: str = ""
    source: str = "typed"


def written(fact: Edited) -> Write:
    """The write that a fact tells of."""
    return Write(fact.value, fact.stamp, fact.by, fact.name, fact.at_ms, fact.party, fact.source)


def heads(register: Register) -> tuple[Write, ...]:
    """Every write that nobody has superseded, newest first: the value that shows and its siblings."""
    if not register.stamp:
        return ()
    return (_shown(register), *register.siblings)


def _shown(register: Register) -> Write:
    return Write(
        register.value,
        register.stamp,
        register.by,
        register.name,
        register.at_ms,
        register.party,
        register.source,
    )


def write(register: Register, new: Write, saw: Stamp) -> Register:
    """The register after a write whose writer had the value with the stamp `saw` before them (empty: none)."""
    known = _known(register)
    if covers(known, new.stamp):
        return register
    kept = [head for head in heads(register) if head.stamp != saw]
    if new.stamp not in register.gone:
        kept.append(new)
    return _register(kept, (*known, new.stamp), (*register.gone, saw))


def settle(register: Register, settled: Sequence[Stamp]) -> Register:
    """The register after somebody who saw them let the values with these stamps go."""
    kept = [head for head in heads(register) if head.stamp not in settled]
    return _register(kept, _known(register), (*register.gone, *settled))


def merge(ours: Register, theirs: Register) -> Register:
    """What two replicas know together. Commutative, associative and idempotent."""
    kept = {head.stamp: head for head in (*_unknown(ours, theirs), *_unknown(theirs, ours))}
    return _register(kept.values(), (*_known(ours), *_known(theirs)), (*ours.gone, *theirs.gone))


def _unknown(ours: Register, theirs: Register) -> list[Write]:
    """Our writes, without those that they know of and no longer have."""
    known = _known(theirs)
    have = {head.stamp for head in heads(theirs)}
    return [
        head
        for head in heads(ours)
        if head.stamp in have or not (covers(known, head.stamp) or head.stamp in theirs.gone)
    ]


def _known(register: Register) -> tuple[Stamp, ...]:
    """Stamps that cover each write that has arrived."""
    return (*register.seen, *map(_STAMP, heads(register)))


def _register(kept: Iterable[Write], known: Iterable[Stamp], gone: Iterable[Stamp]) -> Register:
    """The one form of these writes: equal knowledge is an equal value."""
    ordered = sorted(kept, key=_STAMP, reverse=True)
    standing = {head.stamp for head in ordered}
    known = newest(known)
    seen = tuple(stamp for stamp in known if stamp not in standing)
    absent = tuple(sorted({stamp for stamp in gone if stamp and not covers(known, stamp)}))
    if not ordered:
        return Register(seen=seen, gone=absent)
    shown, *others = ordered
    return Register(
        shown.value,
        shown.stamp,
        shown.by,
        shown.name,
        shown.at_ms,
        tuple(others),
        seen,
        absent,
        shown.party,
        shown.source,
    )
