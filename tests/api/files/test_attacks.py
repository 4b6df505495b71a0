"""What somebody tries who means no good, and what becomes of a file when two do opposite things at once."""

import asyncio
import json
from collections.abc import AsyncGenerator
from pathlib import Path

import httpx
import pytest

from tests.api.access.shown import Shown
from tests.api.files.sending import KIB, PLOT, Sender, a_jpeg, a_pdf, a_png, by_grant
from tests.api.whole import problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
PIECE = 256 * KIB


def bytes_of(folder: Path, upload: str) -> list[str]:
    """What is in the store for an upload."""
    return sorted(each.name.partition("-")[0] for each in folder.glob(f"*/{upload}/*"))


async def begun(sender: Sender, name: str = "list.txt", size: int = 2 * PIECE) -> str:
    upload: str = (await sender.begins(name, size)).json()["id"]
    return upload


async def test_a_piece_that_is_on_its_way_when_the_upload_is_cancelled_leaves_nothing(
    night: Shown, folder: Path
) -> None:
    sender = by_grant(night)
    upload = await begun(sender)

    async def body() -> AsyncGenerator[bytes]:
        yield b"a" * 1_000
        assert (await sender.ask("DELETE", f"/uploads/{upload}")).status_code == 204
        yield b"a" * (PIECE - 1_000)

    sent = await sender.ask("PATCH", f"/uploads/{upload}", params={"offset": 0}, content=body())
    assert problem(sent) == (404, "file.no_upload")
    assert bytes_of(folder, upload) == []


async def test_a_client_that_goes_in_the_middle_of_a_piece_leaves_nothing_and_can_go_on(
    night: Shown, folder: Path
) -> None:
    sender = by_grant(night)
    upload = await begun(sender, size=PIECE)

    async def body() -> AsyncGenerator[bytes]:
        yield b"a" * 1_000
        raise ConnectionAbortedError

    with pytest.raises((ConnectionAbortedError, httpx.HTTPError)):
        await sender.ask("PATCH", f"/uploads/{upload}", params={"offset": 0}, content=body())
    assert bytes_of(folder, upload) == []
    assert (await sender.sends(upload, 0, b"a" * PIECE)).json()["received"] == PIECE
    assert (await sender.finishes(upload)).status_code == 200


async def test_cancelling_and_finishing_at_once_leaves_a_file_or_nothing(night: Shown, folder: Path) -> None:
    sender = by_grant(night)
    for _ in range(5):
        upload = await sender.sent("plot.png", a_png())
        finished, cancelled = await asyncio.gather(sender.finishes(upload), sender.ask("DELETE", f"/uploads/{upload}"))
        if finished.status_code == 200:
            assert bytes_of(folder, upload) == ["data"]
            assert cancelled.status_code in {204, 404}
        else:
            assert problem(finished)[1] in {"file.no_upload", "file.finishing", "file.broken"}
            assert cancelled.status_code == 204
            assert bytes_of(folder, upload) == []


async def test_an_upload_whose_bytes_are_lost_is_over_and_says_so(night: Shown, folder: Path) -> None:
    sender = by_grant(night)
    upload = await begun(sender)
    for at in (0, PIECE):
        await sender.sends(upload, at, b"a" * PIECE)
    next(folder.glob(f"*/{upload}/piece-{PIECE:013d}-*")).unlink()
    assert problem(await sender.finishes(upload)) == (422, "file.broken")
    assert problem(await sender.ask("GET", f"/uploads/{upload}")) == (404, "file.no_upload")
    assert bytes_of(folder, upload) == []


@pytest.mark.parametrize(
    "name", ["\ud800.png", "a\r\nX-Evil: 1.png", "x.png\0.html", "\u202egnp.exe.png", ".png", " .png", "png", "x/"]
)
async def test_a_name_that_is_none_is_refused(night: Shown, name: str) -> None:
    asked = json.dumps({"field": PLOT, "name": name, "size": 1}).encode()
    status, code = problem(await by_grant(night).ask("POST", "/uploads", content=asked))
    assert (status, code) in {(400, "http.bad_request"), (422, "file.name")}


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("../../etc/x.png", "x.png"),
        ("C:\\x.png", "x.png"),
        ("..png", "..png"),
        ("a;filename=b.html.png", "a_filename=b.html.png"),
        ('a".html;".png', "a_.html__.png"),
        ("%0d%0aX: y.png", "_0d_0aX: y.png"),
        ("é" * 196 + ".png", "_" * 196 + ".png"),
    ],
)
async def test_no_name_gets_out_of_its_folder_or_its_header(night: Shown, name: str, plain: str) -> None:
    sender = by_grant(night)
    file = await sender.file(name, a_png())
    shown = await sender.hub.http.get((await sender.links(file["id"]))["shown"])
    said = shown.headers["Content-Disposition"]
    assert said.startswith(f"inline; filename=\"{plain}\"; filename*=UTF-8''")
    assert (shown.content, shown.headers["Content-Type"]) == (a_png(), "image/png")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plot.png", b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"),
        ("plot.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ("list.txt", b"   <!DOCTYPE html><script>1</script>"),
        ("list.csv", "\ufeff<html>".encode("utf-16")),
        ("plot.jpg", b"GIF89a" + bytes(20)),
        ("plot.jpg", a_jpeg(65_535, 65_535)),
        ("plot.png", a_png(20_000, 20_000)),
        ("plot.png", b"\x89PNG\r\n\x1a\n<script>"),
        ("run.pdf", b"MZ\0" + a_pdf()),
    ],
)
async def test_what_would_run_or_fill_a_screen_is_not_kept(night: Shown, name: str, data: bytes, folder: Path) -> None:
    sender = by_grant(night)
    upload = await sender.sent(name, data)
    assert problem(await sender.finishes(upload)) == (415, "file.type")
    assert bytes_of(folder, upload) == []


async def test_what_is_two_kinds_at_once_is_served_as_the_one_that_it_was_taken_for(night: Shown) -> None:
    sender = by_grant(night)
    both = a_png() + b"<!DOCTYPE html><script>alert(1)</script>" + a_pdf()
    links = await sender.links((await sender.file("plot.png", both))["id"])
    assert links["pages"] is None
    shown = await sender.hub.http.get(links["shown"])
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown.headers["Content-Security-Policy"]
