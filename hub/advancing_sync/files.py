"""The files of an advance: which of them answer which question. What is in them is kept elsewhere.

Only the hub adds and removes them, after it has looked at every byte: a client's word on size and type counts nothing.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct

from hub.advancing_sync.messages import FieldKey
from hub.advancing_sync.rows import union
from hub.errors import Rejected
from hub.kernel import SYSTEM_ONLY, Command, Fact, Id, Line, Millis, Moment, Role

#: Files of one show that stand, and that ever stood: a removed one leaves its id behind.
FILES_MAX = 200
FILES_EVER_MAX = 1_000
MediaType = Annotated[str, Meta(max_length=100, pattern=r"\A[a-z]{1,20}/[a-z0-9.+-]{1,80}\Z")]
Sha256 = Annotated[str, Meta(pattern=r"\A[0-9a-f]{64}\Z", max_length=64)]


class AddFile(Command, frozen=True, tag="advance.add_file"):
    """A file that was looked at answers this question; `size` in bytes. The system does."""

    field: FieldKey
    file: Id
    title: Line
    size: Annotated[int, Meta(ge=1, le=2**40)]
    type: MediaType
    sha256: Sha256


class RemoveFile(Command, frozen=True, tag="advance.remove_file"):
    """A file is taken away; the system does, for whoever may."""

    field: FieldKey
    file: Id


class FileAdded(Fact, frozen=True, tag="advance.file_added"):
    """A file stands at a question; its name is `title`, `name` is who brought it."""

    field: str
    file: str
    title: str
    size: int
    type: str
    sha256: str
    by: str
    name: str
    at_ms: Millis
    stamp: str


class FileRemoved(Fact, frozen=True, tag="advance.file_removed"):
    """A file is gone for good."""

    field: str
    file: str
    title: str
    by: str
    name: str
    at_ms: Millis
    stamp: str


class Attached(Struct, frozen=True):
    """A file at a question. One that is `gone` keeps its id only, so that no replica brings it back."""

    field: str
    title: str
    size: int
    type: str
    sha256: str
    by: str
    name: str
    at_ms: Millis
    gone: bool = False


FileCommand = AddFile | RemoveFile
FileFact = FileAdded | FileRemoved
#: By id.
Files: TypeAlias = dict[str, Attached]
FACTS: tuple[type[Fact], ...] = (FileAdded, FileRemoved)
FILE_COMMANDS = (AddFile, RemoveFile)
ALLOWED: Mapping[type[Command], frozenset[Role]] = MappingProxyType(dict.fromkeys(FILE_COMMANDS, SYSTEM_ONLY))


def decide(files: Files, command: FileCommand, stamp: str, moment: Moment) -> tuple[FileFact, ...]:
    """The facts of a command; none when it was done before.

    Raises:
        Rejected: `file.too_many` or `file.unknown`.
    """
    if isinstance(command, RemoveFile):
        return _remove(files, command, stamp, moment)
    if command.file in files:
        return ()
    if len(standing(files)) >= FILES_MAX or len(files) >= FILES_EVER_MAX:
        raise Rejected("file.too_many", max=FILES_MAX)
    return (
        FileAdded(
            field=command.field,
            file=command.file,
            title=command.title,
            size=command.size,
            type=command.type,
            sha256=command.sha256,
            by=moment.actor.person,
            name=moment.actor.name,
            at_ms=moment.now_ms,
            stamp=stamp,
        ),
    )


def apply(files: Files, fact: FileFact) -> Files:
    """The files after a fact; in whichever order both facts of a file come."""
    if isinstance(fact, FileRemoved):
        new = Attached(fact.field, "", 0, "", "", "", "", 0, gone=True)
    else:
        new = Attached(fact.field, fact.title, fact.size, fact.type, fact.sha256, fact.by, fact.name, fact.at_ms)
    return union(files, {fact.file: new}, _last)


def merge(ours: Files, theirs: Files) -> Files:
    """What two replicas know together. Commutative, associative and idempotent."""
    return union(ours, theirs, _last)


def cut(files: Files, seen: Callable[[str], bool]) -> Files:
    """Those at questions of the sections that are seen."""
    return {key: each for key, each in files.items() if seen(each.field.partition(".")[0])}


def standing(files: Files, field: str = "") -> Files:
    """Those that are there, at one question or anywhere, in the order they came."""
    found = {key: each for key, each in files.items() if not each.gone and field in {"", each.field}}
    return dict(sorted(found.items(), key=lambda pair: (pair[1].at_ms, pair[0])))


def _remove(files: Files, command: RemoveFile, stamp: str, moment: Moment) -> tuple[FileFact, ...]:
    file = files.get(command.file)
    if file is None or file.field != command.field:
        raise Rejected("file.unknown")
    if file.gone:
        return ()
    actor = moment.actor
    return (
        FileRemoved(
            field=file.field,
            file=command.file,
            title=file.title,
            by=actor.person,
            name=actor.name,
            at_ms=moment.now_ms,
            stamp=stamp,
        ),
    )


def _last(ours: Attached, theirs: Attached) -> Attached:
    """What is gone stays gone; an id is given once, so that otherwise both are the same."""
    return max(ours, theirs, key=lambda file: (file.gone, file.at_ms, file.sha256))
