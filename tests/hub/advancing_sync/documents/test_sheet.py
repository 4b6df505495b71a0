import pytest

from hub.advancing_sync.documents.content import AdvanceContent, DaySheetContent, GuestListContent
from hub.advancing_sync.documents.sheet import DocumentKind, Night, Printing, sheet
from hub.advancing_sync.form import Form
from tests.builders import EVENING_MS
from tests.hub.advancing_sync.documents.papers import answered, readers, seen

NIGHT = Night("Night Shift", "2026-07-04", "Lantern Hall, Leipzig", "UTC", "#1fa58f")


def printing(kind: DocumentKind = "advance", since: str = "") -> Printing:
    """What is printed on a Saturday evening."""
    return Printing(kind, "a4", EVENING_MS, "Revision 3", since)


@pytest.mark.parametrize(
    ("kind", "kicker", "content"),
    [
        ("advance", "Advance", AdvanceContent),
        ("day-sheet", "Day sheet", DaySheetContent),
        ("guest-list", "Guest list", GuestListContent),
    ],
)
def test_each_document_has_its_head_its_foot_and_its_content(kind: DocumentKind, kicker: str, content: type) -> None:
    made = sheet(readers(Form()), NIGHT, printing(kind))
    assert (made.kicker, made.title, made.day) == (kicker, "Night Shift", "Saturday 4 July 2026")
    assert (made.place, made.zone) == ("Lantern Hall, Leipzig", "All times are those of UTC")
    assert (made.version, made.made) == ("Revision 3", "Made 3 January 2026, 20:00 (UTC)")
    assert isinstance(made.content, content)


def test_what_the_hub_does_not_know_of_the_show_its_form_says() -> None:
    form = answered({"show.title": "By form", "show.date": "2026-07-05", "show.city": "Leipzig", "show.venue": "Hall"})
    made = sheet(readers(form), Night(), printing())
    assert (made.title, made.day, made.place) == ("By form", "Sunday 5 July 2026", "Hall, Leipzig")


def test_what_of_it_may_not_be_seen_is_not_said() -> None:
    form = seen(answered({"show.title": "Secret", "show.city": "Leipzig"}), "wifi")
    made = sheet(readers(form), Night(), printing())
    assert (made.title, made.day, made.place) == ("Advance", "", "")


def test_how_much_has_changed_stands_at_the_head_of_an_advance() -> None:
    before = answered({"show.title": "A"})
    form = answered({"show.title": "B", "show.city": "Leipzig"}, before)

    def changes(form: Form, kind: DocumentKind = "advance") -> str:
        return sheet(readers(form, before), NIGHT, printing(kind, "Revision 2")).changes

    assert changes(form) == "2 changed since Revision 2, marked with a bar"
    assert changes(before) == "Nothing has changed since Revision 2"
    assert changes(form, "guest-list") == ""
    assert sheet(readers(form), NIGHT, printing()).changes == ""


def test_its_own_words_are_those_of_the_language() -> None:
    words = sheet(readers(Form(), language="de"), NIGHT, printing("guest-list")).words
    assert (words["page"], words["pick_up"], words["guest"]) == ("Seite", "Abholung", "Gast")
