"""Uploads over HTTP: in pieces, from wherever they stopped, and what is refused."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from api.files import uploads
from api.files.uploads import PIECE_BYTES_MAX, PIECE_BYTES_MIN, named
from hub.errors import Rejected
from hub.kernel import Role
from tests.api.access.shown import Shown, a_shown
from tests.api.files.sending import PLOT, Sender, a_pdf, a_png, by_grant, by_link
from tests.api.shows.people import a_show
from tests.api.whole import Whole, problem, whole

pytestmark = pytest.mark.asyncio(loop_scope="module")
MIB = 1 << 20
LONG = a_pdf() + bytes(5 * MIB)


def stored(folder: Path) -> list[str]:
    """Everything in the store, half written things too."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


async def test_a_file_in_pieces_is_on_the_form_and_in_the_list(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    file = await ana.file("plot.pdf", LONG)
    assert (file["name"], file["size"], file["type"], file["by"]) == ("plot.pdf", len(LONG), "application/pdf", "Ana")
    live = await night.hub.worker.service.doors.open(night.room)
    attached = live.room.states["advancing_sync"].files[file["id"]]
    assert (attached.field, attached.title, attached.size) == (PLOT, "plot.pdf", len(LONG))
    assert (attached.sha256, attached.by, attached.name) == (file["sha256"], "ana", "Ana")
    assert await ana.listed() == ["plot.pdf"]
    assert [each for each in stored(folder) if file["id"] in each and "piece" in each] == []


async def test_a_piece_from_the_wrong_place_is_told_the_right_one(night: Shown) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", len(LONG))).json()["id"]
    early = await ana.sends(upload, PIECE_BYTES_MIN, LONG[PIECE_BYTES_MIN : 2 * PIECE_BYTES_MIN])
    assert problem(early) == (409, "file.offset")
    assert early.headers["Upload-Offset"] == "0"
    assert "byte 0" in early.json()["title"]
    sent = await ana.sends(upload, 0, LONG[:PIECE_BYTES_MIN])
    assert (sent.json()["received"], sent.headers["Upload-Offset"]) == (PIECE_BYTES_MIN, str(PIECE_BYTES_MIN))
    again = await ana.sends(upload, 0, LONG[:PIECE_BYTES_MIN])
    assert again.headers["Upload-Offset"] == str(PIECE_BYTES_MIN)
    seen = (await ana.ask("GET", f"/uploads/{upload}")).json()
    assert (seen["received"], seen["size"], seen["name"]) == (PIECE_BYTES_MIN, len(LONG), "plot.pdf")
    unfinished = await ana.finishes(upload)
    assert problem(unfinished) == (409, "file.offset")
    assert unfinished.headers["Upload-Offset"] == str(PIECE_BYTES_MIN)


@pytest.mark.parametrize("size", [0, PIECE_BYTES_MIN - 1, PIECE_BYTES_MAX + 1])
async def test_pieces_have_a_size(night: Shown, size: int) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", 2 * PIECE_BYTES_MAX)).json()["id"]
    assert problem(await ana.sends(upload, 0, bytes(size))) == (413, "file.piece")
    assert problem(await ana.sends(upload, 0, bytes(size + PIECE_BYTES_MAX * 2))) == (413, "file.piece")


async def test_what_is_longer_than_was_said_is_refused(night: Shown) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", 10)).json()["id"]
    assert problem(await ana.sends(upload, 0, bytes(11))) == (413, "file.piece")


async def test_two_who_send_the_same_piece_at_once_are_both_told_where_to_go_on(night: Shown) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", len(LONG))).json()["id"]
    answers = await asyncio.gather(*(ana.sends(upload, 0, LONG[:PIECE_BYTES_MIN]) for _ in range(3)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409]
    assert {each.headers["Upload-Offset"] for each in answers} == {str(PIECE_BYTES_MIN)}


async def test_two_tabs_send_two_files_at_once(night: Shown) -> None:
    tabs = [by_grant(night), by_grant(night)]
    sent = await asyncio.gather(*(tab.file(f"{n}.pdf", LONG + bytes([n])) for n, tab in enumerate(tabs)))
    assert sorted(await tabs[0].listed()) == ["0.pdf", "1.pdf"]
    assert len({each["sha256"] for each in sent}) == 2


async def test_finishing_twice_makes_one_file(night: Shown) -> None:
    ana = by_grant(night)
    upload = await ana.sent("plot.pdf", LONG)
    answers = await asyncio.gather(*(ana.finishes(upload, LONG) for _ in range(4)))
    done = [each for each in answers if each.status_code == 200]
    assert done
    assert {problem(each) for each in answers if each not in done} <= {(409, "file.finishing"), (404, "file.no_upload")}
    assert (await ana.finishes(upload, LONG)).json() == done[0].json()
    assert await ana.listed() == ["plot.pdf"]


async def test_an_upload_goes_on_at_another_worker_after_the_first_has_died(
    night: Shown, database_url: str, redis_url: str, folder: Path
) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", len(LONG))).json()["id"]
    await ana.sends(upload, 0, LONG[: 4 * MIB])
    async with whole(database_url, redis_url, files=str(folder)) as second:
        there = Sender(second, night.show, ana.token)
        received = (await there.ask("GET", f"/uploads/{upload}")).json()["received"]
        assert received == 4 * MIB
        assert (await there.sends(upload, received, LONG[received:])).status_code == 200
        assert (await there.finishes(upload, LONG)).status_code == 200
    assert await ana.listed() == ["plot.pdf"]


async def test_what_arrived_has_to_be_what_was_sent(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    upload = await ana.sent("plot.pdf", a_pdf())
    assert problem(await ana.finishes(upload, a_pdf() + b"x")) == (422, "file.broken")
    assert problem(await ana.finishes(upload)) == (404, "file.no_upload")
    assert [each for each in stored(folder) if upload in each] == []


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("plot.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "file.type"),
        ("plot.pdf", b"<html><script>alert(1)</script>", "file.type"),
        ("plot.pdf", a_png(), "file.misnamed"),
        ("run.exe", b"MZ\x90\0" + bytes(100), "file.type"),
    ],
)
async def test_what_is_no_kind_that_is_kept_goes(night: Shown, folder: Path, name: str, data: bytes, code: str) -> None:
    ana = by_grant(night)
    upload = await ana.sent(name, data)
    assert problem(await ana.finishes(upload, data)) == (415, code)
    assert [each for each in stored(folder) if upload in each] == []
    assert await ana.listed() == []


async def test_a_file_and_an_organisation_have_their_limits(night: Shown) -> None:
    ana = by_grant(night)
    assert problem(await ana.begins("plot.pdf", 8 * MIB + 1)) == (413, "file.too_big")
    assert (await ana.begins("a.pdf", 8 * MIB)).status_code == 200
    second = (await ana.begins("b.pdf", 8 * MIB)).json()["id"]
    assert problem(await ana.begins("c.pdf", 5 * MIB)) == (409, "file.quota")
    assert (await ana.ask("DELETE", f"/uploads/{second}")).status_code == 204
    assert (await ana.begins("c.pdf", 5 * MIB)).status_code == 200


async def test_many_who_begin_at_once_do_not_overfill_an_organisation(night: Shown) -> None:
    ana = by_grant(night)
    begun = await asyncio.gather(*(ana.begins(f"{n}.pdf", 6 * MIB) for n in range(8)))
    assert sorted(each.status_code for each in begun) == [200] * 3 + [409] * 5


async def test_a_show_and_a_person_have_their_limits(night: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "UPLOADS_OF_ONE_MAX", 1)
    ana, ben = by_grant(night), by_grant(night, "ben", Role.CREW)
    assert (await ana.begins("a.pdf", 1)).status_code == 200
    assert problem(await ana.begins("b.pdf", 1)) == (409, "file.uploads")
    assert (await ben.begins("b.pdf", 1)).status_code == 200
    monkeypatch.setattr(uploads, "FILES_MAX", 2)
    assert problem(await by_grant(night, "cat").begins("c.pdf", 1)) == (409, "file.too_many")


async def test_who_only_looks_sends_nothing(night: Shown) -> None:
    viewer = await by_link(night, can_write=False)
    assert problem(await viewer.begins("plot.pdf", 1)) == (403, "auth.forbidden")


async def test_guests_send_to_their_sections(night: Shown) -> None:
    guest = await by_link(night, role="guest", sections=["files"])
    assert (await guest.begins("plot.pdf", 1)).status_code == 200
    assert problem(await guest.begins("plot.pdf", 1, "hospitality.production_office")) == (403, "auth.section")


async def test_moneys_files_are_for_those_with_the_right(night: Shown) -> None:
    crew = by_grant(night, "ben", Role.CREW)
    assert problem(await crew.begins("plot.pdf", 1, "money.guarantee")) == (404, "advance.unknown_field")


async def test_nobody_goes_on_with_what_is_anothers(night: Shown) -> None:
    ana, ben = by_grant(night), by_grant(night, "ben", Role.CREW)
    upload = await ana.sent("plot.pdf", a_pdf())
    asked = [
        await ben.ask("GET", f"/uploads/{upload}"),
        await ben.sends(upload, 0, b"x"),
        await ben.finishes(upload),
        await ben.ask("DELETE", f"/uploads/{upload}"),
    ]
    assert {problem(each) for each in asked} == {(404, "file.no_upload")}
    assert (await ana.finishes(upload)).status_code == 200
    assert problem(await ben.finishes(upload)) == (404, "file.no_upload")


async def test_a_grant_opens_one_show(night: Shown, hub: Whole) -> None:
    other = await a_shown(hub, "Eve")
    stranger = Sender(hub, night.show, by_grant(other).token)
    assert problem(await stranger.begins("plot.pdf", 1)) == (403, "room.not_granted")
    nowhere = Sender(hub, "nowhere", hub.grant("show/nowhere", role=Role.OWNER))
    assert problem(await nowhere.begins("plot.pdf", 1)) == (404, "room.unknown")
    assert problem(await hub.http.get(f"/api/shows/{night.show}/files")) == (401, "auth.grant_missing")


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"field": "files.nothing"}, 404, "advance.unknown_field"),
        ({"field": "nothing"}, 400, "http.bad_request"),
        ({"name": "plot"}, 422, "file.name"),
        ({"name": ".pdf"}, 422, "file.name"),
        ({"name": "a\nb.pdf"}, 400, "http.bad_request"),
        ({"name": ""}, 400, "http.bad_request"),
        ({"size": 0}, 400, "http.bad_request"),
        ({"size": 2**41}, 400, "http.bad_request"),
        ({"type": "image/png"}, 400, "http.bad_request"),
    ],
)
async def test_an_upload_that_cannot_be_is_refused(night: Shown, body: dict[str, Any], status: int, code: str) -> None:
    asked = {"field": PLOT, "name": "plot.pdf", "size": 1} | body
    assert problem(await by_grant(night).ask("POST", "/uploads", json=asked)) == (status, code)


