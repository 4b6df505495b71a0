"""A template filled in as a member."""

import msgspec
import pytest

from api.templates.answers import Answers
from api.templates.applying import apply
from api.who import Membership, SignedIn
from hub.advancing_sync.standard import STANDARD
from hub.kernel import Role
from persistence.templates import Content
from tests.api.shows.people import Person
from tests.api.templates.forms import OFFICE, an_advance, form

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_filled_it_in_stands_at_the_answer_and_in_the_audit(ana: Person) -> None:
    show = await an_advance(ana)
    member = Membership(ana.org, Role.OWNER, SignedIn(ana.account, "s1", "Ana"), "venue")
    schema, answers = (msgspec.json.encode(each).decode() for each in (STANDARD, Answers({OFFICE: "Tea"})))
    filled = await apply(ana.hub.worker, member, show, "t1", Content(schema, answers))
    assert (filled.designed, filled.written) == (False, 1)
    written = (await form(ana, show)).fields[OFFICE]
    assert (written.by, written.party, written.source) == (ana.account, "venue", "template")
    said = next(line for line in await ana.audit() if line["what"] == "template.applied")
    assert said["after"] == {"template": "t1", "designed": False, "written": 1, "refused": 0}
