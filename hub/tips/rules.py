"""When a tip counts, and how large an alert it raises."""

from msgspec import Struct

from hub.errors import Rejected
from hub.kernel import Lane, Millis, Moment, Outcome
from hub.tips.messages import Confirm, Tier, TipConfirmed

#: How many of the latest alerts the state keeps.
ALERTS_MAX = 100
#: By how many of the latest tip ids a repeat is recognised. An older repeat is stopped by the log, where a
#: command id counts once: whoever confirms a tip sends the tip's id as the command id.
IDS_MAX = 1000

#: (from this amount in minor units, tier, how long the alert stays in ms), dearest first.
TIERS: tuple[tuple[int, Tier, Millis], ...] = (
    (10_000, "huge", 60_000),
    (2_500, "large", 30_000),
    (1_000, "medium", 15_000),
    (0, "small", 8_000),
)


class Tips(Struct, frozen=True):
    """The alerts of the night.

    `alerts` are the latest, oldest first. `totals` is minor units by currency. `ids` are the latest tips that
    counted, oldest first, and None in a lane: only the hub needs them.
    """

    alerts: tuple[TipConfirmed, ...] = ()
    totals: dict[str, int] = {}
    ids: tuple[str, ...] | None = ()


def tier_of(amount: int) -> tuple[Tier, Millis]:
    """The tier of an amount in minor units, and how long its alert stays in ms."""
    return next((tier, pin_ms) for least, tier, pin_ms in TIERS if amount >= least)


def decide(tips: Tips, command: Confirm, moment: Moment) -> Outcome:
    """Count a tip once.

    Raises:
        Rejected: `tips.repeated`.
    """
    if command.tip in (tips.ids or ()):
        raise Rejected("tips.repeated")
    tier, pin_ms = tier_of(command.amount)
    confirmed = TipConfirmed(
        id=command.tip,
        name=command.name,
        text=command.text,
        amount=command.amount,
        currency=command.currency,
        tier=tier,
        pin_ms=pin_ms,
        at_ms=moment.now_ms,
    )
    return (confirmed,)


def apply(tips: Tips, fact: TipConfirmed) -> Tips:
    """Fold one tip in."""
    return Tips(
        alerts=(*tips.alerts[1 - ALERTS_MAX :], fact),
        totals=tips.totals | {fact.currency: tips.totals.get(fact.currency, 0) + fact.amount},
        ids=None if tips.ids is None else (*tips.ids[1 - IDS_MAX :], fact.id),
    )


def show(tips: Tips, _lane: Lane) -> Tips:
    """Everybody sees the alerts and the totals."""
    return Tips(tips.alerts, tips.totals, None)
