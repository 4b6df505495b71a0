"""Every word of the standard form is there in German."""

from hub.advancing_sync.documents.german import GERMAN
from hub.advancing_sync.standard import STANDARD


def test_every_question_of_the_standard_form_is_there_in_german() -> None:
    fields = [field for section in STANDARD.sections for field in section.fields]
    columns = [column for field in fields for column in field.columns]
    asked = {each.label for each in (*STANDARD.sections, *fields, *columns)}
    assert asked - GERMAN.keys() == set()


def test_nothing_is_translated_to_nothing() -> None:
    assert all(german.strip() == german != "" for german in GERMAN.values())
