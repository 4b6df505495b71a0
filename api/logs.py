"""Structured logs: one event a line, with room, person and command ids, and never a token."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from hub.rooms.ports import Journal

_HIDDEN = frozenset({"token", "grant", "cookie", "authorization", "secret", "password"})
#: Local variables hold tokens and the secret: a trace is where it happened, not with what.
_TRACE = structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False))


def hide_secrets(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A processor that blanks what must not be written down."""
    for key in event.keys() & _HIDDEN:
        event[key] = "***"
    return event


#: Which level each event of the hub's journal has; the everyday ones are for looking closely.
_LEVELS = {"joined": logging.DEBUG, "done": logging.DEBUG, "refused": logging.INFO}


def journal(log: Any) -> Journal:
    """The journal of the rooms as lines of the log, each event on its level."""

    def note(event: str, /, **about: object) -> None:
        log.log(_LEVELS[event], event, **about)

    return note


def configure(log_format: str, level: str = "info") -> None:
    """Log from `level` on to standard error, as `json` or for the `console`; the libraries' warnings come along."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_secrets,
    ]
    last: list[Any] = (
        [_TRACE, structlog.processors.JSONRenderer()]
        if log_format == "json"
        else [
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback)
        ]
    )
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last]
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
