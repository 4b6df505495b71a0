"""How much of a form is answered, for each section and side."""

from msgspec import Struct

from hub.advancing_sync.form import Form
from hub.advancing_sync.rows import standing
from hub.advancing_sync.schema import Field, Section, Side


class Share(Struct, frozen=True):
    """`answered` of `total` fields."""

    answered: int
    total: int


def completeness(form: Form, side: Side) -> dict[str, Share]:
    """The share of each section's fields, by section key, that this side answers; `both` counts every field.

    A field that both sides answer counts for each of them. A list is answered when a row stands in it.
    """
    return {section.key: _share(form, section, side) for section in form.schema.sections}


def _share(form: Form, section: Section, side: Side) -> Share:
    asked = [field for field in section.fields if side == "both" or field.answers in {side, "both"}]
    answered = sum(_answered(form, f"{section.key}.{field.key}", field) for field in asked)
    return Share(answered, len(asked))


def _answered(form: Form, key: str, field: Field) -> bool:
    if field.columns:
        return bool(standing(form.lists.get(key, {})))
    register = form.fields.get(key)
    return register is not None and register.value is not None
