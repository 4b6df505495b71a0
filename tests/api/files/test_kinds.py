"""What is kept, and what is not, by its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.files import kinds
from api.files.kinds import CSV, DOCX, DXF, HEIC, JPEG, KINDS, ODS, ODT, PDF, PNG, TXT, WEBP, XLSX, ZIP, Kind
from tests.api.files.sending import a_pdf, a_png, a_zip

HEIF = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (a_pdf(), PDF),
        (a_png(), PNG),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(30), JPEG),
        (b"\xff\xd8\xff\xdb" + bytes(30), JPEG),
        (b"RIFF\x10\0\0\0WEBPVP8 " + bytes(30), WEBP),
        (HEIF, HEIC),
        (b"AC1027" + bytes(30), kinds.DWG),
        (b"  0\r\nSECTION\r\n  2\r\nHEADER\r\n", DXF),
        (b"999\nmade by a desk\n0\nSECTION\n", DXF),
        (a_zip({"a.txt": b"a"}), ZIP),
        (b"Load in at nine.", TXT),
        ("Zoë;Würzburg\n".encode("cp1252"), TXT),
        ("Zoë".encode("utf-16"), TXT),
        (b"channel,source\n1,Kick\n", TXT),
    ],
)
def test_what_advances_are_made_of_is_kept(head: bytes, kind: Kind) -> None:
    assert kinds.known(head) is kind


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<?xml version='1.0'?><svg>",
        b"\xef\xbb\xbf <html>",
        "\ufeff<html>".encode("utf-16-le"),
        b"words and then <script>alert(1)</script>",
        b"<?php system($_GET[0]);",
        b"#!/bin/sh\nrm -rf /",
        b"MZ\x90\0" + bytes(100),
        b"\x7fELF" + bytes(50),
        b"GIF89a" + bytes(20),
        b"\0\0\0\x18ftypisom" + bytes(30),
        b"RIFF\x10\0\0\0WAVEfmt " + bytes(30),
        b"words\0and more",
        b"<html><!--%PDF-1.7-->",
        b"PK\x05\x06" + bytes(18),
    ],
)
def test_nothing_else_is(head: bytes) -> None:
    assert kinds.known(head) is None


@pytest.mark.parametrize(
    ("names", "mimetype", "kind"),
    [
        ({"a.pdf", "b.png"}, "", ZIP),
        ({"[Content_Types].xml", "word/document.xml"}, "", DOCX),
        ({"[Content_Types].xml", "xl/workbook.xml"}, "", XLSX),
        ({"mimetype", "content.xml"}, ODT.type, ODT),
        ({"mimetype", "content.xml"}, ODS.type, ODS),
        ({"mimetype", "content.xml"}, "application/epub+zip", None),
        ({"[Content_Types].xml", "ppt/presentation.xml"}, "", None),
        ({"[Content_Types].xml", "word/document.xml", "xl/workbook.xml"}, "", None),
        ({"[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"}, "", None),
        ({"mimetype", "Basic/Standard/script-lb.xml"}, ODT.type, None),
    ],
)
def test_an_archive_is_what_is_in_it(names: set[str], mimetype: str, kind: Kind | None) -> None:
    assert kinds.packed(names, mimetype) is kind


@pytest.mark.parametrize(
    ("kind", "name", "fits"),
    [
        (PDF, "plot.PDF", PDF),
        (PDF, "plot.pdf.exe", None),
        (PDF, "plot", None),
        (JPEG, "plot.jpeg", JPEG),
        (TXT, "list.csv", CSV),
        (TXT, "list.txt", TXT),
        (TXT, "list.html", None),
        (ZIP, "pack.docx", None),
    ],
)
def test_a_name_has_to_say_what_it_is(kind: Kind, name: str, fits: Kind | None) -> None:
    assert kinds.fits(kind, name) is fits


def test_every_kind_is_named_to_people_and_only_pictures_are_shown() -> None:
    said = kinds.WORDS.lower().replace("jpeg", "jpg")
    assert all(kind.endings[0] in said for kind in KINDS.values())
    assert {kind.type for kind in KINDS.values() if kind.shown} == {"image/png", "image/jpeg", "image/webp"}


@given(st.binary(max_size=300))
def test_whatever_comes_is_looked_at_without_a_fault(head: bytes) -> None:
    kind = kinds.known(head)
    assert kind is None or kind.type in KINDS


@given(st.binary(max_size=60), st.sampled_from([b"%PDF-1.4\n", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xff\xd8\xff"]))
def test_a_broken_file_that_begins_well_is_no_fault_either(tail: bytes, begins: bytes) -> None:
    kinds.known(begins + tail)
