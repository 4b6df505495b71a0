"""The page names everything there is, and its links lead somewhere."""

import re

import pytest

from api.reference.protocol import protocol_md
from api.reference.vocabulary import FRAMES_IN, FRAMES_OUT, StructClass, struct
from api.reference.wording import anchor
from hub.behaviours import COMMANDS, FACTS, NOTICES


@pytest.fixture(scope="module")
def page() -> str:
    return protocol_md()


@pytest.mark.parametrize("cls", [*FRAMES_IN, *FRAMES_OUT, *COMMANDS, *FACTS, *NOTICES])
def test_every_message_has_its_heading_and_every_field_its_row(page: str, cls: StructClass) -> None:
    section = page.partition(f"\n### {struct(cls).tag}\n")[2].partition("\n### ")[0]
    for field in struct(cls).fields:
        assert f"| `{field.encode_name}` |" in section


def test_no_link_leads_nowhere(page: str) -> None:
    anchors = {anchor(heading) for heading in re.findall(r"^#+ (.*)$", page, re.MULTILINE)}
    assert set(re.findall(r"\]\(#(.*?)\)", page)) <= anchors


def test_limits_are_told(page: str) -> None:
    assert "| `text` | text, 1 to 500 characters" in page
    assert "| `locked_max` | whole number, 1 to 10 | default `2` |" in page
    assert '| `focus` | text, at most 200 characters, like `[A-Za-z0-9_.#-]*` | unless `""` |' in page
