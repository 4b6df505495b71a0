"""Who sees which sections: by their link, and by their role."""

import pytest

from hub.advancing_sync.agreement_messages import Mark, Publish, SignOff
from hub.advancing_sync.sight import cut, narrow, section_of
from hub.kernel import Lane, Sight
from tests.hub.advancing_sync.forms import ITEMS, TITLE, a_form, asked, done, edit

ALL, SHOW = Sight(Lane.CREW), Sight(Lane.CREW, ("show",))


@pytest.mark.parametrize(
    ("sight", "section", "seen"),
    [
        (ALL, "show", True),
        (ALL, "money", False),
        (ALL, "private_deal", False),
        (Sight(Lane.CREW, (), private=True), "money", True),
        (SHOW, "show", True),
        (SHOW, "schedule", False),
        (Sight(Lane.CREW, ("money",)), "money", False),
        (Sight(Lane.CREW, ("show",), private=True), "money", False),
    ],
)
def test_a_section_is_seen_when_the_link_has_it_and_it_is_not_private(
    sight: Sight, section: str, *, seen: bool
) -> None:
    assert sight.sees(section) is seen


def test_a_fact_is_seen_with_its_section_and_one_about_the_whole_by_everybody() -> None:
    form = a_form()
    [written], [signed], [revised] = (
        asked(form, command) for command in (edit("Fleadh"), SignOff(section="schedule"), Publish())
    )
    assert [section_of(each) for each in (written, signed, revised)] == ["show", "schedule", ""]
    assert [narrow(each, SHOW) for each in (written, signed, revised)] == [written, None, revised]


def test_a_form_is_cut_to_its_sections() -> None:
    form = done(a_form(), edit("Fleadh"), Mark(field=ITEMS, status="asked"), SignOff(section="schedule"), Publish())
    part = cut(form, SHOW)
    assert [section.key for section in part.schema.sections] == ["show"]
    assert set(part.fields) == {TITLE}
    assert not part.agreement.marks
    assert not part.agreement.standings
    assert part.agreement.revisions == form.agreement.revisions
    assert cut(form, ALL) == form
