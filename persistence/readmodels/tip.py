"""The tips that count."""

from collections.abc import Iterable

from hub.rooms.ports import Entry
from hub.tips.messages import TipConfirmed
from persistence.readmodels.rows import Change, Model, Put


def project(entry: Entry) -> Iterable[Put | Change]:
    """What a fact does to the tips."""
    if isinstance(entry.fact, TipConfirmed):
        tip = entry.fact
        values = {
            "seq": entry.seq,
            "name": tip.name,
            "text": tip.text,
            "amount": tip.amount,
            "currency": tip.currency,
            "tier": tip.tier,
            "at_ms": tip.at_ms,
        }
        yield Put((tip.id,), values)


TIP = Model(
    table="tip",
    key={"id": "text"},
    columns={
        "seq": "bigint",
        "name": "text",
        "text": "text",
        "amount": "bigint",
        "currency": "text",
        "tier": "text",
        "at_ms": "bigint",
    },
    project=project,
    facts=frozenset({TipConfirmed}),
)
