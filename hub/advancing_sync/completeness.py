"""How much of a form is answered, for each section and side, and how far the two sides are with it as a whole."""

from typing import Literal, TypeAlias

from msgspec import Struct

from hub.advancing_sync.form import Form
from hub.advancing_sync.register import heads
from hub.advancing_sync.rows import standing
from hub.advancing_sync.schema import Field, Section, Side
from hub.kernel import PARTIES, Party, other

#: How far an advance is, in this order.
Stage: TypeAlias = Literal["not_sent", "sent", "opened", "in_progress", "completed", "signed_off"]


class Share(Struct, frozen=True):
    """`answered` of `total` fields."""

    answered: int
    total: int


def completeness(form: Form, side: Side) -> dict[str, Share]:
    """The share of each section's fields, by section key, that this side answers; `both` counts every field.

    A field that both sides answer counts for each of them. A list is answered when a row stands in it.
    """
    return {section.key: _share(form, section, side) for section in form.schema.sections}


def answers(form: Form, section: Section, field: Field) -> str:
    """Which side answers a question: what somebody has said of it, else what the schema says."""
    said = form.agreement.assigned.get(f"{section.key}.{field.key}")
    return said.what if said else field.answers


def stage(form: Form, asking: Party) -> Stage:
    """How far an advance is that the side `asking` has sent to the other one.

    Completed when both sides have submitted every section, signed off when both have signed off every one. In progress
    from the other side's first answer or submission.
    """
    stood = [form.agreement.standings.get(section.key, {}) for section in form.schema.sections]
    both = [{word.what for word in each.values()} if len(each) == len(PARTIES) else {"open"} for each in stood]
    if both and all(each == {"signed_off"} for each in both):
        return "signed_off"
    if both and all("open" not in each for each in both):
        return "completed"
    asked = other(asking)
    if _has_worked(form, asked):
        return "in_progress"
    if asked in form.agreement.opened:
        return "opened"
    return "sent" if form.agreement.sent else "not_sent"


def _has_worked(form: Form, party: Party) -> bool:
    """Whether some answer that stands is that side's, or it has submitted or signed off a section."""
    if any(party in stood and stood[party].what != "open" for stood in form.agreement.standings.values()):
        return True
    cells = (cell for rows in form.lists.values() for row in rows.values() for cell in row.cells.values())
    return any(head.party == party for each in (*form.fields.values(), *cells) for head in heads(each))


def _share(form: Form, section: Section, side: Side) -> Share:
    asked = [field for field in section.fields if side == "both" or answers(form, section, field) in {side, "both"}]
    answered = sum(_answered(form, f"{section.key}.{field.key}", field) for field in asked)
    return Share(answered, len(asked))


def _answered(form: Form, key: str, field: Field) -> bool:
    if field.columns:
        return bool(standing(form.lists.get(key, {})))
    register = form.fields.get(key)
    return register is not None and register.value is not None
