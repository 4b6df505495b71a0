"""Sections 6 to 8 ask what stands on the stage and who puts it there."""

from hub.advancing_sync import standard_stage as stage
from hub.advancing_sync.schema import Kind


def columns(list_key: str) -> set[str]:
    fields = (*stage.PRODUCTION.fields, *stage.TECHNICAL.fields)
    return {column.key for field in fields if field.key == list_key for column in field.columns}


def test_power_is_asked_for_each_department() -> None:
    assert columns("power") == {"department", "current_a", "phases", "connector", "place"}


def test_an_input_line_has_all_that_a_stage_patch_needs() -> None:
    assert columns("inputs") == {"channel", "source", "mic", "stand", "phantom", "position", "notes"}


def test_measures_have_units() -> None:
    measures = [field for field in stage.PRODUCTION.fields if field.kind is Kind.NUMBER]
    assert measures
    assert all(field.unit for field in measures)


def test_the_venue_says_what_it_has_and_the_band_what_it_brings() -> None:
    for section, side in ((stage.PRODUCTION, "venue"), (stage.TECHNICAL, "band")):
        assert {field.answers for field in section.fields if field.key != "notes"} == {side}


def test_hands_are_counted() -> None:
    hands = [field for field in stage.LABOUR.fields if field.unit == "people"]
    assert len(hands) == 12
    assert all(field.kind is Kind.INTEGER for field in hands)
