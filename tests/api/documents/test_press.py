"""What comes out of a press: every value on its page, whatever people typed, and never anything else."""

import io
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from api.documents import press
from api.documents.framing import BROKEN, HEAD, JOB, LAST, OUTDATED, WRITTEN, framed
from api.documents.press import Press, serve, zone_called
from embedded.seeds.advance import CONTACTS, GUESTS, SCHEDULE
from hub.advancing_sync.documents.reading import Readers
from hub.advancing_sync.documents.sheet import DocumentKind, Night
from hub.advancing_sync.documents.words import Language
from hub.advancing_sync.form import Form
from hub.advancing_sync.register import heads
from hub.advancing_sync.rows import standing
from hub.advancing_sync.schema import find
from tests.api.documents.fonts import SIGN, a_folder_of_fonts
from tests.api.documents.jobs import NIGHT, a_job, crowded, demo, message
from tests.api.documents.pdf import ink, pages, picture, sizes, squeezed, unbroken, words
from tests.hub.advancing_sync.documents.papers import answered, listed, readers, speech

LANGUAGES: tuple[Language, ...] = ("en", "de")
KINDS: tuple[DocumentKind, ...] = ("advance", "day-sheet", "guest-list")
HOSTILE = (
    '#read("/etc/passwd")',
    '#import "/etc/passwd": *',
    "#panic()",
    "$ x^2 $ *bold* _it_ `raw` @ref <label> = Heading",
    "// a comment /* another",
    "\\u{41} \\ ~ -- --- ...",
    "]}) #{",
    "{{title}} %s {0}",
    "\"quoted\" 'single' “curly”",
    "שלום עולם and back",
    "مرحبا بالعالم",
    "Žižek Øystein ẞ ő ș ğ Ελλάς Жанна",
    "12 % & <b>bold</b> &amp; \\n",
)


def paper(kind: DocumentKind, form: Form | None = None, language: Language = "en") -> bytes:
    """A document."""
    return Press().print(a_job(form, kind=kind, language=language))


def values(read: Readers) -> set[str]:
    """Every text that an advance has to say of what was answered: values and siblings, of fields and cells."""
    found: set[str] = set()
    for key, register in read.form.fields.items():
        field = find(read.form.schema, key)
        found |= {read.speech.value(field, head.value) for head in heads(register)}
    for key, rows in read.form.lists.items():
        for row in standing(rows):
            for column, register in row.cells.items():
                field = find(read.form.schema, key, column)
                found |= {read.speech.value(field, head.value) for head in heads(register)}
    return found - {""}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_answer_of_the_demo_is_in_its_advance_and_the_pages_can_be_looked_at(language: Language) -> None:
    pdf = paper("advance", language=language)
    picture(pdf, f"advance-{language}")
    text = unbroken(words(pdf))
    wanted = values(Readers(demo(), speech(language)))
    assert len(wanted) > 100
    assert [value for value in wanted if unbroken(value) not in text] == []
    assert 2 <= len(pages(pdf)) <= 5
    assert min(ink(pdf)) > 0.005


def test_every_page_says_whose_it_is_which_and_when() -> None:
    first, *others = pages(paper("advance"))
    for number, page in enumerate((first, *others), start=1):
        assert f"Page {number} of {1 + len(others)}" in squeezed(page)
        assert "State 200 · Made 3 January 2026, 21:00 (Europe/Berlin)" in squeezed(page)
        assert "Velvet Harbour: Night Shift" in page
        assert "Saturday 4 July 2026" in page
    assert "All times are those of Europe/Berlin" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_sheet_of_the_demo_is_one_page_with_the_day_in_order(language: Language) -> None:
    pdf = paper("day-sheet", language=language)
    picture(pdf, f"day-sheet-{language}")
    [page] = pages(pdf)
    text = squeezed(page)
    times = re.findall(
        r"\b\d\d:\d\d(?=\u2013| [a-zA-Z])", text.partition("Ana Castro")[0].partition("Europe/Berlin")[2]
    )
    day = [time for time in times if time > "06:00"]
    assert day == sorted(day)
    assert len(SCHEDULE) == 12
    for row in (*SCHEDULE, *CONTACTS):
        for column in ("title", "start", "name", "phone"):
            assert str(row.get(column, "")) in text
    assert speech(language).words.night in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_guest_list_of_the_demo_has_everybody_who_was_not_declined(language: Language) -> None:
    pdf = paper("guest-list", language=language)
    picture(pdf, f"guest-list-{language}")
    text = words(pdf)
    for guest in GUESTS:
        assert (str(guest["name"]) in text) is (guest.get("approved") is not False)
    come = sum(1 + int(str(guest.get("plus", 0))) for guest in GUESTS if guest.get("approved") is not False)
    assert speech(language).words.left.format(left=20 - come, allotment=20) in text


