"""One value as text, as a spreadsheet shows it, and the value that a text means.

What is written reads as the same value. What people type is read generously, but never guessed: `1,500` may be one and
a half or fifteen hundred, so it is refused.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

import msgspec

from hub.advancing_sync.messages import Kept, Value
from hub.advancing_sync.schema import Field, Kind, check
from hub.errors import Rejected

#: Minor units in one unit of money, as the form's page takes it.
MONEY_UNIT = 100
YES = frozenset({"yes", "y", "true", "1", "x", "ja", "j", "wahr", "✓", "✔", "oui", "si"})
NO = frozenset({"no", "n", "false", "0", "nein", "falsch", "non", "✗"})
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
#: Thousands in groups, and what may follow them: the other sign.
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}((,\d{3})+(\.\d*)?|(\.\d{3})+(,\d*)?)", re.ASCII)
_TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d\d)(?::\d\d)?|h)?\s*(?:([ap])\.?m\.?|uhr)?|(\d\d)(\d\d)", re.ASCII | re.IGNORECASE
)
_DOTTED_DATE = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", re.ASCII)
_HALF_DAY_H = 12


def folded(text: str) -> str:
    """A text without case, accents, spaces and signs: what makes two headers or names the same."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def write(field: Field, value: Kept) -> str:
    """The text of a value; empty where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if field.kind == Kind.MONEY:
        units, rest = divmod(abs(round(value)), MONEY_UNIT)
        return f"{'-' if value < 0 else ''}{units}.{rest:02}"
    return str(int(value)) if value == int(value) else repr(value)


def read(field: Field, text: str) -> Value:
    """The value of a text; None where there is nothing but blanks.

    Raises:
        Rejected: `sheet.ambiguous_number`, `sheet.unprintable`, or what `hub.advancing_sync.schema.check` says.
    """
    text = text.strip()
    if not text:
        return None
    value = _READERS.get(field.kind, _as_it_is)(field, text)
    check(field, value)
    try:
        return msgspec.convert(value, Value)
    except msgspec.ValidationError:
        raise Rejected("sheet.unprintable", field=field.label) from None


def _as_it_is(_field: Field, text: str) -> Value:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _number(field: Field, text: str) -> Value:
    unit = field.unit.casefold()
    bare = text.casefold().removesuffix(unit) if unit else text
    bare = re.sub(r"[\s'\u2019_]", "", bare.replace("\u2212", "-"))
    if _GROUPED.fullmatch(bare):
        bare = _ungrouped(field, bare, text)
    if not _NUMBER.fullmatch(bare):
        return text  # the check says what is wanted
    value = Decimal(bare.replace(",", "."))
    return float(value * MONEY_UNIT if field.kind == Kind.MONEY else value)


def _ungrouped(field: Field, bare: str, text: str) -> str:
    """Without the signs that only group; only where both signs stand is it sure which is which.

    A point is a decimal point wherever a fraction may stand, as everything of ours writes it.
    """
    if "," in bare and "." in bare:
        return bare.replace(min(",.", key=bare.rfind), "")
    if field.kind == Kind.NUMBER and bare.count(".") == 1:
        return bare
    raise Rejected("sheet.ambiguous_number", field=field.label, text=text[:40])


def _yes_no(_field: Field, text: str) -> Value:
    word = text.casefold()
    return True if word in YES else False if word in NO else text


def _choice(field: Field, text: str) -> Value:
    if text in field.choices:
        return text
    alike = [choice for choice in field.choices if folded(choice) == folded(text)]
    return alike[0] if len(alike) == 1 else text


def _time(_field: Field, text: str) -> Value:
    found = _TIME.fullmatch(text)
    if found is None:
        return text
    hours, minutes, half, *short = found.groups()
    hour = int(hours or short[0])
    if half and hour <= _HALF_DAY_H:
        hour = hour % _HALF_DAY_H + (_HALF_DAY_H if half.casefold() == "p" else 0)
    return f"{hour:02}:{minutes or short[1] or '00'}"


def _date(_field: Field, text: str) -> Value:
    found = _DOTTED_DATE.fullmatch(text)
    if found is None:
        return text
    day, month, year = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"


_READERS: Mapping[Kind, Callable[[Field, str], Value]] = MappingProxyType(
    {
        Kind.NUMBER: _number,
        Kind.INTEGER: _number,
        Kind.MONEY: _number,
        Kind.YES_NO: _yes_no,
        Kind.CHOICE: _choice,
        Kind.TIME: _time,
        Kind.DATE: _date,
    }
)
