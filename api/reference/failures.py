"""`docs/reference/errors.md`: the catalogue."""

from itertools import groupby

from hub.errors import CATALOGUE, Fault

INTRODUCTION = """\
# Errors

<!-- Written by `make golden` from hub/errors.py: change that, not this page. -->

One catalogue for both doors. A socket gets a `fail` frame with `code`, `say` and `retry`; HTTP gets the same as
`application/problem+json`. `say` tells the person what to do; `{...}` is filled in. `retry`: the same can succeed
later unchanged; when `retry_after_ms` comes with it, wait that long. `close`: the socket is closed with this code;
4000 to 4499 mean come back, 4500 to 4999 mean do not.
"""


def errors_md() -> str:
    """The page, whole."""
    parts = [INTRODUCTION]
    for area, faults in groupby(CATALOGUE.values(), key=lambda fault: fault.code.partition(".")[0]):
        rows = "\n".join(_row(fault) for fault in faults)
        parts.append(f"## {area}\n\n| code | say | HTTP | close | retry |\n|---|---|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def _row(fault: Fault) -> str:
    return f"| `{fault.code}` | {fault.say} | {fault.status} | {fault.close or ''} | {'yes' if fault.retry else ''} |"
