import pytest

from hub.advancing_sync.agreement_messages import AddNote, Mark, RemoveNote, Reopen, SignOff, Submit
from hub.advancing_sync.documents import reading
from hub.advancing_sync.documents.content import Around, Saying
from hub.advancing_sync.files import AddFile, RemoveFile
from hub.advancing_sync.form import Form
from hub.advancing_sync.messages import Edit
from hub.advancing_sync.register import Register
from hub.advancing_sync.schema import Field, Kind
from hub.advancing_sync.standard import STANDARD
from tests.builders import EVENING_MS, the_system
from tests.hub.advancing_sync.documents.papers import ANA, BEN, after, answered, listed, readers, speech

KEY = "production.wedges"
WEDGES = next(field for section in STANDARD.sections for field in section.fields if field.key == "wedges")


def test_an_answer_is_read_with_the_others_that_nobody_has_settled() -> None:
    form = after(Form(), Edit(field=KEY, value=6), by=BEN)
    form = after(form, Edit(field=KEY, value=8), by=ANA, now_ms=EVENING_MS + 1)
    assert readers(form).field(KEY, WEDGES) == Saying("8", ("also 6, by Ben",))


def test_nobodys_answer_is_none() -> None:
    assert readers(Form()).field(KEY, WEDGES) is None
    cleared = answered({KEY: None}, answered({KEY: 6}))
    assert readers(cleared).field(KEY, WEDGES) is None


def test_an_answer_that_was_cleared_while_another_was_written_says_so() -> None:
    form = answered({KEY: 6})
    seen = form.fields[KEY].stamp
    form = after(form, Edit(field=KEY, value=8, saw=seen), by=BEN)
    form = after(form, Edit(field=KEY, value=None, saw=seen), now_ms=EVENING_MS + 5)
    assert readers(form).field(KEY, WEDGES) == Saying("no answer any more", ("also 8, by Ben",))


@pytest.mark.parametrize(
    ("was", "now", "read"),
    [
        (None, None, None),
        (None, 6, Saying("6", changed=True)),
        (6, 6, Saying("6")),
        (6, 8, Saying("8", changed=True, was="6")),
        (6, None, Saying("no answer any more", changed=True, was="6")),
    ],
)
def test_what_differs_from_an_earlier_revision_is_marked(was: int | None, now: int | None, read: Saying | None) -> None:
    before = answered({KEY: was})
    assert readers(answered({KEY: now}, before), before).field(KEY, WEDGES) == read


def test_another_answer_beside_the_same_one_is_a_change() -> None:
    before = answered({KEY: 6})
    form = after(before, Edit(field=KEY, value=8), by=BEN, now_ms=EVENING_MS - 1)
    assert readers(form, before).field(KEY, WEDGES) == Saying("8", ("also 6, by Ana",), changed=True, was="6")


def test_the_thread_the_standing_and_the_files_of_a_question_are_around_it() -> None:
    form = after(Form(), AddNote(field=KEY, id="n1", text="All of one kind?"), by=BEN)
    form = after(form, AddNote(field=KEY, id="n2", text="Never mind"), AddNote(field=KEY, id="n3", text="Yes"))
    form = after(form, RemoveNote(field=KEY, id="n2"), Mark(field=KEY, status="confirmed"))
    for file in ("f1", "f2"):
        add = AddFile(field=KEY, file=file, title=f"{file}.pdf", size=1, type="application/pdf", sha256="0" * 64)
        form = after(form, add, by=the_system())
    form = after(form, RemoveFile(field=KEY, file="f1"), by=the_system())
    when = "3 January 2026, 20:00"
    notes = (f"Ben, {when}: All of one kind?", f"Ana, {when}: Yes")
    assert readers(form).around(KEY) == Around("confirmed", notes, ("f2.pdf",))
    assert readers(form).around("production.risers") == Around()


def test_who_has_agreed_with_a_section_stands_there_with_when() -> None:
    form = after(Form(), SignOff(section="wifi"), by=BEN)
    form = after(form, Submit(section="wifi"))
    when = "3 January 2026, 20:00"
    signed = (f"Band: submitted by Ana, {when}", f"Venue: signed off by Ben, {when}")
    assert readers(form).signed("wifi") == signed
    assert readers(form).signed("show") == ()
    assert readers(after(form, Reopen(section="wifi"))).signed("wifi") == ()


def test_rows_are_those_that_stand_in_order() -> None:
    form = listed("wifi.networks", [{"name": "Crew"}, {"name": "House"}])
    assert [row.id for row in readers(form).rows("wifi.networks")] == ["r1", "r2"]
    assert readers(form).rows("press.appointments") == []
    assert readers(form).rows_before("wifi.networks") == []
    assert [row.id for row in readers(Form(), form).rows_before("wifi.networks")] == ["r1", "r2"]


def test_an_amount_in_a_row_is_in_the_rows_own_currency() -> None:
    [row] = readers(listed("money.buyouts", [{"amount": 2500, "currency": "CHF"}])).rows("money.buyouts")
    amount = Field("amount", "Amount", Kind.MONEY)
    assert reading.cell(speech(), amount, row.cells) == Saying("25.00\u00a0CHF")
    assert reading.cell(speech(), Field("paid", "Paid"), row.cells) is None
    assert reading.plain(row.cells, "amount") == ""
    assert reading.kept({"x": Register()}, "x") is None