async def test_a_locked_question_takes_no_file_and_says_so_at_once(night: Shown) -> None:
    ana = by_grant(night)
    there = await ana.file("rider.pdf", a_pdf())
    upload = await ana.sent("plot.pdf", a_pdf())
    await locked(night, on=True)
    assert problem(await ana.begins("plot.pdf", 1)) == (423, "advance.locked")
    assert problem(await ana.ask("DELETE", f"/files/{there['id']}")) == (423, "advance.locked")
    assert problem(await ana.finishes(upload)) == (423, "advance.locked")
    assert await ana.listed() == ["rider.pdf"]
    await locked(night, on=False)
    assert problem(await ana.finishes(upload)) == (404, "file.no_upload")


async def locked(night: Shown, *, on: bool) -> None:
    from hub.advancing_sync.messages import Lock  # noqa: PLC0415
    from hub.kernel import Actor  # noqa: PLC0415

    owner = Actor("ana", Role.OWNER, "Ana")
    await night.hub.worker.service.do(owner, night.room, f"lock-{on}", Lock(field=PLOT, on=on))


async def test_a_show_without_an_advance_takes_no_files(hub: Whole, night: Shown) -> None:
    bare = (await a_show(night.owner, advance=False))["id"]
    sender = Sender(hub, bare, hub.grant(f"show/{bare}", role=Role.OWNER))
    assert problem(await sender.begins("plot.pdf", 1)) == (404, "room.unknown")


