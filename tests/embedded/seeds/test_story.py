"""How an advance is told: in which order, and on which days."""

from datetime import date

from embedded.seeds.people import ANA, BEN, CLEO, Step
from embedded.seeds.story import Day, Rows, Story, told
from hub.advancing_sync.agreement_messages import Publish, SignOff, TellSent
from hub.advancing_sync.messages import AddRow, Edit, Lock

STORY = Story(
    3,
    answers=((ANA, {"show.date": Day(), "show.city": "Leipzig"}),),
    lists=(Rows(BEN, "travel.hotels", "hotel", ({"check_out": Day(1)}, {"name": "Ria"})),),
    late=((BEN, {"guest_list.allotment": 5}),),
    signed=((BEN, "addresses"),),
    locked=("show.city",),
)


def test_a_story_is_told_by_ordinary_commands_in_order() -> None:
    assert list(told(STORY, date(2026, 12, 30))) == [
        Step(ANA, Edit(field="show.date", value="2027-01-02")),
        Step(ANA, Edit(field="show.city", value="Leipzig")),
        Step(BEN, AddRow(field="travel.hotels", row="hotel_1")),
        Step(BEN, Edit(field="travel.hotels", value="2027-01-03", row="hotel_1", column="check_out")),
        Step(BEN, AddRow(field="travel.hotels", row="hotel_2", after="hotel_1")),
        Step(BEN, Edit(field="travel.hotels", value="Ria", row="hotel_2", column="name")),
        Step(BEN, Edit(field="guest_list.allotment", value=5)),
        Step(CLEO, TellSent()),
        Step(CLEO, Publish()),
        Step(BEN, SignOff(section="addresses")),
        Step(CLEO, Lock(field="show.city")),
    ]
