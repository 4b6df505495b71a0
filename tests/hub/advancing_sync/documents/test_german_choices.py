from hub.advancing_sync.documents.german_choices import CHOICES
from hub.advancing_sync.standard import STANDARD


def test_every_choice_and_unit_of_the_standard_form_is_there_in_german() -> None:
    fields = [field for section in STANDARD.sections for field in section.fields]
    columns = [column for field in fields for column in field.columns]
    words = {word for each in (*fields, *columns) for word in (*each.choices, each.unit) if word}
    assert words == CHOICES.keys()
