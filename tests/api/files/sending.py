"""Files of every kind, and somebody who sends them."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from struct import pack
from typing import Any

import httpx

from hub.kernel import Role
from tests.api.access.shown import Shown
from tests.api.whole import Whole

PLOT = "files.stage_plot_link"
KIB = 1024


def a_chunk(name: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + name + data + pack(">I", zlib.crc32(name + data))


def a_png(width: int = 1, height: int = 1) -> bytes:
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" + bytes(3 * width))
    return b"\x89PNG\r\n\x1a\n" + a_chunk(b"IHDR", head) + a_chunk(b"IDAT", rows) + a_chunk(b"IEND", b"")


def an_app_part(size: int = 65_535) -> bytes:
    """A part of a JPEG in which a camera says what it likes."""
    return b"\xff\xe1" + pack(">H", size) + bytes(size - 2)


def a_jpeg(width: int = 1, height: int = 1, *, frame: int = 0xC0, before: bytes = b"") -> bytes:
    """A JPEG as far as it says how large it is."""
    said = bytes([0xFF, frame]) + pack(">HBHHB", 17, 8, height, width, 3) + bytes(9)
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + before + said + b"\xff\xda"


def a_webp(kind: bytes, width: int, height: int) -> bytes:
    """A WebP as far as it says how large it is."""
    sizes = {
        b"VP8 ": bytes(3) + b"\x9d\x01\x2a" + pack("<HH", width & 0x3FFF, height & 0x3FFF),
        b"VP8L": b"\x2f" + pack("<I", (width - 1 & 0x3FFF) | (height - 1 & 0x3FFF) << 14),
        b"VP8X": bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little"),
    }.get(kind, b"")
    chunk = kind + pack("<I", 10) + sizes + bytes(20)
    return b"RIFF" + pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def a_zip(names: Mapping[str, bytes], mode: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", mode) as archive:
        for name, data in names.items():
            # of no time: the same bytes whenever they are made
            archive.writestr(zipfile.ZipInfo(name), data, mode)
    return file.getvalue()


def a_pdf(pages: int = 1, text: str = "Stage plot", box: str = "0 0 200 300") -> bytes:
    """A PDF of so many pages, written by hand."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>", font]
    for n in range(pages):
        drawn = f"BT /F1 24 Tf 20 200 Td ({text} {n + 1}) Tj ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] /Contents {5 + 2 * n} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(drawn)} >>\nstream\n{drawn}\nendstream")
    made = b"%PDF-1.4\n"
    places: list[int] = []
    for n, each in enumerate(objects, start=1):
        places.append(len(made))
        made += f"{n} 0 obj\n{each}\nendobj\n".encode()
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    end = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()


@dataclass(frozen=True)
class Sender:
    """Somebody with a grant for the room of a show."""

    hub: Whole
    show: str
    token: str

    async def ask(self, method: str, path: str, **how: Any) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.token}"}
        return await self.hub.http.request(method, f"/api/shows/{self.show}{path}", headers=headers, **how)

    async def begins(self, name: str, size: int, field: str = PLOT) -> httpx.Response:
        return await self.ask("POST", "/uploads", json={"field": field, "name": name, "size": size})

    async def sends(self, upload: str, offset: int, data: bytes) -> httpx.Response:
        return await self.ask("PATCH", f"/uploads/{upload}", params={"offset": offset}, content=data)

    async def finishes(self, upload: str, data: bytes | None = None) -> httpx.Response:
        digest = "" if data is None else sha256(data).hexdigest()
        return await self.ask("POST", f"/uploads/{upload}/finish", json={"sha256": digest})

    async def sent(self, name: str, data: bytes, field: str = PLOT) -> str:
        """All of a file, not yet finished; the upload."""
        begun = await self.begins(name, len(data), field)
        assert begun.status_code == 200, begun.text
        upload: str = begun.json()["id"]
        for at in range(0, len(data), 4 * KIB * KIB):
            assert (await self.sends(upload, at, data[at : at + 4 * KIB * KIB])).status_code == 200
        return upload

    async def file(self, name: str, data: bytes, field: str = PLOT) -> dict[str, Any]:
        """A file from end to end."""
        finished = await self.finishes(await self.sent(name, data, field), data)
        assert finished.status_code == 200, finished.text
        return finished.json()

    async def links(self, file: str) -> dict[str, Any]:
        return (await self.ask("POST", f"/files/{file}/links")).json()

    async def listed(self) -> list[str]:
        return [each["name"] for each in (await self.ask("GET", "/files")).json()]


def by_grant(night: Shown, person: str = "ana", role: Role = Role.OWNER) -> Sender:
    """Somebody with a grant that says no more."""
    return Sender(night.hub, night.show, night.hub.grant(night.room, person=person, role=role))


async def by_link(night: Shown, **how: Any) -> Sender:
    """Somebody who comes by a link."""
    night.hub.http.cookies.clear()
    _, secret = await night.link(**how)
    return Sender(night.hub, night.show, (await night.opens(secret)).json()["token"])
