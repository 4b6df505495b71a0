"""What of a form somebody may have on paper. A document says nothing that is not in the schema it is made from."""

from collections.abc import Collection

from msgspec.structs import replace

from hub.advancing_sync.form import Form
from hub.advancing_sync.schema import Field, Kind, Schema, Section
from hub.kernel import is_private

#: Amounts here are the prices of tickets; elsewhere they are buy-outs.
PRICES_SECTION = "show"


def seen(form: Form, sections: Collection[str], *, money: bool) -> Form:
    """The form with these sections only, all of them when there are none, and private ones if `money` may be seen."""
    wanted = [each for each in form.schema.sections if not sections or each.key in sections]
    if not money:
        wanted = [_without_money(each) for each in wanted if not is_private(each.key)]
    return replace(form, schema=Schema(tuple(wanted)))


def _without_money(section: Section) -> Section:
    if section.key == PRICES_SECTION:
        return section
    return replace(section, fields=tuple(_columns_without_money(each) for each in _without_amounts(section.fields)))


def _columns_without_money(field: Field) -> Field:
    return replace(field, columns=_without_amounts(field.columns)) if field.columns else field


def _without_amounts(fields: tuple[Field, ...]) -> tuple[Field, ...]:
    return tuple(each for each in fields if each.kind is not Kind.MONEY)


def asked(schema: Schema, key: str) -> Field | None:
    """The question with a full key; None when this form does not ask it."""
    section_key, _, field_key = key.partition(".")
    fields = (each.fields for each in schema.sections if each.key == section_key)
    return next((field for each in fields for field in each if field.key == field_key), None)
