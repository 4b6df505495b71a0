"""Every value that a field or a cell had, for whoever wants one back."""

from collections.abc import Iterable

import msgspec

from hub.advancing_sync.form import Form, cell
from hub.advancing_sync.messages import Edited, Kept
from hub.advancing_sync.register import heads
from hub.advancing_sync.text_messages import TextChanged
from hub.rooms.ports import Entry
from persistence.readmodels.joined import join_values
from persistence.readmodels.rows import Change, Model, Put

_encode = msgspec.json.Encoder().encode


def project(entry: Entry, _before: Form, after: Form) -> Iterable[Put | Change]:
    """One row for each value that was written, a text as it was then as a whole."""
    match entry.fact:
        case Edited() as fact:
            yield _put(entry, fact, fact.value, fact.row, fact.column)
        case TextChanged() as fact:
            written = (head.value for head in heads(cell(after, fact.field, "", "")) if head.stamp == fact.stamp)
            yield _put(entry, fact, next(written, None), "", "")
        case _:
            pass


def _put(entry: Entry, fact: Edited | TextChanged, value: Kept, row: str, column: str) -> Put:
    values = {
        "field": fact.field,
        "row_id": row,
        "cell": column,
        "what": fact.__struct_config__.tag,
        "value": _encode(value).decode(),
        "stamp": fact.stamp,
        "person": fact.by,
        "name": fact.name,
        "party": fact.party,
        "source": fact.source,
        "at_ms": fact.at_ms,
    }
    return Put((entry.seq,), values)


ADVANCE_VALUE = Model(
    table="advance_value",
    key={"seq": "bigint"},
    columns={
        "field": "text",
        "row_id": "text",
        "cell": "text",
        "what": "text",
        "value": "jsonb",
        "stamp": "text",
        "person": "text",
        "name": "text",
        "party": "text",
        "source": "text",
        "at_ms": "bigint",
    },
    step=project,
    facts=frozenset({Edited, TextChanged}),
    tidy=join_values,
)
