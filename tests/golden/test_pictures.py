"""Every page is in the documents, in a picture of a phone and one of a laptop."""

import re
import struct

import pytest
from playwright.async_api import ViewportSize

from tests.golden.pictures import FOLDER, PICTURES, SCREENS, Picture, file_of

TOUR = FOLDER.parent / "pages.md"
WEB = FOLDER.parents[1] / "web"
BYTES_MAX = 400_000


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: str(screen["width"]))
@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_as_large_as_the_screen(picture: Picture, screen: ViewportSize) -> None:
    data = file_of(picture, screen).read_bytes()
    assert data.startswith(b"\x89PNG")
    assert struct.unpack(">II", data[16:24]) == (screen["width"], screen["height"])
    assert len(data) < BYTES_MAX


def test_every_picture_is_in_the_tour_and_no_other_is_there() -> None:
    kept = [file_of(picture, screen).name for picture in PICTURES for screen in reversed(SCREENS)]
    assert re.findall(r"\(images/([^)]+)\)", TOUR.read_text()) == kept
    assert sorted(file.name for file in FOLDER.iterdir()) == sorted(kept)


def test_no_page_is_without_a_picture() -> None:
    called = {"sign-in": "account", "calendar": "shows", "schedule": "crew"}
    shown = {called.get(picture.name, picture.name) for picture in PICTURES}
    assert shown == {page.stem for page in WEB.glob("*.html")}
