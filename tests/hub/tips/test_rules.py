"""When a tip counts, and how large an alert it raises."""

import pytest

from hub.errors import Rejected
from hub.kernel import Role
from hub.tips import TIPS
from hub.tips.messages import Confirm, TipConfirmed
from hub.tips.rules import TIERS, Tips, tier_of
from tests.builders import EVENING_MS, LANES, a_moment, a_tip_confirmed, decided, folded, the_system


def a_confirm(tip: str = "t1", amount: int = 500) -> Confirm:
    return Confirm(tip=tip, name="Ana", amount=amount, currency="eur", text="Encore!")


def test_a_confirmed_tip_raises_an_alert_and_counts() -> None:
    tips, outcome = decided(TIPS, Tips(), a_confirm(amount=1_000), a_moment(the_system()))

    alert = TipConfirmed(
        id="t1",
        name="Ana",
        text="Encore!",
        amount=1_000,
        currency="eur",
        tier="medium",
        pin_ms=15_000,
        at_ms=EVENING_MS,
    )
    assert outcome == (alert,)
    assert tips == Tips(alerts=(alert,), totals={"eur": 1_000}, ids=("t1",))


@pytest.mark.parametrize(
    ("amount", "tier", "pin_ms"),
    [
        (1, "small", 8_000),
        (999, "small", 8_000),
        (1_000, "medium", 15_000),
        (2_499, "medium", 15_000),
        (2_500, "large", 30_000),
        (9_999, "large", 30_000),
        (10_000, "huge", 60_000),
        (100_000_000, "huge", 60_000),
    ],
)
def test_the_amount_decides_tier_and_pin(amount: int, tier: str, pin_ms: int) -> None:
    assert tier_of(amount) == (tier, pin_ms)


def test_tiers_stand_from_the_dearest_down_to_nothing() -> None:
    amounts = [least for least, _, _ in TIERS]

    assert amounts == sorted(amounts, reverse=True)
    assert amounts[-1] == 0


def test_totals_are_kept_by_currency() -> None:
    tips = folded(TIPS, [a_tip_confirmed(500), a_tip_confirmed(300, currency="usd"), a_tip_confirmed(250)])

    assert tips.totals == {"eur": 750, "usd": 300}


def test_the_same_tip_counts_once() -> None:
    tips, _ = decided(TIPS, Tips(), a_confirm("t1"), a_moment(the_system()))

    with pytest.raises(Rejected) as refusal:
        decided(TIPS, tips, a_confirm("t1"), a_moment(the_system()))

    assert refusal.value.code == "tips.repeated"


def test_a_repeat_is_recognised_long_after_its_alert_has_left() -> None:
    first = a_tip_confirmed(id="first")
    tips = folded(TIPS, [first, *(a_tip_confirmed() for _ in range(999))])

    assert first not in tips.alerts
    with pytest.raises(Rejected):
        decided(TIPS, tips, a_confirm("first"), a_moment(the_system()))


def test_the_state_stays_bounded_and_the_total_does_not_forget() -> None:
    facts = [a_tip_confirmed(1) for _ in range(1_001)]

    tips = folded(TIPS, facts)

    assert tips.alerts == tuple(facts[-100:])
    assert tips.ids == tuple(fact.id for fact in facts[-1_000:])
    assert tips.totals == {"eur": 1_001}


def test_a_lane_sees_alerts_and_totals_without_the_bookkeeping() -> None:
    fact = a_tip_confirmed()
    tips = folded(TIPS, [fact])

    for lane in LANES:
        assert TIPS.view(fact, lane) == fact
        assert TIPS.show(tips, lane) == Tips(alerts=(fact,), totals={"eur": 500}, ids=None)


def test_only_the_system_confirms() -> None:
    assert TIPS.allowed == {Confirm: frozenset({Role.SYSTEM})}
