"""`python -m embedded up`: the same for tools, which say on stdin what shall break and read JSON lines on stdout.

`<verb> <name>` a line, answered by one line: where everything is now, or `{"error": ...}`. Verbs: start, stop,
kill, pause, resume, restart; names: postgres, redis, hub, and `worker` or a worker's pid for kill, pause and resume.
`status` changes nothing. When stdin closes, everything is stopped.
"""

import os
import signal
from collections.abc import Callable, Iterable
from typing import Any

from embedded.service import NotStarted, Service
from embedded.stack import Stack, Wanted, stack

SERVICE_VERBS: dict[str, Callable[[Service], object]] = {
    "start": Service.start,
    "stop": Service.stop,
    "kill": Service.kill,
    "pause": Service.pause,
    "resume": Service.resume,
    "restart": Service.restart,
}
SIGNALS = {"kill": signal.SIGKILL, "pause": signal.SIGSTOP, "resume": signal.SIGCONT}


class Unknown(Exception):  # noqa: N818  an answer
    """No such verb or name; the text says what there is."""


def up(wanted: Wanted, orders: Iterable[str], answer: Callable[[dict[str, Any]], None]) -> int:
    """Run until the orders end."""
    with stack(wanted) as running:
        _obey(running, orders, answer)
    return 0


def _obey(running: Stack, orders: Iterable[str], answer: Callable[[dict[str, Any]], None]) -> None:
    answer(running.facts())
    for order in orders:
        answer(_answered(running, order))


def _answered(running: Stack, order: str) -> dict[str, Any]:
    try:
        carry_out(running, order)
    except (Unknown, NotStarted) as error:
        return {"error": str(error)}
    return running.facts()


def carry_out(running: Stack, order: str) -> None:
    """Do what one line says.

    Raises:
        Unknown: it says nothing that we can do.
        NotStarted: a service did not start.
    """
    verb, _, name = order.strip().partition(" ")
    services = {"postgres": running.services.postgres, "redis": running.services.redis, "hub": running.hub}
    if verb == "status":
        return
    if (service := services.get(name)) is not None and verb in SERVICE_VERBS:
        SERVICE_VERBS[verb](service)
    elif verb in SIGNALS and (pid := _worker(running, name)):
        os.kill(pid, SIGNALS[verb])
    else:
        raise Unknown(
            f"cannot {order.strip()}: {', '.join(SERVICE_VERBS)} with postgres, redis, hub, worker or its pid"
        )


def _worker(running: Stack, name: str) -> int | None:
    """The worker that a name means: the oldest, or the one with that pid."""
    pids = running.hub.worker_pids()
    if name == "worker":
        return next(iter(pids), None)
    return next((pid for pid in pids if str(pid) == name), None)
