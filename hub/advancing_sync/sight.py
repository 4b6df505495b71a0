"""Who sees which sections of an advance: what a link was limited to, and what is private to organisers."""

from typing import TypeVar

from msgspec.structs import replace

from hub.advancing_sync import agreement, files
from hub.advancing_sync.design_messages import Designed
from hub.advancing_sync.form import AdvanceFact, Form
from hub.advancing_sync.guests_messages import GUESTS
from hub.advancing_sync.schema import Schema
from hub.kernel import Command, Fact, Sight

Kept = TypeVar("Kept")


def section_of(said: Command | Fact) -> str:
    """The section that a command or a fact is about; empty when it is about the whole form."""
    about: str = getattr(said, "field", "") or getattr(said, "section", "")
    return about.partition(".")[0]


def narrow(fact: AdvanceFact, sight: Sight) -> AdvanceFact | None:
    """What of a fact is in sight; None when nothing is."""
    if isinstance(fact, Designed):
        return replace(fact, schema=_seen(fact.schema, sight))
    section = section_of(fact)
    return fact if not section or sight.sees(section) else None


def cut(form: Form, sight: Sight) -> Form:
    """The form as if it had the sections only that are in sight. `last` stays: it is about when, not about what."""

    def seen(section: str) -> bool:
        return sight.sees(section)

    def ours(values: dict[str, Kept]) -> dict[str, Kept]:
        return {key: value for key, value in values.items() if seen(key.partition(".")[0])}

    return Form(
        _seen(form.schema, sight),
        ours(form.fields),
        ours(form.lists),
        ours(form.locks),
        form.last,
        agreement.cut(form.agreement, seen),
        ours(form.texts),
        files.cut(form.files, seen),
        form.designed,
        form.arrivals if seen(GUESTS.partition(".")[0]) else {},
    )


def _seen(schema: Schema, sight: Sight) -> Schema:
    return Schema(tuple(each for each in schema.sections if sight.sees(each.key)))
