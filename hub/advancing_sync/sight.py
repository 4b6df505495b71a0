"""Who sees which sections of an advance: what a link was limited to, and what is private to organisers."""

from typing import TypeVar

from msgspec.structs import replace

from hub.advancing_sync import agreement, files
from hub.advancing_sync.agreement_messages import DeadlineSet, Opened, Published, SectionStood, Sent
from hub.advancing_sync.design_messages import Designed
from hub.advancing_sync.form import AdvanceFact, Form
from hub.advancing_sync.schema import Schema, is_private
from hub.kernel import Sight

Kept = TypeVar("Kept")


def sees(sight: Sight, section: str) -> bool:
    """Whether a section, by its key, is in sight."""
    return (not sight.sections or section in sight.sections) and (sight.private or not is_private(section))


def section_of(fact: AdvanceFact) -> str:
    """The section that a fact is about; empty when it is about the whole form."""
    match fact:
        case SectionStood() | DeadlineSet():
            return fact.section
        case Published() | Sent() | Opened() | Designed():
            return ""
        case _:
            return fact.field.partition(".")[0]


def narrow(fact: AdvanceFact, sight: Sight) -> AdvanceFact | None:
    """What of a fact is in sight; None when nothing is."""
    if isinstance(fact, Designed):
        return replace(fact, schema=_seen(fact.schema, sight))
    section = section_of(fact)
    return fact if not section or sees(sight, section) else None


def cut(form: Form, sight: Sight) -> Form:
    """The form as if it had the sections only that are in sight. `last` stays: it is about when, not about what."""

    def seen(section: str) -> bool:
        return sees(sight, section)

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
    )


def _seen(schema: Schema, sight: Sight) -> Schema:
    return Schema(tuple(each for each in schema.sections if sees(sight, each.key)))
