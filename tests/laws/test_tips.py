"""Tips against a pile of receipts."""

from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from hub.tips import TIPS
from hub.tips.messages import Confirm
from tests.builders import the_system
from tests.laws.machine import BehaviourMachine

amounts = st.sampled_from([1, 999, 1_000, 2_500, 10_000, 100_000_000])
currencies = st.sampled_from(["eur", "usd", "jpy"])


class TipsMachine(BehaviourMachine):
    behaviour = TIPS

    def __init__(self) -> None:
        super().__init__()
        self.receipts: list[tuple[str, int, str]] = []

    @rule(amount=amounts, currency=currencies, times=st.sampled_from([1, 1, 60]))
    def pay(self, amount: int, currency: str, times: int) -> None:
        for _ in range(times):
            tip = f"tip{len(self.receipts)}"
            self.receipts.append((tip, amount, currency))
            assert self._confirm(tip, amount, currency) == ""

    @rule(back=st.integers(0, 900), amount=amounts, currency=currencies)
    def pay_twice(self, back: int, amount: int, currency: str) -> None:
        if self.receipts:
            tip, _, _ = self.receipts[-1 - back % len(self.receipts)]
            assert self._confirm(tip, amount, currency) == "tips.repeated"

    def _confirm(self, tip: str, amount: int, currency: str) -> str:
        confirm = Confirm(tip=tip, name="Ana", amount=amount, currency=currency, text="Encore!")
        return self.ask(the_system(), confirm)[0]

    @invariant()
    def the_totals_are_the_receipts(self) -> None:
        for currency in ("eur", "usd", "jpy"):
            paid = sum(amount for _, amount, each in self.receipts if each == currency)
            assert self.state.totals.get(currency, 0) == paid

    @invariant()
    def the_alerts_are_the_latest_receipts(self) -> None:
        alerts = [(alert.id, alert.amount, alert.currency) for alert in self.state.alerts]
        assert alerts == self.receipts[-100:]

    @invariant()
    def a_larger_tip_never_has_a_smaller_alert(self) -> None:
        by_amount = sorted(self.state.alerts, key=lambda alert: alert.amount)
        pins = [alert.pin_ms for alert in by_amount]
        assert pins == sorted(pins)


TestTips = TipsMachine.TestCase