async def test_a_room_that_belongs_to_no_show_takes_none_either(hub: Whole) -> None:
    await hub.create("show/alone")
    sender = Sender(hub, "alone", hub.grant("show/alone", role=Role.OWNER))
    assert problem(await sender.begins("plot.pdf", 1)) == (404, "room.unknown")


@pytest.mark.parametrize(
    ("said", "name"),
    [("plot.pdf", "plot.pdf"), ("C:\\shows\\plot.pdf", "plot.pdf"), ("../../etc/plot.pdf", "plot.pdf")],
)
async def test_a_name_has_no_folders(said: str, name: str) -> None:
    assert named(said) == name


async def test_a_name_is_not_endless() -> None:
    with pytest.raises(Rejected, match=r"file\.name"):
        named("a" * 197 + ".pdf")


async def test_a_piece_that_takes_too_long_is_refused(night: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "PIECE_S_MAX", 0.05)
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", len(LONG))).json()["id"]
    reader, writer = await asyncio.open_connection("127.0.0.1", night.hub.port)
    writer.write(
        f"PATCH /api/shows/{night.show}/uploads/{upload}?offset=0 HTTP/1.1\r\nHost: hub\r\n"
        f"Authorization: Bearer {ana.token}\r\nContent-Length: 1000000\r\n\r\nhalf".encode()
    )
    assert b" 408 " in await reader.readline()
    writer.close()


async def test_more_pieces_than_fit_are_sent_again(night: Shown) -> None:
    ana = by_grant(night)
    upload = (await ana.begins("plot.pdf", 1)).json()["id"]
    gate = night.hub.worker.filing.pieces
    with gate.through("ana"), gate.through("ana"), gate.through("ana"), gate.through("ana"):
        refusal = await ana.sends(upload, 0, b"x")
    assert problem(refusal) == (429, "file.busy")
    assert refusal.headers["Retry-After"]
