from api.documents.asked import KINDS, Asked, asked
from api.documents.press import TEMPLATES


def test_nothing_asked_is_all_of_it_as_it_stands_in_english_on_a4() -> None:
    assert asked() == Asked("en", "a4", (), None, None, None, None)


def test_what_is_asked_is_what_is_wanted() -> None:
    wanted = asked(lang="de", paper="letter", sections="show,wifi", revision=3, since_seq=7)
    assert wanted == Asked("de", "us-letter", ("show", "wifi"), 3, None, None, 7)


def test_each_kind_has_its_template() -> None:
    assert {file.stem for file in TEMPLATES.glob("*.typ")} == {*KINDS, "page"}
