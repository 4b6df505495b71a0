"""What files need of a worker: where they are, who looks at them, and how many may be on their way."""

import asyncio
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from hub.errors import Rejected
from persistence.store import FileStore, Full

#: Pieces that are in memory at a time, and those of one person among them.
PIECES_MAX, PIECES_OF_ONE_MAX = 16, 4
#: Uploads that are being finished at a time; each reads and writes a whole file.
FINISHING_MAX = 2


class Gate:
    """Lets so many in at a time, and so many of one person; others are asked to come again."""

    def __init__(self, most: int, of_one_most: int) -> None:
        self._most = most
        self._of_one_most = of_one_most
        self._inside: Counter[str] = Counter()

    @contextmanager
    def through(self, person: str) -> Generator[None]:
        """Be inside. Raises `Rejected`: `file.busy`."""
        if self._inside.total() >= self._most or self._inside[person] >= self._of_one_most:
            raise Rejected("file.busy")
        self._inside[person] += 1
        try:
            yield
        finally:
            self._inside[person] -= 1
            if not self._inside[person]:
                del self._inside[person]


@dataclass(frozen=True, slots=True)
class Filing:
    """`scanner` is empty where there is none; limits in bytes, of a file and of an organisation's together."""

    store: FileStore
    scanner: str
    file_bytes_max: int
    org_bytes_max: int
    pieces: Gate = field(default_factory=lambda: Gate(PIECES_MAX, PIECES_OF_ONE_MAX))
    finishing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FINISHING_MAX))
    #: One page is drawn at a time: it takes a core and hundreds of megabytes.
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))


@contextmanager
def with_space() -> Generator[None]:
    """Say in the catalogue's words that a disk is full. Raises `Rejected`: `file.full`."""
    try:
        yield
    except Full:
        raise Rejected("file.full") from None
