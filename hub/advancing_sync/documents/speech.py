"""How values read in a language, at a place and in a currency."""

from datetime import date, datetime, timedelta, tzinfo

from msgspec import Struct

from hub.advancing_sync.documents.words import Words
from hub.advancing_sync.messages import Kept
from hub.advancing_sync.schema import Field, Kind
from hub.kernel import Millis

#: Currencies that are not divided by a hundred (ISO 4217): into nothing, and by a thousand.
WHOLE = frozenset("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split())  # noqa: SIM905
THOUSANDTHS = frozenset(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"))
CURRENCY_CHARS = 3
_HAIR = "\u00a0"


class Speech(Struct, frozen=True):
    """`zone` is that of the venue, `currency` the show's (ISO 4217, any case)."""

    words: Words
    zone: tzinfo
    currency: str

    def label(self, text: str) -> str:
        """What the form calls something."""
        return self.words.labels.get(text, text)

    def value(self, field: Field, value: Kept, currency: str = "") -> str:
        """An answer. `currency` is that of its row, where it has one of its own; an empty text for no answer."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return self.words.yes if value else self.words.no
        if isinstance(value, str):
            return self._text(field, value)
        if field.kind is Kind.MONEY:
            return self.money(int(value), currency)
        unit = self.words.singular.get(field.unit, "") if value == 1 else ""
        unit = unit or self.label(field.unit)
        return f"{self.number(value)}{_HAIR}{unit}" if unit else self.number(value)

    def _text(self, field: Field, value: str) -> str:
        if field.kind is Kind.CHOICE:
            return self.label(value)
        if field.kind is Kind.DATE:
            return self.day(value)
        return value

    def number(self, value: float, digits: int | None = None) -> str:
        """A number, with as many digits behind the point, or as many as it has."""
        text = f"{value:,.6f}".rstrip("0").rstrip(".") if digits is None else f"{value:,.{digits}f}"
        thousands, point = self.words.separators
        return text.translate({ord(","): thousands, ord("."): point})

    def money(self, minor: int, currency: str = "") -> str:
        """An amount in minor units; the show's currency unless it is of another."""
        code = (currency if len(currency) == CURRENCY_CHARS else self.currency).upper()
        digits = minor_digits(code)
        # Whole amounts up to 10 ** 10 are exact in a float with three digits behind the point.
        return f"{self.number(minor / 10**digits, digits)}{_HAIR}{code}"

    def day(self, iso: str, days: int = 0) -> str:
        """A date in words, so many days later; the text itself when it is none."""
        try:
            day = date.fromisoformat(iso) + timedelta(days=days)
        except (ValueError, OverflowError):
            return iso
        weekday, month = self.words.weekdays[day.weekday()], self.words.months[day.month - 1]
        return self.words.day.format(weekday=weekday, day=day.day, month=month, year=day.year)

    def moment(self, at_ms: Millis) -> str:
        """A moment as the clock at the venue showed it."""
        at = datetime.fromtimestamp(at_ms / 1000, self.zone)
        month = self.words.months[at.month - 1]
        return self.words.moment.format(day=at.day, month=month, year=at.year, time=f"{at:%H:%M}")


def minor_digits(code: str) -> int:
    """How many digits of an amount in minor units stand behind the point; `code` in capitals."""
    if code in WHOLE:
        return 0
    return 3 if code in THOUSANDTHS else 2