def test_a_full_house_is_on_the_list_with_a_head_on_each_page() -> None:
    pdf = paper("guest-list", crowded())
    found = pages(pdf)
    assert len(found) < 30
    text = unbroken("".join(found))
    assert all(f"Guestnumber{n}" in text for n in range(500))
    assert all("GUEST" in page for page in found)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_what_people_typed_is_shown_as_they_typed_it_and_does_nothing(kind: DocumentKind, text: str) -> None:
    form = answered({"show.notes": text, "addresses.venue_address": text, "guest_list.pick_up": text})
    form = listed("schedule.items", [{"title": text, "who": text, "notes": text}], form)
    form = listed("guest_list.guests", [{"name": text, "notes": text, "approved": True}], form)
    night = replace(NIGHT, title=text, place=text)
    pdf = Press().print(a_job(form, kind=kind, night=night))
    found = unbroken(words(pdf))
    assert "root:" not in found
    if text.isascii() or "Ž" in text:  # what runs from right to left is read back in another order
        assert found.count(unbroken(text)) >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_too_long_for_a_line_goes_on_in_the_next(kind: DocumentKind) -> None:
    endless = "x" * 200
    form = answered({"show.notes": "y" * 10_000, "guest_list.pick_up": endless, "addresses.phone": "+49 341 1"})
    form = listed("schedule.items", [{"title": endless, "who": endless}], form)
    form = listed("guest_list.guests", [{"name": endless, "pick_up": endless, "approved": True}], form)
    form = listed("contacts.people", [{"name": endless, "role": endless, "email": f"{endless[:60]}@example.org"}], form)
    pdf = Press().print(a_job(form, kind=kind))
    picture(pdf, f"long-{kind}")
    text = unbroken(words(pdf))
    # Off the page it would not be found: the text is read within the page's edges.
    assert endless in text
    if kind == "advance":
        assert "y" * 10_000 in re.sub(r"VelvetHarbour.*?2026|State200.*?Page\dof\d", "", text)


def test_emoji_and_signs_of_other_scripts_break_nothing() -> None:
    text = "🎸🤘🏽 👨‍👩‍👧 東京 ไทย नमस्ते \u202e\u2066 \u200b"
    pdf = paper("advance", answered({"show.notes": text}))
    assert "[guitar][sign of the horns] [man][woman][girl]" in words(pdf)


def test_a_font_of_the_operators_own_prints_what_the_others_cannot(tmp_path: Path) -> None:
    job = a_job(answered({"show.notes": SIGN}))
    without, with_font = Press().print(job), Press([str(a_folder_of_fonts(tmp_path))]).print(job)
    assert b"East" not in without
    assert b"East" in with_font


def test_a_row_in_which_nothing_is_written_yet_breaks_nothing() -> None:
    form = listed("schedule.items", [{}], listed("guest_list.guests", [{}, {"plus": 2}], listed("wifi.networks", [{}])))
    for kind in KINDS:
        assert "Velvet Harbour" in words(paper(kind, form))


def test_paper_is_a4_or_letter() -> None:
    assert sizes(paper("advance")) == {(595, 842)}
    assert sizes(Press().print(a_job(paper="us-letter"))) == {(612, 792)}


def test_what_has_changed_is_marked_with_what_it_was() -> None:
    before = a_job(demo()).state
    form = answered({"hospitality.showers": 4}, demo())
    pdf = Press().print(a_job(form, before=before))
    picture(pdf, "changes")
    text = words(pdf)
    assert "1 changed since State 200" in text
    assert "4 was 2" in text


def test_the_same_job_makes_the_same_bytes() -> None:
    assert Press().print(a_job()) == Press().print(a_job())


@pytest.mark.parametrize("accent", ["#ffffff", "#000000", "#ffff00", Night().accent])
def test_any_colour_of_an_organisation_can_be_printed(accent: str) -> None:
    assert "ADVANCE" in words(Press().print(a_job(night=replace(NIGHT, accent=accent))))


def test_a_form_in_which_nobody_has_written_says_so() -> None:
    for kind in KINDS:
        assert "Night Shift" in words(paper(kind, Form()))
    assert readers(Form()).speech.words.nothing in words(paper("guest-list", Form()))


def test_jobs_are_answered_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "KEPT_BYTES_MAX", 2**60)  # this process has grown with the tests before
    broken = message(a_job(night=replace(NIGHT, accent="no colour")))
    later = message(a_job()).replace(b'"advance"', b'"rider"', 1)
    answers = io.BytesIO()
    before = signal.getsignal(signal.SIGALRM)
    serve(io.BytesIO(b"".join(framed(JOB, job) for job in (message(a_job()), broken, later))), answers, 60)
    assert signal.getsignal(signal.SIGALRM) == before
    answers.seek(0)
    found: list[tuple[bytes, bytes]] = []
    while head := answers.read(HEAD.size):
        sign, length = HEAD.unpack(head)
        found.append((sign, answers.read(length)))
    assert [sign for sign, _ in found] == [WRITTEN, BROKEN, OUTDATED]
    assert found[0][1].startswith(b"%PDF-")
    assert b"Traceback" in found[1][1]


def test_a_press_that_has_grown_says_so_with_its_last_document(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "KEPT_BYTES_MAX", 1)
    answers = io.BytesIO()
    serve(io.BytesIO(framed(JOB, message(a_job())) * 2), answers, 60)
    answers.seek(0)
    sign, length = HEAD.unpack(answers.read(HEAD.size))
    assert (sign, len(answers.read())) == (LAST, length)


def test_a_press_ends_by_itself_when_a_job_takes_too_long() -> None:
    """Its alarm counts in whole seconds; a job that never comes to its end stands for one that takes them."""
    process = subprocess.Popen(
        [sys.executable, "-m", press.__name__, "1", str(2**30)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.write(framed(JOB, message(a_job()))[:-1])
    process.stdin.flush()
    try:
        assert process.wait(30) == -signal.SIGALRM
    finally:
        process.kill()
        process.communicate()


def test_a_press_ends_when_nobody_can_ask_it_any_more() -> None:
    done = subprocess.run(
        [sys.executable, "-m", press.__name__, "1", str(2**30)], input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, b"")


@pytest.mark.parametrize("name", ["", "Nowhere", "../../../etc/passwd", "Europe", "/etc/localtime", "a\0b"])
def test_a_time_zone_that_is_none_is_none(name: str) -> None:
    assert zone_called(name) is None
    assert zone_called("Europe/Berlin") is not None
