"""What is in a file, as browsers get it."""

import asyncio
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files import signed
from api.files.content import Span, ranged
from tests.api.access.shown import Shown
from tests.api.files.sending import Sender, a_pdf, a_png, a_zip, by_grant
from tests.api.whole import SECRET, problem

pytestmark = pytest.mark.asyncio(loop_scope="module")
PDF = a_pdf(pages=2)


@pytest.mark.parametrize(
    ("name", "data", "shown", "pages"),
    [
        ("Zoë's plot.png", a_png(), True, False),
        ("plot.pdf", PDF, False, True),
        ("pack.zip", a_zip({"a": b"b"}), False, False),
        ("list.csv", b"=1+1,Kick\n", False, False),
    ],
)
async def test_only_pictures_are_shown_and_only_pdfs_have_pages(
    night: Shown, name: str, data: bytes, *, shown: bool, pages: bool
) -> None:
    ana = by_grant(night)
    file = await ana.file(name, data)
    links = await ana.links(file["id"])
    assert ((links["shown"] is not None), (links["pages"] is not None)) == (shown, pages)
    response = await night.hub.http.get(links["download"])
    assert (response.status_code, response.content) == (200, data)
    head = response.headers
    assert head["Content-Type"].partition(";")[0] == file["type"]
    assert head["Content-Disposition"].startswith("attachment;")
    assert head["Content-Disposition"].endswith(quote(name, safe=""))
    assert head["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in head["Content-Security-Policy"]
    assert "default-src 'none'" in head["Content-Security-Policy"]
    assert head["ETag"] == f'"{file["sha256"]}"'
    assert int(head["Content-Length"]) == len(data)
    if shown:
        assert (await night.hub.http.get(links["shown"])).headers["Content-Disposition"].startswith("inline;")


async def test_a_link_that_says_inline_shows_nothing_that_could_run(night: Shown) -> None:
    ana = by_grant(night)
    file = await ana.file("plot.pdf", PDF)
    inline = signed.link(SECRET, night.owner.org, file["id"], "inline", now_ms=night.hub.worker.clock.now_ms())
    assert (await night.hub.http.get(inline)).headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize(
    ("asked", "status", "said", "data"),
    [
        ("bytes=0-3", 206, f"bytes 0-3/{len(PDF)}", PDF[:4]),
        ("bytes=5-", 206, f"bytes 5-{len(PDF) - 1}/{len(PDF)}", PDF[5:]),
        ("bytes=-4", 206, f"bytes {len(PDF) - 4}-{len(PDF) - 1}/{len(PDF)}", PDF[-4:]),
        (f"bytes=2-{2**40}", 206, f"bytes 2-{len(PDF) - 1}/{len(PDF)}", PDF[2:]),
        ("bytes=0-", 200, None, PDF),
        ("bytes=0-1,3-4", 200, None, PDF),
        ("lines=0-1", 200, None, PDF),
        ("bytes=-", 200, None, PDF),
        ("bytes=9-3", 200, None, PDF),
        (f"bytes={len(PDF)}-", 416, f"bytes */{len(PDF)}", b""),
        ("bytes=-0", 416, f"bytes */{len(PDF)}", b""),
    ],
)
async def test_ranges(night: Shown, asked: str, status: int, said: str | None, data: bytes) -> None:
    ana = by_grant(night)
    link = (await ana.links((await ana.file("plot.pdf", PDF))["id"]))["download"]
    response = await night.hub.http.get(link, headers={"Range": asked})
    assert (response.status_code, response.headers.get("Content-Range"), response.content) == (status, said, data)


async def test_a_range_of_what_was_another_file_is_all_of_it(night: Shown) -> None:
    ana = by_grant(night)
    link = (await ana.links((await ana.file("plot.pdf", PDF))["id"]))["download"]
    response = await night.hub.http.get(link, headers={"Range": "bytes=0-3", "If-Range": '"other"'})
    assert (response.status_code, response.content) == (200, PDF)


async def test_links_end_are_not_made_up_and_find_no_removed_file(night: Shown) -> None:
    ana = by_grant(night)
    file = (await ana.file("plot.pdf", PDF))["id"]
    now_ms = night.hub.worker.clock.now_ms()

    async def asked(path: str) -> tuple[int, str]:
        return problem(await night.hub.http.get(path))

    old = signed.link(SECRET, night.owner.org, file, "attachment", now_ms=now_ms - signed.LINK_MS)
    assert await asked(old) == (410, "file.link_expired")
    assert await asked(f"/api/files/{file}/content?token=x") == (404, "file.link_invalid")
    links = await ana.links(file)
    assert await asked(links["download"].replace(file, "another")) == (404, "file.link_invalid")
    other = signed.link(SECRET, "another", file, "attachment", now_ms=now_ms)
    assert await asked(other) == (404, "file.unknown")
    await ana.ask("DELETE", f"/files/{file}")
    assert await asked(links["download"]) == (404, "file.unknown")
    assert await asked(links["pages"]) == (404, "file.unknown")


async def test_a_file_whose_bytes_are_lost_is_not_there(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    file = (await ana.file("plot.pdf", PDF))["id"]
    links = await ana.links(file)
    [data] = (folder / night.owner.org / file).iterdir()
    data.unlink()
    assert problem(await night.hub.http.get(links["download"])) == (404, "file.unknown")
    assert problem(await night.hub.http.get(links["pages"])) == (404, "file.unknown")


async def test_pages_are_pictures(night: Shown, folder: Path) -> None:
    ana = by_grant(night)
    file = (await ana.file("plot.pdf", PDF))["id"]
    pages = (await ana.links(file))["pages"]
    both = await asyncio.gather(*(night.hub.http.get(f"{pages}&page=2") for _ in range(2)))
    assert {each.headers["Content-Type"] for each in both} == {"image/png"}
    assert both[0].content == both[1].content
    assert both[0].content.startswith(b"\x89PNG")
    assert (folder / night.owner.org / file / "page2.png").is_file()
    assert problem(await night.hub.http.get(f"{pages}&page=3")) == (422, "file.no_pages")
    assert problem(await night.hub.http.get(f"{pages}&page=3")) == (422, "file.no_pages")
    assert problem(await night.hub.http.get(f"{pages}&page=6")) == (400, "http.bad_request")


async def test_a_broken_pdf_has_no_pages_and_can_be_downloaded(night: Shown) -> None:
    ana = by_grant(night)
    links = await ana.links((await ana.file("plot.pdf", b"%PDF-1.7\nnothing"))["id"])
    assert problem(await night.hub.http.get(links["pages"])) == (422, "file.no_pages")
    assert (await night.hub.http.get(links["download"])).content == b"%PDF-1.7\nnothing"


async def test_a_link_to_download_gives_no_pages(night: Shown) -> None:
    ana: Sender = by_grant(night)
    file = (await ana.file("plot.pdf", PDF))["id"]
    token = (await ana.links(file))["download"].partition("?token=")[2]
    response = await night.hub.http.get(f"/api/files/{file}/pages?token={token}")
    assert problem(response) == (422, "file.no_pages")


@given(asked=st.from_regex(r"\Abytes=[0-9]{0,3}-[0-9]{0,3}\Z"), size=st.integers(1, 200))
async def test_a_range_is_within_the_file(asked: str, size: int) -> None:
    span = ranged(asked, size)
    assert span is None or 0 <= span.start < span.end <= size


async def test_no_range_is_all() -> None:
    assert ranged("", 7) == Span(0, 7)
