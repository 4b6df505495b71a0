"""Sweeps away what uploads left behind, and tells rooms of files that they have not heard of."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog
from msgspec import Struct

from api.files import keeping
from api.worker import Worker
from hub.errors import Rejected
from hub.kernel import Millis
from hub.rooms.ports import Unavailable
from persistence import files
from persistence.store import Listed

EVERY_S = 600.0
#: An upload that was begun so long ago is over, and bytes as old that are nobody's go.
KEPT_MS = 24 * 3600 * 1000
#: Whoever finished a file has told its room by then, or died.
TOLD_MS = 60 * 1000
_TOLD_AT_ONCE = 100
_log = structlog.get_logger()


class _Key(Struct, frozen=True):
    """Something in the store: `owner` is the file or upload, `what` is the rest of the key."""

    whole: str
    owner: str
    what: str

    @classmethod
    def of(cls, listed: Listed) -> "_Key | None":
        """The key of something of ours."""
        parts = listed.key.split("/")
        return cls(listed.key, *parts[1:]) if len(parts) == 3 else None  # noqa: PLR2004  as the store says

    def wanted(self, known: Mapping[str, Millis | None]) -> bool:
        """Whether it is an upload's, or what a file is made of."""
        if self.owner not in known:
            return False
        at_ms = known[self.owner]
        return at_ms is None or self.what == f"data-{at_ms}" or self.what.startswith("page")


@dataclass(frozen=True, slots=True)
class Sweeping:
    """One worker's. All of them sweep: what one does twice does no harm."""

    worker: Worker

    @asynccontextmanager
    async def running(self, _app: object) -> AsyncGenerator[None]:
        """Sweep now and then while the application runs."""
        sweeping = asyncio.create_task(self._run())
        try:
            yield
        finally:
            sweeping.cancel()
            await asyncio.gather(sweeping, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.sweep()
            except Unavailable as error:
                _log.warning("files were not swept", reason=str(error))
            except Exception as error:  # noqa: BLE001  the next time may fare better, and the trace is kept
                _log.critical("duty broke", duty="files", exc_info=error)

    async def sweep(self) -> int:
        """Once; how many things went from the store. Raises `Unavailable`."""
        worker = self.worker
        now_ms = worker.clock.now_ms()
        for org, file in await files.untold(worker.database, now_ms - TOLD_MS, _TOLD_AT_ONCE):
            try:
                await keeping.told(worker, org, file)
            except Rejected as rejected:
                _log.warning("a file was not put on its form", file=file.id, code=rejected.code)
        await files.forget(worker.database, now_ms - KEPT_MS)
        return await self._orphans(now_ms - KEPT_MS)

    async def _orphans(self, before_ms: int) -> int:
        """Bytes that no row knows of."""
        store = self.worker.filing.store
        swept = 0
        async for page in store.listed():
            old = [key for key in (_Key.of(each) for each in page if each.at_ms <= before_ms) if key is not None]
            known = await files.known(self.worker.database, sorted({key.owner for key in old}))
            lost = [key.whole for key in old if not key.wanted(known)]
            await store.delete(lost)
            swept += len(lost)
        return swept
